import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Change } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import type { Journaled, Notice, Positions } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Article } from '#shared/model/article.ts';
import { type AnyRecord, kinds, recordSchemas } from '#shared/model/kinds.ts';
import { createEntryReader, type Entry } from './chain.ts';
import { applyChange, noRecords, type Records } from './fold.ts';
import type { JournalFs } from './journal-fs.ts';
import { damageIn, listJournals, loadWriter, noLines, noticesOf, type Writer } from './load-writer.ts';

/** What one journal file was found to hold at opening. */
export interface FileReport {
  path: string;
  writer: string;
  /** Good lines before the first damage. */
  lines: number;
  changes: number;
  /** In words, with the line; null when every line is good. */
  damage: string | null;
  torn: boolean;
  /** Bytes up to the first damage. */
  goodBytes: number;
}

const pageBytes = 2 * 1024 * 1024;
/** How far back the undo history is looked for. */
const historyChanges = 5000;

/** The journals of a corpus as far as they are known to be on the disk: where each change stands, not what it holds. */
export class AllJournals {
  private readonly writers = new Map<string, Writer>();
  private readonly places = new Map<string, { writer: string; n: number }>();

  constructor(
    private readonly fs: JournalFs,
    private readonly folders: readonly string[],
    private readonly tell: (notice: Notice) => void,
  ) {}

  /**
   * Reads every journal; `quiet` names one whose damage is told by whoever goes on writing it.
   * @throws Failure when a folder cannot be read
   */
  async load(quiet: string | null): Promise<void> {
    for (const folder of this.folders) {
      for (const [stem, names] of await listJournals(this.fs, folder)) {
        const key = this.keyOf(folder, stem);
        this.adopt(key, await loadWriter(this.fs, folder, key, names));
        if (key !== quiet) this.tellOf(key);
      }
    }
  }

  /** Reads again the journals that have changed on the disk, and forgets those that have gone; `except` is being written. */
  async refresh(except: string | null): Promise<void> {
    const there = new Set<string>(except === null ? [] : [except]);
    for (const folder of this.folders) {
      for (const [stem, names] of await listJournals(this.fs, folder)) {
        const key = this.keyOf(folder, stem);
        if (there.has(key)) continue;
        there.add(key);
        const before = this.writers.get(key);
        if (before !== undefined && (await this.isUnchanged(before, names))) continue;
        const loaded = await loadWriter(this.fs, folder, key, names);
        this.forget(key);
        this.adopt(key, loaded);
        this.tellOf(key);
      }
    }
    for (const key of [...this.writers.keys()]) if (!there.has(key)) this.forget(key);
  }

  /**
   * Reads one writer's journal again. `save` gets the changes that it had before and has no longer; when that fails,
   * everything stays as it was.
   */
  async reload(key: string, folder: string, save: (lost: Entry[]) => Promise<void>): Promise<void> {
    const names = (await listJournals(this.fs, folder)).get(key) ?? [];
    const loaded = await loadWriter(this.fs, folder, key, names);
    const onDisk = new Set(loaded.entries.map(({ id }) => id));
    await save((this.writers.get(key)?.entries ?? []).filter(({ id }) => !onDisk.has(id)));
    this.forget(key);
    this.adopt(key, loaded);
  }

  /** Two folders may have journals of the same name; the later one's gets another key. */
  private keyOf(folder: string, stem: string): string {
    let key = stem;
    for (;;) {
      const there = this.writers.get(key);
      if (there === undefined || there.folder === folder) return key;
      key += '~';
    }
  }

  private adopt(key: string, loaded: Writer): void {
    // A copy that a sync tool left holds the same changes; each counts once.
    loaded.entries = loaded.entries.filter(({ id }) => !this.places.has(id));
    for (const { id, n } of loaded.entries) this.places.set(id, { writer: key, n });
    this.writers.set(key, loaded);
  }

  private forget(key: string): void {
    for (const { id } of this.writers.get(key)?.entries ?? []) this.places.delete(id);
    this.writers.delete(key);
  }

  private async isUnchanged(before: Writer, names: readonly string[]): Promise<boolean> {
    if (names.length !== before.files.length) return false;
    for (const [i, name] of names.entries()) {
      const info = await this.fs.info(join(before.folder, name)).catch(() => null);
      const was = before.files[i];
      if (info === null || was?.name !== name || was.size !== info.size || was.mtimeMs !== info.mtimeMs) return false;
    }
    return true;
  }

  tellOf(key: string): void {
    const writer = this.writers.get(key);
    for (const notice of writer === undefined ? [] : noticesOf(writer)) this.tell(notice);
  }

  writer(key: string): Writer | undefined {
    return this.writers.get(key);
  }

  placeOf(id: string): { writer: string; n: number } | undefined {
    return this.places.get(id);
  }

  /** Takes in changes that were written just now. */
  add(key: string, folder: string, annotator: Annotator, written: readonly { entry: Entry; change: Change }[]): void {
    const writer = this.writers.get(key) ?? noLines(folder, annotator);
    this.writers.set(key, writer);
    for (const { entry, change } of written) {
      writer.entries.push(entry);
      writer.last = entry.n;
      this.places.set(entry.id, { writer: key, n: entry.n });
      for (const edit of change.edits)
        if (edit.kind === 'article') writer.articleEdits.push({ at: entry.at, writer: key, n: entry.n, edit });
    }
  }

  /** Whole changes behind damage in the files of these writers, that no journal has in a place that counts. */
  async looseChanges(folder: string, isMeant: (key: string) => boolean): Promise<Change[]> {
    const found: Change[] = [];
    for (const [key, writer] of this.writers) {
      if (writer.folder !== folder || !isMeant(key)) continue;
      const loose = writer.chains.flatMap(({ damage }) => damage?.loose ?? []);
      found.push(
        ...(await this.readChanges(
          folder,
          loose.filter(({ id }) => !this.places.has(id)),
        )),
      );
    }
    return found;
  }

  /** @throws Failure when the file was changed or has gone since */
  async readChanges(folder: string, entries: readonly Entry[], through = this.fs): Promise<Change[]> {
    const reader = createEntryReader(through, folder);
    try {
      const changes: Change[] = [];
      for (const entry of entries) changes.push(await reader.read(entry));
      return changes;
    } finally {
      await reader.close();
    }
  }

  files(): FileReport[] {
    return [...this.writers].flatMap(([writer, { folder, chains }]) =>
      chains.map((chain) => ({
        path: join(folder, chain.file),
        writer,
        lines: chain.lines,
        changes: chain.entries.length,
        damage: damageIn(folder, chain),
        torn: chain.damage?.torn ?? false,
        goodBytes: chain.goodBytes,
      })),
    );
  }

  positions(): Positions {
    return Object.fromEntries(
      [...this.writers].filter(([, { last }]) => last >= 0).map(([key, { last }]) => [key, last]),
    );
  }

  async since(positions: Positions, limit: number): Promise<{ changes: Journaled[]; more: boolean }> {
    for (const [key, position] of Object.entries(positions)) {
      const last = this.writers.get(key)?.last ?? -1;
      if (position > Math.max(last, 0))
        throw new Failure(
          'damaged',
          `The journal ${key} ends at line ${last}, but ${position} were there before: it was removed, replaced by an older copy, or is damaged.`,
        );
    }
    const changes: Journaled[] = [];
    let bytes = 0;
    for (const [writer, { folder, entries }] of [...this.writers].sort(([a], [b]) => compare(a, b))) {
      const reader = createEntryReader(this.fs, folder);
      try {
        for (let i = firstAfter(entries, positions[writer] ?? -1); i < entries.length; i++) {
          if (changes.length >= limit || (bytes >= pageBytes && changes.length > 0)) return { changes, more: true };
          const entry = entries[i] as Entry;
          changes.push({ writer, n: entry.n, change: await reader.read(entry) });
          bytes += entry.length;
        }
      } finally {
        await reader.close();
      }
    }
    return { changes, more: false };
  }

  /** Every change in the order of the clocks; what is written after the call is not among them. */
  changes(): AsyncGenerator<Journaled> {
    const all = [...this.writers].flatMap(([key, { folder, entries }]) =>
      entries.map((entry) => ({ key, folder, entry })),
    );
    all.sort((a, b) => compare(a.entry.at, b.entry.at) || compare(a.key, b.key) || a.entry.n - b.entry.n);
    return this.readInOrder(all);
  }

  private async *readInOrder(all: readonly { key: string; folder: string; entry: Entry }[]): AsyncGenerator<Journaled> {
    const readers = new Map<string, ReturnType<typeof createEntryReader>>();
    try {
      for (const { key, folder, entry } of all) {
        const reader = readers.get(folder) ?? createEntryReader(this.fs, folder);
        readers.set(folder, reader);
        yield { writer: key, n: entry.n, change: await reader.read(entry) };
      }
    } finally {
      for (const reader of readers.values()) await reader.close();
    }
  }

  async records(): Promise<{ records: Records; invalid: string[]; positions: Positions }> {
    const positions = this.positions();
    const records = noRecords();
    const headers = this.annotators();
    for await (const { change } of this.changes()) applyChange(records, change);
    const invalid = await dropInvalid(records);
    for (const annotator of headers)
      if (!records.annotator.has(annotator.id)) records.annotator.set(annotator.id, annotator);
    return { records, invalid, positions };
  }

  /** Whose journals they are, as the journals' own headers say. */
  annotators(): Annotator[] {
    return [...this.writers.values()].flatMap(({ annotator }) => annotator ?? []);
  }

  articles(): Map<string, Article> {
    const articles = new Map<string, Article>();
    const edits = [...this.writers.values()].flatMap(({ articleEdits }) => articleEdits);
    edits.sort((a, b) => compare(a.at, b.at) || compare(a.writer, b.writer) || a.n - b.n);
    for (const { edit } of edits) {
      const after = apply(articles.get(edit.id), edit) as Article | undefined;
      if (after === undefined) articles.delete(edit.id);
      else articles.set(edit.id, after);
    }
    for (const [id, article] of articles) if (!recordSchemas.article.safeParse(article).success) articles.delete(id);
    return articles;
  }

  /** The latest changes that `annotator` made here, oldest first, of at most so many gestures. */
  async history(annotator: string, gestures: number): Promise<Change[]> {
    const latest = [...this.writers.values()]
      .filter((writer) => writer.annotator?.id === annotator)
      .flatMap(({ folder, entries }) => entries.slice(-historyChanges).map((entry) => ({ folder, entry })))
      .sort((a, b) => compare(a.entry.at, b.entry.at))
      .slice(-historyChanges);
    const changes: Change[] = [];
    for (const folder of new Set(latest.map((one) => one.folder))) {
      const entries = latest.filter((one) => one.folder === folder).map(({ entry }) => entry);
      changes.push(...(await this.readChanges(folder, entries)));
    }
    const own = changes
      .filter(({ by, origin }) => by === annotator && (origin === 'user' || origin === 'undo'))
      .sort((a, b) => compare(a.at, b.at));
    const kept = new Set<string>();
    for (let i = own.length - 1; i >= 0 && kept.size < gestures; i--) kept.add((own[i] as Change).gesture);
    return own.filter(({ gesture }) => kept.has(gesture));
  }
}

/** Takes out the records that do not fit their schema; says what they are. Lets others have their turn in between. */
async function dropInvalid(records: Records): Promise<string[]> {
  const invalid: string[] = [];
  let checked = 0;
  for (const kind of kinds) {
    const ofKind = records[kind] as Map<string, AnyRecord>;
    for (const [id, record] of ofKind) {
      if (++checked % 500 === 0) await breathe();
      const parsed = recordSchemas[kind].safeParse(record);
      if (parsed.success && parsed.data.id === id) continue;
      const issue = parsed.error?.issues[0];
      invalid.push(`${kind} ${id}: ${issue ? `${issue.path.join('.')}: ${issue.message}` : 'carries another id'}`);
      ofKind.delete(id);
    }
  }
  return invalid;
}

function firstAfter(entries: readonly Entry[], n: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] as Entry).n <= n) low = middle + 1;
    else high = middle;
  }
  return low;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
