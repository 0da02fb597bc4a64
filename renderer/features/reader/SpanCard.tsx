import type { ReactNode } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { Target } from '#shared/model/target.ts';
import { adjudicated, isOwnOf } from '#shared/review/side.ts';
import type { Threads } from '#shared/review/threads.ts';
import type { AnnotatorNames } from '../../data/annotator-names.ts';
import { plural } from '../../ui/format.ts';
import { Keys } from '../../ui/Keys.tsx';
import type { PlacedSpan } from './place-spans.ts';
import styles from './SpanCard.module.css';
import { StanceLine } from './StanceLine.tsx';

export interface CardContext {
  codebook: Codebook;
  speakers: ReadonlyMap<string, Speaker>;
  targets: ReadonlyMap<string, Target>;
  annotators: ReadonlyMap<string, Annotator>;
  namesOf: AnnotatorNames;
  /** What has been said about the article's marks. */
  threads: Threads;
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
  /** What is said about it, while it is selected. */
  discussion: ReactNode;
  /** What else can be done with it. */
  tools: ReactNode;
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
      {props.discussion}
      <footer className={styles.keys}>
        {!isOwnOf(span, context.me) && (
          <button type="button" onClick={onCopy}>
            <Keys keys="Y" /> mark it as mine too
          </button>
        )}
        {props.tools}
      </footer>
    </section>
  );
}

export function CardHead({ placed, context }: { placed: PlacedSpan; context: CardContext }) {
  const { span, moved } = placed;
  const layer = context.codebook.layers.find((candidate) => candidate.id === span.layer);
  const speaker = span.speaker === null ? undefined : context.speakers.get(span.speaker);
  const side = isOwnOf(span, context.me) ? null : span.origin === 'adjudicated' ? adjudicated : span.annotator;
  const whose = side === null ? null : context.namesOf(side);
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
      <Said span={span.id} context={context} />
      {whose && (
        <i
          className={styles.annotator}
          title={side === adjudicated ? 'Settled in a review' : `Marked by ${whose.name}`}
        >
          {side === adjudicated ? whose.name : whose.initials}
        </i>
      )}
    </span>
  );
}

/** That something was said about a span, and that this annotator is asked to look at it again. */
function Said({ span, context: { threads, me } }: { span: string; context: CardContext }) {
  const about = threads.ofSpan(span);
  if (about.length === 0) return null;
  const comments = about.reduce((sum, thread) => sum + thread.comments.length, 0);
  const asks = about.some(({ requests }) => requests.some((request) => request.asks === me));
  const words = `${plural(comments, 'comment')}${asks ? ', and you are asked to look again' : ''}`;
  return (
    <i className={styles.said} data-asks={asks || undefined} title={words}>
      <span aria-hidden="true">{asks ? `look again` : comments}</span>
      <span className={styles.spoken}>{words}</span>
    </i>
  );
}
