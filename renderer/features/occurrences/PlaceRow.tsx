import type { Meta } from '#shared/model/article.ts';
import { shortDate } from '../../ui/format.ts';
import styles from './Occurrences.module.css';
import type { QueueRow } from './queue.ts';

const stateNames = { open: '', marked: 'Marked', rejected: 'Rejected' } as const;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** One place: its article where that is the first of its places, and the words in what surrounds them. */
export function PlaceRow({ row, active, meta }: { row: QueueRow; active: boolean; meta: Meta | undefined }) {
  const { before, words, after } = row.hit;
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
      <div className={styles.context} dir={rightToLeft.test(words) ? 'rtl' : 'ltr'}>
        <span className={styles.before}>
          <span>{before}</span>
        </span>
        <span className={styles.after}>
          <mark>{words}</mark>
          {after}
        </span>
      </div>
      <span className={styles.verdict}>{stateNames[row.state]}</span>
    </div>
  );
}
