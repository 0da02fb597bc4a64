import { fits } from '../formats/jsonl/write.ts';
import type { Mention, Range } from '../model/range.ts';
import type { Span } from '../model/span.ts';
import type { Suggested } from '../model/suggested.ts';
import { anchor } from './anchoring.ts';
import { quoteOf } from './quote.ts';

/** A span as it stands in the text of today; `moved` when its offsets are not those it was marked with. */
export type Placed = { span: Span; moved: boolean; lost: string[] } | { orphan: string };

/**
 * Finds a span in its article's text, also when the text was changed since; the words that name the speaker, the cue and
 * what had been suggested go along, and those that are no longer there are named in `lost` and left out.
 */
export function placeSpan(span: Span, text: string, textSha256: string): Placed {
  const there = anchor(text, span);
  if (there.how === 'orphan')
    return {
      orphan: `The words “${excerpt(span.quote.exact)}” are not in the article any more, or in several places, so that it is not clear which is meant.`,
    };
  const inPlace =
    there.how === 'exact' && span.textSha256 === textSha256 && [span.mention, span.cue].every((m) => holds(text, m));
  if (inPlace && (span.suggested === undefined || fits(text, span.suggested))) return { span, moved: false, lost: [] };
  return { ...spanAt(span, text, textSha256, there), moved: there.start !== span.start };
}

/**
 * A span at a place of a text, in UTF-16 code units, that need not have its words: quote and context are those of the
 * place, and what else it points to goes along as with `placeSpan`.
 */
export function spanAt(span: Span, text: string, textSha256: string, there: Range): { span: Span; lost: string[] } {
  const lost: string[] = [];
  const follow = (mention: Mention | null, what: string): Mention | null => {
    if (mention === null) return null;
    const found = nearest(text, mention.text, mention.start + there.start - span.start);
    if (found === null) lost.push(`${what} “${excerpt(mention.text)}” is not in the article any more.`);
    return found;
  };
  const { start, end } = there;
  const { suggested, ...rest } = span;
  // What does not fit its own text was suggested for another one.
  const stale = suggested === undefined || (span.textSha256 === textSha256 && !fits(text, suggested));
  const followed = stale ? null : followSuggested(text, span, suggested, follow, start - span.start);
  if (suggested !== undefined && followed === null)
    lost.push('What had been suggested for it is not in the article any more.');
  return {
    lost,
    span: {
      ...rest,
      ...(followed === null ? {} : { suggested: followed }),
      start,
      end,
      textSha256,
      quote: quoteOf(text, { start, end }),
      mention: follow(span.mention, 'The name'),
      cue: follow(span.cue, 'The cue'),
    },
  };
}

/** What had been suggested keeps no words of its own: they are taken from those of the span and around it. */
function followSuggested(
  text: string,
  { quote, start }: Span,
  suggested: Suggested,
  follow: (mention: Mention | null, what: string) => Mention | null,
  by: number,
): Suggested | null {
  const from = start - quote.prefix.length;
  const known = quote.prefix + quote.exact + quote.suffix;
  if (suggested.start < from || suggested.end > from + known.length) return null;
  const found = nearest(text, known.slice(suggested.start - from, suggested.end - from), suggested.start + by);
  if (found === null) return null;
  return {
    ...suggested,
    start: found.start,
    end: found.end,
    cue: follow(suggested.cue, 'The suggested cue'),
    mention: follow(suggested.mention, 'The suggested name'),
  };
}

const holds = (text: string, mention: Mention | null) =>
  mention === null || (text.slice(mention.start, mention.end) === mention.text && mention.text !== '');

/** The place of `words` that is nearest to an offset, no further than a screenful of text away. */
function nearest(text: string, words: string, expected: number): Mention | null {
  if (words === '') return null;
  const before = text.lastIndexOf(words, Math.max(0, expected));
  const after = text.indexOf(words, Math.max(0, expected));
  const [start] = [before, after]
    .filter((at) => at !== -1 && Math.abs(at - expected) <= 2000)
    .sort((a, b) => Math.abs(a - expected) - Math.abs(b - expected));
  return start === undefined ? null : { start, end: start + words.length, text: words };
}

/** The beginning of some words, on one line. */
export function excerpt(words: string): string {
  const characters = Array.from(words.replaceAll(/\s+/g, ' '));
  return characters.length <= 60 ? characters.join('') : `${characters.slice(0, 59).join('')}…`;
}
