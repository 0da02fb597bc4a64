import type { Range } from '../model/range.ts';

/** The order of spans in lists and exports: by start, then the longest first, then by id (as UTF-16 code units). */
export function compareSpans(a: Range & { id: string }, b: Range & { id: string }): number {
  return a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The leftmost range, of several there the longest, and then the next one after it; sorts the list it is given. */
export function withoutOverlaps<T extends Range>(found: T[]): T[] {
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let at = 0;
  return found.filter(({ start, end }) => {
    if (start < at) return false;
    at = end;
    return true;
  });
}
