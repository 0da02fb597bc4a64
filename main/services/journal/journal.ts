import { dirname, join } from 'node:path';
import type { Change } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import { maxLineBytes, writeHeader, writeLine } from '#shared/changes/journal-line.ts';
import type { Journaled, Notice, Positions } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Article } from '#shared/model/article.ts';
import { type AnyRecord, kinds, recordSchemas } from '#shared/model/kinds.ts';
import { sha256 } from '../files/hash.ts';
import { type Chain, createEntryReader, type Entry, readChain } from './chain.ts';
import { diskFailure } from './disk-failure.ts';
import { applyChange, noRecords, type Records } from './fold.ts';
import { type JournalFile, type JournalFs, nodeJournalFs } from './journal-fs.ts';
import { type Lock, type Processes, systemProcesses, takeLock } from './lock.ts';
import { cutTornTail, writeAll } from './torn-tail.ts';

export interface JournalOptions {
  /** Where the own journal is written and all journals are read: `FOLDER/.rapporteur/journal`. Made when it is not there. */
  folder: string;
  /** Other places of the same corpus's journals; only read. */
  alsoRead?: string[];
  /** Name of the own journal; null: nothing is written, no lock is taken, no folder is made. */
  writer: string | null;
  annotator: Annotator;
  /** Wall time in milliseconds since 1970. */
  now: () => number;
  fs?: JournalFs;
  processes?: Processes;
}

export interface Ack {
  id: string;
  writer: string;
  n: number;
  /** Written by this call, not known before. */
  fresh: boolean;
}

/** What one journal file was found to hold at opening. */
export interface FileReport {
  path: string;
  writer: string;
  /** Good lines before the first damage. */
  lines: number;
  changes: number;
  /** In words, with the line; null when every line is good. */
  damage: string | null;
  torn: boolean;
  /** Bytes up to the first damage. */
  goodBytes: number;
}

export interface Journal {
  /** The name under which changes are written now. */
  readonly writer: string;
  readonly folder: string;
  readonly notices: readonly Notice[];
  readonly files: readonly FileReport[];
  /** Number of the last line of each journal. */
  positions(): Positions;
  /**
   * Writes changes to the own journal and answers, in their order, when they are on the disk. All that wait share one
   * write and one fdatasync. A change whose id is known is answered with its place and not written again.
   * @throws Failure when they are not safe yet; sending them again is harmless. `read-only` when opened without writer.
   */
  append(changes: readonly Change[]): Promise<Ack[]>;
  /**
   * Changes after the given positions, a writer at a time in each one's order, at most `limit` of them.
   * @throws Failure `damaged` when a position lies beyond the journal: it was replaced by an older or damaged one.
   */
  since(positions: Positions, limit?: number): Promise<{ changes: Journaled[]; more: boolean }>;
  /**
   * All records, from all journals in the order of their clocks; those that do not fit their schema are named in
   * `invalid`. Annotators that no change mentions are known from their journals' headers.
   */
  records(): Promise<{ records: Records; invalid: string[]; positions: Positions }>;
  /** The bindings of annotated articles. */
  articles(): Map<string, Article>;
  /** The annotator's own latest changes, oldest first, whole gestures. */
  history(gestures?: number): Promise<Change[]>;
  /** Reads again the other writers' journals that have changed on the disk. */
  refresh(): Promise<void>;
  readonly health: { ok: boolean; failure: Failure | null };
  onHealth(listener: (health: { ok: boolean; failure: Failure | null }) => void): () => void;
  /** After what waits is written, releases file and lock. */
  close(): Promise<void>;
}

/** What the loaded files of one writer come to. */
interface Writer {
  folder: string;
  files: { name: string; size: number; mtimeMs: number }[];
  chains: Chain[];
  entries: Entry[];
  last: number;
  annotator: Annotator | null;
  articleEdits: ArticleEdit[];
  /** Bytes of files that could not be read: more than they can have lines. */
  unread: number;
}
interface ArticleEdit {
  at: string;
  writer: string;
  n: number;
  edit: Change['edits'][number];
}

/** The own file as far as it is known to be on the disk. */
interface Own {
  /** Its lock is held. */
  claimed: boolean;
  file: JournalFile | null;
  name: string;
  /** Bytes that are acknowledged. */
  length: number;
  last: { n: number; hash: string } | null;
  /** The highest number ever given to a line, written or not. */
  highest: number;
  /** The last good line lacks its line feed. */
  unended: boolean;
  /** Bytes may follow the acknowledged ones. */
  cut: boolean;
  /** The file cannot be trusted or continued: the next line goes to a new one. */
  suspect: boolean;
  /** The file lost its name: deleted or replaced by another program while open. */
  orphaned: boolean;
}

interface Request {
  changes: readonly Change[];
  resolve(acks: Ack[]): void;
  reject(failure: Failure): void;
}

const batchBytes = 8 * 1024 * 1024;
const pageBytes = 2 * 1024 * 1024;
const journalName = /^(.+?)(?:\.(\d{1,6}))?\.jsonl$/;

/**
 * Opens the journals of a corpus: reads and checks all of them, and takes the own one for writing. Whatever the files
 * hold, it opens: the part of each before its first damage is used, the rest is told in `notices` and left as it is.
 * Own changes after the damage that still match their checksums are written anew, so that they count again.
 * @throws Failure when the folder cannot be read, or made, or written
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { folder, alsoRead = [], annotator, now, fs = nodeJournalFs, processes = systemProcesses } = options;
  const readOnly = options.writer === null;
  const base = options.writer ?? '';
  const notices: Notice[] = [];
  const writers = new Map<string, Writer>();
  const places = new Map<string, { writer: string; n: number }>();
  const queue: Request[] = [];
  const locks: Lock[] = [];
  const healthListeners = new Set<(health: Journal['health']) => void>();
  let health: Journal['health'] = { ok: true, failure: null };
  let writer = base;
  let pumping: Promise<void> | null = null;
  let closed = false;
  let own: Own = newOwn(base);
  /** Own changes that stood on the disk and have to be written anew. */
  let rescue: Change[] = [];

  const cannotWrite = (error: unknown) => diskFailure(error, `The journal in ${folder} cannot be written`);

  // --- reading ---

  async function listJournals(place: string): Promise<Map<string, string[]>> {
    let names: string[];
    try {
      names = await fs.list(place);
    } catch (error) {
      // Not there, or below something that is no folder.
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return new Map();
      throw diskFailure(error, `The journal in ${place} cannot be read`);
    }
    const found = new Map<string, { name: string; segment: number }[]>();
    for (const name of names) {
      const match = journalName.exec(name);
      if (match === null || name.startsWith('.')) continue;
      const files = found.get(match[1] as string) ?? [];
      files.push({ name, segment: Number(match[2] ?? 1) });
      found.set(match[1] as string, files);
    }
    return new Map(
      [...found]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([stem, files]) => [stem, files.sort((a, b) => a.segment - b.segment).map(({ name }) => name)]),
    );
  }

  async function loadWriter(place: string, key: string, names: readonly string[]): Promise<Writer> {
    const loaded: Writer = {
      folder: place,
      files: [],
      chains: [],
      entries: [],
      last: -1,
      annotator: null,
      articleEdits: [],
      unread: 0,
    };
    const wanted = new Set<string>();
    // Backwards, so that the line each file goes on from can be looked for in the files before it.
    for (const name of names.toReversed()) {
      const edits: ArticleEdit[] = [];
      let size = 0;
      try {
        const info = await fs.info(join(place, name));
        if (!info.isFile()) continue;
        size = info.size;
        loaded.files.unshift({ name, size, mtimeMs: info.mtimeMs });
        const chain = await readChain(fs, place, name, ({ n, hash, change }) => {
          wanted.delete(hash);
          for (const edit of change?.edits ?? [])
            if (edit.kind === 'article') edits.push({ at: change?.at ?? '', writer: key, n, edit });
        });
        if (chain.first?.prev) wanted.add(chain.first.prev);
        loaded.chains.unshift(chain);
        loaded.articleEdits.unshift(...edits);
        loaded.annotator = chain.header?.annotator ?? loaded.annotator;
      } catch (error) {
        loaded.unread += size;
        notices.push({
          code: 'journal-damaged',
          message: `${diskFailure(error, `${join(place, name)} cannot be read`).message} What it holds is not shown.`,
        });
      }
    }
    const byId = new Map<string, number>();
    for (const chain of loaded.chains) {
      if (chain.first !== null && chain.first.n <= loaded.last && chain.damage === null) {
        const unknown = chain.entries.filter((entry) => !byId.has(entry.id));
        if (unknown.length > 0)
          chain.damage = {
            line: 1,
            what: `begins with number ${chain.first.n}, which an earlier file has too`,
            torn: false,
            unused: chain.lines,
            loose: unknown,
            highest: chain.last?.n ?? 0,
            newer: false,
          };
        chain.entries = [];
        continue;
      }
      for (const entry of chain.entries) {
        // A change that stands twice was written again after its first place was given up: the later place counts.
        const before = byId.get(entry.id);
        if (before !== undefined) loaded.entries[before] = undefined as never;
        byId.set(entry.id, loaded.entries.push(entry) - 1);
      }
      loaded.last = Math.max(loaded.last, chain.last?.n ?? -1);
    }
    loaded.entries = loaded.entries.filter((entry) => entry !== undefined);
    if (wanted.size > 0 && loaded.chains.every(({ damage }) => damage === null))
      notices.push({
        code: 'journal-damaged',
        message: `A part of the journal ${key} in ${place} is missing: a file goes on from a line that is in none. What is there is used.`,
      });
    return loaded;
  }

  function adopt(key: string, loaded: Writer): void {
    const known = (entry: Entry) => {
      const place = places.get(entry.id);
      return place !== undefined && place.writer !== key;
    };
    loaded.entries = loaded.entries.filter((entry) => !known(entry));
    for (const { id, n } of loaded.entries) places.set(id, { writer: key, n });
    writers.set(key, loaded);
  }

  async function loadAll(): Promise<void> {
    for (const place of [folder, ...alsoRead]) {
      for (const [stem, names] of await listJournals(place)) {
        let key = stem;
        while (writers.has(key)) key += '~';
        const loaded = await loadWriter(place, key, names);
        adopt(key, loaded);
        // The own journal's tail is dealt with, and told, when it is taken for writing.
        if (readOnly || key !== writer) tellDamage(loaded);
      }
    }
  }

  function tellDamage({ folder: place, chains }: Writer): void {
    chains.forEach((chain, i) => {
      const message = damageIn(place, chain);
      if (message === null) return;
      const { torn, newer } = chain.damage ?? {};
      if (torn && i < chains.length - 1) return;
      notices.push({ code: newer ? 'newer-format' : torn ? 'journal-torn' : 'journal-damaged', message });
    });
  }

  const isOwnName = (key: string) =>
    base !== '' && (key === base || (/^-\d+$/.test(key.slice(base.length)) && key.startsWith(base)));

  // --- taking the own journal ---

  async function claim(): Promise<void> {
    for (let i = 1; i < 100; i++) {
      const name = i === 1 ? base : `${base}-${i}`;
      const lock = await takeLock(fs, join(folder, `${name}.lock`), processes);
      if (lock === null) continue;
      writer = name;
      locks.push(lock);
      own = { ...newOwn(name), claimed: true };
      if (i > 1)
        notices.push({
          code: 'second-process',
          message: `Another Rapporteur has this folder open under the same name. This one writes its own journal, ${name}.jsonl; each reads the other’s when the folder is opened.`,
        });
      return;
    }
    throw new Failure(
      'internal',
      `Too many programs hold the journal in ${folder}. Close some and open the folder again.`,
    );
  }

  /** Makes the own file ready to be gone on with: cuts a torn tail, or sees that a new file is begun. */
  async function takeOver(): Promise<void> {
    const loaded = writers.get(writer);
    if (loaded === undefined) return;
    own.highest = Math.max(loaded.last, loaded.unread, ...loaded.chains.map(({ damage }) => damage?.highest ?? -1));
    own.last = loaded.chains.find(({ last }) => last?.n === loaded.last)?.last ?? null;
    const chain = loaded.chains.at(-1);
    if (chain === undefined) return;
    own.name = chain.file;
    own.length = chain.goodBytes;
    own.unended = chain.unended;
    own.suspect =
      loaded.unread > 0 ||
      (chain.last !== null && chain.last !== own.last) ||
      (chain.header !== null && chain.header.writer !== writer);
    if (chain.damage !== null && (!chain.damage.torn || chain.damage.newer)) own.suspect = true;
    else if (chain.damage !== null) {
      try {
        const aside = await cutTornTail(fs, folder, chain, writer, new Date(now()));
        notices.push({
          code: 'journal-torn',
          message: `The last line of ${chain.file} was not written to its end, as after a power cut. It was cut off and kept in ${aside}; everything acknowledged before is there.`,
        });
        own.highest = loaded.last;
      } catch (error) {
        own.suspect = true;
        notices.push({
          code: 'journal-torn',
          message: `The last line of ${chain.file} was not written to its end. ${cannotWrite(error).message} A new file is begun beside it.`,
        });
      }
      chain.damage = null;
    }
    tellDamage(loaded);
  }

  /** Changes in own files behind a damaged line, still whole, that no journal has in a place that counts. */
  async function looseChanges(): Promise<Change[]> {
    const found: Change[] = [];
    for (const [key, { folder: place, chains }] of writers) {
      if (place !== folder || !isOwnName(key)) continue;
      for (const { damage } of chains) {
        const loose = damage?.loose.filter(({ id }) => !places.has(id)) ?? [];
        if (loose.length > 0) found.push(...(await readEntries(place, loose)));
      }
    }
    return found;
  }

  // --- writing ---

  function setHealth(failure: Failure | null): void {
    if (failure === null && health.ok) return;
    if (failure !== null && failure.code === health.failure?.code && failure.message === health.failure.message) return;
    health = { ok: failure === null, failure };
    for (const listener of [...healthListeners]) listener(health);
  }

  async function pump(): Promise<void> {
    while (queue.length > 0) {
      const batch: Request[] = [];
      for (let bytes = 0; queue.length > 0 && bytes < batchBytes; ) {
        const request = queue.shift() as Request;
        batch.push(request);
        bytes += request.changes.reduce((sum, change) => sum + 200 * change.edits.length, 0);
      }
      await commit(batch);
    }
    pumping = null;
  }

  async function commit(batch: Request[]): Promise<void> {
    let written: (Entry & { change: Change })[] = [];
    const accepted: Request[] = [];
    try {
      await makeReady();
      const rescued = {
        changes: rescue,
        resolve: () => {
          rescue = [];
        },
        reject() {},
      };
      const lines: string[] = own.unended ? ['\n'] : [];
      let { last } = own;
      let offset = own.length + (own.unended ? 1 : 0);
      const put = (line: string) => {
        const bytes = Buffer.byteLength(line);
        const at = offset;
        lines.push(line, '\n');
        offset += bytes + 1;
        return { offset: at, length: bytes };
      };
      if (own.length === 0) {
        const n = own.highest + 1;
        const header = { writer, annotator, createdAt: new Date(now()).toISOString() };
        const { line, hash } = writeHeader(n, last?.hash ?? '', header, sha256);
        put(line);
        last = { n, hash };
      }
      const inBatch = new Map<string, number>();
      for (const request of rescue.length > 0 ? [rescued, ...batch] : batch) {
        const news: { line: string; n: number; hash: string; change: Change }[] = [];
        let tip = last as { n: number; hash: string };
        const fits = request.changes.every((change) => {
          if (places.has(change.id) || inBatch.has(change.id) || news.some((other) => other.change.id === change.id))
            return true;
          const { line, hash } = writeLine(tip.n + 1, tip.hash, change, sha256);
          tip = { n: tip.n + 1, hash };
          news.push({ line, ...tip, change });
          return Buffer.byteLength(line) <= maxLineBytes;
        });
        if (!fits) {
          request.reject(
            new Failure(
              'bad-arguments',
              'One change is larger than 4 MB and cannot be kept. Shorten its note or its words.',
            ),
          );
          continue;
        }
        accepted.push(request);
        for (const { line, n, change } of news) {
          inBatch.set(change.id, n);
          written.push({ id: change.id, at: change.at, n, file: own.name, ...put(line), change });
        }
        last = tip;
      }
      if (written.length > 0) await write(lines.join(''), last as { n: number; hash: string });
      else written = [];
    } catch (error) {
      const failure = cannotWrite(error);
      setHealth(failure);
      for (const { reject } of batch) reject(failure);
      return;
    }
    const mine = writers.get(writer) ?? emptyWriter(folder, annotator);
    writers.set(writer, mine);
    for (const { change, ...entry } of written) {
      mine.entries.push(entry);
      mine.last = entry.n;
      places.set(entry.id, { writer, n: entry.n });
      for (const edit of change.edits)
        if (edit.kind === 'article') mine.articleEdits.push({ at: entry.at, writer, n: entry.n, edit });
    }
    if (written.length > 0) setHealth(null);
    const fresh = new Set(written.map(({ id }) => id));
    for (const { changes, resolve } of accepted) {
      resolve(changes.map(({ id }) => ackOf(id, fresh.has(id))));
    }
  }

  const ackOf = (id: string, fresh: boolean): Ack => ({
    id,
    ...(places.get(id) as { writer: string; n: number }),
    fresh,
  });

  /** Sees that the own file is open, ends with the last acknowledged line, and is the one its name stands for. */
  async function makeReady(): Promise<void> {
    if (!own.claimed) await claimLate();
    if (own.file !== null && !own.suspect && !own.orphaned) {
      if (own.cut) await own.file.truncate(own.length);
      own.cut = false;
      const { size, nlink } = await own.file.stat();
      if (nlink === 0) own.orphaned = true;
      else if (size !== own.length) {
        // Somebody else wrote to it, in spite of the lock: leave it to them.
        await own.file.close().catch(() => {});
        await claimLate();
      }
    }
    if (own.orphaned) await recoverOrphan();
    if (own.suspect) await leaveFile();
    if (own.file === null) await openOwn();
  }

  /** Takes a name for writing after the journals were read: at opening it could not be had, or it was lost to another. */
  async function claimLate(): Promise<void> {
    await makeFolders();
    await claim();
    await takeOver();
  }

  /** Makes the journal's folder anew, but never the corpus folder: where that is missing, it is on a disk that has gone. */
  async function makeFolders(): Promise<void> {
    await fs.makeFolder(dirname(folder), false);
    await fs.makeFolder(folder, false);
  }

  async function leaveFile(): Promise<void> {
    const { file } = own;
    own.file = null;
    await file?.close().catch(() => {});
    if (file !== null && own.length === 0) await fs.remove(join(folder, own.name)).catch(() => {});
    own.length = 0;
    own.unended = false;
    own.cut = false;
  }

  async function openOwn(): Promise<void> {
    await makeFolders();
    if (!own.suspect) {
      const path = join(folder, own.name);
      if (own.length > 0 || (writers.get(writer)?.chains.length ?? 0) > 0) {
        own.file = await fs.open(path, 'a+');
        if ((await own.file.stat()).size === own.length) return;
        await own.file.close();
        own.file = null;
        own.suspect = true;
        own.length = 0;
      } else {
        try {
          own.file = await fs.open(path, 'ax+');
          return;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        }
      }
    }
    for (let segment = 2; segment < 100_000; segment++) {
      const name = `${writer}.${segment}.jsonl`;
      try {
        own.file = await fs.open(join(folder, name), 'ax+');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        continue;
      }
      own.name = name;
      own.length = 0;
      own.unended = false;
      own.cut = false;
      own.suspect = false;
      return;
    }
  }

  /** Appends and waits for the disk; on an error sees that nothing of it will be taken for acknowledged. */
  async function write(text: string, last: { n: number; hash: string }): Promise<void> {
    const file = own.file as JournalFile;
    const bytes = Buffer.from(text);
    const { highest } = own;
    let synced = false;
    own.highest = Math.max(highest, last.n);
    try {
      await writeAll(file, bytes);
      synced = true;
      await file.datasync();
      if (own.length === 0) await fs.syncFolder(folder);
      const { size, nlink } = await file.stat();
      own.orphaned = nlink === 0;
      if (own.orphaned) throw Object.assign(new Error('the journal file has gone'), { code: 'ENOENT' });
      // What another program has put in between is not ours to cut; the next attempt sees it and gives way.
      if (size !== own.length + bytes.length)
        return Promise.reject(new Failure('internal', `Another program writes to ${own.name} too.`));
    } catch (error) {
      // After a failed sync the system may have dropped what it had not written and call it clean: never trust the file
      // again. A full disk is no such case: what is written over is written anew.
      const { code } = error as NodeJS.ErrnoException;
      own.suspect = synced || (code !== 'ENOSPC' && code !== 'EDQUOT');
      own.cut = true;
      try {
        await file.truncate(own.length);
        own.cut = false;
        if (!own.suspect) own.highest = highest;
      } catch {
        // Tried again before the next write, or the file is left for a new one.
      }
      throw error;
    }
    own.length += bytes.length;
    own.last = last;
    own.unended = false;
  }

  /**
   * The own file was deleted, or replaced by another one of its name, while it was open. Its content is still to be
   * had through the open file: what the folder has no longer is written anew. The corpus folder itself is never remade.
   */
  async function recoverOrphan(): Promise<void> {
    await makeFolders();
    const file = own.file as JournalFile;
    const before = writers.get(writer)?.entries ?? [];
    const loaded = await loadWriter(folder, writer, (await listJournals(folder)).get(writer) ?? []);
    const onDisk = new Set(loaded.entries.map(({ id }) => id));
    const lost = before.filter(({ file: name, id }) => name === own.name && !onDisk.has(id));
    const through = { ...fs, open: async () => ({ ...passing(file), close: async () => {} }) };
    const changes = await readEntries(folder, lost, through);
    rescue.push(...changes);
    for (const { id } of before) places.delete(id);
    adopt(writer, loaded);
    const { highest } = own;
    own = newOwn(writer);
    await file.close().catch(() => {});
    await locks.pop()?.release();
    await claimLate();
    own.highest = Math.max(own.highest, highest);
  }

  // --- reading changes again ---

  async function readEntries(place: string, entries: readonly Entry[], through = fs): Promise<Change[]> {
    const reader = createEntryReader(through, place);
    try {
      const changes: Change[] = [];
      for (const entry of entries) changes.push(await reader.read(entry));
      return changes;
    } finally {
      await reader.close();
    }
  }

  const positionsNow = (): Positions =>
    Object.fromEntries([...writers].filter(([, { last }]) => last >= 0).map(([key, { last }]) => [key, last]));

  const journal: Journal = {
    get writer() {
      return writer;
    },
    folder,
    notices,
    get files() {
      return [...writers].flatMap(([key, { folder: place, chains }]) =>
        chains.map((chain) => ({
          path: join(place, chain.file),
          writer: key,
          lines: chain.lines,
          changes: chain.entries.length,
          damage: damageIn(place, chain),
          torn: chain.damage?.torn ?? false,
          goodBytes: chain.goodBytes,
        })),
      );
    },
    positions: positionsNow,

    append(changes) {
      if (closed) return Promise.reject(new Failure('closed', 'The folder is closed.'));
      if (readOnly) return Promise.reject(new Failure('read-only', 'This folder is open for reading only.'));
      if (changes.length > 0 && changes.every(({ id }) => places.has(id)))
        return Promise.resolve(changes.map(({ id }) => ackOf(id, false)));
      return new Promise((resolve, reject) => {
        queue.push({ changes, resolve, reject });
        pumping ??= pump();
      });
    },

    async since(positions, limit = 500) {
      const changes: Journaled[] = [];
      let bytes = 0;
      for (const [key, position] of Object.entries(positions)) {
        const last = writers.get(key)?.last ?? -1;
        if (position > Math.max(last, 0))
          throw new Failure(
            'damaged',
            `The journal ${key} ends at line ${last}, but ${position} were there before: it was removed, replaced by an older copy, or is damaged.`,
          );
      }
      for (const [key, { folder: place, entries }] of [...writers].sort(([a], [b]) => compare(a, b))) {
        const position = positions[key] ?? -1;
        const from = firstAfter(entries, position);
        if (from === entries.length) continue;
        const reader = createEntryReader(fs, place);
        try {
          for (let i = from; i < entries.length; i++) {
            if (changes.length >= limit || (bytes >= pageBytes && changes.length > 0)) return { changes, more: true };
            const entry = entries[i] as Entry;
            changes.push({ writer: key, n: entry.n, change: await reader.read(entry) });
            bytes += entry.length;
          }
        } finally {
          await reader.close();
        }
      }
      return { changes, more: false };
    },

    async records() {
      const positions = positionsNow();
      const records = noRecords();
      const readers = new Map<string, ReturnType<typeof createEntryReader>>();
      const all = [...writers].flatMap(([key, { folder: place, entries }]) =>
        entries.map((entry) => ({ key, place, entry })),
      );
      all.sort((a, b) => compare(a.entry.at, b.entry.at) || compare(a.key, b.key) || a.entry.n - b.entry.n);
      try {
        for (const { place, entry } of all) {
          const reader = readers.get(place) ?? createEntryReader(fs, place);
          readers.set(place, reader);
          applyChange(records, await reader.read(entry));
        }
      } finally {
        for (const reader of readers.values()) await reader.close();
      }
      const invalid: string[] = [];
      for (const kind of kinds) {
        const ofKind = records[kind] as Map<string, AnyRecord>;
        for (const [id, record] of ofKind) {
          const parsed = recordSchemas[kind].safeParse(record);
          if (parsed.success && parsed.data.id === id) continue;
          const issue = parsed.error?.issues[0];
          invalid.push(`${kind} ${id}: ${issue ? `${issue.path.join('.')}: ${issue.message}` : 'carries another id'}`);
          ofKind.delete(id);
        }
      }
      const known = [...writers.values()].map((one) => one.annotator);
      for (const one of readOnly ? known : [...known, annotator])
        if (one !== null && !records.annotator.has(one.id)) records.annotator.set(one.id, one);
      return { records, invalid, positions };
    },

    articles() {
      const articles = new Map<string, Article>();
      const edits = [...writers.values()].flatMap(({ articleEdits }) => articleEdits);
      edits.sort((a, b) => compare(a.at, b.at) || compare(a.writer, b.writer) || a.n - b.n);
      for (const { edit } of edits) {
        const after = apply(articles.get(edit.id), edit) as Article | undefined;
        if (after === undefined) articles.delete(edit.id);
        else articles.set(edit.id, after);
      }
      for (const [id, article] of articles) if (!recordSchemas.article.safeParse(article).success) articles.delete(id);
      return articles;
    },

    async history(gestures = 200) {
      const latest = [...writers]
        .filter(([key]) => isOwnName(key))
        .flatMap(([, { folder: place, entries }]) => entries.slice(-5000).map((entry) => ({ place, entry })))
        .sort((a, b) => compare(a.entry.at, b.entry.at))
        .slice(-5000);
      const byPlace = new Map<string, Entry[]>();
      for (const { place, entry } of latest) byPlace.set(place, [...(byPlace.get(place) ?? []), entry]);
      const changes: Change[] = [];
      for (const [place, entries] of byPlace) changes.push(...(await readEntries(place, entries)));
      const mine = changes
        .filter(({ by, origin }) => by === annotator.id && (origin === 'user' || origin === 'undo'))
        .sort((a, b) => compare(a.at, b.at));
      const kept = new Set<string>();
      for (let i = mine.length - 1; i >= 0 && kept.size < gestures; i--) kept.add((mine[i] as Change).gesture);
      return mine.filter(({ gesture }) => kept.has(gesture));
    },

    async refresh() {
      for (const place of [folder, ...alsoRead]) {
        for (const [stem, names] of await listJournals(place)) {
          const key = keyOf(place, stem);
          if (key === writer && !readOnly) continue;
          const before = writers.get(key);
          if (before !== undefined && (await unchanged(place, names, before))) continue;
          const loaded = await loadWriter(place, key, names);
          for (const { id } of before?.entries ?? []) places.delete(id);
          adopt(key, loaded);
          tellDamage(loaded);
        }
      }
    },

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
      await own.file?.close().catch(() => {});
      own.file = null;
      for (const lock of locks.splice(0)) await lock.release();
    },
  };

  function keyOf(place: string, stem: string): string {
    let key = stem;
    for (;;) {
      const there = writers.get(key);
      if (there === undefined || there.folder === place) return key;
      key += '~';
    }
  }

  async function unchanged(place: string, names: readonly string[], before: Writer): Promise<boolean> {
    if (names.length !== before.files.length) return false;
    for (const [i, name] of names.entries()) {
      const info = await fs.info(join(place, name)).catch(() => null);
      const was = before.files[i];
      if (info === null || was?.name !== name || was.size !== info.size || was.mtimeMs !== info.mtimeMs) return false;
    }
    return true;
  }

  // --- opening ---

  if (!readOnly) {
    try {
      await fs.makeFolder(folder, true);
      await claim();
    } catch (error) {
      const failure = cannotWrite(error);
      if (failure.code !== 'disk-full') throw failure;
      health = { ok: false, failure };
    }
  }
  try {
    await loadAll();
    if (own.claimed) await takeOver();
  } catch (error) {
    for (const lock of locks) await lock.release();
    throw diskFailure(error, `The journal in ${folder} cannot be read`);
  }
  if (!readOnly) rescue = await looseChanges().catch(() => []);
  const loose = rescue.length === 1 ? 'One change' : `${rescue.length} changes`;
  if (rescue.length > 0)
    await journal.append([]).then(
      () => tell(`${loose} after the damage were still whole and have been written anew, to ${own.name}.`),
      (failure) => tell(`${loose} after the damage are still whole and wait to be written anew. ${failure.message}`),
    );
  return journal;

  function tell(message: string): void {
    notices.push({ code: 'journal-damaged', message });
  }
}

const newOwn = (name: string): Own => ({
  claimed: false,
  file: null,
  name: `${name}.jsonl`,
  length: 0,
  last: null,
  highest: -1,
  unended: false,
  cut: false,
  suspect: false,
  orphaned: false,
});

const emptyWriter = (folder: string, annotator: Annotator): Writer => ({
  folder,
  files: [],
  chains: [],
  entries: [],
  last: -1,
  annotator,
  articleEdits: [],
  unread: 0,
});

/** What is wrong with a journal file, where, and what is still used; null when nothing is. */
function damageIn(folder: string, { file, damage, lines, entries }: Chain): string | null {
  if (damage === null) return null;
  const where = `Line ${damage.line} of ${join(folder, file)} ${damage.what}`;
  const used = entries.length === 1 ? 'The one change' : `The ${entries.length} changes`;
  if (damage.newer) return `${where}. Update Rapporteur to see what it holds; the file is left as it is.`;
  if (damage.torn && lines > 0)
    return `${where}: it is the last one, and was not written to its end. ${used} before it are used.`;
  if (damage.torn) return `${where}: nothing in it can be used.`;
  const rest = damage.unused - 1;
  return `${where}. ${used} before it are used; what follows it (${rest === 1 ? 'one line' : `${rest} lines`}) is not, because it does not follow from a line that can be trusted. The file is left as it is: copy it again from where it came, or from a backup.`;
}

const passing = (file: JournalFile): JournalFile => ({
  read: (...args) => file.read(...args),
  write: (...args) => file.write(...args),
  datasync: () => file.datasync(),
  truncate: (length) => file.truncate(length),
  stat: () => file.stat(),
  close: () => file.close(),
});

function firstAfter(entries: readonly Entry[], n: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] as Entry).n <= n) low = middle + 1;
    else high = middle;
  }
  return low;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
