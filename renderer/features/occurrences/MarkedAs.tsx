import type { ReactNode } from 'react';
import { type Codebook, stanceOf } from '#shared/codebook/codebook.ts';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import { useById, useTargets } from '../../data/hooks.ts';
import styles from './Occurrences.module.css';
import type { QueueRow, SearchedBy } from './queue.ts';

/** What the place would be marked as, in full, and what can be done with it. */
export function MarkedAs(props: {
  row: QueueRow | undefined;
  like: Span;
  by: SearchedBy;
  codebook: Codebook;
  speaker: Speaker | undefined;
  attributed: boolean;
  buttons: ReactNode;
}) {
  const { row, like, by, codebook } = props;
  const targets = useById(useTargets());
  if (!row) return <div className={styles.markedAs} />;
  const stances =
    by === 'names'
      ? []
      : like.stances.map(({ value, target }) =>
          [stanceOf(codebook, value)?.verb ?? value, target && targets?.get(target)?.name].filter(Boolean).join(' '),
        );
  const parts = [
    codebook.layers.find((layer) => layer.id === like.layer)?.name ?? like.layer,
    props.attributed && row.passage.mode,
    props.speaker?.name,
    ...stances,
    ...like.labels,
  ];
  return (
    <section className={styles.markedAs} aria-label="This place">
      <div>
        <p className={styles.parts}>
          <b>{parts.filter(Boolean).join(' · ')}</b> in {row.article.title ?? row.article.path}
        </p>
        <p className={styles.passage} dir="auto">
          {row.passage.quote.exact}
        </p>
      </div>
      <div className={styles.buttons}>{props.buttons}</div>
    </section>
  );
}
