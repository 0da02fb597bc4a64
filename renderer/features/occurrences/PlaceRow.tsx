import type { Meta } from '#shared/model/article.ts';
import { shortDate } from '../../ui/format.ts';
import { InContext } from '../../ui/InContext.tsx';
import styles from './Occurrences.module.css';
import type { QueueRow } from './queue.ts';

const stateNames = { open: '', marked: 'Marked', rejected: 'Rejected' } as const;

/** One place: its article where that is the first of its places, and the words in what surrounds them. */
export function PlaceRow({ row, active, meta }: { row: QueueRow; active: boolean; meta: Meta | undefined }) {
  const details = [meta?.outlet, meta?.published && shortDate(meta.published)].filter(Boolean).join(' · ');
  return (
    <div
      className={styles.row}
      data-first={row.first || undefined}
      data-active={active || undefined}
      data-state={row.state}
    >
      <div className={styles.article} title={row.article.path}>
        {row.first && (
          <>
            <b dir="auto">{row.article.title ?? row.article.path}</b>
            <small>
              {row.left > 0 ? `${row.left.toLocaleString('en')} more here, not listed` : details || row.article.path}
            </small>
          </>
        )}
      </div>
      <InContext before={row.hit.before} words={row.hit.words} after={row.hit.after} className={styles.context} />
      <span className={styles.verdict}>{stateNames[row.state]}</span>
    </div>
  );
}
