import { expect, test } from 'vitest';
import type { BlockRole } from '#shared/model/block-role.ts';
import { heldBy, noMapping, previewOf, withUse } from './columns.ts';
import { taughtList } from './taught-list.ts';

test('a column has one use, and a use one column', () => {
  const first = withUse(withUse(noMapping, 'body', 'text'), 'head', 'title');
  expect([heldBy(first, 'body'), heldBy(first, 'head'), heldBy(first, 'other')]).toEqual(['text', 'title', null]);
  const second = withUse(first, 'head', 'text');
  expect([second.text, second.title]).toEqual(['head', null]);
  expect(heldBy(second, 'body')).toBeNull();
  expect(withUse(second, 'head', null)).toEqual(noMapping);
});

test('the preview shows rows that have a text, with its first line where there is no title', () => {
  const table = {
    columns: ['head', 'body', 'paper'],
    rows: [
      ['One', 'First text.', 'Mail'],
      ['Two', '  ', 'Mail'],
      ['', 'Second line\nand more', ''],
    ],
  };
  const mapping = { ...noMapping, text: 'body', title: 'head', outlet: 'paper' };
  expect(previewOf(table, mapping)).toEqual([
    { title: 'One', details: 'Mail', words: 'First text.' },
    { title: 'Second line', details: '', words: 'Second line\nand more' },
  ]);
  expect(previewOf(table, noMapping)).toEqual([]);
});

test('what was taught is listed line by line with the word that holds, the latest first', () => {
  const role = (id: string, line: string | null, at: number, said: BlockRole['role'] = 'boilerplate'): BlockRole => ({
    id,
    article: 'a_1',
    start: 0,
    end: 4,
    quote: { exact: 'Read', prefix: '', suffix: '' },
    role: said,
    line,
    annotator: 'mk',
    updatedAt: new Date(at).toISOString(),
  });
  const listed = taughtList([
    role('b_1', 'read', 1),
    role('b_2', null, 2),
    role('b_3', 'read', 3, 'body'),
    role('b_1', 'read', 1),
  ]);
  expect(listed.map(({ line, latest, all }) => [line, latest.id, all.length])).toEqual([
    ['read', 'b_3', 2],
    [null, 'b_2', 1],
  ]);
});
