import { constants, crc32, inflateRawSync } from 'node:zlib';
import yauzl from 'yauzl';
import { Failure } from '#shared/contract/failure.ts';
import { otherKind } from '../other-kind.ts';
import { decodeNames } from './entry-names.ts';

/** How much a zip may unpack to; numbers of bytes are those after unpacking. */
export interface ZipLimits {
  readonly entries: number;
  /** Of one entry that is read. */
  readonly entry: number;
  /** Of all entries that are read. */
  readonly total: number;
  /** An entry of more than `unsuspicious` bytes may have so many times its size in the zip. */
  readonly ratio: number;
  readonly unsuspicious: number;
}

export const zipLimits: ZipLimits = {
  entries: 50_000,
  entry: 64 * 1024 * 1024,
  total: 2 * 1024 * 1024 * 1024,
  ratio: 200,
  unsuspicious: 1024 * 1024,
};

export interface ZipEntry {
  /** A path with `/` between its parts; never empty, absolute or leading out, as long as `refusal` is null. */
  readonly name: string;
  /** Bytes after unpacking, as the zip states them; reading gives neither more nor less. */
  readonly size: number;
  /** Why it is not read, as the rest of a sentence that its name begins; null when it can be. */
  readonly refusal: string | null;
}

export interface ZipEntries {
  /** The zip's files in its own order, without its folders. Of two with one name, the last, as unpacking would leave it. */
  readonly entries: readonly ZipEntry[];
  readonly named: ReadonlyMap<string, ZipEntry>;
  /** @throws Failure whose message is the rest of a sentence that the entry's name begins: `damaged`, `too-large`, `unsupported` */
  read(entry: ZipEntry): Promise<Uint8Array>;
}

/**
 * The table of contents of a zip (PKWARE APPNOTE 6.3) that came from somewhere, as bytes. Nothing is unpacked before it
 * is asked for, nothing is written, and all is counted. `what` it is for people: `archive`, `document`, `book`.
 * @throws Failure when no entry can be read: `damaged`, `too-large`, `unsupported`
 */
export async function openEntries(bytes: Uint8Array, what: string, limits = zipLimits): Promise<ZipEntries> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const zip = await openTable(buffer, what);
  if (zip.entryCount > limits.entries)
    throw new Failure(
      'too-large',
      `The ${what} says that it has ${zip.entryCount.toLocaleString('en')} entries; at most ${limits.entries.toLocaleString('en')} are read. Make several of it.`,
    );
  const found = await readTable(zip, what);
  const packed = found.reduce((sum, { compressedSize }) => sum + compressedSize, 0);
  if (packed > buffer.length)
    throw new Failure('damaged', `The ${what} is damaged: its entries lie one upon the other. Do not trust it.`);

  const names = decodeNames(found);
  const named = new Map<string, ZipEntry>();
  const tables = new Map<ZipEntry, yauzl.Entry>();
  for (const [index, entry] of found.entries()) {
    const name = names[index]!;
    if (name.endsWith('/')) continue;
    const listed = { name, size: entry.uncompressedSize, refusal: refusalOf(entry, name, limits) };
    named.delete(name);
    named.set(name, listed);
    tables.set(listed, entry);
  }
  let total = 0;
  return {
    entries: [...named.values()],
    named,
    async read(listed) {
      const entry = tables.get(listed);
      if (entry === undefined) throw new Failure('damaged', 'is missing');
      if (listed.refusal !== null) throw new Failure('unsupported', listed.refusal);
      total += entry.uncompressedSize;
      if (total > limits.total)
        throw new Failure('too-large', `comes after ${amount(limits.total)}, as much as one ${what} may unpack to`);
      return unpack(zip, buffer, entry);
    },
  };
}

async function openTable(buffer: Buffer, what: string): Promise<yauzl.ZipFile> {
  if (buffer.length === 0) throw new Failure('unsupported', 'The file is empty.');
  const begins = buffer.length < 4 ? 0 : buffer.readUInt32LE(0);
  if (begins !== localHeader && begins !== endOfTable && begins !== spanned) throw otherKind(buffer, what);
  try {
    return await yauzl.fromBufferPromise(buffer, { lazyEntries: true, decodeStrings: false });
  } catch (cause) {
    throw new Failure(
      'damaged',
      `The ${what} is not complete: its end is missing or damaged, as after a copy or a download that was broken off. Copy it again.`,
      { cause },
    );
  }
}

const localHeader = 0x04034b50;
const endOfTable = 0x06054b50;
const spanned = 0x08074b50;

async function readTable(zip: yauzl.ZipFile, what: string): Promise<yauzl.Entry[]> {
  const found: yauzl.Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) found.push(entry);
  } catch (cause) {
    throw new Failure(
      'damaged',
      /encrypt/i.test(String(cause))
        ? `The ${what} is locked with a password. Unlock it, and save it without one.`
        : `The ${what} is damaged: its table of contents cannot be read. Copy it again.`,
      { cause },
    );
  }
  return found;
}

/** Whether a path with `/` between its parts is absolute, leads to a folder above, or is no path at all. */
const leadsOut = (path: string): boolean =>
  path === '' || path.includes('\0') || /^(?:\/|[A-Za-z]:)/.test(path) || path.split('/').includes('..');

function refusalOf(entry: yauzl.Entry, name: string, limits: ZipLimits): string | null {
  const { compressedSize: packed, uncompressedSize: size } = entry;
  if (leadsOut(name)) return 'leads to a place outside';
  // What Unix keeps of a file's kind: a link points somewhere else.
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000) return 'is a link to another file';
  if (entry.isEncrypted()) return 'is locked with a password';
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    return 'is compressed in a way that Rapporteur does not read';
  if (size > limits.entry) return `would unpack to ${amount(size)}; at most ${amount(limits.entry)} are read`;
  if (size > limits.unsuspicious && size > packed * limits.ratio)
    return `would unpack to ${amount(size)}, more than ${limits.ratio} times its size, as no article does`;
  return null;
}

async function unpack(zip: yauzl.ZipFile, buffer: Buffer, entry: yauzl.Entry): Promise<Uint8Array> {
  const { compressedSize: packed, uncompressedSize: size } = entry;
  let data: Buffer;
  try {
    const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const raw = buffer.subarray(start, start + packed);
    if (raw.length < packed) throw new Error('cut');
    data =
      entry.compressionMethod === 0
        ? raw
        : inflateRawSync(raw, { maxOutputLength: Math.max(1, size), finishFlush: constants.Z_FINISH });
  } catch (cause) {
    throw new Failure('damaged', 'cannot be unpacked: it is damaged', { cause });
  }
  if (data.length !== size || crc32(data) !== entry.crc32)
    throw new Failure('damaged', 'is damaged: it is not what the table of contents says');
  return data;
}

function amount(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  return megabytes < 1024 ? `${Math.max(1, Math.round(megabytes))} MB` : `${Math.round(megabytes / 102.4) / 10} GB`;
}
