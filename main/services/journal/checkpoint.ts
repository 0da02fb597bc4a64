import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeFileAtomic } from '../files/atomic-write.ts';
import type { Chain } from './chain.ts';
import { chunkBytes, chunksOf, Entries, type Named } from './entries.ts';
import type { ArticleEdit, Writer } from './load-writer.ts';
import { noLines } from './load-writer.ts';

/*
 * What was read and checked of the journals, kept in the cache, so that the next opening reads only what they have gained:
 * a line of JSON, the edits of articles' bindings a line each, and the columns of `Entries` as they are. A cache: it may
 * be deleted, and one that is damaged, or of another version, is left aside.
 */

/** Raise the number with every change of what is kept, also of the columns. */
const format = 'rapporteur.journals/1';

/** A writer's journal as it was when it was kept. */
interface Kept extends Pick<Writer, 'files' | 'annotator' | 'last'> {
  /** See `nameOf` of `AllJournals`. */
  name: string;
  chains: Omit<Chain, 'entries'>[];
  named: Named;
  articleEdits: number;
}

interface Head {
  format: string;
  writers: Kept[];
  /** Bytes of the lines of edits, and the CRC-32 of everything after the head. */
  editBytes: number;
  crc: number;
}

/** Its name in the cache of a folder. */
export const checkpointName = 'journals.index';

/** Journals of fewer changes together are read from their beginning as quickly. */
export const worthKeeping = 500;

/** A writer as it may be kept, with the changes that have been read from its files; null when it has to be read anew. */
function keepable(
  name: string,
  writer: Writer,
): { kept: Kept; entries: Entries; edits: readonly ArticleEdit[] } | null {
  const { files, annotator, chains, hidden, lost, articleEdits } = writer;
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
  const edits = articleEdits.filter((edit) => edit.n <= n);
  return {
    edits,
    entries,
    kept: {
      ...{ name, files, annotator, last: n },
      chains: chains.map(({ entries: _, ...chain }) => chain),
      named: entries.keep(entries.firstAfter(n)).named,
      articleEdits: edits.length,
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
    entries.keep(kept.named.length).chunks.map((bytes) => Buffer.from(bytes.slice(0))),
  );
  const edits = Buffer.from(
    all.flatMap((one) => one.edits.map(({ at, n, edit }) => `${JSON.stringify({ at, n, edit })}\n`)).join(''),
  );
  const crc = chunks.reduce((sum, chunk) => crc32(chunk, sum), crc32(edits));
  const head: Head = { format, writers: all.map(({ kept }) => kept), editBytes: edits.length, crc };
  await mkdir(dirname(path), { recursive: true });
  async function* parts(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${JSON.stringify(head)}\n`);
    yield edits;
    for (let i = 0; i < chunks.length; i += 16) yield Buffer.concat(chunks.slice(i, i + 16));
  }
  await writeFileAtomic(path, parts());
}

/** What was kept, by name, as if it stood in no folder yet; empty when there is nothing that can be used. */
export async function readKept(path: string): Promise<Map<string, Writer>> {
  const found = new Map<string, Writer>();
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return found;
  try {
    const bytes = await file.readFile();
    const end = bytes.indexOf(10);
    if (end < 0) return found;
    const head = JSON.parse(bytes.toString('utf8', 0, end)) as Head;
    const rest = bytes.subarray(end + 1);
    if (head.format !== format || crc32(rest) !== head.crc) return found;
    const lines = rest.toString('utf8', 0, head.editBytes).split('\n');
    let line = 0;
    let at = head.editBytes;
    for (const { name, files, annotator, last, chains, named, articleEdits } of head.writers) {
      const chunks = Array.from({ length: chunksOf(named.length) }, () => {
        const { buffer } = new Uint8Array(rest.subarray(at, at + chunkBytes));
        at += chunkBytes;
        return buffer;
      });
      found.set(name, {
        ...noLines('', annotator),
        ...{ files, last, reached: last },
        chains: chains.map((chain) => ({ ...chain, entries: new Entries() })),
        entries: Entries.restore(named, chunks),
        articleEdits: lines.slice(line, line + articleEdits).map((json) => JSON.parse(json) as ArticleEdit),
      });
      line += articleEdits;
    }
    return found;
  } catch {
    return new Map();
  } finally {
    await file.close().catch(() => {});
  }
}
