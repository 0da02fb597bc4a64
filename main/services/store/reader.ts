import Database from 'libsql';

/** The text of an article; see `packed.ts` for blocks and pages. */
export interface Body {
  readonly n: number;
  readonly text: string;
  readonly blocks: string;
  readonly pages: string | null;
}

/** Reads a store beside its writer: what was written is seen when its transaction has ended. */
export interface Reader {
  /** The texts of articles by number, in no order; those that are not there are left out. */
  bodies(articles: readonly number[]): Body[];
  close(): void;
}

/** @throws what the database throws when it cannot be opened or is damaged */
export function openReader(file: string): Reader {
  const db = new Database(file);
  db.prepare('PRAGMA busy_timeout=10000').all();
  db.exec('PRAGMA query_only=1');
  db.exec('PRAGMA cache_size=-4000');
  const bodies = db
    .prepare('SELECT n, text, blocks, pages FROM body WHERE n IN (SELECT value FROM json_each(?))')
    .raw();
  return {
    bodies: (articles) =>
      (bodies.all(JSON.stringify(articles)) as [number, string, string, string | null][]).map(
        ([n, text, blocks, pages]) => ({ n, text, blocks, pages }),
      ),
    close: () => db.close(),
  };
}
