import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Range } from '#shared/model/range.ts';
import { after, before, offsetNear } from './hit-test.ts';
import type { Lines } from './lines.ts';
import type { Picture } from './picture.ts';

interface Props {
  picture: Picture;
  lines: Lines;
  scroller: HTMLElement;
  span: Range & { readonly id: string };
  onPreview(range: Range | null): void;
  onMove(boundary: { id: string; start: number; end: number }): void;
}

interface Edge {
  left: number;
  top: number;
  height: number;
}

type Side = 'start' | 'end';

/** Two handles at the edges of the selected span. Keys do the same through the app's commands, so these are for pointers only. */
export function BoundaryHandles({ picture, lines, scroller, span, onPreview, onMove }: Props) {
  const [dragged, setDragged] = useState<Range | null>(null);
  const [edges, setEdges] = useState<Record<Side, Edge> | null>(null);
  const stopDrag = useRef<(() => void) | null>(null);
  const start = dragged?.start ?? span.start;
  const end = dragged?.end ?? span.end;

  useLayoutEffect(() => {
    const place = () => setEdges(edgesOf(picture, scroller, { start, end }));
    place();
    return lines.onLayout(place);
  }, [picture, lines, scroller, start, end]);

  useEffect(() => () => stopDrag.current?.(), []);

  const drag = (side: Side, event: React.PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const stop = new AbortController();
    const { signal } = stop;
    const page = scroller.firstElementChild!;
    page.classList.add('rp-dragging');
    let range: Range = span;
    let pointer = { x: event.clientX, y: event.clientY };
    // The handle is held beside the line it moves along: the finger's distance from the text is kept.
    const grip = event.currentTarget.getBoundingClientRect();
    const lift = event.clientY - (grip.top + grip.height / 2);

    const follow = () => {
      const offset = offsetNear(picture, pointer.x, pointer.y - lift);
      if (offset === null) return;
      const next =
        side === 'start'
          ? { start: Math.min(snapped(picture.text, offset), before(picture.text, span.end)), end: span.end }
          : { start: span.start, end: Math.max(snapped(picture.text, offset), after(picture.text, span.start)) };
      const inside = picture.within(next);
      if (!inside || (inside.start === range.start && inside.end === range.end)) return;
      range = inside;
      setDragged(range);
      onPreview(range);
    };
    const finish = (drop: boolean) => {
      stop.abort();
      stopDrag.current = null;
      page.classList.remove('rp-dragging');
      setDragged(null);
      onPreview(null);
      if (drop && (range.start !== span.start || range.end !== span.end)) onMove({ id: span.id, ...range });
    };
    stopDrag.current = () => finish(false);

    const listen = { signal, capture: true } as const;
    window.addEventListener(
      'pointermove',
      (move) => {
        pointer = { x: move.clientX, y: move.clientY };
        follow();
      },
      listen,
    );
    window.addEventListener('pointerup', () => finish(true), listen);
    window.addEventListener('pointercancel', () => finish(false), listen);
    window.addEventListener(
      'keydown',
      (key) => {
        if (key.key !== 'Escape') return;
        key.preventDefault();
        key.stopPropagation();
        finish(false);
      },
      listen,
    );
    scroller.addEventListener('scroll', follow, { signal });
    // Near the upper or lower edge the text scrolls on, faster the further out the pointer is.
    const scroll = () => {
      if (signal.aborted) return;
      const view = scroller.getBoundingClientRect();
      const zone = 36;
      const out = Math.min(0, pointer.y - view.top - zone) + Math.max(0, pointer.y - view.bottom + zone);
      if (out !== 0) scroller.scrollTop += out / 3;
      requestAnimationFrame(scroll);
    };
    requestAnimationFrame(scroll);
  };

  if (!edges) return null;
  return (['start', 'end'] as const).map((side) => (
    <div
      aria-hidden="true"
      className="rp-handle"
      data-edge={side}
      key={side}
      onPointerDown={(event) => drag(side, event)}
      style={edges[side]}
    />
  ));
}

/** A place between two graphemes: where the offset is, or after the grapheme it would cut. */
function snapped(text: string, offset: number): number {
  return offset === 0 || offset >= text.length
    ? offset
    : after(text, before(text, offset)) === offset
      ? offset
      : after(text, offset);
}

function edgesOf(picture: Picture, scroller: HTMLElement, range: Range): Record<Side, Edge> | null {
  const page = scroller.firstElementChild!.getBoundingClientRect();
  const edge = (character: Range, side: Side): Edge | null => {
    const boxes = picture.liveRange(character)?.getClientRects();
    const box = boxes && (side === 'start' ? boxes[0] : boxes[boxes.length - 1]);
    if (!box || box.height === 0) return null;
    const rightToLeft = getComputedStyle(picture.element(picture.blockAt(character.start))).direction === 'rtl';
    const x = (side === 'start') === rightToLeft ? box.right : box.left;
    return { left: x - page.left, top: box.top - page.top, height: box.height };
  };
  const start = edge({ start: range.start, end: after(picture.text, range.start) }, 'start');
  const end = edge({ start: before(picture.text, range.end), end: range.end }, 'end');
  return start && end && { start, end };
}
