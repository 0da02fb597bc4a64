import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { type Codebook, canonicalCodebook } from '#shared/codebook/codebook.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { BundleRequest, BundleResult, EventData, Positions } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Entry } from '#shared/model/article.ts';
import type { Transfer } from '#shared/model/transfer.ts';
import { syncFolder, writeFileAtomic } from '../../files/atomic-write.ts';
import { explain, systemCode } from '../../files/explain.ts';
import { sha256 } from '../../files/hash.ts';
import { diskFailure } from '../../journal/disk-failure.ts';
import type { Journal } from '../../journal/journal.ts';
import { pathId, readProjectFile } from '../../project/project-file.ts';
import { throttled } from '../export.ts';
import { type Chooser, createChooser } from './choose.ts';
import { type ArticleRow, bundleFormat, type Manifest, names } from './manifest.ts';
import { scanBundle } from './read-bundle.ts';
import { sinceLastSent } from './since.ts';

export interface BundleOptions {
  request: BundleRequest;
  journal: Pick<Journal, 'changes' | 'positions' | 'articles' | 'annotators'>;
  corpus: { entries(): readonly Entry[] | Promise<readonly Entry[]> };
  /** The corpus folder; the paths of its articles begin there. */
  root: string;
  /** Who sends it; null: a script. */
  by: Annotator | null;
  /** The version of the app. */
  app: string;
  now(): number;
  codebook?: Codebook;
  signal?: AbortSignal;
  onProgress?: (progress: EventData<'exchange.progress'>) => void;
}

export interface WrittenBundle {
  result: BundleResult;
  madeAt: string;
  /** What there is to know about it for the next one; null where nobody sends it. */
  sent: Transfer | null;
}

type Entries = Manifest['entries'];

/** The oldest date that zips can hold, so that the same content is the same bytes whenever it was written. */
const entryOptions = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };

/**
 * Writes a bundle: what of the journals' changes `createChooser` takes, and the articles with their original files or
 * their hashes alone. The file is written beside its place, read again from its first to its last byte, and only then
 * takes its name: what stood there before stays when anything goes wrong.
 * @throws Failure `cancelled`; `not-found` when nothing is new; `damaged` when the check finds a fault; or why the disk
 *   did not take it
 */
export async function writeBundle(options: BundleOptions): Promise<WrittenBundle> {
  const { request, signal } = options;
  const { path } = request;
  const beside = (ending: string) =>
    join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.${ending}`);
  const unfinished = beside('unfinished');
  const lines = beside('changes');
  try {
    const { manifest, articles, left, sent } = await prepare(options, lines);
    await writeFileAtomic(unfinished, zipOf(options, manifest, articles, lines));
    await check(unfinished, manifest, options);
    const { size } = await stat(unfinished);
    stopIf(signal);
    await rename(unfinished, path);
    await syncFolder(dirname(path));
    const { counts, id, madeAt, annotators } = manifest;
    const whose = new Set(sent);
    return {
      madeAt,
      sent:
        options.by === null
          ? null
          : {
              ...{
                id,
                direction: 'sent',
                file: basename(path),
                annotators: sent,
                annotator: options.by.id,
                at: madeAt,
              },
              // What a selection leaves out must not count as sent.
              positions: request.articles === null ? manifest.positions : null,
            },
      result: {
        ...{ id, path, bytes: size, changes: counts.changes, articles: counts.articles, records: counts.records, left },
        annotators: annotators.filter((annotator) => whose.has(annotator.id)),
      },
    };
  } catch (error) {
    if (systemCode(error) === 'EISDIR') throw new Failure('unsupported', `${path} is a folder. Choose a file.`);
    throw systemCode(error) === null ? error : diskFailure(error, `${path} cannot be written`);
  } finally {
    for (const one of [unfinished, lines]) await rm(one, { force: true }).catch(() => {});
  }
}

/** An article of the bundle, and where its file is. */
interface Chosen extends ArticleRow {
  source: string | null;
}

/** Everything that the manifest says, which stands before what it tells of; the changes wait in a file of their own. */
async function prepare(options: BundleOptions, linesPath: string) {
  const { request, journal, by, codebook = policyNews } = options;
  const positions = journal.positions();
  const since = request.sinceLast && by !== null ? sinceLastSent(await transfersIn(options), by.id) : null;
  const known = new Map(journal.annotators().map((annotator) => [annotator.id, annotator]));
  if (by !== null) known.set(by.id, by);
  const chooser = createChooser({
    articles: request.articles === null ? null : new Set(request.articles),
    annotators: request.annotators === null ? null : new Set(request.annotators),
    ...{ since, positions },
  });
  const changes = await writeChanges(options, chooser, positions, known, linesPath);
  if (changes.count === 0 && since !== null)
    throw new Failure(
      'not-found',
      `Nothing has changed since you last sent a bundle (${since.at.slice(0, 16).replace('T', ', ')} UTC). Nothing was written.`,
    );

  const { articles, texts, left } = await chooseArticles(options, since === null ? null : chooser.articles);
  const rows = Buffer.from(articles.map(({ source: _, ...row }) => `${JSON.stringify(row)}\n`).join(''));
  const book = Buffer.from(`${canonicalCodebook(codebook)}\n`);
  const entryOf = (name: string, bytes: Buffer) => ({ name, bytes: bytes.length, sha256: sha256(bytes) });
  const entries: Entries = [
    entryOf(names.codebook, book),
    { name: names.changes, bytes: changes.bytes, sha256: changes.sha256 },
    entryOf(names.articles, rows),
    ...texts,
  ];
  const unnamed: Omit<Manifest, 'id'> = {
    format: bundleFormat,
    madeAt: new Date(options.now()).toISOString(),
    by,
    app: options.app,
    corpus: await aboutFolder(options.root),
    codebook: {
      name: codebook.name,
      version: codebook.version,
      sha256: sha256(canonicalCodebook(codebook)),
    },
    annotators: [...known.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    range: { articles: request.articles, annotators: request.annotators, since: since?.at ?? null },
    counts: { changes: changes.count, articles: articles.length, texts: texts.length, records: chooser.records() },
    ...{ positions, entries },
  };
  const { format, ...rest } = unnamed;
  const manifest: Manifest = { format, id: `b_${sha256(JSON.stringify(unnamed)).slice(0, 20)}`, ...rest };
  return { manifest, articles, left, sent: request.annotators ?? [...chooser.sides].sort() };
}

/** The folder's own id, which its copies share, and its name. */
async function aboutFolder(root: string): Promise<Manifest['corpus']> {
  const { id } = await readProjectFile(root);
  return { id: id ?? pathId(root), name: basename(root) || root };
}

/** The bundles that the journals tell of. */
async function transfersIn({ journal, signal }: BundleOptions): Promise<Transfer[]> {
  const transfers = new Map<string, Transfer>();
  for await (const { change } of journal.changes()) {
    stopIf(signal);
    for (const { kind, id, before, after } of change.edits) {
      if (kind !== 'transfer') continue;
      if (after === undefined) transfers.delete(id);
      else if (before === undefined) transfers.set(id, after as Transfer);
    }
  }
  return [...transfers.values()];
}

async function writeChanges(
  options: BundleOptions,
  chooser: Chooser,
  positions: Positions,
  known: Map<string, Annotator>,
  path: string,
) {
  const { journal, signal } = options;
  const progress = throttled(options.onProgress ?? (() => {}));
  const total = Object.values(positions).reduce((sum, n) => sum + n, 0);
  const hash = createHash('sha256');
  const written = { count: 0, bytes: 0, sha256: '' };
  let done = 0;
  let text = '';
  const handle = await open(path, 'wx');
  const flush = async () => {
    const bytes = Buffer.from(text);
    text = '';
    hash.update(bytes);
    written.bytes += bytes.length;
    await handle.writeFile(bytes);
  };
  try {
    for await (const line of journal.changes()) {
      stopIf(signal);
      progress({ phase: 'writing', done: Math.min(++done, total), total });
      for (const { kind, id, after } of line.change.edits)
        if (kind === 'annotator' && after !== undefined) known.set(id, { ...known.get(id), ...after } as Annotator);
      const part = chooser.take(line);
      if (part === null) continue;
      written.count++;
      text += `${JSON.stringify(part)}\n`;
      if (text.length > 64 * 1024) await flush();
    }
    await flush();
  } finally {
    await handle.close();
  }
  written.sha256 = hash.digest('hex');
  return written;
}

/**
 * The articles of the bundle by path, with what is known of their files.
 * @param only when not null, articles that are not among them are left out unless they were asked for
 */
async function chooseArticles(
  { request, journal, corpus, root, signal }: BundleOptions,
  only: ReadonlySet<string> | null,
) {
  const bindings = journal.articles();
  const entries = new Map<string, Entry>();
  for (const entry of await corpus.entries()) if (entry.duplicateOf === null) entries.set(entry.id, entry);
  const readable = [...entries.values()].filter(({ failure }) => failure === null).map(({ id }) => id);
  const ids = request.articles ?? (only === null ? [...readable, ...bindings.keys()] : [...only]);
  const left: BundleResult['left'] = [];
  const texts: Entries = [];
  const articles: Chosen[] = [];
  for (const id of new Set(ids)) {
    stopIf(signal);
    const entry = entries.get(id);
    const there = entry !== undefined && entry.failure === null ? entry : null;
    const row =
      there !== null && there.sourceSha256 !== null && there.textSha256 !== null
        ? {
            ...{ id, path: there.path, sourceSha256: there.sourceSha256, textSha256: there.textSha256 },
            length: there.length,
            title: there.meta.title,
          }
        : bindings.get(id);
    if (row === undefined) {
      left.push({
        what: entry?.path ?? id,
        reason: entry?.failure?.message ?? 'There is no such article in the folder.',
      });
      continue;
    }
    const source = request.texts && there !== null && !there.file ? join(root, there.path) : null;
    const found = source === null ? null : await measure(source, row.sourceSha256, signal);
    if (request.texts && there === null)
      left.push({
        what: `The text of ${row.path}`,
        reason: entry?.failure?.message ?? 'The file is not in the folder any more.',
      });
    else if (request.texts && there?.file)
      left.push({
        what: `The text of ${row.path}`,
        reason: `It is a part of “${there.file}”. Send that file along, too.`,
      });
    else if (found !== null && 'reason' in found) left.push({ what: `The text of ${row.path}`, reason: found.reason });
    const name = found !== null && 'bytes' in found ? `articles/${safeName(id)}` : null;
    if (name !== null && found !== null && 'bytes' in found)
      texts.push({ name, bytes: found.bytes, sha256: row.sourceSha256 });
    articles.push({ ...row, file: name, source: name === null ? null : source });
  }
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
  articles.sort(byPath);
  texts.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { articles, texts, left };
}

/** Ids that came with a colleague's journal may be anything; the name of an entry never leads anywhere. */
const safeName = (id: string): string => (/^[A-Za-z0-9_-]{1,80}$/.test(id) ? id : sha256(id).slice(0, 40));

/** The size of a file with this SHA-256, or why it does not go along. */
async function measure(
  path: string,
  expected: string,
  signal: AbortSignal | undefined,
): Promise<{ bytes: number } | { reason: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path)) {
      stopIf(signal);
      hash.update(piece as Buffer);
      bytes += (piece as Buffer).length;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    return { reason: `It cannot be read: ${explain(error).words}.` };
  }
  if (hash.digest('hex') === expected) return { bytes };
  return {
    reason: 'The file has been changed since the folder was read. Read the folder again, then make the bundle.',
  };
}

/** The zip's bytes as they come; a file at a time is open. */
function zipOf(
  { signal, codebook = policyNews, onProgress }: BundleOptions,
  manifest: Manifest,
  articles: readonly Chosen[],
  linesPath: string,
): AsyncIterable<Uint8Array> {
  const zip = new ZipFile();
  const out = new PassThrough();
  const fail = (error: unknown) => void out.destroy(error as Error);
  const progress = throttled(onProgress ?? (() => {}));
  const sizes = new Map(manifest.entries.map(({ name, bytes }) => [name, bytes]));
  let done = 0;
  const add = (name: string, source: string) =>
    zip.addReadStreamLazy(name, { ...entryOptions, size: sizes.get(name) ?? 0 }, (opened) => {
      const stream: Readable = createReadStream(source, signal === undefined ? {} : { signal });
      stream.on('error', (error) => fail(signal?.aborted ? stopped() : error));
      progress({ phase: 'writing', done: ++done, total: manifest.counts.texts + 1 });
      opened(null, stream);
    });
  zip.on('error', () =>
    fail(new Failure('damaged', 'A file of the folder was changed while the bundle was written. Make it again.')),
  );
  zip.outputStream.on('error', fail);
  (zip.outputStream as Readable).pipe(out);

  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`), names.manifest, entryOptions);
  zip.addBuffer(Buffer.from(`${canonicalCodebook(codebook)}\n`), names.codebook, entryOptions);
  add(names.changes, linesPath);
  const rows = articles.map(({ source: _, ...row }) => `${JSON.stringify(row)}\n`).join('');
  zip.addBuffer(Buffer.from(rows), names.articles, entryOptions);
  for (const { file, source } of [...articles].sort((a, b) => ((a.file ?? '') < (b.file ?? '') ? -1 : 1)))
    if (file !== null && source !== null) add(file, source);
  zip.end();
  return out;
}

async function check(path: string, manifest: Manifest, { signal, onProgress }: BundleOptions): Promise<void> {
  const progress = throttled(onProgress ?? (() => {}));
  let changes = 0;
  let what: string | null = null;
  try {
    const bundle = await scanBundle(path, {
      signal,
      onChange: () => changes++,
      onProgress: (done, total) => progress({ phase: 'checking', done, total }),
    });
    await bundle.close();
    if (bundle.manifest.id !== manifest.id || changes !== manifest.counts.changes) what = 'It is not what was written.';
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'cancelled') throw error;
    what = error.message;
  }
  if (what !== null)
    throw new Failure(
      'damaged',
      `The written bundle did not pass its check, and was removed (${what}) Make it again; if it happens again, try another disk and report it.`,
    );
}

const stopped = () => new Failure('cancelled', 'It was stopped. Nothing was written.');

function stopIf(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw stopped();
}
