import { useMemo, useState } from 'react';
import type { Fate, ImportPreview } from '#shared/contract/contract.ts';
import { plural } from '../../ui/format.ts';
import { VirtualList } from '../../ui/VirtualList.tsx';
import styles from './Exchange.module.css';
import { fateWords, itemsOf, kindNames } from './fates.ts';

/** Everything that is not known here yet, one by one. */
export function PreviewItems(props: {
  preview: ImportPreview;
  fate: Fate | null;
  onFate: (fate: Fate | null) => void;
}) {
  const { preview, fate, onFate } = props;
  const [active, setActive] = useState<string>();
  // One record can stand twice, as changed and as moved.
  const rows = useMemo(
    () => itemsOf(preview.items, fate).map((item, index) => ({ ...item, key: `${index} ${item.id}` })),
    [preview, fate],
  );
  return (
    <section className={styles.items} aria-label="Items">
      <h3>
        {fate === null ? plural(rows.length, 'item') : `${fateWords[fate].name}: ${rows.length.toLocaleString('en')}`}
        {preview.itemsLeft > 0 && ` · ${preview.itemsLeft.toLocaleString('en')} more are not listed`}
        {fate !== null && (
          <button type="button" onClick={() => onFate(null)}>
            Show all
          </button>
        )}
      </h3>
      <div className={styles.list}>
        <VirtualList
          label="What would be taken in"
          rows={rows}
          rowHeight={42}
          idOf={(row) => row.key}
          activeId={active}
          onActive={setActive}
          onOpen={() => {}}
          renderRow={(row, { active }) => (
            <div className={styles.item} data-active={active || undefined}>
              <span data-fate={row.fate}>{fateWords[row.fate].name}</span>
              <span>{kindNames[row.kind] ?? row.kind}</span>
              <span dir="auto" title={row.name}>
                {row.name}
              </span>
              <small title={[row.where, row.detail].filter(Boolean).join('\n')}>
                {[row.detail, row.where].filter(Boolean).join(' · ')}
              </small>
            </div>
          )}
          empty={<p>{fate === null ? 'Nothing in it is new here.' : 'None.'}</p>}
        />
      </div>
    </section>
  );
}
