/** What an exported offset counts: Unicode code points (Python), UTF-16 code units (JavaScript) or UTF-8 bytes. */
export const offsetUnits = ['codepoint', 'utf16', 'byte'] as const;
export type OffsetUnit = (typeof offsetUnits)[number];

/** Translates offsets of one text between UTF-16 code units and another unit. */
export interface OffsetMap {
  /** From UTF-16 code units to the unit; RangeError outside `0..text.length` or inside a surrogate pair. */
  fromUtf16(offset: number): number;
  /** From the unit to UTF-16 code units; RangeError outside `0..length` or inside a character. */
  toUtf16(offset: number): number;
  /** Length of the text in the unit. */
  length: number;
}

/**
 * The offset map of a text. Building it is linear; a translation takes O(log n), and less where the
 * unit counts every character of the text as UTF-16 does. A lone surrogate counts as one code
 * point and as the three bytes of the U+FFFD that UTF-8 writes in its place.
 */
export function createOffsetMap(text: string, unit: OffsetUnit): OffsetMap {
  if (unit === 'utf16' || !differs[unit].test(text)) return sameOffsets(text, unit);
  const widthAt = unit === 'codepoint' ? codePointsAt : bytesAt;
  const marks = new Float64Array(Math.floor(text.length / stride) + 1);
  let total = 0;
  for (let i = 0; i < text.length; i++) {
    if (i % stride === 0) marks[i / stride] = total;
    total += widthAt(text, i);
  }
  if (text.length % stride === 0) marks[text.length / stride] = total;

  return {
    length: total,
    fromUtf16(offset) {
      if (!Number.isInteger(offset) || offset < 0 || offset > text.length) throw outside(offset, text.length, 'utf16');
      if (splitsPair(text, offset)) throw inside(offset, 'utf16');
      let i = Math.floor(offset / stride) * stride;
      let count = marks[i / stride]!;
      for (; i < offset; i++) count += widthAt(text, i);
      return count;
    },
    toUtf16(offset) {
      if (!Number.isInteger(offset) || offset < 0 || offset > total) throw outside(offset, total, unit);
      let low = 0;
      let high = marks.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (marks[middle]! <= offset) low = middle;
        else high = middle - 1;
      }
      let i = low * stride;
      let count = marks[low]!;
      while (count < offset) count += widthAt(text, i++);
      if (i > 0 && splitsPair(text, i)) i--;
      if (count !== offset || splitsPair(text, i)) throw inside(offset, unit);
      return i;
    },
  };
}

/** What a text must have for its offsets in the unit to be others than in UTF-16 code units. */
const differs = { codepoint: /[\ud800-\udfff]/, byte: /[^\0-\x7f]/ };

function sameOffsets(text: string, unit: OffsetUnit): OffsetMap {
  const checked = (offset: number, as: OffsetUnit) => {
    if (!Number.isInteger(offset) || offset < 0 || offset > text.length) throw outside(offset, text.length, as);
    if (splitsPair(text, offset)) throw inside(offset, as);
    return offset;
  };
  return {
    length: text.length,
    fromUtf16: (offset) => checked(offset, 'utf16'),
    toUtf16: (offset) => checked(offset, unit),
  };
}

/** Whether an offset lies between the two halves of a surrogate pair. */
export function splitsPair(text: string, offset: number): boolean {
  return offset > 0 && isLow(text.charCodeAt(offset)) && isHigh(text.charCodeAt(offset - 1));
}

const stride = 64;

// A pair is counted at its second half, so that the count before an offset inside a pair is the count before the pair.

function codePointsAt(text: string, i: number): number {
  return isHigh(text.charCodeAt(i)) && isLow(text.charCodeAt(i + 1)) ? 0 : 1;
}

function bytesAt(text: string, i: number): number {
  const code = text.charCodeAt(i);
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  if (isHigh(code) && isLow(text.charCodeAt(i + 1))) return 0;
  return isLow(code) && isHigh(text.charCodeAt(i - 1)) ? 4 : 3;
}

const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff;

const outside = (offset: number, length: number, unit: OffsetUnit) =>
  new RangeError(`offset ${offset} (${unit}) is not a whole number from 0 to ${length}`);
const inside = (offset: number, unit: OffsetUnit) => new RangeError(`offset ${offset} (${unit}) is inside a character`);
