import { addTo } from '#shared/model/groups.ts';
import type { Span } from '#shared/model/span.ts';
import { fieldsThatDiffer } from '#shared/review/same.ts';
import { adjudicated, isOwnOf } from '#shared/review/side.ts';

/** Whose spans are shown: everybody's, one annotator's, or (`adjudicated`) what a review has settled on. */
export type Shown = 'everyone' | { annotator: string };

/**
 * The spans that are shown, in their order. Among everybody's, what was adjudicated is left out where it repeats what
 * somebody marked.
 * @param kept the span that is shown whoever's it is
 * @param told adjudicated spans that are told of by a correction
 */
export function visibleSpans(
  spans: readonly Span[],
  shown: Shown,
  { kept, told }: { kept: string | null; told: ReadonlySet<string> },
): Span[] {
  if (shown !== 'everyone') {
    const isShown =
      shown.annotator === adjudicated
        ? (span: Span) => span.origin === 'adjudicated'
        : (span: Span) => isOwnOf(span, shown.annotator);
    return spans.filter((span) => span.id === kept || isShown(span));
  }
  if (!spans.some(({ origin }) => origin === 'adjudicated')) return [...spans];
  const marked = new Map<string, Span[]>();
  for (const span of spans) if (span.origin !== 'adjudicated') addTo(marked, span.quote.exact, span);
  const repeats = (span: Span) =>
    marked.get(span.quote.exact)?.some((other) => fieldsThatDiffer(span, other).length === 0) ?? false;
  return spans.filter(
    (span) => span.origin !== 'adjudicated' || span.id === kept || (!told.has(span.id) && !repeats(span)),
  );
}
