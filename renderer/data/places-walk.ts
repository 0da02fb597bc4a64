import { create } from 'zustand';
import type { Range } from '#shared/model/range.ts';

/** A place to look at, and mark or leave: UTF-16 code units of the article's text. */
export interface WalkedPlace extends Range {
  article: string;
}

/** Places to be gone through one by one in their articles, as one feature hands them to another. */
export interface PlacesWalk {
  project: string;
  /** What they have in common, in words: what was searched for. */
  name: string;
  places: readonly WalkedPlace[];
  /** Which of them is being looked at. */
  at: number;
  /** Places that the person has gone on from without a mark. */
  skipped: ReadonlySet<number>;
  /** Places that were found marked when they were gone on from. */
  marked: ReadonlySet<number>;
}

/** The walk that is under way in this window; null: none. */
export const usePlacesWalk = create<{ walk: PlacesWalk | null }>(() => ({ walk: null }));

export function beginWalk(walk: Pick<PlacesWalk, 'project' | 'name' | 'places'>): void {
  usePlacesWalk.setState({ walk: { ...walk, at: 0, skipped: new Set(), marked: new Set() } });
}

export const endWalk = (): void => usePlacesWalk.setState({ walk: null });

/**
 * Goes on by so many places, no further than the first and the last; what is left behind going forward counts as marked
 * or skipped.
 */
export function goOn(walk: PlacesWalk, by: number, isMarked: boolean): PlacesWalk {
  const at = Math.min(walk.places.length - 1, Math.max(0, walk.at + by));
  if (by < 0) return { ...walk, at };
  const marked = new Set(walk.marked);
  const skipped = new Set(walk.skipped);
  (isMarked ? marked : skipped).add(walk.at);
  (isMarked ? skipped : marked).delete(walk.at);
  return { ...walk, at, marked, skipped };
}

/** The next place after this one that is neither marked nor skipped; undefined: all have been looked at. */
export function nextUnseen(walk: PlacesWalk): number | undefined {
  const seen = (at: number) => walk.marked.has(at) || walk.skipped.has(at);
  for (let i = 1; i <= walk.places.length; i++) {
    const at = (walk.at + i) % walk.places.length;
    if (!seen(at) && at !== walk.at) return at;
  }
  return undefined;
}
