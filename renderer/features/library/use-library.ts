import { useMemo } from 'react';
import { create } from 'zustand';
import { type LibraryEntry, useEntries, useReadings, useSession, useSpanCounts } from '../../data/hooks.ts';
import { useCountWaiting, useWaitingOrder } from '../../suggest/use-waiting.ts';
import { type Arrangement, arrange, type Column, countFacets, type LibraryRow, titleOf } from './rows.ts';

const byDate: Arrangement = { words: '', facet: 'all', column: 'date', descending: true };

/** How the list is filtered and sorted; the library page and the list beside the reader show the same. */
export const useArrangement = create<Arrangement>(() => byDate);

export const sortBy = (column: Column) =>
  useArrangement.setState((now) => ({
    column,
    descending: now.column === column ? !now.descending : column === 'waiting',
  }));

/** The library as it is now; undefined while it is being read. */
export function useLibrary(attributed?: readonly string[]) {
  const entries = useEntries();
  const counts = useSpanCounts(attributed);
  const readings = useReadings();
  const me = useSession((state) => state.project?.annotator.id);
  const arrangement = useArrangement();
  useCountWaiting(entries);
  const waitingIn = useWaitingOrder(arrangement.column === 'waiting');

  const all = useMemo(() => {
    if (entries === undefined) return undefined;
    const statuses = new Map(
      (readings ?? [])
        .filter((reading) => reading.annotator === me)
        .map((reading) => [reading.article, reading.status]),
    );
    return entries.map((entry): LibraryRow => {
      const { article } = entry;
      const count = counts?.get(article);
      return {
        id: entry.id,
        article,
        entry,
        title: titleOf(entry),
        spans: count?.spans ?? 0,
        unattributed: count?.unattributed ?? 0,
        waiting: waitingIn?.(article) ?? null,
        status: statusOf(entry, statuses.get(article)),
      };
    });
  }, [entries, counts, readings, me, waitingIn]);

  const rows = useMemo(() => all && arrange(all, arrangement), [all, arrangement]);
  const facets = useMemo(() => countFacets(all ?? []), [all]);
  return { all, rows, facets, arrangement };
}

function statusOf(entry: LibraryEntry, status: LibraryRow['status'] | undefined) {
  if (entry.missing) return 'missing';
  if (entry.failure !== null) return 'failed';
  return entry.duplicateOf === null ? (status ?? 'unread') : 'duplicate';
}

/** Opens the article of a row; a duplicate opens the article it repeats, what could not be read stays closed. */
export function openRow(rows: readonly LibraryRow[], id: string, onOpen: (article: string) => void): void {
  const row = rows.find((candidate) => candidate.id === id);
  if (row && row.status !== 'failed' && row.status !== 'missing') onOpen(row.article);
}
