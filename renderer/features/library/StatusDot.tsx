import styles from './Library.module.css';
import type { LibraryRow } from './rows.ts';

export const statusNames: Record<LibraryRow['status'], string> = {
  unread: 'Unread',
  'in-progress': 'In progress',
  done: 'Submitted',
  'changes-requested': 'Changes requested',
  accepted: 'Accepted',
  failed: 'Not readable',
  duplicate: 'Duplicate',
  missing: 'File missing',
};

export function StatusDot({ status }: { status: LibraryRow['status'] }) {
  return <span className={styles.dot} data-status={status} role="img" aria-label={statusNames[status]} />;
}
