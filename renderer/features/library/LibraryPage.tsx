import { useRef, useState } from 'react';
import { type AnnotatorNames, useAnnotatorNames } from '../../data/annotator-names.ts';
import { useSession } from '../../data/hooks.ts';
import { useCountsWaiting } from '../../suggest/use-waiting.ts';
import { useActions } from '../../ui/actions.ts';
import { plural, shortCount, shortDate } from '../../ui/format.ts';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { EmptyLibrary } from './EmptyLibrary.tsx';
import { Filter } from './Filter.tsx';
import styles from './Library.module.css';
import { Colleagues, RowStatus } from './RowStatus.tsx';
import { type Column, isCounted, type LibraryRow } from './rows.ts';
import { ScanProgress } from './ScanProgress.tsx';
import { openRow, sortBy, useLibrary } from './use-library.ts';
import { WaitingCount } from './WaitingCount.tsx';

const headings: [Column, string][] = [
  ['title', 'Title'],
  ['outlet', 'Outlet'],
  ['date', 'Date'],
  ['length', 'Length'],
  ['spans', 'Spans'],
  ['waiting', 'Waiting'],
  ['status', 'Status'],
];

/** The whole corpus as a table: what is there, how far one has come, and what could not be read and why. */
export function LibraryPage(props: {
  openId: string | undefined;
  onOpen: (id: string) => void;
  /** Layers whose spans have a speaker. */
  attributed: readonly string[];
}) {
  const { openId, onOpen } = props;
  const { all, rows, facets, arrangement } = useLibrary(props.attributed);
  const [active, setActive] = useState(openId);
  const counting = useCountsWaiting();
  const namesOf = useAnnotatorNames();
  /** Whether there is anything to say of colleagues. */
  const shared = all?.some(({ colleagues }) => colleagues.length > 0) ?? false;
  const field = useRef<HTMLInputElement>(null);
  const rescan = useSession((state) => state.rescan);

  useActions([
    { id: 'library.filter', name: 'Filter articles', group: 'Library', keys: ['/'], run: () => field.current?.focus() },
    { id: 'library.rescan', name: 'Read the folder again', group: 'Library', keys: ['F5'], run: () => void rescan() },
  ]);

  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <Filter counts={facets} field={field} />
        <ScanProgress />
      </header>
      <div className={styles.columns} data-counting={counting || undefined} data-shared={shared || undefined}>
        {headings
          .filter(([column]) => counting || column !== 'waiting')
          .map(([column, name]) => (
            <button
              key={column}
              type="button"
              data-column={column}
              aria-label={`Sort by ${name.toLowerCase()}`}
              aria-pressed={arrangement.column === column}
              onClick={() => sortBy(column)}
            >
              {name}
              {arrangement.column === column && (arrangement.descending ? ' ↓' : ' ↑')}
            </button>
          ))}
        {shared && <span>Colleagues</span>}
      </div>
      {rows !== undefined && (
        <VirtualList
          label="Articles"
          first
          rows={rows}
          rowHeight={38}
          idOf={(row) => row.id}
          activeId={active}
          onActive={setActive}
          onOpen={(id) => openRow(rows, id, onOpen)}
          renderRow={(row) => <TableRow row={row} counting={counting} shared={shared} namesOf={namesOf} />}
          empty={<EmptyLibrary any={(all?.length ?? 0) > 0} />}
        />
      )}
    </main>
  );
}

function TableRow(props: { row: LibraryRow; counting: boolean; shared: boolean; namesOf: AnnotatorNames }) {
  const { row, counting, shared, namesOf } = props;
  const { meta, failure, length, path, duplicateOf, notices } = row.entry;
  if (failure) {
    return (
      <div className={styles.tableRow} data-failed data-shared={shared || undefined}>
        <span className={styles.title}>{path}</span>
        <span className={styles.reason} title={failure.message}>
          {failure.message}
        </span>
        <span>
          <RowStatus row={row} namesOf={namesOf} />
        </span>
      </div>
    );
  }
  return (
    <div
      className={styles.tableRow}
      data-counting={counting || undefined}
      data-shared={shared || undefined}
      data-dim={duplicateOf !== null || undefined}
    >
      <span className={styles.title} dir="auto" title={[path, ...notices].join('\n')}>
        {row.title}
      </span>
      <span>{meta.outlet ?? '—'}</span>
      <span className={styles.number}>{meta.published ? shortDate(meta.published) : '—'}</span>
      <span className={styles.number} title={plural(length, 'character')}>
        {shortCount(length)}
      </span>
      <span className={styles.number} title={`${row.unattributed} without a speaker`}>
        {row.spans > 0 ? row.spans : '—'}
      </span>
      {counting && <span className={styles.number}>{isCounted(row) && <WaitingCount article={row.article} />}</span>}
      <span>
        <RowStatus row={row} namesOf={namesOf} />
      </span>
      {shared && (
        <span>
          <Colleagues row={row} namesOf={namesOf} />
        </span>
      )}
    </div>
  );
}
