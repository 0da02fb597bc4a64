import type { AgreementReport } from '#shared/agreement/report.ts';
import { countText, formatFigure, reliability } from '#shared/agreement/words.ts';
import { Keys } from '../../ui/Keys.tsx';
import styles from './Figures.module.css';
import { intervalText, stripFigures } from './figure-look.ts';
import type { Filter } from './view.ts';

/** The figures a reviewer looks at first; each opens the cases that lower it. */
export function FiguresStrip(props: {
  report: AgreementReport | undefined;
  /** Why there are none, when they could not be computed. */
  failure: string | null;
  /** Newer figures are being computed, and have been for a while. */
  slow: boolean;
  layer: { id: string; name: string };
  figure: Filter['figure'];
  onFigure: (figure: Filter['figure']) => void;
  /** Whether all figures are shown below. */
  open: boolean;
  onAll: () => void;
}) {
  const { report, failure, figure: shown } = props;
  return (
    <section className={styles.strip} aria-label="Agreement" aria-busy={props.slow} data-slow={props.slow || undefined}>
      {failure !== null && <p className={styles.failure}>{failure}</p>}
      {report &&
        stripFigures(report, props.layer).map(({ figure, name, note, layer }) => {
          const on = shown?.name === name;
          const interval = intervalText(figure);
          const more = [note, reliability(figure) ?? countText(figure)].filter(Boolean).join(' · ');
          const details = [interval, more].filter(Boolean).join(' · ');
          return (
            <button
              key={figure.measure}
              type="button"
              className={styles.figure}
              aria-pressed={on}
              aria-label={`${name}: ${formatFigure(figure.value)}, ${figure.why ?? details}`}
              title={[figure.why, countText(figure), figure.caution, 'Shows the cases behind it']
                .filter(Boolean)
                .join('\n')}
              data-undefined={figure.value === null || undefined}
              onClick={() => props.onFigure(on ? null : { name, opens: figure.opens, layer })}
            >
              <span>{name}</span>
              <b>{formatFigure(figure.value)}</b>
              {figure.why === null ? (
                <small>
                  {interval || more}
                  {interval && <i> · {more}</i>}
                </small>
              ) : (
                <small className={styles.why}>{figure.why}</small>
              )}
            </button>
          );
        })}
      {report && (
        <button type="button" className={styles.all} aria-pressed={props.open} onClick={props.onAll}>
          All figures <Keys keys="G" />
        </button>
      )}
    </section>
  );
}
