import type { Range } from '#shared/model/range.ts';
import type { TextViewHandle } from '../../editor/TextView.tsx';

/** Scrolls only if a span, or the card that opens beside it, would be cut off: where both are in sight nothing moves. */
export function showWithCard(view: TextViewHandle, range: Range): void {
  const box = view.rectOf(range);
  const screen = view.scroller.getBoundingClientRect();
  const inSight = box && box.top > screen.top + 70 && box.top < screen.top + screen.height * 0.55;
  if (!inSight) view.reveal(range, { block: 'center' });
}
