import type { EventData } from '#shared/contract/contract.ts';
import type { Entry } from '#shared/model/article.ts';
import { databaseNoun, type ProjectDb } from './db.ts';
import { bulkDeadline, within } from './deadline.ts';
import { putRows } from './portions-of-rows.ts';

/** How many rows one transaction writes. */
const rowsAWrite = 2_000;

/** Takes the catalogue's rows in as main tells them after a folder was opened: all of them once, then what differs. */
export interface EntryIntake {
  /** Notes what main tells; `write` is to follow. */
  add(batch: EventData<'corpus.entries'>): void;
  /** Writes all that has been noted, however many batches it came in. */
  write(): Promise<void>;
  /**
   * A scan has come to its end having found so many files. After the first one everything has been told, and rows of
   * files that are not there any more go.
   */
  finish(found: number): Promise<void>;
}

export function createEntryIntake(db: ProjectDb): EntryIntake {
  let told: Set<string> | undefined = new Set();
  let noted = new Map<string, Entry | null>();
  return {
    add({ entries, gone }) {
      for (const id of gone) {
        told?.delete(id);
        noted.set(id, null);
      }
      for (const entry of entries) {
        told?.add(entry.id);
        noted.set(entry.id, entry);
      }
    },
    async write() {
      while (noted.size > 0) {
        const some = [...noted].slice(0, rowsAWrite);
        noted = new Map([...noted].slice(rowsAWrite));
        const work = db.transaction('rw', db.entries, async () => {
          await putRows(
            db.entries,
            some.flatMap(([, entry]) => entry ?? []),
          );
          await db.entries.bulkDelete(some.flatMap(([id, entry]) => (entry === null ? id : [])));
        });
        await within(bulkDeadline, work, databaseNoun);
      }
    },
    async finish(found) {
      const all = told;
      told = undefined;
      // Were they fewer than there are files, the others would be taken for gone.
      if (all === undefined || all.size < found) return;
      const work = db.transaction('rw', db.entries, async () => {
        await db.entries.bulkDelete((await db.entries.toCollection().primaryKeys()).filter((id) => !all.has(id)));
      });
      await within(bulkDeadline, work, databaseNoun);
    },
  };
}
