import { asGuessed, type How } from '../extract/format.ts';
import { formatOf } from '../extract/formats.ts';
import { walk } from '../files/walk.ts';
import type { FileRow, FileTable, Seen } from './file-table.ts';
import type { Chosen, Listed, ToRead } from './protocol.ts';

/** A file written this shortly before it was read may have been written again within the same tick of its clock. */
const clockTick = 2000;
/** Where the program itself keeps what belongs to the folder. */
const ownFolder = '.rapporteur';
/** Files in one stretch, and milliseconds that it may take. */
const mostInStretch = 1000;
const longestStretch = 20;

/** A walk through the folder, a stretch at a time, beside what is known of its files. */
export class Listing {
  /** The files and failures found, by path. */
  private readonly found = new Set<string>();
  /** Of those, the ones that were not in the tables when they were found, and have not been taken since. */
  private readonly unknown = new Set<string>();
  private readonly walker;
  /** Whether nothing was known of any file. */
  private readonly isEmpty: boolean;
  private files = 0;
  /** How many of the files found are in the tables; null once some were not. */
  private known: number | null = 0;
  private goneFiles: readonly string[] | null = null;

  /** @param starts files and folders to look at; null: everything */
  constructor(
    root: string,
    readonly starts: readonly string[] | null,
    private readonly table: FileTable,
    private readonly howOf: (path: string) => string | null,
    /** Whether a file is to be read although it is what it was. */
    private readonly isWanted: (path: string) => boolean,
  ) {
    this.isEmpty = table.size === 0;
    this.walker = walk(root, (name) => formatOf(name) !== null, starts ?? undefined);
  }

  /** Whether nothing of a file is in the tables; asked once, when it is taken. */
  isNew(path: string): boolean {
    return this.unknown.delete(path);
  }

  /** @throws Failure as `walk` does */
  next(): Listed {
    const began = performance.now();
    const found: { path: string; bytes: number; mtime: number; ctime: number }[] = [];
    const failures: Listed['failures'][number][] = [];
    let skipped = 0;
    let done = false;
    do {
      const { value, done: ended } = this.walker.next();
      if (ended) {
        done = true;
        break;
      }
      if (value.kind === 'skipped') skipped += value.path === ownFolder ? 0 : 1;
      else if (this.found.has(value.path)) continue;
      else {
        this.found.add(value.path);
        if (value.kind === 'file') found.push(value);
        else failures.push({ path: value.path, code: value.code, message: value.message });
      }
    } while (found.length < mostInStretch && performance.now() - began < longestStretch);
    this.files += found.length;
    const seen = this.isEmpty ? [] : this.table.seen(found.map(({ path }) => path));
    const left = found.filter((file, i) => {
      const before = seen[i];
      if (before === undefined) {
        this.known = null;
        this.unknown.add(file.path);
        return true;
      }
      if (this.known !== null) this.known++;
      return !isAsSeen(before, file, this.howOf(file.path)) || this.isWanted(file.path);
    });
    const rows = this.isEmpty || left.length === 0 ? null : this.table.each(left.map(({ path }) => path));
    const files = left.map((file, i) => {
      const row = rows?.get(i);
      const how = this.howOf(file.path);
      const usable = row !== undefined && isCurrent(row, file.path, how) && !this.isWanted(file.path);
      return toRead(file.path, file.bytes, usable ? row.sha256 : null, how);
    });
    return { files, found: this.files, failures, skipped, done };
  }

  /** A file that was found has gone since. */
  isGone(path: string): void {
    this.found.delete(path);
    this.goneFiles = null;
    this.known = null;
  }

  /** Files that are known, and that have not been found where it was looked; once the listing is done. */
  gone(): readonly string[] {
    this.goneFiles ??=
      this.starts === null && this.known === this.table.size
        ? []
        : (this.starts === null ? this.table.all() : this.table.paths(this.starts)).filter(
            (path) => !this.found.has(path),
          );
    return this.goneFiles;
  }
}

/** Whether a file was read in the way it would be read now. */
export const isCurrent = (row: FileRow, path: string, how: string | null): boolean =>
  row.extractor === (formatOf(path)?.id ?? null) && row.how === how && row.sha256 !== null;

/** Whether a file can only have the bytes that were read. */
export function isUnchanged(row: FileRow, now: { bytes: number; mtime: number; ctime: number }): boolean {
  const { bytes, mtime, ctime, readAt } = row;
  return (
    bytes === now.bytes && mtime === now.mtime && ctime === now.ctime && Math.max(mtime, ctime) < readAt - clockTick
  );
}

/** The same for what `FileTable.seen` gives. */
function isAsSeen(
  before: Seen,
  now: { path: string; bytes: number; mtime: number; ctime: number },
  how: string | null,
) {
  const { bytes, mtime, ctime, readAt, read, extractor } = before;
  return (
    read &&
    bytes === now.bytes &&
    mtime === Math.trunc(now.mtime * 1000) &&
    ctime === Math.trunc(now.ctime * 1000) &&
    Math.max(now.mtime, now.ctime) < readAt - clockTick &&
    before.how === how &&
    extractor === (formatOf(now.path)?.id ?? null)
  );
}

export const toRead = (path: string, bytes: number, known: string | null, how: string | null): ToRead => ({
  path,
  bytes,
  known,
  how: how === null ? asGuessed : (JSON.parse(how) as How),
});

/** Formats whose articles are rows with columns, and archives that may hold such files. */
const withColumns = /\.(?:csv|tsv|tab|json|jsonl|ndjson|zip)$/i;

/** What people have chosen for a file, as JSON of `How`; null: nothing. */
export function chosenHow(path: string, { encodings, columns }: Chosen): string | null {
  const encoding = encodings.get(path) ?? null;
  const mapped = withColumns.test(path) ? columns : {};
  return encoding === null && Object.keys(mapped).length === 0 ? null : JSON.stringify({ encoding, columns: mapped });
}
