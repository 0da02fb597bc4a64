import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import './margin.css';
import { placeCards, type Wanted } from './place-cards.ts';
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
  const heights = useRef(new Map<string, number>());
  /** Lines measured since the layout last changed. */
  const lines = useRef(new Map<string, number>());
  const [placed, setPlaced] = useState<{ cards: Placed[]; bottom: number; moving: boolean }>({
    cards: [],
    bottom: 0,
    moving: false,
  });

  const sorted = useMemo(
    () =>
      items
        .map((item, i) => ({ item, i }))
        .sort((a, b) => a.item.anchor - b.item.anchor || a.i - b.i)
        .map(({ item }) => item),
    [items],
  );
  const state = useRef({ sorted, selectedId, gap });

  const arrange = useCallback(
    (moving: boolean) => {
      if (!view || !list.current) return;
      const { sorted, selectedId, gap } = state.current;
      const { scroller } = view;
      const from =
        list.current.getBoundingClientRect().top -
        scroller.getBoundingClientRect().top -
        scroller.clientTop +
        scroller.scrollTop;
      const screen = scroller.clientHeight || 800;
      const upper = scroller.scrollTop - from - screen;
      const lower = upper + 3 * screen;
      const focused = document.activeElement?.closest<HTMLElement>('.rp-card')?.dataset.id;
      const all = sorted.length <= measuredAtOnce;

      const lineOf = (item: MarginItem, exact: boolean): number => {
        let line = lines.current.get(item.id);
        if (line === undefined && exact) {
          const top = view.lineTop(item.anchor);
          if (top !== null) {
            line = top - from;
            lines.current.set(item.id, line);
          }
        }
        return line ?? (view.lineTop(item.anchor, { estimate: true }) ?? from) - from;
      };
      const known = (height: (item: MarginItem) => number): Wanted[] =>
        sorted.map((item) => ({ id: item.id, top: lineOf(item, all), height: height(item) }));

      const compact = new Set<string>();
      const crowd = known((item) => item.height ?? guessed.full);
      const roomy = placeCards(crowd, null, gap);
      for (const { id, top } of crowd) if (id !== selectedId && Math.abs(roomy.get(id)! - top) > far) compact.add(id);

      const heightOf = (item: MarginItem) =>
        heights.current.get(keyOf(item.id, compact.has(item.id))) ??
        (compact.has(item.id) ? guessed.compact : (item.height ?? guessed.full));
      let tops = new Map<string, number>();
      let near: number[] = [];
      // Lines that turn out to be near are measured, which may bring others near: twice settles all but the oddest texts.
      for (let round = 0; round < 3; round++) {
        tops = placeCards(known(heightOf), selectedId, gap);
        near = [];
        let measured = 0;
        for (const [i, item] of sorted.entries()) {
          const top = tops.get(item.id)!;
          if (item.id !== selectedId && item.id !== focused && (top > lower || top + heightOf(item) < upper)) continue;
          near.push(i);
          if (!lines.current.has(item.id)) {
            lineOf(item, true);
            measured++;
          }
        }
        if (measured === 0) break;
      }
      const last = sorted.at(-1);
      setPlaced((before) => {
        const next = {
          cards: near.map((index) => {
            const { id } = sorted[index]!;
            return { id, index, top: tops.get(id)!, compact: compact.has(id) };
          }),
          bottom: last ? tops.get(last.id)! + heightOf(last) : 0,
          moving,
        };
        return same(before, next) ? before : next;
      });
    },
    [view],
  );

  useLayoutEffect(() => {
    state.current = { sorted, selectedId, gap };
    arrange(true);
  }, [sorted, selectedId, gap, arrange]);

  // What was just drawn is measured before it is seen.
  const measure = useCallback((): boolean => {
    let changed = false;
    for (const [id, card] of cards.current) {
      const key = keyOf(id, card.dataset.compact !== undefined);
      const height = card.offsetHeight;
      if (height === 0 || heights.current.get(key) === height) continue;
      heights.current.set(key, height);
      changed = true;
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
    lines.current.clear();
    arrange(false);
    const observer = new ResizeObserver(() => {
      if (measure()) flushSync(() => arrange(true));
    });
    sizes.current = observer;
    for (const card of cards.current.values()) observer.observe(card);
    const stopFollowing = view.onLayout(() => {
      lines.current.clear();
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

  const known = useMemo(() => new Set(items.map((item) => item.id)), [items]);
  return (
    <ol
      aria-label={label}
      className={`rp-margin ${className}`}
      data-moving={placed.moving ? '' : undefined}
      ref={list}
      style={{ minHeight: placed.bottom }}
    >
      {placed.cards.map(({ id, index, top, compact }) =>
        known.has(id) ? (
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

const keyOf = (id: string, compact: boolean) => (compact ? `${id} compact` : id);

function same(a: { cards: Placed[]; bottom: number }, b: { cards: Placed[]; bottom: number }): boolean {
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
