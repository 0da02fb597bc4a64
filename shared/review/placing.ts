import type { Range } from '../model/range.ts';
import type { Span } from '../model/span.ts';
import { anchor } from '../text/anchoring.ts';
import type { Sided } from './case.ts';
import { sideOf } from './side.ts';

/** The canonical text of an article as it is now. */
export interface CurrentText {
  readonly text: string;
  readonly textSha256: string;
}

/** A span that cannot be compared, and why, in words for a person. */
export interface Unplaced {
  readonly span: Span;
  readonly reason: string;
}

export interface Placed {
  readonly sided: Sided[];
  readonly orphans: Unplaced[];
  /** The text that the offsets are in; null: there is no span. */
  readonly textSha256: string | null;
}

/**
 * The spans of one article in one text, so that they can be compared; suggestions are left out. Spans that were all
 * marked in the same text stand where they say, and no text is needed: the figures are then the same whether or not
 * somebody has the article. Otherwise each is found again in the current text, as wherever it is shown. Without a current
 * text those that were marked in the text that most spans were marked in are compared.
 */
export function sidedSpans(spans: readonly Span[], text: CurrentText | null): Placed {
  const marked = spans.filter((span) => sideOf(span) !== null);
  const counts = new Map<string, number>();
  for (const { textSha256 } of marked) counts.set(textSha256, (counts.get(textSha256) ?? 0) + 1);
  if (counts.size > 1 && text !== null) return placedIn(marked, text);
  const [most] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const textSha256 = most?.[0] ?? null;
  const reason = 'It was marked in another version of the text than the other marks, and the article is not there.';
  return {
    sided: marked.flatMap((span) => (span.textSha256 === textSha256 ? [at(span, span)] : [])),
    orphans: marked.flatMap((span) => (span.textSha256 === textSha256 ? [] : [{ span, reason }])),
    textSha256,
  };
}

/** The spans of one article where they stand in the given text; suggestions are left out. */
export function placedIn(spans: readonly Span[], { text, textSha256 }: CurrentText): Placed {
  const sided: Sided[] = [];
  const orphans: Unplaced[] = [];
  for (const span of spans) {
    if (sideOf(span) === null) continue;
    const found = anchor(text, span);
    if (found.how !== 'orphan') sided.push(at(span, found));
    else
      orphans.push({
        span,
        reason: text.includes(span.quote.exact)
          ? 'Its words stand in the text more than once, and it is not clear where it belongs.'
          : 'Its words are not in the text any more.',
      });
  }
  return { sided, orphans, textSha256: sided.length + orphans.length === 0 ? null : textSha256 };
}

const at = (span: Span, { start, end }: Range): Sided => ({ span, side: sideOf(span)!, start, end });
