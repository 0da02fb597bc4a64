import { kappa } from './cohen-kappa.ts';
import { fleiss } from './fleiss-kappa.ts';
import { nominalAlpha } from './krippendorff-alpha.ts';
import type { Sums } from './sums.ts';

/** Numbers for values, in the order in which they turn up. */
export class Codes {
  readonly values: (string | null)[] = [];
  readonly #codes = new Map<string | null, number>();

  of(value: string | null): number {
    const known = this.#codes.get(value);
    if (known !== undefined) return known;
    this.#codes.set(value, this.values.length);
    return this.values.push(value) - 1;
  }
}

/** What two sides say of pairs of spans: how often the same, and each side's share of every value. */
export class PairedValues {
  readonly #sums: Sums;
  readonly #count: number;
  /** Slots of a value's rows and columns, by code. */
  readonly #margins: number[] = [];

  constructor(sums: Sums) {
    this.#sums = sums;
    this.#count = sums.slots(2);
  }

  add(a: number, b: number): void {
    this.#sums.add(this.#count, 1);
    if (a === b) this.#sums.add(this.#count + 1, 1);
    this.#sums.add(this.#marginOf(a), 1);
    this.#sums.add(this.#marginOf(b) + 1, 1);
  }

  pairs = (totals: Float64Array): number => totals[this.#count]!;
  agreed = (totals: Float64Array): number => totals[this.#count + 1]!;

  /** The codes of the values that were given. */
  codes = (totals: Float64Array): number[] =>
    this.#margins.flatMap((slot, code) => (totals[slot]! + totals[slot + 1]! > 0 ? [code] : []));

  /** Cohen's kappa; NaN: undefined. */
  kappa = (totals: Float64Array): number => {
    let chance = 0;
    for (const slot of this.#margins) chance += totals[slot]! * totals[slot + 1]!;
    return kappa(this.agreed(totals), this.pairs(totals), chance);
  };

  /** Krippendorff's nominal alpha; NaN: undefined. */
  alpha = (totals: Float64Array): number => {
    const pairs = this.pairs(totals);
    return nominalAlpha(2 * pairs, 2 * (pairs - this.agreed(totals)), this.#squares(totals));
  };

  /** Fleiss' kappa of two sides; NaN: undefined. */
  fleiss = (totals: Float64Array): number => fleiss(this.agreed(totals), this.pairs(totals), this.#squares(totals) / 4);

  #squares(totals: Float64Array): number {
    let squares = 0;
    for (const slot of this.#margins) squares += (totals[slot]! + totals[slot + 1]!) ** 2;
    return squares;
  }

  #marginOf(code: number): number {
    const known = this.#margins[code];
    if (known !== undefined) return known;
    // Filled from the start, so that there are no holes.
    while (this.#margins.length <= code) this.#margins.push(this.#sums.slots(2));
    return this.#margins[code]!;
  }
}

/** What three sides and more say of passages that two of them or more marked. */
export class SharedValues {
  readonly #sums: Sums;
  /** Values, coincidences of different ones; passages, and Σ P_i over them. */
  readonly #count: number;
  readonly #margins: number[] = [];

  constructor(sums: Sums) {
    this.#sums = sums;
    this.#count = sums.slots(4);
  }

  /** The values that the sides give one passage. */
  add(codes: readonly number[]): void {
    const m = codes.length;
    if (m < 2) return;
    let different = 0;
    for (let i = 0; i < m; i++) {
      for (let j = i + 1; j < m; j++) if (codes[i] !== codes[j]) different += 2;
      while (this.#margins.length <= codes[i]!) this.#margins.push(this.#sums.slots(1));
      this.#sums.add(this.#margins[codes[i]!]!, 1);
    }
    this.#sums.add(this.#count, m);
    this.#sums.add(this.#count + 1, different / (m - 1));
    this.#sums.add(this.#count + 2, 1);
    this.#sums.add(this.#count + 3, 1 - different / (m * (m - 1)));
  }

  passages = (totals: Float64Array): number => totals[this.#count + 2]!;

  /** Krippendorff's nominal alpha; NaN: undefined. */
  alpha = (totals: Float64Array): number =>
    nominalAlpha(totals[this.#count]!, totals[this.#count + 1]!, this.#squares(totals));

  /** Fleiss' kappa, where all passages have as many values; NaN: undefined. */
  fleiss = (totals: Float64Array): number => {
    const passages = this.passages(totals);
    const raters = totals[this.#count]! / passages;
    return fleiss(totals[this.#count + 3]!, passages, this.#squares(totals) / raters ** 2);
  };

  #squares(totals: Float64Array): number {
    let squares = 0;
    for (const slot of this.#margins) squares += totals[slot]! ** 2;
    return squares;
  }
}
