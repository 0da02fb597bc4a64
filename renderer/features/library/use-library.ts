import { useEffect, useMemo, useRef } from 'react';
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
  type Facet,
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
        toLookAt: toLookAt?.get(article) ?? 0,
        waiting: waitingIn?.(article) ?? null,
        status: statusOf(entry, own.get(article)?.status),
        reading: own.get(article),
        colleagues: colleagues.get(article) ?? nobody,
      };
    });
  }, [entries, counts, readings, me, namesOf, waitingIn, toLookAt]);

  const { words, facet, column, descending } = arrangement;
  const sorted = useMemo(() => all && sort(all, { column, descending }), [all, column, descending]);
  const picked = useNarrowed(sorted, words, facet);
  const rows = useMemo(() => picked && group(picked, grouping), [picked, grouping]);
  useEffect(() => entries && prepareWords(entries), [entries]);
  const facets = useMemo(() => countFacets(all ?? []), [all]);
  return { all, rows, facets, arrangement };
}

/** The rows that fit. Where more was typed at the end of the words, only what fitted before is looked at. */
function useNarrowed(sorted: LibraryRow[] | undefined, words: string, facet: Facet): LibraryRow[] | undefined {
  const last = useRef<{ sorted: LibraryRow[]; words: string; facet: Facet; rows: LibraryRow[] }>(undefined);
  return useMemo(() => {
    if (sorted === undefined) return undefined;
    const before = last.current;
    const narrower = before?.sorted === sorted && before.facet === facet && words.startsWith(before.words);
    const rows = pick(narrower ? before.rows : sorted, { words, facet });
    last.current = { sorted, words, facet, rows };
    return rows;
  }, [sorted, words, facet]);
}

function statusOf(entry: LibraryEntry, status: LibraryRow['status'] | undefined) {
  if (entry.missing) return 'missing';
  if (entry.failure !== null) return 'failed';
  if (isPassingId(entry.id)) return 'pending';
  return entry.duplicateOf === null ? (status ?? 'unread') : 'duplicate';
}

/** Opens the article of a row; a duplicate opens the article it repeats, what could not be read stays closed. */
export function openRow(rows: readonly LibraryRow[], id: string, onOpen: (article: string) => void): void {
  const row = rows.find((candidate) => candidate.id === id);
  if (row && row.status !== 'failed' && row.status !== 'missing') onOpen(row.article);
}
