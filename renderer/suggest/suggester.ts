import type { ArticleText } from '#shared/contract/contract.ts';
import type { Range } from '#shared/model/range.ts';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import type { FromWorker, Known, ToWorker } from './messages.ts';

/** The part of a `Worker` that is used; tests bring their own. */
export type WorkerPort = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

export interface Asked {
  article: Pick<ArticleText, 'text' | 'textSha256' | 'blocks'>;
  singleMarks: boolean;
  known: Known;
}

/** The window's way to the engine, which runs in a worker so that no text, however long, keeps a key waiting. */
export interface Suggester {
  /** What is suggested for a text; the latest answers are kept. Rejects when the worker cannot do it. */
  suggest(asked: Asked): Promise<readonly Suggestion[]>;
  /** The answer if it is here already, so that a text can be drawn with it. */
  peek(asked: Asked): readonly Suggestion[] | undefined;
  /** Where something would be suggested, without who is meant: starts and ends in turn. Rejects as `suggest`. */
  passages(asked: Pick<Asked, 'article' | 'singleMarks'>): Promise<Uint32Array>;
  /** False once the worker could not be started or has died: nothing is suggested in this window any more. */
  working(): boolean;
  dispose(): void;
}

interface Asker {
  resolve(found: FromWorker): void;
  reject(error: Error): void;
}

interface Answer {
  asked: Asked;
  promise: Promise<readonly Suggestion[]>;
  value?: readonly Suggestion[];
}

/** So many answers are kept, for an article that is shown again. */
const answersKept = 12;

/** @param onFailure is told once, in words for the person, when nothing or not everything can be suggested */
export function createSuggester(start: () => WorkerPort, onFailure: (message: string) => void): Suggester {
  const waiting = new Map<number, Asker>();
  /** Texts that are only counted in are handed over one by one, so that an article that is opened waits for one at most. */
  let later: { asker: Asker; send(): void }[] = [];
  let answers: Answer[] = [];
  let worker: WorkerPort | null = null;
  let sent: Known | null = null;
  let asks = 0;
  let told = false;

  const tell = (message: string) => {
    if (told) return;
    told = true;
    onFailure(message);
  };
  const fail = (error: unknown) => {
    console.error('The worker for suggestions has failed', error);
    worker?.terminate();
    worker = null;
    const askers = [...waiting.values(), ...later.map(({ asker }) => asker)];
    for (const { reject } of askers) reject(new Error('The worker for suggestions has failed'));
    waiting.clear();
    later = [];
    tell(
      'Rapporteur cannot suggest anything in this window: the part that does it could not run. All else works. ' +
        'Opening the window again may help.',
    );
  };

  try {
    worker = start();
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      const asker = waiting.get(data.ask);
      waiting.delete(data.ask);
      if (waiting.size === 0) later.shift()?.send();
      if (!('failure' in data)) return asker?.resolve(data);
      console.error('Suggesting failed for a text', data.failure);
      asker?.reject(new Error(data.failure));
      tell('For an article nothing could be suggested, because of a fault in Rapporteur. It can be marked by hand.');
    });
    worker.addEventListener('error', (event) => fail((event as ErrorEvent).message));
    worker.addEventListener('messageerror', () => fail('a message could not be read'));
  } catch (error) {
    fail(error);
  }

  const keptFor = (asked: Asked) => answers.find((answer) => sameAsked(answer.asked, asked));
  const to = (message: ToWorker) => worker?.postMessage(message);
  const ask = ({ article, singleMarks }: Pick<Asked, 'article' | 'singleMarks'>, passagesOnly: boolean) => {
    if (worker === null) return Promise.reject(new Error('There is no worker for suggestions'));
    const ask = ++asks;
    return new Promise<FromWorker>((resolve, reject) => {
      const asker = { resolve, reject };
      const send = () => {
        waiting.set(ask, asker);
        to({ say: 'suggest', ask, text: article.text, paragraphs: paragraphsOf(article), singleMarks, passagesOnly });
      };
      if (passagesOnly && waiting.size > 0) later.push({ asker, send });
      else send();
    });
  };

  return {
    suggest(asked) {
      const kept = keptFor(asked);
      if (kept) {
        answers = [kept, ...answers.filter((answer) => answer !== kept)];
        return kept.promise;
      }
      if (!sameKnown(asked.known, sent)) {
        to({ say: 'known', known: asked.known });
        sent = asked.known;
      }
      const promise = ask(asked, false).then((data) => ('suggestions' in data ? data.suggestions : []));
      const answer: Answer = { asked, promise };
      answers = [answer, ...answers.slice(0, answersKept - 1)];
      promise.then(
        (value) => {
          answer.value = value;
        },
        () => {
          answers = answers.filter((one) => one !== answer);
        },
      );
      return promise;
    },
    passages: (asked) => ask(asked, true).then((data) => ('passages' in data ? data.passages : new Uint32Array())),
    peek: (asked) => keptFor(asked)?.value,
    working: () => worker !== null,
    dispose() {
      worker?.terminate();
      worker = null;
    },
  };
}

/** The paragraphs that are read; page furniture says nothing. */
const paragraphsOf = ({ blocks }: Asked['article']): Range[] | undefined =>
  blocks.length === 0
    ? undefined
    : blocks.filter(({ kind }) => kind !== 'boilerplate').map(({ start, end }) => ({ start, end }));

const sameAsked = (a: Asked, b: Asked): boolean =>
  a.article.textSha256 === b.article.textSha256 &&
  a.article.blocks === b.article.blocks &&
  a.singleMarks === b.singleMarks &&
  sameKnown(a.known, b.known);

const sameKnown = (a: Known, b: Known | null): boolean =>
  a.speakers === b?.speakers && a.targets === b.targets && a.codebook === b.codebook;
