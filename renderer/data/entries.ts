import type { EventData } from '#shared/contract/contract.ts';
import type { Entry } from '#shared/model/article.ts';
import { sameJson } from '#shared/model/json.ts';
import { sortKey } from '#shared/text/sort-key.ts';
import type { LiveRows } from './live-rows.ts';

export type EntryRows = Pick<LiveRows<Entry>, 'get' | 'find' | 'subscribe'> & {
  /** Whether everything has been told: what is not in the list is not in the folder. */
  isComplete(): boolean;
};

/**
 * The catalogue as main tells it after a folder was opened: all of it once, then what differs. It is not kept on this
 * side: main has it on the disk and tells a hundred thousand rows in less time than a database here takes to give them.
 */
export interface EntryList {
  /** By path; undefined until something has been told. */
  readonly rows: EntryRows;
  add(batch: EventData<'corpus.entries'>): void;
  /** Main begins again to tell all: what is listed stays until `finish`. */
  again(): void;
  /**
   * A scan has come to its end having found so many files. After the first one everything has been told, and rows of
   * files that are not there any more go.
   */
  finish(found: number): void;
  /** Nothing is told to listeners any more. */
  stop(): void;
}

/**
 * Milliseconds between two states of the list while batches come in: what screens make of it grows with it, so that a
 * long list is told less often.
 */
export const pauseFor = (rows: number): number => Math.min(1000, 40 + rows / 60);

export function createEntryList(): EntryList {
  const listeners = new Set<() => void>();
  const byId = new Map<string, Entry>();
  const keys = new WeakMap<Entry, string>();
  let rows: readonly Entry[] | undefined;
  let noted = new Map<string, Entry | null>();
  let told: Set<string> | undefined = new Set();
  let isComplete = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastTold = Number.NEGATIVE_INFINITY;

  const keyOf = (entry: Entry) => {
    const known = keys.get(entry);
    if (known !== undefined) return known;
    const key = sortKey(entry.path);
    keys.set(entry, key);
    return key;
  };
  const compare = (a: Entry, b: Entry) => order(keyOf(a), keyOf(b)) || order(a.path, b.path) || order(a.id, b.id);

  /** Puts what has been noted into the list, in one go through it. */
  function publish() {
    clearTimeout(timer);
    timer = undefined;
    if (noted.size === 0 && rows !== undefined) return;
    /** What stands for a row now; null: nothing does at its place. */
    const now = new Map<Entry, Entry | null>();
    const come: Entry[] = [];
    for (const [id, entry] of noted) {
      const old = byId.get(id);
      // Told again, as after a lost connection: what is made of it stays good.
      if (old !== undefined && entry !== null && isSame(old, entry)) continue;
      if (entry === null) byId.delete(id);
      else byId.set(id, entry);
      if (old !== undefined && entry !== null && old.path === entry.path) {
        keys.set(entry, keyOf(old));
        now.set(old, entry);
        continue;
      }
      if (old !== undefined) now.set(old, null);
      if (entry !== null) come.push(entry);
    }
    noted = new Map();
    if (now.size === 0 && come.length === 0 && rows !== undefined) return;
    const kept = now.size === 0 ? (rows ?? []) : replaced(rows ?? [], now);
    rows = come.length === 0 ? kept : merge(kept, come.sort(compare), compare);
    lastTold = performance.now();
    for (const listener of [...listeners]) listener();
  }

  function soon() {
    const wait = lastTold + pauseFor(rows?.length ?? 0) - performance.now();
    if (wait <= 0) publish();
    else timer ??= setTimeout(publish, wait);
  }

  return {
    rows: {
      get: () => rows,
      find: (id) => byId.get(id),
      isComplete: () => isComplete,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    add({ entries, gone }) {
      for (const id of gone) {
        told?.delete(id);
        noted.set(id, null);
      }
      for (const entry of entries) {
        told?.add(entry.id);
        noted.set(entry.id, entry);
      }
      soon();
    },
    again() {
      told = new Set();
    },
    finish(found) {
      const all = told;
      told = undefined;
      isComplete = true;
      // Were they fewer than there are files, the others would be taken for gone.
      if (all !== undefined && all.size >= found) {
        for (const id of byId.keys()) if (!all.has(id) && !noted.has(id)) noted.set(id, null);
      }
      publish();
    },
    stop() {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}

/** Most of what differs does so in what is compared soon. */
const isSame = (a: Entry, b: Entry): boolean =>
  a.path === b.path && a.textSha256 === b.textSha256 && a.pending === b.pending && sameJson(a, b);

/** The rows with others in their places; null: none. */
function replaced(rows: readonly Entry[], now: ReadonlyMap<Entry, Entry | null>): Entry[] {
  const kept: Entry[] = [];
  for (const row of rows) {
    const next = now.get(row);
    if (next === undefined) kept.push(row);
    else if (next !== null) kept.push(next);
  }
  return kept;
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Two lists in order as one; what comes in long runs is compared seldom. */
function merge(kept: readonly Entry[], come: readonly Entry[], compare: (a: Entry, b: Entry) => number): Entry[] {
  const merged: Entry[] = [];
  let from = 0;
  for (const entry of come) {
    let low = from;
    let high = kept.length;
    // What is told by path mostly goes on where the last one stood.
    if (low < high && compare(kept[low] as Entry, entry) >= 0) high = low;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(kept[middle] as Entry, entry) < 0) low = middle + 1;
      else high = middle;
    }
    for (; from < low; from++) merged.push(kept[from] as Entry);
    merged.push(entry);
  }
  for (; from < kept.length; from++) merged.push(kept[from] as Entry);
  return merged;
}
