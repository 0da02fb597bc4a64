import { alignPairs } from '../review/align.ts';
import type { MeasuredSpan } from './measured.ts';
import { type Codes, PairedValues } from './nominal-sums.ts';
import { ScaleTable } from './scale-sums.ts';
import type { Counts, Scheme } from './span-f1.ts';
import { comparable, targetKey } from './stance-values.ts';
import type { Sums } from './sums.ts';

/** What is compared of a pair of spans, as numbers, the first's and the second's. */
interface Pair {
  place: boolean;
  speakerA: number;
  speakerB: number;
  targetA: number;
  targetB: number;
  modeA: number;
  modeB: number;
  layerA: number;
  layerB: number;
  /** Places on the scale, two for each target. */
  stances: number[];
}

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
  /** Of the scope of one layer, empty. */
  readonly layer: PairedValues;
  readonly stance: ScaleTable;
  readonly #sums: Sums;
  readonly #ofAllLayers: boolean;
  /** Spans of the first and of the second; pairs; pairs of the same place, layer, and both. */
  readonly #first: number;

  constructor(sums: Sums, scale: number, ofAllLayers: boolean) {
    this.#ofAllLayers = ofAllLayers;
    this.#sums = sums;
    this.#first = sums.slots(6);
    this.speaker = new PairedValues(sums);
    this.target = new PairedValues(sums);
    this.mode = new PairedValues(sums);
    this.layer = new PairedValues(sums);
    this.stance = new ScaleTable(sums, scale);
  }

  addSpans(a: number, b: number): void {
    this.#sums.add(this.#first, a);
    this.#sums.add(this.#first + 1, b);
  }

  addPair(pair: Pair): void {
    const { place, stances } = pair;
    const same = pair.layerA === pair.layerB;
    this.#sums.add(this.#first + 2, 1);
    if (place) this.#sums.add(this.#first + 3, 1);
    if (same) this.#sums.add(this.#first + 4, 1);
    if (place && same) this.#sums.add(this.#first + 5, 1);
    this.speaker.add(pair.speakerA, pair.speakerB);
    this.mode.add(pair.modeA, pair.modeB);
    if (this.#ofAllLayers) this.layer.add(pair.layerA, pair.layerB);
    this.target.add(pair.targetA, pair.targetB);
    for (let i = 0; i < stances.length; i += 2) this.stance.addPair(stances[i]!, stances[i + 1]!);
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

/** Puts spans of two sides into sums, with numbers for what they say that are the same for all. */
export class Pairing {
  readonly #codes: AllCodes;
  readonly #scale: ReadonlyMap<string, number>;
  /** How often the first side said one layer where the second said another, by their numbers; of all pairs of sides. */
  readonly #layers = new Map<number, number>();

  constructor(codes: AllCodes, scale: ReadonlyMap<string, number>) {
    this.#codes = codes;
    this.#scale = scale;
  }

  /**
   * Adds an article's spans of two sides to the scope of all layers and to that of each layer. Within a layer only its
   * own spans are aligned; where no pair joins two layers, these are the pairs there are.
   */
  add(
    a: readonly MeasuredSpan[],
    b: readonly MeasuredSpan[],
    all: PairSums,
    ofLayer: (layer: string) => PairSums,
  ): void {
    const pairs = alignPairs(a, b);
    all.addSpans(a.length, b.length);
    for (const { layer } of a) ofLayer(layer).addSpans(1, 0);
    for (const { layer } of b) ofLayer(layer).addSpans(0, 1);
    const across = pairs.some(([one, other]) => one.layer !== other.layer);
    for (const [one, other] of pairs) {
      const pair = this.#pairOf(one, other);
      all.addPair(pair);
      if (!across) ofLayer(one.layer).addPair(pair);
      const key = keyOf(pair.layerA, pair.layerB);
      this.#layers.set(key, (this.#layers.get(key) ?? 0) + 1);
    }
    if (!across) return;
    for (const layer of new Set(a.map((span) => span.layer))) {
      const of = (spans: readonly MeasuredSpan[]) => spans.filter((span) => span.layer === layer);
      for (const [one, other] of alignPairs(of(a), of(b))) ofLayer(layer).addPair(this.#pairOf(one, other));
    }
  }

  /** How often the first side said the first layer where the second said the second. */
  layers(first: string, second: string): number {
    const { layer } = this.#codes;
    return this.#layers.get(keyOf(layer.of(first), layer.of(second))) ?? 0;
  }

  #pairOf(a: MeasuredSpan, b: MeasuredSpan): Pair {
    const { speaker, target, mode, layer } = this.#codes;
    const stances: number[] = [];
    comparable(a.stances, b.stances, this.#scale, (one, other) => stances.push(one, other));
    return {
      place: a.start === b.start && a.end === b.end,
      speakerA: speaker.of(a.speaker),
      speakerB: speaker.of(b.speaker),
      targetA: target.of(targetKey(a.stances)),
      targetB: target.of(targetKey(b.stances)),
      modeA: mode.of(a.mode),
      modeB: mode.of(b.mode),
      layerA: layer.of(a.layer),
      layerB: layer.of(b.layer),
      stances,
    };
  }
}

const keyOf = (first: number, second: number): number => first * 2 ** 24 + second;
