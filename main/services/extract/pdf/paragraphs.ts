import { type Area, median } from './reading-order.ts';
import type { Segment } from './segments.ts';

/** A line of a column. */
export interface Line extends Segment {
  /** Counts the document's pages from 0. */
  readonly page: number;
}

export interface Paragraph {
  readonly lines: Line[];
  /** Points, of the letters of most of its lines. */
  readonly size: number;
  /** Whether it begins further in than its column does. */
  readonly indented: boolean;
}

const sentenceEnd = /[.!?。！？…:：۔؟]["”’»)\]」』】]*$/;
const bullet = /^(?:[•‣⁃▪▫◦●○■□◆◇▶►·※]|[-–*](?=\s))\s*\S/;

/** The lines of an area, each from left to right, put into paragraphs. */
export function paragraphsOf(area: Area, page: number): Paragraph[] {
  const lines = linesOf(area, page);
  const rightToLeft = lines.filter((line) => line.rightToLeft).length * 2 > lines.length;
  const edges = {
    first: rightToLeft ? Math.max(...lines.map(({ right }) => right)) : Math.min(...lines.map(({ left }) => left)),
    width: Math.max(...lines.map(({ right }) => right)) - Math.min(...lines.map(({ left }) => left)),
    last: rightToLeft ? Math.min(...lines.map(({ left }) => left)) : Math.max(...lines.map(({ right }) => right)),
  };
  const leading = leadingOf(lines);
  /** How far in a line begins, and how far short of the column's end it ends. */
  const indent = (line: Line) => (rightToLeft ? edges.first - line.right : line.left - edges.first);
  const short = (line: Line) => (rightToLeft ? line.left - edges.last : edges.last - line.right);

  const begins = (line: Line, before: Line, after: Line | undefined): boolean => {
    if (Math.abs(line.size - before.size) > 0.12 * before.size) return true;
    const step = line.base - before.base;
    if (step > 1.3 * (leading.get(sizeKey(line)) ?? 1.5 * line.size) || step > 2.2 * line.size) return true;
    if (bullet.test(line.text)) return true;
    const em = line.size;
    const further = indent(line) - indent(before);
    const centred = Math.abs(indent(line) - short(line)) < em && indent(line) > 2 * em;
    if (further > 0.8 * em && further < 6 * em && !centred && !bullet.test(before.text)) {
      // A first line stands further in than the one after it; a quotation's lines all do.
      if (after === undefined || indent(line) - indent(after) > 0.6 * em || sentenceEnd.test(before.text)) return true;
    }
    const fonts = line.font !== null && before.font !== null && line.font !== before.font;
    const room = short(before) - firstWordWidth(line) > em;
    if (fonts && (room || /^\P{Ll}/u.test(line.text))) return true;
    return room && sentenceEnd.test(before.text) && short(before) > 0.12 * edges.width;
  };

  const paragraphs: { lines: Line[]; indented: boolean }[] = [];
  for (const [index, line] of lines.entries()) {
    const open = paragraphs.at(-1);
    const before = lines[index - 1];
    if (open && before && !begins(line, before, lines[index + 1])) open.lines.push(line);
    else paragraphs.push({ lines: [line], indented: indent(line) > 0.8 * line.size });
  }
  return paragraphs.map((one) => ({ ...one, size: median(one.lines.map(({ size }) => size)) }));
}

function linesOf(area: Area, page: number): Line[] {
  const lines: Segment[][] = [];
  for (const segment of [...area].sort((a, b) => a.base - b.base || a.left - b.left)) {
    const open = lines.at(-1);
    const before = open?.[0];
    const sameLine =
      before !== undefined &&
      (Math.abs(segment.base - before.base) <= 0.3 * Math.min(segment.size, before.size) || isRaised(segment, before));
    if (open && sameLine) open.push(segment);
    else lines.push([segment]);
  }
  return lines.map((parts) => lineOf(parts, page));
}

/** A footnote's number beside a word. */
const isRaised = (segment: Segment, before: Segment) => {
  const [small, large] = segment.size < before.size ? [segment, before] : [before, segment];
  return (
    small.size < 0.8 * large.size && small.text.length <= 4 && small.top >= large.top && small.base <= large.bottom
  );
};

function lineOf(parts: readonly Segment[], page: number): Line {
  const rightToLeft = parts.filter((one) => one.rightToLeft).length * 2 > parts.length;
  const sorted = [...parts].sort((a, b) => (rightToLeft ? b.left - a.left : a.left - b.left));
  const longest = parts.reduce((a, b) => (b.text.length > a.text.length ? b : a));
  return {
    page,
    text: sorted.map(({ text }) => text).join(' '),
    left: Math.min(...parts.map(({ left }) => left)),
    right: Math.max(...parts.map(({ right }) => right)),
    top: Math.min(...parts.map(({ top }) => top)),
    bottom: Math.max(...parts.map(({ bottom }) => bottom)),
    base: longest.base,
    size: longest.size,
    font: parts.every(({ font }) => font === longest.font) ? longest.font : null,
    rightToLeft,
  };
}

const sizeKey = ({ size }: Segment) => Math.round(size * 2);

/** From line to line in the same type, the usual distance. */
function leadingOf(lines: readonly Line[]): Map<number, number> {
  const steps = new Map<number, number[]>();
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    if (!before || sizeKey(before) !== sizeKey(line)) continue;
    const step = line.base - before.base;
    if (step > 0 && step < 3 * line.size) steps.set(sizeKey(line), [...(steps.get(sizeKey(line)) ?? []), step]);
  }
  // Of two or three steps the smaller is the leading, a paragraph's end the other.
  return new Map([...steps].map(([key, all]) => [key, all.sort((a, b) => a - b)[Math.floor((all.length - 1) * 0.4)]!]));
}

/** About how wide the first word is, judged by the line's own letters. */
function firstWordWidth({ text, left, right }: Line): number {
  const word = /^\S+/.exec(text)?.[0].length ?? 0;
  // Lines of scripts without blanks break anywhere.
  const letters = /[\u2e80-\ua4cf]/.test(text.slice(0, word)) ? 1 : word;
  return ((right - left) / Math.max(1, text.length)) * (letters + 1);
}

/** Whether a paragraph goes on where the next column or page begins. */
export function goesOn(before: Paragraph, next: Paragraph): boolean {
  if (Math.abs(before.size - next.size) > 0.08 * before.size) return false;
  const [last, first] = [before.lines.at(-1)!.text, next.lines[0]!.text];
  if (bullet.test(first)) return false;
  if (/\p{L}[-‐\u00ad]$/u.test(last)) return true;
  if (sentenceEnd.test(last)) return false;
  // Where there are no small letters, only what stands further in is new.
  return (
    /^["“„«(‘'’]?[\p{Ll}\d]/u.test(first) ||
    (/^["“「『（(]?\p{Lo}/u.test(first) && !next.indented && before.lines.length > 1)
  );
}
