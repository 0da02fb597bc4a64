import { Failure } from '#shared/contract/failure.ts';
import { sameJson } from '#shared/model/json.ts';
import { asGuessed } from '../extract/format.ts';
import type { ResultWith } from '../extract/job.ts';
import type { Packed } from '../extract/packed.ts';
import type { Pool } from '../extract/pool.ts';
import type { Counts, Listed, Missing, Report, Taken, ToRead } from '../store/protocol.ts';
import type { Store } from '../store/store.ts';
import type { Summary } from './corpus.ts';
import type { Progress } from './progress.ts';
import { Reports } from './reports.ts';

export interface ScanOptions {
  readonly root: string;
  readonly store: Store;
  readonly pool: Pool;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Files and folders to look at; null: everything. */
  readonly starts: readonly string[] | null;
  /**
   * Whether all is listed first, and what is to be read is shown so; otherwise files are read as they are found. What is
   * looked at further is always shown.
   */
  readonly showing: () => boolean;
  /** `ended`: the files of which nothing more comes. */
  onTaken(taken: Taken, ended: readonly string[]): void;
  /** What is to be read, and rows that hold again. */
  onListed(listed: Listed): void;
  /** What has gone, and `fresh` files of which nothing is known, but for those that were moved as it seems. */
  onMissing(missing: Missing, fresh: readonly ToRead[]): void;
  /** Has the store told again what holds of annotated articles and of the reading of files. */
  know(): Promise<unknown>;
  /** @throws Failure `folder-gone` when the folder is not there */
  checkRoot(): Promise<void>;
}

type Found = Omit<Summary, 'notices'> & { readonly whole: boolean };

/** Brings the store in step with the folder; see `Corpus.scan`. */
export class Scan {
  private readonly tally = { new: 0, changed: 0, failed: [] as Summary['failed'][number][], skipped: 0 };
  private readonly reports: Reports;
  private readonly reading: Reading;
  /** What is to be looked at further. */
  private asked: { starts: Set<string> | null } | null = null;
  private wake: (() => void) | null = null;
  private whole: boolean;
  private ended = false;

  constructor(private readonly options: ScanOptions) {
    const { store, starts } = options;
    this.whole = starts === null;
    this.reports = new Reports(async (some) => {
      const taken = await store.ask('take', { reports: some });
      this.tally.new += taken.new;
      this.tally.changed += taken.changed;
      options.onTaken(
        taken,
        some.flatMap(({ path, end }) => (end === null ? [] : [path])),
      );
    }, options.showing);
    this.reading = new Reading(options, this.reports, this.tally);
  }

  /** Looks at more, or (null) at everything anew, before what still waits to be read; false: it is too late for that. */
  extend(starts: readonly string[] | null): boolean {
    if (this.ended) return false;
    this.asked ??= { starts: new Set() };
    if (starts === null) this.asked.starts = null;
    else for (const start of starts) this.asked.starts?.add(start);
    this.wake?.();
    return true;
  }

  /** A file has been read already. */
  drop(path: string): void {
    this.reading.drop(path);
  }

  async run(): Promise<Found> {
    try {
      let starts = this.options.starts;
      for (let further = false; ; further = true) {
        await this.list(starts, further);
        const counts = await this.settle();
        if (counts !== null) {
          const { articles, duplicates } = counts;
          const unchanged = Math.max(0, articles - this.tally.new - this.tally.changed);
          return { ...this.tally, articles, duplicates, unchanged, whole: this.whole };
        }
        const asked = this.asked!;
        this.asked = null;
        starts = asked.starts === null ? null : [...asked.starts];
        this.whole ||= starts === null;
      }
    } catch (error) {
      this.ended = true;
      await this.reading.stop();
      // What was read until now need not be read again.
      await this.reports.end().catch(() => {});
      throw error;
    }
  }

  private async list(starts: readonly string[] | null, further: boolean): Promise<void> {
    const { store, progress, signal, know, showing, onListed, onMissing } = this.options;
    const { reading, tally } = this;
    if (further) await know();
    const rows = further || showing();
    if (rows) reading.hold();
    reading.phase = 'listing';
    await store.ask('list', { starts, further, rows });
    const files: ToRead[] = [];
    const unknown = new Set<string>();
    for (let ended = false; !ended; ) {
      signal.throwIfAborted();
      const listed = await store.ask('listed', null);
      ended = listed.done;
      tally.skipped += listed.skipped;
      progress.found = listed.found;
      for (const { path, code, message } of listed.failures) {
        tally.failed.push({ path, reason: message });
        await this.reports.add({ path, articles: null, end: { kind: 'failed', code, message, bytes: 0 } });
      }
      if (rows) {
        for (const file of listed.files) files.push(file);
        for (const path of listed.fresh) unknown.add(path);
        onListed(listed);
      } else reading.add(listed.files);
      if (reading.hasFailed) break;
      reading.tell();
    }
    reading.phase = 'reading';
    progress.tell('reading');
    if (!rows) return;
    const missing = await store.ask('missing', null);
    const moved = new Set(missing.moved.map(({ path }) => path));
    const fresh = files.filter(({ path }) => unknown.has(path) && !moved.has(path));
    onMissing(missing, fresh);
    // What may be another file under a new name first, since its row says so only then; then what is in the list already.
    const alike = new Set(missing.alike);
    const others = files.filter(({ path }) => !moved.has(path));
    reading.addFirst([
      ...missing.moved,
      ...others.filter(({ path }) => alike.has(path)),
      ...others.filter(({ path }) => !alike.has(path) && !unknown.has(path)),
      ...others.filter(({ path }) => !alike.has(path) && unknown.has(path)),
    ]);
    reading.release();
  }

  /** Reads what has been listed and removes what has gone; null as soon as there is more to look at. */
  private async settle(): Promise<Counts | null> {
    const { store, signal, onTaken } = this.options;
    if (!(await this.isRead())) return null;
    // Copies whose original has gone or has other bytes now stand for themselves.
    for (let rounds = 0; rounds < 3; rounds++) {
      const orphans = await store.ask('orphans', null);
      if (orphans.length === 0) break;
      this.reading.add(orphans);
      if (!(await this.isRead())) return null;
    }
    for (;;) {
      signal.throwIfAborted();
      const { articles, duplicates, left, ...swept } = await store.ask('sweep', null);
      onTaken(swept, []);
      if (this.asked !== null) return null;
      if (left) continue;
      this.ended = true;
      await this.reading.stop();
      return { articles, duplicates };
    }
  }

  /** Whether all has been read; false as soon as there is more to look at. */
  private async isRead(): Promise<boolean> {
    const more = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    if (this.asked === null) await Promise.race([this.reading.idle(), more]);
    this.wake = null;
    this.options.signal.throwIfAborted();
    return this.asked === null;
  }
}

/** Files that are in the workers' hands or wait for their turn to be taken, and their bytes. */
const mostInHand = 192;
const mostBytes = 32_000_000;

/** Files that are read one after the other, some at once; what comes of them is taken in that order. */
class Reading {
  private queue: ToRead[] = [];
  private next = 0;
  /** The latest order for each file that waits: what was ordered before it, or is not wanted any more, is passed over. */
  private readonly wanted = new Map<string, ToRead>();
  private inHand = 0;
  private isIdle = true;
  private stopped = false;
  private held = false;
  private wake: (() => void) | null = null;
  private readonly whenIdle = new Set<() => void>();
  private readonly running: Promise<void>;
  hasFailed = false;
  phase: 'listing' | 'reading' = 'listing';

  constructor(
    private readonly options: ScanOptions,
    private readonly reports: Reports,
    private readonly tally: { failed: Summary['failed']; skipped: number },
  ) {
    this.running = this.readAll();
    this.running.catch(() => {
      this.hasFailed = true;
    });
  }

  add(files: readonly ToRead[]): void {
    if (files.length === 0) return;
    for (const file of files) {
      this.wanted.set(file.path, file);
      this.queue.push(file);
    }
    this.goOn();
  }

  /** The same before what waits. */
  addFirst(files: readonly ToRead[]): void {
    if (files.length === 0) return;
    for (const file of files) this.wanted.set(file.path, file);
    this.queue = [...files, ...this.queue.slice(this.next)];
    this.next = 0;
    this.goOn();
  }

  drop(path: string): void {
    this.wanted.delete(path);
  }

  /** Nothing more is begun, or taken, until `release`. */
  hold(): void {
    this.held = true;
  }

  release(): void {
    this.held = false;
    this.goOn();
  }

  private goOn(): void {
    this.isIdle = false;
    this.wake?.();
  }

  /** How many wait to be read. */
  private get left(): number {
    return this.wanted.size + this.inHand;
  }

  /** Resolves when all that was added has been read and taken, or rejects with what keeps it from that. */
  async idle(): Promise<void> {
    if (this.isIdle && !this.hasFailed) return;
    let resolve = () => {};
    const idle = new Promise<void>((resolves) => {
      resolve = resolves;
    });
    this.whenIdle.add(resolve);
    await Promise.race([idle, this.running]);
    this.whenIdle.delete(resolve);
  }

  /** Resolves when nothing more comes of files that are in hand. */
  async stop(): Promise<void> {
    this.next = this.queue.length;
    this.stopped = true;
    this.release();
    await this.running.catch(() => {});
  }

  tell(): void {
    const { progress } = this.options;
    progress.done = Math.max(0, progress.found - this.left);
    progress.failed = this.tally.failed.length;
    progress.tellNow(this.phase);
  }

  private async readAll(): Promise<void> {
    const { signal } = this.options;
    const inHand: { file: ToRead; report: Promise<Report> }[] = [];
    let bytes = 0;
    for (;;) {
      while (!this.held && this.next < this.queue.length && inHand.length < mostInHand && bytes < mostBytes) {
        const file = this.queue[this.next++]!;
        if (this.wanted.get(file.path) !== file) continue;
        this.wanted.delete(file.path);
        bytes += file.bytes;
        const report = this.read(file);
        report.catch(() => {});
        inHand.push({ file, report });
      }
      this.inHand = inHand.length;
      if (inHand.length === 0 && !this.stopped && !this.held && this.next >= this.queue.length) {
        await this.reports.end();
        this.isIdle = this.next >= this.queue.length;
        if (!this.isIdle) continue;
        for (const tell of this.whenIdle) tell();
      }
      if (this.stopped && inHand.length === 0) return;
      if (this.held || inHand.length === 0) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        continue;
      }
      const { file, report } = inHand[0]!;
      signal.throwIfAborted();
      const result = await report;
      if (this.held) continue;
      inHand.shift();
      bytes -= file.bytes;
      if (this.stopped) return;
      await this.reports.add(result);
      this.tell();
    }
  }

  private async read(file: ToRead): Promise<Report> {
    const { path, known, how } = file;
    const { root, pool } = this.options;
    const result = await pool.runPacked(
      { root, path, known, how },
      { onArticles: (articles) => this.reports.add({ path, articles, end: null }) },
    );
    if (result.kind === 'failed' && (result.code === 'not-found' || result.code === 'folder-gone')) {
      await this.options.checkRoot();
      // Deleted since it was listed.
      this.tally.skipped++;
      return { path, articles: null, end: { kind: 'gone' } };
    }
    const report = reportOf(file, result);
    const failure =
      report.end !== null && 'message' in report.end
        ? report.end
        : 'read' === report.end?.kind
          ? report.end.failure
          : null;
    if (failure !== null) this.tally.failed.push({ path, reason: failure.message });
    return report;
  }
}

/** What reading a file has come to, as the store takes it. */
function reportOf({ path, bytes, how, from }: ToRead, result: ResultWith<Packed>): Report {
  if (result.kind === 'same')
    return { path, articles: null, end: from === undefined ? result : { kind: 'moved', from, file: result.file } };
  if (result.kind === 'failed') {
    const { code, message } = result;
    return { path, articles: null, end: { kind: 'failed', code, message, bytes: result.bytes ?? bytes } };
  }
  const { articles, file, failure } = result;
  const chosen = sameJson(how, asGuessed) ? null : JSON.stringify(how);
  return { path, articles, end: { kind: 'read', file, how: chosen, failure } };
}

/**
 * Reads one file and gives what came of it to the store, before others that wait.
 * @throws Failure as `checkRoot`, and `not-found` when the file has vanished
 */
export async function readOne(
  { root, pool, store, onTaken, checkRoot }: Pick<ScanOptions, 'root' | 'pool' | 'store' | 'onTaken' | 'checkRoot'>,
  file: ToRead,
): Promise<void> {
  const { path, known, how } = file;
  const reports = new Reports(async (some) => {
    const taken = await store.ask('take', { reports: some });
    onTaken(taken, some.some(({ end }) => end !== null) ? [path] : []);
  });
  const result = await pool.runPacked(
    { root, path, known, how },
    { urgent: true, onArticles: (articles) => reports.add({ path, articles, end: null }) },
  );
  if (result.kind === 'failed' && (result.code === 'not-found' || result.code === 'folder-gone')) {
    await checkRoot();
    throw new Failure('not-found', 'It is no longer there.');
  }
  await reports.add(reportOf(file, result));
  await reports.end();
}
