import type { Range } from '#shared/model/range.ts';
import type { Picture } from './picture.ts';

/** Where the lines of a picture are in the scrolled content, and the folds and scrolling that move them. */
export interface Lines {
  top(offset: number, estimate: boolean): number | null;
  reveal(range: Range, block: 'center' | 'nearest'): void;
  openOver(range: Range): void;
  openFolds(open: boolean): void;
  toggleFold(fold: HTMLElement): void;
  onLayout(listener: () => void): () => void;
}

export function createLines(picture: Picture, scroller: HTMLElement, signal: AbortSignal): Lines {
  const { root } = picture;
  const listeners = new Set<() => void>();
  /** Top and height of each block in the scrolled content, measured when first asked for after a change of layout. */
  let boxes: { top: number; height: number }[] | null = null;

  // Told within the same frame, before it is painted: what stands beside a line moves with it.
  const changed = () => {
    boxes = null;
    for (const listener of [...listeners]) listener();
  };
  const observer = new ResizeObserver(changed);
  observer.observe(root);
  observer.observe(scroller);
  // The column holds what is above the text, too.
  if (root.parentElement) observer.observe(root.parentElement);
  // One event for each block that comes near, all before the frame's callbacks.
  let frame = 0;
  const changedThisFrame = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      changed();
    });
  };
  root.addEventListener('contentvisibilityautostatechange', changedThisFrame, { signal, capture: true });
  document.fonts?.addEventListener('loadingdone', changed, { signal });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    listeners.clear();
  });

  const origin = () => scroller.getBoundingClientRect().top + scroller.clientTop - scroller.scrollTop;

  const boxOf = (block: number) => {
    if (!boxes) {
      const from = origin();
      boxes = picture.blocks.map((_, i) => {
        const { top, height } = picture.element(i).getBoundingClientRect();
        return { top: top - from, height };
      });
    }
    return boxes[block]!;
  };

  const isOpen = (fold: HTMLElement) => !bodyOf(fold).hasAttribute('hidden');
  const setOpen = (fold: HTMLElement, open: boolean) => {
    if (isOpen(fold) === open) return;
    fold.querySelector('.rp-fold-button')!.setAttribute('aria-expanded', String(open));
    if (open) bodyOf(fold).removeAttribute('hidden');
    else bodyOf(fold).setAttribute('hidden', 'until-found');
    changed();
  };
  // Find in page opens what it found in.
  root.addEventListener(
    'beforematch',
    (event) => {
      const fold = event.target instanceof Element ? event.target.closest<HTMLElement>('.rp-fold') : null;
      if (fold) setOpen(fold, true);
    },
    { signal },
  );

  const rectOf = (range: Range): DOMRect | null => {
    const folded = picture.foldsOver(range).find((fold) => !isOpen(fold));
    if (folded) return folded.getBoundingClientRect();
    return picture.liveRange(range)?.getClientRects()[0] ?? null;
  };

  const characterAt = (offset: number): Range => {
    const block = picture.blocks[picture.blockAt(offset)];
    const start = block ? Math.min(offset, block.end - 1) : offset;
    return { start, end: start + 1 };
  };

  let revealing = 0;
  const giveUp = () => {
    revealing = 0;
  };
  for (const kind of ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const) {
    scroller.addEventListener(kind, giveUp, { signal, passive: true, capture: true });
  }

  const openOver = (range: Range) => {
    for (const fold of picture.foldsOver(range)) setOpen(fold, true);
  };

  return {
    top(offset, estimate) {
      const i = picture.blockAt(offset);
      if (i < 0) return null;
      const { start, end } = picture.blocks[i]!;
      if (estimate) {
        const { top, height } = boxOf(i);
        return top + height * Math.min(1, Math.max(0, (offset - start) / (end - start)));
      }
      const rect = rectOf(characterAt(offset));
      return rect && rect.top - origin();
    },
    reveal(range, block) {
      openOver(range);
      // Blocks on the way get their real heights only once they are near: come close, look again.
      const attempt = ++revealing;
      const approach = (left: number) => {
        if (signal.aborted || revealing !== attempt || left === 0) return;
        const first = rectOf(characterAt(range.start));
        const last = rectOf(characterAt(Math.max(range.start, range.end - 1)));
        if (!first || !last) return;
        const view = scroller.getBoundingClientRect();
        const margin = Math.min(80, view.height / 6);
        const height = last.bottom - first.top;
        let by = 0;
        if (block === 'center' || height > view.height - 2 * margin) {
          by = first.top - (view.top + Math.max(margin, (view.height - height) / 2));
        } else if (first.top < view.top + margin) by = first.top - (view.top + margin);
        else if (last.bottom > view.bottom - margin) by = last.bottom - (view.bottom - margin);
        const before = scroller.scrollTop;
        scroller.scrollTop = before + by;
        if (Math.abs(by) >= 1) requestAnimationFrame(() => approach(left - 1));
      };
      approach(8);
    },
    openOver,
    openFolds(open) {
      const folds = [...root.querySelectorAll<HTMLElement>('.rp-fold')];
      const view = scroller.getBoundingClientRect().top;
      const held = picture.blocks.findIndex(
        (block, i) => block.kind !== 'boilerplate' && picture.element(i).getBoundingClientRect().bottom > view,
      );
      const before = held < 0 ? 0 : picture.element(held).getBoundingClientRect().top;
      for (const fold of folds) setOpen(fold, open);
      if (held >= 0) scroller.scrollTop += picture.element(held).getBoundingClientRect().top - before;
    },
    toggleFold(fold) {
      const before = fold.getBoundingClientRect().top;
      setOpen(fold, !isOpen(fold));
      scroller.scrollTop += fold.getBoundingClientRect().top - before;
    },
    onLayout(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const bodyOf = (fold: HTMLElement) => fold.lastElementChild as HTMLElement;
