import type { Range } from '#shared/model/range.ts';
import type { Picture } from './picture.ts';

/** Where the lines of a picture are in the scrolled content, and the folds and scrolling that move them. */
export interface Lines {
  top(offset: number, estimate: boolean): number | null;
  /** Lays out what a caret at the offset can go to with the next key, wherever the screen is. */
  readyForKeys(offset: number): void;
  /** Guesses for many offsets, best in ascending order, from their blocks' boxes alone. */
  tops(offsets: ArrayLike<number>): Float64Array;
  /** The text of the units on or near the screen; null when there is no other. Costs no layout beyond what is due. */
  near(): Range | null;
  reveal(range: Range, block: 'center' | 'nearest'): void;
  openOver(range: Range): void;
  openFolds(open: boolean): void;
  toggleFold(fold: HTMLElement): void;
  onLayout(listener: () => void): () => void;
}

export function createLines(picture: Picture, scroller: HTMLElement, signal: AbortSignal): Lines {
  const { root } = picture;
  const listeners = new Set<() => void>();
  /** Top and height of each unit in the scrolled content when the layout was last read; `stale` when it changed since. */
  let tops: Float64Array | null = null;
  let heights = new Float64Array(0);
  let total = 0;
  let width = 0;
  let stale = true;

  // Told within the same frame, before it is painted: what stands beside a line moves with it.
  const changed = () => {
    stale = true;
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

  const boxIn = (unit: number, from: number) => {
    const { top, height } = picture.unitElement(unit).getBoundingClientRect();
    return { top: top - from, height };
  };

  const readAll = () => {
    const from = origin();
    const count = picture.units.length;
    tops = new Float64Array(count);
    heights = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const box = boxIn(i, from);
      tops[i] = box.top;
      heights[i] = box.height;
    }
  };

  /**
   * Reads again only the units that are near the screen: others keep the heights they had, and all move with those above.
   * False when that does not explain how the text's height changed.
   */
  const readNear = (tops: Float64Array, grown: number): boolean => {
    const from = origin();
    const count = tops.length;
    const upper = scroller.scrollTop - 3 * scroller.clientHeight;
    const lower = scroller.scrollTop + 4 * scroller.clientHeight;
    let first = 0;
    let end = count;
    while (first < end) {
      const middle = (first + end) >> 1;
      const box = boxIn(middle, from);
      if (box.top + box.height < upper) first = middle + 1;
      else end = middle;
    }
    let moved = first < count ? boxIn(first, from).top - tops[first]! : 0;
    // What is above was somewhere else: something far away changed.
    if (Math.abs(moved) > 1) return false;
    let i = first;
    for (; i < count; i++) {
      const box = boxIn(i, from);
      moved = box.top + box.height - tops[i]! - heights[i]!;
      tops[i] = box.top;
      heights[i] = box.height;
      if (box.top > lower) break;
    }
    for (i++; i < count; i++) tops[i]! += moved;
    return Math.abs(moved - grown) <= 1;
  };

  const boxOf = (unit: number) => {
    if (stale || !tops) {
      const { width: newWidth, height: newTotal } = root.getBoundingClientRect();
      if (!tops || !picture.grouped || newWidth !== width || !readNear(tops, newTotal - total)) readAll();
      width = newWidth;
      total = newTotal;
      stale = false;
    }
    return { top: tops![unit]!, height: heights[unit]! };
  };

  const unitAt = (offset: number): number => {
    const block = picture.blockAt(offset);
    let low = 0;
    let high = picture.units.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (picture.units[middle]!.first <= block) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  const isLaidOut = (block: number) =>
    !picture.grouped || picture.element(block).checkVisibility({ contentVisibilityAuto: true });

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

  const guess = (unit: number, offset: number): number => {
    const { first, end } = picture.units[unit]!;
    const from = picture.blocks[first]!.start;
    const to = picture.blocks[end - 1]!.end;
    const { top, height } = boxOf(unit);
    return top + height * Math.min(1, Math.max(0, (offset - from) / (to - from)));
  };

  // A caret cannot enter what is not laid out.
  const held = new Set<HTMLElement>();
  const hold = (unit: number) => {
    if (unit < 0 || unit >= picture.units.length) return;
    const element = picture.unitElement(unit);
    element.style.contentVisibility = 'visible';
    held.add(element);
  };
  const letGo = () => {
    for (const element of held) element.style.contentVisibility = '';
    held.clear();
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
      if (estimate && !isLaidOut(i)) return guess(unitAt(offset), offset);
      const rect = rectOf(characterAt(offset));
      return rect && rect.top - origin();
    },
    tops(offsets) {
      const guesses = new Float64Array(offsets.length);
      if (picture.units.length === 0) return guesses;
      let next = -1;
      let from = 0;
      let to = 0;
      let top = 0;
      let height = 0;
      for (let i = 0; i < offsets.length; i++) {
        const offset = offsets[i]!;
        if (i === 0 || offset < offsets[i - 1]! || offset >= next) {
          const unit = unitAt(offset);
          const { first, end } = picture.units[unit]!;
          const after = picture.units[unit + 1];
          next = after ? picture.blocks[after.first]!.start : Number.POSITIVE_INFINITY;
          from = picture.blocks[first]!.start;
          to = picture.blocks[end - 1]!.end;
          ({ top, height } = boxOf(unit));
        }
        guesses[i] = top + height * Math.min(1, Math.max(0, (offset - from) / (to - from)));
      }
      return guesses;
    },
    near() {
      const { units, blocks } = picture;
      if (!picture.grouped || units.length === 0) return null;
      const upper = scroller.scrollTop - scroller.clientHeight;
      const lower = scroller.scrollTop + 2 * scroller.clientHeight;
      let first = 0;
      let high = units.length - 1;
      while (first < high) {
        const middle = (first + high) >> 1;
        const { top, height } = boxOf(middle);
        if (top + height < upper) first = middle + 1;
        else high = middle;
      }
      let last = first;
      while (last + 1 < units.length && boxOf(last + 1).top < lower) last++;
      return { start: blocks[units[first]!.first]!.start, end: blocks[units[last]!.end - 1]!.end };
    },
    readyForKeys(offset) {
      if (!picture.grouped || held.size > 0) return;
      const unit = unitAt(offset);
      for (const near of [0, unit - 1, unit, unit + 1, picture.units.length - 1]) hold(near);
      requestAnimationFrame(() => requestAnimationFrame(letGo));
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
