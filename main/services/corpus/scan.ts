import type { Counts, Listed, Missing, Taken, ToRead } from '../store/protocol.ts';
import type { Store } from '../store/store.ts';
import type { Summary } from './corpus.ts';
import { giveToStore, Reading, type ReadingOptions } from './reading.ts';
import { Reports } from './reports.ts';

export interface ScanOptions extends ReadingOptions {
  readonly store: Store;
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
  /** All rows that were known when the folder was opened have been told. */
  told(): Promise<void>;
  /** Has the store told again what holds of annotated articles and of the reading of files. */
  know(): Promise<unknown>;
}

/** Stretches of the folder that are asked for at once, so that the store does not wait while this thread is busy with rows. */
const listedAhead = 3;

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
    const { store, pool, starts } = options;
    this.whole = starts === null;
    this.reports = new Reports(async (some) => {
      const taken = await giveToStore(store, pool, some);
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
    const { store, progress, signal, know, told, showing, onListed, onMissing } = this.options;
    const { reading, tally } = this;
    if (further) await know();
    const rows = further || showing();
    if (rows) reading.hold();
    reading.phase = 'listing';
    await store.ask('list', { starts, further, rows });
    const files: ToRead[] = [];
    const unknown = new Set<string>();
    const asked: Promise<Listed>[] = [];
    const ask = () => {
      const listed = store.ask('listed', null);
      listed.catch(() => {});
      asked.push(listed);
    };
    while (asked.length < listedAhead) ask();
    for (let ended = false; !ended; ) {
      signal.throwIfAborted();
      const listed = await asked.shift()!;
      ended = listed.done;
      if (!ended) ask();
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
    // A row that is told after its file was told to be gone would stay.
    await told();
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
