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

const columns = 'bytes, mtime, ctime, read_at, sha256, extractor, how, failure_code, failure_message';

/** The table `file`. */
export class FileTable {
  private readonly replace;
  private readonly seen;
  private readonly byPath;
  private readonly byPaths;
  private readonly everything;
  private readonly within;
  private readonly deletion;

  constructor(db: Database.Database) {
    this.replace = db.prepare(`INSERT OR REPLACE INTO file(path, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.seen = db.prepare('UPDATE file SET bytes = ?, mtime = ?, ctime = ?, read_at = ? WHERE path = ?');
    this.byPath = db.prepare(`SELECT ${columns} FROM file WHERE path = ?`).raw();
    this.byPaths = db
      .prepare(`SELECT key, ${columns} FROM json_each(?) CROSS JOIN file ON file.path = json_each.value`)
      .raw();
    this.everything = db.prepare('SELECT path FROM file').raw();
    this.within = db.prepare("SELECT path FROM file WHERE path = ?1 OR (path > ?1 || '/' AND path < ?1 || '0')").raw();
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

  all(): string[] {
    return (this.everything.all() as [string][]).map(([path]) => path);
  }

  /** The paths of files known that are or lie in a path. */
  paths(start: string): string[] {
    return (this.within.all(start) as [string][]).map(([path]) => path);
  }

  write(path: string, { bytes, mtime, ctime, readAt, sha256, extractor, how, failure }: FileRow): void {
    this.replace.run([
      ...[path, bytes, mtime, ctime, readAt, sha256, extractor, how],
      ...[failure?.code ?? null, failure?.message ?? null],
    ]);
  }

  /** The file has been looked at and is what it was. */
  isSame(path: string, { bytes, mtime, ctime }: FileState): void {
    this.seen.run([bytes, mtime, ctime, Date.now(), path]);
  }

  remove(path: string): void {
    this.deletion.run([path]);
  }
}

const rowOf = ([bytes, mtime, ctime, readAt, sha256, extractor, how, code, message]: Values): FileRow => ({
  ...{ bytes, mtime, ctime, readAt, sha256, extractor, how },
  failure: code === null ? null : { code, message: message ?? '' },
});
