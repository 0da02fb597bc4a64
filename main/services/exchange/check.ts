import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { Failure } from '#shared/contract/failure.ts';
import type { StatementLine } from '#shared/formats/jsonl/statement-line.ts';
import { usualLines } from '#shared/formats/jsonl/usual-line.ts';
import { createValidator, type Fault, type FirstLines } from '#shared/formats/jsonl/validate.ts';
import { sha256 } from '../files/hash.ts';
import { type Readable, scanLines } from '../files/scan-lines.ts';
import { Places } from '../journal/places.ts';
import { IdHashes } from './id-hashes.ts';

/** A line of a text of a hundred million characters; more than one article can have. */
const longestLine = 500_000_000;

export interface Checked {
  sha256: string;
  lines: number;
  articles: number;
  spans: number;
  /** At most the first hundred. */
  faults: Fault[];
  faultCount: number;
}

/**
 * Reads a JSONL file line by line and checks each: its schema, and every span's words in the line's own offset unit.
 * Where ids may stand twice, which their hashes tell in little memory, the file is read once more to find them.
 * What `onLine` throws ends it.
 */
export async function check(file: Readable, onLine: (done: number) => void): Promise<Checked> {
  const hashed: IdHashes[] = [];
  const found = await checkLines(file, onLine, () => {
    const hashes = new IdHashes();
    hashed.push(hashes);
    return (id) => {
      hashes.add(id);
      return null;
    };
  });
  if (!hashed.some((hashes) => hashes.mayHaveTwice())) return found;
  return checkLines(file, onLine, () => {
    const places = new Places();
    return (id, line) => places.first(id, line);
  });
}

async function checkLines(
  file: Readable,
  onLine: (done: number) => void,
  remember: () => FirstLines,
): Promise<Checked> {
  const validator = createValidator({ sha256, remember });
  const hash = createHash('sha256');
  const readUsual = usualLines((bytes) => sha256(Buffer.from(bytes, 'latin1')));
  const articlesOfStatements = new Set<string>();
  const fault = (faults: readonly Fault[]) => {
    result.faultCount += faults.length;
    result.faults.push(...faults.slice(0, Math.max(0, 100 - result.faults.length)));
  };
  const result: Checked = { sha256: '', lines: 0, articles: 0, spans: 0, faults: [], faultCount: 0 };
  await scanLines(file, longestLine, (bytes, _offset, length, ended) => {
    result.lines++;
    onLine(result.lines);
    if (bytes === null)
      return fault([{ line: result.lines, field: '', message: `is longer than a line can be (${length} bytes)` }]);
    hash.update(bytes);
    if (ended) hash.update('\n');
    const usual = isUtf8(bytes) ? readUsual(bytes, bytes.toString('latin1')) : null;
    const known = usual === null ? null : validator.checkUsual(usual);
    const text = known === null ? bytes.toString('utf8') : '';
    const checked = known ?? validator.check(text);
    if (Array.isArray(checked)) return fault(checked);
    // An article that stands in two lines is a fault.
    if (checked.kind === 'article') result.articles++;
    else articlesOfStatements.add((JSON.parse(text) as StatementLine).article.id);
    result.spans += checked.spans;
  });
  result.articles += articlesOfStatements.size;
  result.sha256 = hash.digest('hex');
  return result;
}

/** Checks a whole file. @throws Failure `cancelled`, or what the file system throws */
export async function checkFile(
  path: string,
  signal: AbortSignal | undefined,
  onLine: (done: number) => void,
): Promise<Checked> {
  const file = await open(path, 'r');
  try {
    return await check(file, (done) => {
      if (signal?.aborted) throw stopped();
      onLine(done);
    });
  } finally {
    await file.close();
  }
}

/** What a thread is told: the file, then how many bytes of it there are, then that these are all. */
export type CheckOrder = { path: string } | { written: number; all: boolean };
/** What it tells: how many lines it has checked, at times; at the end the result. */
export type CheckNews = { lines: number } | { result: Checked } | { error: string };

/** Checks a file that is being written. */
export interface Checker {
  /** So many bytes of it are there. */
  written(bytes: number): void;
  /** After all is written: what the check found. @throws Failure `cancelled`, or what the file system throws */
  result(onLines: (done: number) => void): Promise<Checked>;
  close(): Promise<void>;
}

/** @param workerFile the built `check-worker.ts`; null: the check is done in this thread, after the writing */
export function createChecker(path: string, workerFile: string | null, signal: AbortSignal | undefined): Checker {
  return workerFile === null ? checkAfterwards(path, signal) : checkMeanwhile(path, workerFile, signal);
}

/** MB of the thread’s heap for what does not last: the usual forty-eight make it no quicker. */
const youngMemory = 3;

const stopped = () => new Failure('cancelled', 'It was stopped. Nothing was written.');

function checkAfterwards(path: string, signal: AbortSignal | undefined): Checker {
  return {
    written() {},
    result: (onLines) => checkFile(path, signal, onLines),
    async close() {},
  };
}

function checkMeanwhile(path: string, workerFile: string, signal: AbortSignal | undefined): Checker {
  // It takes a tenth of a second to begin, in which the first lines are made.
  const worker = new Worker(workerFile, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: youngMemory } });
  let count = 0;
  let tell: (done: number) => void = () => {};
  let settle: { resolve(checked: Checked): void; reject(error: unknown): void } | null = null;
  let failure: Error | null = null;
  const fail = (error: Error) => {
    failure ??= error;
    settle?.reject(error);
  };
  const order = (message: CheckOrder) => worker.postMessage(message);
  worker.on('message', (news: CheckNews) => {
    if ('lines' in news) tell(news.lines);
    else if ('error' in news) fail(new Error(news.error));
    else settle?.resolve(news.result);
  });
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`The thread that checks what is written ended with ${code}.`)));
  const stop = () => fail(stopped());
  signal?.addEventListener('abort', stop);
  return {
    written(bytes) {
      if (count === 0) order({ path });
      count = bytes;
      order({ written: bytes, all: false });
    },
    async result(onLines) {
      if (count === 0) return checkAfterwards(path, signal).result(onLines);
      tell = onLines;
      return new Promise<Checked>((resolve, reject) => {
        settle = { resolve, reject };
        if (failure !== null) return reject(failure);
        order({ written: count, all: true });
      });
    },
    async close() {
      signal?.removeEventListener('abort', stop);
      await worker.terminate();
    },
  };
}
