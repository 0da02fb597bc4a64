import type { Hit, SearchedArticle } from '#shared/contract/contract.ts';
import { groupRows, sortByContext } from '#shared/search/kwic.ts';
import { sortKey } from '#shared/text/sort-key.ts';

export const orders = ['article', 'date', 'outlet', 'left', 'right'] as const;
export type Order = (typeof orders)[number];
export const groupings = ['none', 'outlet', 'date', 'speaker'] as const;
export type Grouping = (typeof groupings)[number];

export interface Arrangement {
  order: Order;
  descending: boolean;
  grouping: Grouping;
  /** Whether places in page furniture are listed. */
  furniture: boolean;
}

/** What is known of an article that places stand in. */
export interface About {
  title: string;
  outlet: string | null;
  /** ISO 8601 date or date-time. */
  published: string | null;
}

/** A place that was found, or an article without places, where nothing in the query is about words. */
export interface Place {
  /** The same for the same place: `<article>:<start>-<end>`, or the article's id. */
  id: string;
  article: string;
  about: About;
  hit: Hit | null;
  /** Who says it, by what was annotated there; undefined while that is not looked up. */
  speaker?: string | null | undefined;
}

export type Row =
  | { kind: 'place'; id: string; place: Place; first: boolean; left: number }
  | { kind: 'group'; id: string; name: string; places: number; articles: number; folded: boolean };

/** The places in the order in which they were told. */
export function placesOf(
  found: readonly SearchedArticle[],
  aboutOf: (article: string) => About,
  furniture: boolean,
): Place[] {
  return found.flatMap(({ article, hits }): Place[] => {
    const about = aboutOf(article);
    if (hits.length === 0) return [{ id: article, article, about, hit: null }];
    return hits.flatMap((hit) =>
      hit.aside && !furniture ? [] : [{ id: `${article}:${hit.start}-${hit.end}`, article, about, hit }],
    );
  });
}

/** The places in order; what has no date or outlet comes last either way, what is alike stays as it was told. */
export function sortPlaces(places: readonly Place[], order: Order, descending: boolean): Place[] {
  if (order === 'left' || order === 'right') return byContext(places, order, descending);
  const keyOf = keys[order];
  const sign = descending ? -1 : 1;
  return places
    .map((place, at) => ({ place, at, key: keyOf(place) }))
    .sort((a, b) => compare(a.key, b.key, sign) || a.at - b.at)
    .map(({ place }) => place);
}

function compare(a: string | null, b: string | null, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -sign : a > b ? sign : 0;
}

const keys: Record<Exclude<Order, 'left' | 'right'>, (place: Place) => string | null> = {
  article: ({ about, article }) => `${sortKey(about.title)}\n${article}`,
  date: ({ about }) => about.published,
  outlet: ({ about }) => about.outlet && sortKey(about.outlet),
};

function byContext(places: readonly Place[], side: 'left' | 'right', descending: boolean): Place[] {
  const rows = places.flatMap((place) => (place.hit === null ? [] : [{ ...place.hit, place }]));
  const sorted = sortByContext(rows, side).map(({ place }) => place);
  return [...(descending ? sorted.reverse() : sorted), ...places.filter(({ hit }) => hit === null)];
}

/**
 * The rows of the list: the places, each first of an article's run of them marked, under the groups' heads.
 * @param left how many further places an article has that were not told
 */
export function rowsOf(
  places: readonly Place[],
  grouping: Grouping,
  folded: ReadonlySet<string>,
  left: ReadonlyMap<string, number>,
): Row[] {
  if (grouping === 'none') return placeRows(places, left, '');
  const factsOf = ({ about, speaker }: Place) => ({
    outlet: about.outlet,
    published: about.published,
    speakers: speaker == null ? [] : [speaker],
  });
  return groupRows(places, grouping === 'date' ? 'month' : grouping, factsOf).flatMap(({ key, rows }): Row[] => {
    const id = `group ${grouping} ${key ?? ''}`;
    const head: Row = {
      kind: 'group',
      id,
      name: nameOfGroup(key, grouping),
      places: rows.filter(({ hit }) => hit !== null).length,
      articles: new Set(rows.map(({ article }) => article)).size,
      folded: folded.has(id),
    };
    return head.folded ? [head] : [head, ...placeRows(rows, left, `${id} `)];
  });
}

/** @param within tells rows of one place in two groups apart */
function placeRows(places: readonly Place[], left: ReadonlyMap<string, number>, within: string): Row[] {
  let before: string | undefined;
  return places.map((place) => {
    const first = place.article !== before;
    before = place.article;
    return {
      kind: 'place',
      id: `${within}${place.id}`,
      place,
      first,
      left: first ? (left.get(place.article) ?? 0) : 0,
    };
  });
}

const unknown = { outlet: 'No outlet', date: 'No date', speaker: 'Nobody marked as its speaker' };
const monthName = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

function nameOfGroup(key: string | null, grouping: Exclude<Grouping, 'none'>): string {
  if (key === null) return unknown[grouping];
  if (grouping !== 'date' || !/^\d{4}-\d{2}$/.test(key)) return key;
  const month = new Date(`${key}-01T00:00:00Z`);
  return Number.isNaN(month.getTime()) ? key : monthName.format(month);
}

/** How many places and articles there are, and how many of the places stand in furniture. */
export function countFound(found: readonly SearchedArticle[]): { places: number; articles: number; aside: number } {
  let [places, aside] = [0, 0];
  for (const { hits, left } of found) {
    places += hits.length + left;
    for (const hit of hits) if (hit.aside) aside++;
  }
  return { places, articles: found.length, aside };
}
