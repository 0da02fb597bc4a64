import styles from './Scale.module.css';

/** A row of steps of which one is filled; the words beside it carry the meaning, this only lets it be seen at a glance. */
export function Scale({ scores, at }: { scores: readonly number[]; at: number | undefined }) {
  return (
    <span className={styles.scale} aria-hidden="true">
      {scores.map((score) => (
        <i key={score} data-score={score === at ? score : undefined} />
      ))}
    </span>
  );
}
