import type { Range } from '../model/range.ts';
import type { Rejection } from '../model/rejection.ts';
import type { Span } from '../model/span.ts';
import { anchor } from '../text/anchoring.ts';
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
 * nothing in `settled` and stand at no place in `rejected`. A rejected place that is not suggested as it was, because
 * the rules have changed, also keeps away what it holds at least half of. O(n log n).
 */
export function waitingAmong<S extends Range>(
  suggestions: readonly S[],
  settled: readonly Range[],
  rejected: readonly Range[],
): S[] {
  if (suggestions.length === 0) return [];
  const marked = intervalsOf(settled);
  const noes = new Set(rejected.map(place));
  // While a rejected place is suggested as it was, what stands in it or around it is something else.
  const places = new Set(suggestions.map(place));
  const moved = intervalsOf(rejected.filter((no) => !places.has(place(no))));
  return suggestions.filter(
    (one) =>
      !noes.has(place(one)) &&
      !marked.within(one).some((passage) => samePassage(one, passage)) &&
      !moved.within(one).some((no) => holdsHalf(no, one)),
  );
}

const place = ({ start, end }: Range): string => `${start}-${end}`;
const intervalsOf = (ranges: readonly Range[]) =>
  createIntervals(ranges.map(({ start, end }, i) => ({ start, end, id: String(i) })));

/** Whether at least half of `one` lies within `no`: a few rejected words do not keep the sentence around them away. */
function holdsHalf(no: Range, one: Range): boolean {
  const shared = Math.min(no.end, one.end) - Math.max(no.start, one.start);
  return shared > 0 && 2 * shared >= one.end - one.start;
}
