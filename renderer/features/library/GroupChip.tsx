import { plural } from '../../ui/format.ts';
import type { GroupedRow } from './groups.ts';
import styles from './Library.module.css';
import { toggleGroup } from './use-library.ts';

/** How many copies and nearly the same texts are put with an article; a click unfolds or folds them, as a key of the list does. */
export function GroupChip({ row }: { row: GroupedRow }) {
  const { group } = row;
  if (group === undefined || group.below) return null;
  const parts = [
    ...(group.copies > 0 ? [plural(group.copies, 'copy', 'copies')] : []),
    ...(group.near > 0 ? [`${group.near} nearly the same`] : []),
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the list has the keyboard, and a key for this
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keyboard, and a key for this
    <small
      className={styles.group}
      title={group.open ? 'Fold them' : 'Show them'}
      onClick={(event) => {
        event.stopPropagation();
        toggleGroup(row.id);
      }}
    >
      {group.open ? '▾' : '▸'} {parts.join(', ')}
    </small>
  );
}
