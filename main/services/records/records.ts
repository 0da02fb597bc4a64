import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#shared/contract/failure.ts';
import { sameJson } from '#shared/model/json.ts';
import { explain, systemCode } from '../files/explain.ts';
import type { Journal } from '../journal/journal.ts';
import type { Marks } from '../journal/marks.ts';
import { foldedReader } from './folded-reader.ts';
import { createKeeper, isDamage } from './keeper.ts';
import { keeperInThread } from './keeper-in-thread.ts';
import { type RecordsReader, readRecords } from './read.ts';
import { none } from './store.ts';

export interface RecordsOptions {
  /** Made when it is not there. */
  cacheDir: string;
  journal: Pick<Journal, 'positions' | 'generation' | 'marks' | 'placesAfter' | 'annotators' | 'records'>;
  /** The built `worker.ts`; null: everything is done in this thread. */
  workerFile: string | null;
  log(line: string): void;
  /** Of an update that takes longer than a moment: changes taken in of those that are to be; at its end, all. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** The records of a folder's journals in `records.sqlite`, brought into step when it is asked for. */
export interface Records {
  /** The database, which any number of connections may read; what stands in it is told in `schema.ts`. */
  readonly path: string;
  /**
   * Takes in what the journals have gained; makes everything anew where the database is not there, damaged, or not
   * theirs. Answers when the database has all that counted at the call.
   * @throws Failure when a journal cannot be read or the database cannot be written; `closed`
   */
  update(): Promise<void>;
  /**
   * The records as they are now, for reading. Where the database cannot be written, as on a full disk, they are folded in
   * memory.
   * @throws Failure when a journal cannot be read; `closed`
   */
  read(): Promise<RecordsReader>;
  /** Says that reading found the database to be damaged: the next update makes it anew. */
  damaged(): Promise<void>;
  close(): Promise<void>;
}

/** Changes that are taken in at once. */
const batch = 2000;
/** So often another program that writes the same database may come in between. */
const most = 50;

export function openRecords(options: RecordsOptions): Records {
  const { cacheDir, journal, workerFile, log, onProgress = () => {} } = options;
  const path = join(cacheDir, 'records.sqlite');
  const keeper = workerFile === null ? createKeeper() : keeperInThread(workerFile);
  let marks: Marks | null = null;
  /** That of the journal when it was last seen that the database is its own. */
  let generation = -1;
  let closed = false;
  let turn: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  /** The database cannot be used any more. */
  let broken = false;
  /** What is told of the update that runs; null: it is a short one so far. */
  let progress: { done: number; total: number } | null = null;

  async function opened(): Promise<Marks> {
    if (marks !== null) return marks;
    await mkdir(cacheDir, { recursive: true });
    generation = -1;
    const found = await keeper.open(path, broken);
    broken = false;
    return found;
  }

  /** Whether the database has come to where it should; false: another program writes it too, look again. */
  async function step(): Promise<boolean> {
    let known = await opened();
    const { generation: now } = journal;
    if (generation !== now && !sameJson({ ...journal.marks(positionsIn(known)) }, { ...known })) {
      await keeper.clear();
      known = {};
    }
    generation = now;
    marks = known;
    const positions = journal.positions();
    for (const writer of Object.keys(positions).sort()) {
      for (;;) {
        if (closed) throw new Failure('closed', 'The folder is closed.');
        if (journal.generation !== generation) return false;
        const from = known[writer] ?? none;
        const places = journal.placesAfter(writer, from, batch);
        if (places === null || from.n >= (positions[writer] as number)) break;
        if (!(await keeper.take(places, from))) {
          marks = await keeper.marks();
          generation = -1;
          return false;
        }
        known = { ...known, [writer]: places.mark };
        marks = known;
        if (progress === null && places.n.length < batch) continue;
        progress ??= { done: 0, total: places.n.length + countAfter(known) };
        progress.done += places.n.length;
        onProgress(progress.done, Math.max(progress.done, progress.total));
      }
    }
    await keeper.setHeaders(journal.annotators());
    return true;
  }

  const countAfter = (known: Marks): number => {
    const all = journal.marks(journal.positions());
    return Object.entries(all).reduce((sum, [writer, { count }]) => sum + count - (known[writer]?.count ?? 0), 0);
  };

  async function updateNow(): Promise<void> {
    try {
      await bringIntoStep();
    } finally {
      if (progress !== null) onProgress(progress.total, progress.total);
      progress = null;
    }
  }

  async function bringIntoStep(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      if (closed) throw new Failure('closed', 'The folder is closed.');
      if (attempt > most)
        throw new Failure('internal', `Another program keeps writing to ${path}. Close it and try again.`);
      try {
        if (await step()) return;
      } catch (error) {
        // What the database holds is not known any more: it is opened anew.
        marks = null;
        await keeper.close().catch(() => {});
        if (error instanceof Failure) throw error;
        if (!isDamage(error) || broken) throw cannotKeep(path, error);
        broken = true;
      }
    }
  }

  const records: Records = {
    path,
    update() {
      if (closed) return Promise.reject(new Failure('closed', 'The folder is closed.'));
      // One that waits for its turn will see everything.
      waiting ??= turn.then(() => {
        waiting = null;
        return updateNow();
      });
      const own = waiting;
      turn = own.catch(() => {});
      return own;
    },
    async read() {
      try {
        await records.update();
        return readRecords(path);
      } catch (error) {
        if (error instanceof CannotKeep) {
          log(error.message);
          return foldedReader(await journal.records());
        }
        if (!isDamage(error)) throw error;
        await records.damaged();
        await records.update();
        return readRecords(path);
      }
    },
    async damaged() {
      const own = turn.then(async () => {
        broken = true;
        marks = null;
        await keeper.close().catch(() => {});
      });
      turn = own;
      await own;
    },
    async close() {
      closed = true;
      await turn;
      await keeper.close();
    },
  };
  return records;
}

/** The database cannot be written; the journals are another matter. */
class CannotKeep extends Failure {}

const positionsIn = (marks: Marks) => Object.fromEntries(Object.entries(marks).map(([writer, { n }]) => [writer, n]));

function cannotKeep(path: string, error: unknown): Failure {
  const words = systemCode(error) === null ? String((error as Error).message) : explain(error).words;
  const code = systemCode(error) === null ? 'internal' : explain(error).code;
  return new CannotKeep(code, `The index of annotations in ${path} cannot be written: ${words}.`, { cause: error });
}
