import { basename, dirname, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Change } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import type { HistoryEntry, Journaled, Notice, Positions } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Article } from '#shared/model/article.ts';
import { type AnyRecord, type Kind, kinds, type RecordOf, recordSchemas } from '#shared/model/kinds.ts';
import type { Source } from '#shared/model/source.ts';
import { articleEditsOf, type DatedEdit, editsOfKind } from './article-edits.ts';
import { type Chain, createEntryReader, type Entry } from './chain.ts';
import { keepJournals, readKept, worthKeeping } from './checkpoint.ts';
import { countingReads } from './counting-fs.ts';
import { Entries } from './entries.ts';
import { applyChange, noRecords, type Records, whyInvalid } from './fold.ts';
import { areSame, compareWriters, type Growth, knownEntries, lookAtFiles, readGrowth } from './follow-writer.ts';
import type { JournalFs } from './journal-fs.ts';
import { damageIn, listJournals, loadWriter, noLines, noticesOf, patience, type Writer } from './load-writer.ts';
import type { LinePlaces, Mark, Marks } from './marks.ts';
import { Places } from './places.ts';
import { entriesAbout, historyIn, inClockOrder, removalsIn, type Sought } from './record-history.ts';

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

/** Milliseconds between two that are told of a long reading. */
const toldEvery = 100;
const pageBytes = 2 * 1024 * 1024;
/** How far back the undo history is looked for. */
const historyChanges = 5000;

/** The journals of a corpus as far as they are known to be on the disk: where each change stands, not what it holds. */
export class AllJournals {
  private readonly writers = new Map<string, Writer>();
  private places = new Places();
  /** Counts up whenever changes that were read before count differently, not when journals only grow. */
  generation = 0;
  /** By the path that a writer's first file has: the name under which it is known here. */
  private readonly keys = new Map<string, string>();

  constructor(
    private readonly fs: JournalFs,
    private readonly folders: readonly string[],
    private readonly now: () => number,
    /** The file in which is kept what was read; null: there is none. */
    private readonly checkpoint: string | null,
  ) {}

  /** How many changes the checkpoint has. */
  private kept = 0;

  /**
   * Reads every journal: from its beginning, or where it is still the one of which a checkpoint tells, from there on.
   * @param onProgress bytes read of those that are to be; told at most ten times a second, and then at the end as well
   * @throws Failure when a folder cannot be read
   */
  async load(onProgress?: (done: number, total: number) => void): Promise<void> {
    const kept = this.checkpoint === null ? new Map<string, Writer>() : await readKept(this.checkpoint);
    const found: { key: string; folder: string; names: readonly string[]; known: Writer | undefined }[] = [];
    for (const folder of this.folders)
      for (const [stem, names] of (await listJournals(this.fs, folder)) ?? [])
        found.push({ key: this.keyOf(folder, stem), folder, names, known: kept.get(this.nameOf(folder, stem)) });
    const reading = onProgress && (await this.toldReading(found, onProgress));
    try {
      for (const { key, folder, names, known } of found)
        if (known === undefined || !(await this.resume(key, folder, names, known)))
          this.put(key, await loadWriter(reading?.fs ?? this.fs, folder, key, names));
    } finally {
      reading?.end();
    }
  }

  /** The file system, which tells how far the reading of journals is of which nothing was kept. */
  private async toldReading(
    found: readonly { folder: string; names: readonly string[]; known: Writer | undefined }[],
    onProgress: (done: number, total: number) => void,
  ): Promise<{ fs: JournalFs; end(): void }> {
    let total = 0;
    for (const { folder, names, known } of found)
      if (known === undefined) for (const { size } of await lookAtFiles(this.fs, folder, names)) total += size;
    let done = 0;
    let last = performance.now();
    let told = false;
    const fs = countingReads(this.fs, (bytes) => {
      done += bytes;
      if (performance.now() - last < toldEvery) return;
      last = performance.now();
      told = true;
      // One that turns out not to be what was kept of it comes on top.
      total = Math.max(total, done);
      onProgress(done, total);
    });
    return { fs, end: () => told && onProgress(total, total) };
  }

  /** Takes a writer for what was kept of it, and reads what its last file has gained; false when it is not that one. */
  private async resume(key: string, folder: string, names: readonly string[], known: Writer): Promise<boolean> {
    known.folder = folder;
    const files = await lookAtFiles(this.fs, folder, names);
    const growth = await readGrowth(this.fs, known, files);
    if (growth === null) return false;
    const { length } = known.entries;
    this.put(key, known);
    if (!this.grow(key, known, growth, files, Number.NEGATIVE_INFINITY)) return false;
    this.kept += length;
    return true;
  }

  /** A folder may be moved with all that is in it; other places of journals stay where they are. */
  private readonly nameOf = (folder: string, stem: string) => `${folder === this.folders[0] ? '' : folder}\n${stem}`;

  /** Keeps what was read in the checkpoint, where that spares the next opening much. @throws what the file system throws */
  async keep(): Promise<void> {
    const counts = [...this.writers.values()].map(({ entries, hidden }) => entries.length + hidden.length);
    const count = counts.reduce((sum, one) => sum + one, 0);
    if (this.checkpoint === null || count - this.kept < worthKeeping) return;
    this.kept = count;
    const writers = [...this.keys].flatMap(([path, key]): [string, Writer][] => {
      const writer = this.writers.get(key);
      return writer === undefined ? [] : [[this.nameOf(dirname(path), basename(path)), writer]];
    });
    await keepJournals(this.checkpoint, writers);
  }

  /**
   * Looks at the journals on the disk and takes in what they have gained, also new ones; `own` names the one that is
   * being written, which is left alone. Nothing that was read is given up at once: a file that has gone or become
   * shorter counts as it was for half a minute, as sync tools and git write files anew; after that only what is on the
   * disk counts, positions stay valid, and a notice says so. While the first folder is not there, nothing happens to
   * its journals: they are on a disk that was pulled out.
   * @throws Failure when a folder cannot be read
   */
  async refresh(own: () => string | null): Promise<void> {
    for (const [i, folder] of this.folders.entries()) {
      const listed = await listJournals(this.fs, folder);
      if (listed === null && i === 0) continue;
      const stems = new Map<string, readonly string[]>(listed ?? []);
      for (const path of this.keys.keys())
        if (path === join(folder, basename(path)) && !stems.has(basename(path))) stems.set(basename(path), []);
      for (const [stem, names] of stems) {
        const key = this.keyOf(folder, stem);
        if (key !== own()) await this.refreshWriter(key, folder, stem, names, own);
      }
    }
  }

  private async refreshWriter(
    key: string,
    folder: string,
    stem: string,
    names: readonly string[],
    own: () => string | null,
  ): Promise<void> {
    const now = this.now();
    const before = this.writers.get(key);
    const files = await lookAtFiles(this.fs, folder, names);
    if (before !== undefined) {
      const overdue = before.behindSince !== null && now - before.behindSince >= patience;
      if (areSame(before.files, files) && !overdue) return;
      const growth = await readGrowth(this.fs, before, files);
      if (key === own()) return;
      if (growth !== null && this.grow(key, before, growth, files, now)) return;
    }
    const loaded = await loadWriter(this.fs, folder, key, names);
    // Meanwhile it may have become the own one, which knows better.
    if (key === own()) return;
    // What could not be read is tried again every time.
    if (loaded.unread > 0) loaded.files = [];
    loaded.changedAt = loaded.unread > 0 && (before?.unread ?? 0) > 0 ? (before?.changedAt ?? now) : now;
    if (before === undefined) return this.put(key, loaded);
    switch (compareWriters(before, loaded)) {
      case 'ahead':
        this.keepKnown(before, loaded, loaded);
        return this.put(key, loaded);
      case 'behind':
        before.behindSince ??= now;
        before.files = loaded.unread > 0 ? [] : files;
        if (now - before.behindSince < patience) return;
        // From now on only what is on the disk counts.
        loaded.changedAt = before.behindSince;
        this.keepKnown(before, loaded, loaded);
        return this.put(key, loaded);
      case 'other': {
        const none = noLines(folder, before.annotator);
        this.keepKnown(before, none, loaded);
        this.put(key, none);
        const other = this.freeKey(stem);
        this.keys.set(join(folder, stem), other);
        this.put(other, await loadWriter(this.fs, folder, other, names));
      }
    }
  }

  /** Takes in the new lines of a writer; false when they have to be put in a row with the others anew. */
  private grow(
    key: string,
    writer: Writer,
    { chain, articleEdits }: Growth,
    files: Writer['files'],
    now: number,
  ): boolean {
    for (const { id } of chain.entries) if (this.places.get(id)?.writer === key) return false;
    const known = writer.chains.at(-1) as Chain;
    for (const entry of chain.entries) this.count(key, writer, entry);
    if (chain.size !== known.size) writer.changedAt = now;
    Object.assign(known, chain, { entries: new Entries() });
    writer.articleEdits = [...writer.articleEdits, ...articleEdits];
    writer.files = files;
    writer.last = chain.last?.n ?? writer.last;
    writer.reached = writer.last;
    return true;
  }

  /** What was read before stays known, so that positions stay valid; what is not `onDisk` any more is lost. */
  private keepKnown(before: Writer, after: Writer, onDisk: Writer): void {
    const there = idsOf(onDisk.entries);
    after.lost = new Entries();
    for (const entry of knownEntries(before)) if (!there.has(entry.id)) after.lost.push(entry);
    after.reached = Math.max(after.last, before.reached);
    after.annotator ??= before.annotator;
  }

  /**
   * Reads one writer's journal again. `save` gets the changes that it had before and has no longer; when that fails,
   * everything stays as it was.
   */
  async reload(key: string, folder: string, save: (lost: Entry[]) => Promise<void>): Promise<void> {
    const names = (await listJournals(this.fs, folder))?.get(key) ?? [];
    const loaded = await loadWriter(this.fs, folder, key, names);
    const onDisk = idsOf(loaded.entries);
    await save([...(this.writers.get(key)?.entries ?? [])].filter(({ id }) => !onDisk.has(id)));
    this.put(key, loaded);
  }

  /** Two folders may have journals of the same name; the later one's gets another key. */
  private keyOf(folder: string, stem: string): string {
    const path = join(folder, stem);
    const key = this.keys.get(path) ?? this.freeKey(stem);
    this.keys.set(path, key);
    return key;
  }

  private freeKey(stem: string): string {
    const taken = new Set(this.keys.values());
    let key = stem;
    while (taken.has(key) || this.writers.has(key)) key += '~';
    return key;
  }

  /** Puts a writer in the place of what was known of it. */
  private put(key: string, loaded: Writer): void {
    this.generation++;
    const before = this.writers.get(key);
    this.writers.set(key, loaded);
    if (before !== undefined && before.entries.length > 0) this.placeOthers(key);
    const hidden = this.places.addAll(key, loaded.entries);
    if (hidden.length > 0) {
      for (const row of hidden) loaded.hidden.push(loaded.entries.entry(row));
      loaded.entries = loaded.entries.without(new Set(hidden));
    }
    // What was hidden because it stood in the writer before counts where it stands now.
    for (const [other, writer] of this.writers) {
      const back = new Set<number>();
      for (let row = 0; row < writer.hidden.length; row++)
        if (this.places.add(other, writer.hidden, row) === null) back.add(row);
      if (back.size === 0) continue;
      const shown = [...back].map((row) => writer.hidden.entry(row));
      writer.hidden = writer.hidden.without(back);
      writer.entries = Entries.from([...writer.entries, ...shown].sort((a, b) => a.n - b.n));
    }
  }

  /** Finds the places of all changes anew, but for those of one writer. */
  private placeOthers(key: string): void {
    this.places = new Places();
    for (const [other, { entries }] of this.writers) if (other !== key) this.places.addAll(other, entries);
  }

  /** A copy that a sync tool left, or an import, holds the same changes; each counts once. */
  private count(key: string, writer: Writer, entry: Entry): void {
    if (this.places.has(entry.id)) {
      writer.hidden.push(entry);
      return;
    }
    writer.entries.push(entry);
    this.places.add(key, writer.entries, writer.entries.length - 1);
  }

  /** What a person should know of the journals as they are now. */
  notices(): Notice[] {
    const now = this.now();
    return [...this.writers].flatMap(([key, writer]) => {
      const lost = [...writer.lost].filter(({ id }) => !this.places.has(id)).length;
      return noticesOf(key, writer, now, lost);
    });
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
    if (!this.keys.has(join(folder, key))) this.keys.set(join(folder, key), key);
    for (const { entry, change } of written) {
      this.count(key, writer, entry);
      writer.last = entry.n;
      writer.reached = Math.max(writer.reached, entry.n);
      writer.articleEdits.push(...articleEditsOf(entry.n, change));
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
        changes: chain.changes,
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

  /** What counts of each of these journals up to a line of it. */
  marks(upTo: Positions): Marks {
    const marks: Marks = {};
    for (const [key, n] of Object.entries(upTo)) {
      const entries = this.writers.get(key)?.entries;
      const count = entries?.firstAfter(n) ?? 0;
      marks[key] = { n, count, sum: entries?.sum(0, count) ?? 0 };
    }
    return marks;
  }

  /** Where the next changes of a journal stand that come after what a mark says, at most `limit` of them; null: none do. */
  placesAfter(writer: string, { n, count, sum }: Mark, limit: number): LinePlaces | null {
    const known = this.writers.get(writer);
    if (known === undefined) return null;
    const { folder, entries } = known;
    const from = entries.firstAfter(n);
    const to = Math.min(entries.length, from + limit);
    if (to === from) return null;
    const rows = Array.from({ length: to - from }, (_, i) => from + i);
    return {
      ...{ writer, folder, files: [...entries.files] },
      file: Uint16Array.from(rows, (row) => entries.file(row)),
      n: Float64Array.from(rows, (row) => entries.n(row)),
      offset: Float64Array.from(rows, (row) => entries.offset(row)),
      length: Uint32Array.from(rows, (row) => entries.lineLength(row)),
      mark: { n: entries.n(to - 1), count: count + to - from, sum: (sum + entries.sum(from, to)) % 2 ** 32 },
    };
  }

  async since(positions: Positions, limit: number): Promise<{ changes: Journaled[]; more: boolean }> {
    for (const [key, position] of Object.entries(positions)) {
      const last = this.writers.get(key)?.reached ?? -1;
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
        for (let i = entries.firstAfter(positions[writer] ?? -1); i < entries.length; i++) {
          if (changes.length >= limit || (bytes >= pageBytes && changes.length > 0)) return { changes, more: true };
          const entry = entries.entry(i);
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
    const all = [...this.writers]
      .sort(([a], [b]) => compare(a, b))
      .map(([key, { folder, entries }]) => ({ key, folder, entries, rows: entries.inClockOrder(), next: 0 }));
    return this.readInOrder(all);
  }

  private async *readInOrder(all: readonly InClockOrder[]): AsyncGenerator<Journaled> {
    const readers = new Map<string, ReturnType<typeof createEntryReader>>();
    try {
      for (;;) {
        const first = earliest(all);
        if (first === null) return;
        const { key, folder, entries, rows } = first;
        const entry = entries.entry(rows[first.next++] as number);
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
    return this.#keptOf('article');
  }

  sources(): Map<string, Source> {
    return this.#keptOf('source');
  }

  /** Records that a scan needs at once, from the edits that are kept of them. */
  #keptOf<K extends 'article' | 'source'>(kind: K): Map<string, RecordOf[K]> {
    const records = new Map<string, RecordOf[K]>();
    const edits: DatedEdit[] = [];
    for (const [, { keptEdits, articleEdits }] of [...this.writers].sort(([a], [b]) => compare(a, b)))
      for (const edit of editsOfKind(kind, keptEdits, articleEdits)) edits.push(edit);
    // Of two of one instant, that of the journal whose name comes first stays before the other.
    edits.sort((a, b) => compare(a.at, b.at));
    for (const edit of edits) {
      const after = apply(records.get(edit.id), edit) as RecordOf[K] | undefined;
      if (after === undefined) records.delete(edit.id);
      else records.set(edit.id, after);
    }
    for (const [id, record] of records) if (!recordSchemas[kind].safeParse(record).success) records.delete(id);
    return records;
  }

  /** Everything that was done to one record, in the order of the clocks. */
  async historyOf(kind: Kind, id: string): Promise<HistoryEntry[]> {
    return historyIn(await this.#changesAbout({ member: 'id', value: id }), kind, id);
  }

  /** The edits that removed spans of an article which are not there any more, the latest first. */
  async removalsIn(article: string): Promise<HistoryEntry[]> {
    return removalsIn(await this.#changesAbout({ member: 'article', value: article }), article);
  }

  async #changesAbout(sought: Sought): Promise<Change[]> {
    const found: Journaled[] = [];
    for (const [writer, { folder, entries }] of this.writers) {
      const about: Entry[] = [];
      for (const name of entries.files) about.push(...(await entriesAbout(this.fs, folder, name, entries, sought)));
      const changes = await this.readChanges(folder, about);
      found.push(...changes.map((change, i) => ({ writer, n: (about[i] as Entry).n, change })));
    }
    return found.sort(inClockOrder).map(({ change }) => change);
  }

  /** The latest changes that `annotator` made here, oldest first, of at most so many gestures. */
  async history(annotator: string, gestures: number): Promise<Change[]> {
    const latest = [...this.writers.values()]
      .filter((writer) => writer.annotator?.id === annotator)
      .flatMap(({ folder, entries }) =>
        entries.slice(entries.length - historyChanges).map((entry) => ({ folder, entry })),
      )
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
      const fault = whyInvalid(kind, id, record);
      if (fault === null) continue;
      invalid.push(fault);
      ofKind.delete(id);
    }
  }
  return invalid;
}

/** A writer's changes in the order of their clocks, and the row of `rows` that is the next. */
interface InClockOrder {
  key: string;
  folder: string;
  entries: Entries;
  rows: Uint32Array;
  next: number;
}

/** The writer whose next change is the earliest; of two of one instant that whose name comes first. Null: there is none. */
function earliest(all: readonly InClockOrder[]): InClockOrder | null {
  let first: InClockOrder | null = null;
  for (const one of all) {
    if (one.next >= one.rows.length) continue;
    const [row, firstRow] = [one.rows[one.next] as number, first?.rows[first.next] as number];
    if (first === null || one.entries.compareAt(row, first.entries, firstRow) < 0) first = one;
  }
  return first;
}

function idsOf(entries: Entries): Set<string> {
  const ids = new Set<string>();
  for (const { id } of entries) ids.add(id);
  return ids;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
