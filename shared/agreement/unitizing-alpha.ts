import type { Range } from '../model/range.ts';
import { defined, noVariation, type Outcome, undefinedFor } from './outcome.ts';
import { noSpans } from './span-f1.ts';

/*
 * The unitizing alphas of Krippendorff, Mathet, Bouvry and Widlöcher 2016 (doi 10.1007/s11135-015-0266-1, erratum
 * 10.1007/s11135-015-0289-7) and Krippendorff 2019, ch. 12.4. All four come from sums that can be added up over
 * continua: what lies behind them is one long continuum, one text after the other.
 */

/** A stretch that an observer gave a value; offsets in one continuum, end exclusive. */
export interface Unit extends Range {
  readonly value: string;
}

/** Of one value, over all observers; `…Marked` counts only what another observer marked as well, whatever the value. */
export interface ValueSums {
  /** ℓ_c: length of its units. */
  length: number;
  /** Σ length² of its units. */
  squares: number;
  /** ℓ_cc: length that it has in common with units of the same value, as coincidences. */
  same: number;
  /** Length that it has in common with units of any value, as coincidences. */
  marked: number;
  /** Σ (mean length that a unit has in common with the other observers' units)². */
  squaresMarked: number;
}

export const noValueSums = (): ValueSums => ({ length: 0, squares: 0, same: 0, marked: 0, squaresMarked: 0 });

/**
 * Calls back for each unit of each observer, which are sorted and do not overlap: with its value's number, its length,
 * what it has in common with units of the same value and of any, both divided by the number of other observers.
 */
export function eachUnit<U extends Range & { readonly value: unknown }>(
  observers: readonly (readonly U[])[],
  found: (unit: U, length: number, same: number, marked: number) => void,
): void {
  const others = observers.length - 1;
  const from = observers.map(() => 0);
  for (let i = 0; i < observers.length; i++) {
    from.fill(0);
    for (const unit of observers[i]!) {
      let same = 0;
      let marked = 0;
      for (let j = 0; j < observers.length; j++) {
        if (j === i) continue;
        const theirs = observers[j]!;
        let at = from[j]!;
        while (at < theirs.length && theirs[at]!.end <= unit.start) at++;
        from[j] = at;
        for (; at < theirs.length && theirs[at]!.start < unit.end; at++) {
          const other = theirs[at]!;
          const common = Math.min(unit.end, other.end) - Math.max(unit.start, other.start);
          marked += common;
          if (other.value === unit.value) same += common;
        }
      }
      found(unit, unit.end - unit.start, same / others, marked / others);
    }
  }
}

export function addUnit(sums: ValueSums, length: number, same: number, marked: number): void {
  sums.length += length;
  sums.squares += length * length;
  sums.same += same;
  sums.marked += marked;
  sums.squaresMarked += marked * marked;
}

export interface UnitizingAlphas {
  /** uα: do they mark the same stretches, with the same values? */
  all: Outcome;
  /** |uα: do they mark the same stretches, whatever the values? */
  boundaries: Outcome;
  /** cuα: where two mark, do they give the same values? With the share of the continuum that this is, 0 to 1. */
  coding: Outcome & { coverage: number };
  /** (k)uα: how reliable one value is where two mark, with the share of its own length that this is, 0 to 1. */
  values: ReadonlyMap<string, Outcome & { coverage: number }>;
}

/**
 * The four alphas of `observers[i]`, an observer's units in a continuum of `length`, of whatever unit the offsets are.
 * At most 1; 0 is chance. Undefined without units, and without variation.
 * @throws RangeError for fewer than two observers, units outside of the continuum, or overlapping units of one observer
 */
export function unitizingAlphas(observers: readonly (readonly Unit[])[], length: number): UnitizingAlphas {
  if (observers.length < 2) throw new RangeError('unitizing alpha wants two observers or more');
  const sorted = observers.map((units) => [...units].sort((a, b) => a.start - b.start));
  for (const units of sorted) {
    let from = 0;
    for (const { start, end } of units) {
      if (start < from || end <= start) throw new RangeError(`the unit from ${start} to ${end} overlaps another`);
      from = end;
    }
    if (from > length) throw new RangeError(`a unit ends at ${from}, outside of a continuum of ${length}`);
  }
  const byValue = new Map<string, ValueSums>();
  eachUnit(sorted, (unit, ...sums) => {
    const of = byValue.get(unit.value) ?? noValueSums();
    byValue.set(unit.value, of);
    addUnit(of, ...sums);
  });
  const sums = [...byValue.values()];
  const total = observers.length * length;
  const marked = sums.reduce((sum, value) => sum + value.marked, 0);
  const say = (value: number, why = noVariation): Outcome => (Number.isNaN(value) ? undefinedFor(why) : defined(value));
  const none = sums.length === 0 ? noSpans : noVariation;
  const nothing = sums.length === 0 ? noSpans : marked === 0 ? 'nothing is marked by two' : noVariation;
  return {
    all: say(uAlpha(total, sums), none),
    boundaries: say(boundariesAlpha(total, sums), none),
    coding: { ...say(codingAlpha(sums), nothing), coverage: total === 0 ? 0 : marked / total },
    values: new Map(
      [...byValue].map(([value, of]) => [
        value,
        { ...say(valueAlpha(of, sums), nothing), coverage: of.marked / of.length },
      ]),
    ),
  };
}

/** uα from sums; `total` is the length of the continuum times the observers. NaN: undefined. */
export function uAlpha(total: number, values: Iterable<ValueSums>): number {
  const { observed, expected } = uDisagreement(total, values);
  return expected > 0 ? 1 - observed / expected : Number.NaN;
}

/** Numerator and denominator of 1 − uα, which sums over layers are taken of. */
export function uDisagreement(total: number, values: Iterable<ValueSums>): { observed: number; expected: number } {
  let [length, lengths, squares, same, marked] = [0, 0, 0, 0, 0];
  for (const value of values) {
    length += value.length;
    lengths += value.length * value.length;
    squares += value.squares;
    same += value.same;
    marked += value.marked;
  }
  return disagreement(total, length, lengths, squares, 2 * length - marked - same);
}

/** |uα from sums. NaN: undefined. */
export function boundariesAlpha(total: number, values: Iterable<ValueSums>): number {
  let [length, squares, marked] = [0, 0, 0];
  for (const value of values) {
    length += value.length;
    squares += value.squares;
    marked += value.marked;
  }
  const { observed, expected } = disagreement(total, length, length * length, squares, 2 * (length - marked));
  return expected > 0 ? 1 - observed / expected : Number.NaN;
}

/** A gap's own share of chance is its length, a unit's the square of its length: units are not broken, gaps are. */
function disagreement(total: number, length: number, lengths: number, squares: number, observed: number) {
  const gaps = total - length;
  const left = total * total - squares - gaps;
  const expected = left > 0 ? (total * (total * total - lengths - gaps * gaps)) / left : 0;
  // Rounding in sums of squares must not make chance out of none.
  return { observed, expected: expected > 1e-9 * total ? expected : 0 };
}

/** cuα from sums. NaN: undefined. */
export function codingAlpha(values: Iterable<ValueSums>): number {
  let [total, margins, same, squares] = [0, 0, 0, 0];
  for (const value of values) {
    total += value.marked;
    margins += value.marked * value.marked;
    same += value.same;
    squares += value.squaresMarked;
  }
  const left = total * total - squares;
  if (left <= 0) return Number.NaN;
  const expected = (total * (total * total - margins)) / left;
  return expected > 1e-9 * total ? 1 - (total - same) / expected : Number.NaN;
}

/** (k)uα from sums: 1 − (ε_k / ℓ_k) (ℓ_k − ℓ_kk) / (ε_k − ε_kk). NaN: undefined. */
export function valueAlpha(of: ValueSums, values: Iterable<ValueSums>): number {
  let [total, squares] = [0, 0];
  for (const value of values) {
    total += value.marked;
    squares += value.squaresMarked;
  }
  const left = total * total - squares;
  if (of.marked === 0 || left <= 0) return Number.NaN;
  const all = (total * (of.marked * total - of.squaresMarked)) / left;
  const same = (total * (of.marked * of.marked - of.squaresMarked)) / left;
  return all - same > 1e-9 * total ? 1 - ((all / of.marked) * (of.marked - of.same)) / (all - same) : Number.NaN;
}
