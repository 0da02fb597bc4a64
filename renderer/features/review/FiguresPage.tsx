import { useState } from 'react';
import type { AgreementReport, Figure, Scope } from '#shared/agreement/report.ts';
import { countText, formatFigure, measureWords, reliability } from '#shared/agreement/words.ts';
import { layerName, type Names } from '#shared/review/words.ts';
import { list } from '#shared/text/wording.ts';
import { plural } from '../../ui/format.ts';
import { Keys } from '../../ui/Keys.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { Confusion } from './Confusion.tsx';
import styles from './Figures.module.css';
import { figureOf, intervalText } from './figure-look.ts';
import type { Filter } from './view.ts';

/** Every figure with all that is needed not to misread it; each opens the cases that explain it. */
export function FiguresPage(props: {
  report: AgreementReport;
  names: Names;
  titleOf: (article: string) => string;
  filter: Filter;
  onFilter: (filter: Partial<Filter>) => void;
  onClose: () => void;
}) {
  const { report, names, titleOf, filter, onFilter } = props;
  const { pooled, layers, macro, confusion, sampling, left } = report;
  const open = (figure: Figure, layer: string | null) => {
    const words = measureWords[figure.measure].name;
    const name = layer === null ? words : `${words}, ${layerName(layer, names).toLowerCase()}`;
    onFilter({ figure: { name, opens: figure.opens, layer } });
  };
  return (
    <main className={styles.page}>
      <div className={styles.sheet}>
        <header className={styles.head}>
          <div>
            <h2>Agreement</h2>
            <p>
              {list(names.sides.map(({ name }) => name))} on {plural(report.articles, 'article')} that at least two of
              them have worked on · {plural(pooled.matched, 'matched pair')}
            </p>
          </div>
          <button type="button" onClick={props.onClose}>
            Back to the text <Keys keys="G" />
          </button>
        </header>

        <section aria-labelledby="figures-pooled">
          <h3 id="figures-pooled">All articles together</h3>
          <p className={styles.how}>
            Pooled (micro-averaged): counts are summed over articles, then the figure is computed.
          </p>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Measure</th>
                <th scope="col">Figure</th>
                <th scope="col">95 %</th>
                <th scope="col">On</th>
                <th scope="col">What it tells</th>
              </tr>
            </thead>
            <tbody>
              {pooled.figures.map((figure) => (
                <tr key={figure.measure}>
                  <th scope="row">{measureWords[figure.measure].name}</th>
                  <td>
                    <FigureButton figure={figure} onOpen={() => open(figure, null)} />
                  </td>
                  <td className={styles.number}>{intervalText(figure)}</td>
                  <td className={styles.number}>{countText(figure)}</td>
                  <td className={styles.tells}>
                    {figure.why !== null && <b>Undefined: {figure.why}. </b>}
                    {reliability(figure) && <b>{capital(reliability(figure) ?? '')}. </b>}
                    {measureWords[figure.measure].explains}
                    {figure.caution && <span> {figure.caution}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>

        {layers.length > 0 && (
          <section aria-labelledby="figures-layers">
            <h3 id="figures-layers">By layer</h3>
            <ByLayer layers={layers} names={names} onOpen={open} />
          </section>
        )}

        <section aria-labelledby="figures-macro">
          <h3 id="figures-macro">Mean over articles</h3>
          <p className={styles.how}>Macro-averaged: each article’s figure counts alike, however many spans it has.</p>
          <dl className={styles.macro}>
            {macro.map((figure) => (
              <div key={figure.measure}>
                <dt>{measureWords[figure.measure].name}</dt>
                <dd>
                  <FigureButton figure={figure} onOpen={() => open(figure, null)} />
                  <small>{figure.why ?? intervalText(figure)}</small>
                </dd>
              </div>
            ))}
          </dl>
        </section>

        {(confusion.stance || confusion.layer) && (
          <section aria-labelledby="figures-confusion">
            <h3 id="figures-confusion">Who said what where the other said what</h3>
            <div className={styles.matrices}>
              {(['stance', 'layer'] as const).map((of) => {
                const matrix = confusion[of];
                return matrix ? (
                  <Confusion
                    key={of}
                    of={of}
                    matrix={matrix}
                    names={names}
                    cell={filter.cell}
                    onCell={(cell) => onFilter({ cell })}
                  />
                ) : null;
              })}
            </div>
          </section>
        )}

        {names.sides.length > 2 && (
          <p className={styles.how}>
            Gamma, and the tables of who said what where the other said what, are of two people: choose two at the upper
            left.
          </p>
        )}

        {report.byArticle.length > 0 && (
          <section aria-labelledby="figures-articles">
            <h3 id="figures-articles">By article</h3>
            <ByArticle
              scopes={report.byArticle}
              names={names}
              titleOf={titleOf}
              chosen={filter.article}
              onArticle={(article) => onFilter({ article })}
            />
          </section>
        )}

        <footer className={styles.foot}>
          <p>
            Intervals: percentile bootstrap over articles, {sampling.resamples.toLocaleString('en')} resamples, seed{' '}
            {sampling.seed}. Gamma: {sampling.gammaSamples.toLocaleString('en')} sampled texts for each article, the
            same seed.
          </p>
          {left.map(({ what, reason }) => (
            <p key={`${what} ${reason}`}>
              Left out: {what}, {reason}.
            </p>
          ))}
        </footer>
      </div>
    </main>
  );
}

function FigureButton({ figure, onOpen }: { figure: Figure; onOpen: () => void }) {
  return (
    <button
      type="button"
      className={styles.value}
      data-undefined={figure.value === null || undefined}
      title="Shows the cases behind it"
      onClick={onOpen}
    >
      {formatFigure(figure.value)}
    </button>
  );
}

/** One column a layer; measures that no layer has are not listed. */
function ByLayer(props: {
  layers: readonly Scope[];
  names: Names;
  onOpen: (figure: Figure, layer: string | null) => void;
}) {
  const { layers, names, onOpen } = props;
  const measures = [...new Set(layers.flatMap(({ figures }) => figures.map(({ measure }) => measure)))];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Measure</th>
          {layers.map(({ layer, matched }) => (
            <th key={layer} scope="col">
              {layerName(layer ?? '', names)} <small>{plural(matched, 'pair')}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {measures.map((measure) => (
          <tr key={measure}>
            <th scope="row">{measureWords[measure].name}</th>
            {layers.map((scope) => {
              const figure = figureOf(scope, measure);
              return (
                <td key={scope.layer} className={styles.cell}>
                  {figure && <FigureButton figure={figure} onOpen={() => onOpen(figure, scope.layer)} />}
                  <small>{figure?.why ?? (figure && intervalText(figure))}</small>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const articleMeasures = ['f1-strict', 'f1-exact', 'f1-partial', 'f1-type', 'u-alpha'] as const;
const shortNames = {
  'f1-strict': 'Strict',
  'f1-exact': 'Exact',
  'f1-partial': 'Partial',
  'f1-type': 'Type',
  'u-alpha': 'uα',
};

function ByArticle(props: {
  scopes: readonly Scope[];
  names: Names;
  titleOf: (article: string) => string;
  chosen: string | null;
  onArticle: (article: string) => void;
}) {
  const { scopes, names, titleOf, chosen } = props;
  const [active, setActive] = useState(chosen ?? undefined);
  const rowHeight = 30;
  return (
    <div className={styles.articles}>
      <div className={styles.articleHead} aria-hidden="true">
        <span>Article</span>
        <span>Spans</span>
        <span>Matched</span>
        {articleMeasures.map((measure) => (
          <span key={measure}>{shortNames[measure]}</span>
        ))}
      </div>
      <div style={{ height: Math.min(12, scopes.length) * rowHeight }} className={styles.articleList}>
        <VirtualList
          label="Figures by article"
          rows={scopes}
          rowHeight={rowHeight}
          idOf={({ article }) => article ?? ''}
          activeId={active}
          onActive={setActive}
          onOpen={props.onArticle}
          renderRow={({ article, spans, matched, figures }) => (
            <div className={styles.articleRow}>
              <span dir="auto">{titleOf(article ?? '')}</span>
              <span>{names.sides.map(({ id }) => spans[id] ?? 0).join(' / ')}</span>
              <span>{matched}</span>
              {articleMeasures.map((measure) => {
                const figure = figures.find((one) => one.measure === measure);
                return (
                  <span key={measure} title={figure?.why ?? undefined}>
                    {figure?.value === null || !figure ? '–' : formatFigure(figure.value)}
                  </span>
                );
              })}
            </div>
          )}
          empty=""
        />
      </div>
    </div>
  );
}

const capital = (words: string): string => `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
