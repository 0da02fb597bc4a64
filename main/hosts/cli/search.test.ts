import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { columnsSource, fileSource } from '#shared/model/source.ts';
import { workerForTests } from '../../services/extract/built-worker.ts';
import { openPool, type Pool } from '../../services/extract/pool.ts';
import { signature } from '../../services/extract/tables/columns.ts';
import { openJournal } from '../../services/journal/journal.ts';
import { run } from './run.ts';

let workerFile: string;
let pool: Pool;
let home: string;

beforeAll(async () => {
  workerFile = await workerForTests();
  pool = openPool({ workerFile });
  home = await mkdtemp(join(tmpdir(), 'rapporteur-search-'));
  await mkdir(join(home, 'corpus'));
  const story = (title: string, words: string) => `${title}\n\nThe minister ${words}, officials said on Friday.\n`;
  await writeFile(join(home, 'corpus', 'b10.txt'), story('Ports', 'kept the \x1b[31m pressure up'));
  await writeFile(join(home, 'corpus', 'b9.txt'), story('Rails', 'felt no pressure at all'));
});
afterAll(async () => {
  await pool.close();
  await rm(home, { recursive: true, force: true });
});

async function cli(...argv: string[]) {
  let out = '';
  let err = '';
  const code = await run(argv, {
    ...{ cwd: home, dataDir: join(home, 'data'), workerFile, pool, version: '1' },
    stdin: () => Readable.from([]),
    async out(text) {
      out += text;
    },
    err(text) {
      err += text;
    },
    progress() {},
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

test('prints places below each other, by article or by what stands beside them', async () => {
  const { code, out, err } = await cli('search', 'corpus', 'pressure', '--context', '20');
  expect({ code, err }).toEqual({ code: 0, err: '2 places in 2 articles.\n' });
  const lines = out.trimEnd().split('\n');
  expect(lines.map((line) => line.split(' · ')[0])).toMatchObject({ 0: 'b9.txt', 2: 'b10.txt' });
  expect(lines[1]!.indexOf('pressure')).toBe(35);
  expect(lines[3]!.indexOf('pressure')).toBe(35);
  expect(out).not.toContain('\x1b');
  const right = await cli('search', 'corpus', 'pressure', '--sort', 'right');
  expect(right.out).toMatch(/pressure at all.*b9\.txt:\d+-\d+\n.*pressure up.*b10\.txt:\d+-\d+\n/s);
});

test('gives all of it as JSON', async () => {
  const { out } = await cli('search', 'corpus', 'pressure path:b9', '--json');
  expect(JSON.parse(out)).toMatchObject({
    ...{ articles: 1, places: 1, complete: true },
    found: [{ article: { path: 'b9.txt' }, hits: [{ words: 'pressure', aside: false }], left: 0 }],
  });
});

test('says where a query is wrong, and that nothing was found', async () => {
  expect(await cli('search', 'corpus', '圧力 speker:kono')).toMatchObject({
    code: 2,
    err: expect.stringMatching(
      /There is no field speker\. Did you mean speaker:.*\n {2}圧力 speker:kono\n {7}\^{7}\n$/,
    ),
  });
  expect(await cli('search', 'corpus', 'quinquereme')).toEqual({ code: 0, out: '', err: 'Nothing was found.\n' });
  expect(await cli('search', 'corpus', 'a', '--limit', '0')).toMatchObject({ code: 2 });
});

test('files are read as people have chosen for them', async () => {
  const root = join(home, 'chosen');
  await mkdir(root);
  await writeFile(join(root, 'rows.csv'), 'nr,col1\n1,The quay is raised by a metre.\n2,Fishers object to the quay.\n');
  await writeFile(join(root, 'port.txt'), iconv.encode('Совет отклонил терминал.\n', 'koi8-r'));
  expect((await cli('search', 'chosen', 'quay')).err).toBe('Nothing was found.\n');
  const columns = { text: 'col1', title: null, published: null, outlet: null, byline: null };
  const others = { section: null, page: null, language: null, url: null, id: 'nr' };
  const said = { annotator: 'mk', updatedAt: '2026-01-01T00:00:00.000Z' };
  const sources = [
    { id: columnsSource(signature(['nr', 'col1'])), encoding: null, columns: { ...columns, ...others }, ...said },
    { id: fileSource('port.txt'), encoding: 'windows-1251', columns: null, ...said },
  ];
  const journal = await openJournal({
    ...{ folder: join(root, '.rapporteur', 'journal'), writer: 'mk-1', now: Date.now },
    annotator: { id: 'mk', name: 'Mika', initials: 'MK' },
  });
  await journal.append([
    {
      ...{ id: 'c1', at: '2026-01-01T00:00:00.000Z+0001', by: 'mk', origin: 'user', gesture: 'g1' },
      edits: sources.map((after) => ({ kind: 'source', id: after.id, after })),
    },
  ]);
  await journal.close();
  expect((await cli('search', 'chosen', 'quay')).err).toBe('2 places in 2 articles.\n');
  expect((await cli('search', 'chosen', 'Совет')).err).toBe('Nothing was found.\n');
  const { out } = await cli('suggest', 'chosen');
  expect(out.trim().split('\n')).toHaveLength(3);
});
