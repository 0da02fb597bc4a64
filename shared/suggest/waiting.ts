import type { Range } from '../model/range.ts';
import type { Rejection } from '../model/rejection.ts';
import type { Span } from '../model/span.ts';
import { anchor } from '../text/anchor.ts';
import { createIntervals } from '../text/intervals.ts';

/** Whether two ranges are one passage to whoever marks them: equal, or sharing at least half of the shorter one. */
export function samePassage(a: Range, b: Range): boolean {
  if (a.start === b.start && a.end === b.end) return true;
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared > 0 && 2 * shared >= Math.min(a.end - a.start, b.end - b.start);
}

/** One of the annotator's own spans where it stands in the text that is suggested for. */
export interface OwnPassage extends Range {
  span: Pick<Span, 'layer' | 'textSha256' | 'suggested'>;
}

/**
 * The passages that an annotator's own spans have settled: those of the layer, wherever they stand now, and those that a
 * suggestion had been accepted at, though the span has another layer or other boundaries by now.
 */
export function settledPassages(textSha256: string, own: readonly OwnPassage[], layer: string): Range[] {
  return own.flatMap(({ start, end, span }) => [
    ...(span.layer === layer || span.suggested ? [{ start, end }] : []),
    ...(span.suggested && span.textSha256 === textSha256
      ? [{ start: span.suggested.start, end: span.suggested.end }]
      : []),
  ]);
}

/** Where rejected passages stand in a text: as they were rejected, or found by their words when the text is another one. */
export function rejectedPassages(
  { text, textSha256 }: { text: string; textSha256: string },
  rejections: readonly Pick<Rejection, 'start' | 'end' | 'quote' | 'textSha256'>[],
): Range[] {
  return rejections.flatMap((rejection) => {
    const { start, end } = rejection;
    if (rejection.textSha256 === textSha256) return [{ start, end }];
    const found = anchor(text, rejection);
    return found.how === 'orphan' ? [] : [{ start: found.start, end: found.end }];
  });
}

/**
 * The suggestions that still wait for the annotator's word, in the order given: those that are the same passage as
 * nothing in `settled` and stand at no place in `rejected`. O(n log n).
 */
export function waitingAmong<S extends Range>(
  suggestions: readonly S[],
  settled: readonly Range[],
  rejected: readonly Range[],
): S[] {
  if (suggestions.length === 0) return [];
  const intervals = createIntervals(settled.map(({ start, end }, i) => ({ start, end, id: String(i) })));
  const noes = new Set(rejected.map(({ start, end }) => `${start}-${end}`));
  return suggestions.filter(
    (one) =>
      !noes.has(`${one.start}-${one.end}`) && !intervals.within(one).some((passage) => samePassage(one, passage)),
  );
}
