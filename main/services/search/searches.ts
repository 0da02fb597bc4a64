import { stat } from 'node:fs/promises';
import type { CallResult, EventData, SearchRequest } from '#shared/contract/contract.ts';
import { createSearcher, type Searcher } from './searcher.ts';

/** Bytes of a store: in a smaller one, of some two thousand articles, the first search is quick without. */
const worthWarming = 16_000_000;

export interface SearchesOptions {
  /** The built `main/services/worker.ts`. */
  workerFile: string;
  tell(found: EventData<'search.found'>): void;
}

/** The folder that is searched: where its store is, and its records. */
export interface Searched {
  corpus: { database(): Promise<string>; repeated(): Promise<ReadonlySet<string>> };
  records: { readonly path: string; update(): Promise<void> };
}

/** The searches of one window: one at a time, in the folder that it shows. */
export interface Searches {
  /** Ends the search before it. @throws Failure as `Searcher.run` */
  run(project: Searched, request: SearchRequest): Promise<CallResult<'search.run'>>;
  /** Begins the thread for a folder, so that the first search does not wait for it. */
  warm(project: Searched): Promise<void>;
  cancel(): void;
  /** Ends the search and its thread; the next search begins another. */
  close(): Promise<void>;
}

export function createSearches({ workerFile, tell }: SearchesOptions): Searches {
  let current: AbortController | null = null;
  let open: { project: Searched; searcher: Searcher } | null = null;

  const close = async () => {
    current?.abort();
    const { searcher } = open ?? {};
    open = null;
    await searcher?.close();
  };
  const searcherOf = (project: Searched): Searcher => {
    if (open?.project !== project) {
      void open?.searcher.close();
      const { corpus, records } = project;
      const [store, repeated] = [() => corpus.database(), () => corpus.repeated()];
      open = { project, searcher: createSearcher({ workerFile, store, records, repeated }) };
    }
    return open.searcher;
  };
  return {
    async run(project, request) {
      current?.abort();
      const own = new AbortController();
      current = own;
      return searcherOf(project).run(request, own.signal, tell);
    },
    async warm(project) {
      try {
        const { size } = await stat(await project.corpus.database());
        if (size >= worthWarming) await searcherOf(project).warm();
      } catch {
        // The search that needs it says what is wrong.
      }
    },
    cancel: () => current?.abort(),
    close,
  };
}
