import { useEffect, useRef, useState } from 'react';
import { create } from 'zustand';

/**
 * Something a person can do. One object feeds the palette, the shortcut sheet, the keyboard and the native menus, so
 * that they cannot disagree.
 */
export interface Action {
  /** Stable, dotted: `reader.mark.statement`; what native menus send. */
  id: string;
  /** What the palette shows: an imperative. */
  name: string;
  /** Heading in the shortcut sheet. */
  group: string;
  /** Key combinations such as `Mod+K`, `Q`, `Shift+J`, `?`; the first one is shown. */
  keys?: readonly string[];
  /** Whether it can be done now; always, if left out. */
  enabled?: () => boolean;
  /** Keys that also work while typing in a field; those with Mod do anyway. */
  whileTyping?: boolean;
  /** Done again and again while the key is held; anything else is done once a press. */
  repeats?: boolean;
  /** Left out of the palette: only sensible at a place in the text. */
  hidden?: boolean;
  run: () => void;
}

interface Registry {
  /** By place: the outer screen has the smaller one. */
  sets: ReadonlyMap<number, readonly Action[]>;
}

export const useActionRegistry = create<Registry>(() => ({ sets: new Map() }));

/** All actions on offer now; those of inner and newer screens come first, so that these can take over a key. */
export function currentActions(): Action[] {
  return [...useActionRegistry.getState().sets].sort(([a], [b]) => b - a).flatMap(([, actions]) => actions);
}

let places = 0;

/** Offers actions while the component is mounted. They may close over state: the newest ones are always run. */
export function useActions(actions: readonly Action[]): void {
  // Taken while rendering, where the outer screen is first; effects run from the inside out and again with each change.
  const [place] = useState(() => places++);
  const newest = useRef(actions);
  newest.current = actions;
  const shape = JSON.stringify(actions);
  // biome-ignore lint/correctness/useExhaustiveDependencies: registered anew only when what is shown differs
  useEffect(() => {
    const find = (id: string) => newest.current.find((action) => action.id === id);
    const stable = newest.current.map(
      (action): Action => ({
        ...action,
        enabled: () => find(action.id)?.enabled?.() ?? find(action.id) !== undefined,
        run: () => find(action.id)?.run(),
      }),
    );
    const change = (edit: (sets: Map<number, readonly Action[]>) => void) =>
      useActionRegistry.setState(({ sets }) => {
        const next = new Map(sets);
        edit(next);
        return { sets: next };
      });
    change((sets) => sets.set(place, stable));
    return () => change((sets) => sets.delete(place));
  }, [shape]);
}
