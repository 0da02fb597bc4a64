import type { Table } from 'dexie';
import type { ProjectDb } from './db.ts';
import { bulkDeadline, within } from './deadline.ts';
import { onMutations } from './mutations.ts';

/** A list that follows the database; undefined until it has been read for the first time. */
export interface LiveRows<T> {
  get(): readonly T[] | undefined;
  /** One of its rows. */
  find(id: string): T | undefined;
  /** Reads and follows the list as long as anybody listens. */
  subscribe(listener: () => void): () => void;
  /** What the list holds has become another: reads it anew. */
  reread(): void;
  /** Sets or removes one row without the database, which does not answer any more. */
  force(id: string, row: T | undefined): void;
}

interface Source<R, T> {
  db: ProjectDb;
  table: Table<R, string>;
  /** All rows of the list. */
  load(): PromiseLike<R[]>;
  /** Whether a row belongs to the list. */
  holds(row: R): boolean;
  read(row: R): T;
  idOf(item: T): string;
  /** A total order. */
  compare(a: T, b: T): number;
  onTrouble(error: unknown): void;
}

/** How long a list that nobody looks at is kept up, for the screen that comes back to it. */
const linger = 5_000;

/**
 * Keeps a list of rows in step with a table: reads it once, then only the rows that a transaction in this or another
 * window has touched. Dexie's liveQuery would read the whole list again at every write, which for an article with
 * 10,000 spans or a catalogue of 20,000 entries takes longer than the write by orders of magnitude.
 */
export function liveRows<R, T>(source: Source<R, T>): LiveRows<T> {
  const { db, table, load, holds, read, idOf, compare, onTrouble } = source;
  const listeners = new Set<() => void>();
  let rows: readonly T[] | undefined;
  let byId = new Map<string, T>();
  let touched = new Set<string>();
  let stale = true;
  let following = false;
  let stopFollowing = () => {};
  let working = false;
  let stopTimer: ReturnType<typeof setTimeout> | undefined;

  function note({ keys, all }: { keys: readonly unknown[]; all: boolean }) {
    if (all) stale = true;
    for (const key of keys) touched.add(String(key));
    void work();
  }

  async function work() {
    if (working) return;
    working = true;
    try {
      while (following && db.isOpen() && (stale || touched.size > 0)) {
        const keys = [...touched];
        touched = new Set();
        if (stale) {
          stale = false;
          const loaded = await within(bulkDeadline, load(), 'This folder’s database');
          const items = loaded.map(read).sort(compare);
          byId = new Map(items.map((item) => [idOf(item), item]));
          tell(items);
        } else {
          const found = await within(bulkDeadline, table.bulkGet(keys), 'This folder’s database');
          patch(keys.map((id, i) => [id, itemOf(found[i])]));
        }
      }
    } catch (error) {
      stale = true;
      if (following) onTrouble(error);
    } finally {
      working = false;
    }
  }

  const itemOf = (row: R | undefined): T | undefined => (row !== undefined && holds(row) ? read(row) : undefined);

  function patch(patches: [id: string, item: T | undefined][]) {
    if (rows === undefined) return;
    const gone = new Set<T>();
    const come = new Map<string, T>();
    for (const [id, item] of patches) {
      const old = byId.get(id);
      if (old !== undefined) gone.add(old);
      if (item === undefined) byId.delete(id);
      else byId.set(id, item);
      come.delete(id);
      if (item !== undefined) come.set(id, item);
    }
    if (gone.size === 0 && come.size === 0) return;
    const kept = gone.size === 0 ? rows : rows.filter((item) => !gone.has(item));
    // Comparing names is dear: only those that come are compared, each with a few.
    const next: T[] = [];
    let from = 0;
    for (const item of [...come.values()].sort(compare)) {
      const to = placeOf(kept, item);
      for (; from < to; from++) next.push(kept[from] as T);
      next.push(item);
    }
    for (; from < kept.length; from++) next.push(kept[from] as T);
    tell(next);
  }

  /** The first place whose item does not come before `item`. */
  function placeOf(items: readonly T[], item: T): number {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(items[middle] as T, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function tell(next: readonly T[]) {
    rows = next;
    for (const listener of [...listeners]) listener();
  }

  return {
    get: () => rows,
    find: (id) => byId.get(id),
    subscribe(listener) {
      listeners.add(listener);
      clearTimeout(stopTimer);
      if (!following) {
        following = true;
        stale = true;
        stopFollowing = onMutations(db, table.name, note);
        void work();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(stopTimer);
        stopTimer = setTimeout(() => {
          following = false;
          stopFollowing();
        }, linger);
      };
    },
    reread() {
      stale = true;
      void work();
    },
    force(id, item) {
      patch([[id, item]]);
    },
  };
}
