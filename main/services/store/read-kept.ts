import type { Entry } from '#shared/model/article.ts';
import { entriesOf } from './entry-row.ts';
import type { Rows } from './protocol.ts';
import { startStore } from './store.ts';

/** The rows that a folder's cache keeps, and what is wrong with it. Nothing is written. */
export async function readKept(
  workerFile: string,
  root: string,
  folder: string,
): Promise<{ entries: Entry[]; notice: string | null }> {
  const store = startStore(workerFile);
  try {
    const { notice } = await store.ask('open', { folder, root, how: 'look' });
    const entries: Entry[] = [];
    for (let after: string | null = null; ; ) {
      const rows: Rows = await store.ask('rows', { after, most: 1000 });
      entries.push(...entriesOf(rows.packed), ...rows.failures);
      after = rows.after;
      if (after === null) return { entries, notice };
    }
  } finally {
    await store.close();
  }
}
