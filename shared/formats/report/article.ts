import type { Reading, ReadingStatus } from '../../model/reading.ts';
import { sideName } from '../../review/words.ts';
import { shortDate } from '../../text/dates.ts';
import { plural } from '../../text/wording.ts';
import { caseMarkup, langOf } from './case.ts';
import { html, joined, type Markup, words } from './markup.ts';
import { momentsIn } from './moments.ts';
import type { ReportedArticle, ReportedText, ReviewReport } from './review-report.ts';

const statusWords: Record<ReadingStatus, string> = {
  unread: 'unread',
  'in-progress': 'in progress',
  done: 'submitted',
  'changes-requested': 'changes requested',
  accepted: 'accepted',
};

/**
 * The cases of one article with its head, for `reportPage`.
 * @param article one of the report's, in which the offsets of cases are those in `text`
 * @param place where it is among the report's articles, from 0
 * @param text null: only the words that marks keep are printed
 * @param firstNumber the number of its first case
 */
export function articleSection(
  report: ReviewReport,
  article: ReportedArticle,
  { place, text, firstNumber }: { place: number; text: ReportedText | null; firstNumber: number },
): Markup {
  const { title, path, outlet, published, language, cases } = article;
  const setting = { report, text, language, moment: momentsIn(report.timeZone) };
  const { differing, differingDecided } = report.progress.byArticle.get(article.id) ?? {
    differing: 0,
    differingDecided: 0,
  };
  const source = [
    ...[outlet, published && shortDate(published)].flatMap((part) => part || []),
    ...(path === title ? [] : [path]),
  ];
  return html`<section class="article" aria-labelledby="article-${place + 1}">
<header><h3 id="article-${place + 1}" dir="auto"${langOf(language)}>${title}</h3>
<p class="source">${joined(source.map(words), ' · ')}</p>
<p class="source">${joined(statuses(article, report), '; ')}. ${differing === 0 ? 'Nothing differs.' : `${differingDecided} of ${plural(differing, 'disagreement')} decided.`}</p>
${
  text === null &&
  html`<p class="source">The text is not at hand, or is another one by now: only the words that each mark keeps are printed.</p>
`
}</header>
${cases.map((one, i) => caseMarkup(one, firstNumber + i, setting))}</section>
`;
}

/** “Min-seo Kim (submitted)”, side by side. */
function statuses({ worked, readings }: ReportedArticle, { names }: ReviewReport): Markup[] {
  const statusOf = (side: string): Reading | undefined => readings.find(({ annotator }) => annotator === side);
  return names.sides
    .filter(({ id }) => worked.includes(id))
    .map(({ id }) => html`${words(sideName(id, names))}: ${statusWords[statusOf(id)?.status ?? 'in-progress']}`);
}
