import type { Run } from './page-runs.ts';

/** What stands on one line without a gap that could part columns. Points from the upper left corner of the page. */
export interface Segment {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly base: number;
  /** Of most of its letters. */
  readonly size: number;
  /** The font of all its letters; null when they have several. */
  readonly font: string | null;
  readonly rightToLeft: boolean;
}

/** A gap of this many ems, and columns may be parted by it. */
const gap = 0.9;
/** A gap of this many ems, and a blank is between. */
const blank = 0.16;

/** Runs put together into stretches of lines; what is written small and high beside a word (a footnote's number) stays with it. */
export function segmentsOf(runs: readonly Run[]): Segment[] {
  const lines: Run[][] = [];
  const recent: { base: number; line: Run[] }[] = [];
  for (const run of [...runs].sort((a, b) => a.base - b.base)) {
    while (recent.length > 0 && run.base - recent[0]!.base > 2 * run.size + 20) recent.shift();
    const line = recent.find(
      ({ line: [first], base }) => run.base - base <= 0.3 * Math.min(first!.size, run.size),
    )?.line;
    if (line) line.push(run);
    else {
      const begun = [run];
      lines.push(begun);
      recent.push({ base: run.base, line: begun });
    }
  }
  return lines.flatMap(cutAtGaps);
}

function cutAtGaps(line: Run[]): Segment[] {
  line.sort((a, b) => a.left - b.left);
  const segments: Segment[] = [];
  let open: Run[] = [];
  let right = Number.NEGATIVE_INFINITY;
  for (const run of line) {
    const before = open.at(-1);
    // Bold print is sometimes drawn twice, a hair's breadth apart.
    if (before && before.text === run.text && Math.abs(run.left - before.left) < 0.1 * run.size) continue;
    if (before && run.left - right > gap * Math.min(run.size, before.size)) {
      segments.push(segmentOf(open));
      open = [];
    }
    open.push(run);
    right = open.length === 1 ? run.right : Math.max(right, run.right);
  }
  if (open.length > 0) segments.push(segmentOf(open));
  return segments;
}

function segmentOf(runs: readonly Run[]): Segment {
  const longest = runs.reduce((a, b) => (b.text.length > a.text.length ? b : a));
  const letters = runs.reduce((sum, { text }) => sum + text.length, 0);
  const rtl = runs.filter(({ rightToLeft }) => rightToLeft).reduce((sum, { text }) => sum + text.length, 0);
  const rightToLeft = rtl * 2 > letters;
  return {
    text: joined(rightToLeft ? logical(runs) : runs),
    left: Math.min(...runs.map(({ left }) => left)),
    right: Math.max(...runs.map(({ right }) => right)),
    top: Math.min(...runs.map(({ base, size }) => base - 0.8 * size)),
    bottom: Math.max(...runs.map(({ base, size }) => base + 0.2 * size)),
    base: longest.base,
    size: longest.size,
    font: runs.every(({ font }) => font === longest.font) ? longest.font : null,
    rightToLeft,
  };
}

/** Runs of a line that is written from right to left, as they are read; words of the other direction keep their order. */
function logical(runs: readonly Run[]): Run[] {
  const order: Run[] = [];
  let others: Run[] = [];
  for (const run of [...runs].reverse()) {
    if (run.rightToLeft) {
      order.push(...others.reverse(), run);
      others = [];
    } else others.push(run);
  }
  return [...order, ...others.reverse()];
}

const eastAsian = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;

function joined(runs: readonly Run[]): string {
  let text = '';
  let before: Run | null = null;
  for (const run of runs) {
    if (before !== null) {
      const space = Math.max(run.left - before.right, before.left - run.right);
      const needs = space > blank * Math.min(run.size, before.size);
      const both = eastAsian.test(text.at(-1) ?? '') && eastAsian.test(run.text[0] ?? '');
      if (needs && !both && !/\s$/.test(text) && !/^\s/.test(run.text)) text += ' ';
    }
    text += run.text;
    before = run;
  }
  return text.replace(/ {2,}/g, ' ').trim();
}
