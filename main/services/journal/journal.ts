import type { Change } from '#shared/changes/change.ts';
import { maxLineBytes, writeHeader, writeLine } from '#shared/changes/journal-line.ts';
import type { FieldConflict, HistoryEntry, Journaled, Notice, Positions } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Article } from '#shared/model/article.ts';
import type { Kind } from '#shared/model/kinds.ts';
import type { Source } from '#shared/model/source.ts';
import { sha256 } from '../files/hash.ts';
import { AllJournals, type FileReport } from './all-journals.ts';
import type { Entry } from './chain.ts';
import { findConflicts } from './conflicts.ts';
import { diskFailure } from './disk-failure.ts';
import type { Records } from './fold.ts';
import { type JournalFs, nodeJournalFs } from './journal-fs.ts';
import { type Processes, systemProcesses } from './lock.ts';
import type { LinePlaces, Mark, Marks } from './marks.ts';
import { cannotWrite, OwnFile } from './own-file.ts';

export interface JournalOptions {
  /** Where the own journal is written and all journals are read: `FOLDER/.rapporteur/journal`. Made when it is not there. */
  folder: string;
  /** Other places of the same corpus's journals; only read. */
  alsoRead?: string[];
  /** The file of a cache in which is kept what was read, so that opening again is quick; null: everything is read. */
  checkpoint?: string | null;
  /** Name of the own journal; null: nothing is written, no lock is taken, no folder is made. */
  writer: string | null;
  annotator: Annotator;
  /** Wall time in milliseconds since 1970. */
  now: () => number;
  fs?: JournalFs;
  processes?: Processes;
  /** Bytes of the journals read of those that there are; some ten times a second, and at the end when it told before. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Ack {
  id: string;
  writer: string;
  n: number;
  /** Written by this call, not known before. */
  fresh: boolean;
}

/** Whether the own journal can be written now, and why not. */
export interface Health {
  ok: boolean;
  failure: Failure | null;
}

export interface Journal {
  /** The name under which changes are written now. */
  readonly writer: string;
  readonly folder: string;
  /** What a person should know of the journals as they are now. */
  readonly notices: readonly Notice[];
  readonly files: readonly FileReport[];
  /** Number of the last line of each journal. */
  positions(): Positions;
  /**
   * Writes changes to the own journal and answers, in their order, when they are on the disk. All that wait share one
   * write and one fdatasync. A change whose id is known is answered with its place and not written again.
   * @throws Failure when they are not safe yet; sending them again is harmless. `bad-arguments` for a change that is too
   *   large for a line, `read-only` when opened without writer, `closed`.
   */
  append(changes: readonly Change[]): Promise<Ack[]>;
  /**
   * Changes after the given positions, a writer at a time in each one's order, at most `limit` of them.
   * @throws Failure `damaged` when a position lies beyond the journal: it was replaced by an older or damaged one.
   */
  since(positions: Positions, limit?: number): Promise<{ changes: Journaled[]; more: boolean }>;
  /** Counts up whenever changes that were read before count differently, not when journals only grow. */
  readonly generation: number;
  /** What counts of each of these journals up to a line of it. */
  marks(upTo: Positions): Marks;
  /** Where the next changes of a journal stand that come after what a mark says, at most `limit` of them; null: none do. */
  placesAfter(writer: string, mark: Mark, limit: number): LinePlaces | null;
  /** Every change of all journals in the order of their clocks; what is written after the call is not among them. */
  changes(): AsyncIterable<Journaled>;
  /**
   * All records, from all journals in the order of their clocks; those that do not fit their schema are named in
   * `invalid`. Annotators that no change mentions are known from their journals' headers.
   */
  records(): Promise<{ records: Records; invalid: string[]; positions: Positions }>;
  /** Whose journals they are, as the journals' headers say; names may have changed since. */
  annotators(): Annotator[];
  /** The bindings of annotated articles. */
  articles(): Map<string, Article>;
  /** How people want files to be read. */
  sources(): Map<string, Source>;
  /**
   * Fields that two people changed without knowing of each other, settled or not, the latest first, at most a thousand.
   * @throws Failure when a journal cannot be read
   */
  conflicts(): Promise<FieldConflict[]>;
  /**
   * Everything that was done to one record, by whomever, in the order of the clocks; empty when no journal knows it.
   * @throws Failure when a journal cannot be read
   */
  historyOf(kind: Kind, id: string): Promise<HistoryEntry[]>;
  /**
   * The edits that removed spans of an article which are not there any more, the latest first.
   * @throws Failure when a journal cannot be read
   */
  removalsIn(article: string): Promise<HistoryEntry[]>;
  /** The annotator's own latest changes, oldest first, whole gestures. */
  history(gestures?: number): Promise<Change[]>;
  /**
   * Takes in what the other writers' journals on the disk have gained, and new ones. One that has gone, or become
   * shorter, counts for half a minute as it was, then as it is; positions that it had stay valid until the folder is
   * closed, and a notice tells of it.
   * @throws Failure when a folder cannot be read
   */
  refresh(): Promise<void>;
  readonly health: Health;
  onHealth(listener: (health: Health) => void): () => void;
  /** After what waits is written, releases file and lock. */
  close(): Promise<void>;
}

interface Request {
  changes: readonly Change[];
  resolve(acks: Ack[]): void;
  reject(failure: Failure): void;
}

/** About so many bytes go into one write. */
const batchBytes = 8 * 1024 * 1024;

/**
 * Opens the journals of a corpus: reads and checks all of them, and takes the own one for writing. Whatever the files
 * hold, it opens: the part of each before its first damage is used, the rest is told in `notices` and left as it is.
 * Own changes after the damage that still match their checksums are written anew, so that they count again.
 * @throws Failure when the folder cannot be read, or made, or written
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const {
    folder,
    alsoRead = [],
    checkpoint = null,
    annotator,
    now,
    fs = nodeJournalFs,
    processes = systemProcesses,
  } = options;
  const notices: Notice[] = [];
  const tell = (notice: Notice) => void notices.push(notice);
  const journals = new AllJournals(fs, [folder, ...alsoRead], now, checkpoint);
  const own =
    options.writer === null ? null : new OwnFile({ fs, processes, folder, base: options.writer, now, journals, tell });

  const queue: Request[] = [];
  const healthListeners = new Set<(health: Health) => void>();
  let health: Health = { ok: true, failure: null };
  let pumping: Promise<void> | null = null;
  let closed = false;
  let keeping: Promise<void> = Promise.resolve();

  function setHealth(failure: Failure | null): void {
    if (failure === null ? health.ok : failure.message === health.failure?.message) return;
    health = { ok: failure === null, failure };
    for (const listener of [...healthListeners]) listener(health);
  }

  const ackOf = (id: string, fresh: boolean): Ack => ({
    id,
    ...(journals.placeOf(id) as { writer: string; n: number }),
    fresh,
  });

  async function pump(file: OwnFile): Promise<void> {
    while (queue.length > 0) {
      const batch: Request[] = [];
      for (let bytes = 0; queue.length > 0 && bytes < batchBytes; ) {
        const request = queue.shift() as Request;
        batch.push(request);
        bytes += request.changes.reduce((sum, change) => sum + 200 * change.edits.length, 0);
      }
      await commit(file, batch);
    }
    pumping = null;
  }

  async function commit(file: OwnFile, batch: readonly Request[]): Promise<void> {
    let lines: Lines;
    const accepted: Request[] = [];
    try {
      await file.ready();
      lines = beginLines(file, annotator, now(), (id) => journals.placeOf(id) !== undefined);
      lines.put(file.rescue);
      for (const request of batch) {
        if (lines.put(request.changes)) accepted.push(request);
        else
          request.reject(
            new Failure(
              'bad-arguments',
              'One change is larger than 4 MB and cannot be kept. Shorten its note or its words.',
            ),
          );
      }
      if (lines.written.length > 0) {
        await file.write(Buffer.from(lines.text()), lines.last());
        journals.add(file.writer, folder, annotator, lines.written);
        setHealth(null);
      }
      file.rescue = [];
    } catch (error) {
      const failure = cannotWrite(folder, error);
      setHealth(failure);
      for (const { reject } of batch) reject(failure);
      return;
    }
    const fresh = new Set(lines.written.map(({ entry }) => entry.id));
    for (const { changes, resolve } of accepted) resolve(changes.map(({ id }) => ackOf(id, fresh.has(id))));
  }

  const journal: Journal = {
    get writer() {
      return own?.writer ?? '';
    },
    folder,
    get notices() {
      return [...journals.notices(), ...notices];
    },
    get files() {
      return journals.files();
    },
    positions: () => journals.positions(),

    append(changes) {
      if (closed) return Promise.reject(new Failure('closed', 'The folder is closed.'));
      if (own === null) return Promise.reject(new Failure('read-only', 'This folder is open for reading only.'));
      if (changes.length > 0 && changes.every(({ id }) => journals.placeOf(id)))
        return Promise.resolve(changes.map(({ id }) => ackOf(id, false)));
      return new Promise((resolve, reject) => {
        queue.push({ changes, resolve, reject });
        pumping ??= pump(own);
      });
    },

    since: (positions, limit = 500) => journals.since(positions, limit),
    get generation() {
      return journals.generation;
    },
    marks: (upTo) => journals.marks(upTo),
    placesAfter: (writer, mark, limit) => journals.placesAfter(writer, mark, limit),
    changes: () => journals.changes(),
    async records() {
      const result = await journals.records();
      const { annotator: known } = result.records;
      if (own !== null && !known.has(annotator.id)) known.set(annotator.id, annotator);
      return result;
    },
    annotators: () => [...journals.annotators(), ...(own === null ? [] : [annotator])],
    articles: () => journals.articles(),
    sources: () => journals.sources(),
    conflicts: () => findConflicts(journals.changes()),
    historyOf: (kind, id) => journals.historyOf(kind, id),
    removalsIn: (article) => journals.removalsIn(article),
    history: (gestures = 200) => journals.history(annotator.id, gestures),
    refresh: () => journals.refresh(() => own?.writer ?? null),

    get health() {
      return health;
    },
    onHealth(listener) {
      healthListeners.add(listener);
      return () => healthListeners.delete(listener);
    },

    async close() {
      closed = true;
      await pumping;
      await keeping;
      await own?.close();
      await journals.keep().catch(lessQuick);
    },
  };

  if (own !== null) {
    try {
      await fs.makeFolder(folder, true);
      await own.claim();
    } catch (error) {
      const failure = cannotWrite(folder, error);
      // On a full disk what is there can be read, and writing is tried again with the first change.
      if (failure.code !== 'disk-full') throw failure;
      setHealth(failure);
    }
  }
  try {
    await journals.load(options.onProgress);
    await own?.takeOver();
  } catch (error) {
    await own?.close();
    throw diskFailure(error, `The journal in ${folder} cannot be read`);
  }
  if (own !== null) await writeAnew(journal, own, journals, tell);
  keeping = journals.keep().catch(lessQuick);
  return journal;
}

/** A checkpoint that cannot be written costs the next opening time and nothing else. */
const lessQuick = (): void => {};

/** Whole changes behind damage in own files are written once more, so that they count again. */
async function writeAnew(
  journal: Journal,
  own: OwnFile,
  journals: AllJournals,
  tell: (notice: Notice) => void,
): Promise<void> {
  // Where even reading them fails they stay where they are, and the next opening tries again.
  own.rescue = await journals.looseChanges(journal.folder, (writer) => own.isOwn(writer)).catch(() => []);
  if (own.rescue.length === 0) return;
  const one = own.rescue.length === 1;
  const what = `${one ? 'One change' : `${own.rescue.length} changes`} after the damage`;
  const message = await journal.append([]).then(
    () => `${what} ${one ? 'was still whole and has' : 'were still whole and have'} been written anew, to ${own.name}.`,
    (failure) =>
      `${what} ${one ? 'is still whole and waits' : 'are still whole and wait'} to be written anew. ${failure.message}`,
  );
  tell({ code: 'journal-damaged', message });
}

interface Lines {
  /** Adds the changes that are not known; false, and none of them, when one is too large for a line. */
  put(changes: readonly Change[]): boolean;
  readonly written: { entry: Entry; change: Change }[];
  text(): string;
  last(): { n: number; hash: string };
}

/** The lines to come after the end of a file. */
function beginLines(file: OwnFile, annotator: Annotator, time: number, isKnown: (id: string) => boolean): Lines {
  const { length, unended, highest, last } = file.end;
  const parts: string[] = unended ? ['\n'] : [];
  const written: Lines['written'] = [];
  const ids = new Set<string>();
  let offset = length + (unended ? 1 : 0);
  let tip = last ?? { n: -1, hash: '' };
  if (length === 0) {
    const header = { writer: file.writer, annotator, createdAt: new Date(time).toISOString() };
    const { line, hash } = writeHeader(highest + 1, tip.hash, header, sha256);
    parts.push(line, '\n');
    offset += Buffer.byteLength(line) + 1;
    tip = { n: highest + 1, hash };
  }
  return {
    put(changes) {
      const added: { line: string; bytes: number; change: Change; end: typeof tip }[] = [];
      const addedIds = new Set<string>();
      let end = tip;
      for (const change of changes) {
        if (isKnown(change.id) || ids.has(change.id) || addedIds.has(change.id)) continue;
        const { line, hash } = writeLine(end.n + 1, end.hash, change, sha256);
        const bytes = Buffer.byteLength(line);
        if (bytes > maxLineBytes) return false;
        end = { n: end.n + 1, hash };
        addedIds.add(change.id);
        added.push({ line, bytes, change, end });
      }
      for (const { line, bytes, change, end: place } of added) {
        const { id, at } = change;
        written.push({ change, entry: { id, at, n: place.n, file: file.name, offset, length: bytes } });
        parts.push(line, '\n');
        offset += bytes + 1;
        ids.add(id);
      }
      tip = end;
      return true;
    },
    written,
    text: () => parts.join(''),
    last: () => tip,
  };
}
