import type { AgreementOptions, MeasuredArticle } from '#shared/agreement/measured.ts';
import type { AgreementReport } from '#shared/agreement/report.ts';
import { sameJson } from '#shared/model/json.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** The part of a `Worker` that is used; tests bring their own. */
export type WorkerPort = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

/** What figures are wanted of. */
export interface Wanted {
  /** Figures of another project are forgotten. */
  project: string;
  options: AgreementOptions;
  /** By id; the same object as long as nothing of an article differs. */
  articles: ReadonlyMap<string, MeasuredArticle>;
}

export interface FiguresState {
  /** The latest there is; of earlier spans while newer figures are being computed. */
  report: AgreementReport | undefined;
  /** Whether newer ones are being computed. */
  working: boolean;
  /** Why there are none, for the person to read. */
  failure: string | null;
}

/** The figures of what is compared, computed in a worker, so that however many spans there are no key has to wait. */
export interface Figures {
  /** Figures of this, please; while some are being computed, only what is wanted last comes after them. */
  want(wanted: Wanted): void;
  get(): FiguresState;
  subscribe(listener: () => void): () => void;
  dispose(): void;
}

/** Milliseconds for which changes are gathered before figures are computed again. */
const gathered = 150;
const nothing: FiguresState = { report: undefined, working: false, failure: null };

/** @param start starts the worker, when figures are wanted for the first time */
export function createFigures(start: () => WorkerPort): Figures {
  const listeners = new Set<() => void>();
  let state = nothing;
  let worker: WorkerPort | undefined;
  let dead = false;
  let asks = 0;
  let busy = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted: Wanted | undefined;
  /** What the worker was asked last, and what it therefore holds. */
  let asked: Wanted | undefined;

  const tell = (change: Partial<FiguresState>) => {
    state = { ...state, ...change };
    for (const listener of [...listeners]) listener();
  };
  const fail = (error: unknown) => {
    console.error('The worker for figures has failed', error);
    worker?.terminate();
    worker = undefined;
    dead = true;
    busy = false;
    tell({
      report: undefined,
      working: false,
      failure: 'The figures cannot be computed in this window. All else works; opening the window again may help.',
    });
  };
  const begin = (): WorkerPort => {
    const port = start();
    port.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.ask !== asks) return;
      busy = false;
      if ('failure' in data) {
        console.error('Figures could not be computed', data.failure);
        tell({
          report: undefined,
          working: false,
          failure: 'The figures could not be computed, because of a fault in Rapporteur. The cases below are right.',
        });
      } else if (asked?.project === wanted?.project) tell({ report: data.report, working: false, failure: null });
      later();
    });
    port.addEventListener('error', (event) => fail((event as ErrorEvent).message));
    port.addEventListener('messageerror', () => fail('a message could not be read'));
    return port;
  };
  const later = () => {
    if (dead || busy || timer !== undefined || wanted === asked) return;
    timer = setTimeout(send, state.report === undefined ? 0 : gathered);
  };
  const send = () => {
    timer = undefined;
    if (wanted === undefined || wanted === asked || busy) return;
    const before = asked?.articles;
    const message: ToWorker = {
      ask: ++asks,
      options: wanted.options,
      changed: [...wanted.articles.values()].filter((article) => before?.get(article.id) !== article),
      gone: [...(before?.keys() ?? [])].filter((id) => !wanted?.articles.has(id)),
    };
    asked = wanted;
    try {
      worker ??= begin();
      busy = true;
      worker.postMessage(message);
      tell({ working: true });
    } catch (error) {
      fail(error);
    }
  };

  return {
    want(next) {
      if (wanted?.project === next.project && sameWanted(wanted, next)) return;
      if (wanted !== undefined && wanted.project !== next.project) state = nothing;
      wanted = next;
      later();
    },
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      clearTimeout(timer);
      worker?.terminate();
      dead = true;
    },
  };
}

const sameWanted = (a: Wanted, b: Wanted): boolean =>
  sameJson(a.options, b.options) &&
  a.articles.size === b.articles.size &&
  [...b.articles.values()].every((article) => a.articles.get(article.id) === article);
