import type { ArticleText } from '#shared/contract/contract.ts';
import type { Span } from '#shared/model/span.ts';
import { anchor } from '#shared/text/anchoring.ts';

/** A span at its place in the text that is shown; `moved` when its words now stand elsewhere than they were marked. */
export interface PlacedSpan {
  span: Span;
  start: number;
  end: number;
  moved: boolean;
}

/** Where each span stands in this text, and those whose words are no longer there; in the order given. */
export function placeSpans(
  article: Pick<ArticleText, 'text' | 'textSha256'>,
  spans: readonly Span[],
): { placed: PlacedSpan[]; orphans: Span[] } {
  const placed: PlacedSpan[] = [];
  const orphans: Span[] = [];
  for (const span of spans) {
    if (span.textSha256 === article.textSha256) {
      placed.push({ span, start: span.start, end: span.end, moved: false });
      continue;
    }
    const found = anchor(article.text, span);
    if (found.how === 'orphan') orphans.push(span);
    else placed.push({ span, start: found.start, end: found.end, moved: found.how === 'moved' });
  }
  return { placed, orphans };
}
