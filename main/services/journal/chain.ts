import { join } from 'node:path';
import type { Change } from '#shared/changes/change.ts';
import { type JournalHeader, journalFormat, maxLineBytes, readLine } from '#shared/changes/journal-line.ts';
import { Failure } from '#shared/contract/failure.ts';
import { sha256 } from '../files/hash.ts';
import { scanLines } from '../files/scan-lines.ts';
import { diskFailure } from './disk-failure.ts';
import { Entries } from './entries.ts';
import type { JournalFile, JournalFs } from './journal-fs.ts';

/** Where a change stands: enough to sort it among all changes and to read it again, without keeping it in memory. */
export interface Entry {
  id: string;
  at: string;
  n: number;
  /** Name of the file, and the bytes of the line in it without its line feed. */
  file: string;
  offset: number;
  length: number;
}

/** The first line of a file that cannot be used, and what comes after it. */
export interface Damage {
  /** 1-based. */
  line: number;
  what: string;
  /** It is the last one and does not match its own checksum: a write that did not come to its end, not damage. */
  torn: boolean;
  /** Lines from the damaged one to the end. */
  unused: number;
  /** Changes after it that match their own checksum. */
  loose: Entry[];
  /** No number up to this one is free. */
  highest: number;
  /** Written by a newer version of the app. */
  newer: boolean;
}

/** What a journal file holds up to its first damage. */
export interface Chain {
  file: string;
  header: JournalHeader | null;
  first: { n: number; prev: string } | null;
  last: { n: number; hash: string } | null;
  /** Where the last good line begins, and the how manieth line of the file it is; a file that has grown is read on from there. */
  tail: { offset: number; line: number };
  lines: number;
  /** Until they stand in a row with those of the writer's other files. */
  entries: Entries;
  /** How many of them are used. */
  changes: number;
  /** Bytes of the good lines with their line feeds. */
  goodBytes: number;
  size: number;
  /** The last good line lacks its line feed. */
  unended: boolean;
  damage: Damage | null;
}

/**
 * Reads and checks a journal file, a piece at a time; damage is told in the result. A byte order mark and CRLF, which
 * editors and git put in, are no damage, nor is a line that stands twice in a row.
 * @param onLine sees every good line in order
 * @throws what the file system throws
 */
export async function readChain(fs: JournalFs, folder: string, name: string, onLine: OnLine): Promise<Chain> {
  const chain: Chain = {
    file: name,
    header: null,
    first: null,
    last: null,
    tail: { offset: 0, line: 0 },
    lines: 0,
    entries: new Entries(),
    changes: 0,
    goodBytes: 0,
    size: 0,
    unended: false,
    damage: null,
  };
  await readOn(fs, folder, chain, onLine);
  return chain;
}

/**
 * Reads on where a chain that had no damage, or a torn end, ended before: its last good line is checked once more, and
 * with it, by its hash, that everything before is still what was read. The answer's `entries` are only the new ones;
 * `known` is left as it is. Null when the file is not that one any more.
 * @throws what the file system throws
 */
export async function continueChain(
  fs: JournalFs,
  folder: string,
  known: Chain,
  onLine: OnLine,
): Promise<Chain | null> {
  if (known.last === null) return null;
  const chain: Chain = { ...known, goodBytes: 0, entries: new Entries(), damage: null };
  await readOn(fs, folder, chain, onLine);
  return chain.goodBytes >= known.goodBytes ? chain : null;
}

type OnLine = (line: { n: number; hash: string; change?: Change }) => void;

async function readOn(fs: JournalFs, folder: string, chain: Chain, onLine: OnLine): Promise<void> {
  const { file: name } = chain;
  const begin = chain.tail.offset;
  let number = Math.max(0, chain.tail.line - 1);

  const take = (bytes: Buffer | null, at: number, length: number, ended: boolean) => {
    number++;
    const offset = begin + at;
    const line = bytes === null ? { fault: 'is longer than a line can be' } : readLine(textOf(bytes, offset), sha256);
    const entryOf = (n: number, { id, at }: Change): Entry => ({ id, at, n, file: name, offset, length });
    if (chain.damage !== null) {
      const { damage } = chain;
      damage.torn = false;
      damage.unused++;
      damage.highest++;
      if ('fault' in line) return;
      damage.highest = Math.max(damage.highest, line.n);
      if ('change' in line) damage.loose.push(entryOf(line.n, line.change));
      return;
    }
    const fault = 'fault' in line ? line.fault : placeFault(chain, line);
    if (fault !== null && 'hash' in line && line.hash === chain.last?.hash) {
      chain.goodBytes = offset + length + (ended ? 1 : 0);
      chain.unended = !ended;
      return;
    }
    if (fault !== null || 'fault' in line) {
      const n = 'fault' in line ? -1 : line.n;
      chain.damage = {
        line: number,
        what: fault ?? '',
        torn: 'fault' in line,
        unused: 1,
        loose: 'change' in line ? [entryOf(line.n, line.change)] : [],
        highest: Math.max((chain.last?.n ?? -1) + 1, n),
        newer: 'journal' in line && line.journal.format !== journalFormat,
      };
      return;
    }
    chain.first ??= { n: line.n, prev: line.prev };
    chain.last = { n: line.n, hash: line.hash };
    chain.tail = { offset, line: number };
    chain.lines++;
    chain.goodBytes = offset + length + (ended ? 1 : 0);
    chain.unended = !ended;
    if ('journal' in line) chain.header = line.journal;
    else {
      chain.entries.push(entryOf(line.n, line.change));
      chain.changes++;
    }
    onLine('change' in line ? line : { n: line.n, hash: line.hash });
  };

  const handle = await fs.open(join(folder, name), 'r');
  try {
    const rest = {
      read: (buffer: Uint8Array, offset: number, length: number, position: number) =>
        handle.read(buffer, offset, length, begin + position),
    };
    chain.size = begin + (await scanLines(rest, maxLineBytes, take));
  } finally {
    await handle.close();
  }
}

function placeFault(chain: Chain, line: { n: number; prev: string; journal?: JournalHeader }): string | null {
  if (chain.last === null) {
    if (line.journal === undefined) return 'should be the header, which is missing';
    return line.journal.format === journalFormat ? null : 'was written by a newer version of Rapporteur';
  }
  if (line.journal !== undefined) return 'is a header in the middle';
  if (line.n !== chain.last.n + 1) return `has number ${line.n} where ${chain.last.n + 1} should follow`;
  return line.prev === chain.last.hash ? null : 'does not follow from the line before';
}

function textOf(bytes: Buffer, offset: number): string {
  const from = offset === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return bytes.toString('utf8', from, bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length);
}

/** A stretch of a file in memory. */
interface Window {
  buffer: Buffer;
  start: number;
  end: number;
}

/** In the order of clocks, own changes and those that were taken in later stand in several places of one file by turns. */
const windowsAFile = 8;

/**
 * Reads changes again by their entries; quick when they come in the order of the file, or of a few stretches of it by
 * turns. Close it after use.
 */
export function createEntryReader(fs: JournalFs, folder: string) {
  const files = new Map<string, { file: JournalFile; windows: Window[] }>();

  async function opened(name: string) {
    const known = files.get(name);
    if (known !== undefined) return known;
    const path = join(folder, name);
    const file = await fs.open(path, 'r').catch((error) => {
      throw diskFailure(error, `The journal ${path} cannot be read`);
    });
    const fresh = { file, windows: [] };
    files.set(name, fresh);
    return fresh;
  }

  /** The window that holds an entry, the one used longest ago refilled if none does. */
  async function windowOf({ file: name, offset, length }: Pick<Entry, 'file' | 'offset' | 'length'>): Promise<Window> {
    const { file, windows } = await opened(name);
    const at = windows.findIndex(({ start, end }) => offset >= start && offset + length <= end);
    const [used] = at >= 0 ? windows.splice(at, 1) : windows.length < windowsAFile ? [] : windows.splice(0, 1);
    const window = used ?? { buffer: Buffer.alloc(256 * 1024), start: 0, end: 0 };
    windows.push(window);
    if (at >= 0) return window;
    if (window.buffer.length < length) window.buffer = Buffer.alloc(length);
    window.start = offset;
    window.end = offset;
    while (window.end < window.start + window.buffer.length) {
      const filled = window.end - window.start;
      const { bytesRead } = await file.read(window.buffer, filled, window.buffer.length - filled, window.end);
      if (bytesRead === 0) break;
      window.end += bytesRead;
    }
    return window;
  }

  return {
    /** @throws Failure when the file has gone (`folder-gone`) or is no longer what it was (`damaged`) */
    async read(entry: Omit<Entry, 'id' | 'at'> & { id?: string }): Promise<Change> {
      const window = await windowOf(entry);
      const from = entry.offset - window.start;
      const line =
        entry.offset + entry.length <= window.end
          ? readLine(textOf(window.buffer.subarray(from, from + entry.length), entry.offset), sha256)
          : null;
      if (line !== null && 'change' in line && line.n === entry.n && line.change.id === (entry.id ?? line.change.id))
        return line.change;
      throw new Failure(
        'damaged',
        `The journal ${join(folder, entry.file)} was changed by another program. Close the folder and open it again.`,
      );
    },
    async close(): Promise<void> {
      await Promise.all([...files.values()].map(({ file }) => file.close()));
      files.clear();
    },
  };
}
