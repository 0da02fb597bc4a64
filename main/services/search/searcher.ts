import { Worker } from 'node:worker_threads';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { CallResult, EventData, SearchRequest } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { type Codes, fields } from '#shared/search/fields.ts';
import { parse } from '#shared/search/parse.ts';
import type { Query } from '#shared/search/tree.ts';
import type { Outcome, Search } from './engine.ts';
import type { Told } from './telling.ts';
import type { SearchAnswer, SearchAsk, SearchThread } from './worker.ts';

export interface SearcherOptions {
  /** The built `main/services/worker.ts`. */
  workerFile: string;
  /** The file of the store; asked at each search, as it may not be there yet. */
  store(): string | Promise<string>;
  /** The records of the folder; null: there are none to search. */
  records: { readonly path: string; update(): Promise<void> } | null;
  /** Lines that are furniture as so many articles share them; those known before do for a search that will not wait. */
  repeated?: () => Promise<ReadonlySet<string>>;
  codes?: Codes;
}

/** Searches one folder in a thread of its own, which is begun with the first search. */
export interface Searcher {
  /**
   * Finds what a query asks for and tells it as it is found.
   * @throws Failure `unsupported` for a query that does not parse, `cancelled`, `internal` when the store is damaged
   */
  run(
    request: SearchRequest,
    signal: AbortSignal,
    tell: (found: EventData<'search.found'>) => void,
  ): Promise<CallResult<'search.run'>>;
  /** Lets the first search find what every search needs. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds for which a search waits for the lines that are furniture: the store may be writing. */
const shortWait = 20;

/** A search that is stopped ends within moments; a thread that does not is left to end by itself, and another begun. */
const patience = 1500;
/** Stops all searches of a thread: none has a higher number. */
const everything = 2 ** 31 - 1;

interface Waiting {
  told(told: Told): void;
  done(outcome: Outcome | null): void;
  failed(error: unknown): void;
}

export function createSearcher({
  workerFile,
  store,
  records,
  repeated,
  codes = policyNews,
}: SearcherOptions): Searcher {
  let thread: { worker: Worker; store: string; stopped: Int32Array } | null = null;
  let count = 0;
  let closed = false;
  const waiting = new Map<number, Waiting>();

  /** Settles once the thread is gone. It ends by itself: terminated within the database, it would take the program along. */
  function end(error: unknown): Promise<void> {
    const own = thread;
    thread = null;
    for (const one of waiting.values()) one.failed(error);
    waiting.clear();
    if (own === null || own.worker.threadId === -1) return Promise.resolve();
    return new Promise((resolve) => {
      own.worker.once('exit', () => resolve());
      Atomics.store(own.stopped, 0, everything);
      own.worker.postMessage('end' satisfies SearchAsk);
    });
  }

  async function repeatedSoon(): Promise<ReadonlySet<string> | null> {
    if (repeated === undefined) return null;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, shortWait, null);
    });
    // Without them fewer places are told to be furniture; what is wrong with the store, its reading says.
    const lines = repeated().catch(() => null);
    const known = await Promise.race([lines, late]);
    clearTimeout(timer);
    return known;
  }

  async function begun(): Promise<NonNullable<typeof thread>> {
    const file = await store();
    if (closed) throw new Failure('closed', 'The folder is closed.');
    if (thread?.store === file) return thread;
    void end(new Failure('cancelled', 'The search was stopped.'));
    const stopped = new Int32Array(new SharedArrayBuffer(4));
    const workerData: SearchThread = { part: 'search', store: file, records: records?.path ?? null, stopped };
    const worker = new Worker(workerFile, {
      workerData,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    const own = { worker, store: file, stopped };
    worker.on('message', (answer: SearchAnswer) => {
      const one = waiting.get(answer.run);
      if ('told' in answer) return one?.told(answer.told);
      waiting.delete(answer.run);
      if ('outcome' in answer) one?.done(answer.outcome);
      else one?.failed(new Failure('internal', `The search could not be carried out: ${answer.failure}.`));
    });
    worker.on('error', (error) => thread === own && end(error));
    worker.on('exit', (code) => thread === own && end(new Error(`The thread that searches ended with ${code}.`)));
    worker.unref();
    thread = own;
    return own;
  }

  return {
    async run({ id, query, articles, most }, signal, tell) {
      const parsed = parse(query, codes);
      if (!parsed.ok) throw new Failure('unsupported', parsed.problem.message);
      const cancelled = () => new Failure('cancelled', 'The search was stopped.');
      const notices: string[] = [];
      if (records !== null && asksRecords(parsed.query))
        await records.update().catch((error) => {
          notices.push(`What is annotated may not be searched as it is now. ${(error as Error).message}`);
        });
      if (signal.aborted) throw cancelled();
      const own = await begun();
      const lines = await repeatedSoon();
      if (signal.aborted) throw cancelled();
      const run = ++count;
      const search: Search = { query: parsed.query, articles, most, codes };
      return new Promise((resolve, reject) => {
        const stop = () => {
          Atomics.store(own.stopped, 0, run);
          reject(cancelled());
          setTimeout(() => waiting.has(run) && thread === own && end(cancelled()), patience).unref();
        };
        signal.addEventListener('abort', stop, { once: true });
        const over = () => signal.removeEventListener('abort', stop);
        waiting.set(run, {
          told: (told) => {
            if (!signal.aborted) tell({ search: id, ...told });
          },
          done(outcome) {
            over();
            if (outcome === null) reject(cancelled());
            else resolve({ ...outcome, notices: [...notices, ...outcome.notices] });
          },
          failed(error) {
            over();
            reject(error);
          },
        });
        own.worker.postMessage({ run, search, repeated: lines } satisfies SearchAsk);
      });
    },
    async warm() {
      const own = await begun();
      const lines = (await repeated?.()) ?? null;
      if (thread === own) own.worker.postMessage({ warm: true, repeated: lines } satisfies SearchAsk);
    },
    async close() {
      closed = true;
      thread?.worker.ref();
      await end(new Failure('cancelled', 'The folder was closed.'));
    },
  };
}

/** Whether a query cannot be answered from the store alone. */
function asksRecords(query: Query): boolean {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.items.some(asksRecords);
    case 'not':
      return asksRecords(query.item);
    case 'field':
      // What can be corrected is in the records as well.
      return fields[query.name].of === 'span' || !['path', 'length'].includes(query.name);
    default:
      return false;
  }
}
