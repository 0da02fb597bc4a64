import type { Range } from '../model/range.ts';

/** The order of spans in lists and exports: by start, then the longest first, then by id (as UTF-16 code units). */
export function compareSpans(a: Range & { id: string }, b: Range & { id: string }): number {
  return a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
