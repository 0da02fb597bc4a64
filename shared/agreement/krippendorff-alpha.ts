import { defined, noVariation, type Outcome, undefinedFor } from './outcome.ts';

/** How far apart values are: different or not; by how many lie between; by their difference; by its share of their sum. */
export type Metric = 'nominal' | 'ordinal' | 'interval' | 'ratio';

/**
 * Krippendorff's alpha (Krippendorff 2011, https://repository.upenn.edu/asc_papers/43): α = 1 − Do/De over coincidences,
 * to which each unit with m ≥ 2 values adds 1/(m − 1) for every ordered pair of them. `coders[coder][unit]`, null where a
 * coder gave none. At most 1; 0 is chance. Undefined where no unit has two values, and without variation.
 * δ²: nominal 0 or 1; interval (c − k)²; ratio ((c − k)/(c + k))²; ordinal (Σ n_g from c to k − (n_c + n_k)/2)².
 * @throws RangeError for values that are no numbers where the metric wants numbers
 */
export function krippendorffAlpha(coders: readonly (readonly (number | string | null)[])[], metric: Metric): Outcome {
  const units = Math.max(0, ...coders.map((row) => row.length));
  const found = new Set<number | string>();
  for (const row of coders) for (const value of row) if (value !== null) found.add(value);
  const values = [...found];
  if (metric !== 'nominal') {
    if (values.some((value) => typeof value !== 'number'))
      throw new RangeError(`alpha with the ${metric} metric wants numbers`);
    values.sort((a, b) => (a as number) - (b as number));
  }
  const place = new Map(values.map((value, i) => [value, i]));
  const size = values.length;
  const coincidences = new Float64Array(size * size);
  for (let unit = 0; unit < units; unit++) {
    const given: number[] = [];
    for (const row of coders) {
      const value = row[unit] ?? null;
      if (value !== null) given.push(place.get(value)!);
    }
    addCoincidences(coincidences, size, given);
  }
  const numbers = metric === 'nominal' ? null : (values as number[]);
  if (coincidences.every((count) => count === 0)) return undefinedFor('nothing that two sides valued');
  const alpha = alphaOf(coincidences, 0, size, metric, numbers);
  return Number.isNaN(alpha) ? undefinedFor(noVariation) : defined(alpha);
}

/** Adds one unit's values, by their places, to a square matrix of coincidences. */
export function addCoincidences(coincidences: Float64Array, size: number, given: readonly number[]): void {
  if (given.length < 2) return;
  const share = 1 / (given.length - 1);
  for (let i = 0; i < given.length; i++)
    for (let j = 0; j < given.length; j++) if (i !== j) coincidences[given[i]! * size + given[j]!]! += share;
}

/**
 * Alpha of a square matrix of coincidences that starts at `from`; `values` are needed for interval and ratio, and are in
 * the order of the scale for the ordinal metric. NaN: undefined.
 */
export function alphaOf(
  coincidences: Float64Array,
  from: number,
  size: number,
  metric: Metric,
  values: readonly number[] | null = null,
): number {
  const margins = new Float64Array(size);
  let total = 0;
  for (let c = 0; c < size; c++) {
    for (let k = 0; k < size; k++) margins[c]! += coincidences[from + c * size + k]!;
    total += margins[c]!;
  }
  let observed = 0;
  let expected = 0;
  for (let c = 0; c < size; c++) {
    let between = 0;
    for (let k = c + 1; k < size; k++) {
      // What lies from c to k, c and k themselves counted half.
      const ordinal = (margins[c]! + margins[k]!) / 2 + between;
      between += margins[k]!;
      const distance =
        metric === 'nominal'
          ? 1
          : metric === 'ordinal'
            ? ordinal
            : metric === 'interval'
              ? values![k]! - values![c]!
              : ratio(values![c]!, values![k]!);
      const squared = distance * distance;
      observed += squared * (coincidences[from + c * size + k]! + coincidences[from + k * size + c]!);
      expected += 2 * squared * margins[c]! * margins[k]!;
    }
  }
  return expected === 0 ? Number.NaN : 1 - ((total - 1) * observed) / expected;
}

const ratio = (c: number, k: number): number => (c + k === 0 ? 0 : (k - c) / (k + c));

/**
 * Nominal alpha from sums: how many values there are, how many coincidences are of different ones, and Σ n_c². NaN:
 * undefined.
 */
export function nominalAlpha(total: number, different: number, squares: number): number {
  const expected = total * total - squares;
  return expected <= 1e-9 ? Number.NaN : 1 - ((total - 1) * different) / expected;
}
