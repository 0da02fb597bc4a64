import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hit, SearchedArticle } from '#shared/contract/contract.ts';
import { type About, countFound, groupings, orders, type Place, placesOf, rowsOf, sortPlaces } from './hits.ts';

const hit = (start: number, before: string, words: string, after: string, aside = false): Hit => ({
  start,
  end: start + words.length,
  before,
  words,
  after,
  aside,
});
const about: Record<string, About> = {
  a: { title: 'Talks resume', outlet: 'Yonhap', published: '2018-03-09' },
  b: { title: 'A pact', outlet: 'Mainichi', published: '2018-02' },
  c: { title: 'Zweifel', outlet: null, published: null },
};
const aboutOf = (id: string) => about[id]!;
const found: SearchedArticle[] = [
  {
    article: 'a',
    hits: [hit(10, 'with more ', 'pressure', ' on the North'), hit(90, 'no ', 'pressure', ', he said')],
    left: 3,
  },
  {
    article: 'b',
    hits: [hit(4, 'maximum ', 'pressure', ' and dialogue'), hit(50, 'Share: ', 'pressure', '', true)],
    left: 0,
  },
  { article: 'c', hits: [hit(7, 'Ämter, ', 'pressure', ' élan')], left: 0 },
];
const shown = (places: readonly Place[]) => places.map(({ id }) => id.split('-')[0]);

describe('the order', () => {
  const places = placesOf(found, aboutOf, false);
  test.each([
    ['article', false, ['b:4', 'a:10', 'a:90', 'c:7']],
    ['date', false, ['b:4', 'a:10', 'a:90', 'c:7']],
    ['date', true, ['a:10', 'a:90', 'b:4', 'c:7']],
    ['outlet', true, ['a:10', 'a:90', 'b:4', 'c:7']],
    ['left', false, ['c:7', 'b:4', 'a:10', 'a:90']],
    ['left', true, ['a:90', 'a:10', 'b:4', 'c:7']],
    ['right', false, ['b:4', 'c:7', 'a:90', 'a:10']],
  ] as const)('by %s, descending %s', (order, descending, expected) => {
    expect(shown(sortPlaces(places, order, descending))).toEqual(expected);
  });
});

test('furniture is listed only where it is wanted', () => {
  expect(placesOf(found, aboutOf, false)).toHaveLength(4);
  expect(placesOf(found, aboutOf, true)).toHaveLength(5);
  expect(countFound(found)).toEqual({ places: 8, articles: 3, aside: 1 });
});

test('an article without places is a row of its own', () => {
  const [row] = rowsOf(placesOf([{ article: 'a', hits: [], left: 0 }], aboutOf, false), 'none', new Set(), new Map());
  expect(row).toMatchObject({ kind: 'place', id: 'a', first: true, place: { hit: null } });
});

test('groups have their counts, a folded one hides its places, what is not known comes last', () => {
  const places = placesOf(found, aboutOf, false);
  const rows = rowsOf(places, 'date', new Set(['group date 2018-03']), new Map([['b', 2]]));
  expect(rows).toMatchObject([
    { kind: 'group', name: 'February 2018', places: 1, folded: false },
    { kind: 'place', place: { id: 'b:4-12' }, first: true, left: 2 },
    { kind: 'group', name: 'March 2018', places: 2, articles: 1, folded: true },
    { kind: 'group', name: 'No date' },
    { kind: 'place', place: { id: 'c:7-15' } },
  ]);
});

test('however they are ordered and grouped, every place is there once', () => {
  const some = fc.array(
    fc.record({
      article: fc.constantFrom('a', 'b', 'c'),
      start: fc.nat(1000),
      before: fc.string({ maxLength: 8 }),
      speaker: fc.option(fc.constantFrom('Kono', 'Abe')),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(
      some,
      fc.constantFrom(...orders),
      fc.boolean(),
      fc.constantFrom(...groupings),
      (all, order, down, by) => {
        const places = all.map(
          ({ article, start, before, speaker }, i): Place => ({
            ...{ id: `${article}:${start}-${i}`, article, about: aboutOf(article), speaker },
            hit: hit(start, before, 'x', before),
          }),
        );
        const rows = rowsOf(sortPlaces(places, order, down), by, new Set(), new Map());
        const listed = rows.flatMap((row) => (row.kind === 'place' ? [row.place] : []));
        expect(new Set(listed)).toEqual(new Set(places));
        expect(listed).toHaveLength(places.length);
        const counted = rows.reduce((sum, row) => sum + (row.kind === 'group' ? row.places : 0), 0);
        expect(counted).toBe(by === 'none' ? 0 : places.length);
      },
    ),
  );
});
