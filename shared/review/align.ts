import type { Range } from '../model/range.ts';
import type { Stance } from '../model/stance.ts';
import { createIntervals } from '../text/intervals.ts';
import type { Sided } from './case.ts';
import { sameStances } from './stances.ts';

/** What alignment looks at beside the place: what two spans say settles who goes with whom where places do not. */
export interface Aligning {
  readonly id?: string | undefined;
  readonly layer: string;
  readonly speaker?: string | null | undefined;
  readonly mode?: string | null | undefined;
  readonly stances?: readonly Stance[] | undefined;
}

/** A span that can be aligned; a `Sided` one stands where it says, which may differ from where its span does. */
export type Alignable = (Range & Aligning) | Sided;

/**
 * Which spans of one side are which of the other: one-to-one, and only spans that share at least one code unit. Of all
 * pairs the best is taken first, then the best of those that are left, and so on: greatest overlap; where that is equal
 * the same place before any other (no pair overlaps more than two that are one), then earliest start, then smallest difference of boundaries, then same layer, same speaker, same stances, same mode; what is still equal
 * is settled by what the spans say, then by their ids. The order of the lists does not matter, nor which is called `a`.
 * In text order. Quick where few spans overlap; where n spans of an article all overlap, n² pairs are looked at, but
 * never kept.
 */
export function alignPairs<A extends Alignable, B extends Alignable>(a: readonly A[], b: readonly B[]): [A, B][] {
  if (a.length === 0 || b.length === 0) return [];
  const items: Alignable[] = [...a, ...b];
  const pairs: [A, B][] = [];
  grouped(items, (index) => (index < a.length ? 0 : 1)).forEach((group) => {
    const [first, second] = group;
    if (first === undefined || second === undefined) return;
    const [left, right] = first < second ? [first, second] : [second, first];
    pairs.push([items[left] as A, items[right] as B]);
  });
  return pairs;
}

/**
 * Spans of any number of sides as groups with at most one span of each side; every span is in exactly one. Pairs are
 * taken as by `alignPairs`, from all sides at once; a pair joins the groups of its two spans unless a side would then
 * have two spans in one group. In text order; within a group by the order of the sides' ids.
 */
export function alignSpans<S extends Alignable & { readonly side: string }>(spans: readonly S[]): S[][] {
  const sideNumbers = new Map<string, number>();
  const numbers = spans.map(({ side }) => {
    const known = sideNumbers.get(side) ?? sideNumbers.size;
    sideNumbers.set(side, known);
    return known;
  });
  return grouped(spans, (index) => numbers[index]!).map((group) =>
    group.map((index) => spans[index]!).sort((x, y) => compare(x.side, y.side)),
  );
}

/** Indexes of the items, group by group. */
function grouped(items: readonly Alignable[], sideOf: (index: number) => number): number[][] {
  const order = items.map((_, index) => index).sort((x, y) => byPlace(items[x]!, items[y]!));
  const groups: number[][] = [];
  for (let from = 0, to = 0; from < order.length; from = to) {
    // Spans that hang together by overlapping: nothing outside can be aligned with anything inside.
    const { start } = items[order[from]!]!;
    let { end } = items[order[from]!]!;
    for (to = from + 1; to < order.length; to++) {
      const next = items[order[to]!]!;
      if (next.start >= end && next.start !== start) break;
      end = Math.max(end, next.end);
    }
    const first = order[from]!;
    const second = order[from + 1]!;
    if (to - from === 1) groups.push([first]);
    else if (to - from === 2 && sideOf(first) !== sideOf(second) && overlap(items[first]!, items[second]!) > 0)
      groups.push([first, second]);
    else groups.push(...new Cluster(items, order.slice(from, to), sideOf).groups());
  }
  return groups;
}

/** Below so many spans looking at all of them is quicker than an index. */
const few = 24;

/** Spans that hang together by overlapping. Within it they go by their rank in an order that their content settles. */
class Cluster {
  readonly #indexes: readonly number[];
  readonly #items: readonly Alignable[];
  readonly #sides: readonly number[];
  /** Each span's group, as the ranks that are in it. */
  readonly #groupOf: number[][];
  readonly #overlapping: (item: Range) => Iterable<number>;

  constructor(items: readonly Alignable[], indexes: readonly number[], sideOf: (index: number) => number) {
    const keys = new Map<number, string>();
    const keyOf = (index: number): string => {
      const known = keys.get(index);
      if (known !== undefined) return known;
      const made = contentKey(items[index]!);
      keys.set(index, made);
      return made;
    };
    this.#indexes = [...indexes].sort(
      (x, y) =>
        byPlace(items[x]!, items[y]!) ||
        compare(keyOf(x), keyOf(y)) ||
        compare(said(items[x]!).id ?? '', said(items[y]!).id ?? ''),
    );
    this.#items = this.#indexes.map((index) => items[index]!);
    this.#sides = this.#indexes.map(sideOf);
    this.#groupOf = this.#indexes.map((_, rank) => [rank]);
    const ranks = this.#items.map((_, rank) => rank);
    if (this.#items.length <= few) this.#overlapping = () => ranks;
    else {
      const index = createIntervals(this.#items.map(({ start, end }, rank) => ({ id: '', start, end, rank })));
      this.#overlapping = (item) => index.within(item).map(({ rank }) => rank);
    }
  }

  groups(): number[][] {
    /*
     * A pair that is the best one left to both its groups is one that taking the best pair of all would come to before
     * any other of theirs, so there is no need to sort all pairs. From a group to the one it is best joined with pairs
     * only get better, so that the way ends at such a pair.
     */
    for (let seed = 0; seed < this.#items.length; seed++) {
      const way: number[][] = [this.#groupOf[seed]!];
      for (let group = way.at(-1); group !== undefined; group = way.at(-1)) {
        const best = this.#best(group);
        if (best === null) way.pop();
        else {
          const other = this.#groupOf[best.other]!;
          if (other !== way.at(-2)) way.push(other);
          else {
            way.length -= 2;
            const joined = [...group, ...other];
            for (const rank of joined) this.#groupOf[rank] = joined;
            if (way.length === 0) way.push(joined);
          }
        }
      }
    }
    return [...new Set(this.#groupOf)].map((group) => group.map((rank) => this.#indexes[rank]!));
  }

  /** The best pair of a group's spans with spans of another group that it may be joined with. */
  #best(group: readonly number[]): { own: number; other: number } | null {
    let best: { own: number; other: number } | null = null;
    let most = 0;
    for (const own of group) {
      const item = this.#items[own]!;
      for (const other of this.#overlapping(item)) {
        const shared = overlap(item, this.#items[other]!);
        if (shared <= 0 || shared < most || !this.#joinable(group, this.#groupOf[other]!)) continue;
        if (best !== null && shared === most && !this.#better(own, other, best.own, best.other)) continue;
        best = { own, other };
        most = shared;
      }
    }
    return best;
  }

  #joinable(group: readonly number[], other: readonly number[]): boolean {
    for (const rank of group) for (const there of other) if (this.#sides[rank] === this.#sides[there]) return false;
    return true;
  }

  /**
   * Whether one pair of ranks is taken before another with the same overlap; never both ways, so that the way above has
   * an end.
   */
  #better(a: number, b: number, c: number, d: number): boolean {
    const one = this.#items[a]!;
    const two = this.#items[b]!;
    const three = this.#items[c]!;
    const four = this.#items[d]!;
    const difference =
      Number(apart(one, two) > 0) - Number(apart(three, four) > 0) ||
      Math.min(one.start, two.start) - Math.min(three.start, four.start) ||
      apart(one, two) - apart(three, four) ||
      unlike(one, two) - unlike(three, four) ||
      Math.min(a, b) - Math.min(c, d) ||
      Math.max(a, b) - Math.max(c, d);
    return difference < 0;
  }
}

const said = (item: Alignable): Aligning => ('span' in item ? item.span : item);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byPlace = (a: Range, b: Range): number => a.start - b.start || b.end - a.end;
const overlap = (a: Range, b: Range): number => Math.min(a.end, b.end) - Math.max(a.start, b.start);
const apart = (a: Range, b: Range): number => Math.abs(a.start - b.start) + Math.abs(a.end - b.end);

/** 0 for two spans that say the same; an earlier difference weighs more than all later ones. */
function unlike(x: Alignable, y: Alignable): number {
  const a = said(x);
  const b = said(y);
  return (
    (a.layer === b.layer ? 0 : 8) +
    ((a.speaker ?? null) === (b.speaker ?? null) ? 0 : 4) +
    (sameStances(a.stances ?? [], b.stances ?? []) ? 0 : 2) +
    ((a.mode ?? null) === (b.mode ?? null) ? 0 : 1)
  );
}

function contentKey(item: Alignable): string {
  const { layer, speaker, mode, stances } = said(item);
  const taken = (stances ?? []).map(({ target, value }) => JSON.stringify([target, value])).sort();
  return JSON.stringify([layer, speaker ?? null, mode ?? null, taken]);
}
