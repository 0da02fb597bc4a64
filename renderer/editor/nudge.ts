import type { Range } from '#shared/model/range.ts';

const words = new Intl.Segmenter('und', { granularity: 'word' });
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const blank = /^[\s\u200b\u2060]+$/;

/**
 * The range with one edge a word (or punctuation mark) further, never inside a grapheme; undefined where the text ends
 * or nothing would be left. From a range on word edges, the opposite nudge leads back.
 */
export function nudged({ text }: { text: string }, range: Range, edge: 'start' | 'end', by: 1 | -1): Range | undefined {
  const isEdge = (place: number) => {
    const side = segmentAt(words, text, edge === 'start' ? place : place - 1);
    if (side === undefined || blank.test(text.slice(side.start, side.end))) return false;
    return place === text.length || segmentAt(graphemes, text, place)?.start === place;
  };
  let place = range[edge];
  do {
    const passed = segmentAt(words, text, by > 0 ? place : place - 1);
    if (passed === undefined) return undefined;
    place = by > 0 ? passed.end : passed.start;
  } while (!isEdge(place));
  const moved = edge === 'start' ? { start: place, end: range.end } : { start: range.start, end: place };
  return moved.end > moved.start ? moved : undefined;
}

/** Of the line only: each segment costs a copy of all that is segmented, and less than a line segments differently. */
function segmentAt(segmenter: Intl.Segmenter, text: string, at: number): Range | undefined {
  if (at < 0 || at >= text.length) return undefined;
  const from = at > 0 ? text.lastIndexOf('\n', at - 1) + 1 : 0;
  const newline = text.indexOf('\n', at);
  const line = text.slice(from, newline < 0 ? text.length : newline + 1);
  const { index, segment } = segmenter.segment(line).containing(at - from)!;
  return { start: from + index, end: from + index + segment.length };
}
