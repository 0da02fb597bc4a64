import { isAttributed, stanceOf } from '#shared/codebook/codebook.ts';
import type { Range } from '#shared/model/range.ts';
import type { Difference, Sided } from '#shared/review/case.ts';
import { layerName, type Names, type ShownSide, targetName } from '#shared/review/words.ts';
import { Scale } from '../../ui/Scale.tsx';
import styles from './CasePanel.module.css';
import { Lane } from './Lane.tsx';
import { quoteParts } from './quote-parts.ts';

/** What one side says in a case; what differs from the others is marked. */
export function SideCard({
  side,
  sided,
  differs,
  common,
  names,
  letter,
}: {
  /** Null: what was decided. */
  side: ShownSide | null;
  /** Undefined: this side marked nothing here. */
  sided: Sided | undefined;
  differs: ReadonlySet<Difference>;
  /** Where all sides' spans overlap, if their boundaries differ. */
  common: Range | null;
  names: Names;
  letter: string | undefined;
}) {
  const name = side?.name ?? 'What stands';
  const head = (
    <h4 className={styles.side}>
      {side && <Lane side={side} />}
      <span>{name}</span>
    </h4>
  );
  if (sided === undefined)
    return (
      <section className={styles.card} data-missing aria-label={name}>
        {head}
        <p className={styles.nothing}>
          <mark className={styles.differs}>Nothing marked here</mark>
        </p>
      </section>
    );
  const { span } = sided;
  const attributed = isAttributed(names.codebook, span.layer);
  const emphasis = (kind: Difference) => (differs.has(kind) ? styles.differs : undefined);
  const mode = names.codebook.modes.find(({ id }) => id === span.mode);
  return (
    <section className={styles.card} aria-label={name} data-letter={letter}>
      {head}
      <q className={styles.quote} dir="auto">
        {quoteParts(sided, common).map(({ text, own }) =>
          own ? (
            <mark key={text} className={styles.differs}>
              {text}
            </mark>
          ) : (
            text
          ),
        )}
      </q>
      {attributed && (
        <p className={styles.speaker}>
          <b className={emphasis('speaker')} dir="auto">
            {(span.speaker !== null && names.speakers.get(span.speaker)?.name) || 'No speaker'}
          </b>
        </p>
      )}
      {span.stances.map((stance) => {
        const value = stanceOf(names.codebook, stance.value);
        return (
          <div key={`${stance.target} ${stance.value}`} className={styles.stance}>
            <p>
              <Scale scores={names.codebook.stances.map(({ score }) => score)} at={value?.score} />
              <em className={emphasis('stance')}>{value?.verb ?? stance.value}</em>
            </p>
            <p className={styles.target}>
              <span className={emphasis('target')}>{targetName(stance, names)}</span>
            </p>
          </div>
        );
      })}
      {attributed && span.stances.length === 0 && (differs.has('stance') || differs.has('target')) && (
        <p className={styles.stance}>
          <em className={styles.differs}>no stance</em>
        </p>
      )}
      <p className={styles.rest}>
        <span className={emphasis('layer')}>{layerName(span.layer, names)}</span>
        {(mode || differs.has('mode')) && (
          <span className={emphasis('mode')}>{mode?.name.toLowerCase() ?? 'no mode'}</span>
        )}
      </p>
      {span.note && (
        <p className={styles.note} dir="auto">
          {span.note}
        </p>
      )}
    </section>
  );
}
