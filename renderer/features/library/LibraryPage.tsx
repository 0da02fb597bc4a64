import { memo, useMemo, useRef, useState } from 'react';
import { type AnnotatorNames, useAnnotatorNames } from '../../data/annotator-names.ts';
import { ask, isTable } from '../../data/asked.ts';
import { useSession } from '../../data/hooks.ts';
import { useCountsWaiting } from '../../suggest/use-waiting.ts';
import { useActions } from '../../ui/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { plural, shortCount, shortDate } from '../../ui/format.ts';
import { Keys } from '../../ui/Keys.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { EmptyLibrary } from './EmptyLibrary.tsx';
import { Filter } from './Filter.tsx';
import { GroupChip } from './GroupChip.tsx';
import type { GroupedRow } from './groups.ts';
import styles from './Library.module.css';
import { BeingRead, Colleagues, RowStatus } from './RowStatus.tsx';
import { type Column, isCounted, type LibraryRow } from './rows.ts';
import { ScanProgress } from './ScanProgress.tsx';
import { openRow, sortBy, toggleGroup, useGrouping, useLibrary } from './use-library.ts';
import { useSelection } from './use-selection.ts';
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
  const selection = useSelection(rows, active, setActive);
  const correctable = useMemo(() => articlesOf(selection.rows), [selection.rows]);
  /** The rows that are meant: those that are selected, else the one that the keyboard is on. */
  const here = () => (selection.rows.length > 0 ? selection.rows : (rows ?? []).filter(({ id }) => id === active));
  const editDetails = () => {
    const articles = articlesOf(here());
    if (articles.length > 0) ask({ what: 'details', articles });
  };
  const tableHere = () =>
    here()
      .map(({ entry }) => entry.file ?? entry.path)
      .find(isTable);

  const { foldNear } = useGrouping();
  const firstHere = () => rows?.find(({ id, group }) => id === active && group && !group.below)?.id;

  useActions([
    {
      id: 'library.details',
      name:
        correctable.length > 1
          ? `Edit details of ${correctable.length.toLocaleString('en')} articles…`
          : 'Edit the article’s details…',
      group: 'Library',
      keys: ['Alt+Enter'],
      enabled: () => active !== undefined || correctable.length > 0,
      run: editDetails,
    },
    {
      id: 'library.columns',
      name: 'Columns of the table…',
      group: 'Library',
      enabled: () => tableHere() !== undefined,
      run: () => {
        const path = tableHere();
        if (path !== undefined) ask({ what: 'columns', path });
      },
    },
    {
      id: 'library.unfold',
      name: 'Unfold or fold what is the same as the article',
      group: 'Library',
      keys: ['V'],
      enabled: () => firstHere() !== undefined,
      run: () => {
        const first = firstHere();
        if (first !== undefined) toggleGroup(first);
      },
    },
    {
      id: 'library.fold-near',
      name: foldNear
        ? 'List articles of nearly the same text one below the other'
        : 'Fold articles of nearly the same text',
      group: 'Library',
      run: () => useGrouping.setState({ foldNear: !foldNear }),
    },
    { id: 'library.filter', name: 'Filter articles', group: 'Library', keys: ['/'], run: () => field.current?.focus() },
    { id: 'library.rescan', name: 'Read the folder again', group: 'Library', keys: ['F5'], run: () => void rescan() },
  ]);

  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <Filter counts={facets} field={field} />
        {selection.rows.length > 0 && (
          <div className={styles.selection}>
            <span role="status">{selection.rows.length.toLocaleString('en')} selected</span>
            <Button isDisabled={correctable.length === 0} onPress={editDetails}>
              Edit details… <Keys keys="Alt+Enter" />
            </Button>
            <Button look="plain" onPress={selection.clear}>
              Clear
            </Button>
          </div>
        )}
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
        <div
          className={styles.list}
          onClickCapture={selection.onClickCapture}
          onMouseDownCapture={selection.onMouseDownCapture}
        >
          <VirtualList
            label="Articles"
            first
            rows={rows}
            chosen={selection.chosen}
            onKeyDown={selection.onKeyDown}
            rowHeight={38}
            idOf={(row) => row.id}
            activeId={active}
            onActive={setActive}
            onOpen={(id) => {
              const failed = rows.find((row) => row.id === id && row.status === 'failed')?.entry;
              if (failed && isTable(failed.path)) ask({ what: 'columns', path: failed.file ?? failed.path });
              else openRow(rows, id, onOpen);
            }}
            renderRow={(row) => <TableRow row={row} counting={counting} shared={shared} namesOf={namesOf} />}
            empty={<EmptyLibrary any={(all?.length ?? 0) > 0} />}
          />
        </div>
      )}
    </main>
  );
}

/** The articles of rows, each once: what could not be read, or not yet, has no details, and a copy has those of its original. */
const articlesOf = (rows: readonly LibraryRow[]): string[] => [
  ...new Set(rows.filter(({ status }) => status !== 'failed' && status !== 'pending').map(({ article }) => article)),
];

/** Drawn again only when something in it is another: the list is told anew at every letter that is typed. */
const TableRow = memo(function TableRow(props: {
  row: GroupedRow;
  counting: boolean;
  shared: boolean;
  namesOf: AnnotatorNames;
}) {
  const { row, counting, shared, namesOf } = props;
  const { meta, failure, length, path, duplicateOf, notices, read, pending } = row.entry;
  const guess = read?.encoding && !read.encoding.sure && !read.encoding.chosen ? read.encoding.name : undefined;
  if (failure) {
    return (
      <div className={styles.tableRow} data-failed data-shared={shared || undefined}>
        <span className={styles.title}>{path}</span>
        <span className={styles.reason} title={failure.message}>
          {failure.message}
        </span>
        <span>
          {row.status === 'failed' && isTable(path) ? (
            <b className={styles.choose}>Choose columns…</b>
          ) : (
            <RowStatus row={row} namesOf={namesOf} />
          )}
        </span>
      </div>
    );
  }
  return (
    <div
      className={styles.tableRow}
      data-counting={counting || undefined}
      data-shared={shared || undefined}
      data-dim={duplicateOf !== null || pending || undefined}
      data-below={row.group?.below || undefined}
    >
      <span className={styles.title} dir="auto" title={[path, ...notices].join('\n')}>
        {row.title}
        <GroupChip row={row} />
        <BeingRead row={row} />
        {guess && (
          <small className={styles.guess} title={`Read as ${guess}, a guess. Open the article to change it.`}>
            {guess}?
          </small>
        )}
      </span>
      <span>{meta.outlet ?? '—'}</span>
      <span className={styles.number}>{meta.published ? shortDate(meta.published) : '—'}</span>
      <span className={styles.number} title={row.status === 'pending' ? undefined : plural(length, 'character')}>
        {row.status === 'pending' ? '—' : shortCount(length)}
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
});
