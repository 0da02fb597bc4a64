import type { Range } from '../model/range.ts';
import type { Sums } from './sums.ts';
import { eachUnit, type ValueSums } from './unitizing-alpha.ts';

/** A stretch of one side, with a number for its value. */
export interface ValuedUnit extends Range {
  readonly value: number;
}

/** What the unitizing alphas are made of, by value. */
export class UnitSums {
  readonly #sums: Sums;
  readonly #slots = new Map<number, number>();

  constructor(sums: Sums) {
    this.#sums = sums;
  }

  /** Adds one article: each side's units, sorted and without overlap. */
  add(sides: readonly (readonly ValuedUnit[])[]): void {
    eachUnit(sides, ({ value }, length, same, marked) => {
      const slot = this.#slots.get(value) ?? this.#sums.slots(5);
      this.#slots.set(value, slot);
      this.#sums.add(slot, length);
      this.#sums.add(slot + 1, length * length);
      this.#sums.add(slot + 2, same);
      this.#sums.add(slot + 3, marked);
      this.#sums.add(slot + 4, marked * marked);
    });
  }

  of(totals: Float64Array): ValueSums[] {
    const values: ValueSums[] = [];
    for (const slot of this.#slots.values()) {
      values.push({
        length: totals[slot]!,
        squares: totals[slot + 1]!,
        same: totals[slot + 2]!,
        marked: totals[slot + 3]!,
        squaresMarked: totals[slot + 4]!,
      });
    }
    return values;
  }
}

/** The spans of a layer, of one side and sorted by start, with those that overlap made one; touching ones stay two. */
export function joined(
  spans: readonly (Range & { readonly layer: string })[],
  layer: string,
  value: number,
): ValuedUnit[] {
  const result: { start: number; end: number; value: number }[] = [];
  let last: { end: number } | undefined;
  for (const { start, end, layer: own } of spans) {
    if (own !== layer) continue;
    if (last && start < last.end) last.end = Math.max(last.end, end);
    else {
      const unit = { start, end, value };
      result.push(unit);
      last = unit;
    }
  }
  return result;
}

/**
 * Units of several layers as pieces that do not overlap: where they do, each stretch under the same units is a piece,
 * whose value is that of the layers over it, as `together` says of their numbers, which are sorted.
 */
export function pieces(units: readonly ValuedUnit[], together: (layers: readonly number[]) => number): ValuedUnit[] {
  const sorted = [...units].sort((a, b) => a.start - b.start);
  if (sorted.every((unit, i) => i === 0 || sorted[i - 1]!.end <= unit.start)) return sorted;
  const edges = [...new Set(sorted.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const result: ValuedUnit[] = [];
  let from = 0;
  let over: ValuedUnit[] = [];
  edges.slice(0, -1).forEach((start, i) => {
    over = over.filter(({ end }) => end > start);
    while (from < sorted.length && sorted[from]!.start <= start) over.push(sorted[from++]!);
    if (over.length === 0) return;
    const layers = [...new Set(over.map(({ value }) => value))].sort((a, b) => a - b);
    result.push({ start, end: edges[i + 1]!, value: layers.length === 1 ? layers[0]! : together(layers) });
  });
  return result;
}
