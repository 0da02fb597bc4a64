import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { linesOf } from './article-edits.ts';
import type { Chain } from './chain.ts';
import { bytesOf, Entries, type Named } from './entries.ts';
import { noLines, type Writer } from './load-writer.ts';

/*
 * What was read and checked of the journals, kept in the cache, so that the next opening reads only what they have gained:
 * the columns of `Entries` as they are, the edits of articles' bindings, a line of JSON that tells what these are, and a
 * checksum. The columns come first so that they can be used where they have been read to. A cache: it may be deleted, and
 * one that is damaged, or of another version, is left aside.
 */

/** Raise the number with every change of what is kept, also of the columns. */
const format = 'rapporteur.journals/2';

/** A writer's journal as it was when it was kept. */
interface Kept extends Pick<Writer, 'files' | 'annotator' | 'last'> {
  /** See `nameOf` of `AllJournals`. */
  name: string;
  chains: Omit<Chain, 'entries'>[];
  named: Named;
  editBytes: number;
}

interface Contents {
  format: string;
  writers: Kept[];
}

/** Its name in the cache of a folder. */
export const checkpointName = 'journals.index';

/** Journals of fewer changes together are read from their beginning as quickly. */
export const worthKeeping = 500;

/** A writer as it may be kept, with the changes that have been read from its files; null when it has to be read anew. */
function keepable(name: string, writer: Writer): { kept: Kept; entries: Entries; edits: Buffer } | null {
  const { files, annotator, chains, hidden, lost, keptEdits, articleEdits } = writer;
  const last = chains.at(-1);
  const sound =
    last?.last != null &&
    lost.length === 0 &&
    writer.unread === 0 &&
    writer.behindSince === null &&
    writer.notices.length === 0 &&
    files.length === chains.length &&
    chains.every(({ damage }, i) => damage === null || (damage.torn && i === chains.length - 1));
  if (!sound) return null;
  const n = (last.last as { n: number }).n;
  const entries =
    hidden.length === 0 ? writer.entries : Entries.from([...writer.entries, ...hidden].sort((a, b) => a.n - b.n));
  const edits = Buffer.concat([
    keptEdits,
    Buffer.from([...linesOf(articleEdits.filter((edit) => edit.n <= n))].join('')),
  ]);
  return {
    edits,
    entries,
    kept: {
      ...{ name, files, annotator, last: n },
      chains: chains.map(({ entries: _, ...chain }) => chain),
      named: entries.keep(entries.firstAfter(n)).named,
      editBytes: edits.length,
    },
  };
}

/**
 * Keeps what was read of journals; those with damage are left out, because they are to be read from their beginning.
 * @param writers by names under which they are asked for again
 * @throws what the file system throws
 */
export async function keepJournals(path: string, writers: Iterable<[string, Writer]>): Promise<void> {
  const all = [...writers].flatMap(([name, writer]) => keepable(name, writer) ?? []);
  // Whatever is added while it is written comes after what counts here, and is read again next time.
  const chunks = all.flatMap(({ entries, kept }) =>
    entries.keep(kept.named.length).chunks.map((bytes) => Buffer.from(bytes)),
  );
  const contents: Contents = { format, writers: all.map(({ kept }) => kept) };
  const parts = [...chunks, ...all.map(({ edits }) => edits), Buffer.from(`\n${JSON.stringify(contents)}`)];
  const sum = parts.reduce((sum, part) => crc32(part, sum), 0);
  await mkdir(dirname(path), { recursive: true });
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < parts.length; i += 16) yield Buffer.concat(parts.slice(i, i + 16));
    yield Buffer.from(`\n${sum}`);
  }
  await writeFileAtomic(path, pieces());
}

/** What was kept, by name, as if it stood in no folder yet; empty when there is nothing that can be used. */
export async function readKept(path: string): Promise<Map<string, Writer>> {
  const found = new Map<string, Writer>();
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return found;
  try {
    const bytes = await wholeOf(file);
    const end = bytes.lastIndexOf(10);
    if (end < 0 || bytes.toString('latin1', end + 1) !== String(crc32(bytes.subarray(0, end)))) return found;
    const line = bytes.lastIndexOf(10, end - 1) + 1;
    const { format: of, writers } = JSON.parse(bytes.toString('utf8', line, end)) as Contents;
    if (of !== format) return found;
    let at = 0;
    const next = (length: number) => {
      at += length;
      return bytes.subarray(at - length, at);
    };
    const columns = writers.map(({ named }) => next(bytesOf(named.length)));
    for (const [i, { name, files, annotator, last, chains, named, editBytes }] of writers.entries())
      found.set(name, {
        ...noLines('', annotator),
        ...{ files, last, reached: last },
        chains: chains.map((chain) => ({ ...chain, entries: new Entries() })),
        entries: Entries.restore(named, columns[i] as Buffer),
        keptEdits: next(editBytes),
      });
    return found;
  } catch {
    return new Map();
  } finally {
    await file.close().catch(() => {});
  }
}

/** The bytes of a file in a piece of memory of their own. */
async function wholeOf(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  const bytes = Buffer.allocUnsafeSlow(size);
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(bytes, at, Math.min(size - at, 2 ** 30), at);
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}
