import type { Range } from '../model/range.ts';
import { compareSpans } from './order.ts';

/** Which of many ranges, overlapping or nested as they like, lie over a place in the text. */
export interface Intervals<T> {
  /** The items with `start <= offset < end`, outer first. */
  at(offset: number): T[];
  /** The items that share at least one code unit with the range, outer first; for an empty range, those `at` it. */
  within(range: Range): T[];
}

/**
 * An index over ranges: built in O(n log n), asked in O(log n) and at most O(log n) more for each hit.
 * The order of hits is that of `compareSpans`. Empty items are never hit.
 */
export function createIntervals<T extends Range & { id: string }>(items: Iterable<T>): Intervals<T> {
  const sorted = [...items].filter((item) => item.end > item.start).sort(compareSpans);
  let leaves = 1;
  while (leaves < sorted.length) leaves *= 2;
  // A tree laid out as a heap: node n has the children 2n and 2n + 1 and holds the furthest end below it.
  const furthest = new Float64Array(2 * leaves).fill(-1);
  for (let i = 0; i < sorted.length; i++) furthest[leaves + i] = sorted[i]!.end;
  for (let node = leaves - 1; node > 0; node--) furthest[node] = Math.max(furthest[2 * node]!, furthest[2 * node + 1]!);

  const overlapping = (start: number, end: number): T[] => {
    let count = 0;
    let above = sorted.length;
    while (count < above) {
      const middle = (count + above) >> 1;
      if (sorted[middle]!.start < end) count = middle + 1;
      else above = middle;
    }
    const hits: T[] = [];
    const collect = (node: number, first: number, size: number) => {
      if (first >= count || furthest[node]! <= start) return;
      if (size === 1) {
        hits.push(sorted[first]!);
        return;
      }
      collect(2 * node, first, size / 2);
      collect(2 * node + 1, first + size / 2, size / 2);
    };
    collect(1, 0, leaves);
    return hits;
  };

  return {
    at: (offset) => overlapping(offset, offset + 1),
    within: ({ start, end }) => overlapping(start, Math.max(end, start + 1)),
  };
}
