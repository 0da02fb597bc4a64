import { type Entry, noMeta } from '#shared/model/article.ts';
import type { ToRead } from '../store/protocol.ts';
import { idOfUnread } from './identity.ts';

interface File {
  readonly file: ToRead;
  /** The row of a file of which nothing is known. */
  readonly unread: Entry | null;
  /** The rows that were told to be pending; mostly one. */
  readonly ids: string[];
}

/** What a file that has been read leaves: the passing id that ends, and ids that were told to be pending and were not told since. */
export interface Ended {
  readonly unread: string | null;
  readonly left: readonly string[];
}

/** Files that are to be read, and whose rows say so: of those of which nothing is known yet there are passing ones. */
export class Waiting {
  private readonly files = new Map<string, File>();
  private readonly byId = new Map<string, string>();

  add(file: ToRead): void {
    const before = this.files.get(file.path);
    this.files.set(file.path, before === undefined ? { file, unread: null, ids: [] } : { ...before, file });
  }

  /** The same for a file of which nothing is known; its row. */
  addUnread(file: ToRead): Entry {
    const { path, bytes } = file;
    const unread: Entry = {
      ...{ id: idOfUnread(path), path, bytes, sourceSha256: null, textSha256: null, length: 0, meta: noMeta },
      ...{ duplicateOf: null, failure: null, notices: [], pending: true },
    };
    this.files.set(path, { file, unread, ids: [] });
    this.byId.set(unread.id, path);
    return unread;
  }

  /** The entries as they are told: those of files that wait say so. */
  mark(entries: readonly Entry[]): readonly Entry[] {
    if (this.files.size === 0) return entries;
    return entries.map((entry) => {
      const { id } = entry;
      const path = entry.file ?? entry.path;
      const before = this.byId.get(id);
      const file = this.files.get(path);
      if (file === undefined || entry.failure !== null) {
        this.byId.delete(id);
        return entry;
      }
      if (before !== path) file.ids.push(id);
      this.byId.set(id, path);
      return { ...entry, pending: true };
    });
  }

  /** The file that a row waits for, or that a passing row stood for. */
  pathOf(id: string): string | undefined {
    return this.byId.get(id);
  }

  at(path: string): ToRead | undefined {
    return this.files.get(path)?.file;
  }

  /** A file has been read; `told`: the ids that are told with it. Null: it did not wait. */
  end(path: string, told: ReadonlySet<string>): Ended | null {
    const file = this.files.get(path);
    if (file === undefined) return null;
    this.files.delete(path);
    // What has been told of another file since is that one's.
    const own = file.ids.filter((id) => this.byId.get(id) === path);
    const left = own.filter((id) => !told.has(id));
    for (const id of own) this.byId.delete(id);
    return { unread: file.unread?.id ?? null, left };
  }

  get paths(): string[] {
    return [...this.files.keys()];
  }

  /** The passing rows. */
  unread(): Entry[] {
    return [...this.files.values()].flatMap(({ unread }) => unread ?? []);
  }

  /** Passing ids that have ended are not known any more. */
  forget(): void {
    for (const [id, path] of this.byId) if (!this.files.has(path)) this.byId.delete(id);
  }
}
