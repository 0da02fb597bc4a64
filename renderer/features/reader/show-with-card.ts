import { type RefObject, useEffect } from 'react';
import type { Range } from '#shared/model/range.ts';
import type { TextViewHandle } from '../../editor/TextView.tsx';

/** Scrolls only if a span, or the card that opens beside it, would be cut off: where both are in sight nothing moves. */
export function showWithCard(view: TextViewHandle, range: Range): void {
  const box = view.rectOf(range);
  const screen = view.scroller.getBoundingClientRect();
  const inSight = box && box.top > screen.top + 70 && box.top < screen.top + screen.height * 0.55;
  if (!inSight) view.reveal(range, { block: 'center' });
}

/** Lines of the span that stay in sight above a card that is brought into it. */
const margin = 48;

/**
 * Brings the selected card into sight where it ends below the window, as far as its passage itself stays in sight. A
 * passage that lies elsewhere in the text is left there.
 * @param shape changes with what is selected, and when the card grows, e.g. by a stance
 */
export function useCardInSight(
  view: RefObject<TextViewHandle | null>,
  selected: Range | undefined,
  shape: string | undefined,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another card, or another shape of it, moves anything
  useEffect(() => {
    if (!selected) return;
    // The card has its height a frame after it has its content.
    const frame = requestAnimationFrame(() => {
      const { scroller, rectOf } = view.current ?? {};
      const card = scroller?.querySelector('.rp-card[data-selected]')?.getBoundingClientRect();
      const span = rectOf?.(selected);
      if (!scroller || !card || !span) return;
      const screen = scroller.getBoundingClientRect();
      if (span.bottom < screen.top || span.top > screen.bottom) return;
      const hidden = card.bottom - (screen.bottom - 12);
      const room = span.top - screen.top - margin;
      if (hidden > 0 && room > 0) scroller.scrollTop += Math.min(hidden, room);
    });
    return () => cancelAnimationFrame(frame);
  }, [shape]);
}
