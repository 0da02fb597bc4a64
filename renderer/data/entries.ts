import type { EventData } from '#shared/contract/contract.ts';
import type { ProjectDb } from './db.ts';
import { bulkDeadline, within } from './deadline.ts';

/** Dexie tells which rows a write touched as long as they are fewer than 50; then lists follow row by row. */
const rowsAPut = 49;
const noun = 'This folder’s database';

/** Takes the catalogue's rows in as a scan finds them. */
export interface EntryIntake {
  take(batch: EventData<'corpus.entries'>): Promise<void>;
  /** The scan has come to its end having found so many files: rows of files that are not there any more go. */
  finish(found: number): Promise<void>;
  /** Another scan begins. */
  begin(): void;
}

export function createEntryIntake(db: ProjectDb): EntryIntake {
  let seen = new Set<string>();
  return {
    begin() {
      seen = new Set();
    },
    async take({ entries, gone }) {
      for (const entry of entries) seen.add(entry.id);
      const write = db.transaction('rw', db.entries, async () => {
        for (let i = 0; i < entries.length; i += rowsAPut) await db.entries.bulkPut(entries.slice(i, i + rowsAPut));
        for (let i = 0; i < gone.length; i += rowsAPut) await db.entries.bulkDelete(gone.slice(i, i + rowsAPut));
      });
      await within(bulkDeadline, write, noun);
    },
    async finish(found) {
      // A scan that told only of what is new says nothing of the others.
      if (seen.size < found) return;
      const write = db.transaction('rw', db.entries, async () => {
        const outdated = (await db.entries.toCollection().primaryKeys()).filter((id) => !seen.has(id));
        for (let i = 0; i < outdated.length; i += rowsAPut)
          await db.entries.bulkDelete(outdated.slice(i, i + rowsAPut));
      });
      await within(bulkDeadline, write, noun);
    },
  };
}
