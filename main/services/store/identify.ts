import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type Database from 'libsql';
import { idOfBytes, isArticleId } from '../corpus/identity.ts';
import { formatOf } from '../extract/formats.ts';
import { sha256 } from '../files/hash.ts';
import type { Bound } from './protocol.ts';

/** A known row as the rules for ids see it. */
export interface Known {
  readonly n: number;
  readonly id: string;
  readonly path: string;
  readonly file: string;
}

export type Identity =
  /** `row`: the row that the article has had, at this path or at one that is gone. */
  | { readonly kind: 'article'; readonly id: string; readonly row: Known | null }
  /** The same bytes as the article at `of`. */
  | { readonly kind: 'duplicate'; readonly of: string };

/**
 * Says which article a text is, so that annotations stay with their article: it keeps the id that its path is bound to
 * (annotated articles) or was known by, even when edited; one that was renamed or moved keeps it by its bytes; a further
 * copy is a duplicate.
 */
export class Identities {
  private readonly boundByPath = new Map<string, Bound>();
  private readonly boundById = new Map<string, Bound>();
  private readonly boundByBytes = new Map<string, Bound[]>();
  private readonly boundByFile = new Map<string, Bound[]>();
  private readonly bySource;
  private readonly byId;
  private readonly stateOf;
  private readonly any;
  /**
   * The beginnings of the hashes and ids that stand in the store, once it was empty: what is not among them need not be
   * looked for. Null: not known.
   */
  private standing: Set<number> | null = null;

  constructor(
    db: Database.Database,
    private readonly root: string,
  ) {
    const columns = 'a.n, a.id, a.path, a.file';
    this.bySource = db
      .prepare(`SELECT ${columns} FROM article a WHERE source_sha256 = ? AND duplicate_of IS NULL ORDER BY n`)
      .raw();
    this.byId = db.prepare(`SELECT ${columns} FROM article a WHERE id = ?`).raw();
    this.any = db.prepare('SELECT 1 FROM article LIMIT 1').raw();
    this.stateOf = db.prepare('SELECT bytes, mtime, ctime, extractor FROM file WHERE path = ?').raw();
  }

  know(bound: Iterable<Bound>): void {
    this.boundByPath.clear();
    this.boundById.clear();
    this.boundByBytes.clear();
    this.boundByFile.clear();
    const add = (map: Map<string, Bound[]>, key: string, one: Bound) => {
      const there = map.get(key);
      if (there) there.push(one);
      else map.set(key, [one]);
    };
    for (const one of bound) {
      this.boundByPath.set(one.path, one);
      this.boundById.set(one.id, one);
      for (const bytes of new Set([one.sourceSha256.slice(0, 20), one.id.slice(2)])) add(this.boundByBytes, bytes, one);
      // Of `a.zip/b/c.txt` only `a.zip` is a file with parts; which one it is shows when it is read.
      for (let end = one.path.indexOf('/'); end > 0; end = one.path.indexOf('/', end + 1))
        if (formatOf(one.path.slice(0, end)) !== null) add(this.boundByFile, one.path.slice(0, end), one);
    }
  }

  /** A listing begins. */
  begin(): void {
    if (this.standing === null && this.any.all().length === 0) this.standing = new Set();
  }

  /** An article is written under an id. */
  note(id: string, sourceSha256: string): void {
    this.standing?.add(beginningOf(sourceSha256));
    if (!sourceSha256.startsWith(id.slice(2))) this.standing?.add(beginningOf(id.slice(2)));
  }

  isBound(id: string): boolean {
    return this.boundById.has(id);
  }

  boundAt(path: string): Bound | undefined {
    return this.boundByPath.get(path);
  }

  /** Annotated articles that are parts of a file, or were. */
  boundIn(file: string): Bound[] {
    return this.boundByFile.get(file) ?? [];
  }

  get paths(): string[] {
    return [...this.boundByPath.keys()];
  }

  rowOf(id: string): Known | null {
    return this.rows(this.byId.all(id))[0] ?? null;
  }

  /** `before`: what is known at this path, `inHand`: whether an article of this same file has been read just now. */
  identify(
    path: string,
    file: string,
    sourceSha256: string,
    before: Known | null,
    inHand: (n: number) => boolean,
    isTakenInFile: (id: string) => boolean = () => false,
  ): Identity {
    const here = this.boundByPath.get(path);
    const bound = here !== undefined && isTakenInFile(here.id) ? undefined : here;
    const isNew = this.standing?.has(beginningOf(sourceSha256)) === false;
    const same = isNew ? [] : this.rows(this.bySource.all(sourceSha256));
    if (bound === undefined) {
      const original = same.find(
        (row) => row.path !== path && (row.file === file ? inHand(row.n) : this.stands(row.file)),
      );
      if (original !== undefined) return { kind: 'duplicate', of: original.path };
    } else {
      return { kind: 'article', id: bound.id, row: this.rowOf(bound.id) };
    }
    if (before !== null && isArticleId(before.id) && !this.isBoundElsewhere(before.id, path))
      return { kind: 'article', id: before.id, row: before };
    const moved = same.find(
      (row) => row.file !== file && this.isGone(row.file) && !this.isBoundElsewhere(row.id, path),
    );
    if (moved !== undefined) return { kind: 'article', id: moved.id, row: moved };
    const left = this.boundByBytes
      .get(sourceSha256.slice(0, 20))
      ?.find((one) => this.isGone(fileOf(one.path, this.root)) && this.isFree(one.id, file));
    if (left !== undefined) return { kind: 'article', id: left.id, row: this.rowOf(left.id) };
    return { kind: 'article', id: this.fresh(path, sourceSha256), row: null };
  }

  /** An id that nobody has for bytes at a path. */
  fresh(path: string, sourceSha256: string): string {
    let id = idOfBytes(sourceSha256);
    // Taken by an article that had these bytes once and was edited since.
    for (let again = sourceSha256; this.isTaken(id, path); ) {
      again = sha256(`${again}\n${path}`);
      id = idOfBytes(again);
    }
    return id;
  }

  private isTaken(id: string, path: string): boolean {
    const isNew = this.standing?.has(beginningOf(id.slice(2))) === false;
    return (!isNew && this.rows(this.byId.all(id)).some((row) => row.path !== path)) || this.isBoundElsewhere(id, path);
  }

  private isFree(id: string, file: string): boolean {
    return this.rows(this.byId.all(id)).every((row) => row.file !== file && this.isGone(row.file));
  }

  private isBoundElsewhere(id: string, path: string): boolean {
    const bound = this.boundById.get(id);
    return bound !== undefined && bound.path !== path && !this.isGone(fileOf(bound.path, this.root));
  }

  /** Whether a known file is still as it was read. */
  private stands(file: string): boolean {
    const [known] = this.stateOf.all(file) as [number, number | null, number | null, string | null][];
    const now = this.stat(file);
    if (known === undefined || now === null || known[3] === null) return false;
    return now.size === known[0] && now.mtimeMs === known[1] && now.ctimeMs === known[2];
  }

  isGone(file: string): boolean {
    return this.stat(file) === null;
  }

  /** A file system that does not tell capitals apart finds a renamed file by its old name, too: that one is gone. */
  private stat(file: string): Stats | null {
    try {
      const path = join(this.root, ...file.split('/'));
      const stats = lstatSync(path);
      if (caseMayFold && !stats.isSymbolicLink()) {
        const real = realpathSync.native(path);
        if (
          !real.endsWith(stats.isDirectory() ? '' : lastOf(file)) &&
          real.toLowerCase().endsWith(lastOf(file).toLowerCase())
        )
          return null;
      }
      return stats;
    } catch {
      return null;
    }
  }

  private rows(values: unknown): Known[] {
    return (values as [number, string, string, string][]).map(([n, id, path, file]) => ({ n, id, path, file }));
  }
}

/** 52 bits of hex digits. */
const beginningOf = (digits: string) => Number.parseInt(digits.slice(0, 13), 16);

const caseMayFold = process.platform === 'darwin' || process.platform === 'win32';
const lastOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** The file of the disk that a bound path is, or is a part of: parts of a file look like files in a folder. */
function fileOf(path: string, root: string): string {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    const file = path.slice(0, end);
    try {
      if (lstatSync(join(root, ...file.split('/'))).isFile()) return file;
      break;
    } catch {
      // Nothing there of this name: perhaps a part.
    }
  }
  return path;
}
