import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { z } from 'zod';
import { type Change, instantPattern } from '#shared/changes/change.ts';
import { isChange, maxLineBytes } from '#shared/changes/journal-line.ts';
import { type Codebook, codebookSchema } from '#shared/codebook/codebook.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Article } from '#shared/model/article.ts';
import { sha256 } from '../../files/hash.ts';
import { lineSplitter } from '../../files/scan-lines.ts';
import type { Incoming, IncomingFile } from '../incoming.ts';
import { articleRowSchema, bundleFormat, type Manifest, manifestSchema, names } from './manifest.ts';
import { leadsOut, type OpenZip, openZip, stopped } from './zip.ts';

/** A bundle that was read and checked from its first to its last byte; the files of articles can be read again. */
export interface Bundle {
  manifest: Manifest;
  codebook: Codebook;
  articles: Article[];
  files: Map<string, IncomingFile>;
  notices: string[];
  close(): Promise<void>;
}

interface Scan {
  /** Sees every change in turn. */
  onChange(change: Change): void;
  onProgress?: ((done: number, total: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Reads a bundle and writes nothing. All of it is unpacked once and compared with its checksums before anything of it is
 * used, a piece at a time.
 * @throws Failure saying what is wrong with the file, see docs/bundle-format.md; `cancelled`
 */
export async function readBundle(path: string, signal?: AbortSignal): Promise<Incoming> {
  const changes: Change[] = [];
  const bundle = await scanBundle(path, { signal, onChange: (change) => changes.push(change) });
  const { manifest, codebook, articles, files, notices, close } = bundle;
  const { id, by, madeAt: at, corpus, annotators } = manifest;
  return {
    ...{ kind: 'bundle', path, name: basename(path), id, by, at, corpus, codebook, annotators },
    ...{ articles, changes, files, notices, close },
  };
}

/** As `readBundle`, but keeps no changes. */
export async function scanBundle(path: string, { onChange, onProgress, signal }: Scan): Promise<Bundle> {
  const zip = await openZip(path, signal);
  const file = `“${basename(path)}”`;
  try {
    const manifest = readManifest(await whole(zip, names.manifest, file, signal), file);
    const stated = new Map(manifest.entries.map((entry) => [entry.name, entry]));
    let done = 0;
    /** An entry's bytes, each piece once; afterwards they have been compared with the manifest. */
    async function* checked(name: string): AsyncGenerator<Buffer> {
      const entry = stated.get(name);
      if (entry === undefined)
        throw new Failure('damaged', `The manifest of ${file} does not tell of the entry “${name}”. ${askAgain}`);
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const piece of zip.read(name, signal)) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
      if (bytes !== entry.bytes || hash.digest('hex') !== entry.sha256) throw altered(name, file);
      onProgress?.(++done, stated.size);
    }

    const codebook = readCodebook(await collect(checked(names.codebook)), file);
    await readChanges(checked(names.changes), file, onChange);
    const rows = await readArticles(checked(names.articles), file);
    const files = new Map<string, IncomingFile>();
    const articles: Article[] = [];
    for (const { file: name, ...article } of rows) {
      articles.push(article);
      if (name === null) continue;
      const entry = stated.get(name);
      if (entry?.sha256 !== article.sourceSha256) throw altered(name, file);
      for await (const _ of checked(name)) if (signal?.aborted) throw stopped();
      const { bytes, sha256: digest } = entry;
      const read = async () => {
        const data = await collect(zip.read(name));
        if (sha256(data) !== digest) throw altered(name, file);
        return data;
      };
      files.set(article.id, { path: article.path, bytes, sha256: digest, read });
    }
    const used = new Set<string>([...Object.values(names), ...rows.flatMap((row) => row.file ?? [])]);
    return { manifest, codebook, articles, files, notices: unknownIn(zip, used, file), close: () => zip.close() };
  } catch (error) {
    await zip.close();
    throw error;
  }
}

const askAgain = 'Copy it again, or ask for it once more.';

const altered = (name: string, file: string) =>
  new Failure(
    'damaged',
    `In ${file} the entry “${name}” does not match its checksum: it was changed or damaged on the way. Nothing was taken in. ${askAgain}`,
  );

async function whole(zip: OpenZip, name: string, file: string, signal?: AbortSignal): Promise<Buffer> {
  if (!zip.entries.has(name))
    throw new Failure(
      'unsupported',
      `${file} is a zip file, but no Rapporteur bundle: it has no ${name}. Choose the .rapporteur file that you were sent.`,
    );
  return collect(zip.read(name, signal));
}

async function collect(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What JSON text holds; undefined when it is none. */
function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    return undefined;
  }
}

function readManifest(bytes: Buffer, file: string): Manifest {
  const value = parse(bytes);
  const format = (value as { format?: unknown } | null | undefined)?.format;
  const version = typeof format === 'string' ? /^rapporteur\.bundle\/(\d+)$/.exec(format)?.[1] : undefined;
  if (version !== undefined && format !== bundleFormat)
    throw new Failure(
      'newer-format',
      `${file} was made by a newer version of Rapporteur (its format is ${version}, this version reads 1). Update Rapporteur to open it.`,
    );
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const what = value === undefined ? 'it is not JSON' : where(parsed.error);
  throw new Failure('damaged', `The manifest of ${file} cannot be read: ${what}. ${askAgain}`);
}

function readCodebook(bytes: Buffer, file: string): Codebook {
  const parsed = codebookSchema.safeParse(parse(bytes));
  if (parsed.success) return parsed.data;
  throw new Failure('damaged', `The codebook in ${file} cannot be read: ${where(parsed.error)}. ${askAgain}`);
}

/** The field with the first fault, in words. */
function where({ issues }: z.ZodError): string {
  const field = issues[0]?.path.join('.') ?? '';
  return field === '' ? 'it holds something else' : `its “${field}” is missing or holds something else`;
}

/**
 * Calls `each` with the value of every line; undefined: the line is none that could be one. What `each` throws is thrown
 * at the end, after the checksum of all of it: a line may be no good because the file was damaged.
 */
async function readLines(pieces: AsyncIterable<Buffer>, each: (value: unknown, line: number) => void): Promise<void> {
  let line = 0;
  let fault: Failure | null = null;
  const splitter = lineSplitter(maxLineBytes, (bytes) => {
    line++;
    if (fault !== null) return;
    try {
      each(bytes === null ? undefined : parse(bytes), line);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      fault = error;
    }
  });
  for await (const piece of pieces) splitter.push(piece);
  splitter.end();
  if (fault !== null) throw fault;
}

async function readChanges(pieces: AsyncIterable<Buffer>, file: string, each: (change: Change) => void): Promise<void> {
  const ids = new Set<string>();
  await readLines(pieces, (value, line) => {
    if (!isOurChange(value))
      throw new Failure(
        'damaged',
        `In ${file} line ${line} of ${names.changes} holds no change that can be read: whoever made the file must put it right. Nothing was taken in.`,
      );
    if (ids.has(value.id))
      throw new Failure(
        'damaged',
        `In ${file} line ${line} of ${names.changes} has the id “${value.id}” of an earlier line: whoever made the file must put it right. Nothing was taken in.`,
      );
    ids.add(value.id);
    each(value);
  });
}

/** As what crosses a port, but with kinds of records that this version does not know. */
function isOurChange(value: unknown): value is Change {
  if (!isChange(value)) return false;
  const { id, at, by, gesture, edits } = value;
  return (
    instantPattern.test(at) &&
    [id, by, gesture].every((one) => one.length <= 100) &&
    edits.length > 0 &&
    edits.length <= 100_000 &&
    edits.every((edit) => edit.id.length > 0 && edit.id.length <= 200)
  );
}

async function readArticles(pieces: AsyncIterable<Buffer>, file: string): Promise<z.infer<typeof articleRowSchema>[]> {
  const rows = new Map<string, z.infer<typeof articleRowSchema>>();
  await readLines(pieces, (value, line) => {
    const parsed = articleRowSchema.safeParse(value);
    const fault = !parsed.success
      ? where(parsed.error)
      : rows.has(parsed.data.id)
        ? 'its id stands in an earlier line'
        : leadsOut(parsed.data.path)
          ? `its path “${parsed.data.path.slice(0, 100)}” leads out of the folder`
          : null;
    if (fault !== null || !parsed.success)
      throw new Failure(
        'damaged',
        `In ${file} line ${line} of ${names.articles} cannot be used (${fault}). Nothing was taken in. Ask for the file once more.`,
      );
    rows.set(parsed.data.id, parsed.data);
  });
  return [...rows.values()];
}

/** What stands in the zip and belongs to nothing in it, for the person. */
function unknownIn(zip: OpenZip, used: ReadonlySet<string>, file: string): string[] {
  const unknown = [...zip.entries.keys()].filter((name) => !used.has(name));
  if (unknown.length === 0) return [];
  const some = unknown.slice(0, 3).map((name) => `“${name.slice(0, 100)}”`);
  const more = unknown.length > some.length ? ` and ${unknown.length - some.length} more` : '';
  return [`${file} also holds what belongs to no bundle and was passed over: ${some.join(', ')}${more}.`];
}
