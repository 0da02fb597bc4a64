import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Entry, noMeta } from '#shared/model/article.ts';
import { readingId } from '#shared/model/reading.ts';
import { titleOf } from '../../data/entry-words.ts';
import {
  type Arrangement,
  arrange,
  colleaguesByArticle,
  columns,
  countFacets,
  facets,
  type LibraryRow,
} from './rows.ts';

const entryOf = (path: string, meta: Partial<Entry['meta']> = {}, length = 0): Entry => ({
  id: `a_${path}`,
  path,
  bytes: length,
  sourceSha256: null,
  textSha256: null,
  length,
  meta: { ...noMeta, ...meta },
  duplicateOf: null,
  failure: null,
  notices: [],
});

const rowOf = (path: string, meta: Partial<Entry['meta']> = {}, fields: Partial<LibraryRow> = {}): LibraryRow => {
  const entry = entryOf(path, meta);
  return {
    id: entry.id,
    article: entry.id,
    entry,
    title: titleOf(entry),
    spans: 0,
    unattributed: 0,
    toLookAt: 0,
    waiting: null,
    status: 'unread',
    reading: undefined,
    colleagues: [],
    ...fields,
  };
};

const by = (how: Partial<Arrangement>): Arrangement => ({
  words: '',
  facet: 'all',
  column: 'title',
  descending: false,
  ...how,
});
const paths = (rows: readonly LibraryRow[]) => rows.map((row) => row.entry.path);

const anyRow: fc.Arbitrary<LibraryRow> = fc
  .record({
    path: fc.string({ unit: fc.constantFrom('a', 'B', 'é', '1', '/', '.'), minLength: 1, maxLength: 5 }),
    title: fc.option(fc.constantFrom('Pact', 'pact', 'Água', 'agua', '9 days', '10 days')),
    outlet: fc.option(fc.constantFrom('Hill', 'hill', 'Post')),
    published: fc.option(fc.constantFrom('2018', '2018-02', '2018-02-27', '2018-02-27T10:00:00Z')),
    length: fc.nat({ max: 3 }),
    spans: fc.nat({ max: 3 }),
    status: fc.constantFrom(
      'unread',
      'in-progress',
      'done',
      'changes-requested',
      'failed',
      'duplicate',
      'missing',
    ) as fc.Arbitrary<LibraryRow['status']>,
  })
  .map(({ path, title, outlet, published, length, spans, status }) => {
    const entry = entryOf(path, { title, outlet, published }, length);
    return {
      id: entry.id,
      article: entry.id,
      entry,
      title: titleOf(entry),
      spans,
      unattributed: 0,
      toLookAt: 0,
      waiting: null,
      status,
      reading: undefined,
      colleagues: [],
    };
  });
const anyRows = fc.array(anyRow, { maxLength: 30 });
const anyColumn = fc.constantFrom(...columns);

describe('what is listed', () => {
  const rows = [
    rowOf('hill/one.txt', { title: 'Água para todos', outlet: 'The Hill', byline: 'Ana Ruiz' }),
    rowOf('post/two.html', { title: 'A pact', section: 'Opinion', published: '2018-02-27' }),
    rowOf('three.md'),
  ];

  test.each([
    ['agua', ['hill/one.txt']],
    ['ÁGUA', ['hill/one.txt']],
    ['A\u0301gua', ['hill/one.txt']],
    ['ruiz hill', ['hill/one.txt']],
    ['  pact   opinion ', ['post/two.html']],
    ['2018-02', ['post/two.html']],
    ['three', ['three.md']],
    ['post/', ['post/two.html']],
    ['pact ruiz', []],
    ['hill agua', ['hill/one.txt']],
    ['', ['post/two.html', 'hill/one.txt', 'three.md']],
  ])('“%s” finds %j', (words, found) => {
    expect(paths(arrange(rows, by({ words })))).toEqual(found);
  });

  test('a word is not found across two fields', () => {
    expect(arrange([rowOf('x.txt', { title: 'North', outlet: 'Korea' })], by({ words: 'northkorea' }))).toEqual([]);
  });

  test('a file that is missing counts and is listed among the failed ones; a duplicate only among all', () => {
    const some = [
      rowOf('1', {}, { status: 'missing' }),
      rowOf('2', {}, { status: 'failed' }),
      rowOf('3', {}, { status: 'duplicate' }),
      rowOf('4', {}, { status: 'in-progress' }),
    ];
    expect(countFacets(some)).toMatchObject({ all: 4, unread: 0, 'in-progress': 1, done: 0, failed: 2 });
    expect(paths(arrange(some, by({ facet: 'failed' })))).toEqual(['1', '2']);
  });

  test('each facet lists as many as it counts', () => {
    fc.assert(
      fc.property(anyRows, (some) => {
        const counts = countFacets(some);
        for (const facet of facets) expect(arrange(some, by({ facet }))).toHaveLength(counts[facet]);
      }),
    );
  });
});

describe('the order', () => {
  test('numbers by value, letters without case and accents; what is alike as it was given', () => {
    const titles = ['Zoo', '10 days', 'agua', 'Água', '9 days'];
    const rows = titles.map((title, at) => rowOf(`${at}.txt`, { title }));
    const sorted = (descending: boolean) => arrange(rows, by({ descending })).map((row) => row.title);
    expect(sorted(false)).toEqual(['9 days', '10 days', 'agua', 'Água', 'Zoo']);
    expect(sorted(true)).toEqual(['Zoo', 'agua', 'Água', '10 days', '9 days']);
  });

  test('dates of any precision', () => {
    const dates = ['1999-12-31', '2018', '2018-02', '2018-02-03', '2018-02-27', '2018-02-27T10:00:00Z', '2018-11-01'];
    const rows = dates.map((published) => rowOf(`${published}.txt`, { published }));
    expect(arrange([...rows].reverse(), by({ column: 'date' }))).toEqual(rows);
    expect(arrange(rows, by({ column: 'date', descending: true }))).toEqual([...rows].reverse());
  });

  test('status: what was sent back and what is being worked on first, what cannot be read last', () => {
    const statuses = [
      'changes-requested',
      'in-progress',
      'unread',
      'done',
      'accepted',
      'duplicate',
      'missing',
      'failed',
    ] as const;
    const rows = statuses.map((status) => rowOf('x', {}, { status }));
    expect(arrange([...rows].reverse(), by({ column: 'status' })).map((row) => row.status)).toEqual(statuses);
  });

  test.each([false, true])('what has no outlet or date is last (descending: %s)', (descending) => {
    fc.assert(
      fc.property(anyRows, fc.constantFrom('outlet', 'date'), (rows, column) => {
        const known = arrange(rows, by({ column, descending })).map(({ entry: { meta } }) =>
          column === 'outlet' ? meta.outlet !== null : meta.published !== null,
        );
        expect(known.lastIndexOf(true)).toBe(known.filter(Boolean).length - 1);
      }),
    );
  });

  test('nothing is lost, doubled or changed, and the list given stays as it was', () => {
    fc.assert(
      fc.property(anyRows, anyColumn, fc.boolean(), (rows, column, descending) => {
        const before = [...rows];
        const after = arrange(rows, by({ column, descending }));
        expect(rows).toEqual(before);
        expect(after).toHaveLength(rows.length);
        expect(new Set(after)).toEqual(new Set(rows));
      }),
    );
  });

  test('rows that compare alike keep their order, both ways; sorting again changes nothing', () => {
    fc.assert(
      fc.property(anyRows, anyColumn, fc.boolean(), (rows, column, descending) => {
        const once = arrange(rows, by({ column, descending }));
        expect(arrange(once, by({ column, descending }))).toEqual(once);
        const twins = Array.from({ length: 5 }, (_, at) => ({ ...rowOf('Same.txt'), id: String(at) }));
        const listed = arrange([...rows, ...twins], by({ column, descending })).filter((row) => twins.includes(row));
        expect(listed).toEqual(twins);
      }),
    );
  });

  test('the other way round is the same values backwards, except those that are missing', () => {
    fc.assert(
      fc.property(anyRows, fc.constantFrom('length' as const, 'spans' as const), (rows, column) => {
        const values = (descending: boolean) =>
          arrange(rows, by({ column, descending })).map((row) => (column === 'spans' ? row.spans : row.entry.length));
        expect(values(true)).toEqual(values(false).reverse());
      }),
    );
  });
});

test('an article without a title goes by its file name', () => {
  expect(titleOf(entryOf('a.b/Report v1.2.txt'))).toBe('Report v1.2');
  expect(titleOf(entryOf('plain'))).toBe('plain');
  expect(titleOf(entryOf('x.txt', { title: 'A title' }))).toBe('A title');
});

test('colleagues who have begun are listed by name, whatever the order of the readings', () => {
  const reading = (annotator: string, status: LibraryRow['colleagues'][number]['status'], article = 'a_1') => ({
    id: readingId(article, annotator),
    article,
    annotator,
    status,
    updatedAt: '2026-11-22T08:00:00.000Z',
  });
  const names: Record<string, string> = { z: 'Ann', y: 'Bo' };
  const all = [
    reading('me', 'done'),
    reading('y', 'accepted'),
    reading('z', 'in-progress'),
    reading('z', 'unread', 'a_2'),
  ];
  for (const readings of [all, [...all].reverse()]) {
    const found = colleaguesByArticle(readings, 'me', (id) => names[id] ?? id);
    expect(found.get('a_1')?.map(({ annotator }) => annotator)).toEqual(['z', 'y']);
    expect(found.has('a_2')).toBe(false);
  }
});
