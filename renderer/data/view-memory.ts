import type { Current } from './current.ts';
import { databaseNoun } from './db.ts';
import { within } from './deadline.ts';

/** How things were looked at on this machine, kept with the open project's database. Failures are logged, never thrown. */
export interface ViewMemory {
  /** What this machine remembers of how things were looked at; undefined when nothing or when it cannot be read. */
  readView<T>(key: string): Promise<T | undefined>;
  writeView(key: string, value: unknown): Promise<void>;
}

/** @param operation milliseconds that one operation of the database may take */
export function createViewMemory(current: Current, operation: number): ViewMemory {
  return {
    async readView<T>(key: string) {
      try {
        const here = current.get();
        return here && ((await within(operation, here.db.view.get(key), databaseNoun))?.value as T | undefined);
      } catch (error) {
        console.error('What was remembered of this view could not be read', error);
        return undefined;
      }
    },
    async writeView(key, value) {
      try {
        const here = current.get();
        if (here) await within(operation, here.db.view.put({ key, value }), databaseNoun);
      } catch (error) {
        console.error('What is to be remembered of this view could not be written', error);
      }
    },
  };
}
