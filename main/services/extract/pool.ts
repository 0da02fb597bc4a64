import { Worker } from 'node:worker_threads';
import { Failure } from '#shared/contract/failure.ts';
import type { FindJob, FindResult } from '../occurrences/find-in-store.ts';
import type { ReadArticle, ReadJob, ReadResult, ResultWith } from './job.ts';
import type { Packed } from './packed.ts';

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
  /** The same for who only hands the articles on: they need not be read in this thread. */
  runPacked(job: ReadJob, options?: RunOptions<Packed>): Promise<ResultWith<Packed>>;
  /** Articles from `runPacked` are read no more: when this holds for all of a pack, its memory is used again. */
  release(articles: Packed): void;
  /** Finds words in some articles of a store, in a worker; rejects as `run` does. */
  find(job: FindJob): Promise<FindResult>;
  /** Starts a worker if there is none, so that the first file need not wait for it. */
  warm(): void;
  /** Ends all workers; what runs or waits rejects with `closed`. */
  close(): Promise<void>;
}

export interface RunOptions<A = readonly ReadArticle[]> {
  readonly urgent?: boolean;
  onArticles?(articles: A): Promise<void>;
}

type Articles = readonly ReadArticle[] | Packed;
export type Asked = (ReadJob & { readonly packed?: boolean }) | FindJob;
export type Answer = ResultWith<Articles> | FindResult;

/** What a worker is asked, and what it answers: one answer after the other, in the order of the jobs, some at once. */
export type ToWorker = readonly Asked[] | { readonly released: number } | 'go on' | 'end';
export type FromWorker = readonly Answer[] | { readonly kind: 'some'; readonly articles: Articles } | 'ready';

type FailedResult = Extract<ReadResult, { kind: 'failed' }>;

interface Task {
  readonly job: Asked;
  readonly urgent: boolean;
  readonly onArticles: ((articles: Articles) => Promise<void>) | undefined;
  settle(result: Answer): void;
  reject(error: Error): void;
}

interface Seat {
  readonly worker: Worker;
  /** A worker gets its first file when it has loaded, so that loading is not counted as the file's time or fault. */
  ready: boolean;
  /** What it was given and has not answered: one is being read, so that the worker need not wait for the next. */
  readonly tasks: Task[];
  /** How many it has begun and answered since its start; the first is counted by itself. */
  readonly begun: Int32Array;
  answered: number;
  /** Whether it has been asked to find words, which it does within the database. */
  searches: boolean;
  /** When the clock was started, and how many were begun by then. */
  began: number;
  begunThen: number;
  /** Milliseconds that a task takes, of late. */
  pace: number;
  /** Of the start, the task, or the rest between tasks. */
  timer: NodeJS.Timeout | null;
}

/** A worker that fails to load this often in a row cannot be started. */
const startAttempts = 3;
/** Files that a worker is given ahead, the one in hand included: at most, and milliseconds of work beyond the fewest. */
const fewestAhead = 4;
const mostAhead = 48;
const workAhead = 30;
/** MB of a worker's heap for what does not last, which is little since articles are packed as they are read: 32 are no quicker. */
const youngMemory = 12;
/** Milliseconds after which a worker that was asked to end is made to. */
const longestEnd = 5000;
/**
 * A start costs a core half a second: a second worker is begun where more files than this wait, or more milliseconds of
 * work as far as the pace of late tells it, or where for so many nothing has been done, because the first is at a file
 * that takes long. The first of a kind may: what reads it is loaded for it.
 */
const few = 100;
const littleWork = 1200;
const patience = { urgent: 250, other: 1000 };
/** Milliseconds for loading; a machine under load takes long. */
const startLimit = 60_000;

export function openPool(options: PoolOptions): Pool {
  const { workerFile, workers = 2, timeLimit = 20_000, memoryLimit = 512, idleLimit = 10_000 } = options;
  const seats = new Set<Seat>();
  const waiting: Task[] = [];
  let failedStarts = 0;
  let open = true;

  const start = () => {
    const begun = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(workerFile, {
      resourceLimits: { maxOldGenerationSizeMb: memoryLimit, maxYoungGenerationSizeMb: youngMemory, stackSizeMb: 4 },
      workerData: { begun: begun.buffer },
      execArgv: [],
      env: {},
    });
    const seat: Seat = {
      ...{ worker, begun, ready: false, tasks: [], answered: 0, searches: false, began: 0, begunThen: 0, timer: null },
      pace: workAhead / fewestAhead,
    };
    seats.add(seat);
    seat.timer = setTimeout(() => gone(seat, null), startLimit);
    worker.on('message', (message: FromWorker) => {
      if (!seats.has(seat)) return;
      if (message === 'ready') {
        seat.ready = true;
        failedStarts = 0;
      } else if ('kind' in message) return portion(seat, message.articles);
      else answer(seat, message);
      rest(seat);
      next();
    });
    worker.on('error', (error) => gone(seat, error));
    worker.on('exit', () => gone(seat, null));
  };

  /** Packs that are read by somebody: whose they are, and how many files have articles in them. */
  const packs = new WeakMap<Uint8Array, { readonly seat: Seat; files: number }>();
  const noteArticles = (seat: Seat, articles: Articles) => {
    if (!('pack' in articles)) return;
    const pack = packs.get(articles.bytes);
    if (pack === undefined) packs.set(articles.bytes, { seat, files: 1 });
    else pack.files++;
  };
  const release = ({ bytes, pack: released }: Packed) => {
    const pack = packs.get(bytes);
    if (pack !== undefined && --pack.files === 0 && seats.has(pack.seat))
      pack.seat.worker.postMessage({ released } satisfies ToWorker);
  };

  const answer = (seat: Seat, answers: readonly Answer[]) => {
    for (const one of answers) if (one.kind === 'read') noteArticles(seat, one.articles);
    const took = (performance.now() - seat.began) / Math.max(1, answers.length);
    seat.pace += (took - seat.pace) / 4;
    seat.answered += answers.length;
    for (const one of answers) seat.tasks.shift()?.settle(one);
  };

  /** Which of its tasks a worker is at. What comes before it has been done, but not been answered. */
  const inHand = (seat: Seat) =>
    Math.max(0, Math.min(seat.tasks.length, Atomics.load(seat.begun, 0) - seat.answered) - 1);

  const portion = (seat: Seat, articles: Articles) => {
    stopClock(seat);
    noteArticles(seat, articles);
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
    seat.begunThen = Atomics.load(seat.begun, 0);
    seat.timer = setTimeout(() => {
      // It has done others meanwhile.
      if (Atomics.load(seat.begun, 0) !== seat.begunThen) return startClock(seat);
      const [task] = seat.tasks.splice(inHand(seat), 1);
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
    return seat.searches ? endByItself(seat.worker) : seat.worker.terminate().catch(() => 0);
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
    const [task] = seat.tasks.splice(inHand(seat), 1);
    task?.settle(crashed(error));
    if (!seat.ready && ++failedStarts >= startAttempts) {
      failedStarts = 0;
      for (const waits of waiting.splice(0)) waits.reject(unstartable(error));
    }
    lose(seat);
  };

  const next = () => {
    if (!open || waiting.length === 0) return;
    let taken = 0;
    // One to each before anybody gets a second, and that not behind a file which takes long.
    const ready = [...seats].filter((seat) => seat.ready).sort((a, b) => b.began - a.began);
    const given = new Map(ready.map((seat) => [seat, [] as Task[]]));
    const deepest = ready.length === workers ? Math.max(...ready.map(aheadOf)) : 1;
    for (let depth = 0; depth < deepest && taken < waiting.length; depth++)
      for (const seat of ready) {
        if (seat.tasks.length !== depth || (depth > 0 && depth >= aheadOf(seat)) || taken === waiting.length) continue;
        const task = waiting[taken++]!;
        seat.tasks.push(task);
        given.get(seat)!.push(task);
      }
    waiting.splice(0, taken);
    for (const [seat, tasks] of given) if (tasks.length > 0) assign(seat, tasks);
    const starting = [...seats].filter(({ ready }) => !ready).length;
    const work = waiting.length * Math.max(...[...seats].map(({ pace }) => pace));
    const many = waiting.length > few || work > littleWork || hurried;
    const enough = seats.size === 0 ? 1 : many ? workers : seats.size;
    for (let more = waiting.length - starting; more > 0 && seats.size < enough; more--) start();
    if (hurry !== null || ready.length === 0 || seats.size === workers) return;
    begunBefore = begunByAll();
    hurry = setTimeout(hurryOn, waiting[0]?.urgent ? patience.urgent : patience.other);
  };

  const begunByAll = () => [...seats].reduce((sum, { begun }) => sum + Atomics.load(begun, 0), 0);

  let hurry: NodeJS.Timeout | null = null;
  let begunBefore = 0;
  const stopHurry = () => {
    if (hurry !== null) clearTimeout(hurry);
    hurry = null;
  };
  /** What waits waits for a file that takes long. */
  let hurried = false;
  const hurryOn = () => {
    hurry = null;
    hurried = begunByAll() === begunBefore;
    next();
    hurried = false;
  };

  /** Gives a worker tasks, which are its own already. */
  const assign = (seat: Seat, tasks: readonly Task[]) => {
    if (seat.tasks.length === tasks.length) {
      seat.worker.ref();
      startClock(seat);
    }
    seat.searches ||= tasks.some(({ job }) => 'find' in job);
    seat.worker.postMessage(tasks.map(({ job }) => job) satisfies ToWorker);
  };

  const give = <R extends Answer, A extends Articles = never>(
    job: Asked,
    { urgent = false, onArticles }: RunOptions<A> = {},
  ): Promise<R> =>
    new Promise((resolve, reject) => {
      if (!open) return reject(closed());
      const task: Task = {
        ...{ job, urgent, reject },
        onArticles: onArticles as Task['onArticles'],
        settle: (result) => resolve(result as R),
      };
      if (urgent) {
        waiting.unshift(task);
        stopHurry();
      } else waiting.push(task);
      soon();
    });

  /** What is asked for in one go is given out in one go. */
  let due = false;
  const soon = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      next();
    });
  };

  return {
    size: workers,
    run: (job, options) => give<ReadResult, readonly ReadArticle[]>(job, options),
    runPacked: (job, options) => give<ResultWith<Packed>, Packed>({ packed: true, ...job }, options),
    release,
    find: (job) => give<FindResult>(job),
    warm() {
      if (open && seats.size === 0) start();
    },
    async close() {
      open = false;
      stopHurry();
      const tasks = [...waiting.splice(0), ...[...seats].flatMap(({ tasks }) => tasks.splice(0))];
      const ended = [...seats].map((seat) => dismiss(seat));
      for (const task of tasks) task.reject(closed());
      await Promise.all(ended);
    },
  };
}

/** A worker that is terminated within a call of the database takes the whole program along: it is asked to end instead. */
const endByItself = (worker: Worker) =>
  new Promise<void>((resolve) => {
    const impatient = setTimeout(() => void worker.terminate(), longestEnd);
    worker.once('exit', () => {
      clearTimeout(impatient);
      resolve();
    });
    worker.postMessage('end' satisfies ToWorker);
  });

const aheadOf = ({ pace }: Seat) => Math.max(fewestAhead, Math.min(mostAhead, Math.round(workAhead / pace)));

const closed = () => new Failure('closed', 'The folder was closed while its files were being read.');

const unstartable = (cause: Error | null) =>
  new Failure('internal', 'The part of Rapporteur that reads files does not start. Install Rapporteur again.', {
    cause,
  });

function crashed(error: Error | null): FailedResult {
  const message =
    (error as NodeJS.ErrnoException | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
      ? 'Reading the file takes more memory than one article may. Save its text as .txt and put that into the folder.'
      : 'Reading the file failed in a way that no other file does. Save its text as .txt and put that into the folder.';
  return { kind: 'failed', code: 'unsupported', message, bytes: null, sourceSha256: null };
}

function late(timeLimit: number): FailedResult {
  const message = `Reading the file took longer than ${Math.round(timeLimit / 1000)} s and was given up. Save its text as .txt and put that into the folder.`;
  return { kind: 'failed', code: 'timeout', message, bytes: null, sourceSha256: null };
}
