import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import { isPassingId } from '#shared/model/article.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { prepareWords, titleOf } from '../../data/entry-words.ts';
import {
  type LibraryEntry,
  useEntries,
  useMarksToLookAt,
  useReadings,
  useSession,
  useSpanCounts,
} from '../../data/hooks.ts';
import { useCountWaiting, useWaitingOrder } from '../../suggest/use-waiting.ts';
import { type Grouping, group } from './groups.ts';
import {
  type Arrangement,
  type Column,
  colleaguesByArticle,
  countFacets,
  haystackOfRows,
  type LibraryRow,
  pick,
  sort,
} from './rows.ts';

const byDate: Arrangement = { words: '', facet: 'all', column: 'date', descending: true };

/** How the list is filtered and sorted; the library page and the list beside the reader show the same. */
export const useArrangement = create<Arrangement>(() => byDate);

/** How rows of the same or nearly the same text are listed. */
export const useGrouping = create<Grouping>(() => ({ foldNear: false, opened: new Set() }));

export const toggleGroup = (first: string) =>
  useGrouping.setState(({ opened }) => ({
    opened: opened.has(first) ? new Set([...opened].filter((one) => one !== first)) : new Set([...opened, first]),
  }));

export const sortBy = (column: Column) =>
  useArrangement.setState((now) => ({
    column,
    descending: now.column === column ? !now.descending : column === 'waiting',
  }));

const nobody: readonly never[] = [];

/** The library as it is now; undefined while it is being read. */
export function useLibrary(attributed?: readonly string[]) {
  const entries = useEntries();
  const counts = useSpanCounts(attributed);
  const readings = useReadings();
  const toLookAt = useMarksToLookAt();
  const grouping = useGrouping();
  const me = useSession((state) => state.project?.annotator.id);
  const namesOf = useAnnotatorNames();
  const arrangement = useArrangement();
  useCountWaiting(entries);
  const waitingIn = useWaitingOrder(arrangement.column === 'waiting');

  const own = useMemo(
    () => new Map((readings ?? []).filter(({ annotator }) => annotator === me).map((one) => [one.article, one])),
    [readings, me],
  );
  const colleagues = useMemo(
    () => colleaguesByArticle(readings ?? [], me, (id) => namesOf(id).name),
    [readings, me, namesOf],
  );
  // A hundred thousand articles are told bit by bit: rows of those that were told before stay as they are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of other numbers and names other rows are made
  const made = useMemo(() => new WeakMap<LibraryEntry, LibraryRow>(), [counts, own, colleagues, waitingIn]);
  const all = useMemo(
    () =>
      entries?.map((entry): LibraryRow => {
        const { article } = entry;
        const marksToLookAt = toLookAt?.get(article) ?? 0;
        const before = made.get(entry);
        if (before?.toLookAt === marksToLookAt) return before;
        const count = counts?.get(article);
        const row: LibraryRow = {
          id: entry.id,
          article,
          entry,
          title: titleOf(entry),
          spans: count?.spans ?? 0,
          unattributed: count?.unattributed ?? 0,
          toLookAt: marksToLookAt,
          waiting: waitingIn?.(article) ?? null,
          status: statusOf(entry, own.get(article)?.status),
          reading: own.get(article),
          colleagues: colleagues.get(article) ?? nobody,
        };
        made.set(entry, row);
        return row;
      }),
    [entries, counts, own, colleagues, waitingIn, toLookAt, made],
  );

  const { words, facet, column, descending } = arrangement;
  const sorted = useMemo(() => all && sort(all, { column, descending }), [all, column, descending]);
  const picked = useMemo(() => sorted && pick(sorted, { words, facet }), [sorted, words, facet]);
  const rows = useMemo(() => picked && group(picked, grouping), [picked, grouping]);
  useEffect(() => {
    if (sorted === undefined) return;
    return prepareWords(
      sorted.map(({ entry }) => entry),
      () => haystackOfRows(sorted),
    );
  }, [sorted]);
  const facets = useMemo(() => countFacets(all ?? []), [all]);
  return { all, rows, facets, arrangement };
}

function statusOf(entry: LibraryEntry, status: LibraryRow['status'] | undefined) {
  if (entry.missing) return 'missing';
  if (entry.failure !== null) return 'failed';
  if (isPassingId(entry.id)) return 'pending';
  return entry.duplicateOf === null ? (status ?? 'unread') : 'duplicate';
}

/** Opens the article of a row; a duplicate opens the article it repeats, what could not be read only what is marked in it. */
export function openRow(rows: readonly LibraryRow[], id: string, onOpen: (article: string) => void): void {
  const row = rows.find((candidate) => candidate.id === id);
  if (row && (row.status !== 'failed' || row.spans > 0)) onOpen(row.article);
}
