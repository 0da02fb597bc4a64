import type { Picture } from './picture.ts';

/** The code unit of the text under a point of the window; null beside the text: right of a line's end, in a margin, between blocks. */
export function offsetUnder(picture: Picture, x: number, y: number): number | null {
  const place = caretAt(x, y);
  const block = place && picture.root.contains(place.node) ? picture.blockOf(place.node) : -1;
  if (!place || block < 0) return null;
  const node = picture.textNode(block);
  if (place.node !== node) return null;
  const range = document.createRange();
  const leading = leadingOf(node);
  // The caret is at the nearer edge of a character, so the character is on one side or the other.
  for (const [start, end] of [
    [place.offset, after(node.data, place.offset)],
    [before(node.data, place.offset), place.offset],
  ] as const) {
    if (start >= end) continue;
    range.setStart(node, start);
    range.setEnd(node, end);
    for (const box of range.getClientRects()) {
      if (x >= box.left && x < box.right && y >= box.top - leading(box) && y < box.bottom + leading(box)) {
        return picture.blocks[block]!.start + start;
      }
    }
  }
  return null;
}

/** The caret offset nearest to a point of the window, wherever it is beside the text; null when no text is near. */
export function offsetNear(picture: Picture, x: number, y: number): number | null {
  const place = caretAt(x, y);
  return place && picture.root.contains(place.node) ? picture.offsetAt(place.node, place.offset) : null;
}

interface OlderDocument {
  caretRangeFromPoint?(x: number, y: number): globalThis.Range | null;
}

function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  if (document.caretPositionFromPoint) {
    const place = document.caretPositionFromPoint(x, y);
    return place && { node: place.offsetNode, offset: place.offset };
  }
  const range = (document as OlderDocument).caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

/** Half of the white between two lines: it belongs to the line it is next to. */
function leadingOf(node: Text): (box: DOMRect) => number {
  const line = node.parentElement ? Number.parseFloat(getComputedStyle(node.parentElement).lineHeight) : Number.NaN;
  return (box) => (line > box.height ? (line - box.height) / 2 : 0);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const reach = 64;

/** The end of the grapheme that starts at or covers the offset. */
export function after(text: string, offset: number): number {
  const from = Math.max(0, offset - reach);
  const segment = segmenter.segment(text.slice(from, offset + reach)).containing(offset - from);
  return segment ? from + segment.index + segment.segment.length : offset;
}

/** The start of the grapheme that ends at or covers the offset. */
export function before(text: string, offset: number): number {
  const from = Math.max(0, offset - reach);
  const segment =
    offset > 0 ? segmenter.segment(text.slice(from, offset + reach)).containing(offset - 1 - from) : undefined;
  return segment ? from + segment.index : offset;
}
