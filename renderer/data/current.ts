import { leave, type Opened } from './opened.ts';

/** Which project is open in this window, and main's events about it, which wait while one is being put in its place. */
export interface Current {
  get(): Opened | undefined;
  /** Puts another in the place of the one that is open, which ends; undefined: none is open any more. */
  put(next: Opened | undefined): void;
  /** A listener to events that concern the open project: told at once, after `hold` ends, or never when none is open. */
  told<T>(handle: (here: Opened, data: T) => void): (data: T) => void;
  /** From now on events wait, for the project that is about to be `put`. */
  hold(): void;
  /** Handles those that have waited, and the coming ones at once. */
  letIn(): void;
  /** Forgets those that have waited: nothing was put. */
  dropHeld(): void;
}

export function createCurrent(): Current {
  let opened: Opened | undefined;
  let held: (() => void)[] | undefined;
  return {
    get: () => opened,
    put(next) {
      const before = opened;
      opened = next;
      if (before === undefined) return;
      leave(before);
      if (before.entries !== next?.entries) before.entries.stop();
    },
    told: (handle) => (data) => {
      if (held !== undefined) held.push(() => opened && handle(opened, data));
      else if (opened !== undefined) handle(opened, data);
    },
    hold() {
      held = [];
    },
    letIn() {
      const waiting = held ?? [];
      held = undefined;
      for (const handle of waiting) handle();
    },
    dropHeld() {
      held = undefined;
    },
  };
}
