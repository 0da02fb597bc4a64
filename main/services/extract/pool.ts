import { Worker } from 'node:worker_threads';
import { Failure } from '#shared/contract/failure.ts';
import type { ReadJob, ReadResult } from './job.ts';

export interface PoolOptions {
  /** The built worker's file. */
  readonly workerFile: string;
  /** Default 2: one may be busy with a slow file while a person opens an article. */
  readonly workers?: number;
  /** Milliseconds that one file may take; default 20 s. */
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
   * file that takes too long or brings its worker down fails alone, and a new worker takes the next. Rejects with a
   * `Failure`: `closed` once the pool is closed, `internal` when no worker can be started at all.
   */
  run(job: ReadJob, urgent?: boolean): Promise<ReadResult>;
  /** Starts a worker if there is none, so that the first file need not wait for it. */
  warm(): void;
  /** Ends all workers; what runs or waits rejects with `closed`. */
  close(): Promise<void>;
}

interface Task {
  readonly job: ReadJob;
  settle(result: ReadResult): void;
  reject(error: Error): void;
}

interface Seat {
  readonly worker: Worker;
  /** A worker gets its first file when it has loaded, so that loading is not counted as the file's time or fault. */
  ready: boolean;
  task: Task | null;
  /** Of the start, the task, or the rest between tasks. */
  timer: NodeJS.Timeout | null;
}

/** A worker that fails to load this often in a row cannot be started. */
const startAttempts = 3;
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
    const seat: Seat = { worker, ready: false, task: null, timer: null };
    seats.add(seat);
    seat.timer = setTimeout(() => gone(seat, null), startLimit);
    worker.on('message', (message: ReadResult | 'ready') => {
      if (!seats.has(seat)) return;
      const { task } = seat;
      clear(seat);
      if (message === 'ready') {
        seat.ready = true;
        failedStarts = 0;
      } else task?.settle(message);
      rest(seat);
      next();
    });
    worker.on('error', (error) => gone(seat, error));
    worker.on('exit', () => gone(seat, null));
  };

  const clear = (seat: Seat) => {
    if (seat.timer) clearTimeout(seat.timer);
    seat.timer = null;
    seat.task = null;
  };

  /** An idle worker neither keeps the process alive nor stays for ever. */
  const rest = (seat: Seat) => {
    seat.worker.unref();
    seat.timer = setTimeout(() => {
      if ([...seats].some((other) => other !== seat && other.ready)) void dismiss(seat);
    }, idleLimit);
    seat.timer.unref();
  };

  const dismiss = (seat: Seat) => {
    seats.delete(seat);
    clear(seat);
    return seat.worker.terminate().catch(() => 0);
  };

  const gone = (seat: Seat, error: Error | null) => {
    if (!seats.has(seat)) return;
    const { task, ready } = seat;
    void dismiss(seat);
    task?.settle(crashed(error));
    if (!ready && ++failedStarts >= startAttempts) {
      failedStarts = 0;
      for (const waits of waiting.splice(0)) waits.reject(unstartable(error));
    }
    next();
  };

  const next = () => {
    if (!open) return;
    for (const seat of seats) {
      const task = seat.ready && seat.task === null ? waiting.shift() : undefined;
      if (task) assign(seat, task);
    }
    const starting = [...seats].filter(({ ready }) => !ready).length;
    for (let more = waiting.length - starting; more > 0 && seats.size < workers; more--) start();
  };

  const assign = (seat: Seat, task: Task) => {
    clear(seat);
    seat.task = task;
    seat.worker.ref();
    seat.timer = setTimeout(() => {
      // Not awaited: a worker stuck in the system's hands ends only when the system lets go of it.
      void dismiss(seat);
      task.settle(late(timeLimit));
      next();
    }, timeLimit);
    seat.worker.postMessage(task.job);
  };

  return {
    size: workers,
    run: (job, urgent = false) =>
      new Promise((settle, reject) => {
        if (!open) return reject(closed());
        const task = { job, settle, reject };
        if (urgent) waiting.unshift(task);
        else waiting.push(task);
        next();
      }),
    warm() {
      if (open && seats.size === 0) start();
    },
    async close() {
      open = false;
      const tasks = [...waiting.splice(0), ...[...seats].map(({ task }) => task)];
      const ended = [...seats].map((seat) => dismiss(seat));
      for (const task of tasks) task?.reject(closed());
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
