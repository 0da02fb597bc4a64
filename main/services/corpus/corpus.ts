import { stat } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import type { z } from 'zod';
import type { articleTextSchema, EventData } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { type Article, type Entry, noMeta } from '#shared/model/article.ts';
import { sameJson } from '#shared/model/json.ts';
import { fileKind } from '../extract/file-kind.ts';
import { inOrder } from '../extract/in-order.ts';
import type { ReadFile, ReadResult } from '../extract/job.ts';
import { openPool, type Pool } from '../extract/pool.ts';
import { explain } from '../files/explain.ts';
import { type Found, naturalOrder, walk } from '../files/walk.ts';
import type { FoundInText, WordsToFind } from '../occurrences/find-in-text.ts';
import { loadCatalogue, type Row, saveCatalogue } from './catalogue.ts';
import { Identities, isArticleId } from './identity.ts';
import { LineCounts } from './repeated-lines.ts';

export type ArticleText = z.infer<typeof articleTextSchema>;

export interface CorpusOptions {
  readonly root: string;
  /** Where the catalogue is kept between runs; null: nowhere. */
  readonly cacheDir: string | null;
  /** The built `extract/worker.ts`. */
  readonly workerFile: string;
  /** Path to article id for the articles that the journal knows; asked at each scan. */
  readonly bindings: () => ReadonlyMap<string, string>;
  /** At most every 50 ms, and always at the end of a phase. */
  readonly onProgress: (progress: EventData<'corpus.progress'>) => void;
  /** Rows that are new or differ, in batches, and ids that are gone. */
  readonly onEntries: (change: EventData<'corpus.entries'>) => void;
  /** Workers shared with others, which closing the corpus leaves running; without, it has its own. */
  readonly pool?: Pool;
}

/** What a scan found. Files of the corpus are articles, duplicates and failed; articles are new, changed or unchanged. */
export interface Summary {
  readonly articles: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly duplicates: number;
  readonly failed: { readonly path: string; readonly reason: string }[];
  /** Files and folders that are no articles, or were listed under another path. */
  readonly skipped: number;
  readonly notices: string[];
}

export interface Corpus {
  /**
   * Brings the rows in step with the folder; reads only files that are new or whose size or times differ. The first
   * scan tells the rows of the last run before it looks at the disk. Asked for while one runs, it runs once more
   * afterwards. Rejects with a `Failure`: `folder-gone` (all rows stay), `no-permission`, `not-a-folder`, `cancelled`.
   */
  scan(): Promise<Summary>;
  /**
   * The text of an article, fresh from the disk; a duplicate's id reads its original. Lines that many articles share
   * are boilerplate, as counted over what has been scanned by now. Rejects with a `Failure` for the person to read:
   * `not-found` when the file has vanished, `folder-gone`, or why the file cannot be read.
   */
  read(id: string): Promise<ArticleText>;
  /**
   * Finds words in the texts as they are on the disk, after a scan that runs: in every article once, `first` first, the
   * others in the order of `entries`. Articles that cannot be read are counted. What waits to be opened goes before.
   * Rejects with a `Failure`: `cancelled` when the signal says so, `closed`.
   */
  find(words: WordsToFind, options: FindOptions): Promise<{ articles: number; unreadable: number; complete: boolean }>;
  /** All rows known by now, in the natural order of their paths. */
  entries(): Entry[];
  /** Ends a scan that runs and the workers, and keeps what is known. */
  close(): Promise<void>;
}

export interface FindOptions {
  readonly first: string | null;
  readonly signal: AbortSignal;
  /** One article after another, with an empty list where there is nothing; what answers false ends the search. */
  onArticle(article: Article, words: readonly FoundInText[], done: number, total: number): boolean;
}

/** Milliseconds between two tellings of progress, between two batches of rows, and between two savings in a long scan. */
const progressInterval = 50;
const batchInterval = 100;
const saveInterval = 10_000;
/** Rows in the first batch, so that something is there to read, and in the others, so that they are few. */
const firstBatch = 50;
const fullBatch = 500;
/** A file written this shortly before it was read may have been written again within the same tick of its clock. */
const clockTick = 2000;

export function openCorpus(options: CorpusOptions): Corpus {
  return new FolderCorpus(options);
}

type ListedFile = Extract<Found, { kind: 'file' }>;

class FolderCorpus implements Corpus {
  private readonly rows = new Map<string, Row>();
  private readonly paths = new Map<string, string>();
  private readonly counts = new LineCounts();
  private readonly pool: Pool;
  private closing: Promise<void> | null = null;
  private readonly stop = new AbortController();
  private readonly batch: Batch;
  private loaded = false;
  private readonly pendingNotices: string[] = [];
  private running: Promise<Summary> | null = null;
  private following: Promise<Summary> | null = null;
  private sorted: Entry[] | null = null;
  private dirty = false;
  /** Who waits for an id to be found. */
  private readonly awaiting = new Map<string, (() => void)[]>();
  private saving: Promise<void> = Promise.resolve();
  private savedAt = Date.now();

  constructor(private readonly options: CorpusOptions) {
    this.pool = options.pool ?? openPool({ workerFile: options.workerFile });
    this.batch = new Batch(options.onEntries);
  }

  entries(): Entry[] {
    this.sorted ??= [...this.rows.values()].map(({ entry }) => entry).sort((a, b) => naturalOrder(a.path, b.path));
    return [...this.sorted];
  }

  scan(): Promise<Summary> {
    if (this.following) return this.following;
    if (this.running) {
      const after = this.running.then(
        () => this.scanNow(),
        () => this.scanNow(),
      );
      this.following = after;
      return after;
    }
    return this.scanNow();
  }

  private scanNow(): Promise<Summary> {
    this.following = null;
    const run = this.runScan().finally(() => {
      if (this.running === run) this.running = null;
    });
    this.running = run;
    return run;
  }

  private async runScan(): Promise<Summary> {
    const progress = new Progress(this.options.onProgress);
    try {
      this.checkOpen();
      progress.tell('listing');
      this.pool.warm();
      await this.load();
      const { files, failures, skipped } = await this.list(progress);
      const tally = await this.readAll(files, failures, progress);
      this.batch.flush();
      await this.save();
      const notices = this.pendingNotices.splice(0);
      progress.tell('done', notices.length > 0 ? notices.join(' ') : null);
      return { ...tally, skipped: skipped + tally.skipped, notices };
    } catch (error) {
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

  /** The rows of the last run, told at once: most of them will turn out to hold. */
  private async load(): Promise<void> {
    if (this.loaded) return;
    this.loaded = true;
    if (this.options.cacheDir === null) return;
    const { rows, notice } = await loadCatalogue(this.options.cacheDir);
    if (notice) this.pendingNotices.push(notice);
    for (const row of rows) this.put(row);
    this.batch.flush();
  }

  private async list(progress: Progress) {
    const files: ListedFile[] = [];
    const failures: Extract<Found, { kind: 'failure' }>[] = [];
    let skipped = 0;
    for await (const found of walk(this.options.root, (name) => fileKind(name) !== null, this.stop.signal)) {
      if (found.kind === 'file') files.push(found);
      else if (found.kind === 'failure') failures.push(found);
      else skipped++;
      progress.found = files.length;
      progress.failed = failures.length;
      progress.tellNow('listing');
    }
    return { files, failures, skipped };
  }

  private async readAll(
    files: readonly ListedFile[],
    failures: readonly Extract<Found, { kind: 'failure' }>[],
    progress: Progress,
  ): Promise<Summary> {
    const bindings = this.options.bindings();
    const present = new Set([...files.map(({ path }) => path), ...failures.map(({ path }) => path)]);
    const known = new Map([...this.rows].map(([path, { entry }]) => [path, entry]));
    const identities = new Identities(bindings, known, (path) => present.has(path));
    const tally = {
      articles: 0,
      new: 0,
      changed: 0,
      unchanged: 0,
      duplicates: 0,
      failed: [] as Summary['failed'][number][],
      skipped: 0,
    };
    progress.tell('reading');
    for (const { path, code, message } of failures) this.fail(path, { code, message }, 0, identities, tally);

    // Annotated articles first: they keep their ids, and a further copy of one is the duplicate.
    const ordered = [
      ...files.filter(({ path }) => bindings.has(path)),
      ...files.filter(({ path }) => !bindings.has(path)),
    ];
    const reads = inOrder(ordered, this.pool.size * 2, async (file) => {
      this.stop.signal.throwIfAborted();
      const before = this.rows.get(file.path);
      return { before, result: this.isKept(file) ? ('kept' as const) : await this.readFile(file) };
    });
    let done = 0;
    for await (const { item, result } of reads) {
      await this.take(item, result.before, result.result, identities, known, tally);
      done++;
      progress.done = done;
      progress.failed = tally.failed.length;
      progress.tellNow('reading');
      if (done % 1000 === 0) await breathe();
      if (this.dirty && Date.now() - this.savedAt > saveInterval) await this.save();
      if (done < ordered.length) this.stop.signal.throwIfAborted();
    }
    this.remove([...this.rows.keys()].filter((path) => !present.has(path)));
    return { ...tally, notices: [] };
  }

  private isKept({ path, bytes, mtime, ctime }: ListedFile): boolean {
    const row = this.rows.get(path);
    return (
      row !== undefined &&
      row.entry.failure === null &&
      row.extractor === fileKind(path) &&
      row.entry.bytes === bytes &&
      row.mtime === mtime &&
      row.ctime === ctime &&
      Math.max(mtime, ctime) < row.readAt - clockTick
    );
  }

  private readFile({ path }: ListedFile): Promise<ReadResult> {
    const row = this.rows.get(path);
    const known = row && row.extractor === fileKind(path) ? row.entry.sourceSha256 : null;
    return this.pool.run({ root: this.options.root, path, known, withText: false });
  }

  private async take(
    file: ListedFile,
    before: Row | undefined,
    result: ReadResult | 'kept',
    identities: Identities,
    known: ReadonlyMap<string, Entry>,
    tally: Tally,
  ): Promise<void> {
    const { path } = file;
    if (result !== 'kept' && result.kind === 'failed') {
      if (result.code === 'not-found' || result.code === 'folder-gone') {
        await this.checkRoot();
        // Deleted since it was listed.
        this.remove([path]);
        tally.skipped++;
      } else this.fail(path, result, result.bytes ?? file.bytes, identities, tally);
      return;
    }
    const read: Row =
      result !== 'kept' && result.kind === 'read'
        ? rowOf(path, result.file)
        : {
            ...before!,
            ...(result !== 'kept' && result.kind === 'same'
              ? { mtime: result.mtime, ctime: result.ctime, readAt: Date.now() }
              : {}),
          };
    const identity = identities.identify(path, read.entry.sourceSha256!);
    const duplicateOf = identity.kind === 'duplicate' ? identity.of : null;
    this.put({ ...read, entry: { ...read.entry, id: identity.id, duplicateOf, failure: null } });
    if (duplicateOf !== null) tally.duplicates++;
    else {
      tally.articles++;
      const was = known.get(path);
      if (!was || !isArticleId(was.id) || was.sourceSha256 === null) tally.new++;
      else if (was.sourceSha256 !== read.entry.sourceSha256) tally.changed++;
      else tally.unchanged++;
    }
  }

  private fail(
    path: string,
    failure: { code: string; message: string },
    bytes: number,
    identities: Identities,
    tally: Tally,
  ): void {
    this.put(failedRow(path, failure, bytes, identities.identifyUnread(path), this.rows.get(path)));
    tally.failed.push({ path, reason: failure.message });
  }

  /** The row of an id. Screens know ids from the last time: while a scan runs, one may be asked for before it is found. */
  private async rowOf(id: string): Promise<Row | undefined> {
    for (;;) {
      const path = this.paths.get(id);
      const row = path === undefined ? undefined : this.rows.get(path);
      if (row || !this.running) return row;
      const arrived = new Promise<void>((resolve) => {
        this.awaiting.set(id, [...(this.awaiting.get(id) ?? []), resolve]);
      });
      const ended = () => this.arrive(id);
      this.running.then(ended, ended);
      await arrived;
    }
  }

  async read(id: string): Promise<ArticleText> {
    this.checkOpen();
    const row = await this.rowOf(id);
    if (!row) throw new Failure('not-found', 'This article is no longer in the folder’s list. Read the folder again.');
    const path = row.entry.duplicateOf ?? row.entry.path;
    const result = await this.pool.run({ root: this.options.root, path, known: null, withText: true }, true);
    if (result.kind === 'read' && result.file.text !== null) return this.article(path, result.file, result.file.text);
    if (result.kind !== 'failed') throw new Failure('internal', 'The text of the article was not read.');
    if (result.code === 'not-found' || result.code === 'folder-gone') {
      await this.checkRoot();
      throw new Failure(
        'not-found',
        `“${path}” is no longer in the folder. Put it back, or read the folder again; its annotations are kept.`,
      );
    }
    const before = this.rows.get(path);
    if (before) this.put(failedRow(path, result, result.bytes ?? before.entry.bytes, before.entry.id, before));
    this.batch.flush();
    throw new Failure(result.code, `“${path}” cannot be opened. ${result.message}`);
  }

  async find(find: WordsToFind, { first, signal, onArticle }: FindOptions) {
    const stopped = () => new Failure('cancelled', 'The search was stopped.');
    this.checkOpen();
    while (this.running) {
      await Promise.race([this.running.catch(() => {}), whenAborted(signal)]);
      if (signal.aborted) throw stopped();
    }
    const articles = this.entries().filter((entry) => entry.failure === null && entry.duplicateOf === null);
    const at = articles.findIndex(({ id }) => id === first);
    if (at > 0) articles.unshift(...articles.splice(at, 1));
    const results = inOrder(articles, this.pool.size * 2, ({ path }) =>
      this.pool.run({ root: this.options.root, path, known: null, withText: false, find }),
    );
    let unreadable = 0;
    let done = 0;
    for await (const { item: entry, result } of results) {
      done++;
      this.checkOpen();
      if (signal.aborted) throw stopped();
      if (result.kind !== 'searched') unreadable++;
      const found = result.kind === 'searched' ? result.found : null;
      const { id, path, meta } = entry;
      const { sourceSha256, textSha256, length, title } = found ?? { ...entry, ...meta };
      const article = { id, path, sourceSha256: sourceSha256 ?? '', textSha256: textSha256 ?? '', length, title };
      const words = found?.words.filter(({ line }) => !this.counts.isRepeated(line)) ?? [];
      if (!onArticle(article, words, done, articles.length))
        return { articles: done, unreadable, complete: done === articles.length };
    }
    return { articles: articles.length, unreadable, complete: true };
  }

  private article(path: string, file: ReadFile, text: string): ArticleText {
    const before = this.rows.get(path);
    let id = before?.entry.id;
    if (
      !before ||
      before.entry.failure !== null ||
      before.entry.sourceSha256 !== file.sourceSha256 ||
      before.extractor !== file.extractor
    ) {
      const row = rowOf(path, file);
      id = before && isArticleId(before.entry.id) ? before.entry.id : this.identifyAlone(path, file.sourceSha256);
      this.put({ ...row, entry: { ...row.entry, id } });
      this.batch.flush();
    }
    const { textSha256, sourceSha256, blocks, meta, notices } = file;
    return {
      id: id!,
      text,
      textSha256,
      sourceSha256,
      blocks: this.counts.mark(text, blocks),
      meta,
      notices: [...notices],
    };
  }

  /** The id of a file that became readable between two scans. A copy gets one of its own until the next scan. */
  private identifyAlone(path: string, sourceSha256: string): string {
    const others = [...this.rows.values()]
      .map(({ entry }) => entry)
      .filter((entry) => entry.path !== path && isArticleId(entry.id));
    const taken = new Map(others.map((entry) => [entry.path, entry.id]));
    const bound = this.options.bindings().get(path);
    if (bound !== undefined) taken.set(path, bound);
    return new Identities(taken, new Map(), () => true).identify(path, sourceSha256).id;
  }

  private arrive(id: string): void {
    for (const go of this.awaiting.get(id) ?? []) go();
    this.awaiting.delete(id);
  }

  private put(row: Row): void {
    const { path, id } = row.entry;
    const before = this.rows.get(path);
    if (before) {
      if (isCounted(before)) this.counts.remove(before.lines);
      if (before.entry.id !== id) this.release(before.entry.id, path);
    }
    if (isCounted(row)) this.counts.add(row.lines);
    this.rows.set(path, row);
    this.paths.set(id, path);
    this.arrive(id);
    this.dirty ||= !before || !sameJson(before, row);
    this.sorted = null;
    if (!before || !sameJson(before.entry, row.entry)) this.batch.add(row.entry);
  }

  private remove(paths: readonly string[]): void {
    for (const path of paths) {
      const row = this.rows.get(path);
      if (!row) continue;
      if (isCounted(row)) this.counts.remove(row.lines);
      this.rows.delete(path);
      this.release(row.entry.id, path);
      this.dirty = true;
      this.sorted = null;
    }
  }

  /** An id no longer stands for this path; it is gone unless another path has taken it. */
  private release(id: string, path: string): void {
    if (this.paths.get(id) !== path) return;
    this.paths.delete(id);
    this.batch.drop(id);
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

  /** One at a time; a cache that cannot be written costs time at the next opening and nothing else. */
  private save(): Promise<void> {
    const { cacheDir } = this.options;
    if (cacheDir === null) return Promise.resolve();
    this.saving = this.saving.then(async () => {
      if (!this.dirty) return;
      this.dirty = false;
      this.savedAt = Date.now();
      try {
        await saveCatalogue(cacheDir, [...this.rows.values()]);
      } catch (error) {
        this.pendingNotices.push(
          `The list of articles could not be kept for next time: ${explain(error).words}. The next opening reads all files again.`,
        );
      }
    });
    return this.saving;
  }

  close(): Promise<void> {
    this.closing ??= this.closeNow();
    return this.closing;
  }

  private async closeNow(): Promise<void> {
    this.stop.abort();
    if (!this.options.pool) await this.pool.close();
    await this.following?.catch(() => {});
    await this.running?.catch(() => {});
    this.batch.flush();
    if (this.loaded) await this.save();
  }
}

const whenAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

type Tally = { -readonly [K in keyof Omit<Summary, 'notices'>]: Summary[K] };

const isCounted = ({ entry }: Row) => entry.failure === null && entry.duplicateOf === null;

function rowOf(path: string, file: ReadFile): Row {
  const { bytes, sourceSha256, textSha256, length, meta, notices, mtime, ctime, extractor, lines } = file;
  const entry = {
    id: '',
    path,
    bytes,
    sourceSha256,
    textSha256,
    length,
    meta,
    duplicateOf: null,
    failure: null,
    notices: [...notices],
  };
  return { entry, mtime, ctime, readAt: Date.now(), extractor, lines: [...lines] };
}

/** An article that cannot be read now keeps its title in the list. */
function failedRow(
  path: string,
  { code, message }: { code: string; message: string },
  bytes: number,
  id: string,
  before: Row | undefined,
): Row {
  const known = before && isArticleId(id) && before.entry.id === id ? before.entry : null;
  const entry = {
    id,
    path,
    bytes,
    sourceSha256: null,
    textSha256: null,
    length: known?.length ?? 0,
    meta: known?.meta ?? noMeta,
    duplicateOf: null,
    failure: { code, message },
    notices: [],
  };
  return { entry, mtime: null, ctime: null, readAt: Date.now(), extractor: null, lines: [] };
}

/** Rows on their way to the listener: together, but never long. */
class Batch {
  private readonly entries = new Map<string, Entry>();
  private readonly gone = new Set<string>();
  private timer: NodeJS.Timeout | null = null;
  private first = true;

  constructor(private readonly send: CorpusOptions['onEntries']) {}

  add(entry: Entry): void {
    this.gone.delete(entry.id);
    this.entries.set(entry.id, entry);
    this.due();
  }

  drop(id: string): void {
    this.entries.delete(id);
    this.gone.add(id);
    this.due();
  }

  private due(): void {
    if (this.entries.size >= (this.first ? firstBatch : fullBatch)) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), batchInterval);
  }

  flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.entries.size === 0 && this.gone.size === 0) return;
    this.first = false;
    const change = { entries: [...this.entries.values()], gone: [...this.gone] };
    this.entries.clear();
    this.gone.clear();
    this.send(change);
  }
}

type Phase = EventData<'corpus.progress'>['phase'];

class Progress {
  done = 0;
  found = 0;
  failed = 0;
  private last = 0;

  constructor(private readonly send: CorpusOptions['onProgress']) {}

  tell(phase: Phase, message: string | null = null): void {
    this.last = Date.now();
    this.send({ phase, done: this.done, found: this.found, failed: this.failed, message });
  }

  /** Tells if the last telling is long enough ago. */
  tellNow(phase: Phase): void {
    if (Date.now() - this.last >= progressInterval) this.tell(phase);
  }
}
