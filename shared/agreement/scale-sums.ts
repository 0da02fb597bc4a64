import { type Weighting, weightOf } from './cohen-kappa.ts';
import { alphaOf } from './krippendorff-alpha.ts';
import type { Sums } from './sums.ts';

/** A square table over the values of a scale: how often one side said the row's where the other said the column's. */
export class ScaleTable {
  readonly size: number;
  readonly first: number;
  readonly #sums: Sums;

  constructor(sums: Sums, size: number) {
    this.#sums = sums;
    this.size = size;
    this.first = sums.slots(size * size);
  }

  /** Counts a pair of values, by their places on the scale. */
  addPair(a: number, b: number): void {
    this.#sums.add(this.first + a * this.size + b, 1);
  }

  /** Adds the coincidences of one passage's values: 1/(m − 1) for every ordered pair. */
  addPassage(given: readonly number[]): void {
    if (given.length < 2) return;
    given.forEach((a, i) => {
      given.forEach((b, j) => {
        if (i !== j) this.#sums.add(this.first + a * this.size + b, 1 / (given.length - 1));
      });
    });
  }

  count(totals: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < this.size * this.size; i++) sum += totals[this.first + i]!;
    return sum;
  }

  row(totals: Float64Array, row: number): number[] {
    const from = this.first + row * this.size;
    return [...totals.subarray(from, from + this.size)];
  }

  /** Krippendorff's ordinal alpha, of coincidences or of pairs, each of which is then two coincidences; NaN: undefined. */
  alpha(totals: Float64Array, of: 'pairs' | 'coincidences'): number {
    if (of === 'coincidences') return alphaOf(totals, this.first, this.size, 'ordinal');
    const both = new Float64Array(this.size * this.size);
    for (let a = 0; a < this.size; a++)
      for (let b = 0; b < this.size; b++)
        both[a * this.size + b] = totals[this.first + a * this.size + b]! + totals[this.first + b * this.size + a]!;
    return alphaOf(both, 0, this.size, 'ordinal');
  }

  /** Weighted kappa of pairs; NaN: undefined. */
  kappa(totals: Float64Array, weighting: Weighting): number {
    const { size, first } = this;
    const rows = new Float64Array(size);
    const columns = new Float64Array(size);
    let total = 0;
    let observed = 0;
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) {
        const count = totals[first + a * size + b]!;
        rows[a]! += count;
        columns[b]! += count;
        total += count;
        observed += weightOf(a, b, weighting) * count;
      }
    }
    let chance = 0;
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++) chance += weightOf(a, b, weighting) * rows[a]! * columns[b]!;
    return chance === 0 ? Number.NaN : 1 - (observed * total) / chance;
  }
}
