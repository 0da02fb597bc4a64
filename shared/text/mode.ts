import type { Mode } from '../model/mode.ts';
import type { Range } from '../model/range.ts';
import type { Quotation } from './quotations.ts';

/**
 * How the words of a range are given, as far as quotation marks tell: `direct` when all of its words are quoted,
 * `mixed` when some are, otherwise `indirect`. That something is a paraphrase only a reader can tell.
 * @param quotations those of the text, in order, as `quotationsIn` gives them
 */
export function modeOf(text: string, quotations: readonly Quotation[], range: Range): Mode {
  let quoted = false;
  let reported = false;
  let at = range.start;
  const words = (start: number, end: number) => word.test(text.slice(start, end));
  for (const { start, end, depth } of quotations) {
    if (start >= range.end) break;
    if (depth > 0 || end <= range.start) continue;
    if (start <= range.start && range.end <= end) return 'direct';
    reported ||= start > at && words(at, start);
    quoted ||= words(Math.max(start, range.start), Math.min(end, range.end));
    at = end;
  }
  reported ||= at < range.end && words(at, range.end);
  return quoted ? (reported ? 'mixed' : 'direct') : 'indirect';
}

const word = /[\p{L}\p{N}]/u;
