import { connectBeside } from './open-database.ts';

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
  /** Those of the articles that have a text. */
  withText(articles: readonly number[]): number[];
  /** Those of the articles that the index of words finds with an expression in FTS5's own language. */
  having(match: string, articles: readonly number[]): number[];
  close(): void;
}

/** @throws what the database throws when it cannot be opened or is damaged */
export function openReader(file: string): Reader {
  const db = connectBeside(file);
  db.exec('PRAGMA cache_size=-4000');
  const bodies = db
    .prepare('SELECT n, text, blocks, pages FROM body WHERE n IN (SELECT value FROM json_each(?))')
    .raw();
  const withText = db.prepare('SELECT n FROM body WHERE n IN (SELECT value FROM json_each(?))').raw();
  // Numbers are bound as floating point, by which FTS5 does not limit what it goes through.
  const number = 'CAST(? AS INTEGER)';
  const between = db
    .prepare(`SELECT rowid FROM word WHERE word MATCH ? AND rowid BETWEEN ${number} AND ${number}`)
    .raw();
  const each = db.prepare(`SELECT rowid FROM word WHERE word MATCH ? AND rowid = ${number}`).raw();
  return {
    withText: (articles) => (withText.all(JSON.stringify(articles)) as [number][]).map(([n]) => n),
    having(match, articles) {
      const first = articles.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
      const last = articles.reduce((a, b) => Math.max(a, b), 0);
      // Neighbours in the folder mostly are in the store, too; where they are not, the index is asked for each.
      if (last - first > 20 * articles.length) return articles.filter((n) => each.get(match, n) !== undefined);
      const asked = new Set(articles);
      return (between.all(match, first, last) as [number][]).map(([n]) => n).filter((n) => asked.has(n));
    },
    bodies: (articles) =>
      (bodies.all(JSON.stringify(articles)) as [number, string, string, string | null][]).map(
        ([n, text, blocks, pages]) => ({ n, text, blocks, pages }),
      ),
    close: () => db.close(),
  };
}
