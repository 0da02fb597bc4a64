import type { EventData } from '#shared/contract/contract.ts';
import type { ProjectDb } from './db.ts';
import { bulkDeadline, within } from './deadline.ts';

/** Dexie tells which rows a write touched as long as they are fewer than 50; then lists follow row by row. */
const rowsAPut = 49;
const noun = 'This folder’s database';

/** Takes the catalogue's rows in as main tells them after a folder was opened: all of them once, then what differs. */
export interface EntryIntake {
  take(batch: EventData<'corpus.entries'>): Promise<void>;
  /**
   * A scan has come to its end having found so many files. After the first one everything has been told, and rows of
   * files that are not there any more go.
   */
  finish(found: number): Promise<void>;
}

export function createEntryIntake(db: ProjectDb): EntryIntake {
  let told: Set<string> | undefined = new Set();
  return {
    async take({ entries, gone }) {
      for (const entry of entries) told?.add(entry.id);
      for (const id of gone) told?.delete(id);
      const write = db.transaction('rw', db.entries, async () => {
        for (let i = 0; i < entries.length; i += rowsAPut) await db.entries.bulkPut(entries.slice(i, i + rowsAPut));
        for (let i = 0; i < gone.length; i += rowsAPut) await db.entries.bulkDelete(gone.slice(i, i + rowsAPut));
      });
      await within(bulkDeadline, write, noun);
    },
    async finish(found) {
      const all = told;
      told = undefined;
      // Were they fewer than there are files, the others would be taken for gone.
      if (all === undefined || all.size < found) return;
      const write = db.transaction('rw', db.entries, async () => {
        const outdated = (await db.entries.toCollection().primaryKeys()).filter((id) => !all.has(id));
        for (let i = 0; i < outdated.length; i += rowsAPut)
          await db.entries.bulkDelete(outdated.slice(i, i + rowsAPut));
      });
      await within(bulkDeadline, write, noun);
    },
  };
}
