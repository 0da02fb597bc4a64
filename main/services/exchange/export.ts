import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Codebook, canonicalCodebook } from '#shared/codebook/codebook.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { ArticleText, EventData, ExportRequest, ExportResult } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { articleLine, type LineInput, statementLines, toJsonLine, whyUnwritable } from '#shared/formats/jsonl/write.ts';
import type { Article, Entry } from '#shared/model/article.ts';
import type { BlockRole } from '#shared/model/block-role.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { Kind, RecordOf } from '#shared/model/kinds.ts';
import { correctedMeta, type Metadata } from '#shared/model/metadata.ts';
import type { Reading } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import { taughtLines, withRoles } from '#shared/text/block-roles.ts';
import { syncFolder } from '../files/atomic-write.ts';
import { systemCode } from '../files/explain.ts';
import { sha256 } from '../files/hash.ts';
import { diskFailure } from '../journal/disk-failure.ts';
import { isDamage } from '../records/keeper.ts';
import type { RecordsReader } from '../records/read.ts';
import type { Records } from '../records/records.ts';
import { type Checked, createChecker } from './check.ts';
import { type Chosen, chosenSpans, excerpt, isFinished, placeSpan, statusOf } from './dataset.ts';

/** What an export needs of the corpus. */
export interface ArticleSource {
  entries(): readonly Entry[] | Promise<readonly Entry[]>;
  read(id: string): Promise<ArticleText>;
}

export interface ExportOptions {
  request: ExportRequest;
  records: Pick<Records, 'read' | 'damaged'>;
  corpus: ArticleSource;
  codebook?: Codebook;
  /** The built thread that checks what is written while it is written; without it that is done here and afterwards. */
  checkWorkerFile?: string | undefined;
  signal?: AbortSignal;
  onProgress?: (progress: EventData<'exchange.progress'>) => void;
}

type Left = ExportResult['left'];

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
    const hash = createHash('sha256');
    const checker = createChecker(unfinished, options.checkWorkerFile ?? null, signal);
    let size: number;
    let read: Checked;
    try {
      size = await writePieces(unfinished, hashed(lines.generate(), hash), checker.written);
      read = await checker.result((done) => progress({ phase: 'checking', done, total: counts.lines }));
    } finally {
      await checker.close();
    }
    progress({ phase: 'checking', done: counts.lines, total: counts.lines });
    const same = read.sha256 === hash.digest('hex') && read.articles === counts.articles && read.spans === counts.spans;
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
      bytes: size,
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

/** Articles whose records are looked up at once. */
const lookedUp = 50;
const aboutArticles = ['span', 'reading', 'decision', 'metadata', 'blockRole'] as const satisfies readonly Kind[];

/** What the records say of one article. */
interface About {
  spans: Span[];
  readings: Reading[];
  decisions: Decision[];
  metadata: Metadata | null;
  roles: BlockRole[];
}

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

  async function* generate(): AsyncGenerator<string> {
    for (const what of reader.invalid())
      left.push({ what, reason: 'The journal’s record of it does not fit its schema.' });
    const entries = (await corpus.entries()).filter((entry) => wanted?.has(entry.id) ?? true);
    const readable = entries.filter(({ failure, duplicateOf }) => failure === null && duplicateOf === null);
    tellMissing(readable, entries);

    readable.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    for (let from = 0; from < readable.length; from += lookedUp) {
      const some = readable.slice(from, from + lookedUp);
      const about = recordsAbout(some.map(({ id }) => id));
      for (const [i, entry] of some.entries()) {
        stopIf(signal);
        onArticle(from + i, readable.length);
        const known = about.get(entry.id) as About;
        const spans = chosenSpans(known.spans, chosen);
        if (spans.length === 0 && !isTakenWithoutSpans(known)) continue;
        const input = await inputOf(entry, spans, known);
        if (input === null) continue;
        const lines = request.per === 'article' ? [articleLine(input)] : statementLines(input);
        if (lines.length === 0) continue;
        counts.articles++;
        counts.spans += input.spans.length;
        counts.lines += lines.length;
        yield lines.map(toJsonLine).join('');
      }
    }
    onArticle(readable.length, readable.length);
  }

  const isTakenWithoutSpans = ({ readings, decisions }: About): boolean =>
    request.per === 'article' && (request.unannotated || isFinished(readings, decisions, chosen));

  function recordsAbout(articles: readonly string[]): Map<string, About> {
    const rows = reader.about(articles, aboutArticles);
    return new Map(
      [...rows].map(([article, records]) => {
        const all = <K extends (typeof aboutArticles)[number]>(of: K): RecordOf[K][] =>
          records.filter(({ kind }) => kind === of).map(({ json }) => JSON.parse(json));
        const about: About = {
          ...{ spans: all('span'), readings: all('reading'), decisions: all('decision') },
          ...{ metadata: all('metadata')[0] ?? null, roles: all('blockRole') },
        };
        return [article, about];
      }),
    );
  }

  async function inputOf(entry: Entry, spans: Span[], about: About): Promise<LineInput | null> {
    let article: ArticleText;
    try {
      article = await corpus.read(entry.id);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      left.push({ what: `${entry.path} and its ${countOf(spans.length, 'span')}`, reason: error.message });
      return null;
    }
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
    return {
      id: entry.id,
      path: entry.path,
      sourceSha256: article.sourceSha256,
      textSha256: article.textSha256,
      meta: correctedMeta(article.meta, about.metadata),
      text: article.text,
      blocks: withRoles(article.text, article.blocks, about.roles, taught),
      spans: placed,
      speakers,
      targets,
      status: statusOf(about.readings, spans, chosen),
      codebook: book,
      codebookScale: codebook,
      unit: request.offsets,
    };
  }

  /** Names the annotated articles that cannot be read. */
  function tellMissing(readable: readonly Entry[], entries: readonly Entry[]): void {
    const there = new Set(readable.map(({ id }) => id));
    const missing = reader.articlesWithSpans().filter((id) => !there.has(id) && wanted?.has(id) !== false);
    for (let from = 0; from < missing.length; from += lookedUp) {
      const some = missing.slice(from, from + lookedUp);
      for (const [id, records] of reader.about(some, ['span', 'article'])) {
        const all = (of: Kind) => records.filter(({ kind }) => kind === of).map(({ json }) => JSON.parse(json));
        const spans = chosenSpans(all('span') as Span[], chosen);
        if (spans.length === 0) continue;
        const entry = entries.find((one) => one.id === id);
        const path = entry?.path ?? (all('article')[0] as Article | undefined)?.path ?? id;
        left.push({
          what: `${path} and its ${countOf(spans.length, 'span')}`,
          reason: entry?.failure?.message ?? 'The file is not in the folder any more.',
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

/** Writes a new file and waits for the disk; says after each piece how many bytes there are. Answers how many in all. */
async function writePieces(
  path: string,
  pieces: AsyncIterable<Buffer>,
  written: (bytes: number) => void,
): Promise<number> {
  const file = await open(path, 'wx');
  try {
    let bytes = 0;
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length; ) at += (await file.write(piece, at, piece.length - at)).bytesWritten;
      bytes += piece.length;
      written(bytes);
    }
    await file.sync();
    return bytes;
  } finally {
    await file.close();
  }
}

/** Lines together, so that a file of many is not written in as many steps. */
async function* hashed(lines: AsyncIterable<string>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  let text = '';
  for await (const line of lines) {
    text += line;
    if (text.length < pieceLength) continue;
    const piece = Buffer.from(text);
    hash.update(piece);
    yield piece;
    text = '';
  }
  if (text === '') return;
  const piece = Buffer.from(text);
  hash.update(piece);
  yield piece;
}

const pieceLength = 256 * 1024;

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
