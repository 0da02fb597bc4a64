import type { Segment } from './segments.ts';

/** Segments of one column, or of a heading across columns. */
export type Area = readonly Segment[];

/** Deeper columns in columns than any page has. */
const deepest = 24;

/**
 * The areas of a page in the order in which they are read: an XY-cut (Nagy and Seth 1984) that looks for the gutter with
 * most text on both sides and lets a few lines cross it. Lines that cross (headlines, boxes) part the columns into those
 * above and those below; where sentences run on from column to column past a box, the columns are read through and
 * the box after them. Right-to-left pages begin with the right column.
 */
export function readingOrder(segments: readonly Segment[], rightToLeft: boolean): Area[] {
  return order([...segments], rightToLeft, 0);
}

function order(segments: Segment[], rightToLeft: boolean, depth: number): Area[] {
  if (segments.length === 0) return [];
  const gutter = depth < deepest ? findGutter(segments) : null;
  if (gutter === null) return [segments];
  const sides = (part: readonly Segment[]): [Segment[], Segment[]] => {
    const left = part.filter(({ left, right }) => (left + right) / 2 < gutter);
    const right = part.filter(({ left, right }) => (left + right) / 2 >= gutter);
    return rightToLeft ? [right, left] : [left, right];
  };
  const columns = (part: readonly Segment[]): Area[][] =>
    sides(part).map((side) => order(side, rightToLeft, depth + 1));
  const bands = bandsOf(segments, gutter);
  if (bands.length === 1) return columns(segments).flat();

  const inOrder = bands.flatMap(({ across, segments: part }) =>
    across ? order(part, rightToLeft, depth + 1) : columns(part).flat(),
  );
  const first = bands.findIndex(({ across }) => !across);
  const last = bands.findLastIndex(({ across }) => !across);
  if (first === last) return inOrder;
  const outer = (part: typeof bands) => part.flatMap(({ segments }) => order(segments, rightToLeft, depth + 1));
  const between = bands.slice(first, last + 1);
  const stretches = between.flatMap(({ across, segments }) => (across ? [] : [columns(segments)]));
  const byBand = stretches.flat();
  const byColumn = [...stretches.map(([side]) => side!), ...stretches.map(([, side]) => side!)];
  // A headline stands below what has ended; past a box that stands in the middle of sentences, they go on below it.
  const ended = stretches.slice(0, -1).every(([, side]) => isEnded(lastOf(side!)));
  if (flow(byColumn) < flow(byBand) + (ended ? surer : 0)) return inOrder;
  return [
    ...outer(bands.slice(0, first)),
    ...columns(between.flatMap(({ across, segments }) => (across ? [] : segments))).flat(),
    ...outer(between.filter(({ across }) => across)),
    ...outer(bands.slice(last + 1)),
  ];
}

/** By so much sentences must run on better down the columns than along the bands, where those above have ended. */
const surer = 2;

interface Band {
  readonly across: boolean;
  readonly segments: Segment[];
}

/** From top to bottom: lines that cross the gutter, and what stands beside it between them. */
function bandsOf(segments: readonly Segment[], gutter: number): Band[] {
  const sorted = [...segments].sort((a, b) => a.base - b.base);
  const crossing = sorted.map(({ left, right }) => left < gutter && right > gutter);
  // Down from the lines that cross, and up again: the short lines of a heading or a box belong to its long ones.
  for (let at = 1; at < sorted.length; at++) if (crossing[at - 1] && belongs(sorted, at, at - 1)) crossing[at] = true;
  for (let at = sorted.length - 2; at >= 0; at--)
    if (crossing[at + 1] && belongs(sorted, at, at + 1)) crossing[at] = true;
  const bands: Band[] = [];
  for (const [at, segment] of sorted.entries()) {
    const across = crossing[at]!;
    const open = bands.at(-1);
    if (open && open.across === across) open.segments.push(segment);
    else bands.push({ across, segments: [segment] });
  }
  return bands;
}

/** Whether a line is one of the same heading or paragraph as the one above or below it, with nothing beside it. */
function belongs(sorted: readonly Segment[], at: number, beside: number): boolean {
  const [segment, other] = [sorted[at]!, sorted[beside]!];
  if (Math.abs(segment.size - other.size) > 0.08 * other.size) return false;
  if (Math.abs(segment.base - other.base) > 1.5 * other.size) return false;
  for (const step of [-1, 1])
    for (let near = at + step; near >= 0 && near < sorted.length; near += step) {
      const line = sorted[near]!;
      if (Math.abs(line.base - segment.base) > 3 * segment.size) break;
      if (
        line !== other &&
        line.top < segment.bottom &&
        line.bottom > segment.top &&
        Math.abs(line.base - other.base) > 1
      )
        return false;
    }
  return true;
}

/** Ems that a column is wide at least, lines that it is long, and ems of the gutter. */
const narrowest = 4;
const shortest = 2.5;
const thinnest = 0.5;

/** The middle of the best gutter, or null when there is none. */
function findGutter(segments: readonly Segment[]): number | null {
  if (segments.length < 5) return null;
  const left = Math.floor(Math.min(...segments.map((one) => one.left)));
  const width = Math.ceil(Math.max(...segments.map((one) => one.right))) - left;
  if (width < 20 || width > 20_000) return null;
  const size = median(segments.map((one) => one.size));
  // Heights of what covers, ends before and begins after each point of the width.
  const covers = new Float64Array(width + 2);
  const ends = new Float64Array(width + 2);
  const begins = new Float64Array(width + 2);
  for (const one of segments) {
    const from = Math.max(0, Math.floor(one.left) - left);
    const to = Math.min(width, Math.ceil(one.right) - left);
    covers[from]! += one.size;
    covers[to]! -= one.size;
    ends[to]! += one.size;
    begins[from]! += one.size;
  }
  for (let at = 1; at <= width; at++) {
    covers[at]! += covers[at - 1]!;
    ends[at]! += ends[at - 1]!;
  }
  for (let at = width; at >= 0; at--) begins[at]! += begins[at + 1]!;

  const found: { middle: number; worth: number }[] = [];
  for (let at = 1; at < width; ) {
    let end = at;
    while (end < width && Math.abs(covers[end]! - covers[at]!) < 0.01) end++;
    const sides = Math.min(ends[at]!, begins[end - 1]!);
    const worth = sides - 2 * covers[at]!;
    if (worth > 0 && sides >= shortest * size && end - at >= thinnest * size)
      found.push({ middle: left + (at + end) / 2, worth: worth + Math.min(end - at, 3 * size) * 0.01 });
    at = end;
  }
  found.sort((a, b) => b.worth - a.worth);
  return found.slice(0, 20).find(({ middle }) => partsColumns(segments, middle, size))?.middle ?? null;
}

/** Whether what is on both sides are columns: each wide enough to be read, and side by side. */
function partsColumns(segments: readonly Segment[], gutter: number, size: number): boolean {
  const left = segments.filter((one) => one.right <= gutter + 1);
  const right = segments.filter((one) => one.left >= gutter - 1);
  if (left.length < 2 || right.length < 2) return false;
  for (const side of [left, right]) {
    const widths = side.map((one) => one.right - one.left);
    if (median(widths) < narrowest * size) return false;
  }
  const top = Math.max(Math.min(...left.map((one) => one.top)), Math.min(...right.map((one) => one.top)));
  const bottom = Math.min(Math.max(...left.map((one) => one.bottom)), Math.max(...right.map((one) => one.bottom)));
  return bottom - top >= shortest * size;
}

const lastOf = (areas: readonly Area[]): Segment | null =>
  areas.at(-1)?.reduce((a, b) => (b.base > a.base ? b : a)) ?? null;

const isEnded = (last: Segment | null) => last === null || /[.!?。！？…:：]["”’»)\]」』]*$/.test(last.text);

/** How well sentences run on from the end of one stretch of a column to the beginning of the next. */
function flow(stretches: readonly Area[][]): number {
  let sum = 0;
  let last: Segment | null = null;
  for (const areas of stretches) {
    if (areas.length === 0) continue;
    const first = areas[0]!.reduce((a, b) => (b.base < a.base ? b : a));
    if (last !== null && Math.abs(last.size - first.size) <= 0.15 * last.size) {
      const open = !isEnded(last);
      const small = /^["“„«(]?\p{Ll}/u.test(first.text);
      if (open && small) sum += /\p{L}[-\u00ad\u2010]$/u.test(last.text) ? 3 : 2;
      else if (open !== small) sum -= small ? 2 : 1;
      else sum += 1;
    }
    last = lastOf(areas);
  }
  return sum;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
