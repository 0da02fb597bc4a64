import { existsSync, statSync } from 'node:fs';
import Database from 'libsql';
import { naturalOrder } from '../files/natural-order.ts';
import { numbersOf } from './sets.ts';

/** Between two paths, and between two values: no path has it, and of a value the rest is passed over. */
const between = '//';

/** Words that a beginning is written out as; where there are more, the index puts them together by itself. */
const mostBeginnings = 16;

/** Different values of one column that are kept in memory, so that searching by it again need not read the table. */
const mostKept = 20_000;

/** Numbers of articles, both included. */
export interface Numbers {
  from: number;
  to: number;
}

/** One column of all articles. */
export interface Column {
  readonly numbers: Int32Array;
  /** For each of `numbers`, which of `values`. */
  readonly which: Uint32Array;
  readonly values: readonly (string | null)[];
}

/** What is known of an article once its text is looked at. */
export interface Body {
  readonly id: string;
  readonly text: string;
  readonly blocks: string;
}

/** The store and the records of a folder, for reading beside their writers. */
export class SearchDatabase {
  private readonly db: Database.Database;
  /** Whether there is a database of records. */
  readonly hasRecords: boolean;
  private readonly inode: string;
  private readonly columns = new Map<string, { version: number; column: Column }>();
  private ordered: { version: number; until: number; numbers: Int32Array } | null = null;
  private readonly statements = new Map<string, Database.Statement>();

  /** @throws what the database throws; the store must be there */
  constructor(
    private readonly file: string,
    private readonly records: string | null,
  ) {
    this.inode = inodesOf(file, records);
    this.hasRecords = records !== null && existsSync(records);
    this.db = new Database(file);
    try {
      this.db.prepare('PRAGMA busy_timeout=10000').all();
      if (this.hasRecords) this.db.prepare('ATTACH ? AS rec').run(records);
      this.db.exec("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'word', 'instance')");
      this.db.exec('PRAGMA query_only=1');
      this.db.exec('PRAGMA cache_size=-16000');
    } catch (error) {
      this.db.close();
      throw error;
    }
  }

  /** Whether the files are still the ones that were opened: a store that is made anew is another file. */
  isCurrent(): boolean {
    return this.inode === inodesOf(this.file, this.records);
  }

  /** The first value of the first row. */
  value<T>(sql: string, ...values: unknown[]): T {
    return (this.statement(sql).get(...values) as [T])[0];
  }

  rows<T extends unknown[]>(sql: string, ...values: unknown[]): T[] {
    return this.statement(sql).all(...values) as T[];
  }

  /** One above the highest number of an article. */
  size(): number {
    return (this.value<number | null>('SELECT max(n) FROM article') ?? 0) + 1;
  }

  /** The numbers of articles that are no duplicates, in the natural order of their paths. */
  inOrder(): Int32Array {
    const version = this.version();
    const known = this.ordered;
    // While a folder is read it changes with every batch: what came since stands at the end for a moment.
    const began = Date.now();
    if (known !== null && (known.version === version || began < known.until)) {
      return known.version === version ? known.numbers : this.withNews(known.numbers);
    }
    const [numbers, paths] = this.statement(
      `SELECT group_concat(n), group_concat(path, '${between}') FROM (SELECT n, path FROM article ORDER BY path)`,
    ).get() as [string | null, string | null];
    const names = paths?.split(between) ?? [];
    const duplicates = new Set(
      numbersOf(this.value<string | null>('SELECT group_concat(n) FROM article WHERE duplicate_of IS NOT NULL')),
    );
    const all = numbersOf(numbers);
    const sorted = Int32Array.from(
      Array.from(all, (n, i) => ({ n, path: names[i]! }))
        .filter(({ n }) => !duplicates.has(n))
        .sort((a, b) => naturalOrder(a.path, b.path))
        .map(({ n }) => n),
    );
    const now = Date.now();
    this.ordered = { version, until: now + Math.max(3000, 20 * (now - began)), numbers: sorted };
    return sorted;
  }

  private withNews(numbers: Int32Array): Int32Array {
    const last = numbers.reduce((a, b) => Math.max(a, b), 0);
    const news = numbersOf(
      this.value<string | null>('SELECT group_concat(n) FROM article WHERE n > ? AND duplicate_of IS NULL', last),
    );
    const all = new Int32Array(numbers.length + news.length);
    all.set(numbers);
    all.set(news, numbers.length);
    return all;
  }

  /** A column of the table `article`, of those in a range at least. */
  column(name: string, range: Numbers | null = null): Column {
    const version = this.version();
    const known = this.columns.get(name);
    if (known?.version === version) return known.column;
    const [numbers, texts] = this.statement(
      `SELECT group_concat(n), group_concat(coalesce(replace(${name}, '${between}', '/'), ''), '${between}') FROM article
       WHERE n BETWEEN ? AND ?`,
    ).get(range?.from ?? 0, range?.to ?? Number.MAX_SAFE_INTEGER) as [string | null, string | null];
    const places = new Map<string, number>();
    const values: (string | null)[] = [];
    const all = texts?.split(between) ?? [];
    const which = new Uint32Array(all.length);
    all.forEach((text, i) => {
      let place = places.get(text);
      if (place === undefined) {
        place = values.length;
        places.set(text, place);
        values.push(text === '' ? null : text);
      }
      which[i] = place;
    });
    const column = { numbers: numbersOf(numbers), which, values };
    if (range !== null) return column;
    if (values.length <= mostKept) this.columns.set(name, { version, column });
    else this.columns.delete(name);
    return column;
  }

  /** The articles of a range in which the index finds an expression in FTS5's own language, as `maskOf` takes them. */
  matching(match: string, { from, to }: Numbers): string | null {
    // Numbers are bound as floating point, by which FTS5 does not limit what it goes through.
    return this.value<string | null>(
      `SELECT group_concat(rowid) FROM word
       WHERE word MATCH ? AND rowid BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)`,
      match,
      from,
      to,
    );
  }

  /** The words of the index with this beginning; null: too many. For all of them FTS5 would read every place first. */
  beginningWith(beginning: string): string[] | null {
    const words: string[] = [];
    for (let from = beginning; ; ) {
      const row = this.statement('SELECT term FROM temp.vocabulary WHERE term >= ? LIMIT 1').get(from) as
        | [string]
        | undefined;
      const word = row?.[0];
      if (word === undefined || !word.startsWith(beginning)) return words;
      if (words.length === mostBeginnings) return null;
      words.push(word);
      from = `${word}\u0001`;
    }
  }

  /** Null when the article has gone or has no text. */
  body(n: number): Body | null {
    const row = this.statement(
      'SELECT a.id, b.text, b.blocks FROM body b JOIN article a ON a.n = b.n WHERE b.n = ?',
    ).get(n) as [string, string, string] | undefined;
    return row === undefined ? null : { id: row[0], text: row[1], blocks: row[2] };
  }

  idOf(n: number): string | null {
    return (this.statement('SELECT id FROM article WHERE n = ?').get(n) as [string] | undefined)?.[0] ?? null;
  }

  close(): void {
    this.db.close();
  }

  /** Changes with what other connections write. */
  private version(): number {
    return this.value<number>('PRAGMA main.data_version');
  }

  private statement(sql: string): Database.Statement {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      // Lists of ids stand in the text of some: they are not kept for ever.
      if (this.statements.size > 100) this.statements.clear();
      statement = this.db.prepare(sql).raw();
      this.statements.set(sql, statement);
    }
    return statement;
  }
}

const inodesOf = (...files: (string | null)[]) =>
  files
    .map((file) => (file === null ? null : statSync(file, { throwIfNoEntry: false })))
    .map((stat) => (stat ? `${stat.dev}:${stat.ino}:${stat.birthtimeMs}` : '-'))
    .join(' ');
