import { agreementOptions, needText } from '#shared/agreement/options.ts';
import type { AgreementReport } from '#shared/agreement/report.ts';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import { articleSection } from '#shared/formats/report/article.ts';
import type { Markup } from '#shared/formats/report/markup.ts';
import { reportPage } from '#shared/formats/report/page.ts';
import { reviewProgress } from '#shared/formats/report/progress.ts';
import type { ReportedArticle, ReportedText, ReviewReport } from '#shared/formats/report/review-report.ts';
import type { Article } from '#shared/model/article.ts';
import type { Comment } from '#shared/model/comment.ts';
import type { Decision } from '#shared/model/decision.ts';
import { groupBy } from '#shared/model/groups.ts';
import type { Reading } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { Target } from '#shared/model/target.ts';
import { placedIn } from '#shared/review/placing.ts';
import { sideOf } from '#shared/review/side.ts';
import { threadsOf } from '#shared/review/threads.ts';
import { type ShownSide, sideName } from '#shared/review/words.ts';
import { plural } from '#shared/text/wording.ts';
import type { Wanted } from '../../agreement/figures.ts';
import { type Compared, createComparer, createJudge } from '../../data/comparison.ts';
import type { LibraryEntry } from '../../data/hooks.ts';

/** All that a report is made of. */
export interface ToReport
  extends Pick<
    ReviewReport,
    'folder' | 'madeAt' | 'timeZone' | 'madeBy' | 'version' | 'blind' | 'personOf' | 'agreements'
  > {
  project: string;
  codebook: Codebook;
  /** Two or more, in the order in which they are shown. */
  sides: readonly ShownSide[];
  /** The one article that the report is of; null: all. */
  only: string | null;
  spans: readonly Span[];
  decisions: readonly Decision[];
  comments: readonly Comment[];
  readings: readonly Reading[];
  /** The bindings of annotated articles. */
  records: ReadonlyMap<string, Article>;
  speakers: ReadonlyMap<string, Speaker>;
  targets: ReadonlyMap<string, Target>;
  /** All articles in the order in which they are printed. */
  entries: readonly LibraryEntry[];
}

export interface ReportTools {
  /** Rejects when the article cannot be read. */
  read(article: string): Promise<ArticleText>;
  figures(wanted: Wanted): Promise<AgreementReport>;
  onProgress(progress: ReportProgress): void;
  signal: AbortSignal;
}

/** How far it is: articles whose text is read, then the figures. */
export type ReportProgress = { at: 'articles'; done: number; total: number } | { at: 'figures' };

/** So many spans without a place are named one by one. */
const named = 100;

/**
 * Compares the sides anew and makes the page of the report.
 * @throws the signal's reason when it is aborted; Error when the figures cannot be computed or there is nothing to report
 */
export async function makeReport(all: ToReport, tools: ReportTools): Promise<string> {
  const { codebook, speakers, targets, entries, only } = all;
  const { signal, onProgress } = tools;
  const sides = all.sides.map(({ id }) => id);
  const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
  const spans = new Map(
    [...groupBy(all.spans, ({ article }) => article)].filter(([id]) => only === null || id === only),
  );

  const isOf = (span: Span) => sides.includes(sideOf(span) ?? '');
  const read = async (id: string): Promise<ArticleText | null> => {
    const entry = entryOf.get(id);
    if (entry === undefined || entry.failure !== null) return null;
    // What cannot be read is printed without its text, and the report says so.
    const text = await tools.read(id).catch(() => null);
    signal.throwIfAborted();
    return text;
  };
  const inSeveral = [...spans].filter(([, own]) => needText(own.filter(isOf)));
  const texts = new Map<string, ArticleText | null>();
  for (const [done, [id]] of inSeveral.entries()) {
    onProgress({ at: 'articles', done, total: inSeveral.length });
    texts.set(id, await read(id));
  }

  const textOf = (id: string) => texts.get(id) ?? null;
  const readings = all.readings.filter(({ article }) => only === null || article === only);
  const comparison = createComparer()({ codebook, sides, spans, readings, records: all.records, textOf });
  if (comparison.articles.size === 0)
    throw new Error('There is no article here that two of them have worked on. Choose others.');
  const decisions = groupBy(all.decisions, ({ article }) => article);
  const states = createJudge()({ comparison, spans, decisions, registered: { speakers, targets } });
  onProgress({ at: 'figures' });
  const agreement = await tools.figures({
    project: all.project,
    options: agreementOptions(codebook, sides, true),
    articles: comparison.measured(),
  });

  const places = new Map(entries.map(({ id }, place) => [id, place]));
  const placeOf = (id: string) => places.get(id) ?? entries.length;
  const compared = [...comparison.articles.values()].sort(
    (a, b) => placeOf(a.article) - placeOf(b.article) || (a.article < b.article ? -1 : 1),
  );
  const cases = compared.flatMap((one) => one.cases);
  const caseStates = compared.flatMap(({ article }) => states.get(article) ?? []);
  const readingsOf = groupBy(readings, ({ article }) => article);
  const threads = threadsOf(all.comments);
  const titleOf = (id: string) => entryOf.get(id)?.meta.title ?? entryOf.get(id)?.path ?? id;
  const articles = compared.map(({ article: id, worked, cases: own }): ReportedArticle => {
    const meta = entryOf.get(id)?.meta;
    const byId = new Map(spans.get(id)?.map((span) => [span.id, span]));
    return {
      ...{ id, worked, title: titleOf(id), path: entryOf.get(id)?.path ?? id },
      ...{ outlet: meta?.outlet ?? null, published: meta?.published ?? null, language: meta?.language ?? null },
      readings: readingsOf.get(id) ?? [],
      cases: own.flatMap((one, i) => {
        const state = states.get(id)?.[i];
        if (state === undefined || (!all.agreements && one.differences.length === 0)) return [];
        return {
          ...{ case: one, state },
          stands: state.decision?.spans.flatMap((span) => byId.get(span) ?? []) ?? [],
          comments: threads.ofCase(one).flatMap((thread) => thread.comments),
        };
      }),
    };
  });
  const names = { codebook, speakers, targets, sides: all.sides };
  const report: ReviewReport = {
    ...{ folder: all.folder, madeAt: all.madeAt, timeZone: all.timeZone, madeBy: all.madeBy, version: all.version },
    ...{ names, blind: all.blind, personOf: all.personOf, agreements: all.agreements, agreement, articles },
    only: only === null ? null : titleOf(only),
    progress: reviewProgress(cases, caseStates),
    left: leftOut(compared, (id) => sideName(id, names), titleOf),
  };

  const printed = articles.filter((article) => article.cases.length > 0);
  const sections: Markup[] = [];
  let firstNumber = 1;
  for (const [place, article] of articles.entries()) {
    if (article.cases.length === 0) continue;
    onProgress({ at: 'articles', done: sections.length, total: printed.length });
    const current = texts.get(article.id) ?? (await read(article.id));
    const { text, moved } = placed(article, compared[place]!, current);
    sections.push(articleSection(report, moved, { place, text, firstNumber }));
    firstNumber += article.cases.length;
  }
  return reportPage(report, sections);
}

/** The article's cases where they stand in its text as it is now; without the text when not all of them do. */
function placed(
  article: ReportedArticle,
  { textSha256 }: Compared,
  current: ArticleText | null,
): { text: ReportedText | null; moved: ReportedArticle } {
  if (current === null) return { text: null, moved: article };
  if (current.textSha256 === textSha256) return { text: current, moved: article };
  const { sided, orphans } = placedIn(
    article.cases.flatMap((one) => one.case.spans.map(({ span }) => span)),
    current,
  );
  if (orphans.length > 0) return { text: null, moved: article };
  const places = new Map(sided.map((one) => [one.span.id, one]));
  return {
    text: current,
    moved: {
      ...article,
      cases: article.cases.map((one) => ({
        ...one,
        case: { ...one.case, spans: one.case.spans.map((span) => places.get(span.span.id) ?? span) },
      })),
    },
  };
}

/** The marks that could not be compared. */
function leftOut(
  compared: readonly Compared[],
  nameOf: (side: string) => string,
  titleOf: (article: string) => string,
): { what: string; reason: string }[] {
  const all = compared.flatMap(({ article, orphans }) => orphans.map((orphan) => ({ article, ...orphan })));
  const items = all.slice(0, named).map(({ article, span, reason }) => ({
    what: `${nameOf(sideOf(span) ?? span.annotator)} in ${titleOf(article)}, “${shortened(span.quote.exact)}”`,
    reason,
  }));
  if (all.length > named)
    items.push({ what: plural(all.length - named, 'more mark'), reason: 'They have no place in the text either.' });
  return items;
}

const shortened = (text: string): string =>
  text.length <= 80 ? text : `${text.slice(0, 70).replace(/(?<=\S)\s\S*$|[\uD800-\uDBFF]$/u, '')} …`;
