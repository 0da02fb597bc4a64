import { alignPairs } from '../review/align.ts';
import type { MeasuredSpan } from './measured.ts';
import { type Codes, PairedValues } from './nominal-sums.ts';
import { ScaleTable } from './scale-sums.ts';
import type { Counts, Scheme } from './span-f1.ts';
import { comparable, targetKey } from './stance-values.ts';
import type { Sums } from './sums.ts';

/** Numbers for what spans say, the same in all scopes. */
export interface AllCodes {
  readonly speaker: Codes;
  readonly target: Codes;
  readonly mode: Codes;
  readonly layer: Codes;
}

/** What two sides have in common within one scope: all layers, or one. */
export class PairSums {
  readonly speaker: PairedValues;
  readonly target: PairedValues;
  readonly mode: PairedValues;
  readonly layer: PairedValues;
  readonly stance: ScaleTable;
  readonly #sums: Sums;
  readonly #codes: AllCodes;
  readonly #scale: ReadonlyMap<string, number>;
  /** Spans of the first and of the second; pairs; pairs of the same place, layer, and both. */
  readonly #first: number;

  constructor(sums: Sums, codes: AllCodes, scale: ReadonlyMap<string, number>) {
    this.#sums = sums;
    this.#codes = codes;
    this.#scale = scale;
    this.#first = sums.slots(6);
    this.speaker = new PairedValues(sums);
    this.target = new PairedValues(sums);
    this.mode = new PairedValues(sums);
    this.layer = new PairedValues(sums);
    this.stance = new ScaleTable(sums, scale.size);
  }

  addSpans(a: number, b: number): void {
    this.#sums.add(this.#first, a);
    this.#sums.add(this.#first + 1, b);
  }

  addPair(a: MeasuredSpan, b: MeasuredSpan): void {
    const place = a.start === b.start && a.end === b.end;
    const layer = a.layer === b.layer;
    this.#sums.add(this.#first + 2, 1);
    if (place) this.#sums.add(this.#first + 3, 1);
    if (layer) this.#sums.add(this.#first + 4, 1);
    if (place && layer) this.#sums.add(this.#first + 5, 1);
    const codes = this.#codes;
    this.speaker.add(codes.speaker.of(a.speaker), codes.speaker.of(b.speaker));
    this.mode.add(codes.mode.of(a.mode), codes.mode.of(b.mode));
    this.layer.add(codes.layer.of(a.layer), codes.layer.of(b.layer));
    this.target.add(codes.target.of(targetKey(a.stances)), codes.target.of(targetKey(b.stances)));
    comparable(a.stances, b.stances, this.#scale, (one, other) => this.stance.addPair(one, other));
  }

  spans = (totals: Float64Array): number => totals[this.#first]! + totals[this.#first + 1]!;
  matched = (totals: Float64Array): number => totals[this.#first + 2]!;

  counts(totals: Float64Array, scheme: Scheme): Counts {
    const at = (slot: number) => totals[this.#first + slot]!;
    const [a, b, pairs] = [at(0), at(1), at(2)];
    const cor = scheme === 'strict' ? at(5) : scheme === 'type' ? at(4) : at(3);
    const rest = pairs - cor;
    const [inc, par] = scheme === 'partial' ? [0, rest] : [rest, 0];
    return { cor, inc, par, mis: a - pairs, spu: b - pairs };
  }

  /** NaN: undefined. */
  f1(totals: Float64Array, scheme: Scheme): number {
    const at = (slot: number) => totals[this.#first + slot]!;
    const right = scheme === 'strict' ? at(5) : scheme === 'type' ? at(4) : at(3);
    const half = scheme === 'partial' ? at(2) - right : 0;
    return (2 * right + half) / (at(0) + at(1));
  }
}

/**
 * Adds an article's spans of two sides to the scope of all layers and to that of each layer. Within a layer only its own
 * spans are aligned; where no pair joins two layers, these are the pairs there are. Gives the pairs of all layers.
 */
export function addSides(
  a: readonly MeasuredSpan[],
  b: readonly MeasuredSpan[],
  all: PairSums,
  ofLayer: (layer: string) => PairSums,
): [MeasuredSpan, MeasuredSpan][] {
  const pairs = alignPairs(a, b);
  all.addSpans(a.length, b.length);
  for (const { layer } of a) ofLayer(layer).addSpans(1, 0);
  for (const { layer } of b) ofLayer(layer).addSpans(0, 1);
  let across = false;
  for (const [one, other] of pairs) {
    all.addPair(one, other);
    across ||= one.layer !== other.layer;
  }
  if (!across) {
    for (const [one, other] of pairs) ofLayer(one.layer).addPair(one, other);
    return pairs;
  }
  for (const layer of new Set(a.map((span) => span.layer))) {
    const of = (spans: readonly MeasuredSpan[]) => spans.filter((span) => span.layer === layer);
    for (const [one, other] of alignPairs(of(a), of(b))) ofLayer(layer).addPair(one, other);
  }
  return pairs;
}
