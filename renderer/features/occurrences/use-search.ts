import { useEffect, useState } from 'react';
import type { CallResult, FoundArticle, WordSearch } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { useHost } from '../../data/host.ts';

export interface Search {
  phase: 'searching' | 'done' | 'stopped' | 'failed';
  found: readonly FoundArticle[];
  /** Articles read, and all there are; 0 until that is known. */
  done: number;
  total: number;
  result: CallResult<'occurrences.find'> | null;
  failure: string | null;
  stop(): void;
}

type State = Omit<Search, 'stop'>;

const nothingYet: State = { phase: 'searching', found: [], done: 0, total: 0, result: null, failure: null };
let searches = 0;

/** Searches all texts of the folder, and follows what is found; anew whenever what is searched for differs. */
export function useSearch(wanted: Omit<WordSearch, 'id'>, again: number): Search {
  const { link } = useHost();
  const [state, setState] = useState(nothingYet);
  const key = JSON.stringify(wanted);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` asks for the same once more
  useEffect(() => {
    const id = `search-${++searches}`;
    let live = true;
    setState(nothingYet);
    const change = (next: (state: State) => State) => live && setState(next);
    const unfollow = link.on('occurrences.found', ({ search, found, done, total }) => {
      if (search === id) change((state) => ({ ...state, found: [...state.found, ...found], done, total }));
    });
    const words = JSON.parse(key) as typeof wanted;
    link
      .call('occurrences.find', { ...words, id }, Number.POSITIVE_INFINITY)
      .then((result) => change((state) => ({ ...state, phase: 'done', result })))
      .catch((error: unknown) => {
        const stopped = error instanceof Failure && error.code === 'cancelled';
        const failure = error instanceof Error ? error.message : String(error);
        change((state) => (stopped ? { ...state, phase: 'stopped' } : { ...state, phase: 'failed', failure }));
      });
    return () => {
      live = false;
      unfollow();
      // Whether it can still be told makes no difference: a link that has ended has ended the search.
      link.call('occurrences.cancel').catch(() => {});
    };
  }, [link, key, again]);

  return { ...state, stop: () => void link.call('occurrences.cancel').catch(() => {}) };
}
