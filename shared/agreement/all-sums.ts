import { alignSpans } from '../review/align.ts';
import type { MeasuredSpan } from './measured.ts';
import { SharedValues } from './nominal-sums.ts';
import type { AllCodes } from './pair-sums.ts';
import { ScaleTable } from './scale-sums.ts';
import { targetKey, valueToward } from './stance-values.ts';
import type { Sums } from './sums.ts';
import { joined, pieces, UnitSums, type ValuedUnit } from './unit-sums.ts';
import { unitizingDisagreement } from './unitizing-alpha-1995.ts';

/** What all sides have in common within one scope, where a measure is not one of pairs. */
export class AllSums {
  /** The layer's spans as units; of the scope of all layers, unused. */
  readonly units: UnitSums;
  /** Disagreement of the form of 1995, observed and expected, in squared code units. */
  readonly old: number;
  readonly speaker: SharedValues;
  readonly target: SharedValues;
  readonly layer: SharedValues;
  readonly stance: ScaleTable;
  /** Spans by side. */
  readonly spans: number[];
  /** Slot: spans that were joined with others of the same side. */
  readonly joined: number;

  constructor(sums: Sums, sides: number, scale: number) {
    this.units = new UnitSums(sums);
    this.old = sums.slots(2);
    this.joined = sums.slots(1);
    this.speaker = new SharedValues(sums);
    this.target = new SharedValues(sums);
    this.layer = new SharedValues(sums);
    this.stance = new ScaleTable(sums, sides > 2 ? scale : 0);
    this.spans = new Array<number>(sides).fill(0);
  }
}

/** The unitizing alphas of all layers together. */
export class Continua {
  readonly #sums: Sums;
  /** Length of the texts times the sides that worked on them. */
  readonly total: number;
  /** Slot: texts whose length is not known. */
  readonly unmeasured: number;
  /** Marked as which layer, or layers. */
  readonly layers: UnitSums;
  readonly #together = new Map<string, number>();

  constructor(sums: Sums) {
    this.#sums = sums;
    this.total = sums.slots(1);
    this.unmeasured = sums.slots(1);
    this.layers = new UnitSums(sums);
  }

  /**
   * Adds an article's spans, `sides[i]` those of a side, sorted by start, and its length, at least to the last span's end. Spans of one side that overlap within a layer
   * are joined before they are measured; across layers each stretch has the layers over it for its value.
   */
  add(
    sides: readonly (readonly MeasuredSpan[])[],
    known: number | undefined,
    numberOf: (layer: string) => number,
    ofLayer: (layer: string) => AllSums,
  ): void {
    let length = known ?? 0;
    for (const spans of sides) for (const { end } of spans) length = Math.max(length, end);
    this.#sums.add(this.total, length * sides.length);
    if (known === undefined) this.#sums.add(this.unmeasured, 1);
    const layers = new Set<string>();
    for (const spans of sides) for (const { layer } of spans) layers.add(layer);
    if (layers.size === 0) return;
    const units: ValuedUnit[][] = sides.map(() => []);
    for (const layer of layers) {
      const scope = ofLayer(layer);
      const value = numberOf(layer);
      const ofSide = sides.map((spans) => joined(spans, layer, value));
      ofSide.forEach((whole, side) => {
        let own = 0;
        for (const span of sides[side]!) if (span.layer === layer) own++;
        this.#sums.add(scope.joined, own - whole.length);
        for (const unit of whole) units[side]!.push(unit);
      });
      scope.units.add(ofSide);
      const disagreement = unitizingDisagreement(ofSide, length);
      if (disagreement === null) continue;
      // Weighted so that what is summed over texts is squared code units, as in one long text.
      this.#sums.add(scope.old, disagreement.observed * length * length);
      this.#sums.add(scope.old + 1, disagreement.expected * length * length);
    }
    this.layers.add(layers.size === 1 ? units : units.map((own) => pieces(own, this.#valueOf)));
  }

  /** Beyond the numbers of layers, which are 0 and more. */
  #valueOf = (layers: readonly number[]): number => {
    const key = layers.join();
    const known = this.#together.get(key) ?? -1 - this.#together.size;
    this.#together.set(key, known);
    return known;
  };
}

/** Adds what three sides and more say of passages that two or more of them marked. */
export function addPassages(
  spans: readonly MeasuredSpan[],
  sides: number,
  all: AllSums,
  ofLayer: (layer: string) => AllSums,
  codes: AllCodes,
  scale: ReadonlyMap<string, number>,
): void {
  const addAll = (groups: readonly (readonly MeasuredSpan[])[], scope: AllSums) => {
    for (const group of groups) {
      if (group.length < 2) continue;
      scope.speaker.add(group.map(({ speaker }) => codes.speaker.of(speaker)));
      scope.target.add(group.map(({ stances }) => codes.target.of(targetKey(stances))));
      if (group.length === sides) scope.layer.add(group.map(({ layer }) => codes.layer.of(layer)));
      const targets = new Set(group.flatMap(({ stances }) => stances.map(({ target }) => target)));
      for (const target of targets) {
        const given = group.map(({ stances }) => valueToward(stances, target, scale));
        scope.stance.addPassage(given.filter((value) => value !== null));
      }
    }
  };
  const groups = alignSpans(spans);
  addAll(groups, all);
  for (const layer of new Set(spans.map((span) => span.layer))) {
    const own = groups.filter((group) => group.some((span) => span.layer === layer));
    const pure = own.every((group) => group.every((span) => span.layer === layer));
    addAll(pure ? own : alignSpans(spans.filter((span) => span.layer === layer)), ofLayer(layer));
  }
}
