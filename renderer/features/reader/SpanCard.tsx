import type { Codebook } from '#shared/codebook/codebook.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { Target } from '#shared/model/target.ts';
import { Keys } from '../../ui/Keys.tsx';
import type { PlacedSpan } from './place-spans.ts';
import styles from './SpanCard.module.css';
import { StanceLine } from './StanceLine.tsx';

export interface CardContext {
  codebook: Codebook;
  speakers: ReadonlyMap<string, Speaker>;
  targets: ReadonlyMap<string, Target>;
  annotators: ReadonlyMap<string, Annotator>;
  me: string;
}

/** A span in the margin, as short as it can be said: who, where they stand, and what is still missing. */
export function SpanCard(props: {
  placed: PlacedSpan;
  context: CardContext;
  /** Selected, but not open for editing, because it is a colleague's or the folder is for reading only. */
  selected: boolean;
  compact: boolean;
  onSelect: () => void;
  onCopy: () => void;
}) {
  const { placed, context, selected, compact, onSelect, onCopy } = props;
  const { span } = placed;
  const body = (
    <>
      <CardHead placed={placed} context={context} />
      {!compact &&
        span.stances.map((stance) => (
          <StanceLine key={`${stance.target} ${stance.value}`} stance={stance} context={context} />
        ))}
      {!compact && span.note && <span className={styles.note}>{span.note}</span>}
    </>
  );
  if (!selected) {
    return (
      <button type="button" className={styles.card} onClick={onSelect}>
        {body}
      </button>
    );
  }
  return (
    <section className={styles.card} data-selected aria-label="Selected span">
      {body}
      {span.annotator !== context.me && (
        <button type="button" className={styles.copy} onClick={onCopy}>
          <Keys keys="Y" /> mark it as mine too
        </button>
      )}
    </section>
  );
}

export function CardHead({ placed, context }: { placed: PlacedSpan; context: CardContext }) {
  const { span, moved } = placed;
  const layer = context.codebook.layers.find((candidate) => candidate.id === span.layer);
  const speaker = span.speaker === null ? undefined : context.speakers.get(span.speaker);
  const annotator = span.annotator === context.me ? undefined : context.annotators.get(span.annotator);
  return (
    <span className={styles.head}>
      {layer?.attributed === false ? (
        <b>{layer.name}</b>
      ) : speaker ? (
        <b dir="auto">{speaker.name}</b>
      ) : (
        <b className={styles.nobody}>No speaker yet</b>
      )}
      <span className={styles.who}>
        {speaker && [speaker.role ?? speaker.affiliation, speaker.country].filter(Boolean).join(' · ')}
      </span>
      {layer?.attributed && layer.id !== context.codebook.layers[0]?.id && <i className={styles.tag}>{layer.name}</i>}
      {moved && (
        <i
          className={styles.tag}
          title="The file has changed since this was marked; the same words were found at another place."
        >
          moved
        </i>
      )}
      {span.annotator !== context.me && (
        <i className={styles.annotator} title={`Marked by ${annotator?.name ?? span.annotator}`}>
          {annotator?.initials ?? span.annotator}
        </i>
      )}
    </span>
  );
}
