import type { ConfusionMatrix } from '../../agreement/report.ts';
import { layerName, sideName } from '../../review/words.ts';
import { html, type Markup, words } from './markup.ts';
import type { ReviewReport } from './review-report.ts';

/** The confusion matrices; null where there are none, as for three and more sides. */
export function matricesSection({ agreement, names }: ReviewReport): Markup | null {
  const { stance, layer } = agreement.confusion;
  if (stance === null && layer === null) return null;
  const matrix = (of: 'Stance' | 'Layer', { sides, values, counts }: ConfusionMatrix): Markup => {
    const nameOf = (value: string) =>
      of === 'Layer' ? layerName(value, names) : (names.codebook.stances.find(({ id }) => id === value)?.name ?? value);
    const signOf = (value: string) =>
      of === 'Layer' ? null : (names.codebook.stances.find(({ id }) => id === value)?.sign ?? null);
    const head = (value: string) =>
      html`${words(nameOf(value))}${signOf(value) !== null && html`<small>${signOf(value)}</small>`}`;
    return html`<div class="wide"><table class="matrix">
<caption>${of}: rows are ${words(sideName(sides[0], names))}, columns ${words(sideName(sides[1], names))}.</caption>
<thead><tr><td></td>${values.map((value) => html`<th scope="col">${head(value)}</th>`)}</tr></thead>
<tbody>
${values.map(
  (row, i) => html`<tr><th scope="row">${head(row)}</th>${values.map((_, j) => {
    const count = counts[i]?.[j] ?? 0;
    return i === j
      ? html`<td class="same">${count}</td>`
      : html`<td>${count === 0 ? html`<span class="alike">·</span>` : count}</td>`;
  })}</tr>
`,
)}</tbody>
</table></div>
`;
  };
  return html`<section aria-labelledby="matrices">
<h2 id="matrices">Who said what where the other said what</h2>
<p class="note how">How often, on matched spans. In the framed cells both say the same.</p>
${stance && matrix('Stance', stance)}${layer && matrix('Layer', layer)}</section>
`;
}
