import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { Failure } from '#shared/contract/failure.ts';
import { explain, systemCode } from '../../files/explain.ts';
import { limits } from './manifest.ts';

/** A zip whose table of contents was read and found harmless. */
export interface OpenZip {
  /** Bytes after unpacking, as the zip states them, by name; reading gives neither more nor less. */
  readonly entries: ReadonlyMap<string, number>;
  /** An entry's bytes in pieces. @throws Failure `damaged` */
  read(name: string, signal?: AbortSignal): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/**
 * Opens a zip that came from somewhere: nothing is unpacked yet, and a zip that would do harm is refused for what its
 * table of contents says.
 * @throws Failure saying what is wrong with it: `unsupported`, `damaged`, `too-large`, or why it cannot be read
 */
export async function openZip(path: string, signal?: AbortSignal): Promise<OpenZip> {
  const file = `“${basename(path)}”`;
  const handle = await open(path, 'r').catch((error) => {
    throw cannotRead(error, file);
  });
  try {
    const zip = await openTable(handle, file);
    const entries = await readTable(zip, file, signal);
    return {
      entries: new Map([...entries].map(([name, { uncompressedSize }]) => [name, uncompressedSize])),
      read: (name, stop) => readEntry(zip, entries.get(name), name, file, stop),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw systemCode(error) === null || error instanceof Failure ? error : cannotRead(error, file);
  }
}

function cannotRead(error: unknown, file: string): Failure {
  const { code, words } = explain(error);
  return new Failure(code, `${file} cannot be read: ${words}.`, { cause: error });
}

async function openTable(handle: FileHandle, file: string): Promise<yauzl.ZipFile> {
  const info = await handle.stat();
  if (!info.isFile()) throw new Failure('unsupported', `${file} is a folder or a device. Choose a .rapporteur file.`);
  if (info.size === 0) throw new Failure('damaged', `${file} is empty. ${askAgain}`);
  const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  const begins = buffer.readUInt32LE(0);
  if (begins !== localHeader && begins !== endOfTable)
    throw new Failure(
      'unsupported',
      `${file} is not a Rapporteur bundle: it is no zip file. Choose the .rapporteur file that you were sent.`,
    );
  try {
    return await new Promise<yauzl.ZipFile>((resolve, reject) => {
      yauzl.fromFd(handle.fd, { lazyEntries: true, autoClose: false, decodeStrings: false }, (error, zip) =>
        error ? reject(error) : resolve(zip),
      );
    });
  } catch (error) {
    if (systemCode(error) !== null) throw error;
    throw new Failure(
      'damaged',
      `${file} is not complete: its end is missing or damaged, as after a copy or a download that was broken off. ${askAgain}`,
      { cause: error },
    );
  }
}

const localHeader = 0x04034b50;
const endOfTable = 0x06054b50;
const askAgain = 'Copy it again, or ask for it once more.';
const distrust = 'Rapporteur makes no such files: do not trust this one. Nothing of it was taken in.';

async function readTable(zip: yauzl.ZipFile, file: string, signal?: AbortSignal): Promise<Map<string, yauzl.Entry>> {
  const { entryCount, fileSize } = zip;
  if (entryCount > limits.entries)
    throw new Failure(
      'too-large',
      `${file} says that it has ${number(entryCount)} entries; a bundle has at most ${number(limits.entries)}. It was not read.`,
    );
  const entries = new Map<string, yauzl.Entry>();
  let packed = 0;
  let unpacked = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (signal?.aborted) throw stopped();
      const name = nameOf(entry, file);
      if (entries.has(name)) throw new Failure('damaged', `${file} has two entries named “${name}”. ${distrust}`);
      packed += entry.compressedSize;
      unpacked += entry.uncompressedSize;
      if (packed > fileSize)
        throw new Failure('damaged', `${file} is damaged: its entries lie one upon the other. ${distrust}`);
      checkSize(entry, name, file);
      if (unpacked > limits.total)
        throw new Failure(
          'too-large',
          `${file} would unpack to more than ${amount(limits.total)}, which is as much as a bundle may hold. It was not read. Ask for fewer articles at a time.`,
        );
      if (!name.endsWith('/')) entries.set(name, entry);
    }
  } catch (error) {
    if (error instanceof Failure || systemCode(error) !== null) throw error;
    if (/encrypt/.test(String(error))) throw locked(file);
    throw new Failure('damaged', `${file} is damaged: its table of contents cannot be read. ${askAgain}`, {
      cause: error,
    });
  }
  return entries;
}

/** The name of an entry that may be read. @throws Failure for one that leads out of the bundle, or cannot be read */
function nameOf(entry: yauzl.Entry, file: string): string {
  const name = entry.fileNameRaw.toString('utf8');
  const shown = name.replaceAll(/\p{C}/gu, '�').slice(0, 100);
  if (leadsOut(name) || name.includes('\\'))
    throw new Failure(
      'damaged',
      `${file} has an entry named “${shown}”, which leads to a place outside of the bundle. ${distrust}`,
    );
  // What Unix keeps of a file's kind: a link points somewhere else.
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000)
    throw new Failure('damaged', `In ${file} the entry “${shown}” is a link to another file. ${distrust}`);
  if (entry.isEncrypted()) throw locked(file);
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    throw new Failure(
      'unsupported',
      `In ${file} the entry “${shown}” is compressed in a way that Rapporteur does not read. Ask for the file as Rapporteur made it.`,
    );
  return name;
}

const locked = (file: string) =>
  new Failure('unsupported', `${file} is locked with a password, as Rapporteur’s own are not. Ask for it without one.`);

/** Whether a path with `/` between its parts is absolute, leads to a folder above, or is no path at all. */
export const leadsOut = (path: string): boolean =>
  path === '' || path.includes('\0') || /^(?:\/|[A-Za-z]:)/.test(path) || path.split('/').includes('..');

function checkSize({ compressedSize, uncompressedSize }: yauzl.Entry, name: string, file: string): void {
  const most = name in sizeOf ? sizeOf[name as keyof typeof sizeOf] : limits.text;
  if (uncompressedSize > most)
    throw new Failure(
      'too-large',
      `In ${file} the entry “${name}” would unpack to ${amount(uncompressedSize)}, and may have ${amount(most)} at most. It was not read.`,
    );
  if (uncompressedSize > limits.unsuspicious && uncompressedSize > compressedSize * limits.ratio)
    throw new Failure(
      'too-large',
      `In ${file} the entry “${name}” would unpack to ${amount(uncompressedSize)}, more than ${limits.ratio} times its size in the file, as annotations never do. ${distrust}`,
    );
}

const sizeOf = {
  'manifest.json': limits.manifest,
  'codebook.json': limits.codebook,
  'articles.jsonl': limits.articles,
  'changes.jsonl': limits.changes,
};

async function* readEntry(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry | undefined,
  name: string,
  file: string,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  if (entry === undefined)
    throw new Failure('damaged', `${file} is not complete: its entry “${name}” is missing. ${askAgain}`);
  let stream: Readable | null = null;
  try {
    stream = await new Promise<Readable>((resolve, reject) => {
      zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
    });
    for await (const piece of stream) {
      if (signal?.aborted) throw stopped();
      yield piece as Buffer;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    const size = /too many bytes|not enough bytes/.test(String(error));
    const code = systemCode(error);
    if (code !== null && !code.startsWith('Z_')) throw cannotRead(error, file);
    throw new Failure(
      'damaged',
      size
        ? `In ${file} the entry “${name}” does not have the ${amount(entry.uncompressedSize)} that the file states. ${distrust}`
        : `In ${file} the entry “${name}” cannot be unpacked: it is damaged. ${askAgain}`,
      { cause: error },
    );
  } finally {
    stream?.destroy();
  }
}

export const stopped = () => new Failure('cancelled', 'It was stopped. Nothing was taken in.');

const number = (n: number) => n.toLocaleString('en');

/** Bytes for people: `1.5 GB`. */
export function amount(bytes: number): string {
  for (const [unit, size] of [
    ['GB', 1024 ** 3],
    ['MB', 1024 ** 2],
    ['kB', 1024],
  ] as const)
    if (bytes >= size) return `${number(Math.round((bytes / size) * 10) / 10)} ${unit}`;
  return `${bytes} bytes`;
}
