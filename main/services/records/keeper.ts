import { rm } from 'node:fs/promises';
import type { Annotator } from '#shared/model/annotator.ts';
import { createEntryReader } from '../journal/chain.ts';
import { nodeJournalFs } from '../journal/journal-fs.ts';
import type { LinePlaces, Mark, Marks } from '../journal/marks.ts';
import { type Placed, RecordStore } from './store.ts';

/** Who keeps the database, in a thread of its own or in this one. */
export interface Keeper {
  /**
   * Opens the database, or makes it anew where it is damaged or `anew` says so; answers how far each journal has been
   * taken in.
   */
  open(path: string, anew: boolean): Promise<Marks>;
  clear(): Promise<void>;
  /**
   * Reads changes where they stand in a journal and takes them in; false when another program has come further.
   * @throws Failure when the journal cannot be read, or is no longer what it was
   */
  take(places: LinePlaces, from: Mark): Promise<boolean>;
  marks(): Promise<Marks>;
  setHeaders(annotators: readonly Annotator[]): Promise<void>;
  close(): Promise<void>;
}

export function createKeeper(): Keeper {
  let store: RecordStore | null = null;
  const opened = (): RecordStore => {
    if (store === null) throw new Error('The database of records is not open.');
    return store;
  };
  return {
    async open(path, anew) {
      const remove = async () => {
        for (const ending of ['', '-wal', '-shm']) await rm(`${path}${ending}`, { force: true });
      };
      if (anew) await remove();
      try {
        store = new RecordStore(path);
        return store.marks();
      } catch (error) {
        store?.close();
        if (!isDamage(error)) throw error;
        await remove();
        store = new RecordStore(path);
        return store.marks();
      }
    },
    clear: async () => opened().clear(),
    async take(places, from) {
      const { writer, folder, files, file, n, offset, length, mark } = places;
      const changes: Placed[] = [];
      const reader = createEntryReader(nodeJournalFs, folder);
      try {
        for (let i = 0; i < n.length; i++) {
          const place = { n: n[i] as number, offset: offset[i] as number, length: length[i] as number };
          const change = await reader.read({ ...place, file: files[file[i] as number] as string });
          changes.push({ writer, n: place.n, change });
        }
      } finally {
        await reader.close();
      }
      return opened().take(writer, changes, from, mark);
    },
    marks: async () => opened().marks(),
    setHeaders: async (annotators) => opened().setHeaders(annotators),
    async close() {
      store?.close();
      store = null;
    },
  };
}

/** Whether it says that a file is no database, or a broken one. */
export const isDamage = (error: unknown): boolean =>
  ['SQLITE_CORRUPT', 'SQLITE_NOTADB'].some((code) => String((error as { code?: unknown }).code).startsWith(code)) ||
  /malformed|not a database/.test(String(error));
