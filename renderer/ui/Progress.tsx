import { ProgressBar } from 'react-aria-components';
import styles from './Progress.module.css';

/** How far something is, in words and as a bar; `max` 0: nobody knows yet. */
export function Progress(props: { label: string; words: string; value: number; max: number }) {
  return (
    <ProgressBar
      className={styles.progress ?? ''}
      aria-label={props.label}
      valueLabel={props.words}
      value={props.value}
      maxValue={Math.max(1, props.max)}
      isIndeterminate={props.max === 0}
    >
      {({ percentage }) => (
        <>
          <span>{props.words}</span>
          <span className={styles.track}>
            <i style={{ width: `${percentage ?? 0}%` }} />
          </span>
        </>
      )}
    </ProgressBar>
  );
}
