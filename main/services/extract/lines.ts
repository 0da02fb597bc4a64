/** A paragraph, a list item or a line that stands for itself, by its place in the text. */
export interface Piece {
  /** Begins and ends on something other than white space. */
  readonly start: number;
  readonly end: number;
  readonly bullet: boolean;
}

interface Line {
  start: number;
  end: number;
  indent: number;
  bullet: boolean;
  columns: number;
  /** Columns of the first word: what did not fit on the line before. */
  firstWord: number;
}

const bulletStart = /^(?:[•‣⁃▪▫◦●○■□◆◇▶►·・※]|[-*+](?=\s)|\(?\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))\s*\S/;
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
  const groups = groupsOf(linesOf(text, from, to));
  const width = joined ? null : wrapWidth(groups);
  const pieces: Piece[] = [];
  for (const lines of groups) {
    let open: { start: number; end: number; bullet: boolean; indent: number; last: Line } | null = null;
    const close = () => {
      if (open) pieces.push({ start: open.start, end: open.end, bullet: open.bullet });
      open = null;
    };
    for (const [index, line] of lines.entries()) {
      const alone = joined?.alone.test(text.slice(line.start, Math.min(line.end, line.start + 40))) === true;
      const before: typeof open = open;
      const goesOn =
        before !== null &&
        !line.bullet &&
        !alone &&
        (joined !== undefined ||
          (before.bullet && line.indent > before.indent) ||
          (width !== null && isFull(before.last, line, width) && !isIndented(line, before.last, lines[index + 1])));
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
  }
  return pieces;
}

function linesOf(text: string, from: number, to: number): (Line | null)[] {
  const lines: (Line | null)[] = [];
  const separator = /[\n\u2028\u2029\f\v]/g;
  separator.lastIndex = from;
  let start = from;
  while (start <= to) {
    const found = separator.exec(text);
    const stop = found && found.index < to ? found.index : to;
    const raw = text.slice(start, stop);
    const content = raw.trim();
    if (content === '') lines.push(null);
    else {
      const indent = raw.length - raw.trimStart().length;
      const firstWord = /^\S+/.exec(content.slice(0, 80))?.[0] ?? '';
      lines.push({
        start: start + indent,
        end: start + indent + content.length,
        indent,
        bullet: bulletStart.test(content.slice(0, 40)),
        columns: columnsOf(content, widest + 1),
        firstWord: wide.test(firstWord) ? 2 : firstWord.length,
      });
    }
    if (!found || found.index >= to) break;
    start = stop + 1;
  }
  return lines;
}

function groupsOf(lines: readonly (Line | null)[]): Line[][] {
  const groups: Line[][] = [];
  let group: Line[] = [];
  for (const line of lines) {
    if (line) group.push(line);
    else if (group.length > 0) {
      groups.push(group);
      group = [];
    }
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

/** The width this text was wrapped at, or null when its lines are paragraphs. */
function wrapWidth(groups: readonly Line[][]): number | null {
  const pairs: [Line, Line][] = [];
  let long = 0;
  let all = 0;
  for (const lines of groups)
    lines.forEach((line, index) => {
      all++;
      if (line.columns > widest) long++;
      const next = lines[index + 1];
      if (next && !next.bullet) pairs.push([line, next]);
    });
  if (pairs.length < 2 || long * 5 > all) return null;
  const widths = pairs.map(([line]) => line.columns).sort((a, b) => a - b);
  const width = widths[Math.floor((widths.length - 1) * 0.9)] ?? 0;
  if (width < narrowest || width > widest) return null;
  const full = pairs.filter(([line, next]) => isFull(line, next, width)).length;
  return full >= pairs.length * 0.55 ? width : null;
}

/** Whether a line's indent opens a paragraph: the line above or the one below stands further out. */
function isIndented(line: Line, before: Line, after: Line | undefined): boolean {
  return line.indent >= before.indent + 2 || (after !== undefined && line.indent >= after.indent + 2);
}

function isFull(line: Line, next: Line, width: number): boolean {
  return line.columns + 1 + next.firstWord > width * slack;
}

/** The width of a line as a terminal shows it, East Asian characters counting two; `limit` ends the counting. */
export function columnsOf(line: string, limit = Number.POSITIVE_INFINITY): number {
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
