import type { ShownSide } from '#shared/review/words.ts';
import styles from './CasePanel.module.css';
import { laneOf } from './lanes.ts';

/** A side's line as the text has it, beside its name. */
export function Lane({ side }: { side: Pick<ShownSide, 'number'> }) {
  return <i className={styles.lane} data-lane={laneOf(side)} aria-hidden="true" />;
}
