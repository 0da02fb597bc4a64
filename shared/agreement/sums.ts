import type { Random } from './random.ts';

/** From so many articles on they are put together. */
const mostRows = 4096;
/** Into how many bundles. */
export const bundles = 256;
/** So many numbers are added up by a bootstrap, beyond `fewestTimes`. */
const mostAdded = 60_000_000;
const fewestTimes = 200;

/**
 * Sums of every article, sparse, from which all figures come: what is added up over articles can be added up over
 * articles drawn by a bootstrap as well. Beyond 4096 articles they are put into 256 bundles by their keys, which are as
 * good as chance, and bundles are drawn in their place: the spread of a sum is the same, and memory no longer grows.
 */
export class Sums {
  /** Of the article at hand, by slot. */
  current = new Float64Array(256);
  /** The slots of the article at hand, so many of them. */
  #touched = new Int32Array(256);
  #touchedCount = 0;
  #slots = 0;
  #keys: number[] = [];
  #ends: number[] = [];
  #slotAt = new Int32Array(4096);
  #valueAt = new Float64Array(4096);
  #used = 0;
  /** By bundle, all slots: as soon as there are too many articles to keep a row of each. */
  #bundled: Float64Array[] | null = null;

  /** The first of so many new slots in a row. */
  slots(count: number): number {
    const first = this.#slots;
    this.#slots += count;
    if (this.#slots > this.current.length) {
      const larger = new Float64Array(2 * this.#slots);
      larger.set(this.current);
      this.current = larger;
      const touched = new Int32Array(larger.length);
      touched.set(this.#touched);
      this.#touched = touched;
    }
    return first;
  }

  /** Adds a value of 0 or more to the article at hand. */
  add(slot: number, value: number): void {
    if (value <= 0) return;
    const { current } = this;
    // Sums are of nothing below 0, so that each slot is touched once.
    if (current[slot] === 0) this.#touched[this.#touchedCount++] = slot;
    current[slot]! += value;
  }

  /** Ends the article at hand; the key, 32 bits, is where it stands among the others, so that their order does not matter. */
  end(key: number): void {
    if (this.#bundled !== null) this.#addTo(this.#bundled, key);
    else this.#write(key);
    if (this.#keys.length > mostRows) this.#bundle();
  }

  /** How many things a bootstrap draws from: articles or, where `bundled`, bundles of them. */
  get rows(): number {
    return this.#bundled?.length ?? this.#keys.length;
  }
  get bundled(): boolean {
    return this.#bundled !== null;
  }

  /** All articles together, by slot. */
  totals(): Float64Array {
    const totals = new Float64Array(this.#slots);
    if (this.#bundled !== null) addWeighted(totals, this.#bundled, new Int32Array(bundles).fill(1));
    for (let i = 0; i < this.#used; i++) totals[this.#slotAt[i]!]! += this.#valueAt[i]!;
    return totals;
  }

  /** How often a bootstrap draws when it is asked to draw so often: less where that would take more than a second or so. */
  times(wanted: number): number {
    const used = this.#bundled === null ? this.#used : bundles * this.#slots;
    return Math.min(wanted, Math.max(fewestTimes, Math.floor(mostAdded / Math.max(1, used))));
  }

  /** Calls back with the totals of as many rows as there are, drawn with replacement, so many times. One array for all. */
  resample(times: number, random: Random, each: (totals: Float64Array, round: number) => void): void {
    const { rows } = this;
    const bundled = this.#bundled;
    const order = Array.from({ length: rows }, (_, row) => row);
    if (bundled === null) order.sort((a, b) => this.#keys[a]! - this.#keys[b]!);
    const weights = new Int32Array(rows);
    const [ends, slotAt, valueAt] = [this.#ends, this.#slotAt, this.#valueAt];
    const totals = new Float64Array(this.#slots);
    for (let round = 0; round < times; round++) {
      weights.fill(0);
      totals.fill(0);
      for (let i = 0; i < rows; i++) weights[order[Math.floor(random() * rows)]!]!++;
      if (bundled !== null) addWeighted(totals, bundled, weights);
      let at = 0;
      for (let row = 0; row < ends.length; row++) {
        const weight = weights[row]!;
        const end = ends[row]!;
        if (weight === 0) at = end;
        for (; at < end; at++) totals[slotAt[at]!]! += weight * valueAt[at]!;
      }
      each(totals, round);
    }
  }

  #write(key: number): void {
    if (this.#used + this.#touchedCount > this.#slotAt.length) {
      const slots = new Int32Array(2 * (this.#used + this.#touchedCount));
      const values = new Float64Array(slots.length);
      slots.set(this.#slotAt.subarray(0, this.#used));
      values.set(this.#valueAt.subarray(0, this.#used));
      [this.#slotAt, this.#valueAt] = [slots, values];
    }
    const { current } = this;
    const [touched, slotAt, valueAt] = [this.#touched, this.#slotAt, this.#valueAt];
    const first = this.#used;
    for (let i = 0; i < this.#touchedCount; i++) {
      const slot = touched[i]!;
      slotAt[first + i] = slot;
      valueAt[first + i] = current[slot]!;
      current[slot] = 0;
    }
    this.#used = first + this.#touchedCount;
    this.#touchedCount = 0;
    this.#keys.push(key);
    this.#ends.push(this.#used);
  }

  /** Puts the articles there are together, and from now on each as soon as it ends. */
  #bundle(): void {
    const bundled = Array.from({ length: bundles }, () => new Float64Array(this.#slots));
    let at = 0;
    this.#keys.forEach((key, row) => {
      const bundle = bundled[key % bundles]!;
      for (; at < this.#ends[row]!; at++) bundle[this.#slotAt[at]!]! += this.#valueAt[at]!;
    });
    this.#bundled = bundled;
    [this.#keys, this.#ends, this.#used] = [[], [], 0];
    [this.#slotAt, this.#valueAt] = [new Int32Array(0), new Float64Array(0)];
  }

  #addTo(bundled: Float64Array[], key: number): void {
    const number = key % bundles;
    let bundle = bundled[number]!;
    if (bundle.length < this.#slots) {
      const larger = new Float64Array(2 * this.#slots);
      larger.set(bundle);
      bundle = larger;
      bundled[number] = bundle;
    }
    const { current } = this;
    const touched = this.#touched;
    for (let i = 0; i < this.#touchedCount; i++) {
      const slot = touched[i]!;
      bundle[slot]! += current[slot]!;
      current[slot] = 0;
    }
    this.#touchedCount = 0;
  }
}

function addWeighted(totals: Float64Array, bundled: readonly Float64Array[], weights: Int32Array): void {
  bundled.forEach((bundle, row) => {
    const weight = weights[row]!;
    if (weight === 0) return;
    const end = Math.min(bundle.length, totals.length);
    for (let slot = 0; slot < end; slot++) totals[slot]! += weight * bundle[slot]!;
  });
}
