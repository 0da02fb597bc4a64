import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { Failure, type FailureCode } from '#shared/contract/failure.ts';
import type { Meta } from '#shared/model/article.ts';
import { indexed } from '#shared/search/words.ts';
import { sketchOf } from '#shared/text/near.ts';
import { explain } from '../files/explain.ts';
import { sha256 } from '../files/hash.ts';
import { isInside } from '../files/walk.ts';
import { bytesOfSketch, packedBlocks } from '../store/packed.ts';
import { codeUnitsOf } from './code-units.ts';
import { extractAll } from './extract.ts';
import type { Extracted } from './extracted.ts';
import { asGuessed, type How } from './format.ts';
import { formatOf, longestFile } from './formats.ts';
import { refuseSize } from './source.ts';

/** A file to be read in a worker. */
export interface ReadJob {
  /** The corpus folder; `path` is relative to it, `/` between the parts. */
  readonly root: string;
  readonly path: string;
  /** The hash at the last reading: a file that still has it is not read again. Null: read in any case. */
  readonly known: string | null;
  /** Null: nothing was chosen. */
  readonly how: How | null;
}

/** An article of a file, as the store takes it. */
export interface ReadArticle {
  /** Null: the file is the article. */
  readonly part: string | null;
  readonly bytes: number;
  readonly sourceSha256: string;
  readonly textSha256: string;
  readonly text: string;
  /** The text in UTF-8, which is what the store takes. */
  readonly utf8: Uint8Array;
  readonly meta: Meta;
  /** JSON of the `encoding` of its provenance; null: none. */
  readonly encoding: string | null;
  readonly notices: readonly string[];
  /** JSON of the store's table `body`. */
  readonly blocks: string;
  readonly pages: string | null;
  /** Hashes of lines that may turn out to be boilerplate, a blank between two. */
  readonly lines: string;
  /** The sketch of its words as the store keeps it; null: too short to be compared. */
  readonly sketch: Uint8Array | null;
  /** Title and text as they go into the index of words, where that is not as they stand. */
  readonly words: { readonly title: string; readonly text: string } | null;
}

/** The state of a file that was read. Times are milliseconds since 1970. */
export interface FileState {
  readonly bytes: number;
  readonly mtime: number;
  readonly ctime: number;
  readonly sourceSha256: string;
}

export type ReadResult = ResultWith<readonly ReadArticle[]>;

/** @param A how the articles are given */
export type ResultWith<A> =
  /** `articles` are the last ones; those before were given while reading. With `failure` the rest cannot be read. */
  | {
      readonly kind: 'read';
      readonly file: FileState;
      /** Which extractor, with its version. */
      readonly extractor: string;
      readonly articles: A;
      readonly failure: { readonly code: FailureCode; readonly message: string } | null;
    }
  /** The bytes are those of `known`. */
  | { readonly kind: 'same'; readonly file: FileState }
  /** Nothing of it could be read. `message` is for a person. `sourceSha256` is null when the bytes could not be read. */
  | {
      readonly kind: 'failed';
      readonly code: FailureCode;
      readonly message: string;
      readonly bytes: number | null;
      readonly sourceSha256: string | null;
    };

/** UTF-16 code units of text that are given at once while a file of many articles is read. */
const portion = 500_000;

/**
 * Reads one file from the disk and extracts its articles. Those of a large file are given in portions: the next is read
 * when `onArticles` has resolved. Never throws: what goes wrong is the result.
 */
export async function runJob(
  { root, path, known, how }: ReadJob,
  onArticles: (articles: ReadArticle[]) => Promise<void>,
): Promise<ReadResult> {
  let bytes: number | null = null;
  let sourceSha256: string | null = null;
  try {
    const { data, mtime, ctime } = readWhole(root, path, (size) => {
      bytes = size;
    });
    sourceSha256 = sha256(data);
    const file = { bytes: data.length, mtime, ctime, sourceSha256 };
    if (sourceSha256 === known) return { kind: 'same', file };
    let articles: ReadArticle[] = [];
    let characters = 0;
    let any = false;
    const extractor = formatOf(path)?.id ?? '';
    try {
      for await (const extracted of extractAll(data, path, how ?? asGuessed)) {
        any = true;
        articles.push(articleOf(extracted, file, data));
        characters += extracted.text.length;
        if (characters < portion) continue;
        await onArticles(articles);
        articles = [];
        characters = 0;
      }
    } catch (error) {
      if (!any) throw error;
      return { kind: 'read', file, extractor, articles, failure: failureOf(error) };
    }
    return { kind: 'read', file, extractor, articles, failure: null };
  } catch (error) {
    return { kind: 'failed', ...failureOf(error), bytes, sourceSha256 };
  }
}

function articleOf(
  { part, source, text, utf8, blocks, meta, notices, pages, encoding, lines }: Extracted,
  file: FileState,
  data: Buffer,
) {
  const written = utf8 ?? Buffer.from(text);
  const own = source === null ? null : typeof source === 'string' ? Buffer.from(source) : source;
  const title = meta.title ?? '';
  const units = codeUnitsOf(text);
  const words = { title: indexed(title), text: indexed(text, units) };
  // Most plain texts are kept as they stand in the file.
  const isFile = utf8 === data || data.equals(written);
  return {
    part,
    bytes: own?.length ?? file.bytes,
    sourceSha256: own === null ? file.sourceSha256 : sha256(own),
    textSha256: isFile ? file.sourceSha256 : sha256(written),
    text,
    utf8: written,
    meta,
    encoding: encoding == null ? null : JSON.stringify(encoding),
    notices,
    blocks: packedBlocks(blocks),
    pages: pages === undefined ? null : JSON.stringify(pages.map(({ start, label }) => [start, label])),
    lines: lines.join(' '),
    sketch: bytesOfSketch(sketchOf(text, blocks, units)),
    words: words.title === title && words.text === text ? null : words,
  };
}

function failureOf(error: unknown): { code: FailureCode; message: string } {
  if (error instanceof Failure) return { code: error.code, message: error.message };
  if (error instanceof RangeError || (error instanceof Error && !('code' in error)))
    return {
      code: 'unsupported',
      message: `The file could not be understood (${error.message}). Save its text as .txt and put that into the folder.`,
    };
  const { code, words } = explain(error);
  return { code, message: `The file cannot be read: ${words}.` };
}

interface Whole {
  readonly data: Buffer;
  readonly mtime: number;
  readonly ctime: number;
}

/** Checks again at opening what listing saw: between the two, a file may have become a link, a pipe, or large. */
function readWhole(root: string, path: string, onSize: (bytes: number) => void): Whole {
  const top = topOf(root);
  const real = realpathSync.native(`${top}${sep}${path}`);
  if (!isInside(top, real))
    throw new Failure(
      'no-permission',
      'It is a link out of the folder and is not followed. Copy what it leads to into the folder.',
    );
  // Without O_NONBLOCK opening a pipe waits for its other end, for ever.
  const file = openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  try {
    const before = fstatSync(file);
    if (!before.isFile()) throw new Failure('unsupported', 'It is not a file.');
    onSize(before.size);
    refuseLarge(path, before.size);
    const data = readUpTo(file, before.size);
    return { data, mtime: before.mtimeMs, ctime: before.ctimeMs };
  } finally {
    closeSync(file);
  }
}

/**
 * What stands in a file up to so many bytes, which were its size a moment ago: the times that go with it are those of
 * that moment, so that one which has grown since is read again by the next scan. A piece of memory of its own, since
 * some readers hand it on.
 */
function readUpTo(file: number, bytes: number): Buffer {
  const data = Buffer.allocUnsafeSlow(bytes);
  let length = 0;
  while (length < bytes) {
    const read = readSync(file, data, length, bytes - length, null);
    if (read === 0) return data.subarray(0, length);
    length += read;
  }
  return data;
}

let topFound = { root: '', top: '', at: 0 };

/** Where a folder really is; asked anew each second, since asking takes as long as reading a short file. */
function topOf(root: string): string {
  const now = performance.now();
  if (topFound.root !== root || now - topFound.at > 1000) topFound = { root, top: realpathSync.native(root), at: now };
  return topFound.top;
}

/** A file that is larger than its format allows is not read at all. */
function refuseLarge(path: string, bytes: number): void {
  const largest = formatOf(path)?.largest;
  if (largest === undefined || bytes <= largest) return;
  if (largest === longestFile) refuseSize(bytes);
  const megabytes = (size: number) => Math.ceil(size / 1024 / 1024);
  throw new Failure(
    'too-large',
    `The file has ${megabytes(bytes)} MB; Rapporteur reads files of this kind of up to ${megabytes(largest)} MB. Split it into several files.`,
  );
}
