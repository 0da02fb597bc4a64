import { useEffect, useRef, useState } from 'react';
import { type AnnotatorNames, useAnnotatorNames } from '../../data/annotator-names.ts';
import { useCountsWaiting } from '../../suggest/use-waiting.ts';
import { useActions } from '../../ui/actions.ts';
import { plural, shortDate } from '../../ui/format.ts';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { EmptyLibrary } from './EmptyLibrary.tsx';
import { Filter } from './Filter.tsx';
import { GroupChip } from './GroupChip.tsx';
import type { GroupedRow } from './groups.ts';
import styles from './Library.module.css';
import { BeingRead, Colleagues, RowDot } from './RowStatus.tsx';
import { isCounted } from './rows.ts';
import { openRow, useLibrary } from './use-library.ts';
import { WaitingCount } from './WaitingCount.tsx';

/** The library as a narrow column beside the open article. */
export function ArticleList(props: {
  openId: string | undefined;
  onOpen: (id: string) => void;
  attributed: readonly string[];
}) {
  const { openId, onOpen } = props;
  const { all, rows, facets } = useLibrary(props.attributed);
  const [active, setActive] = useState(openId);
  useEffect(() => setActive(openId), [openId]);
  const counting = useCountsWaiting();
  const namesOf = useAnnotatorNames();
  const field = useRef<HTMLInputElement>(null);
  useActions([
    { id: 'library.filter', name: 'Filter articles', group: 'Library', keys: ['/'], run: () => field.current?.focus() },
  ]);

  return (
    <nav className={styles.side} aria-label="Articles">
      <Filter counts={facets} field={field} />
      {rows !== undefined && (
        <VirtualList
          label="Articles"
          rows={rows}
          rowHeight={68}
          idOf={(row) => row.id}
          activeId={active}
          onActive={setActive}
          onOpen={(id) => openRow(rows, id, onOpen)}
          renderRow={(row) => <SideRow row={row} open={row.id === openId} counting={counting} namesOf={namesOf} />}
          empty={<EmptyLibrary any={(all?.length ?? 0) > 0} />}
        />
      )}
    </nav>
  );
}

function SideRow(props: { row: GroupedRow; open: boolean; counting: boolean; namesOf: AnnotatorNames }) {
  const { row, open, counting, namesOf } = props;
  const { meta } = row.entry;
  const details = [meta.outlet, meta.published && shortDate(meta.published), meta.page && `p. ${meta.page}`];
  return (
    <div
      className={styles.sideRow}
      data-open={open || undefined}
      data-dim={row.entry.pending || undefined}
      title={row.entry.failure?.message ?? row.entry.path}
    >
      <RowDot row={row} namesOf={namesOf} />
      <div className={styles.sideTitle} dir="auto">
        {row.title}
        <GroupChip row={row} />
        <BeingRead row={row} />
      </div>
      <div className={styles.sideDetails}>
        <span>{row.entry.failure?.message ?? (details.filter(Boolean).join(' · ') || row.entry.path)}</span>
        {row.spans > 0 && (
          <b title={`${plural(row.spans, 'span')}, ${row.unattributed} without a speaker`}>{row.spans}</b>
        )}
        {counting && isCounted(row) && <WaitingCount article={row.article} />}
        <Colleagues row={row} namesOf={namesOf} />
      </div>
    </div>
  );
}
