import { Failure } from '#shared/contract/failure.ts';
import { sameJson } from '#shared/model/json.ts';
import { asGuessed, type How } from '../extract/format.ts';
import type { ResultWith } from '../extract/job.ts';
import type { Packed } from '../extract/packed.ts';
import type { Pool } from '../extract/pool.ts';
import type { Report, Taken, ToRead } from '../store/protocol.ts';
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
  onTaken(taken: Taken): void;
  /** @throws Failure `folder-gone` when the folder is not there */
  checkRoot(): Promise<void>;
}

/** Files that take a while to be read. */
const many = 200;

/** Brings the store in step with the folder; see `Corpus.scan`. */
export async function scan(options: ScanOptions): Promise<Omit<Summary, 'notices'>> {
  const { store, progress, signal, starts } = options;
  const tally = { new: 0, changed: 0, failed: [] as Summary['failed'][number][], skipped: 0 };
  const reports = new Reports(async (some) => {
    const taken = await store.ask('take', { reports: some });
    tally.new += taken.new;
    tally.changed += taken.changed;
    options.onTaken(taken);
  });
  const reading = new Reading(options, reports, tally);
  try {
    await store.ask('list', { starts });
    for (let ended = false; !ended; ) {
      signal.throwIfAborted();
      const { files, found, failures, skipped, done } = await store.ask('listed', null);
      ended = done;
      tally.skipped += skipped;
      progress.found = found;
      for (const { path, code, message } of failures) {
        tally.failed.push({ path, reason: message });
        await reports.add({ path, articles: null, end: { kind: 'failed', code, message, bytes: 0 } });
      }
      reading.add(files);
      if (reading.hasFailed) break;
      reading.tell('listing');
    }
    progress.tell('reading');
    // Where much is to be read, the list does not wait for it with what is not there any more.
    if (reading.left > many)
      options.onTaken({ entries: [], gone: [...(await store.ask('missing', null))], new: 0, changed: 0 });
    await reading.end();
    await reports.end();
    // Copies whose original has gone or has other bytes now stand for themselves.
    for (let rounds = 0; rounds < 3; rounds++) {
      const orphans = await store.ask('orphans', null);
      if (orphans.length === 0) break;
      const again = new Reading(options, reports, tally);
      again.add(orphans);
      await again.end();
      await reports.end();
    }
  } catch (error) {
    await reading.stop();
    // What was read until now need not be read again.
    await reports.end().catch(() => {});
    throw error;
  }
  signal.throwIfAborted();
  const { articles, duplicates, ...swept } = await store.ask('sweep', null);
  options.onTaken(swept);
  return { ...tally, articles, duplicates, unchanged: Math.max(0, articles - tally.new - tally.changed) };
}

/** Files that are in the workers' hands or wait for their turn to be taken, and their bytes. */
const mostInHand = 192;
const mostBytes = 32_000_000;

/** Files that are read one after the other as they are listed, some at once; what comes of them is taken in that order. */
class Reading {
  private readonly queue: ToRead[] = [];
  private next = 0;
  private finished = 0;
  private complete = false;
  private stopped = false;
  private wake: (() => void) | null = null;
  private readonly running: Promise<void>;
  hasFailed = false;

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
    for (const file of files) this.queue.push(file);
    this.wake?.();
  }

  /** How many wait to be read. */
  get left(): number {
    return this.queue.length - this.finished;
  }

  /** Resolves when all have been read, or rejects with what keeps them from it. */
  end(): Promise<void> {
    this.complete = true;
    this.wake?.();
    return this.running;
  }

  /** Resolves when nothing more comes of files that are in hand. */
  async stop(): Promise<void> {
    this.next = this.queue.length;
    this.stopped = true;
    this.wake?.();
    await this.running.catch(() => {});
  }

  tell(phase: 'listing' | 'reading'): void {
    const { progress } = this.options;
    progress.done = Math.max(0, progress.found - (this.queue.length - this.finished));
    progress.failed = this.tally.failed.length;
    progress.tellNow(phase);
  }

  private async readAll(): Promise<void> {
    const { signal } = this.options;
    const inHand: { file: ToRead; report: Promise<Report> }[] = [];
    let bytes = 0;
    for (;;) {
      while (this.next < this.queue.length && inHand.length < mostInHand && bytes < mostBytes) {
        const file = this.queue[this.next++]!;
        bytes += file.bytes;
        const report = this.read(file);
        report.catch(() => {});
        inHand.push({ file, report });
      }
      const first = inHand.shift();
      if (first === undefined) {
        if (this.complete || this.stopped) return;
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        continue;
      }
      signal.throwIfAborted();
      const report = await first.report;
      bytes -= first.file.bytes;
      if (this.stopped) return;
      await this.reports.add(report);
      this.finished++;
      this.tell(this.complete ? 'reading' : 'listing');
    }
  }

  private async read({ path, bytes, known, how }: ToRead): Promise<Report> {
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
    const report = reportOf(path, bytes, result, how);
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
function reportOf(path: string, bytes: number, result: ResultWith<Packed>, how: How): Report {
  if (result.kind === 'same') return { path, articles: null, end: result };
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
  { path, bytes, known, how }: ToRead,
): Promise<void> {
  const reports = new Reports(async (some) => onTaken(await store.ask('take', { reports: some })));
  const result = await pool.runPacked(
    { root, path, known, how },
    { urgent: true, onArticles: (articles) => reports.add({ path, articles, end: null }) },
  );
  if (result.kind === 'failed' && (result.code === 'not-found' || result.code === 'folder-gone')) {
    await checkRoot();
    throw new Failure('not-found', 'It is no longer there.');
  }
  await reports.add(reportOf(path, bytes, result, how));
  await reports.end();
}
