import type { Entry } from '#shared/model/article.ts';
import { groupBy } from '#shared/model/groups.ts';
import type { Reading, ReadingStatus } from '#shared/model/reading.ts';
import { foldText } from '#shared/text/fold.ts';
import { sortKey } from '#shared/text/sort-key.ts';
import { wordsOf } from '../../data/entry-words.ts';
import { haystackOf } from '../../data/haystack.ts';

/** One article or unreadable file as the library lists it. */
export interface LibraryRow {
  id: string;
  /** The article that the row opens. */
  article: string;
  entry: Entry;
  title: string;
  /** Spans by anybody, and how many of the attributed ones have no speaker yet. */
  spans: number;
  unattributed: number;
  /** Suggestions that wait for this annotator, where the list is sorted by them; null while not known. */
  waiting: number | null;
  /** This annotator's own status of the article. */
  status: ReadingStatus | 'failed' | 'duplicate' | 'missing' | 'pending';
  /** What it comes from; undefined: nobody has set it. */
  reading: Reading | undefined;
  /** Marks of this annotator’s that have to be looked at: the text was changed, or they were carried over. */
  toLookAt: number;
  /** How far colleagues have come with it, as far as they have begun; by name. */
  colleagues: readonly Reading[];
}

export const facets = [
  'all',
  'changes-requested',
  'to-look-at',
  'in-progress',
  'unread',
  'done',
  'accepted',
  'failed',
] as const;
export type Facet = (typeof facets)[number];
export const columns = ['title', 'outlet', 'date', 'length', 'spans', 'waiting', 'status'] as const;
export type Column = (typeof columns)[number];

export interface Arrangement {
  words: string;
  facet: Facet;
  column: Column;
  descending: boolean;
}

/** Whether what waits is counted in the row's article: where it can be read, and once for an article and its copies. */
export const isCounted = ({ status }: LibraryRow): boolean =>
  !['failed', 'missing', 'duplicate', 'pending'].includes(status);

/** The rows that hold all words (in title, outlet, byline, section or path) and belong to the facet, in order. */
export const arrange = (rows: readonly LibraryRow[], how: Arrangement): readonly LibraryRow[] =>
  pick(sort(rows, how), how);

/** The rows that hold all words and belong to the facet, in the order given. */
export function pick(
  rows: readonly LibraryRow[],
  { words, facet }: Pick<Arrangement, 'words' | 'facet'>,
): readonly LibraryRow[] {
  const all = foldText(words).split(/\s+/).filter(Boolean);
  const holding =
    all.length === 0
      ? rows
      : haystackOfRows(rows)
          .find(all)
          .map((i) => rows[i] as LibraryRow);
  return facet === 'all' ? holding : holding.filter((row) => inFacet(row, facet));
}

/** What rows are found in by their words; made once for the same list. */
export const haystackOfRows = (rows: readonly LibraryRow[]) => haystackOf(rows, (row) => wordsOf(row.entry));

/**
 * All rows in order; what has no value comes last, whichever way a column is sorted. Rows of one value, of which most
 * columns have few, stay in the order given: only the values are sorted.
 */
export function sort(
  rows: readonly LibraryRow[],
  { column, descending }: Pick<Arrangement, 'column' | 'descending'>,
): LibraryRow[] {
  const key = keys[column];
  const byValue = groupBy(rows, key);
  const without = byValue.get(null) ?? [];
  byValue.delete(null);
  const values = [...byValue.keys()] as (string | number)[];
  // Without a comparison of our own texts are sorted by their code units, in a third of the time.
  if (typeof values[0] === 'number') (values as number[]).sort((a, b) => a - b);
  else values.sort();
  if (descending) values.reverse();
  return [...values.flatMap((value) => byValue.get(value) ?? []), ...without];
}

export function countFacets(rows: readonly LibraryRow[]): Record<Facet, number> {
  const counts = Object.fromEntries(facets.map((facet) => [facet, 0])) as Record<Facet, number>;
  counts.all = rows.length;
  for (const { status, toLookAt } of rows) {
    if (toLookAt > 0 && status !== 'duplicate') counts['to-look-at']++;
    const facet = status === 'missing' ? 'failed' : status;
    if (facet !== 'duplicate' && facet !== 'pending') counts[facet]++;
  }
  return counts;
}

/**
 * How far colleagues have come, by article, those who have not begun left out.
 * @param nameOf by what they are sorted
 */
export function colleaguesByArticle(
  readings: readonly Reading[],
  me: string | undefined,
  nameOf: (annotator: string) => string,
): ReadonlyMap<string, readonly Reading[]> {
  const begun = readings.filter(({ annotator, status }) => annotator !== me && status !== 'unread');
  const groups = groupBy(begun, ({ article }) => article);
  for (const group of groups.values())
    group.sort((a, b) => collator.compare(nameOf(a.annotator), nameOf(b.annotator)) || (a.id < b.id ? -1 : 1));
  return groups;
}

const inFacet = (row: LibraryRow, facet: Facet) =>
  facet === 'all' ||
  row.status === facet ||
  (facet === 'failed' && row.status === 'missing') ||
  (facet === 'to-look-at' && row.toLookAt > 0 && row.status !== 'duplicate');

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
/** What waits for this annotator first. */
const statusOrder: LibraryRow['status'][] = [
  'changes-requested',
  'in-progress',
  'unread',
  'done',
  'accepted',
  'duplicate',
  'pending',
  'missing',
  'failed',
];
const keys: Record<Column, (row: LibraryRow) => string | number | null> = {
  title: (row) => keyOf(row.title),
  outlet: ({ entry: { meta } }) => (meta.outlet === null ? null : keyOf(meta.outlet)),
  date: (row) => row.entry.meta.published,
  length: (row) => row.entry.length,
  spans: (row) => row.spans,
  waiting: (row) => row.waiting,
  status: (row) => statusOrder.indexOf(row.status),
};

/** Keys of what was sorted before: a list that grows or is sorted another way makes only new ones. */
const known = new Map<string, string>();
/** So many texts are remembered: two of each row of a large folder. */
const mostKnown = 500_000;
function keyOf(text: string): string {
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  const key = sortKey(text);
  known.set(text, key);
  return key;
}
