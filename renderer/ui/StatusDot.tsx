import type { Reading, ReadingStatus } from '#shared/model/reading.ts';
import { shortMoment } from './format.ts';
import styles from './StatusDot.module.css';

/** What screens call how far somebody has come with an article. */
export const statusNames: Record<ReadingStatus, string> = {
  unread: 'Unread',
  'in-progress': 'In progress',
  done: 'Submitted',
  'changes-requested': 'Changes requested',
  accepted: 'Accepted',
};

/** A status with who set it and when: “Accepted by Jonas Weber, 22 Nov, 14:02”. */
export function statusWords(
  reading: Pick<Reading, 'status' | 'by' | 'updatedAt'> | null | undefined,
  whoIs: (id: string) => string,
): string {
  if (!reading) return statusNames.unread;
  const by = reading.by ? ` by ${whoIs(reading.by)}` : '';
  return `${statusNames[reading.status]}${by}, ${shortMoment(reading.updatedAt)}`;
}

/** A status as a small sign: its form tells it as well as its colour. */
export function StatusDot({ status, label }: { status: string; label?: string }) {
  return label === undefined ? (
    <span className={styles.dot} data-status={status} aria-hidden="true" />
  ) : (
    <span className={styles.dot} data-status={status} role="img" aria-label={label} />
  );
}
