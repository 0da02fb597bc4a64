import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { columnsSource, fileSource, type Source } from '#shared/model/source.ts';
import { chosenIn, lookAtEncodings, lookIntoTable } from './look-into.ts';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'rapporteur-look-')));
  await mkdir(join(root, 'in'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const columns = {
  text: 'b',
  title: null,
  published: null,
  outlet: null,
  byline: null,
  section: null,
  page: null,
  language: null,
  url: null,
  id: null,
};
const said = (fields: Partial<Source>): Source => ({
  id: 'x',
  encoding: null,
  columns: null,
  annotator: 'mk',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...fields,
});

it('a table is shown with its first rows, and what a person has said of its columns', async () => {
  await writeFile(join(root, 'in', 't.csv'), 'a,b\n1,short\n2,other\n');
  const first = await lookIntoTable(root, 'in/t.csv', chosenIn([]));
  expect(first).toMatchObject({
    columns: ['a', 'b'],
    rows: [
      ['1', 'short'],
      ['2', 'other'],
    ],
    count: 2,
    chosen: false,
  });
  const second = await lookIntoTable(
    root,
    'in/t.csv',
    chosenIn([said({ id: columnsSource(first.signature), columns })]),
  );
  expect(second).toMatchObject({ mapping: { text: 'b' }, chosen: true });
});

it('of a long table only the beginning is read, never half a line', async () => {
  const row = `1,${'Words of the article. '.repeat(50)}\n`;
  await writeFile(join(root, 'long.csv'), `a,b\n${row.repeat(8000)}`);
  const { count, rows } = await lookIntoTable(root, 'long.csv', chosenIn([]));
  expect(count).toBeGreaterThan(2000);
  expect(count).toBeLessThan(8000);
  expect(rows).toHaveLength(50);
});

it('what is no table, not there, or elsewhere is told in words', async () => {
  await writeFile(join(root, 'one.json'), '{"a":1}');
  await expect(lookIntoTable(root, 'one.json', chosenIn([]))).rejects.toMatchObject({ code: 'unsupported' });
  await expect(lookIntoTable(root, 'gone.csv', chosenIn([]))).rejects.toThrow(
    '“gone.csv” cannot be read: it is no longer there.',
  );
  await symlink(tmpdir(), join(root, 'out'));
  await writeFile(join(tmpdir(), 'rapporteur-look.csv'), 'a,b\n');
  await expect(lookIntoTable(root, 'out/rapporteur-look.csv', chosenIn([]))).rejects.toMatchObject({
    code: 'no-permission',
  });
  await expect(lookIntoTable(root, '../../etc/passwd', chosenIn([]))).rejects.toMatchObject({ code: 'no-permission' });
  await rm(join(tmpdir(), 'rapporteur-look.csv'));
});

it('encodings come with what the file would read like', async () => {
  await writeFile(join(root, 'ru.txt'), Buffer.from('cff0e8e2e5f22c20ece8f020e820e2f1e5ec20ecfb', 'hex'));
  const found = await lookAtEncodings(root, 'ru.txt');
  expect(found.find(({ name }) => name === 'windows-1251')?.sample).toBe('Привет, мир и всем мы');
});

it('what people say of files is put together, and what they say no more is left out', () => {
  const all = [
    said({ id: fileSource('a.txt'), encoding: 'koi8-r' }),
    said({ id: fileSource('b.txt') }),
    said({ id: columnsSource('s'), columns }),
  ];
  expect(chosenIn(all)).toEqual({ encodings: new Map([['a.txt', 'koi8-r']]), columns: { s: columns } });
});
