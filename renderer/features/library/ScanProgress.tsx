import { useSession } from '../../data/hooks.ts';
import { plural } from '../../ui/format.ts';
import { Progress } from '../../ui/Progress.tsx';
import styles from './Library.module.css';

/** How far the reading of the folder is; nothing once it is done. */
export function ScanProgress() {
  const scan = useSession((state) => state.scan);
  if (!scan || scan.phase === 'done') return null;
  if (scan.phase === 'failed') return <p className={styles.scanFailed}>{scan.message}</p>;
  const listing = scan.phase === 'listing';
  return (
    <Progress
      label="Reading the folder"
      words={
        listing
          ? `Found ${plural(scan.found, 'file')}`
          : `Read ${scan.done.toLocaleString('en')} of ${plural(scan.found, 'file')}`
      }
      value={scan.done}
      max={listing ? 0 : scan.found}
    />
  );
}
