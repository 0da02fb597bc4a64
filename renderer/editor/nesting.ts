import type { Range } from '#shared/model/range.ts';
import { compareSpans } from '#shared/text/order.ts';

/** Lines under overlapping spans stand on this many levels; what overlaps more deeply shares the last one. */
export const levels = 4;

export interface NestedItem extends Range {
  readonly id: string;
}

/** Which level, `0..levels - 1`, each of many spans is drawn on, so that spans that overlap do not hide each other. */
export interface Nesting<T extends NestedItem> {
  /** The level of a span that was added: outer and earlier spans first, each on the lowest level free. */
  level(id: string): number;
  /** The spans that share at least one code unit with the range, in the order of `compareSpans`. */
  within(range: Range): T[];
  /** Adds spans, none of which is known; returns the known spans whose level changed. */
  add(items: readonly T[]): T[];
  /** Removes spans, all of which are known; returns the remaining spans whose level changed. */
  remove(items: readonly T[]): T[];
}

/**
 * Levels depend on the set of spans only, not on the order they came in. Adding or removing one span costs O(log n)
 * comparisons and looks again at the spans it is chained to by overlaps; adding many at once sorts once.
 */
export function createNesting<T extends NestedItem>(): Nesting<T> {
  let order: T[] = [];
  /** The furthest end among `order[0..i]`: a chain of overlaps starts where it does not pass the start. */
  let reach: number[] = [];
  const levelOf = new Map<string, number>();

  const placeOf = (item: T): number => {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareSpans(order[middle]!, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const measure = (from: number, stopWhenSame: boolean) => {
    let furthest = from > 0 ? reach[from - 1]! : -1;
    for (let i = from; i < order.length; i++) {
      furthest = Math.max(furthest, order[i]!.end);
      if (stopWhenSame && i > from && reach[i] === furthest) return;
      reach[i] = furthest;
    }
  };

  /** Gives levels to the chains of overlaps that touch `order[from..to]`; returns the spans whose level changed. */
  const relevel = (from: number, to: number): T[] => {
    let first = Math.min(from, order.length);
    while (first > 0 && first < order.length && reach[first - 1]! > order[first]!.start) first--;
    if (first === order.length && first > 0) {
      first--;
      while (first > 0 && reach[first - 1]! > order[first]!.start) first--;
    }
    const changed: T[] = [];
    const ends = new Array<number>(levels).fill(-1);
    for (let i = first; i < order.length; i++) {
      const item = order[i]!;
      if (i > to && i > first && reach[i - 1]! <= item.start) break;
      let level = ends.findIndex((end) => end <= item.start);
      if (level < 0) level = levels - 1;
      ends[level] = Math.max(ends[level]!, item.end);
      if (levelOf.get(item.id) !== level) {
        if (levelOf.has(item.id)) changed.push(item);
        levelOf.set(item.id, level);
      }
    }
    return changed;
  };

  return {
    level: (id) => levelOf.get(id) ?? 0,
    within({ start, end }) {
      let low = 0;
      let high = order.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (reach[middle]! > start) high = middle;
        else low = middle + 1;
      }
      const hits: T[] = [];
      for (let i = low; i < order.length && order[i]!.start < end; i++) if (order[i]!.end > start) hits.push(order[i]!);
      return hits;
    },
    add(items) {
      if (items.length > few) {
        order = [...order, ...items].sort(compareSpans);
        reach = [];
        measure(0, false);
        return relevel(0, order.length);
      }
      const changed: T[] = [];
      for (const item of items) {
        const at = placeOf(item);
        order.splice(at, 0, item);
        reach.splice(at, 0, -1);
        measure(at, true);
        changed.push(...relevel(at, at));
      }
      return changed;
    },
    remove(items) {
      const changed: T[] = [];
      if (items.length > few) {
        const gone = new Set(items.map((item) => item.id));
        order = order.filter((item) => !gone.has(item.id));
        reach = [];
        measure(0, false);
        for (const id of gone) levelOf.delete(id);
        return relevel(0, order.length);
      }
      for (const item of items) {
        const at = placeOf(item);
        if (order[at]?.id !== item.id) continue;
        order.splice(at, 1);
        reach.splice(at, 1);
        levelOf.delete(item.id);
        measure(at, false);
        // The removed span may have held a longer chain together: all it covered is looked at again.
        let last = at;
        while (last < order.length && order[last]!.start < item.end) last++;
        changed.push(...relevel(at, Math.max(at, last - 1)));
      }
      return changed;
    },
  };
}

/** From here on sorting everything anew is cheaper than inserting one by one. */
const few = 64;
