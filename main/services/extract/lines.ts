/** A paragraph, a list item or a line that stands for itself, by its place in the text. */
export interface Piece {
  /** Begins and ends on something other than white space. */
  readonly start: number;
  readonly end: number;
  readonly bullet: boolean;
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
  readonly bullet: boolean;
  /** How wide it is, once that was asked; of a line wider than any program wraps, only that. */
  columns: number | null;
}

const bulletStart = /^(?:[•‣⁃▪▫◦●○■□◆◇▶►·・※]|[-*+](?=\s)|\(?\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))\s*\S/;
const separator = /[\n\u2028\u2029\f\v]/g;
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

/** Widths, in columns, of text that a program wrapped; beyond, a line is a paragraph. */
const narrowest = 45;
const widest = 132;
/** How far short of the width a line may end and still count as full: words are long. */
const slack = 0.86;

/**
 * Cuts `text` between `from` and `to` into pieces: at empty lines, at list items, and at each line unless lines were
 * wrapped at some width (each is so long that the next one's first word did not fit). With `joined` all lines between
 * two empty ones stay together, as in Markdown, except those that fit `joined.alone`.
 */
export function piecesOf(text: string, from = 0, to = text.length, joined?: { alone: RegExp }): Piece[] {
  const lines = linesOf(text, from, to);
  const width = joined ? null : wrapWidth(text, lines);
  const pieces: Piece[] = [];
  let open: { start: number; end: number; bullet: boolean; indent: number; last: Line } | null = null;
  const close = () => {
    if (open) pieces.push({ start: open.start, end: open.end, bullet: open.bullet });
    open = null;
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (line === null) {
      close();
      continue;
    }
    const alone = joined?.alone.test(text.slice(line.start, Math.min(line.end, line.start + 40))) === true;
    const before: typeof open = open;
    const goesOn =
      before !== null &&
      !line.bullet &&
      !alone &&
      (joined !== undefined ||
        (before.bullet && line.indent > before.indent) ||
        (width !== null && isFull(text, before.last, line, width) && !isIndented(line, before.last, lines[at + 1])));
    if (goesOn && before) {
      before.end = line.end;
      before.last = line;
    } else {
      close();
      open = { start: line.start, end: line.end, bullet: line.bullet, indent: line.indent, last: line };
      if (alone) close();
    }
  }
  close();
  return pieces;
}

/** The lines, without the white space around them; null for empty ones. */
function linesOf(text: string, from: number, to: number): (Line | null)[] {
  const lines: (Line | null)[] = [];
  for (let next = from; next <= to; ) {
    separator.lastIndex = next;
    const stop = separator.test(text) ? Math.min(separator.lastIndex - 1, to) : to;
    let start = next;
    let end = stop;
    while (start < end && isSpace(text.charCodeAt(start))) start++;
    while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
    if (start === end) lines.push(null);
    else lines.push({ start, end, indent: start - next, bullet: isBullet(text, start, end), columns: null });
    next = stop + 1;
  }
  return lines;
}

function isBullet(text: string, start: number, end: number): boolean {
  const code = text.charCodeAt(start);
  const isWord = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
  if (isWord && text[start + 1] !== ')') return false;
  return bulletStart.test(text.slice(start, Math.min(end, start + 40)));
}

/** White space as `trim` takes it. */
const isSpace = (code: number) =>
  code === 0x20 || (code >= 9 && code <= 13) || (code >= 0xa0 && /\s/.test(String.fromCharCode(code)));

/** The width this text was wrapped at, or null when its lines are paragraphs. */
function wrapWidth(text: string, lines: readonly (Line | null)[]): number | null {
  const pairs: [Line, Line][] = [];
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at - 1]!;
    const next = lines[at]!;
    if (line !== null && next !== null && !next.bullet) pairs.push([line, next]);
  }
  if (pairs.length < 2) return null;
  let long = 0;
  let all = 0;
  for (const line of lines) {
    if (line === null) continue;
    all++;
    if (columnsIn(text, line) > widest) long++;
  }
  if (long * 5 > all) return null;
  const widths = pairs.map(([line]) => columnsIn(text, line)).sort((a, b) => a - b);
  const width = widths[Math.floor((widths.length - 1) * 0.9)] ?? 0;
  if (width < narrowest || width > widest) return null;
  const full = pairs.filter(([line, next]) => isFull(text, line, next, width)).length;
  return full >= pairs.length * 0.55 ? width : null;
}

/** Whether a line's indent opens a paragraph: the line above or the one below stands further out. */
function isIndented(line: Line, before: Line, after: Line | null | undefined): boolean {
  return line.indent >= before.indent + 2 || (after != null && line.indent >= after.indent + 2);
}

/** Whether a line is so long that the next one's first word did not fit. */
function isFull(text: string, line: Line, next: Line, width: number): boolean {
  return columnsIn(text, line) + 1 + firstWord(text, next) > width * slack;
}

function columnsIn(text: string, line: Line): number {
  const { start, end } = line;
  // No character takes less than one column.
  line.columns ??= end - start > widest ? widest + 1 : columnsOf(text.slice(start, end), widest + 1);
  return line.columns;
}

/** Columns of the first word: what did not fit on the line before. */
function firstWord(text: string, { start, end }: Line): number {
  const word = /^\S+/.exec(text.slice(start, Math.min(end, start + 80)))?.[0] ?? '';
  return wide.test(word) ? 2 : word.length;
}

/** The width of a line as a terminal shows it, East Asian characters counting two; `limit` ends the counting. */
export function columnsOf(line: string, limit = Number.POSITIVE_INFINITY): number {
  if (line.length >= limit) return limit;
  let columns = 0;
  for (let at = 0; at < line.length && columns < limit; at++)
    columns += line.charCodeAt(at) >= 0x1100 && wide.test(line[at] ?? '') ? 2 : 1;
  return columns;
}

/** A line's words in small letters, a blank between two: what makes two lines the same but for case and signs. */
export const plainWords = (line: string) =>
  line
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
