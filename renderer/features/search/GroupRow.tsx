import { plural } from '../../ui/format.ts';
import type { Row } from './hits.ts';
import styles from './Search.module.css';

/** The head of a group: what its places have in common, and how many they are. */
export function GroupRow({ row, active }: { row: Extract<Row, { kind: 'group' }>; active: boolean }) {
  return (
    <div className={styles.group} data-active={active || undefined}>
      <i aria-hidden="true">{row.folded ? '▸' : '▾'}</i>
      <b dir="auto">{row.name}</b>
      <span>
        {row.places > 0 && `${plural(row.places, 'place')} in `}
        {plural(row.articles, 'article')}
      </span>
    </div>
  );
}
