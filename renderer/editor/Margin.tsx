import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import './margin.css';
import { placeTops } from './place-cards.ts';
import { type TextViewHandle, useTextView } from './TextView.tsx';

/** A card of the margin: it stands at the line of `anchor`, a UTF-16 offset into the text. */
export interface MarginItem {
  readonly id: string;
  readonly anchor: number;
  /** A guess at its height in CSS pixels, until it is measured. */
  readonly height?: number;
}

export interface MarginProps {
  items: readonly MarginItem[];
  /** What stands in the card. `compact`: so many cards stand here that a full one would be far from its line; one line of text will do. */
  renderCard(id: string, how: { compact: boolean }): ReactNode;
  selectedId: string | null;
  /** White between two cards, in CSS pixels. */
  gap?: number;
  /** What assistive technology calls the list. */
  label?: string;
  /** The text the cards stand beside, when the margin is not in a text view's `aside`. */
  view?: TextViewHandle | null;
  className?: string;
}

const guessed = { full: 76, compact: 34 };
/** A card pushed further than this from its line is better small and nearer. */
const far = 320;
/** Up to here every line is measured at once; beyond, only those near the screen. */
const measuredAtOnce = 300;

interface Placed {
  id: string;
  index: number;
  top: number;
  compact: boolean;
}

/** Heights of cards that were once drawn, by id. */
interface Measured {
  full: Map<string, number>;
  compact: Map<string, number>;
}

interface Arrangement {
  cards: Placed[];
  bottom: number;
  moving: boolean;
}

/** What a placement is made of, by index of the sorted items. */
interface Ground {
  sorted: readonly MarginItem[];
  gap: number;
  selected: number;
  indexOf: ReadonlyMap<string, number>;
  anchors: Float64Array;
  /** 1 where full cards would stand far from their lines. */
  crowded: Uint8Array;
  heights: Float64Array;
  /** The top of the list in the scrolled content: the lines are relative to it. NaN when lines must be looked up again. */
  from: number;
  lines: Float64Array;
  /** 1 where the line was measured, as far as it is laid out. */
  exact: Uint8Array;
  /** Where the cards stand; null when they must be placed again. */
  tops: Float64Array | null;
}

/**
 * Cards beside a text, at their lines and without overlap: an ordered list in the order of the text. Of many, only those
 * near the screen, the selected and the focused one are in the document.
 */
export function Margin(props: MarginProps) {
  const { items, selectedId, renderCard, gap = 8, label = 'Spans', className = '' } = props;
  const around = useTextView();
  const view = props.view ?? around;
  const list = useRef<HTMLOListElement>(null);
  const cards = useRef(new Map<string, HTMLLIElement>());
  const heights = useRef<Measured>({ full: new Map(), compact: new Map() });
  const [placed, setPlaced] = useState<Arrangement>({ cards: [], bottom: 0, moving: false });

  const sorted = useMemo(() => inOrder(items), [items]);
  const indexOf = useMemo(() => {
    const index = new Map<string, number>();
    for (let i = 0; i < sorted.length; i++) index.set(sorted[i]!.id, i);
    return index;
  }, [sorted]);
  const state = useRef({ sorted, indexOf, selectedId, gap });
  const ground = useRef<Ground | null>(null);

  const arrange = useCallback(
    (moving: boolean) => {
      if (!view || !list.current) return;
      const { sorted, indexOf, selectedId, gap } = state.current;
      const { scroller } = view;
      const from =
        list.current.getBoundingClientRect().top -
        scroller.getBoundingClientRect().top -
        scroller.clientTop +
        scroller.scrollTop;
      let on = ground.current;
      if (on?.sorted !== sorted || on.gap !== gap) {
        on = groundOf(view, sorted, indexOf, gap, from, heights.current);
        ground.current = on;
      }
      const { lines, exact } = on;
      const selected = (selectedId === null ? undefined : indexOf.get(selectedId)) ?? -1;
      if (on.selected !== selected) {
        const before = on.selected;
        on.selected = selected;
        for (const i of [before, selected]) if (i >= 0) on.heights[i] = heightOf(on, i, heights.current);
        on.tops = null;
      }
      if (on.from !== from) {
        const guesses = view.lineTops(on.anchors);
        for (let i = 0; i < guesses.length; i++) lines[i] = guesses[i]! - from;
        exact.fill(0);
        if (sorted.length <= measuredAtOnce) for (let i = 0; i < sorted.length; i++) measureLine(view, on, i, from);
        on.from = from;
        on.tops = null;
      }

      const screen = scroller.clientHeight || 800;
      const upper = scroller.scrollTop - from - screen / 2;
      const lower = upper + 2 * screen;
      const focusedId = document.activeElement?.closest<HTMLElement>('.rp-card')?.dataset.id;
      const focused = (focusedId === undefined ? undefined : indexOf.get(focusedId)) ?? -1;
      let near: number[] = [];
      let tops = on.tops;
      // Lines that turn out to be near are measured, which may bring others near: twice settles all but the oddest texts.
      for (let round = 0; round < 3; round++) {
        tops ??= placeTops(lines, on.heights, selected, gap);
        near = nearIn(tops, on.heights, upper, lower);
        for (const kept of new Set([selected, focused])) {
          if (kept >= 0 && (near.length === 0 || kept < near[0]! || kept > near.at(-1)!)) near.push(kept);
        }
        near.sort((a, b) => a - b);
        let moved = false;
        for (const i of near) moved = measureLine(view, on, i, from) || moved;
        if (!moved) break;
        tops = null;
      }
      tops ??= placeTops(lines, on.heights, selected, gap);
      on.tops = tops;
      const last = sorted.length - 1;
      const placedTops = tops;
      const next: Arrangement = {
        cards: near.map((i) => ({ id: sorted[i]!.id, index: i, top: placedTops[i]!, compact: isCompact(on, i) })),
        bottom: last < 0 ? 0 : tops[last]! + on.heights[last]!,
        moving,
      };
      setPlaced((before) => (same(before, next) ? before : next));
    },
    [view],
  );

  useLayoutEffect(() => {
    state.current = { sorted, indexOf, selectedId, gap };
    arrange(true);
  }, [sorted, indexOf, selectedId, gap, arrange]);

  // What was just drawn is measured before it is seen.
  const measure = useCallback((): boolean => {
    let changed = false;
    for (const [id, card] of cards.current) {
      const known = heights.current[card.dataset.compact === undefined ? 'full' : 'compact'];
      const height = card.offsetHeight;
      if (height === 0 || known.get(id) === height) continue;
      known.set(id, height);
      changed = true;
      const on = ground.current;
      const i = on?.indexOf.get(id);
      if (on && i !== undefined) {
        on.heights[i] = heightOf(on, i, heights.current);
        on.tops = null;
      }
    }
    return changed;
  }, []);

  useLayoutEffect(() => {
    if (placed.cards.length > 0 && measure()) arrange(true);
  }, [placed, measure, arrange]);

  const sizes = useRef<ResizeObserver | null>(null);
  const register = useCallback((id: string, card: HTMLLIElement) => {
    cards.current.set(id, card);
    sizes.current?.observe(card);
    return () => {
      cards.current.delete(id);
      sizes.current?.unobserve(card);
    };
  }, []);
  useLayoutEffect(() => {
    if (!view) return;
    ground.current = null;
    arrange(false);
    const observer = new ResizeObserver(() => {
      if (measure()) flushSync(() => arrange(true));
    });
    sizes.current = observer;
    for (const card of cards.current.values()) observer.observe(card);
    const stopFollowing = view.onLayout(() => {
      if (ground.current) ground.current.from = Number.NaN;
      flushSync(() => arrange(false));
    });
    return () => {
      stopFollowing();
      observer.disconnect();
      sizes.current = null;
    };
  }, [view, arrange, measure]);

  useEffect(() => {
    if (!view) return;
    const { scroller } = view;
    let arranged = scroller.scrollTop;
    let frame = 0;
    const onScroll = () => {
      if (frame || Math.abs(scroller.scrollTop - arranged) < scroller.clientHeight / 3) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        arranged = scroller.scrollTop;
        arrange(false);
      });
    };
    scroller.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      scroller.removeEventListener('scroll', onScroll);
      cancelAnimationFrame(frame);
    };
  }, [view, arrange]);

  return (
    <ol
      aria-label={label}
      className={`rp-margin ${className}`}
      data-moving={placed.moving ? '' : undefined}
      ref={list}
      style={{ minHeight: placed.bottom }}
    >
      {placed.cards.map(({ id, index, top, compact }) =>
        indexOf.has(id) ? (
          <Card
            compact={compact}
            id={id}
            key={id}
            place={index + 1}
            of={items.length}
            register={register}
            selected={id === selectedId}
            top={top}
          >
            {renderCard(id, { compact })}
          </Card>
        ) : null,
      )}
    </ol>
  );
}

interface CardProps {
  id: string;
  top: number;
  place: number;
  of: number;
  compact: boolean;
  selected: boolean;
  register(id: string, card: HTMLLIElement): () => void;
  children: ReactNode;
}

function Card({ id, top, place, of, compact, selected, register, children }: CardProps) {
  const card = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => register(id, card.current!), [register, id]);
  return (
    <li
      aria-posinset={place}
      aria-setsize={of}
      className="rp-card"
      data-compact={compact ? '' : undefined}
      data-id={id}
      data-selected={selected ? '' : undefined}
      ref={card}
      style={{ transform: `translateY(${top}px)` }}
    >
      {children}
    </li>
  );
}

/** By anchor; what has the same anchor in the order given. */
function inOrder(items: readonly MarginItem[]): readonly MarginItem[] {
  for (let i = 1; i < items.length; i++) {
    if (items[i - 1]!.anchor > items[i]!.anchor) return [...items].sort((a, b) => a.anchor - b.anchor);
  }
  return items;
}

function groundOf(
  view: TextViewHandle,
  sorted: readonly MarginItem[],
  indexOf: Map<string, number>,
  gap: number,
  from: number,
  measured: Measured,
): Ground {
  const count = sorted.length;
  const anchors = new Float64Array(count);
  const full = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    anchors[i] = sorted[i]!.anchor;
    full[i] = sorted[i]!.height ?? guessed.full;
  }
  const lines = view.lineTops(anchors);
  for (let i = 0; i < count; i++) lines[i]! -= from;
  const roomy = placeTops(lines, full, -1, gap);
  const on: Ground = {
    sorted,
    gap,
    selected: -1,
    indexOf,
    anchors,
    crowded: new Uint8Array(count),
    heights: full,
    from: Number.NaN,
    lines,
    exact: new Uint8Array(count),
    tops: null,
  };
  for (let i = 0; i < count; i++) {
    if (Math.abs(roomy[i]! - lines[i]!) <= far) continue;
    on.crowded[i] = 1;
    on.heights[i] = guessed.compact;
  }
  for (const known of [measured.full, measured.compact]) {
    for (const id of known.keys()) {
      const i = indexOf.get(id);
      if (i === undefined) known.delete(id);
      else on.heights[i] = heightOf(on, i, measured);
    }
  }
  return on;
}

const isCompact = (on: Ground, i: number) => on.crowded[i] === 1 && i !== on.selected;

function heightOf(on: Ground, i: number, measured: Measured): number {
  const { id, height } = on.sorted[i]!;
  return isCompact(on, i)
    ? (measured.compact.get(id) ?? guessed.compact)
    : (measured.full.get(id) ?? height ?? guessed.full);
}

/** Whether the line turned out to be elsewhere. */
function measureLine(view: TextViewHandle, on: Ground, i: number, from: number): boolean {
  if (on.exact[i] === 1) return false;
  on.exact[i] = 1;
  const line = view.lineTop(on.anchors[i]!, { estimate: i !== on.selected });
  if (line === null || line - from === on.lines[i]) return false;
  on.lines[i] = line - from;
  return true;
}

/** The cards that reach into `upper..lower`; cards stand in order, so they follow one another. */
function nearIn(tops: Float64Array, heights: Float64Array, upper: number, lower: number): number[] {
  let low = 0;
  let high = tops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tops[middle]! + heights[middle]! >= upper) high = middle;
    else low = middle + 1;
  }
  const near: number[] = [];
  for (let i = low; i < tops.length && tops[i]! <= lower; i++) near.push(i);
  return near;
}

function same(a: Arrangement, b: Arrangement): boolean {
  return (
    a.bottom === b.bottom &&
    a.cards.length === b.cards.length &&
    a.cards.every((card, i) => {
      const other = b.cards[i]!;
      return (
        card.id === other.id && card.index === other.index && card.top === other.top && card.compact === other.compact
      );
    })
  );
}
