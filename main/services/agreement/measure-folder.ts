import { createAgreement } from '#shared/agreement/agreement.ts';
import { agreementOptions, measuredArticle } from '#shared/agreement/options.ts';
import type { AgreementReport } from '#shared/agreement/report.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Article } from '#shared/model/article.ts';
import { annotatorNames } from '#shared/review/annotator-names.ts';
import type { CurrentText } from '#shared/review/placing.ts';
import { adjudicated } from '#shared/review/side.ts';
import { excerpt } from '#shared/text/place-span.ts';
import { openCorpus } from '../corpus/corpus.ts';
import { chosenIn } from '../corpus/look-into.ts';
import { findSide } from '../exchange/dataset.ts';
import type { Pool } from '../extract/pool.ts';
import { otherPlaces, realFolder } from '../project/places.ts';
import { journalInside, readProjectFile } from '../project/project-file.ts';
import { readJournalPlaces } from '../settings/settings.ts';
import type { Chosen } from '../store/protocol.ts';
import { comparedSpans } from './compared.ts';
import { mergeRows } from './merge.ts';
import { readWriters } from './read-writers.ts';
import { annotatorsIn, bindingsIn, sourcesIn, spansOfRows } from './records.ts';

export interface MeasureOptions {
  path: string;
  dataDir: string;
  /** The built extraction worker, for articles whose text is needed, and the built `worker.ts`, or null to do without. */
  workerFile: string;
  journalWorkerFile: string | null;
  pool?: Pool | undefined;
  /** Who is compared: ids, initials, names, or `adjudicated`; null: all annotators who have spans. */
  between: readonly string[] | null;
  byArticle: boolean;
  onProgress(what: string): void;
  signal: AbortSignal;
}

export interface Measured {
  folder: string;
  report: AgreementReport;
  /** By id: what the sides are called. */
  names: ReadonlyMap<string, string>;
  /** By id: the paths of articles, where the report has any. */
  paths: ReadonlyMap<string, string>;
  /** What a person should know of the journals. */
  notices: readonly string[];
}

/**
 * How far the annotators of a folder agree, from its journals, a span at a time. No article is read unless its spans were
 * marked in several versions of its text. Nothing is written.
 * @throws Failure when the folder cannot be read, when somebody is not known (`not-found`), when fewer than two have
 *   spans (`bad-arguments`), and `cancelled`
 */
export async function measureFolder(options: MeasureOptions): Promise<Measured> {
  const { dataDir, between, byArticle, onProgress, signal } = options;
  const root = await realFolder(options.path);
  const { id } = await readProjectFile(root);
  const inside = journalInside(root);
  const places = [inside, ...otherPlaces(root, id, dataDir, await readJournalPlaces(dataDir, root), inside)];
  onProgress('Reading the journals');
  const writers = await readWriters(places, options.journalWorkerFile, signal);
  const merged = mergeRows(writers);
  const compared = comparedSpans(merged);
  const notices = writers.flatMap((writer) => writer.notices);
  if (compared.invalid > 0)
    notices.push(
      `${compared.invalid === 1 ? 'One span or reading status in the journals does' : `${compared.invalid} spans or reading statuses in the journals do`} not fit the schema and ${compared.invalid === 1 ? 'is' : 'are'} left out; “rapporteur verify” names them.`,
    );

  const annotators = annotatorsIn(merged);
  const sides = sidesOf(between, annotators, compared.counts);
  const agreement = createAgreement(agreementOptions(policyNews, sides, byArticle));
  const several: { id: string; rows: readonly number[]; read: ReadonlySet<string> }[] = [];
  let count = 0;
  const bindings = bindingsIn(merged);
  for (const { id: article, measured, rows, read } of compared.articles(sides, bindings)) {
    if (measured === null) several.push({ id: article, rows, read });
    else agreement.add(measured);
    if (++count % 1000 === 0) {
      onProgress(`Comparing article ${count}`);
      if (signal.aborted) throw new Failure('cancelled', 'It was stopped.');
    }
  }

  const left: { what: string; reason: string }[] = [];
  if (several.length > 0) {
    const texts = await textsOf(
      root,
      several.map((article) => article.id),
      bindings,
      chosenIn(sourcesIn(merged)),
      options,
    );
    const spans = await spansOfRows(
      merged,
      several.flatMap(({ rows }) => rows),
    );
    for (const { id: article, rows, read } of several) {
      const { measured, orphans } = measuredArticle({
        ...{ id: article, sides, read, record: bindings.get(article), text: texts.get(article) ?? null },
        spans: rows.map((row) => spans.get(row)!),
      });
      agreement.add(measured);
      for (const { span, reason } of orphans)
        left.push({ what: `${bindings.get(article)?.path ?? article}, “${excerpt(span.quote.exact)}”`, reason });
    }
  }
  onProgress('Computing the figures');
  const report = agreement.report();
  const namesOf = annotatorNames([...annotators.values()]);
  return {
    folder: root,
    report: { ...report, left: [...left, ...report.left] },
    names: new Map(sides.map((side) => [side, namesOf(side).name])),
    paths: new Map([...bindings.values()].map(({ id, path }) => [id, path])),
    notices,
  };
}

function sidesOf(
  between: readonly string[] | null,
  annotators: ReadonlyMap<string, Annotator>,
  counts: ReadonlyMap<string, number>,
): string[] {
  if (between !== null) {
    // Somebody may have spans and no name.
    const known = new Map<string, Annotator>([...counts.keys()].map((id) => [id, { id, name: id, initials: id }]));
    for (const [id, annotator] of annotators) known.set(id, annotator);
    known.delete(adjudicated);
    const sides = between.map((meant) => findSide(known.values(), meant));
    if (new Set(sides).size === sides.length && sides.length >= 2) return sides;
    throw new Failure('bad-arguments', 'Agreement is between two or more, each of them once: --between A,B.');
  }
  // The one with the most spans first, as in the window.
  const sides = [...counts.keys()]
    .filter((side) => side !== adjudicated)
    .sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1));
  if (sides.length >= 2) return sides;
  const only = sides[0] === undefined ? 'Nobody has' : `Only ${annotators.get(sides[0])?.name ?? sides[0]} has`;
  throw new Failure(
    'bad-arguments',
    `${only} marked anything in this folder: agreement is between two. Take in a colleague’s work first (“rapporteur import”).`,
  );
}

/** The texts of articles as they are now; those that are not there are left out. */
async function textsOf(
  root: string,
  ids: readonly string[],
  articles: ReadonlyMap<string, Article>,
  chosen: Chosen,
  { workerFile, pool, onProgress, signal }: MeasureOptions,
): Promise<Map<string, CurrentText>> {
  const corpus = openCorpus({
    ...{ root, cacheDir: null, workerFile },
    ...(pool ? { pool } : {}),
    bindings: () => articles.values(),
    chosen: () => chosen,
    onProgress: ({ done, found }) => onProgress(`Reading ${done} of ${found}`),
    onEntries() {},
  });
  const stop = () => void corpus.close();
  signal.addEventListener('abort', stop);
  try {
    await corpus.scan();
    const texts = new Map<string, CurrentText>();
    const there = new Set((await corpus.entries()).flatMap(({ id, failure }) => (failure === null ? [id] : [])));
    for (const id of ids) {
      if (!there.has(id)) continue;
      const article = await corpus.read(id).catch((error) => {
        if (error instanceof Failure && error.code !== 'cancelled') return null;
        throw error;
      });
      if (article !== null) texts.set(id, article);
    }
    return texts;
  } finally {
    signal.removeEventListener('abort', stop);
    await corpus.close();
  }
}
