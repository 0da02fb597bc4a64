import { isAttributed } from '#shared/codebook/codebook.ts';
import type { Span } from '#shared/model/span.ts';
import type { Correction } from '#shared/review/corrections.ts';
import type { ComparedField } from '#shared/review/same.ts';
import { shortMoment } from '../../ui/format.ts';
import { Keys } from '../../ui/Keys.tsx';
import styles from './CorrectionCard.module.css';
import card from './SpanCard.module.css';
import type { CardContext } from './SpanCard.tsx';
import { SpanDiscussion } from './SpanDiscussion.tsx';
import { StanceLine } from './StanceLine.tsx';
import type { Answering } from './use-answering.ts';

export const correctionHeading: Record<Correction['kind'], string> = {
  changed: 'Decided otherwise',
  dropped: 'Decided: this is not to stand',
  added: 'Decided: this is to stand too',
};
const acceptWords: Record<Correction['kind'], string> = {
  changed: 'accept',
  dropped: 'accept, and remove mine',
  added: 'accept, and mark it',
};

const keepWords: Record<Correction['kind'], string> = {
  changed: 'it stays',
  dropped: 'mine stays',
  added: 'no, it is not one',
};

/** What an adjudicator decided otherwise than the annotator marked it, beside the mark: what differs, why, and the answer. */
export function CorrectionCard(props: {
  correction: Correction;
  context: CardContext;
  selected: boolean;
  compact: boolean;
  answering: Answering;
  onSelect: () => void;
}) {
  const { correction, context, selected, compact, answering } = props;
  const { decision, kind, reason } = correction;
  const { discussion } = answering;
  const body = (
    <>
      <span className={styles.head}>
        <b>{correctionHeading[kind]}</b>
        <small>
          {discussion.whoIs(decision.adjudicator)}, {shortMoment(decision.at)}
        </small>
      </span>
      {!compact && <Differences correction={correction} context={context} />}
      {!compact && reason && (
        <q className={styles.reason} dir="auto">
          {reason}
        </q>
      )}
    </>
  );
  if (!selected)
    return (
      <button type="button" className={`${card.card} ${styles.correction}`} data-correction onClick={props.onSelect}>
        {body}
      </button>
    );
  return (
    <section
      className={`${card.card} ${styles.correction}`}
      data-selected
      data-correction
      aria-label="Selected correction"
    >
      {body}
      <SpanDiscussion answering={answering} />
      {!discussion.readOnly && (
        <footer className={card.keys}>
          <button type="button" onClick={() => answering.accept(correction)}>
            <Keys keys="Y" /> {acceptWords[kind]}
          </button>
          <button type="button" onClick={() => answering.write({ what: 'stays', about: correction })}>
            <Keys keys="I" /> {keepWords[kind]}
          </button>
        </footer>
      )}
    </section>
  );
}

/** What was decided, as far as it is not what the annotator has. */
function Differences({ correction, context }: { correction: Correction; context: CardContext }) {
  const [decided, ...others] = correction.adjudicated;
  if (decided === undefined) return null;
  const fields: readonly ComparedField[] =
    correction.kind === 'added' ? ['boundary', 'layer', 'speaker', 'stances'] : correction.fields;
  return (
    <span className={styles.fields}>
      {fields.map((field) => (
        <Field key={field} field={field} span={decided} context={context} />
      ))}
      {others.length > 0 && <small>and {others.length} more that stand beside it</small>}
    </span>
  );
}

function Field({ field, span, context }: { field: ComparedField; span: Span; context: CardContext }) {
  const { codebook } = context;
  const attributed = isAttributed(codebook, span.layer);
  switch (field) {
    case 'boundary':
      return (
        <q className={styles.quote} dir="auto">
          {span.quote.exact}
        </q>
      );
    case 'layer':
      return <Line name="Layer">{codebook.layers.find(({ id }) => id === span.layer)?.name ?? span.layer}</Line>;
    case 'speaker':
      if (!attributed) return null;
      return (
        <Line name="Speaker">
          {(span.speaker !== null && context.speakers.get(span.speaker)?.name) || 'nobody named'}
        </Line>
      );
    case 'mode':
      return (
        <Line name="Said">{codebook.modes.find(({ id }) => id === span.mode)?.name.toLowerCase() ?? 'no mode'}</Line>
      );
    case 'stances':
      if (span.stances.length === 0) return attributed ? <Line name="Stance">none</Line> : null;
      return (
        <>
          {span.stances.map((stance) => (
            <StanceLine key={`${stance.target} ${stance.value}`} stance={stance} context={context} />
          ))}
        </>
      );
  }
}

function Line({ name, children }: { name: string; children: string }) {
  return (
    <span className={styles.line}>
      <small>{name}</small> <span dir="auto">{children}</span>
    </span>
  );
}
