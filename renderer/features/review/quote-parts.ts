import type { Range } from '#shared/model/range.ts';
import type { Sided } from '#shared/review/case.ts';

/** A piece of a quotation; `own`: only this side has it. */
export interface QuotePart {
  text: string;
  own: boolean;
}

/** So much of what all sides have in common is shown on a card, in UTF-16 code units. */
const most = 190;

/**
 * The words of a span in pieces: what only this side has, whole, around what all have in common, of which the middle is
 * left out when it is long.
 * @param common where all sides' spans overlap; null: they do not differ there
 */
export function quoteParts({ span, start, end }: Sided, common: Range | null): QuotePart[] {
  const { exact } = span.quote;
  if (common === null || exact.length !== end - start || common.start >= common.end)
    return [{ text: shortened(exact), own: common !== null }];
  return [
    { text: exact.slice(0, common.start - start), own: true },
    { text: shortened(exact.slice(common.start - start, common.end - start)), own: false },
    { text: exact.slice(common.end - start), own: true },
  ].filter(({ text }) => text !== '');
}

/** The beginning and the end of long words, cut between words where that is possible and never inside a character. */
function shortened(text: string): string {
  if (text.length <= most) return text;
  const head = text.slice(0, Math.round(most * 0.65)).replace(/(?<=\S)\s\S*$|[\uD800-\uDBFF]$/u, '');
  const tail = text.slice(-Math.round(most * 0.25)).replace(/^\S*\s(?=\S)|^[\uDC00-\uDFFF]/u, '');
  return `${head} … ${tail}`;
}
