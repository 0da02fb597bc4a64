import { ProgressBar } from 'react-aria-components';
import { useSession } from '../../data/hooks.ts';
import { plural } from '../../ui/format.ts';
import styles from './Library.module.css';

/** How far the reading of the folder is; nothing once it is done. */
export function ScanProgress() {
  const scan = useSession((state) => state.scan);
  if (!scan || scan.phase === 'done') return null;
  if (scan.phase === 'failed') return <p className={styles.scanFailed}>{scan.message}</p>;
  const label =
    scan.phase === 'listing'
      ? `Found ${plural(scan.found, 'file')}`
      : `Read ${scan.done} of ${plural(scan.found, 'article')}`;
  return (
    <ProgressBar
      className={styles.scan ?? ''}
      aria-label="Reading the folder"
      valueLabel={label}
      value={scan.done}
      maxValue={Math.max(1, scan.found)}
      isIndeterminate={scan.phase === 'listing'}
    >
      {({ percentage }) => (
        <>
          <span>{label}</span>
          <span className={styles.track}>
            <i style={{ width: `${percentage ?? 0}%` }} />
          </span>
        </>
      )}
    </ProgressBar>
  );
}
