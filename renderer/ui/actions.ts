import { useEffect, useRef } from 'react';
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
  /** Left out of the palette: only sensible at a place in the text. */
  hidden?: boolean;
  run: () => void;
}

interface Registry {
  sets: ReadonlyMap<symbol, readonly Action[]>;
}

export const useActionRegistry = create<Registry>(() => ({ sets: new Map() }));

/** All actions on offer now; those registered last come first, so that an inner screen can take over a key. */
export function currentActions(): Action[] {
  return [...useActionRegistry.getState().sets.values()].reverse().flat();
}

/** Offers actions while the component is mounted. They may close over state: the newest ones are always run. */
export function useActions(actions: readonly Action[]): void {
  const newest = useRef(actions);
  newest.current = actions;
  const shape = actions.map((action) => `${action.id}|${action.name}|${action.keys?.join(' ')}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: registered anew only when what is shown differs
  useEffect(() => {
    const key = Symbol();
    const find = (id: string) => newest.current.find((action) => action.id === id);
    const stable = newest.current.map(
      (action): Action => ({
        ...action,
        enabled: () => find(action.id)?.enabled?.() ?? find(action.id) !== undefined,
        run: () => find(action.id)?.run(),
      }),
    );
    const change = (edit: (sets: Map<symbol, readonly Action[]>) => void) =>
      useActionRegistry.setState(({ sets }) => {
        const next = new Map(sets);
        edit(next);
        return { sets: next };
      });
    change((sets) => sets.set(key, stable));
    return () => change((sets) => sets.delete(key));
  }, [shape]);
}
