import { type KeyboardEvent, type MouseEvent, useMemo, useRef, useState } from 'react';
import type { LibraryRow } from './rows.ts';

const nobody: ReadonlySet<string> = new Set();

/** Which rows of the list are selected, and how keys and the mouse select them. */
export interface Selection {
  chosen: ReadonlySet<string>;
  /** The selected rows that the list still shows, in its order. */
  rows: readonly LibraryRow[];
  clear: () => void;
  /** Space selects, Shift with arrows, Home and End extends, Mod+A takes all, Escape none. */
  onKeyDown: (event: KeyboardEvent) => void;
  /** On the way down to the rows: a click with Mod selects one, with Shift all up to it. */
  onClickCapture: (event: MouseEvent) => void;
  /** Keeps such a click from selecting the rows' words. */
  onMouseDownCapture: (event: MouseEvent) => void;
}

/** @param active the row that the keyboard is on */
export function useSelection(
  rows: readonly LibraryRow[] | undefined,
  active: string | undefined,
  setActive: (id: string) => void,
): Selection {
  const [chosen, setChosen] = useState(nobody);
  /** Where a stretch of rows begins that is being extended. */
  const anchor = useRef<string>(undefined);
  const selected = useMemo(
    () => (chosen.size === 0 || rows === undefined ? [] : rows.filter(({ id }) => chosen.has(id))),
    [rows, chosen],
  );
  const indexOf = (id: string | undefined) => rows?.findIndex((row) => row.id === id) ?? -1;

  const toggle = (id: string) => {
    anchor.current = id;
    setChosen((now) => (now.has(id) ? new Set([...now].filter((one) => one !== id)) : new Set([...now, id])));
  };
  const extend = (to: number) => {
    const end = rows?.[to];
    if (rows === undefined || end === undefined) return;
    if (anchor.current === undefined || indexOf(anchor.current) < 0) anchor.current = active ?? end.id;
    const from = Math.max(0, indexOf(anchor.current));
    setChosen(new Set(rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ id }) => id)));
    setActive(end.id);
  };
  const clear = () => {
    anchor.current = undefined;
    setChosen(nobody);
  };

  return {
    chosen,
    rows: selected,
    clear,
    onKeyDown(event) {
      const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
      if (altKey || rows === undefined || rows.length === 0) return;
      const take = (work: () => void) => {
        event.preventDefault();
        work();
      };
      const at = indexOf(active);
      const last = rows.length - 1;
      if (ctrlKey || metaKey) {
        if (key.toLowerCase() === 'a' && !shiftKey) take(() => setChosen(new Set(rows.map(({ id }) => id))));
        return;
      }
      if (key === ' ' && active !== undefined && at >= 0) take(() => toggle(active));
      else if (key === 'Escape' && chosen.size > 0) take(clear);
      else if (shiftKey && key === 'ArrowDown') take(() => extend(Math.min(last, at + 1)));
      else if (shiftKey && key === 'ArrowUp') take(() => extend(Math.max(0, at - 1)));
      else if (shiftKey && key === 'Home') take(() => extend(0));
      else if (shiftKey && key === 'End') take(() => extend(last));
      else if (/^(?:Arrow|Home|End|Page)/.test(key)) anchor.current = undefined;
    },
    onClickCapture(event) {
      if (!event.shiftKey && !event.ctrlKey && !event.metaKey) return;
      const option = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
      const at = Number(option?.getAttribute('aria-posinset')) - 1;
      const row = rows?.[at];
      if (row === undefined) return;
      // The row would open its article.
      event.stopPropagation();
      if (event.shiftKey) return extend(at);
      // The row that the keyboard is on is meant, too, as in a file manager.
      toggle(row.id);
      setActive(row.id);
    },
    onMouseDownCapture(event) {
      if (!event.shiftKey && !event.ctrlKey && !event.metaKey) return;
      const list = event.target instanceof Element ? event.target.closest<HTMLElement>('[role="listbox"]') : null;
      if (list === null) return;
      event.preventDefault();
      list.focus({ preventScroll: true });
    },
  };
}
