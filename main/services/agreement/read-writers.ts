import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Failure } from '#shared/contract/failure.ts';
import { nodeJournalFs } from '../journal/journal-fs.ts';
import { listJournals } from '../journal/load-writer.ts';
import { readWriter, type WriterJob, type WriterRows } from './read-writer.ts';

/** Threads that read at the same time. */
const threads = 2;
/** Journals of fewer bytes are read before a thread has started. */
const worthThreads = 8 * 1024 * 1024;

/**
 * Reads all journals in these folders, in the order in which the journals themselves are opened.
 * @param workerFile the built `worker.ts`; null: everything is read in this thread
 * @throws Failure when a folder cannot be read, and `cancelled`
 */
export async function readWriters(
  folders: readonly string[],
  workerFile: string | null,
  signal: AbortSignal,
): Promise<WriterRows[]> {
  const jobs: (WriterJob & { bytes: number })[] = [];
  const keys = new Set<string>();
  for (const folder of folders) {
    for (const [stem, names] of (await listJournals(nodeJournalFs, folder)) ?? []) {
      // Two folders may have journals of the same name; the later one's gets another key.
      let key = stem;
      while (keys.has(key)) key += '~';
      keys.add(key);
      let bytes = 0;
      for (const name of names)
        bytes += await nodeJournalFs.info(join(folder, name)).then(
          ({ size }) => size,
          () => 0,
        );
      jobs.push({ folder, key, names, bytes });
    }
  }
  const total = jobs.reduce((sum, { bytes }) => sum + bytes, 0);
  if (workerFile !== null && total >= worthThreads) return inThreads(jobs, workerFile, signal);
  const writers: WriterRows[] = [];
  for (const job of jobs) {
    if (signal.aborted) throw stopped();
    writers.push(await readWriter(job));
  }
  return writers;
}

/** The largest first, so that no thread is left with it at the end. */
async function inThreads(
  jobs: readonly (WriterJob & { bytes: number })[],
  workerFile: string,
  signal: AbortSignal,
): Promise<WriterRows[]> {
  const waiting = jobs.map((job, i) => ({ job, i })).sort((a, b) => a.job.bytes - b.job.bytes);
  const writers: WriterRows[] = [];
  const workers = Array.from(
    { length: Math.min(threads, jobs.length) },
    () => new Worker(workerFile, { execArgv: [] }),
  );
  const end = () => Promise.all(workers.map((worker) => worker.terminate()));
  try {
    await new Promise<void>((resolve, reject) => {
      let working = workers.length;
      signal.addEventListener('abort', () => reject(stopped()), { once: true });
      if (signal.aborted) reject(stopped());
      for (const worker of workers) {
        let current = -1;
        const next = () => {
          const one = waiting.pop();
          if (one === undefined) return void (--working === 0 && resolve());
          current = one.i;
          worker.postMessage(one.job);
        };
        worker.on('message', (rows: WriterRows) => {
          writers[current] = rows;
          next();
        });
        worker.on('error', reject);
        worker.on('exit', (code) => reject(new Error(`A thread that reads journals ended with ${code}.`)));
        next();
      }
    });
  } finally {
    await end();
  }
  return writers;
}

const stopped = () => new Failure('cancelled', 'It was stopped.');
