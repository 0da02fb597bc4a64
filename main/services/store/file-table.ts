import type Database from 'libsql';
import type { FileState } from '../extract/job.ts';
import type { FileFacts } from './entry-row.ts';

/** A file as it was when it was read; see the schema. */
export interface FileRow extends FileFacts {
  readonly bytes: number;
  readonly mtime: number | null;
  readonly ctime: number | null;
  readonly readAt: number;
  readonly sha256: string | null;
  readonly how: string | null;
}

/** What tells whether a file is as it was read: times in whole µs since 1970, which are numbers of JSON without loss. */
export interface Seen {
  readonly bytes: number;
  readonly mtime: number | null;
  readonly ctime: number | null;
  readonly readAt: number;
  /** Whether all of it was read. */
  readonly read: boolean;
  readonly extractor: string | null;
  readonly how: string | null;
}

type Values = [
  number,
  number | null,
  number | null,
  number,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
];

type SeenValues = [number, number, number | null, number | null, number, 0 | 1, string | null, string | null];

const columns = 'bytes, mtime, ctime, read_at, sha256, extractor, how, failure_code, failure_message';

/** The table `file`. */
export class FileTable {
  private readonly replace;
  private readonly setSeen;
  private readonly byPath;
  private readonly byPaths;
  private readonly states;
  private readonly everything;
  private readonly within;
  private readonly count;
  private readonly setUnread;
  private readonly deletion;

  constructor(db: Database.Database) {
    this.replace = db.prepare(`INSERT OR REPLACE INTO file(path, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.setSeen = db.prepare('UPDATE file SET bytes = ?, mtime = ?, ctime = ?, read_at = ? WHERE path = ?');
    this.byPath = db.prepare(`SELECT ${columns} FROM file WHERE path = ?`).raw();
    this.byPaths = db
      .prepare(`SELECT key, ${columns} FROM json_each(?) CROSS JOIN file ON file.path = json_each.value`)
      .raw();
    // Rows as one text: the database gives them in half of the time that their single values take.
    this.states = db
      .prepare(
        `SELECT json_group_array(json_array(key, bytes, CAST(mtime * 1000 AS INTEGER), CAST(ctime * 1000 AS INTEGER),
         read_at, sha256 IS NOT NULL, extractor, how)) FROM json_each(?) CROSS JOIN file ON file.path = json_each.value`,
      )
      .raw();
    this.everything = db.prepare('SELECT json_group_array(path) FROM file').raw();
    this.within = db
      .prepare(
        `SELECT json_group_array(path) FROM
         (SELECT f.path FROM json_each(?1) CROSS JOIN file f ON f.path = value
          UNION SELECT f.path FROM json_each(?1) CROSS JOIN file f ON f.path > value || '/' AND f.path < value || '0')`,
      )
      .raw();
    this.count = db.prepare('SELECT count(*) FROM file').raw();
    this.setUnread = db.prepare('UPDATE file SET mtime = NULL, ctime = NULL, sha256 = NULL WHERE path = ?');
    this.deletion = db.prepare('DELETE FROM file WHERE path = ?');
  }

  at(path: string): FileRow | null {
    const values = (this.byPath.all(path) as Values[])[0];
    return values === undefined ? null : rowOf(values);
  }

  /** What is known of files, by their place in the list. */
  each(paths: readonly string[]): Map<number, FileRow> {
    const rows = this.byPaths.all(JSON.stringify(paths)) as [number, ...Values][];
    return new Map(rows.map(([key, ...values]) => [Number(key), rowOf(values)]));
  }

  /** How files were when they were read, by their place in the list; undefined for those that are not known. */
  seen(paths: readonly string[]): (Seen | undefined)[] {
    const seen: (Seen | undefined)[] = new Array(paths.length);
    const [[packed]] = this.states.all(JSON.stringify(paths)) as [[string]];
    for (const [key, bytes, mtime, ctime, readAt, read, extractor, how] of JSON.parse(packed) as SeenValues[])
      seen[key] = { bytes, mtime, ctime, readAt, read: read === 1, extractor, how };
    return seen;
  }

  get size(): number {
    return Number((this.count.all() as [[number]])[0][0]);
  }

  all(): string[] {
    return JSON.parse((this.everything.all() as [[string]])[0][0]);
  }

  /** The paths of files known that are or lie in one of the paths. */
  paths(starts: readonly string[]): string[] {
    return JSON.parse((this.within.all(JSON.stringify(starts)) as [[string]])[0][0]);
  }

  write(path: string, { bytes, mtime, ctime, readAt, sha256, extractor, how, failure }: FileRow): void {
    this.replace.run([
      ...[path, bytes, mtime, ctime, readAt, sha256, extractor, how],
      ...[failure?.code ?? null, failure?.message ?? null],
    ]);
  }

  /** The file has been looked at and is what it was. */
  isSame(path: string, { bytes, mtime, ctime }: FileState): void {
    this.setSeen.run([bytes, mtime, ctime, Date.now(), path]);
  }

  /** The file’s article is at another path now: should there be a file here after all, it is read again. */
  isUnread(path: string): void {
    this.setUnread.run([path]);
  }

  remove(path: string): void {
    this.deletion.run([path]);
  }
}

const rowOf = ([bytes, mtime, ctime, readAt, sha256, extractor, how, code, message]: Values): FileRow => ({
  ...{ bytes, mtime, ctime, readAt, sha256, extractor, how },
  failure: code === null ? null : { code, message: message ?? '' },
});
