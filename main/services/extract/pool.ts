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
  /** Ends all workers; what runs or waits rejects with `closed`. */
  close(): Promise<void>;
}

interface Task {
  readonly job: ReadJob;
  settle(result: ReadResult): void;
  reject(error: Error): void;
}

interface Seat {
  worker: Worker;
  task: Task | null;
  timer: NodeJS.Timeout | null;
  /** Whether the worker has ever answered: one that dies before that cannot be started at all. */
  proven: boolean;
}

/** A worker that cannot even be started is tried this often before a job is given up. */
const startAttempts = 2;

export function openPool(options: PoolOptions): Pool {
  const { workerFile, workers = 2, timeLimit = 20_000, memoryLimit = 512, idleLimit = 10_000 } = options;
  const seats = new Set<Seat>();
  const waiting: Task[] = [];
  let failedStarts = 0;
  let open = true;

  const start = (): Seat => {
    const worker = new Worker(workerFile, {
      resourceLimits: { maxOldGenerationSizeMb: memoryLimit, stackSizeMb: 4 },
      execArgv: [],
      env: {},
      stdout: false,
      stderr: false,
    });
    const seat: Seat = { worker, task: null, timer: null, proven: false };
    seats.add(seat);
    worker.on('message', (result: ReadResult) => {
      seat.proven = true;
      failedStarts = 0;
      release(seat)?.settle(result);
      next();
    });
    worker.on('error', (error) => gone(seat, error));
    worker.on('exit', () => gone(seat, null));
    return seat;
  };

  const release = (seat: Seat): Task | null => {
    const { task, timer } = seat;
    if (timer) clearTimeout(timer);
    seat.task = null;
    seat.timer = null;
    if (task && seats.has(seat)) rest(seat);
    return task;
  };

  /** An idle worker neither keeps the process alive nor stays for ever. */
  const rest = (seat: Seat) => {
    seat.worker.unref();
    seat.timer = setTimeout(() => {
      if (seats.size > 1) void dismiss(seat);
    }, idleLimit);
    seat.timer.unref();
  };

  const dismiss = (seat: Seat) => {
    seats.delete(seat);
    if (seat.timer) clearTimeout(seat.timer);
    return seat.worker.terminate().catch(() => 0);
  };

  const gone = (seat: Seat, error: Error | null) => {
    if (!seats.delete(seat)) return;
    const task = release(seat);
    if (task) {
      if (!seat.proven && !isOutOfMemory(error)) failedStarts++;
      if (failedStarts > startAttempts) {
        task.reject(
          new Failure('internal', 'The part of Rapporteur that reads files does not start. Install it again.', {
            cause: error ?? undefined,
          }),
        );
      } else if (!seat.proven && !isOutOfMemory(error)) waiting.unshift(task);
      else task.settle(crashed(error));
    }
    next();
  };

  const next = () => {
    while (open && waiting.length > 0) {
      let seat = [...seats].find(({ task }) => task === null);
      if (!seat && seats.size >= workers) return;
      seat ??= start();
      assign(seat, waiting.shift()!);
    }
  };

  const assign = (seat: Seat, task: Task) => {
    if (seat.timer) clearTimeout(seat.timer);
    seat.task = task;
    seat.worker.ref();
    seat.timer = setTimeout(() => {
      seat.timer = null;
      seat.task = null;
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

const isOutOfMemory = (error: Error | null) =>
  (error as NodeJS.ErrnoException | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY';

function crashed(error: Error | null): ReadResult {
  const message = isOutOfMemory(error)
    ? 'Reading the file takes more memory than one article may. Save its text as .txt and put that into the folder.'
    : 'Reading the file failed in a way that no other file does. Save its text as .txt and put that into the folder.';
  return { kind: 'failed', code: 'unsupported', message, bytes: null, sourceSha256: null };
}

function late(timeLimit: number): ReadResult {
  const message = `Reading the file took longer than ${Math.round(timeLimit / 1000)} s and was given up. Save its text as .txt and put that into the folder.`;
  return { kind: 'failed', code: 'timeout', message, bytes: null, sourceSha256: null };
}
