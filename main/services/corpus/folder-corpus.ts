import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { Failure, type FailureCode } from '#shared/contract/failure.ts';
import { type Entry, isPassingId } from '#shared/model/article.ts';
import { openPool, type Pool } from '../extract/pool.ts';
import { explain } from '../files/explain.ts';
import { sha256 } from '../files/hash.ts';
import { naturalOrder } from '../files/natural-order.ts';
import type { WordsToFind } from '../occurrences/find-in-text.ts';
import { entriesOf } from '../store/entry-row.ts';
import { damagedNotice } from '../store/notices.ts';
import { blocksOf, pagesOf } from '../store/packed.ts';
import type { Kept, Listed, Missing, Rows, Taken, ToRead } from '../store/protocol.ts';
import { storeFile } from '../store/schema.ts';
import { type Store, StoreDamaged, startStore } from '../store/store.ts';
import { Batch } from './batch.ts';
import type { ArticleText, Corpus, CorpusOptions, FindOptions, Summary } from './corpus.ts';
import { findWords } from './find.ts';
import { idOfFailure } from './identity.ts';
import { Progress } from './progress.ts';
import { readOne } from './reading.ts';
import { markRepeated } from './repeated-lines.ts';
import { Scan } from './scan.ts';
import { Waiting } from './waiting.ts';

/** Rows told at once of those that are known from the last run: a few at first, so that something is there to read. */
const firstPortion = 50;
const portion = 1000;
/** Portions that the store itself tells: of more rows, the rest is read beside it by a thread whose start takes as long. */
const ofStore = 2;

/** A corpus in a folder, with its store. Memory holds what a scan is at, not the corpus. */
export class FolderCorpus implements Corpus {
  private readonly pool: Pool;
  private readonly store: Store;
  private opening: Promise<string> | null = null;
  private closing: Promise<void> | null = null;
  private readonly stop = new AbortController();
  private readonly batch: Batch;
  private readonly pendingNotices: string[] = [];
  private toldKnown = false;
  /** Resolves when all of it has been told. */
  private told: Promise<void> = Promise.resolve();
  /** Articles of which something newer was told meanwhile than what is known from the last run. */
  private newer: Set<string> | null = null;
  private readerEnds: Promise<void> = Promise.resolve();
  /** Whether nothing was known of the folder when the scan began. */
  private isNew = false;
  private readonly waiting = new Waiting();
  private scanning: Scan | null = null;
  /** As many as the last whole scan has found. */
  private files = 0;
  private running: Promise<Summary> | null = null;
  private scans = 0;
  private following: { starts: Set<string> | null; scan: Promise<Summary> } | null = null;
  /** Who waits for an id to be found. */
  private readonly awaiting = new Map<string, (() => void)[]>();

  constructor(private readonly options: CorpusOptions) {
    this.pool = options.pool ?? openPool({ workerFile: options.workerFile });
    this.store = startStore(options.workerFile);
    this.batch = new Batch(options.onEntries);
  }

  scan(paths?: readonly string[]): Promise<Summary> {
    const starts = paths === undefined ? null : new Set(paths);
    if (this.following) {
      if (starts === null) this.following.starts = null;
      else for (const path of starts) this.following.starts?.add(path);
      return this.following.scan;
    }
    if (this.running === null) return this.scanNow(starts);
    if (this.scanning?.extend(starts === null ? null : [...starts])) return this.running;
    const next = () => {
      const { starts } = this.following!;
      this.following = null;
      return this.scanNow(starts);
    };
    this.following = { starts, scan: this.running.then(next, next) };
    return this.following.scan;
  }

  private scanNow(starts: ReadonlySet<string> | null): Promise<Summary> {
    this.scans++;
    const run = this.runScan(starts === null ? null : [...starts]).finally(() => {
      if (this.running === run) this.running = null;
      this.scanning = null;
    });
    this.running = run;
    return run;
  }

  private async runScan(starts: readonly string[] | null): Promise<Summary> {
    // What the watcher names is mostly a file or two.
    const progress = new Progress(this.options.onProgress, starts === null ? 0 : 500);
    try {
      this.checkOpen();
      const scan = this.newScan(starts, progress);
      this.waiting.forget();
      progress.tell('listing');
      await this.begin();
      const { whole, ...found } = await scan.run().catch(async (error) => {
        if (!(error instanceof StoreDamaged)) throw error;
        await this.openAnew();
        return this.newScan(null, progress).run();
      });
      await this.told;
      await this.endWaiting();
      this.batch.flush();
      // The file that changes next is read by a worker that has begun.
      this.pool.warm();
      void this.tidy();
      const notices = this.pendingNotices.splice(0);
      // Who is told the end takes it that there are no more rows than files.
      if (whole) this.files = progress.found;
      else progress.found += this.files;
      progress.done = progress.found;
      progress.failed = found.failed.length;
      progress.tell('done', notices.length > 0 ? notices.join(' ') : null);
      return { ...found, notices };
    } catch (error) {
      // Some rows may have been told to be gone that stay: the next scan tells all.
      this.toldKnown = false;
      await this.endWaiting().catch(() => {});
      this.batch.flush();
      const failure = this.stop.signal.aborted
        ? new Failure('cancelled', 'Reading the folder was stopped.')
        : error instanceof Failure
          ? error
          : new Failure(explain(error).code, `The folder cannot be read: ${explain(error).words}.`, { cause: error });
      if (failure.code !== 'cancelled') progress.tell('failed', failure.message);
      throw failure;
    }
  }

  /**
   * What can be done after a scan: groups nearly the same texts, then merges the index of words, in steps between which
   * whatever else is asked of the store has its turn; given up where another scan begins, which does it after itself.
   */
  private async tidy(): Promise<void> {
    const { scans } = this;
    const goesOn = () => scans === this.scans && !this.stop.signal.aborted;
    await this.inSteps(goesOn, 'Which texts are nearly the same could not be told', async () => {
      const grouped = await this.store.ask('group', null);
      if (grouped !== null) this.tell({ entries: grouped.entries, gone: [] });
      return grouped === null;
    });
    await this.inSteps(goesOn, 'The index of words could not be tidied', () => this.store.ask('merge', null));
  }

  /** Takes steps as long as that goes on and the last one says that there are more; `failing` is told of one that fails. */
  private async inSteps(goesOn: () => boolean, failing: string, step: () => Promise<boolean>): Promise<void> {
    try {
      for (let more = true; more && goesOn(); ) more = await step();
    } catch (error) {
      if (!this.stop.signal.aborted) this.pendingNotices.push(`${failing}: ${String(error)}.`);
    }
  }

  private newScan(starts: readonly string[] | null, progress: Progress): Scan {
    const { root } = this.options;
    const { store, pool, stop } = this;
    this.scanning = new Scan({
      ...this.reading(),
      ...{ root, store, pool, signal: stop.signal, progress, starts },
      showing: () => !this.isNew,
      onListed: (listed) => this.toldListed(listed),
      onMissing: (missing, fresh) => this.toldMissing(missing, fresh),
      know: () => this.know(),
      told: () => this.told,
    });
    return this.scanning;
  }

  private reading() {
    return {
      onTaken: (taken: Taken | Pick<Taken, 'entries' | 'gone'>, ended: readonly string[]) => this.taken(taken, ended),
      checkRoot: () => this.checkRoot(),
    };
  }

  /** Rows of files that are to be read stay with what is known of them, and say so. */
  private toldListed({ files, shown, fresh, packed }: Listed): void {
    const show = new Set(shown);
    for (const path of fresh) show.delete(path);
    for (const file of files) if (show.has(file.path)) this.waiting.add(file);
    this.tell({ entries: entriesOf(packed), gone: [] });
  }

  private toldMissing({ ids, moved, packed }: Missing, fresh: readonly ToRead[]): void {
    const to = new Map(moved.map((file) => [file.from, file]));
    for (const file of moved) this.waiting.add(file);
    const entries = entriesOf(packed).map((entry) => {
      const from = entry.file ?? entry.path;
      const { path } = to.get(from)!;
      return { ...entry, path: path + entry.path.slice(from.length), ...(entry.file == null ? {} : { file: path }) };
    });
    this.tell({ entries, gone: [] });
    this.tell({ entries: fresh.map((file) => this.waiting.addUnread(file)), gone: ids });
  }

  private taken({ entries, gone }: Pick<Taken, 'entries' | 'gone'>, ended: readonly string[]): void {
    const told = new Set([...gone, ...entries.map(({ id }) => id)]);
    for (const id of told) this.newer?.add(id);
    const passed: string[] = [];
    const left = new Map<string, readonly string[]>();
    for (const path of ended) {
      const end = this.waiting.end(path, told);
      if (end?.unread != null) passed.push(end.unread);
      if (end !== null && end.left.length > 0) left.set(path, end.left);
    }
    this.tell({ entries, gone: passed.length === 0 ? gone : [...gone, ...passed] });
    // What keeps the store from answering is told to whoever asks it next.
    if (left.size > 0) this.tellLeft(left).catch(() => {});
  }

  /** Rows that were told to be pending and are what they were, or are not there any more. */
  private async tellLeft(left: ReadonlyMap<string, readonly string[]>): Promise<void> {
    const entries = entriesOf(await this.store.ask('rowsOf', { files: [...left.keys()] }));
    const there = new Set(entries.map(({ id }) => id));
    this.tell({ entries, gone: [...left.values()].flat().filter((id) => !there.has(id)) });
  }

  /** Nothing is read any more for now. */
  private async endWaiting(): Promise<void> {
    const left = new Map<string, readonly string[]>();
    const gone: string[] = [];
    for (const path of this.waiting.paths) {
      const end = this.waiting.end(path, new Set())!;
      if (end.unread !== null) gone.push(end.unread);
      left.set(path, end.left);
    }
    if (gone.length > 0) this.tell({ entries: [], gone });
    if (left.size > 0) await this.tellLeft(left);
  }

  /** Opens the store, and tells what it knows from the last run: the first rows at once, the others meanwhile. */
  private async begin(): Promise<void> {
    const { cacheDir } = this.options;
    // In a new folder what is to be read need not wait for a worker's start; in another there may be nothing to read.
    if (!this.toldKnown && (cacheDir === null || !existsSync(join(cacheDir, storeFile)))) this.pool.warm();
    await this.database();
    this.isNew = false;
    if (this.toldKnown) {
      await this.know();
      return;
    }
    this.toldKnown = true;
    const rows = await this.store.ask('rows', { after: null, most: firstPortion });
    const entries = entriesIn(rows);
    this.isNew = entries.length === 0;
    this.tell({ entries, gone: [] });
    this.batch.flush();
    // Who is told has them before the bindings are read, which takes a second where many articles are annotated.
    await breathe();
    await this.know();
    this.told = this.tellKnown(rows.after);
    this.told.catch(() => {});
  }

  private async tellKnown(from: string | null): Promise<void> {
    const { opening } = this;
    const newer = new Set<string>();
    this.newer = newer;
    let reader: Store | null = null;
    try {
      for (let after = from, told = 0; after !== null && !this.stop.signal.aborted; told++) {
        const asked = { after, most: portion };
        // The store goes through the folder meanwhile.
        if (told === ofStore && !after.startsWith('/')) reader = await this.startReader();
        // What is wrong with a reader, the store tells.
        const beside = after.startsWith('/') ? undefined : reader?.ask('rows', asked).catch(() => null);
        const rows: Rows = (await beside) ?? (await this.store.ask('rows', asked));
        if (this.opening !== opening) return;
        this.tell({ entries: entriesIn(rows).filter(({ id }) => !newer.has(id)), gone: [] });
        after = rows.after;
      }
    } finally {
      if (this.newer === newer) this.newer = null;
      if (reader !== null) this.readerEnds = reader.close();
    }
  }

  private async startReader(): Promise<Store> {
    const reader = startStore(this.options.workerFile);
    const folder = dirname(await this.database());
    await reader.ask('open', { folder, root: this.options.root, how: 'beside' }).catch(() => {});
    return reader;
  }

  private know(): Promise<null> {
    const { bindings, chosen } = this.options;
    const bound = Array.from(bindings(), ({ id, path, sourceSha256 }) => ({ id, path, sourceSha256 }));
    return this.store.ask('know', { bound, chosen: chosen() });
  }

  database(): Promise<string> {
    this.opening ??= this.open('keep');
    return this.opening;
  }

  private async open(how: 'keep' | 'anew'): Promise<string> {
    const { cacheDir, root } = this.options;
    const { notice, file } = await this.store.ask('open', { folder: cacheDir, root, how });
    if (notice !== null) this.pendingNotices.push(notice);
    return file;
  }

  /** The store has turned out to be damaged: it is made again from the files. */
  private async openAnew(): Promise<void> {
    this.told = Promise.resolve();
    this.opening = this.open('anew');
    await this.opening;
    this.pendingNotices.push(damagedNotice);
    await this.know();
  }

  private tell(change: { readonly entries: readonly Entry[]; readonly gone: readonly string[] }): void {
    this.batch.take({ entries: this.waiting.mark(change.entries), gone: change.gone });
    if (this.awaiting.size > 0) for (const { id } of change.entries) this.arrive(id);
  }

  async *portions(): AsyncGenerator<readonly Entry[], void> {
    await this.ready();
    for (let after: string | null = null; ; ) {
      const rows: Rows = await this.store.ask('rows', { after, most: portion });
      yield this.waiting.mark(entriesIn(rows));
      after = rows.after;
      if (after === null) break;
    }
    const unread = this.waiting.unread();
    if (unread.length > 0) yield unread;
  }

  async entries(): Promise<Entry[]> {
    const all: Entry[] = [];
    for await (const some of this.portions()) for (const entry of some) if (!isPassingId(entry.id)) all.push(entry);
    return all.sort((a, b) => naturalOrder(a.path, b.path));
  }

  async entry(id: string): Promise<Entry | null> {
    await this.ready();
    return this.store.ask('entry', { id });
  }

  /** Before the first scan, what people have said is not known to the store yet. */
  private async ready(): Promise<void> {
    this.checkOpen();
    const first = this.opening === null;
    await this.database();
    if (first) await this.know();
  }

  /** Screens know ids from the last time: while a scan runs, one may be asked for before it is found. */
  private async keptOf(id: string): Promise<Kept | null> {
    for (;;) {
      const arrived = new Promise<void>((resolve) => {
        this.awaiting.set(id, [...(this.awaiting.get(id) ?? []), resolve]);
      });
      const { running } = this;
      const kept = await this.store.ask('kept', { id });
      if (kept !== null || running === null) {
        this.arrive(id);
        return kept;
      }
      const ended = () => this.arrive(id);
      running.then(ended, ended);
      await arrived;
    }
  }

  private arrive(id: string): void {
    for (const go of this.awaiting.get(id) ?? []) go();
    this.awaiting.delete(id);
  }

  async read(id: string): Promise<ArticleText> {
    await this.ready();
    const waits = this.waiting.pathOf(id);
    if (waits !== undefined) await this.readWaiting(waits);
    let kept = isPassingId(id) && waits !== undefined ? await this.keptAt(waits) : await this.keptOf(id);
    if (kept === null)
      throw new Failure('not-found', 'This article is no longer in the folder’s list. Read the folder again.');
    const usable = await this.isUnchanged(kept);
    const damaged = usable && sha256(kept.text!) !== kept.entry.textSha256;
    if (!usable || damaged) {
      const { path } = kept.entry;
      await this.readAgain(kept.file, damaged);
      kept = await this.store.ask('kept', { path });
      if (kept === null) throw vanished(path);
    }
    const { entry, text } = kept;
    if (entry.failure !== null || text === null) {
      const { code, message } = entry.failure ?? { code: 'internal', message: 'Its text was not read.' };
      throw new Failure(code as FailureCode, `“${entry.path}” cannot be opened. ${message}`);
    }
    const repeated = await this.repeated();
    const pages = pagesOf(kept.pages);
    return {
      id: entry.id,
      text,
      textSha256: entry.textSha256!,
      sourceSha256: entry.sourceSha256!,
      blocks: markRepeated(text, blocksOf(kept.blocks), repeated),
      meta: entry.meta,
      notices: entry.notices,
      ...(pages === undefined ? {} : { pages }),
      read: entry.read,
    };
  }

  private async readWaiting(path: string): Promise<void> {
    const file = this.waiting.at(path);
    if (file === undefined) return;
    this.scanning?.drop(path);
    await this.readNow(file);
  }

  /** What came of a file that was read for the first time. */
  private async keptAt(path: string): Promise<Kept> {
    const kept = (await this.store.ask('kept', { path })) ?? (await this.store.ask('kept', { id: idOfFailure(path) }));
    if (kept !== null) return kept;
    throw new Failure('not-found', `“${path}” holds several articles, which are in the list now. Open one of them.`);
  }

  private async isUnchanged({ file, state, text }: Kept): Promise<boolean> {
    if (state === null || text === null) return false;
    const now = await stat(join(this.options.root, ...file.split('/'))).catch(() => null);
    return now !== null && now.size === state.bytes && now.mtimeMs === state.mtime && now.ctimeMs === state.ctime;
  }

  private async readAgain(path: string, anew: boolean): Promise<void> {
    const [file] = await this.store.ask('files', { paths: [path], anew });
    await this.readNow(file!);
  }

  private async readNow(file: ToRead): Promise<void> {
    const { pool, store } = this;
    try {
      await readOne({ ...this.reading(), root: this.options.root, pool, store }, file);
    } catch (error) {
      throw error instanceof Failure && error.code === 'not-found' ? vanished(file.path) : error;
    }
    this.batch.flush();
  }

  async repeated(): Promise<ReadonlySet<string>> {
    await this.ready();
    return this.store.ask('repeated', null);
  }

  async earlier(id: string, textSha256: string): Promise<string | null> {
    await this.ready();
    return this.store.ask('earlier', { id, textSha256 });
  }

  async similar(id: string) {
    await this.ready();
    return this.store.ask('similar', { id });
  }

  async find(words: WordsToFind, options: FindOptions) {
    const { signal } = options;
    await this.ready();
    while (this.running) {
      await Promise.race([this.running.catch(() => {}), whenAborted(signal)]);
      if (signal.aborted) break;
    }
    const database = await this.database();
    return findWords({
      ...options,
      words,
      database,
      store: this.store,
      pool: this.pool,
      checkOpen: () => this.checkOpen(),
    });
  }

  private async checkRoot(): Promise<void> {
    try {
      await stat(this.options.root);
    } catch (error) {
      throw new Failure(
        'folder-gone',
        `The folder “${this.options.root}” cannot be reached: ${explain(error).words}. Plug its drive in or put it back.`,
        { cause: error },
      );
    }
  }

  private checkOpen(): void {
    if (this.stop.signal.aborted) throw new Failure('closed', 'The folder has been closed.');
  }

  close(): Promise<void> {
    this.closing ??= this.closeNow();
    return this.closing;
  }

  private async closeNow(): Promise<void> {
    this.stop.abort();
    if (!this.options.pool) await this.pool.close();
    await this.following?.scan.catch(() => {});
    await this.running?.catch(() => {});
    this.batch.flush();
    await this.readerEnds;
    await this.store.close();
  }
}

const entriesIn = ({ packed, failures }: Rows): Entry[] => [...entriesOf(packed), ...failures];

const vanished = (path: string) =>
  new Failure(
    'not-found',
    `“${path}” is no longer in the folder. Put it back, or read the folder again; its annotations are kept.`,
  );

const whenAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
