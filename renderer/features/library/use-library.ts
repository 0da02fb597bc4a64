import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { prepareWords, titleOf } from '../../data/entry-words.ts';
import { type LibraryEntry, useEntries, useReadings, useSession, useSpanCounts } from '../../data/hooks.ts';
import { useCountWaiting, useWaitingOrder } from '../../suggest/use-waiting.ts';
import {
  type Arrangement,
  type Column,
  colleaguesByArticle,
  countFacets,
  type LibraryRow,
  pick,
  sort,
} from './rows.ts';

const byDate: Arrangement = { words: '', facet: 'all', column: 'date', descending: true };

/** How the list is filtered and sorted; the library page and the list beside the reader show the same. */
export const useArrangement = create<Arrangement>(() => byDate);

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
  const me = useSession((state) => state.project?.annotator.id);
  const namesOf = useAnnotatorNames();
  const arrangement = useArrangement();
  useCountWaiting(entries);
  const waitingIn = useWaitingOrder(arrangement.column === 'waiting');

  const all = useMemo(() => {
    if (entries === undefined) return undefined;
    const own = new Map(
      (readings ?? []).filter(({ annotator }) => annotator === me).map((reading) => [reading.article, reading]),
    );
    const colleagues = colleaguesByArticle(readings ?? [], me, (id) => namesOf(id).name);
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
        status: statusOf(entry, own.get(article)?.status),
        reading: own.get(article),
        colleagues: colleagues.get(article) ?? nobody,
      };
    });
  }, [entries, counts, readings, me, namesOf, waitingIn]);

  const { words, facet, column, descending } = arrangement;
  const sorted = useMemo(() => all && sort(all, { column, descending }), [all, column, descending]);
  const rows = useMemo(() => sorted && pick(sorted, { words, facet }), [sorted, words, facet]);
  useEffect(() => entries && prepareWords(entries), [entries]);
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
