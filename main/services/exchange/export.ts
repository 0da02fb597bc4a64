import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Codebook, canonicalCodebook } from '#shared/codebook/codebook.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { ArticleText, EventData, ExportRequest, ExportResult } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { ByteText } from '#shared/formats/jsonl/byte-text.ts';
import { type LineText, standsIn, type UsualSpan, usualSpans } from '#shared/formats/jsonl/usual-spans.ts';
import { whyUnwritable } from '#shared/formats/jsonl/write.ts';
import { createLineTexts, type LineArticle } from '#shared/formats/jsonl/write-text.ts';
import type { Entry } from '#shared/model/article.ts';
import type { Kind } from '#shared/model/kinds.ts';
import { correctedMeta } from '#shared/model/metadata.ts';
import type { Span } from '#shared/model/span.ts';
import { taughtLines, withRoles } from '#shared/text/block-roles.ts';
import { excerpt, placeSpan } from '#shared/text/place-span.ts';
import { syncFolder } from '../files/atomic-write.ts';
import { nodeBytes } from '../files/byte-text.ts';
import { systemCode } from '../files/explain.ts';
import { sha256 } from '../files/hash.ts';
import { diskFailure } from '../journal/disk-failure.ts';
import { isDamage } from '../records/keeper.ts';
import { type ListsOf, type RecordsReader, recordsIn } from '../records/read.ts';
import type { Records } from '../records/records.ts';
import { type Checked, createChecker } from './check.ts';
import { type Chosen, chosenSpans, isFinished, statusOf } from './dataset.ts';

/** What an export needs of the corpus. */
export interface ExportSource {
  /** All rows, some at a time and in any order. */
  portions(): AsyncIterable<readonly Entry[]>;
  read(id: string): Promise<ArticleText>;
}

export interface ExportOptions {
  request: ExportRequest;
  records: Pick<Records, 'read' | 'damaged'>;
  corpus: ExportSource;
  codebook?: Codebook;
  /** The built thread that checks what is written while it is written; without it that is done here and afterwards. */
  checkWorkerFile?: string | undefined;
  signal?: AbortSignal;
  onProgress?: (progress: EventData<'exchange.progress'>) => void;
}

type Left = ExportResult['left'];
/** An article that can be read. */
type Listed = Pick<Entry, 'id' | 'path'>;
/** A file that cannot be read and why; null: a copy of another. */
interface Unreadable {
  path: string;
  why: string | null;
}

/**
 * Writes the annotated dataset, one line an article or a statement, ordered by path: the same dataset gives the same
 * bytes. Articles with spans of the chosen sides, or that these have finished, are taken in; the others too when
 * `unannotated` is asked for. Spans of a text that was changed since are found again; what cannot be is named in `left`.
 * The file is written beside its place, read again and checked, and only then takes its name: what stood there before
 * stays when anything goes wrong.
 * @throws Failure `cancelled`; `damaged` when the check finds a fault; or why the disk did not take it
 */
export async function exportDataset(options: ExportOptions): Promise<ExportResult> {
  const { request, signal } = options;
  const progress = throttled(options.onProgress ?? (() => {}));
  const unfinished = join(
    dirname(request.path),
    `.${basename(request.path)}.${randomBytes(6).toString('hex')}.unfinished`,
  );
  let reader: RecordsReader | null = null;
  try {
    reader = await options.records.read();
    const lines = createLines(options, reader, (done, total) => progress({ phase: 'writing', done, total }));
    const { counts, left } = lines;
    const checker = createChecker(unfinished, options.checkWorkerFile ?? null, signal);
    let written: Awaited<ReturnType<typeof writeLines>>;
    let read: Checked;
    try {
      written = await writeLines(unfinished, lines.generate(), checker.written);
      read = await checker.result((done) => progress({ phase: 'checking', done, total: counts.lines }));
    } finally {
      await checker.close();
    }
    progress({ phase: 'checking', done: counts.lines, total: counts.lines });
    const same = read.sha256 === written.sha256 && read.articles === counts.articles && read.spans === counts.spans;
    const fault = read.faults[0];
    if (fault !== undefined || !same) {
      const what = fault
        ? `line ${fault.line}${fault.field ? `, ${fault.field}` : ''}: ${fault.message}`
        : 'it is not what was written';
      throw new Failure(
        'damaged',
        `The written file did not pass its check, and was removed (${what}). Export again; if it happens again, try another disk and report it.`,
      );
    }
    stopIf(signal);
    await rename(unfinished, request.path);
    await syncFolder(dirname(request.path));
    return {
      path: request.path,
      lines: counts.lines,
      articles: counts.articles,
      spans: counts.spans,
      bytes: written.bytes,
      checked: { articles: read.articles, spans: read.spans },
      left,
    };
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    if (isDamage(error)) {
      await options.records.damaged();
      throw new Failure('damaged', 'The index of annotations was damaged; it is made anew now. Export again.');
    }
    if (systemCode(error) === 'EISDIR') throw new Failure('unsupported', `${request.path} is a folder. Choose a file.`);
    throw systemCode(error) === null ? error : diskFailure(error, `${request.path} cannot be written`);
  } finally {
    reader?.close();
  }
}

/** Articles whose records are looked up at once: what they are outlives the collector's first rounds, and piles up. */
const lookedUp = 10;
/** Articles whose texts are read at once, ahead of the one whose lines are made. */
const readAhead = 4;
const aboutArticles = ['span', 'reading', 'decision', 'metadata', 'blockRole'] as const satisfies readonly Kind[];

/** What the records say of one article. */
type About = ListsOf<(typeof aboutArticles)[number]>;

function createLines(
  { request, corpus, signal, codebook = policyNews }: ExportOptions,
  reader: RecordsReader,
  onArticle: (done: number, total: number) => void,
) {
  const counts = { lines: 0, articles: 0, spans: 0 };
  const left: Left = [];
  const chosen: Chosen = request.annotators === null ? null : new Set(request.annotators);
  const wanted = request.articles === null ? null : new Set(request.articles);
  const book = { name: codebook.name, version: codebook.version, sha256: sha256(canonicalCodebook(codebook)) };
  const byId = <T extends { id: string }>(records: readonly T[]) => new Map(records.map((one) => [one.id, one]));
  const speakers = byId(reader.all('speaker'));
  const targets = byId(reader.all('target'));
  const taught = taughtLines(reader.all('blockRole'));
  const texts = createLineTexts({
    ...{ speakers, targets, codebook: book, codebookScale: codebook, unit: request.offsets, bytes: nodeBytes },
  });

  async function* generate(): AsyncGenerator<readonly ByteText[]> {
    for (const what of reader.invalid())
      left.push({ what, reason: 'The journal’s record of it does not fit its schema.' });
    // Only what is needed of each: there may be a hundred thousand.
    const readable: Listed[] = [];
    const unreadable = new Map<string, Unreadable>();
    for await (const some of corpus.portions()) {
      for (const entry of some) {
        if (wanted?.has(entry.id) === false) continue;
        const { id, path, failure, duplicateOf } = entry;
        if (failure !== null || duplicateOf !== null) unreadable.set(id, { path, why: failure?.message ?? null });
        else readable.push({ id, path });
      }
    }
    tellMissing(readable, unreadable);

    readable.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    for (let from = 0; from < readable.length; from += lookedUp) {
      stopIf(signal);
      onArticle(from, readable.length);
      const some = readable.slice(from, from + lookedUp);
      const about = reader.about(
        some.map(({ id }) => id),
        aboutArticles,
      );
      const taken = some.flatMap((entry, i) => {
        const known = about.get(entry.id) as About;
        const isTaken = hasChosenSpans(known) || isTakenWithoutSpans(known);
        return isTaken ? [{ entry, known, place: from + i }] : [];
      });
      const read = inTurn(taken, readAhead, ({ entry }) => corpus.read(entry.id));
      for (const { entry, known, place } of taken) {
        stopIf(signal);
        onArticle(place, readable.length);
        const article = await lineArticle(entry, chosenIn(known), known, read);
        if (article === null) continue;
        const pieces = request.per === 'article' ? texts.article(article) : texts.statements(article);
        if (pieces.length === 0) continue;
        counts.articles++;
        counts.spans += article.spans.length;
        counts.lines += request.per === 'article' ? 1 : pieces.length;
        yield pieces;
      }
    }
    onArticle(readable.length, readable.length);
  }

  const chosenIn = (about: About): (Span | UsualSpan)[] =>
    chosenSpans<Span | UsualSpan>(usualSpans(about.span) ?? recordsIn(about, 'span'), chosen);
  // Spans are taken apart twice rather than held for all articles that were looked up.
  const hasChosenSpans = (about: About): boolean => (chosen === null ? about.span !== '' : chosenIn(about).length > 0);
  const isTakenWithoutSpans = (about: About): boolean =>
    request.per === 'article' &&
    (request.unannotated || isFinished(recordsIn(about, 'reading'), recordsIn(about, 'decision'), chosen));

  async function lineArticle(
    entry: Listed,
    spans: (Span | UsualSpan)[],
    about: About,
    read: () => Promise<ArticleText>,
  ): Promise<LineArticle | null> {
    let article: ArticleText;
    try {
      article = await read();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      left.push({ what: `${entry.path} and its ${countOf(spans.length, 'span')}`, reason: error.message });
      return null;
    }
    const line = texts.text(article.text, article.textSha256);
    return {
      id: entry.id,
      path: entry.path,
      sourceSha256: article.sourceSha256,
      meta: correctedMeta(article.meta, recordsIn(about, 'metadata')[0]),
      line,
      blocks: withRoles(article.text, article.blocks, recordsIn(about, 'blockRole'), taught),
      spans: areUsual(spans, line) ? spans : placedSpans(entry, article, chosenSpans(recordsIn(about, 'span'), chosen)),
      status: statusOf(recordsIn(about, 'reading'), spans, chosen),
    };
  }

  const areUsual = (spans: readonly (Span | UsualSpan)[], line: LineText): boolean =>
    spans.every((span) => 'exact' in span && standsIn(line, span));

  /** The spans where they stand now; those that cannot be written are left. */
  function placedSpans(entry: Listed, article: ArticleText, spans: readonly Span[]): Span[] {
    const placed: Span[] = [];
    for (const span of spans) {
      const found = placeSpan(span, article.text, article.textSha256);
      const leave = (reason: string) => left.push({ what: `${entry.path}: “${excerpt(span.quote.exact)}”`, reason });
      if ('orphan' in found) {
        leave(found.orphan);
        continue;
      }
      const objection = whyUnwritable(article, found.span);
      if (objection !== null) {
        leave(objection);
        continue;
      }
      for (const reason of found.lost) leave(reason);
      placed.push(found.span);
    }
    return placed;
  }

  /** Names the annotated articles that cannot be read. */
  function tellMissing(readable: readonly Listed[], unreadable: ReadonlyMap<string, Unreadable>): void {
    const there = new Set(readable.map(({ id }) => id));
    const missing: string[] = [];
    for (const id of reader.articlesWithSpans()) if (!there.has(id) && wanted?.has(id) !== false) missing.push(id);
    for (let from = 0; from < missing.length; from += lookedUp) {
      const some = missing.slice(from, from + lookedUp);
      for (const [id, records] of reader.about(some, ['span', 'article'])) {
        const spans = chosenSpans(recordsIn(records, 'span'), chosen);
        if (spans.length === 0) continue;
        const entry = unreadable.get(id);
        const path = entry?.path ?? recordsIn(records, 'article')[0]?.path ?? id;
        left.push({
          what: `${path} and its ${countOf(spans.length, 'span')}`,
          reason: entry?.why ?? 'The file is not in the folder any more.',
        });
      }
    }
  }

  return { generate, counts, left };
}

const countOf = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;

function stopIf(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Failure('cancelled', 'It was stopped. Nothing was written.');
}

/**
 * Calls `work` for each item in order, for a few ahead of the one whose answer is taken; the n-th call of the function
 * gives the answer of the n-th item.
 */
function inTurn<T, R>(items: readonly T[], ahead: number, work: (item: T) => Promise<R>): () => Promise<R> {
  const begun: Promise<R>[] = [];
  let next = 0;
  return () => {
    while (begun.length <= ahead && next < items.length) {
      const one = work(items[next++] as T);
      // Told when its turn has come.
      one.catch(() => {});
      begun.push(one);
    }
    return begun.shift() as Promise<R>;
  };
}

/** What is written to the file at once. */
const pieceBytes = 1024 * 1024;
/** After so much the disk is made to begin, so that there is little left to wait for at the end. */
const syncedBytes = 8 * pieceBytes;

/**
 * Writes a new file and waits for the disk; says after each piece how many bytes there are. While one piece is written
 * the next is filled.
 * @returns how many bytes there are in all, and their SHA-256
 */
async function writeLines(
  path: string,
  lines: AsyncIterable<readonly ByteText[]>,
  written: (bytes: number) => void,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  let bytes = 0;
  let writing = Promise.resolve();
  let syncing: Promise<void> | null = null;
  let begunAt = 0;
  let failure: unknown = null;
  async function sync(): Promise<void> {
    begunAt = bytes;
    await file.datasync().catch((error) => {
      failure ??= error;
    });
    syncing = null;
  }
  async function write(piece: Buffer): Promise<void> {
    for (let at = 0; at < piece.length; ) at += (await file.write(piece, at, piece.length - at)).bytesWritten;
    bytes += piece.length;
    written(bytes);
    // A system tells of what a disk did not take only once.
    if (failure !== null) throw failure;
    if (syncing === null && bytes - begunAt >= syncedBytes) syncing = sync();
  }
  async function begin(piece: Buffer): Promise<void> {
    hash.update(piece);
    await writing;
    writing = write(piece);
    // Told by who waits for it next.
    writing.catch(() => {});
  }
  try {
    let [filled, other] = [Buffer.allocUnsafeSlow(pieceBytes), Buffer.allocUnsafeSlow(pieceBytes)];
    let at = 0;
    for await (const texts of lines)
      for (const text of texts) {
        if (at + text.length > pieceBytes && at > 0) {
          await begin(filled.subarray(0, at));
          [filled, other] = [other, filled];
          at = 0;
        }
        if (text.length > pieceBytes) await begin(Buffer.from(text, 'latin1'));
        else at += filled.write(text, at, 'latin1');
      }
    if (at > 0) await begin(filled.subarray(0, at));
    await writing;
    await syncing;
    if (failure !== null) throw failure;
    await file.sync();
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await writing.catch(() => {});
    await syncing;
    await file.close();
  }
}

/** Tells at most ten times a second, and always the end. */
export function throttled(tell: (progress: EventData<'exchange.progress'>) => void): typeof tell {
  let last = 0;
  return (progress) => {
    const now = performance.now();
    if (now - last < 100 && progress.done < progress.total) return;
    last = now;
    tell(progress);
  };
}
