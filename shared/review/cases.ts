import type { Range } from '../model/range.ts';
import { compareSpans } from '../text/order.ts';
import { alignSpans } from './align.ts';
import { type Case, type Difference, differences, type Sided } from './case.ts';
import { hashOf } from './hash.ts';
import { stancePairs, stancesDiffer, targetsDiffer } from './stances.ts';

export interface CasesOf {
  readonly article: string;
  /** What the sides marked in the article, at its place in one and the same text; without the adjudicated side. */
  readonly spans: readonly Sided[];
  /** The sides that are compared, in the order in which a case lists them. Spans of other sides are left out. */
  readonly sides: readonly string[];
  /** The sides that have worked on the article: where one of them has no span, it says “nothing here”. */
  readonly worked: readonly string[];
  /** A stance value's place on the codebook's scale; null: not on it. */
  readonly scoreOf: (value: string) => number | null;
}

/** The cases of an article in text order. */
export function casesOf({ article, spans, sides, worked, scoreOf }: CasesOf): Case[] {
  const place = new Map(sides.map((side, i) => [side, i]));
  const compared = spans.filter(({ side }) => place.has(side));
  return alignSpans(compared)
    .map((group) => {
      const ordered = group.sort((a, b) => place.get(a.side)! - place.get(b.side)!);
      const missing = sides.filter((side) => worked.includes(side) && !group.some((span) => span.side === side));
      return caseOf(article, ordered, missing, scoreOf);
    })
    .sort(compareSpans);
}

/**
 * What differences weigh, so that a graver one weighs more than all lesser ones together:
 *
 *     64 only + 32 layer + stance + 8 speaker + 4 target + 1 mode + boundary
 *
 * `stance` is 16 to 17 where two sides stand on opposite sides of the scale's middle, more the further apart they are
 * (16 + 1 − 1/distance), and 2 where their values differ otherwise. `boundary` is the share of the text that the two
 * spans that differ most do not have in common, from 0 to 1 (1 only where they do not touch).
 */
const weights = { only: 64, layer: 32, opposed: 16, speaker: 8, target: 4, step: 2, mode: 1 } as const;

function caseOf(
  article: string,
  spans: readonly Sided[],
  missing: readonly string[],
  scoreOf: CasesOf['scoreOf'],
): Case {
  const found = new Set<Difference>();
  let stance = 0;
  let boundary = 0;
  if (missing.length > 0) found.add('only');
  spans.forEach((one, i) => {
    for (const other of spans.slice(i + 1)) {
      const a = one.span;
      const b = other.span;
      if (a.layer !== b.layer) found.add('layer');
      if (a.speaker !== b.speaker) found.add('speaker');
      if (targetsDiffer(a.stances, b.stances)) found.add('target');
      if (a.mode !== b.mode) found.add('mode');
      if (stancesDiffer(a.stances, b.stances)) {
        found.add('stance');
        for (const pair of stancePairs(a.stances, b.stances)) stance = Math.max(stance, weightOf(pair, scoreOf));
        // One takes a stance where the other takes none.
        stance = Math.max(stance, weights.step);
      }
      if (one.start !== other.start || one.end !== other.end) {
        found.add('boundary');
        boundary = Math.max(boundary, shareApart(one, other));
      }
    }
  });
  let weight = stance + boundary;
  for (const difference of found)
    if (difference !== 'stance' && difference !== 'boundary') weight += weights[difference];
  return {
    id: idOf(spans),
    article,
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
    spans,
    missing,
    differences: differences.filter((difference) => found.has(difference)),
    weight,
  };
}

function weightOf({ a, b }: { a: string; b: string }, scoreOf: CasesOf['scoreOf']): number {
  const [one, other] = [scoreOf(a), scoreOf(b)];
  if (a === b || one === null || other === null || one * other >= 0) return a === b ? 0 : weights.step;
  return weights.opposed + 1 - 1 / Math.abs(one - other);
}

function shareApart(a: Range, b: Range): number {
  const shared = Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
  return 1 - shared / (a.end - a.start + (b.end - b.start) - shared || 1);
}

/** Ids longer than this are cut down to their hash. */
const longestId = 200;

function idOf(spans: readonly Sided[]): string {
  const id = spans
    .map(({ span }) => span.id)
    .sort()
    .join('+');
  return id.length <= longestId ? id : `${spans.length}~${hashOf(id)}`;
}

/** The case that a reviewer should look at first first: by weight, then by article and place. */
export const byWeight = (a: Case, b: Case): number =>
  b.weight - a.weight || (a.article < b.article ? -1 : a.article > b.article ? 1 : compareSpans(a, b));
