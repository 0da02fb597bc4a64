import { list, plural } from '../../text/wording.ts';
import { figuresAtAGlance, figuresSection } from './figures.ts';
import { escaped, html, joined, type Markup, words } from './markup.ts';
import { matricesSection } from './matrices.ts';
import { momentsIn } from './moments.ts';
import { progressSection } from './progress.ts';
import type { ReviewReport } from './review-report.ts';
import { differing, edge, underlined } from './side-marks.ts';
import { style } from './style.ts';

/** A page without scripts that loads nothing, whoever opens it. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A review report as one page of HTML that needs nothing else, to be read, printed and kept. The same report gives the
 * same page.
 * @param sections of the report's articles that have cases to print, from `articleSection`, in their order
 */
export function reportPage(report: ReviewReport, sections: readonly Markup[]): string {
  const { folder } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Rapporteur ${escaped(report.version)}">
<title>${escaped(`Review report – ${folder}`)}</title>
<style>${style}</style>
</head>
<body>
${body(report, sections).source}</body>
</html>
`;
}

const body = (report: ReviewReport, sections: readonly Markup[]): Markup => html`<header>
<p class="kind">Review report</p>
<h1 dir="auto">${report.folder}</h1>
${facts(report)}</header>
<main>
${summary(report)}${figuresAtAGlance(report)}${progressSection(report)}${howToRead(report)}${figuresSection(report)}${matricesSection(report)}${leftOut(report)}<section class="cases" aria-labelledby="cases">
<h2 id="cases">${report.agreements ? 'Every passage, article by article' : 'The disagreements, article by article'}</h2>
${
  sections.length > 0
    ? [...sections]
    : html`<p>${report.agreements ? 'No side has marked anything.' : 'There are none.'}</p>
`
}</section>
</main>
`;

function facts({ names, agreement, madeAt, timeZone, madeBy, version, only, agreements, blind }: ReviewReport): Markup {
  const { title, name, version: ofCodebook } = names.codebook;
  const rows: [string, Markup][] = [
    [
      'Compared',
      joined(
        names.sides.map((side) => (blind ? words(side.name) : html`${words(side.name)} (${words(side.short)})`)),
        ', ',
      ),
    ],
    [
      'Articles',
      only === null
        ? html`${plural(agreement.articles, 'article')} that at least two of them have worked on`
        : words(only),
    ],
    ['Printed', html`${agreements ? 'agreements and disagreements' : 'disagreements'}${blind && ', names hidden'}`],
    ['Codebook', html`${words(title)} (${words(name)}, version ${ofCodebook})`],
    [
      'Made',
      html`${momentsIn(timeZone)(madeAt)} (${timeZone})${madeBy !== null && html` by ${words(madeBy)}`}, with Rapporteur ${version}`,
    ],
  ];
  return html`<dl class="facts">
${rows.map(
  ([term, said]) => html`<dt>${term}</dt><dd>${said}</dd>
`,
)}</dl>
`;
}

/** The report in a few sentences, for somebody who reads no further. */
function summary({ names, agreement, progress: { overall }, only }: ReviewReport): Markup {
  const { cases, differing, differingDecided } = overall;
  const alike = cases - differing;
  const where = only === null ? plural(agreement.articles, 'article') : 'this article';
  const who = words(list(names.sides.map(({ name }) => name)));
  if (cases === 0)
    return html`<p class="summary">${who} have worked on ${where} and marked nothing.</p>
`;
  return html`<p class="summary">${who} have worked on ${where} and marked ${plural(cases, 'passage')} between them. On ${
    alike === 0 ? 'none' : plural(alike, 'passage')
  } they agree in every respect; ${
    differing === 0
      ? 'none differs'
      : `${differing.toLocaleString('en')} ${differing === 1 ? 'differs' : 'differ'} in at least one, of which ${
          differingDecided === 0
            ? 'none is'
            : differingDecided === differing
              ? 'all are'
              : `${differingDecided.toLocaleString('en')} ${differingDecided === 1 ? 'is' : 'are'}`
        } decided`
  }.</p>
`;
}

function howToRead({ names, blind }: ReviewReport): Markup {
  return html`<section aria-labelledby="how">
<h2 id="how">How to read this report</h2>
<ul>
<li>Span figures come first. Whether speaker, stance, target and mode agree is asked only of matched spans: one-to-one, by greatest overlap, then earliest start. Each figure says of how many.</li>
<li>1 is perfect agreement. F1 is 0 where nothing agrees; alpha, kappa and gamma are 0 where agreement is no better than chance, and may be negative. Alphas are called reliable from .800 and tentative from .667 (Krippendorff 2004). What cannot be computed is called undefined, with its reason.</li>
<li>A case is a passage as every side sees it. In its text each side’s mark stands between brackets with the side’s initials and is underlined in a way of its own: ${joined(
    names.sides.map((side) => html`${edge(side, 'open')}${underlined(side, words(side.name))}${edge(side, 'close')}`),
    ', ',
  )}. […] stands for words that are left out here.</li>
<li>In the tables ${differing} and bold letters mark what differs, <span class="sign">✓</span> what stands after the decision.</li>
${
  blind &&
  html`<li>Names are hidden. The numbers mean the same people throughout this report. Notes, comments and reasons are printed as they were written, and may name somebody.</li>
`
}</ul>
</section>
`;
}

function leftOut({ agreement, left }: ReviewReport): Markup | null {
  const all = [...agreement.left, ...left];
  if (all.length === 0) return null;
  return html`<section aria-labelledby="left">
<h2 id="left">What was left out</h2>
<ul>
${all.map(
  ({ what, reason }) => html`<li>${words(what)}: ${words(reason)}</li>
`,
)}</ul>
</section>
`;
}
