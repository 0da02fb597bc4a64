import { Failure } from '#shared/contract/failure.ts';
import type { ResultWith } from '../extract/job.ts';
import type { Packed } from '../extract/packed.ts';
import type { Pool } from '../extract/pool.ts';
import type { Report, Taken, ToRead } from '../store/protocol.ts';
import type { Store } from '../store/store.ts';
import type { Summary } from './corpus.ts';
import type { Progress } from './progress.ts';
import { Reports } from './reports.ts';

export interface ReadingOptions {
  readonly root: string;
  readonly pool: Pool;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** @throws Failure `folder-gone` when the folder is not there */
  checkRoot(): Promise<void>;
}

/** Files that are in the workers' hands or wait for their turn to be taken, and their bytes. */
const mostInHand = 192;
const mostBytes = 32_000_000;

/** Files that are read one after the other, some at once; what comes of them is taken in that order. */
export class Reading {
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
    private readonly options: ReadingOptions,
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
    if (isGone(result)) {
      await this.options.checkRoot();
      // Deleted since it was listed.
      this.tally.skipped++;
      return { path, articles: null, end: { kind: 'gone' } };
    }
    const failure = result.kind === 'failed' ? result : result.kind === 'read' ? result.failure : null;
    if (failure !== null) this.tally.failed.push({ path, reason: failure.message });
    return reportOf(file, result);
  }
}

/** Whether a file was not there any more, or the whole folder. */
const isGone = (result: ResultWith<Packed>) =>
  result.kind === 'failed' && (result.code === 'not-found' || result.code === 'folder-gone');

/** What reading a file has come to, as the store takes it. */
function reportOf({ path, bytes, how, from }: ToRead, result: ResultWith<Packed>): Report {
  if (result.kind === 'same')
    return { path, articles: null, end: from === undefined ? result : { kind: 'moved', from, file: result.file } };
  if (result.kind === 'failed') {
    const { code, message } = result;
    return { path, articles: null, end: { kind: 'failed', code, message, bytes: result.bytes ?? bytes } };
  }
  const { articles, file, failure } = result;
  return { path, articles, end: { kind: 'read', file, how: how === null ? null : JSON.stringify(how), failure } };
}

/** Has the store take what was read, whose memory nobody needs then. */
export async function giveToStore(store: Store, pool: Pool, reports: readonly Report[]): Promise<Taken> {
  const taken = await store.ask('take', { reports });
  for (const { articles } of reports) if (articles !== null) pool.release(articles);
  return taken;
}

export interface ReadOneOptions extends Pick<ReadingOptions, 'root' | 'pool' | 'checkRoot'> {
  readonly store: Store;
  /** `ended`: the file, when nothing more comes of it. */
  onTaken(taken: Taken, ended: readonly string[]): void;
}

/**
 * Reads one file and gives what came of it to the store, before others that wait.
 * @throws Failure as `checkRoot`, and `not-found` when the file has vanished
 */
export async function readOne({ root, pool, store, onTaken, checkRoot }: ReadOneOptions, file: ToRead): Promise<void> {
  const { path, known, how } = file;
  const reports = new Reports(async (some) => {
    const taken = await giveToStore(store, pool, some);
    onTaken(taken, some.some(({ end }) => end !== null) ? [path] : []);
  });
  const result = await pool.runPacked(
    { root, path, known, how },
    { urgent: true, onArticles: (articles) => reports.add({ path, articles, end: null }) },
  );
  if (isGone(result)) {
    await checkRoot();
    throw new Failure('not-found', 'It is no longer there.');
  }
  await reports.add(reportOf(file, result));
  await reports.end();
}
