import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Failure } from '#shared/contract/failure.ts';
import { explain } from '../../files/explain.ts';
import { readBundle } from '../bundle/read-bundle.ts';
import type { Read } from './read-file.ts';
import { readJournal } from './read-journal.ts';
import { mostAhead, readJsonl } from './read-jsonl.ts';

/** So much of a file's beginning tells what it is. */
const head = 64 * 1024;

/**
 * Reads a file that a colleague sent, whatever its name: a bundle, a journal, or annotated articles as JSONL. Nothing is
 * written. Close the `incoming` after use.
 * @param as whose the spans are where the file does not say: an annotator's id
 * @param now wall time in milliseconds since 1970
 * @param signal ends the reading of a bundle, which then fails with `cancelled`
 * @throws Failure in words for the person: `unsupported` for a file of another kind, `newer-format`, `damaged`, or why it
 *   cannot be read
 */
export async function readIncoming(path: string, as: string | null, now: number, signal?: AbortSignal): Promise<Read> {
  const name = basename(path);
  switch (await kindOf(path, name)) {
    case 'bundle':
      return warned({ incoming: await readBundle(path, signal), faults: [], faultsLeft: 0 }, now);
    case 'journal':
      return warned(await readJournal(path), now);
    case 'jsonl':
      return readJsonl(path, as, now);
  }
}

/** Tells of a clock that was wrong: what was changed under it holds over everything that is changed here until then. */
function warned(read: Read, now: number): Read {
  const { incoming } = read;
  const end = `${new Date(now + mostAhead).toISOString()}+0000`;
  const ahead = incoming.changes.filter(({ at }) => at > end);
  if (ahead.length === 0) return read;
  const latest = ahead.reduce((max, { at }) => (at > max ? at : max), '').slice(0, 10);
  const many = ahead.length === 1 ? 'One change is' : `${ahead.length} changes are`;
  const notice = `${many} dated in the future, up to ${latest}, because a computer’s clock was wrong: until that day what they say holds over what you change.`;
  return { ...read, incoming: { ...incoming, notices: [...incoming.notices, notice] } };
}

async function kindOf(path: string, name: string): Promise<'bundle' | 'journal' | 'jsonl'> {
  const bytes = await beginningOf(path, name);
  if (bytes.length === 0) throw new Failure('damaged', `${name} is empty. Ask for it again.`);
  if (['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'].includes(bytes.toString('latin1', 0, 4))) return 'bundle';
  const text = bytes.toString('utf8').replace(/^\ufeff?\s*/, '');
  if (/^\{"n":\d+,"prev":"/.test(text)) return 'journal';
  if (/"schema"\s*:\s*"rapporteur\./.test(text)) return 'jsonl';
  const looks =
    bytes[0] === 0x1f && bytes[1] === 0x8b
      ? ' It is compressed with gzip: unpack it first.'
      : /^\{[\s\S]*"text"\s*:/.test(text)
        ? ' Its lines do not say "schema": "rapporteur.article/1".'
        : '';
  throw new Failure(
    'unsupported',
    `${name} is nothing that can be taken in.${looks} Rapporteur reads bundles (.rapporteur), journals (.jsonl, from the folder .rapporteur/journal) and annotated articles (.jsonl, one rapporteur.article/1 a line).`,
  );
}

async function beginningOf(path: string, name: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      if (!(await file.stat()).isFile())
        throw new Failure('unsupported', `${name} is not a file. Choose the files in it.`);
      const bytes = Buffer.alloc(head);
      const { bytesRead } = await file.read(bytes, 0, head, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code, words } = explain(error);
    throw new Failure(code, `${name} cannot be read: ${words}.`, { cause: error });
  }
}
