import { type RefObject, useMemo, useRef } from 'react';
import type { Block } from '#shared/model/article.ts';
import type { TextViewHandle } from '../../editor/TextView.tsx';

/**
 * Keeps caret, focus and folds where they were when the same text is drawn anew, because a person has said what is body
 * and what is not.
 * @param furniture whether folds are open
 */
export function useKeptPlace(
  blocks: readonly Block[],
  view: RefObject<TextViewHandle | null>,
  furniture: boolean,
): { restore(handle: TextViewHandle): boolean } {
  const place = useRef<{ blocks: readonly Block[]; caret: number | null }>(undefined);
  // Read while the text is still there as it was: it is taken down before any effect runs.
  if (place.current?.blocks !== blocks) place.current = { blocks, caret: view.current?.caret() ?? null };
  const open = useRef(furniture);
  open.current = furniture;
  return useMemo(
    () => ({
      /** False when the text is drawn for the first time. */
      restore(handle) {
        const { blocks = [], caret = null } = place.current ?? {};
        if (caret === null) return false;
        handle.openFolds(open.current);
        const { activeElement } = document;
        if (activeElement === document.body || handle.scroller.contains(activeElement))
          handle.setCaret(open.current ? caret : unfolded(blocks, caret));
        return true;
      },
    }),
    [],
  );
}

/** The caret itself, or where the text goes on after what is folded away under it. */
function unfolded(blocks: readonly Block[], caret: number): number {
  const at = blocks.findIndex(({ end }) => caret <= end);
  if (at < 0 || blocks[at]?.kind !== 'boilerplate') return caret;
  const after = blocks.slice(at).find(({ kind }) => kind !== 'boilerplate');
  return (after ?? blocks.slice(0, at).findLast(({ kind }) => kind !== 'boilerplate'))?.start ?? caret;
}
