import type { Figure, Measure, Scope } from '../../agreement/report.ts';
import { countText, formatFigure, formatInterval, measureWords, reliability } from '../../agreement/words.ts';
import { layerName } from '../../review/words.ts';
import { plural } from '../../text/wording.ts';
import { html, joined, type Markup, words } from './markup.ts';
import type { ReviewReport } from './review-report.ts';

/** The few figures that a reader looks at first: the same as above the text that is reviewed. */
export function figuresAtAGlance({ agreement, names }: ReviewReport): Markup {
  const [main] = names.codebook.layers;
  const layer = agreement.layers.find((scope) => scope.layer === main?.id);
  const first: readonly [Measure, Scope | undefined][] = [
    ['f1-strict', agreement.pooled],
    ['f1-partial', agreement.pooled],
    ['u-alpha', layer],
    ['speaker-kappa', agreement.pooled],
    ['stance-alpha-ordinal', agreement.pooled],
    ['target-kappa', agreement.pooled],
  ];
  return html`<dl class="glance">
${first.flatMap(([measure, scope]) => {
  const figure = scope && figureOf(scope, measure);
  if (figure === undefined) return [];
  const { name } = measureWords[measure];
  return html`<div><dt>${name}${scope === layer && `, ${main?.name.toLowerCase() ?? ''}`}</dt><dd><b>${formatFigure(figure.value)}</b><small>${
    figure.why ?? [formatInterval(figure.interval), countText(figure)].filter((part) => part !== null).join(', ')
  }</small></dd></div>
`;
})}</dl>
`;
}

/** All figures: pooled, as means over articles, by layer, by article. */
export function figuresSection(report: ReviewReport): Markup {
  const { pooled, layers, macro, sampling } = report.agreement;
  const cautions = new Notes();
  return html`<section aria-labelledby="figures">
<h2 id="figures">Figures</h2>
<h3 id="pooled">${report.only === null ? 'All articles together' : 'The article'}</h3>
${
  report.only === null &&
  html`<p class="note how">Pooled (micro-averaged): counts are summed over articles, then the figure is computed.</p>
`
}${figuresTable(pooled.figures, 'pooled', cautions)}
${
  report.only === null && [
    html`<h3 id="macro">Mean over articles</h3>
<p class="note how">Macro-averaged: each article’s figure counts alike, however many spans it has.</p>
`,
    figuresTable(macro, 'macro', cautions),
  ]
}${layers.length > 0 && byLayer(report, layers, cautions)}${cautions.list()}${
  report.agreement.byArticle.length > 0 && report.only === null && byArticle(report)
}<p class="note">${
    sampling.resamples > 0
      ? `Intervals of 95 %: percentile bootstrap over ${
          sampling.bundles === undefined ? 'articles' : `${plural(sampling.bundles, 'bundle')} of articles`
        }, ${plural(sampling.resamples, 'resample')}, seed ${sampling.seed}; where none is given, too few articles or too many undefined resamples stand behind the figure. `
      : 'No intervals were computed. '
  }${
    sampling.gammaSamples > 0 &&
    `Gamma: ${plural(sampling.gammaSamples, 'sampled text')} for each article, the same seed.`
  }</p>
</section>
`;
}

function figuresTable(figures: readonly Figure[], label: string, cautions: Notes): Markup {
  return html`<table class="figures" aria-labelledby="${label}">
<thead><tr><th scope="col">Measure</th><th scope="col" class="n">Figure</th><th scope="col" class="n">95 % interval</th><th scope="col" class="n">Of</th><th scope="col">To know</th></tr></thead>
<tbody>
${figures.map(
  (figure) => html`<tr data-measure="${figure.measure}"><th scope="row">${measureWords[figure.measure].name}<small>${
    measureWords[figure.measure].explains
  }</small></th><td class="n"><b>${formatFigure(figure.value)}</b>${cautions.sign(figure)}</td><td class="n">${
    formatInterval(figure.interval) ?? '–'
  }</td><td class="n">${countText(figure)}</td><td>${
    figure.why === null ? (reliability(figure) ?? '') : `Undefined: ${figure.why}`
  }</td></tr>
`,
)}</tbody>
</table>
`;
}

/** One column a layer; measures that no layer has are not listed. */
function byLayer({ names }: ReviewReport, layers: readonly Scope[], cautions: Notes): Markup {
  const measures = [...new Set(layers.flatMap(({ figures }) => figures.map(({ measure }) => measure)))];
  return html`<h3 id="layers">By layer</h3>
<div class="wide"><table class="layers" aria-labelledby="layers">
<thead><tr><th scope="col">Measure</th>${layers.map(
    ({ layer, matched }) =>
      html`<th scope="col" class="n">${words(layerName(layer ?? '', names))}<small>${plural(matched, 'matched pair')}</small></th>`,
  )}</tr></thead>
<tbody>
${measures.map(
  (measure) => html`<tr><th scope="row">${measureWords[measure].name}</th>${layers.map((scope) => {
    const figure = figureOf(scope, measure);
    if (figure === undefined) return html`<td class="n">–</td>`;
    return html`<td class="n"><b>${formatFigure(figure.value)}</b>${cautions.sign(figure)}<small>${
      figure.why ?? formatInterval(figure.interval)
    }</small></td>`;
  })}</tr>
`,
)}</tbody>
</table></div>
`;
}

const shortNames = {
  'f1-strict': 'F1 strict',
  'f1-exact': 'F1 exact',
  'f1-partial': 'F1 partial',
  'f1-type': 'F1 type',
  'u-alpha': 'uα',
} as const satisfies Partial<Record<Measure, string>>;

/** The figures of each article beside what became of its disagreements. */
function byArticle({ agreement, articles, names, progress }: ReviewReport): Markup {
  const known = new Map(articles.map((article, i) => [article.id, { article, number: i + 1 }]));
  // As they are printed.
  const inOrder = [...agreement.byArticle].sort(
    (a, b) => (known.get(a.article ?? '')?.number ?? 0) - (known.get(b.article ?? '')?.number ?? 0),
  );
  const undefinedFor = new Notes();
  const measures = Object.entries(shortNames) as [Measure, string][];
  return html`<h3 id="by-article">By article</h3>
<div class="wide"><table class="articles${inOrder.length <= 15 && ' whole'}" aria-labelledby="by-article">
<thead><tr><th scope="col">Article</th><th scope="col" class="n">Spans<small>${joined(
    names.sides.map(({ short }) => words(short)),
    ' / ',
  )}</small></th><th scope="col" class="n">Matched</th>${measures.map(
    ([, name]) => html`<th scope="col" class="n">${name}</th>`,
  )}<th scope="col" class="n">Decided<small>of what differs</small></th></tr></thead>
<tbody>
${inOrder.map(({ article: id, spans, matched, figures }) => {
  const one = known.get(id ?? '');
  const { differing, differingDecided } = progress.byArticle.get(id ?? '') ?? { differing: 0, differingDecided: 0 };
  const title = words(one?.article.title ?? id ?? '');
  const printed = one !== undefined && one.article.cases.length > 0;
  return html`<tr><th scope="row">${printed ? html`<a href="#article-${one.number}">${title}</a>` : title}</th><td class="n">${names.sides
    .map((side) => spans[side.id] ?? 0)
    .join(' / ')}</td><td class="n">${matched}</td>${measures.map(([measure]) => {
    const figure = figures.find((candidate) => candidate.measure === measure);
    if (figure === undefined) return html`<td class="n">–</td>`;
    return html`<td class="n">${
      figure.value === null
        ? html`–${undefinedFor.noteOf(`Undefined: ${figure.why ?? ''}`)}`
        : formatFigure(figure.value)
    }</td>`;
  })}<td class="n">${differingDecided} of ${differing}</td></tr>
`;
})}</tbody>
</table></div>
${undefinedFor.list()}`;
}

const figureOf = (scope: Scope, measure: Measure): Figure | undefined =>
  scope.figures.find((figure) => figure.measure === measure);

/** What several figures have to be read with, said once under their tables and pointed at by letters. */
class Notes {
  readonly #texts: string[] = [];

  sign({ caution }: Figure): Markup | null {
    return caution === null ? null : this.noteOf(caution);
  }

  noteOf(text: string): Markup {
    if (!this.#texts.includes(text)) this.#texts.push(text);
    return html`<sup>${letter(this.#texts.indexOf(text))}</sup>`;
  }

  list(): Markup | null {
    if (this.#texts.length === 0) return null;
    return html`<div class="under">${this.#texts.map(
      (text, i) => html`<p><sup>${letter(i)}</sup> ${text}</p>
`,
    )}</div>
`;
  }
}

/** a, b … z, aa, ab … */
const letter = (n: number): string =>
  (n < 26 ? '' : letter(Math.floor(n / 26) - 1)) + String.fromCharCode(97 + (n % 26));
