import type { Mention, Range } from '../model/range.ts';
import type { QuoteSelector } from '../model/span.ts';
import { splitsPair } from './offsets.ts';

/** How many UTF-16 code units a quote selector keeps on either side. */
export const contextLength = 32;

/**
 * The words of a range with up to 32 code units before and after; the context never begins or ends in the middle of
 * a surrogate pair. RangeError when the range is not within the text.
 */
export function quoteOf(text: string, range: Range): QuoteSelector {
  const { start, end } = checked(text, range);
  const { from, to } = contextOf(text, { start, end });
  return { exact: text.slice(start, end), prefix: text.slice(from, start), suffix: text.slice(end, to) };
}

/** Where the context of a range within the text begins and ends. */
export function contextOf(text: string, { start, end }: Range): { from: number; to: number } {
  let from = Math.max(0, start - contextLength);
  let to = Math.min(text.length, end + contextLength);
  if (splitsPair(text, from)) from++;
  if (splitsPair(text, to)) to--;
  return { from: Math.min(from, start), to: Math.max(to, end) };
}

/** A range together with its words. RangeError when the range is not within the text. */
export function mentionOf(text: string, range: Range): Mention {
  const { start, end } = checked(text, range);
  return { start, end, text: text.slice(start, end) };
}

function checked(text: string, { start, end }: Range): Range {
  if (Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= text.length)
    return { start, end };
  throw new RangeError(`${start}–${end} is not a range of a text of ${text.length} code units`);
}
