import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Codebook, canonicalCodebook } from '#shared/codebook/codebook.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { ArticleText, EventData, ExportRequest, ExportResult } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { StatementLine } from '#shared/formats/jsonl/statement-line.ts';
import { createValidator, type Fault } from '#shared/formats/jsonl/validate.ts';
import { articleLine, type LineInput, statementLines, toJsonLine, whyUnwritable } from '#shared/formats/jsonl/write.ts';
import type { Entry } from '#shared/model/article.ts';
import type { Span } from '#shared/model/span.ts';
import { syncFolder, writeFileAtomic } from '../files/atomic-write.ts';
import { systemCode } from '../files/explain.ts';
import { sha256 } from '../files/hash.ts';
import { scanLines } from '../files/scan-lines.ts';
import { diskFailure } from '../journal/disk-failure.ts';
import type { Records } from '../journal/fold.ts';
import { type Chosen, excerpt, finishedBy, placeSpan, spansByArticle, statusOf } from './dataset.ts';

/** What an export needs of the corpus. */
export interface ArticleSource {
  entries(): readonly Entry[];
  read(id: string): Promise<ArticleText>;
}

export interface ExportOptions {
  request: ExportRequest;
  journal: { records(): Promise<{ records: Records; invalid: string[] }> };
  corpus: ArticleSource;
  codebook?: Codebook;
  signal?: AbortSignal;
  onProgress?: (progress: EventData<'exchange.progress'>) => void;
}

/** A line of a text of a hundred million characters; more than one article can have. */
const longestLine = 500_000_000;

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
  try {
    const lines = createLines(options, (done, total) => progress({ phase: 'writing', done, total }));
    const hash = createHash('sha256');
    await writeFileAtomic(unfinished, hashed(lines.generate(), hash));
    const { counts, left } = lines;
    const { size } = await stat(unfinished);

    const read = await check(unfinished, counts.lines, signal, (done, total) =>
      progress({ phase: 'checking', done, total }),
    );
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
    if (systemCode(error) === 'EISDIR') throw new Failure('unsupported', `${request.path} is a folder. Choose a file.`);
    throw systemCode(error) === null ? error : diskFailure(error, `${request.path} cannot be written`);
  }
}

function createLines(
  { request, journal, corpus, signal, codebook = policyNews }: ExportOptions,
  onArticle: (done: number, total: number) => void,
) {
  const counts = { lines: 0, articles: 0, spans: 0 };
  const left: Left = [];
  const chosen: Chosen = request.annotators === null ? null : new Set(request.annotators);
  const wanted = request.articles === null ? null : new Set(request.articles);
  const book = { name: codebook.name, version: codebook.version, sha256: sha256(canonicalCodebook(codebook)) };

  async function* generate(): AsyncGenerator<string> {
    const { records, invalid } = await journal.records();
    for (const what of invalid) left.push({ what, reason: 'The journal’s record of it does not fit its schema.' });
    const spansOf = spansByArticle(records, chosen);
    const entries = corpus.entries().filter((entry) => wanted?.has(entry.id) ?? true);
    const readable = new Map(
      entries.filter(({ failure, duplicateOf }) => failure === null && duplicateOf === null).map((e) => [e.id, e]),
    );
    tellMissing(records, spansOf, readable, entries);

    const isFinished = finishedBy(records, chosen);
    const taken = [...readable.values()]
      .filter(({ id }) => spansOf.has(id) || (request.per === 'article' && (request.unannotated || isFinished(id))))
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));

    for (const [done, entry] of taken.entries()) {
      stopIf(signal);
      onArticle(done, taken.length);
      const input = await inputOf(entry, spansOf.get(entry.id) ?? [], records);
      if (input === null) continue;
      const lines = request.per === 'article' ? [articleLine(input)] : statementLines(input);
      if (lines.length === 0) continue;
      counts.articles++;
      counts.spans += input.spans.length;
      counts.lines += lines.length;
      yield lines.map(toJsonLine).join('');
    }
    onArticle(taken.length, taken.length);
  }

  async function inputOf(entry: Entry, spans: Span[], records: Records): Promise<LineInput | null> {
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
      const what = `${entry.path}: “${excerpt(span.quote.exact)}”`;
      if ('orphan' in found) {
        left.push({ what, reason: found.orphan });
        continue;
      }
      const objection = whyUnwritable(article, found.span);
      if (objection !== null) {
        left.push({ what, reason: objection });
        continue;
      }
      for (const reason of found.lost) left.push({ what, reason });
      placed.push(found.span);
    }
    return {
      id: entry.id,
      path: entry.path,
      sourceSha256: article.sourceSha256,
      textSha256: article.textSha256,
      meta: article.meta,
      text: article.text,
      blocks: article.blocks,
      spans: placed,
      speakers: records.speaker,
      targets: records.target,
      status: statusOf(records, entry.id, spans, chosen),
      codebook: book,
      codebookScale: codebook,
      unit: request.offsets,
    };
  }

  function tellMissing(
    records: Records,
    spansOf: Map<string, Span[]>,
    readable: Map<string, Entry>,
    entries: readonly Entry[],
  ): void {
    for (const [id, spans] of spansOf) {
      if (readable.has(id) || wanted?.has(id) === false) continue;
      const entry = entries.find((one) => one.id === id);
      const path = entry?.path ?? records.article.get(id)?.path ?? id;
      left.push({
        what: `${path} and its ${countOf(spans.length, 'span')}`,
        reason: entry?.failure?.message ?? 'The file is not in the folder any more.',
      });
    }
  }

  return { generate, counts, left };
}

const countOf = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;

function stopIf(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Failure('cancelled', 'It was stopped. Nothing was written.');
}

/** Small lines together, so that a file of many is not written in as many steps. */
async function* hashed(lines: AsyncIterable<string>, hash: ReturnType<typeof createHash>): AsyncGenerator<string> {
  let text = '';
  for await (const line of lines) {
    text += line;
    if (text.length < 64 * 1024) continue;
    hash.update(text);
    yield text;
    text = '';
  }
  hash.update(text);
  if (text !== '') yield text;
}

export interface Checked {
  sha256: string;
  lines: number;
  articles: number;
  spans: number;
  /** At most the first hundred. */
  faults: Fault[];
  faultCount: number;
}

/** Reads a JSONL file line by line and checks each: its schema, and every span's words in the line's own offset unit. */
export async function check(
  path: string,
  total: number,
  signal: AbortSignal | undefined,
  onLine: (done: number, total: number) => void,
): Promise<Checked> {
  const validator = createValidator({ sha256 });
  const hash = createHash('sha256');
  const articles = new Set<string>();
  const fault = (faults: readonly Fault[]) => {
    result.faultCount += faults.length;
    result.faults.push(...faults.slice(0, Math.max(0, 100 - result.faults.length)));
  };
  const result: Checked = { sha256: '', lines: 0, articles: 0, spans: 0, faults: [], faultCount: 0 };
  const file = await open(path, 'r');
  try {
    await scanLines(file, longestLine, (bytes, _offset, length, ended) => {
      stopIf(signal);
      result.lines++;
      onLine(result.lines, Math.max(total, result.lines));
      if (bytes === null)
        return fault([{ line: result.lines, field: '', message: `is longer than a line can be (${length} bytes)` }]);
      hash.update(bytes);
      if (ended) hash.update('\n');
      const text = bytes.toString('utf8');
      const checked = validator.check(text);
      if (Array.isArray(checked)) return fault(checked);
      articles.add(checked.kind === 'article' ? checked.id : (JSON.parse(text) as StatementLine).article.id);
      result.spans += checked.spans;
    });
  } finally {
    await file.close();
  }
  result.articles = articles.size;
  result.sha256 = hash.digest('hex');
  return result;
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
