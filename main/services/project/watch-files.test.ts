import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Entry } from '#shared/model/article.ts';
import type { Corpus } from '../corpus/corpus.ts';
import { openListed } from '../corpus/testing.ts';
import { workerForTests } from '../extract/built-worker.ts';
import { openPool, type Pool } from '../extract/pool.ts';
import { sha256 } from '../files/hash.ts';
import { watchFiles } from './watch-files.ts';

let workerFile: string;
let pool: Pool;
let root: string;
let corpus: Corpus;
let stop: () => Promise<void>;
let rows: Map<string, Entry>;
let looks: (readonly string[] | null)[];
let bound: { path: string; id: string; sourceSha256: string }[];

beforeAll(async () => {
  workerFile = await workerForTests();
  pool = openPool({ workerFile });
}, 60_000);
afterAll(() => pool.close());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'watch-files-'));
  looks = [];
  bound = [];
  ({ corpus, rows } = openListed({ root, workerFile, pool, bindings: () => bound }));
});
afterEach(async () => {
  await stop();
  await corpus.close();
  await rm(root, { recursive: true, force: true });
});

const story = (name: string) => `${name} talks end\n\nThe ministers of ${name} met for two days and did not agree.\n`;
const idOf = (text: string) => `a_${sha256(text).slice(0, 20)}`;
const put = (path: string, text: string) => writeFile(join(root, path), text);
const paths = () => [...rows.values()].map(({ path }) => path).sort();
const soon = (check: () => void) => vi.waitFor(check, { timeout: 18_000, interval: 20 });

async function watchAll(): Promise<void> {
  await corpus.scan();
  stop = watchFiles({
    ...{ root, ready: 0 },
    log() {},
    onChange(changed) {
      looks.push(changed);
      corpus.scan(changed ?? undefined).catch(() => {});
    },
  });
  await soon(() => expect(looks).toEqual([null]));
}

test('what is added, edited, renamed and deleted shows in the list, and nothing is written beside our own folder', async () => {
  await put('old.txt', story('Old'));
  await watchAll();
  await mkdir(join(root, 'new'));
  await put('new/one.txt', story('One'));
  await soon(() => expect(paths()).toEqual(['new/one.txt', 'old.txt']));

  await put('old.txt', story('Edited'));
  await soon(() => expect(rows.get(idOf(story('Old')))?.textSha256).toBe(sha256(story('Edited'))));

  // Annotations follow by the id, also where only the journal knows that the file was edited.
  bound = [{ path: 'old.txt', id: idOf(story('Old')), sourceSha256: sha256(story('Edited')) }];
  await rename(join(root, 'old.txt'), join(root, 'new', 'renamed.txt'));
  await soon(() => expect(paths()).toEqual(['new/one.txt', 'new/renamed.txt']));
  expect(rows.get(idOf(story('Old')))?.path).toBe('new/renamed.txt');

  await rm(join(root, 'new'), { recursive: true });
  await soon(() => expect(paths()).toEqual([]));
  const told = looks.length;
  await corpus.scan();
  await new Promise((later) => setTimeout(later, 300));
  expect(looks).toHaveLength(told);
});

test('many files at once are taken in, and when they go they are gone', async () => {
  await watchAll();
  await mkdir(join(root, 'many'));
  for (let i = 0; i < 300; i++) await put(`many/${i}.txt`, story(`Land ${i}`));
  await soon(() => expect([...rows.values()].filter(({ pending }) => !pending)).toHaveLength(300));
  await rm(join(root, 'many'), { recursive: true });
  await soon(() => expect(rows.size).toBe(0));
});

test('where the system takes long to get ready, all is looked at once: what changes meanwhile is not told', async () => {
  await corpus.scan();
  stop = watchFiles({ root, ready: 0, log() {}, onChange: (changed) => looks.push(changed) });
  await soon(() => expect(looks).toEqual([null]));
});

test('after many changes their folders are looked at once more, after thousands everything: some may not have been told', async () => {
  for (const folder of ['few', 'some', 'many']) await mkdir(join(root, folder));
  stop = watchFiles({ root, ready: 0, log() {}, onChange: (changed) => looks.push(changed) });
  await soon(() => expect(looks).toEqual([null]));
  const write = async (folder: string, files: number) => {
    for (let i = 0; i < files; i++) await put(`${folder}/${i}.txt`, story(`Land ${i}`));
  };
  await write('some', 40);
  await soon(() => expect(looks.at(-1)).toEqual(['some']));
  await write('many', 2100);
  await soon(() => expect(looks.slice(-2)).toEqual([['many'], null]));
  const told = looks.length;
  await write('few', 3);
  await soon(() => expect(looks.slice(told).flat()).toContain('few/2.txt'));
  await new Promise((later) => setTimeout(later, 2000));
  expect(
    looks
      .slice(told)
      .flat()
      .every((path) => path?.startsWith('few/')),
  ).toBe(true);
});

test('after thousands of changes in the folder itself everything is looked at once', async () => {
  stop = watchFiles({ root, ready: 0, log() {}, onChange: (changed) => looks.push(changed) });
  await soon(() => expect(looks).toEqual([null]));
  for (let i = 0; i < 2100; i++) await put(`${i}.txt`, story(`Land ${i}`));
  await soon(() => expect(looks.filter((changed) => changed === null)).toHaveLength(2));
  await new Promise((later) => setTimeout(later, 2000));
  expect(looks.filter((changed) => changed === null)).toHaveLength(2);
});

test('where nothing can be watched, everything is looked at from time to time, and that is said', async () => {
  const lines: string[] = [];
  const missing = join(root, 'nowhere');
  stop = watchFiles({
    root: missing,
    interval: 20,
    log: (line) => lines.push(line),
    onChange: (changed) => looks.push(changed),
  });
  await soon(() => expect(looks.length).toBeGreaterThan(1));
  expect(looks[0]).toBeNull();
  expect(lines).toEqual([expect.stringContaining('looked for every')]);
});
