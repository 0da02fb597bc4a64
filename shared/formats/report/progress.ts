import type { Case } from '../../review/case.ts';
import { type CaseState, type Progress, progressOf } from '../../review/deciding.ts';
import { html, type Markup } from './markup.ts';
import type { ReviewProgress, ReviewReport } from './review-report.ts';

/** Progress overall and by article, of cases and their states in the same order. */
export function reviewProgress(cases: readonly Case[], states: readonly CaseState[]): ReviewReport['progress'] {
  const { overall, byArticle } = progressOf(cases, states);
  const all: ReviewProgress = { ...overall, differing: 0, differingDecided: 0 };
  const articles = new Map(
    [...byArticle].map(([id, progress]): [string, ReviewProgress] => [
      id,
      { ...progress, differing: 0, differingDecided: 0 },
    ]),
  );
  cases.forEach(({ article, differences }, i) => {
    if (differences.length === 0) return;
    for (const counts of [all, articles.get(article)!]) {
      counts.differing++;
      if (states[i]?.state === 'decided') counts.differingDecided++;
    }
  });
  return { overall: all, byArticle: articles };
}

/** How many cases differ, and what became of these. */
export function progressSection({ progress: { overall } }: ReviewReport): Markup {
  const rows: readonly [string, string, number][] = [
    ['Agreed', 'all sides say the same; nobody needs to decide', overall.agreed],
    ['Decided', 'the decision rests on what the sides say now', overall.decided],
    ['Put off', 'looked at, to be decided later', overall.later],
    ['Open again', 'decided, and changed since', overall.reopened],
    ['Open', 'not decided yet', overall.open],
  ];
  return html`<section aria-labelledby="progress">
<h2 id="progress">How far the review is</h2>
<table class="figures whole" aria-labelledby="progress">
<thead><tr><th scope="col">Cases</th><th scope="col" class="n">Number</th><th scope="col" class="n">Share</th></tr></thead>
<tbody>
${rows.map(
  ([
    name,
    explains,
    count,
  ]) => html`<tr><th scope="row">${name}<small>${explains}</small></th><td class="n"><b>${count.toLocaleString('en')}</b></td><td class="n">${share(count, overall)}</td></tr>
`,
)}<tr><th scope="row">All<small>passages that at least one side marked</small></th><td class="n"><b>${overall.cases.toLocaleString('en')}</b></td><td class="n"></td></tr>
</tbody>
</table>
</section>
`;
}

/** “42 %”; only all of them are 100 %, and only none 0 %. */
function share(count: number, { cases }: Progress): string {
  if (cases === 0) return '–';
  const percent = Math.round((100 * count) / cases);
  return `${count > 0 && count < cases ? Math.min(99, Math.max(1, percent)) : percent} %`;
}
