import type { KeyboardEvent } from 'react';
import type { Names } from '#shared/review/words.ts';
import { plural } from '../../ui/format.ts';
import { Keys } from '../../ui/Keys.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { CaseRow } from './CaseRow.tsx';
import styles from './Queue.module.css';
import { QueueFilter } from './QueueFilter.tsx';
import type { Choices, Counts, Progress as HowFar, QueuedCase } from './queue.ts';
import { isUnfiltered, type List, lists, noFilter, type ReviewView } from './view.ts';

const listNames: Record<List, string> = { open: 'Open', decided: 'Decided', agreed: 'Agreed' };

/** Every case of the corpus that fits the filter, as lists of what is open, decided and agreed on. */
export function Queue(props: {
  rows: readonly QueuedCase[];
  counts: Counts;
  choices: Choices;
  progress: HowFar;
  view: ReviewView;
  names: Names;
  namesOf: (caseId: string) => Names;
  titleOf: (article: string) => string;
  current: string | undefined;
  onView: (fields: Partial<ReviewView>) => void;
  onCase: (id: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onAgreements: (() => void) | null;
}) {
  const { rows, counts, view, names, titleOf, onView, progress } = props;
  return (
    <div className={styles.queue}>
      <h2 className={styles.heading}>Cases</h2>
      <div className={styles.head}>
        <div className={styles.lists} role="tablist" aria-label="Lists">
          {lists.map((list) => (
            <button
              key={list}
              type="button"
              role="tab"
              aria-selected={view.list === list}
              onClick={() => onView({ list })}
            >
              {listNames[list]} <b>{counts[list].toLocaleString('en')}</b>
            </button>
          ))}
        </div>
        <QueueFilter
          filter={view.filter}
          choices={props.choices}
          names={names}
          titleOf={titleOf}
          onFilter={(filter) => onView({ filter })}
        />
        <p className={styles.line}>
          <span>{filterWords(props)}</span>
          {isUnfiltered(view.filter) ? (
            <button
              type="button"
              disabled={view.list === 'agreed'}
              title="Changes the order of the list (O)"
              onClick={() => onView({ order: view.order === 'weight' ? 'article' : 'weight' })}
            >
              {orderName(view)}
            </button>
          ) : (
            <button type="button" onClick={() => onView({ filter: noFilter })}>
              <Keys keys="Escape" /> show all
            </button>
          )}
        </p>
      </div>
      <VirtualList
        label="Cases"
        first
        rows={rows}
        rowHeight={54}
        idOf={(row) => row.case.id}
        activeId={props.current}
        onActive={props.onCase}
        onOpen={props.onCase}
        onKeyDown={props.onKeyDown}
        renderRow={(row, { active }) => (
          <CaseRow row={row} active={active} names={props.namesOf(row.case.id)} title={titleOf(row.case.article)} />
        )}
        empty={<EmptyList {...props} />}
      />
      <footer className={styles.foot}>
        <Progress
          label="Progress"
          words={`${progress.decided.toLocaleString('en')} of ${plural(progress.of, 'disagreement')} decided`}
          value={progress.decided}
          max={Math.max(1, progress.of)}
        />
        {props.onAgreements && (
          <button type="button" className={styles.bulk} onClick={props.onAgreements}>
            Take all agreements… <Keys keys="T" />
          </button>
        )}
      </footer>
    </div>
  );
}

function orderName({ list, order }: ReviewView): string {
  if (order === 'article' || list === 'agreed') return 'by article';
  return list === 'decided' ? 'latest first' : 'heaviest first';
}

function filterWords({ view, names, titleOf, rows }: Parameters<typeof Queue>[0]): string {
  const { figure, cell, article } = view.filter;
  const name = (id: string) => names.sides.find((side) => side.id === id)?.name ?? id;
  const value = (id: string) =>
    cell?.of === 'layer'
      ? (names.codebook.layers.find((layer) => layer.id === id)?.name ?? id)
      : (names.codebook.stances.find((stance) => stance.id === id)?.name ?? id);
  return [
    plural(rows.length, 'case'),
    figure && `behind “${figure.name}”`,
    cell && `${name(cell.sides[0])}: ${value(cell.row)}, ${name(cell.sides[1])}: ${value(cell.column)}`,
    article && `in “${titleOf(article)}”`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function EmptyList({ view, counts, onView }: Parameters<typeof Queue>[0]) {
  if (!isUnfiltered(view.filter)) {
    const elsewhere = lists.find((list) => list !== view.list && counts[list] > 0);
    return (
      <div className={styles.empty}>
        <p>Nothing here fits the filter.</p>
        {elsewhere && (
          <button type="button" onClick={() => onView({ list: elsewhere })}>
            {counts[elsewhere].toLocaleString('en')} {listNames[elsewhere].toLowerCase()}
          </button>
        )}
      </div>
    );
  }
  if (view.list === 'open')
    return (
      <div className={styles.empty}>
        <p>No disagreement is left to decide.</p>
      </div>
    );
  return (
    <div className={styles.empty}>
      <p>{view.list === 'decided' ? 'Nothing has been decided yet.' : 'There is nothing that all sides agree on.'}</p>
    </div>
  );
}
