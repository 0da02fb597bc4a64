import Database from 'libsql';
import type { Positions } from '#shared/contract/contract.ts';
import type { ByteText } from '#shared/formats/jsonl/byte-text.ts';
import type { Kind, RecordOf } from '#shared/model/kinds.ts';
import { fromBytes } from '../files/byte-text.ts';
import { inPieces, storable } from './insert-rows.ts';

/** The records as they were when the reader was opened, whatever is taken in meanwhile. Close it after use. */
export interface RecordsReader {
  /** How many there are. */
  count(): number;
  /** The next records after a place, 0 being the beginning, and the place to go on from; null: these were the last. */
  page(after: number, limit: number): { records: { kind: Kind; json: string }[]; next: number | null };
  /** All records of one kind. */
  all<K extends Kind>(kind: K): RecordOf[K][];
  /** The records of these kinds that are about each of these articles, as JSON, in any order with commas between. */
  about<K extends Kind>(articles: readonly string[], of: readonly K[]): Map<string, ListsOf<K>>;
  /** The articles that spans stand in. */
  articlesWithSpans(): Iterable<string>;
  /** What does not fit its schema and is left out, in words. */
  invalid(): string[];
  /** How far each journal has been taken in. */
  positions(): Positions;
  close(): void;
}

/** Records by their kind, as JSON in UTF-8 with commas between; '' when there are none. */
export type ListsOf<K extends Kind> = Record<K, ByteText>;

/** The records of such a list. */
export const recordsIn = <K extends Kind>(lists: ListsOf<K>, kind: K): RecordOf[K][] =>
  lists[kind] === '' ? [] : JSON.parse(`[${fromBytes(lists[kind])}]`);

/** Ids asked for at once, so that those before can be let go of. */
const idsAtOnce = 1000;

/** Without any. */
export const noListsOf = <K extends Kind>(of: readonly K[]): ListsOf<K> =>
  Object.fromEntries(of.map((kind) => [kind, ''])) as ListsOf<K>;

/**
 * Reads a database that `openRecords` keeps.
 * @throws what the database throws; see `isDamage`
 */
export function readRecords(path: string): RecordsReader {
  const db = new Database(path);
  const headers = () =>
    (db.prepare("SELECT json FROM record WHERE kind = 'annotator' AND at = ''").raw().all() as [string][]).map(
      ([json]) => ({ kind: 'annotator' as const, json }),
    );
  try {
    db.exec('PRAGMA busy_timeout=10000');
    db.exec('PRAGMA query_only=1');
    db.exec('BEGIN');
    // Only now the database is held as it is.
    db.prepare('SELECT n FROM position').all();
  } catch (error) {
    db.close();
    throw error;
  }
  const listings = new Map<string, Database.Statement>();
  /** One row for all records of a kind, and as bytes: each row, and each text, costs more than what stands in it. */
  const listing = (articles: string, of: string): Database.Statement => {
    const sql = `SELECT article, kind, CAST(group_concat(json) AS BLOB) FROM fold
      WHERE article IN (${articles}) AND kind IN (${of}) AND +state = 0 GROUP BY article, kind`;
    const statement = listings.get(sql) ?? db.prepare(sql).raw();
    listings.set(sql, statement);
    return statement;
  };
  const pages = db.prepare('SELECT n, kind, json FROM fold WHERE n > ? AND +state = 0 ORDER BY n LIMIT ?').raw();
  return {
    count() {
      const [[count]] = db.prepare('SELECT count(*) FROM fold WHERE state = 0').raw().all() as [[number]];
      return count + headers().length;
    },
    page(after, limit) {
      const rows = pages.all(after, limit) as [number, Kind, string][];
      const records = rows.map(([, kind, json]) => ({ kind, json }));
      if (rows.length === limit) return { records, next: rows.at(-1)?.[0] ?? null };
      return { records: [...records, ...headers()], next: null };
    },
    all: (kind) =>
      (db.prepare('SELECT json FROM record WHERE kind = ?').raw().all(kind) as [string][]).map(([json]) =>
        JSON.parse(json),
      ),
    about<K extends Kind>(articles: readonly string[], of: readonly K[]) {
      const found = new Map(articles.map((article) => [article, noListsOf(of)]));
      const byKey = new Map(articles.map((article) => [storable(article), article]));
      inPieces([...byKey.keys()], (piece, marks) => {
        const rows = listing(marks, of.map(() => '?').join(',')).all(...piece, ...of) as [string, K, Buffer][];
        for (const [key, kind, list] of rows) {
          const records = found.get(byKey.get(key) as string);
          if (records) records[kind] = list.toString('latin1');
        }
      });
      return found;
    },
    *articlesWithSpans() {
      const next = db
        .prepare(`SELECT DISTINCT article FROM span WHERE article > ? ORDER BY article LIMIT ${idsAtOnce}`)
        .raw();
      for (let after = ''; ; ) {
        const rows = next.all(after) as [string][];
        for (const [article] of rows) yield article;
        if (rows.length < idsAtOnce) return;
        [after] = rows.at(-1) as [string];
      }
    },
    invalid: () =>
      (db.prepare('SELECT fault FROM fold WHERE state = 2 ORDER BY kind, id').raw().all() as [string][]).map(
        ([fault]) => fault,
      ),
    positions: () => Object.fromEntries(db.prepare('SELECT writer, n FROM position').raw().all() as [string, number][]),
    close: () => db.close(),
  };
}
