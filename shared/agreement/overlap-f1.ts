import type { Range } from '../model/range.ts';
import { alignPairs } from '../review/align.ts';
import { type Rates, ratesOf } from './span-f1.ts';

type Labelled = Range & { readonly layer: string };

/**
 * F1 over the units of text that spans cover, layer by layer: tokens or characters, whichever the offsets count. `a` is
 * the side that is right. As in https://github.com/aphp/edsnlp (metrics/ner.py, token scorer).
 */
export function coveredF1(a: readonly Labelled[], b: readonly Labelled[]): Rates {
  const [mine, yours] = [covered(a), covered(b)];
  let cor = 0;
  for (const unit of mine) if (yours.has(unit)) cor++;
  return ratesOf({ cor, inc: 0, par: 0, mis: mine.size - cor, spu: yours.size - cor });
}

/**
 * F1 over spans of which those are the same that have the layer, and of their length at least the given share
 * (Dice 1945: 2 · common / both lengths, 0 to 1) in common; one-to-one by `alignPairs`. `a` is the side that is right.
 * With a share of 1 the places must be the same.
 */
export function diceF1(a: readonly Labelled[], b: readonly Labelled[], share: number): Rates {
  let cor = 0;
  for (const layer of new Set(a.map((span) => span.layer))) {
    const of = (spans: readonly Labelled[]) => spans.filter((span) => span.layer === layer);
    cor += alignPairs(of(a), of(b)).filter(([one, other]) => dice(one, other) >= share).length;
  }
  return ratesOf({ cor, inc: 0, par: 0, mis: a.length - cor, spu: b.length - cor });
}

function dice(a: Range, b: Range): number {
  const common = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return (2 * common) / (a.end - a.start + b.end - b.start);
}

function covered(spans: readonly Labelled[]): Set<string> {
  const units = new Set<string>();
  for (const { start, end, layer } of spans) for (let i = start; i < end; i++) units.add(`${i} ${layer}`);
  return units;
}
