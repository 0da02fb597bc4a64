import type { Block } from '../../model/article.ts';
import type { Range } from '../../model/range.ts';
import { sentenceAround } from '../../text/sentences.ts';
import type { ReportedText } from './review-report.ts';

/** A span of a side in the text of the passage. */
export interface Marked extends Range {
  readonly side: string;
}

/** A passage in pieces: words with the sides that marked them, where marks begin and end, what is left out, new paragraphs. */
export type Piece =
  | { kind: 'words'; text: string; sides: readonly string[] }
  | { kind: 'open'; side: string }
  | { kind: 'close'; side: string }
  | { kind: 'cut' }
  | { kind: 'paragraph' };

/** So much of the text around the marks is shown on either side, in UTF-16 code units: whole sentences if possible. */
const around = 160;
/** Of words without an edge in them, longer ones than this are cut in the middle. */
const longest = 700;
const kept = { head: 420, tail: 200 };

/**
 * The marks of a case in their context: the sentences in which they begin and end, and more of the paragraph as long as
 * it is short. Words without the cuts, joined, stand in the text as they are.
 * @param marks in the order of the sides, not empty, within the text
 */
export function passageOf({ text, blocks }: ReportedText, marks: readonly Marked[]): Piece[] {
  const start = Math.min(...marks.map((mark) => mark.start));
  const end = Math.max(...marks.map((mark) => mark.end));
  const before = contextBefore(text, blockAt(blocks, start), start);
  const after = contextAfter(text, blockAt(blocks, Math.max(start, end - 1)), end);
  const breaks = blocks.map((block) => block.start).filter((at) => at > before.from && at < after.to);
  const edges = [...marks.flatMap((mark) => [mark.start, mark.end]), ...breaks, before.from, after.to];
  const pieces: Piece[] = before.cut ? [{ kind: 'cut' }] : [];
  let last = before.from;
  for (const at of [...new Set(edges)].sort((a, b) => a - b)) {
    if (at > last) pieces.push(...wordsOf(text, { start: last, end: at }, marks));
    for (const { side, ...mark } of [...marks].reverse())
      if (mark.end === at && mark.start < at) pieces.push({ kind: 'close', side });
    if (breaks.includes(at)) pieces.push({ kind: 'paragraph' });
    for (const { side, ...mark } of marks) {
      if (mark.start === at) pieces.push({ kind: 'open', side });
      if (mark.start === at && mark.end === at) pieces.push({ kind: 'close', side });
    }
    last = at;
  }
  if (after.cut) pieces.push({ kind: 'cut' });
  return pieces;
}

function wordsOf(text: string, { start, end }: Range, marks: readonly Marked[]): Piece[] {
  const sides = marks.filter((mark) => mark.start <= start && end <= mark.end).map(({ side }) => side);
  const words = (from: number, to: number): Piece => ({ kind: 'words', text: text.slice(from, to), sides });
  if (end - start <= longest) return [words(start, end)];
  return [
    words(start, wordBefore(text, start, start + kept.head)),
    { kind: 'cut' },
    words(wordAfter(text, end - kept.tail, end), end),
  ];
}

/** The block that holds an offset; where none does, an empty one, which gives no context. */
const blockAt = (blocks: readonly Block[], at: number): Range =>
  blocks.find(({ start, end }) => start <= at && at < end) ?? { start: at, end: at };

function contextBefore(text: string, block: Range, start: number): { from: number; cut: boolean } {
  if (block.start >= start) return { from: start, cut: false };
  let { start: from } = sentenceAround(text, block, start);
  from = Math.min(from, start);
  if (start - from > around) return { from: wordAfter(text, start - around, start), cut: true };
  while (from > block.start) {
    const earlier = sentenceAround(text, block, from - 1).start;
    const next = earlier < from ? earlier : block.start;
    if (start - next > around) break;
    from = next;
  }
  return { from, cut: from > block.start };
}

function contextAfter(text: string, block: Range, end: number): { to: number; cut: boolean } {
  if (block.end <= end) return { to: end, cut: false };
  let to = Math.max(end, sentenceAround(text, block, Math.max(block.start, end - 1)).end);
  if (to - end > around) return { to: wordBefore(text, end, end + around), cut: true };
  while (to < block.end) {
    const later = sentenceAround(text, block, firstLetter(text, to, block.end)).end;
    const next = later > to ? later : block.end;
    if (next - end > around) break;
    to = next;
  }
  return { to, cut: to < block.end };
}

function firstLetter(text: string, from: number, end: number): number {
  let at = from;
  while (at < end - 1 && /\s/.test(text[at]!)) at++;
  return at;
}

/** How far a cut may move to stand between words. */
const reach = 30;

/** The end of the last word before an offset, not before `least`; never inside of a character. */
function wordBefore(text: string, least: number, offset: number): number {
  const at = least + wholeCharacters(text.slice(least, offset + reach), offset - least);
  const found = /\s\S*$/u.exec(text.slice(Math.max(least, at - reach), at));
  return found === null ? at : Math.max(least, at - reach) + found.index;
}

/** The beginning of the first word after an offset, not after `most`; never inside of a character. */
function wordAfter(text: string, offset: number, most: number): number {
  const from = Math.max(0, offset - reach);
  const at = from + wholeCharacters(text.slice(from, most), offset - from);
  const found = /\s+/u.exec(text.slice(at, Math.min(most, at + reach)));
  return found === null ? at : Math.min(most, at + found.index + found[0].length);
}

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The offset, or where the character begins that it is in. */
const wholeCharacters = (text: string, offset: number): number =>
  characters.segment(text).containing(offset)?.index ?? offset;
