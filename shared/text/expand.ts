import type { Block } from '../model/article.ts';
import type { Range } from '../model/range.ts';
import { letterBefore } from './letters.ts';
import { type Quotation, quotationsIn } from './quotations.ts';
import { sentenceAround } from './sentences.ts';

export type ExpandTo = 'word' | 'quotation' | 'sentence' | 'paragraph';

/**
 * The smallest whole words, sentences or blocks that hold a range, which may be empty (a caret). Words and sentences
 * never reach out of the blocks that the range touches. `quotation` gives the words, without the marks, of the
 * innermost quotation that is larger than the range, so that asking again climbs outwards; a range that reaches from
 * one quotation into another, or out of one, grows over the whole of each. A range that is the unit already, or is in
 * none, comes back as it is, apart from `snap`.
 * @param quotations of the text, if at hand: finding them reads all of it
 */
export function expand(
  text: string,
  blocks: readonly Block[],
  range: Range,
  to: ExpandTo,
  quotations?: readonly Quotation[],
): Range {
  const snapped = snap(text, range);
  return whole(
    text,
    to === 'quotation'
      ? toQuotation(text, quotations ?? quotationsIn(text, blocks), snapped)
      : toUnit(text, blocks, snapped, to),
  );
}

function toUnit(text: string, blocks: readonly Block[], range: Range, to: 'word' | 'sentence' | 'paragraph'): Range {
  const caret = range.start === range.end;
  const first = blockAt(text, blocks, range.start);
  const last = range.end > first.end ? blockAt(text, blocks, range.end - 1) : first;
  if (to === 'paragraph') return cover(range, first, last);
  const around = (block: Range, offset: number) =>
    to === 'word' ? wordAround(text, block, offset, caret) : sentenceAround(text, block, offset);
  const start = around(first, range.start);
  if (caret) return start;
  return range.end <= start.end ? cover(range, start) : cover(range, start, around(last, range.end - 1));
}

/**
 * A range without white space at either end, of whole graphemes: a family emoji or a letter with its accents is never
 * cut. A range of nothing but white space becomes empty, at its start.
 */
export function snap(text: string, range: Range): Range {
  let { start, end } = range;
  while (start < end && white.test(text[start]!)) start++;
  while (end > start && white.test(text[end - 1]!)) end--;
  return start === end ? whole(text, { start: range.start, end: range.start }) : whole(text, { start, end });
}

function whole(text: string, { start, end }: Range): Range {
  const from = graphemeAt(text, start).start;
  return { start: from, end: start === end ? from : graphemeAt(text, end, 'before').end };
}

const white = /[\s\u200b\u2060]/;

const cover = (...ranges: Range[]): Range => ({
  start: Math.min(...ranges.map((range) => range.start)),
  end: Math.max(...ranges.map((range) => range.end)),
});

function toQuotation(text: string, quotations: readonly Quotation[], range: Range): Range {
  let innermost: Quotation | undefined;
  const touched: Range[] = [];
  for (const quotation of quotations) {
    const { start, end, inner, depth } = quotation;
    if (start > range.end) break;
    if (start <= range.start && range.end <= end) {
      const taken = same(quotation, range) || same(snap(text, inner), range);
      if (!taken) innermost = quotation;
    } else if (depth === 0 && start < range.end && range.start < end) touched.push(inner);
  }
  return innermost?.inner ?? cover(range, ...touched);
}

const same = (a: Range, b: Range) => a.start === b.start && a.end === b.end;

/** The block that holds the offset or ends at it, of a list only the line; nothing where there is none. */
function blockAt(text: string, blocks: readonly Block[], offset: number): Range {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (blocks[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  const block = blocks[low];
  if (block === undefined || offset < block.start || block.end < offset) return { start: offset, end: offset };
  if (block.kind !== 'list') return block;
  const end = text.indexOf('\n', offset);
  return {
    start: Math.max(block.start, lineStart(text, offset)),
    end: end < 0 || end > block.end ? block.end : end,
  };
}

const words = new Intl.Segmenter('und', { granularity: 'word' });
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The word that holds an offset or, for a caret, ends at it; an empty range at the offset where there is none. */
function wordAround(text: string, block: Range, offset: number, caret: boolean): Range {
  const segments = words.segment(text.slice(block.start, block.end));
  const wordAt = (at: number): Range | undefined => {
    const segment = at < block.start ? undefined : segments.containing(at - block.start);
    if (segment?.isWordLike !== true) {
      const before = text[at] === '.' && letterBefore(text, at) ? wordAt(at - 1) : undefined;
      return before !== undefined && before.end > at ? before : undefined;
    }
    const start = block.start + segment.index;
    const end = start + segment.segment.length;
    // The last full stop of “U.S.” is part of the word.
    return { start, end: text[end] === '.' && end < block.end && dotted.test(segment.segment) ? end + 1 : end };
  };
  const before = wordAt(offset - 1);
  if (before !== undefined && before.end > offset) return before;
  return wordAt(offset) ?? (caret ? before : undefined) ?? { start: offset, end: offset };
}

const dotted = /^(?:\p{L}\.)+\p{L}$/u;

/** The grapheme that holds an offset (or, `before`, the code unit before it); empty at the ends of the text. */
function graphemeAt(text: string, offset: number, side: 'after' | 'before' = 'after'): Range {
  const at = side === 'before' ? offset - 1 : offset;
  if (at < 0 || at >= text.length) return { start: offset, end: offset };
  // Two plain letters or blanks: nearly every offset, and no need to copy a long line.
  if (plain(text.charCodeAt(offset - 1)) && plain(text.charCodeAt(offset)) && plain(text.charCodeAt(at + 1)))
    return { start: at, end: at + 1 };
  const from = lineStart(text, at);
  const newline = text.indexOf('\n', at);
  const segment = graphemes.segment(text.slice(from, newline < 0 ? text.length : newline + 1)).containing(at - from)!;
  return { start: from + segment.index, end: from + segment.index + segment.segment.length };
}

const lineStart = (text: string, offset: number) => (offset > 0 ? text.lastIndexOf('\n', offset - 1) + 1 : 0);

const plain = (code: number) => code >= 0x20 && code < 0x7f;
