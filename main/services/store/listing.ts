import type { How } from '../extract/format.ts';
import { formatOf } from '../extract/formats.ts';
import { walk } from '../files/walk.ts';
import { noEntries } from './entry-row.ts';
import type { FileRow, FileTable, Seen } from './file-table.ts';
import type { Chosen, Listed, ToRead } from './protocol.ts';

/** A file written this shortly before it was read may have been written again within the same tick of its clock. */
const clockTick = 2000;
/** Where the program itself keeps what belongs to the folder. */
const ownFolder = '.rapporteur';
/** Files in one stretch, and milliseconds that it may take. */
const mostInStretch = 1000;
const longestStretch = 20;

export interface ListingOptions {
  readonly root: string;
  /** Files and folders to look at; null: everything. */
  readonly starts: readonly string[] | null;
  readonly table: FileTable;
  howOf(path: string): string | null;
  /** Whether a file is to be read although it is what it was. */
  isWanted(path: string): boolean;
  /** Files whose rows are told again where they are found; with them goes what is to be read. Null: no rows are wanted. */
  readonly absent: Set<string> | null;
  /** The rows of the articles of files, packed. */
  rowsOf(files: readonly string[]): Uint8Array;
}

type Fresh = Pick<FoundFile, 'bytes' | 'mtime'>;
type FoundFile = { path: string; bytes: number; mtime: number; ctime: number };

/** A walk through the folder, a stretch at a time, beside what is known of its files. */
export class Listing {
  /** The files and failures found, by path; those of late are put to the others when somebody asks. */
  private readonly foundBefore: Set<string>;
  private late: string[] = [];
  /** Of those, the ones that were not in the tables when they were found, and have not been taken since. */
  private readonly unknown: Map<string, Fresh>;
  private readonly walker;
  /** Whether something may be found again: under two starts, or where it was looked before. */
  private readonly mayRepeat: boolean;
  /** What has been looked at, by this listing and those before it; null: everything. */
  private readonly looked: readonly string[] | null;
  /** Whether nothing was known of any file. */
  private readonly isEmpty: boolean;
  private files: number;
  /** How many of the files found are in the tables; null where some are not. */
  private known: number | null;
  private goneFiles: readonly string[] | null = null;

  /** @param before what was listed before and belongs to it; what it found holds where this one does not look again */
  constructor(
    private readonly options: ListingOptions,
    before: Listing | null,
  ) {
    const { root, starts, table } = options;
    this.isEmpty = table.size === 0;
    this.walker = walk(root, (name) => formatOf(name) !== null, starts ?? undefined);
    const again = starts === null ? null : new Set(starts);
    this.foundBefore = again === null || before === null ? new Set() : notWithin(before.found, again);
    this.mayRepeat = starts !== null || before !== null;
    this.unknown = before?.unknown ?? new Map();
    this.files = before === null ? 0 : Math.max(0, before.files - (before.found.size - this.found.size));
    this.looked = starts === null || before?.looked === null ? null : [...(before?.looked ?? []), ...starts];
    this.known = before === null ? 0 : null;
  }

  private get found(): Set<string> {
    for (const path of this.late) this.foundBefore.add(path);
    this.late = [];
    return this.foundBefore;
  }

  /** Whether nothing of a file is in the tables; asked once, when it is taken. */
  isNew(path: string): boolean {
    return this.unknown.delete(path);
  }

  /** @throws Failure as `walk` does */
  next(): Listed {
    const began = performance.now();
    const found: FoundFile[] = [];
    const failures: Listed['failures'][number][] = [];
    let skipped = 0;
    let done = false;
    do {
      const { value: some, done: ended } = this.walker.next();
      if (ended) {
        done = true;
        break;
      }
      for (const one of some) {
        if (one.kind === 'skipped') skipped += one.path === ownFolder ? 0 : 1;
        else if (!this.mayRepeat || !this.found.has(one.path)) {
          this.late.push(one.path);
          if (one.kind === 'file') found.push(one);
          else failures.push({ path: one.path, code: one.code, message: one.message });
        }
      }
    } while (found.length < mostInStretch && performance.now() - began < longestStretch);
    this.files += found.length;
    return { ...this.compare(found), found: this.files, failures, skipped, done };
  }

  /** What of the files is to be read, beside what is known of them. */
  private compare(found: readonly FoundFile[]): Pick<Listed, 'files' | 'fresh' | 'shown' | 'packed'> {
    const { table, howOf, isWanted, absent, rowsOf } = this.options;
    const seen = this.isEmpty ? [] : table.seen(found.map(({ path }) => path));
    const fresh: string[] = [];
    const shown: string[] = [];
    const back: string[] = [];
    const left = found.filter((file, i) => {
      const { path } = file;
      const before = seen[i];
      if (before === undefined) {
        this.known = null;
        this.unknown.set(path, this.isEmpty ? nothing : { bytes: file.bytes, mtime: file.mtime });
        fresh.push(path);
        shown.push(path);
        return true;
      }
      if (this.known !== null) this.known++;
      const isBack = absent?.delete(path) === true;
      if (isBack) back.push(path);
      const asWritten = isAsWritten(before, file) && isReadSo(before, file, howOf(path)) && !isWanted(path);
      if (asWritten && before.ctime === Math.trunc(file.ctime * 1000) && isSettled(before, file)) return false;
      // What was only copied, or touched by a backup, is looked into without a word.
      if (asWritten) return true;
      shown.push(path);
      if (!isBack) back.push(path);
      return true;
    });
    const rows = this.isEmpty || left.length === 0 ? null : table.each(left.map(({ path }) => path));
    const files = left.map((file, i) => {
      const row = rows?.get(i);
      const how = howOf(file.path);
      const usable = row !== undefined && isCurrent(row, file.path, how) && !isWanted(file.path);
      return toRead(file.path, file.bytes, usable ? row.sha256 : null, how);
    });
    if (absent === null) return { files, fresh: [], shown: [], packed: noEntries };
    return { files, fresh, shown, packed: back.length === 0 ? noEntries : rowsOf(back) };
  }

  /** A file that was found has gone since. */
  isGone(path: string): void {
    this.found.delete(path);
    this.goneFiles = null;
    this.known = null;
  }

  /** Files that are known, and that have not been found where it was looked; once the listing is done. */
  gone(): readonly string[] {
    const { table } = this.options;
    this.goneFiles ??=
      this.looked === null && this.known === table.size
        ? []
        : (this.looked === null ? table.all() : table.paths(this.looked)).filter((path) => !this.found.has(path));
    return this.goneFiles;
  }

  /** So many of the first that have gone are out of the tables. */
  swept(count: number): void {
    this.goneFiles = this.gone().slice(count);
  }

  /** Files of which nothing is known, and that are still to be read. */
  freshFiles(): ReadonlyMap<string, Fresh> {
    return this.unknown;
  }
}

/** Paths that are not among the starts and lie in none of them. */
function notWithin(paths: ReadonlySet<string>, starts: ReadonlySet<string>): Set<string> {
  const left = new Set<string>();
  for (const path of paths) {
    let within = starts.has('') || starts.has(path);
    for (let end = path.indexOf('/'); end >= 0 && !within; end = path.indexOf('/', end + 1))
      within = starts.has(path.slice(0, end));
    if (!within) left.add(path);
  }
  return left;
}

const nothing: Fresh = { bytes: 0, mtime: 0 };

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

/** Whether a file would be read in the way it was. */
const isReadSo = (before: Seen, { path }: FoundFile, how: string | null): boolean =>
  before.read && before.how === how && before.extractor === (formatOf(path)?.id ?? null);

/** Whether a file has the size and the time of writing that `FileTable.seen` gives. */
const isAsWritten = (before: Seen, now: FoundFile): boolean =>
  before.bytes === now.bytes && before.mtime === Math.trunc(now.mtime * 1000);

const isSettled = ({ readAt }: Seen, { mtime, ctime }: FoundFile): boolean =>
  Math.max(mtime, ctime) < readAt - clockTick;

export const toRead = (path: string, bytes: number, known: string | null, how: string | null): ToRead => ({
  path,
  bytes,
  known,
  how: how === null ? null : (JSON.parse(how) as How),
});

/** Formats whose articles are rows with columns, and archives that may hold such files. */
const withColumns = /\.(?:csv|tsv|tab|json|jsonl|ndjson|zip)$/i;

/** What people have chosen for a file, as JSON of `How`; null: nothing. */
export function chosenHow(path: string, { encodings, columns }: Chosen): string | null {
  const encoding = encodings.get(path) ?? null;
  const mapped = withColumns.test(path) ? columns : {};
  return encoding === null && Object.keys(mapped).length === 0 ? null : JSON.stringify({ encoding, columns: mapped });
}
