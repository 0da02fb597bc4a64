import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, type FailureCode } from '#shared/contract/failure.ts';
import { explain } from '../files/explain.ts';
import { sha256 } from '../files/hash.ts';
import { isInside } from '../files/walk.ts';
import { type FoundInFile, findInFile } from '../occurrences/find-in-file.ts';
import type { WordsToFind } from '../occurrences/find-in-text.ts';
import { extract } from './extract.ts';
import type { Extracted } from './extracted.ts';
import { refuseSize } from './plain.ts';

/** A file to be read in a worker. */
export interface ReadJob {
  /** The corpus folder; `path` is relative to it, `/` between the parts. */
  readonly root: string;
  readonly path: string;
  /** The hash at the last reading: a file that still has it is not read again. Null: read in any case. */
  readonly known: string | null;
  /** Whether the text is wanted, or only what the catalogue keeps of it. */
  readonly withText: boolean;
  /** Words to be found in the text, which is all that is wanted then: the result is `searched`. */
  readonly find?: WordsToFind;
}

/** What the catalogue keeps of a file that was read. */
export interface ReadFile extends Omit<Extracted, 'text'> {
  readonly sourceSha256: string;
  readonly textSha256: string;
  readonly bytes: number;
  /** UTF-16 code units of the text. */
  readonly length: number;
  readonly mtime: number;
  readonly ctime: number;
  /** Null unless asked for. */
  readonly text: string | null;
}

export type ReadResult =
  | { readonly kind: 'read'; readonly file: ReadFile }
  /** What the words were found in; null when they were not. */
  | { readonly kind: 'searched'; readonly found: FoundInFile | null }
  /** The bytes are those of `known`. */
  | { readonly kind: 'same'; readonly bytes: number; readonly mtime: number; readonly ctime: number }
  /** `message` is for a person. `sourceSha256` is null when the bytes could not be read. */
  | {
      readonly kind: 'failed';
      readonly code: FailureCode;
      readonly message: string;
      readonly bytes: number | null;
      readonly sourceSha256: string | null;
    };

/** Reads one file from the disk and extracts its article. Never throws: what goes wrong is the result. */
export async function runJob({ root, path, known, withText, find }: ReadJob): Promise<ReadResult> {
  let bytes: number | null = null;
  let sourceSha256: string | null = null;
  try {
    const file = await readWhole(root, path, (size) => {
      bytes = size;
    });
    sourceSha256 = sha256(file.data);
    const { mtime, ctime } = file;
    if (sourceSha256 === known) return { kind: 'same', bytes: file.data.length, mtime, ctime };
    if (find) return { kind: 'searched', found: findInFile(file.data, path, sourceSha256, find) };
    const { text, ...rest } = extract(file.data, path);
    const read = {
      ...rest,
      sourceSha256,
      textSha256: sha256(text),
      bytes: file.data.length,
      length: text.length,
      mtime,
      ctime,
    };
    return { kind: 'read', file: { ...read, text: withText ? text : null } };
  } catch (error) {
    if (error instanceof Failure)
      return { kind: 'failed', code: error.code, message: error.message, bytes, sourceSha256 };
    if (error instanceof RangeError || (error instanceof Error && !('code' in error)))
      return {
        kind: 'failed',
        code: 'unsupported',
        message: `The file could not be understood (${error.message}). Save its text as .txt and put that into the folder.`,
        bytes,
        sourceSha256,
      };
    const { code, words } = explain(error);
    return { kind: 'failed', code, message: `The file cannot be read: ${words}.`, bytes, sourceSha256 };
  }
}

interface Whole {
  readonly data: Uint8Array;
  readonly mtime: number;
  readonly ctime: number;
}

/** Checks again at opening what listing saw: between the two, a file may have become a link, a pipe, or large. */
async function readWhole(root: string, path: string, onSize: (bytes: number) => void): Promise<Whole> {
  const top = await realpath(root);
  const real = await realpath(join(top, ...path.split('/')));
  if (!isInside(top, real))
    throw new Failure(
      'no-permission',
      'It is a link out of the folder and is not followed. Copy what it leads to into the folder.',
    );
  // Without O_NONBLOCK opening a pipe waits for its other end, for ever.
  const handle = await open(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  try {
    const before = await handle.stat();
    if (!before.isFile()) throw new Failure('unsupported', 'It is not a file.');
    onSize(before.size);
    refuseSize(before.size);
    const data = await handle.readFile();
    refuseSize(data.length);
    onSize(data.length);
    return { data, mtime: before.mtimeMs, ctime: before.ctimeMs };
  } finally {
    await handle.close();
  }
}
