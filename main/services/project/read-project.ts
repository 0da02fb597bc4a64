import { randomUUID } from 'node:crypto';
import { access, constants, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventData } from '#shared/contract/contract.ts';
import { type Corpus, openCorpus, type Summary } from '../corpus/corpus.ts';
import { chosenIn } from '../corpus/look-into.ts';
import type { Pool } from '../extract/pool.ts';
import { checkpointName } from '../journal/checkpoint.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import { openRecords, type Records } from '../records/records.ts';
import { readJournalPlaces } from '../settings/settings.ts';
import { otherPlaces, realFolder } from './places.ts';
import { dataFolder, journalInside, readProjectFile } from './project-file.ts';

export interface ReadOptions {
  path: string;
  dataDir: string;
  workerFile: string;
  /** The built thread that keeps the records; without it they are kept in this one. */
  recordsWorkerFile?: string | undefined;
  /** Workers to share; without them the folder has its own. */
  pool?: Pool | undefined;
  /** `keep`: the catalogue is kept in the folder, also when it has none; `use`: it is used where there is one. */
  catalogue: 'keep' | 'use' | 'ignore';
  onProgress(done: number, found: number): void;
  onJournals?: ((progress: EventData<'journal.progress'>) => void) | undefined;
  /** Ends a scan that runs; it then rejects with `cancelled`. */
  signal: AbortSignal;
}

/** A folder open for scripts: nothing is annotated, no lock is taken, and nothing but the catalogue is written. */
export interface ReadProject {
  root: string;
  /** The folder of the catalogue. */
  cacheDir: string;
  journal: Journal;
  corpus: Corpus;
  /** Kept beside the catalogue, or for this time only where there is none. */
  records: Records;
  /** @throws Failure when the folder cannot be read */
  scan(): Promise<Summary>;
  close(): Promise<void>;
}

/**
 * Opens a folder for reading, with all its journals wherever they are.
 * @throws Failure when there is no such folder, or it cannot be read
 */
export async function readProject(options: ReadOptions): Promise<ReadProject> {
  const { path, dataDir, workerFile, catalogue, onProgress, onJournals } = options;
  const root = await realFolder(path);
  const { id } = await readProjectFile(root);
  const inside = journalInside(root);
  const cacheDir = join(dataFolder(root), 'cache');
  const kept = catalogue === 'keep' || (catalogue === 'use' && (await stat(cacheDir).catch(() => null)) !== null);
  const journal = await openJournal({
    folder: inside,
    alsoRead: otherPlaces(root, id, dataDir, await readJournalPlaces(dataDir, root), inside),
    checkpoint: kept ? join(cacheDir, checkpointName) : null,
    writer: null,
    annotator: { id: 'nobody', name: 'Nobody', initials: '?' },
    now: Date.now,
    onProgress: (done, total) => onJournals?.({ phase: 'reading', done, total }),
  });
  const corpus = openCorpus({
    root,
    cacheDir: kept ? cacheDir : null,
    workerFile,
    ...(options.pool ? { pool: options.pool } : {}),
    bindings: () => journal.articles().values(),
    chosen: () => chosenIn(journal.sources().values()),
    onProgress: ({ done, found }) => onProgress(done, found),
    onEntries: () => {},
  });
  const aside = join(tmpdir(), `rapporteur-records-${randomUUID()}`);
  const writable =
    kept &&
    (await access(cacheDir, constants.W_OK).then(
      () => true,
      () => false,
    ));
  const records = openRecords({
    ...{ cacheDir: writable ? cacheDir : aside, journal, workerFile: options.recordsWorkerFile ?? null },
    log() {},
    onProgress: (done, total) => onJournals?.({ phase: 'gathering', done, total }),
  });
  const stop = () => void corpus.close();
  options.signal.addEventListener('abort', stop);
  if (options.signal.aborted) stop();
  return {
    root,
    cacheDir,
    journal,
    corpus,
    records,
    scan: () => corpus.scan(),
    async close() {
      options.signal.removeEventListener('abort', stop);
      await Promise.all([corpus.close(), journal.close(), records.close()]);
      await rm(aside, { recursive: true, force: true });
    },
  };
}
