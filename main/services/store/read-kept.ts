import type { Entry } from '#shared/model/article.ts';
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
      const rows: { entries: Entry[]; after: string | null } = await store.ask('rows', { after, most: 1000 });
      entries.push(...rows.entries);
      after = rows.after;
      if (after === null) return { entries, notice };
    }
  } finally {
    await store.close();
  }
}
