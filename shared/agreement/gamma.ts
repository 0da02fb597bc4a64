import type { Range } from '../model/range.ts';
import { assign } from './assignment.ts';
import { defined, type Outcome, undefinedFor } from './outcome.ts';
import { normal, type Random, seeded } from './random.ts';
import { noSpans } from './span-f1.ts';

/** A stretch with a category. Offsets may be of any unit, and in a sampled continuum below 0 or no whole numbers. */
export interface Labelled extends Range {
  readonly layer: string;
}

/** How much place and category weigh, and what a unit costs that has no counterpart. */
export interface Weights {
  readonly alpha: number;
  readonly beta: number;
  readonly empty: number;
}
const plain: Weights = { alpha: 1, beta: 1, empty: 1 };

/**
 * How unlike two units are (Mathet, Widlöcher and Métivier 2015, https://aclanthology.org/J15-3003/, sect. 4.3):
 * α · ((|Δstart| + |Δend|) / (both lengths))² · Δ∅ + β · (0 for the same category, else Δ∅); 0 or more.
 */
export function dissimilarity(a: Labelled, b: Labelled, { alpha, beta, empty }: Weights = plain): number {
  const apart = (Math.abs(a.start - b.start) + Math.abs(a.end - b.end)) / (a.end - a.start + (b.end - b.start));
  return empty * (alpha * apart * apart + (a.layer === b.layer ? 0 : beta));
}

/**
 * The disorder of the best alignment, over the mean number of units of an annotator; 0 or more, null without units. For
 * two annotators exact by assignment; for more by looking at all alignments of units, of which there may be 16 at most. A
 * unitary alignment costs the mean over pairs of annotators, and Δ∅ for each pair in which one has no unit.
 * @throws RangeError for fewer than two annotators, and for more than two with more than 16 units
 */
export function observedDisorder(
  annotators: readonly (readonly Labelled[])[],
  weights: Weights = plain,
): number | null {
  const units = annotators.reduce((sum, each) => sum + each.length, 0);
  if (annotators.length < 2) throw new RangeError('disorder wants two annotators or more');
  if (units === 0) return null;
  const [a, b] = annotators;
  const cost = annotators.length === 2 ? pairCost(a!, b!, weights) : cheapest(annotators, weights);
  return (cost * annotators.length) / units;
}

/**
 * The least cost of aligning two annotators' units. Every unit costs Δ∅ alone; two aligned units save what is left of
 * 2 Δ∅, which only those do that are nearly at one place, so that what hangs together is settled on its own.
 */
function pairCost(a: readonly Labelled[], b: readonly Labelled[], weights: Weights): number {
  const alone = 2 * weights.empty;
  let cost = (a.length + b.length) * weights.empty;
  const [rows, columns] = a.length <= b.length ? [a, b] : [b, a];
  if (rows.length === 0) return cost;
  const links: number[][] = rows.map(() => []);
  const savings: number[][] = rows.map(() => []);
  const rowsOf: number[][] = columns.map(() => []);
  rows.forEach((one, row) => {
    columns.forEach((other, column) => {
      const saved = dissimilarity(one, other, weights) - alone;
      if (saved >= 0) return;
      links[row]!.push(column);
      savings[row]!.push(saved);
      rowsOf[column]!.push(row);
    });
  });
  const seen = new Uint8Array(rows.length);
  const place = new Int32Array(columns.length).fill(-1);
  for (let first = 0; first < rows.length; first++) {
    if (seen[first]) continue;
    seen[first] = 1;
    const someRows = [first];
    const someColumns: number[] = [];
    for (const row of someRows) {
      for (const column of links[row]!) {
        if (place[column] !== -1) continue;
        place[column] = someColumns.push(column) - 1;
        for (const next of rowsOf[column]!) {
          if (seen[next]) continue;
          seen[next] = 1;
          someRows.push(next);
        }
      }
    }
    cost += settled(someRows, someColumns.length);
  }
  return cost;

  function settled(someRows: readonly number[], wide: number): number {
    if (wide === 0) return 0;
    if (someRows.length === 1) return Math.min(...savings[someRows[0]!]!);
    // A row may stay alone: in a column of its own that saves nothing.
    const width = Math.max(wide, someRows.length);
    const costs = new Float64Array(someRows.length * width);
    someRows.forEach((row, i) => {
      links[row]!.forEach((column, at) => {
        costs[i * width + place[column]!] = savings[row]![at]!;
      });
    });
    return assign(costs, someRows.length, width).reduce((sum, column, i) => sum + costs[i * width + column]!, 0);
  }
}

const most = 16;

/** The least cost for three annotators and more: a set of units is best covered by what covers its first unit, and the rest. */
function cheapest(annotators: readonly (readonly Labelled[])[], weights: Weights): number {
  const units = annotators.flatMap((each, by) => each.map((unit) => ({ unit, by })));
  if (units.length > most) throw new RangeError(`disorder of three annotators wants ${most} units at most`);
  const pairs = (annotators.length * (annotators.length - 1)) / 2;
  const known = new Map<number, number>([[0, 0]]);
  const costOf = (left: number): number => {
    const before = known.get(left);
    if (before !== undefined) return before;
    const first = 31 - Math.clz32(left & -left);
    let best = Number.POSITIVE_INFINITY;
    const extend = (chosen: readonly number[], rest: number, from: number) => {
      let cost = (pairs - (chosen.length * (chosen.length - 1)) / 2) * weights.empty;
      chosen.forEach((one, i) => {
        for (const other of chosen.slice(i + 1)) cost += dissimilarity(units[one]!.unit, units[other]!.unit, weights);
      });
      best = Math.min(best, cost / pairs + costOf(rest));
      for (let next = from; next < units.length; next++)
        if (rest & (1 << next) && !chosen.some((one) => units[one]!.by === units[next]!.by))
          extend([...chosen, next], rest & ~(1 << next), next + 1);
    };
    extend([first], left & ~(1 << first), first + 1);
    known.set(left, best);
    return best;
  };
  return costOf(2 ** units.length - 1);
}

/** What chance was asked with, so that the figure can be had again. */
export interface Sampling {
  readonly seed: number;
  /** How many continua are drawn, 1 or more. */
  readonly samples: number;
}

export type Gamma = Outcome & Sampling & { readonly observed: number | null; readonly expected: number | null };

/**
 * Gamma (Mathet, Widlöcher and Métivier 2015) for two annotators: γ = 1 − δo/δe, at most 1. δe is the mean over sampled
 * continua (see `expectedDisorder`), so the figure belongs to its seed and number of samples; without
 * any disorder it is 1, and nothing is sampled. Undefined without units.
 * @throws RangeError for other than two annotators
 */
export function gamma(
  annotators: readonly (readonly Labelled[])[],
  sampling: Sampling,
  weights: Weights = plain,
): Gamma {
  if (annotators.length !== 2) throw new RangeError('gamma is for two annotators');
  const observed = observedDisorder(annotators, weights);
  const { seed, samples } = sampling;
  if (observed === null) return { ...undefinedFor(noSpans), seed, samples, observed, expected: null };
  if (observed === 0) return { ...defined(1), seed, samples, observed, expected: null };
  const expected = expectedDisorder(annotators, sampling, weights);
  if (expected === 0) return { ...undefinedFor('chance brings no disorder'), seed, samples, observed, expected };
  return { ...defined(1 - observed / expected), seed, samples, observed, expected };
}

/**
 * The mean disorder of continua that are drawn like those at hand: how many units an annotator has, how long they are and
 * how far one is from the next by normal distributions of the same mean and standard deviation, categories as often as
 * they are (the statistical sampling of https://github.com/bootphon/pygamma-agreement). Places count from where the first
 * unit starts, so that shifting the text changes nothing.
 */
export function expectedDisorder(
  annotators: readonly (readonly Labelled[])[],
  { seed, samples }: Sampling,
  weights: Weights = plain,
): number {
  const random = seeded(seed);
  const draw = samplerOf(annotators);
  let sum = 0;
  for (let i = 0; i < samples; i++) sum += observedDisorder(draw(random), weights) ?? 0;
  return sum / samples;
}

/** Draws continua, each with one unit at least, of as many annotators. */
function samplerOf(annotators: readonly (readonly Labelled[])[]): (random: Random) => Labelled[][] {
  const sorted = annotators.map((units) => [...units].sort((a, b) => a.start - b.start || a.end - b.end));
  const origin = Math.min(...sorted.flatMap((units) => units.slice(0, 1)).map(({ start }) => start));
  const gaps = [0];
  const lengths: number[] = [];
  const layers: string[] = [];
  for (const units of sorted) {
    units.forEach(({ start, end, layer }, i) => {
      if (i > 0) gaps.push(start - units[i - 1]!.end);
      else if (start > origin) gaps.push(start - origin);
      lengths.push(end - start);
      layers.push(layer);
    });
  }
  // Sorted, so that it does not matter which annotator comes first.
  layers.sort();
  const count = spreadOf(sorted.map((units) => units.length));
  const gap = spreadOf(gaps);
  const length = spreadOf(lengths);
  const from = ({ mean, deviation }: Spread, random: Random) => mean + deviation * normal(random);
  return (random) => {
    let any = false;
    return sorted.map(() => {
      const drawn = Math.abs(Math.trunc(from(count, random)));
      const units: Labelled[] = [];
      let last = 0;
      for (let left = any ? drawn : Math.max(1, drawn); left > 0; left--) {
        const start = last + from(gap, random);
        let long = Math.abs(from(length, random));
        while (long === 0) long = Math.abs(from(length, random));
        last = start + long;
        units.push({ start, end: last, layer: layers[Math.floor(random() * layers.length)]! });
      }
      any ||= units.length > 0;
      return units;
    });
  };
}

interface Spread {
  mean: number;
  deviation: number;
}

function spreadOf(values: number[]): Spread {
  // In one order, so that rounding does not depend on whose units come first.
  values.sort((a, b) => a - b);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}
