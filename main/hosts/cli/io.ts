import type { Readable } from 'node:stream';
import type { EventData } from '#shared/contract/contract.ts';
import type { Pool } from '../../services/extract/pool.ts';

/** What a command has of the outside world, so that tests can run it in their own process. */
export interface Io {
  /** What relative paths start from. */
  cwd: string;
  /** The app's own folder, for journals of folders that cannot be written. */
  dataDir: string;
  /** The built extraction worker. */
  workerFile: string;
  /** The built thread that reads large journals; without it they are read in the command's own. */
  journalWorkerFile?: string;
  /** The built thread that keeps the records; without it they are kept in the command's own. */
  recordsWorkerFile?: string;
  /** The built thread that checks exports while they are written; without it that is done afterwards. */
  checkWorkerFile?: string;
  /** Workers that are running already. */
  pool?: Pool;
  version: string;
  /** What is piped in; asked for once, by a command that reads it. */
  stdin(): Readable;
  /** Results, for programs; resolves when more can be taken. */
  out(text: string): Promise<void>;
  /** Messages, for people. */
  err(text: string): void;
  /** A passing line on a terminal; does nothing elsewhere. */
  progress(text: string): void;
  /** Aborted when the person stops the command. */
  signal: AbortSignal;
}

/** 0: done. 1: done, and there is something to see to. 2: wrong use, or it could not be done. */
export type ExitCode = 0 | 1 | 2;

export const count = (n: number, noun: string): string => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;

/** Says how far the reading of large journals is. */
export const tellJournals =
  ({ progress }: Pick<Io, 'progress'>) =>
  ({ phase, done, total }: EventData<'journal.progress'>): void =>
    progress(
      done === total
        ? ''
        : phase === 'reading'
          ? `Reading the journals, ${Math.round(done / 1e6)} of ${Math.round(total / 1e6)} MB`
          : `Putting the journals together, ${done} of ${count(total, 'change')}`,
    );
