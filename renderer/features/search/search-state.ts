import { create } from 'zustand';
import type { CallResult, SearchedArticle } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Link } from '../../data/connect.ts';
import { newId } from '../../data/ids.ts';
import type { Arrangement } from './hits.ts';

/** So many places are asked for; a list of more is not read by anybody. */
export const mostPlaces = 10_000;

export interface SearchState {
  /** The project that all this is about; another one begins with nothing. */
  project: string | undefined;
  /** What stands in the field. */
  typed: string;
  /** What was searched for last; undefined: nothing yet. */
  asked: string | undefined;
  phase: 'nothing' | 'searching' | 'done' | 'stopped' | 'failed';
  /** What `asked` has found so far; until it has found something or come to its end, what was found before. */
  found: readonly SearchedArticle[];
  /** `found` is not from `asked` yet. */
  stale: boolean;
  /** Articles looked at, and those that hold as far as is known. */
  done: number;
  total: number;
  result: CallResult<'search.run'> | null;
  failure: string | null;
  /** Milliseconds that the latest search took. */
  took: number;
  /** The folder as it was seen last: its articles, another list with every change, and whether it is being read. */
  folder: { entries: unknown; reading: boolean };
  /** The folder has changed since the latest search began. */
  outdated: boolean;
  arrangement: Arrangement;
  folded: ReadonlySet<string>;
  active: string | undefined;
  /** How far the list is scrolled, in pixels. */
  offset: number;
  help: boolean;
}

const nothing: Omit<SearchState, 'project'> = {
  typed: '',
  asked: undefined,
  phase: 'nothing',
  found: [],
  stale: false,
  done: 0,
  total: 0,
  result: null,
  failure: null,
  took: 0,
  folder: { entries: undefined, reading: false },
  outdated: false,
  arrangement: { order: 'article', descending: false, grouping: 'none', furniture: false },
  folded: new Set(),
  active: undefined,
  offset: 0,
  help: false,
};

/** The search of this window. It outlives its screen, so that whoever comes back from an article finds it as it was. */
export const useSearchState = create<SearchState>(() => ({ ...nothing, project: undefined }));
const set = useSearchState.setState;
const get = useSearchState.getState;

let stopFollowing = () => {};

/** Another folder has been opened, or none: what was found in the one before says nothing any more. */
export function searchIn(project: string | undefined): void {
  if (get().project === project) return;
  stopFollowing();
  set({ ...nothing, project });
}

export const arrangeBy = (change: Partial<Arrangement>): void =>
  set(({ arrangement }) => ({ arrangement: { ...arrangement, ...change }, offset: 0 }));

/** The first way of an order is the one that people mean: the latest date is rarely wanted last. */
export function orderBy(order: Arrangement['order']): void {
  const { arrangement } = get();
  arrangeBy({ order, descending: arrangement.order === order ? !arrangement.descending : order === 'date' });
}

export const fold = (id: string, folded: boolean): void =>
  set((state) => {
    const next = new Set(state.folded);
    if (folded) next.add(id);
    else next.delete(id);
    return { folded: next };
  });

/** Milliseconds between two states of the list while things are found. */
const pause = 80;

/** Searches for a query, and follows what is found; the search before is at its end. */
export function runSearch(link: Link, query: string): void {
  stopFollowing();
  const id = newId('g');
  let coming: SearchedArticle[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let live = true;
  const began = performance.now();
  const begun = { done: 0, total: 0, result: null, failure: null, outdated: false, phase: 'searching' } as const;
  set(({ found }) => ({ ...begun, asked: query, typed: query, stale: found.length > 0 }));

  /** The first that comes takes the place of what was found before. */
  const take = (more: Partial<SearchState>) => {
    if (!live) return;
    clearTimeout(timer);
    timer = undefined;
    const first = get().stale || get().found.length === 0;
    const found = coming;
    coming = [];
    set((state) => ({
      ...(first ? { active: undefined, offset: 0, folded: new Set<string>(), stale: false } : {}),
      found: state.stale ? found : found.length > 0 ? [...state.found, ...found] : state.found,
      ...more,
    }));
  };
  const unfollow = link.on('search.found', ({ search, found, done, total }) => {
    if (search !== id || !live) return;
    coming.push(...found);
    const counts = { done, total };
    if (get().stale ? coming.length > 0 : get().found.length === 0 && coming.length > 0) return take(counts);
    timer ??= setTimeout(() => take(counts), pause);
  });
  const end = () => {
    live = false;
    clearTimeout(timer);
    unfollow();
  };
  stopFollowing = () => {
    end();
    // Whether it can still be told makes no difference: a link that has ended has ended the search.
    link.call('search.cancel').catch(() => {});
    stopFollowing = () => {};
  };
  link
    .call('search.run', { id, query, articles: null, most: mostPlaces }, Number.POSITIVE_INFINITY)
    .then((result) => {
      take({ phase: 'done', result, took: performance.now() - began });
      end();
    })
    .catch((error: unknown) => {
      const stopped = error instanceof Failure && error.code === 'cancelled';
      const failure = error instanceof Error ? error.message : String(error);
      take(stopped ? { phase: 'stopped' } : { phase: 'failed', failure });
      end();
    });
}

/** Articles have come, changed or gone, or all have been read: what was found may not be all any more. */
export function folderIs(entries: unknown, reading: boolean): void {
  const { folder, asked } = get();
  if (folder.entries === entries && folder.reading === reading) return;
  set({ folder: { entries, reading }, outdated: asked !== undefined });
}

/** Milliseconds from the end of a search to its repetition in a folder that changes: time for other searches, too. */
export const restAfter = (took: number): number => Math.max(1500, 4 * took);

/**
 * Searches for the same again and shows what is found when all of it is there, so that a list stands still till then; where
 * there is none, at once.
 */
export function refreshSearch(link: Link): void {
  const { asked: query, typed, phase, found: shown } = get();
  if (query === undefined || phase !== 'done') return;
  if (shown.length === 0) {
    runSearch(link, query);
    set({ typed });
    return;
  }
  stopFollowing();
  const id = newId('g');
  const found: SearchedArticle[] = [];
  const began = performance.now();
  let live = true;
  set({ outdated: false });
  const unfollow = link.on('search.found', (event) => {
    if (event.search === id) found.push(...event.found);
  });
  const end = (state: Partial<SearchState>) => {
    unfollow();
    if (live) set(state);
    live = false;
  };
  stopFollowing = () => {
    end({});
    link.call('search.cancel').catch(() => {});
    stopFollowing = () => {};
  };
  link.call('search.run', { id, query, articles: null, most: mostPlaces }, Number.POSITIVE_INFINITY).then(
    (result) => end({ found, result, took: performance.now() - began }),
    (error: unknown) => {
      const stopped = error instanceof Failure && error.code === 'cancelled';
      end(stopped ? {} : { phase: 'failed', failure: error instanceof Error ? error.message : String(error) });
    },
  );
}

/** The same from elsewhere in the window, for what was typed or kept there. */
export function searchFor(link: Link, project: string | undefined, query: string): void {
  searchIn(project);
  runSearch(link, query);
}

/** Ends the search and keeps what it has found. */
export const stopSearch = (link: Link): void => void link.call('search.cancel').catch(() => {});
