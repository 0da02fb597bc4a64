import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noMeta } from '#shared/model/article.ts';
import { group } from './groups.ts';
import type { LibraryRow } from './rows.ts';

const row = (id: string, about: { near?: string; copyOf?: string } = {}): LibraryRow => ({
  id,
  article: about.copyOf ?? id,
  entry: {
    ...{ id, path: `${id}.txt`, bytes: 1, sourceSha256: id, textSha256: id, length: 1, meta: noMeta, notices: [] },
    duplicateOf: about.copyOf === undefined ? null : `${about.copyOf}.txt`,
    failure: null,
    near: about.near ?? null,
  },
  title: id,
  spans: 0,
  unattributed: 0,
  toLookAt: 0,
  waiting: null,
  status: about.copyOf === undefined ? 'unread' : 'duplicate',
  reading: undefined,
  colleagues: [],
});
const shown = (rows: readonly LibraryRow[], foldNear = false, opened: string[] = []) =>
  group(rows, { foldNear, opened: new Set(opened) }).map(
    ({ id, group: { below, copies, near } = { below: false, copies: 0, near: 0, open: false } }) =>
      `${below ? '  ' : ''}${id}${copies ? ` +${copies}` : ''}${near ? ` ~${near}` : ''}`,
  );

const rows = [
  row('x'),
  row('c', { copyOf: 'a' }),
  row('a', { near: 'a' }),
  row('y'),
  row('b', { near: 'a' }),
  row('d', { copyOf: 'x' }),
];

test('copies are folded into their article, nearly the same texts stand below the first', () => {
  expect(shown(rows)).toEqual(['x +1', 'a +1 ~1', '  b', 'y']);
});

test('what a person unfolds is listed, and nearly the same texts can be folded, too', () => {
  expect(shown(rows, false, ['a'])).toEqual(['x +1', 'a +1 ~1', '  c', '  b', 'y']);
  expect(shown(rows, true)).toEqual(['x +1', 'a +1 ~1', 'y']);
  expect(shown(rows, true, ['a', 'x'])).toEqual(['x +1', '  d', 'a +1 ~1', '  c', '  b', 'y']);
});

test('a copy whose article is not listed stands for it', () => {
  expect(shown([row('c', { copyOf: 'a' }), row('d', { copyOf: 'a' }), row('y')])).toEqual(['c +1', 'y']);
});

test('every row is listed once when all is unfolded, and what is folded is counted', () => {
  const anyRows = fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 40 }).chain((ids) =>
    fc
      .array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 60 })), { minLength: ids.length, maxLength: ids.length })
      .map((kinds) =>
        ids.map((id, i) => {
          const [kind, to] = kinds[i] as [number, number];
          return kind === 0
            ? row(`${id}`, { copyOf: `${to}` })
            : kind === 1
              ? row(`${id}`, { near: `n${to % 5}` })
              : row(`${id}`);
        }),
      ),
  );
  fc.assert(
    fc.property(anyRows, fc.boolean(), (all, foldNear) => {
      const open = group(all, { foldNear, opened: new Set(all.map(({ id }) => id)) });
      expect(open.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
      const folded = group(all, { foldNear, opened: new Set() });
      const hidden = folded.reduce(
        (sum, one) => sum + (one.group?.copies ?? 0) + (foldNear ? (one.group?.near ?? 0) : 0),
        0,
      );
      expect(folded.length + hidden).toBe(all.length);
    }),
  );
});
