import { Worker } from 'node:worker_threads';
import { Failure } from '#shared/contract/failure.ts';
import type { FindJob, FindResult } from '../occurrences/find-in-store.ts';
import type { ReadArticle, ReadJob, ReadResult } from './job.ts';

export interface PoolOptions {
  /** The built worker's file. */
  readonly workerFile: string;
  /** Default 2: one may be busy with a slow file while a person opens an article. */
  readonly workers?: number;
  /** Milliseconds that one file may take, or each portion of a file of many articles; default 20 s. */
  readonly timeLimit?: number;
  /** MB of memory that one file may take; default 512. */
  readonly memoryLimit?: number;
  /** Milliseconds after which an idle worker is ended; default 10 s. The last one stays: a start takes half a second. */
  readonly idleLimit?: number;
}

export interface Pool {
  readonly size: number;
  /**
   * Reads one file in a worker; urgent jobs go before others that wait. What goes wrong with the file is the result: a
   * file that takes too long or brings its worker down fails alone, and a new worker takes the next. Articles of a file
   * of many are given to `onArticles` in portions; the worker goes on when it has resolved. Rejects with a `Failure`:
   * `closed` once the pool is closed, `internal` when no worker can be started at all.
   */
  run(job: ReadJob, options?: RunOptions): Promise<ReadResult>;
  /** Finds words in some articles of a store, in a worker; rejects as `run` does. */
  find(job: FindJob): Promise<FindResult>;
  /** Starts a worker if there is none, so that the first file need not wait for it. */
  warm(): void;
  /** Ends all workers; what runs or waits rejects with `closed`. */
  close(): Promise<void>;
}

export interface RunOptions {
  readonly urgent?: boolean;
  onArticles?(articles: readonly ReadArticle[]): Promise<void>;
}

/** What a worker is asked, and what it answers: one answer after the other, in the order of the jobs. */
export type ToWorker = ReadJob | FindJob | 'go on';
export type FromWorker =
  | ReadResult
  | FindResult
  | { readonly kind: 'some'; readonly articles: ReadArticle[] }
  | 'ready';

interface Task {
  readonly job: ReadJob | FindJob;
  readonly onArticles: RunOptions['onArticles'];
  settle(result: ReadResult | FindResult): void;
  reject(error: Error): void;
}

interface Seat {
  readonly worker: Worker;
  /** A worker gets its first file when it has loaded, so that loading is not counted as the file's time or fault. */
  ready: boolean;
  /** What it was given: the first one is being read, so that the worker need not wait for the next. */
  readonly tasks: Task[];
  /** When the first of them was begun. */
  began: number;
  /** Of the start, the task, or the rest between tasks. */
  timer: NodeJS.Timeout | null;
}

/** A worker that fails to load this often in a row cannot be started. */
const startAttempts = 3;
/** Files that a worker is given ahead, itself included. */
const ahead = 4;
/** Milliseconds for loading; a machine under load takes long. */
const startLimit = 60_000;

export function openPool(options: PoolOptions): Pool {
  const { workerFile, workers = 2, timeLimit = 20_000, memoryLimit = 512, idleLimit = 10_000 } = options;
  const seats = new Set<Seat>();
  const waiting: Task[] = [];
  let failedStarts = 0;
  let open = true;

  const start = () => {
    const worker = new Worker(workerFile, {
      resourceLimits: { maxOldGenerationSizeMb: memoryLimit, stackSizeMb: 4 },
      execArgv: [],
      env: {},
    });
    const seat: Seat = { worker, ready: false, tasks: [], began: 0, timer: null };
    seats.add(seat);
    seat.timer = setTimeout(() => gone(seat, null), startLimit);
    worker.on('message', (message: FromWorker) => {
      if (!seats.has(seat)) return;
      if (message === 'ready') {
        seat.ready = true;
        failedStarts = 0;
      } else if (message.kind === 'some') return portion(seat, message.articles);
      else seat.tasks.shift()?.settle(message);
      rest(seat);
      next();
    });
    worker.on('error', (error) => gone(seat, error));
    worker.on('exit', () => gone(seat, null));
  };

  const portion = (seat: Seat, articles: ReadArticle[]) => {
    stopClock(seat);
    const task = seat.tasks[0];
    const goOn = () => {
      if (!seats.has(seat) || seat.tasks[0] !== task) return;
      startClock(seat);
      seat.worker.postMessage('go on' satisfies ToWorker);
    };
    const taken = task?.onArticles?.(articles) ?? Promise.resolve();
    taken.then(goOn, (error) => {
      if (!seats.has(seat) || seat.tasks[0] !== task) return;
      seat.tasks.shift();
      task?.reject(error);
      lose(seat);
    });
  };

  const stopClock = (seat: Seat) => {
    if (seat.timer) clearTimeout(seat.timer);
    seat.timer = null;
  };

  const startClock = (seat: Seat) => {
    stopClock(seat);
    seat.began = performance.now();
    seat.timer = setTimeout(() => {
      const task = seat.tasks.shift();
      task?.settle(late(timeLimit));
      lose(seat);
    }, timeLimit);
  };

  /** An idle worker neither keeps the process alive nor stays for ever. */
  const rest = (seat: Seat) => {
    if (seat.tasks.length > 0) return startClock(seat);
    stopClock(seat);
    seat.worker.unref();
    seat.timer = setTimeout(() => {
      if ([...seats].some((other) => other !== seat && other.ready)) void dismiss(seat);
    }, idleLimit);
    seat.timer.unref();
  };

  const dismiss = (seat: Seat) => {
    seats.delete(seat);
    stopClock(seat);
    return seat.worker.terminate().catch(() => 0);
  };

  /** Ends a worker; what it was given and had not begun goes to another. */
  const lose = (seat: Seat) => {
    waiting.unshift(...seat.tasks.splice(0));
    // Not awaited: a worker stuck in the system's hands ends only when the system lets go of it.
    void dismiss(seat);
    next();
  };

  const gone = (seat: Seat, error: Error | null) => {
    if (!seats.has(seat)) return;
    seat.tasks.shift()?.settle(crashed(error));
    if (!seat.ready && ++failedStarts >= startAttempts) {
      failedStarts = 0;
      for (const waits of waiting.splice(0)) waits.reject(unstartable(error));
    }
    lose(seat);
  };

  const next = () => {
    if (!open) return;
    // One to each before anybody gets a second, and that not behind a file which takes long.
    const ready = [...seats].filter((seat) => seat.ready).sort((a, b) => b.began - a.began);
    const deepest = ready.length === workers ? ahead : 1;
    for (let depth = 0; depth < deepest && waiting.length > 0; depth++)
      for (const seat of ready) {
        const task = seat.tasks.length === depth ? waiting.shift() : undefined;
        if (task) assign(seat, task);
      }
    const starting = [...seats].filter(({ ready }) => !ready).length;
    for (let more = waiting.length - starting; more > 0 && seats.size < workers; more--) start();
  };

  const assign = (seat: Seat, task: Task) => {
    seat.tasks.push(task);
    if (seat.tasks.length === 1) {
      seat.worker.ref();
      startClock(seat);
    }
    seat.worker.postMessage(task.job satisfies ToWorker);
  };

  const give = <R extends ReadResult | FindResult>(
    job: ReadJob | FindJob,
    { urgent = false, onArticles }: RunOptions = {},
  ): Promise<R> =>
    new Promise((resolve, reject) => {
      if (!open) return reject(closed());
      const task: Task = { job, onArticles, settle: (result) => resolve(result as R), reject };
      if (urgent) waiting.unshift(task);
      else waiting.push(task);
      next();
    });

  return {
    size: workers,
    run: (job, options) => give<ReadResult>(job, options),
    find: (job) => give<FindResult>(job),
    warm() {
      if (open && seats.size === 0) start();
    },
    async close() {
      open = false;
      const tasks = [...waiting.splice(0), ...[...seats].flatMap(({ tasks }) => tasks.splice(0))];
      const ended = [...seats].map((seat) => dismiss(seat));
      for (const task of tasks) task.reject(closed());
      await Promise.all(ended);
    },
  };
}

const closed = () => new Failure('closed', 'The folder was closed while its files were being read.');

const unstartable = (cause: Error | null) =>
  new Failure('internal', 'The part of Rapporteur that reads files does not start. Install Rapporteur again.', {
    cause,
  });

function crashed(error: Error | null): ReadResult {
  const message =
    (error as NodeJS.ErrnoException | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
      ? 'Reading the file takes more memory than one article may. Save its text as .txt and put that into the folder.'
      : 'Reading the file failed in a way that no other file does. Save its text as .txt and put that into the folder.';
  return { kind: 'failed', code: 'unsupported', message, bytes: null, sourceSha256: null };
}

function late(timeLimit: number): ReadResult {
  const message = `Reading the file took longer than ${Math.round(timeLimit / 1000)} s and was given up. Save its text as .txt and put that into the folder.`;
  return { kind: 'failed', code: 'timeout', message, bytes: null, sourceSha256: null };
}
