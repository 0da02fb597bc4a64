import type { Entry } from '#shared/model/article.ts';
import { groupBy } from '#shared/model/groups.ts';
import type { Reading, ReadingStatus } from '#shared/model/reading.ts';
import { foldText } from '#shared/text/fold.ts';

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
  status: ReadingStatus | 'failed' | 'duplicate' | 'missing';
  /** What it comes from; undefined: nobody has set it. */
  reading: Reading | undefined;
  /** How far colleagues have come with it, as far as they have begun; by name. */
  colleagues: readonly Reading[];
}

export const facets = ['all', 'changes-requested', 'in-progress', 'unread', 'done', 'accepted', 'failed'] as const;
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
export const isCounted = ({ status }: LibraryRow): boolean => !['failed', 'missing', 'duplicate'].includes(status);

/** The title to show: the article's own, or the file's name without its ending. */
export function titleOf(entry: Pick<Entry, 'meta' | 'path'>): string {
  return (
    entry.meta.title ??
    entry.path
      .split('/')
      .at(-1)
      ?.replace(/\.[^.]+$/, '') ??
    entry.path
  );
}

/** The rows that hold all words (in title, outlet, byline, section or path) and belong to the facet, in order. */
export function arrange(rows: readonly LibraryRow[], how: Arrangement): LibraryRow[] {
  const words = foldText(how.words).split(/\s+/).filter(Boolean);
  const kept = rows.filter((row) => inFacet(row, how.facet) && words.every((word) => haystackOf(row).includes(word)));
  const key = keys[how.column];
  const sign = how.descending ? -1 : 1;
  return kept.sort((a, b) => compareKeys(key(a), key(b), sign) || collator.compare(a.entry.path, b.entry.path));
}

export function countFacets(rows: readonly LibraryRow[]): Record<Facet, number> {
  const counts = { ...Object.fromEntries(facets.map((facet) => [facet, 0])), all: rows.length } as Record<
    Facet,
    number
  >;
  for (const row of rows) for (const facet of facets) if (facet !== 'all' && inFacet(row, facet)) counts[facet]++;
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
  facet === 'all' || row.status === facet || (facet === 'failed' && row.status === 'missing');

/** Folding a hundred thousand titles at each keystroke would be felt. */
const haystacks = new WeakMap<Entry, string>();
function haystackOf(row: LibraryRow): string {
  const known = haystacks.get(row.entry);
  if (known !== undefined) return known;
  const { meta, path } = row.entry;
  const parts = [row.title, meta.outlet, meta.byline, meta.section, meta.published, path];
  const haystack = foldText(parts.filter((part) => part !== null).join('\n'));
  haystacks.set(row.entry, haystack);
  return haystack;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
/** What waits for this annotator first. */
const statusOrder: LibraryRow['status'][] = [
  'changes-requested',
  'in-progress',
  'unread',
  'done',
  'accepted',
  'duplicate',
  'missing',
  'failed',
];
const keys: Record<Column, (row: LibraryRow) => string | number | null> = {
  title: (row) => row.title,
  outlet: (row) => row.entry.meta.outlet,
  date: (row) => row.entry.meta.published,
  length: (row) => row.entry.length,
  spans: (row) => row.spans,
  waiting: (row) => row.waiting,
  status: (row) => statusOrder.indexOf(row.status),
};

/** What has no value comes last, whichever way a column is sorted. */
function compareKeys(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b)));
}
