import { mkdir, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Entry } from '#shared/model/article.ts';
import { workerForTests } from '../extract/built-worker.ts';
import { openPool, type Pool } from '../extract/pool.ts';
import { sha256 } from '../files/hash.ts';
import type { Bound } from '../store/protocol.ts';
import type { Corpus } from './corpus.ts';
import { openListed } from './testing.ts';

let workerFile: string;
let pool: Pool;
let root: string;
let corpus: Corpus;
let rows: Map<string, Entry>;
let bound: Bound[];
/** Until it resolves no file is read but those that somebody opens. */
let mayRead: Promise<void>;
let letRead: () => void;

beforeAll(async () => {
  workerFile = await workerForTests();
  pool = openPool({ workerFile });
}, 60_000);
afterAll(() => pool.close());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'burst-'));
  bound = [];
  mayRead = Promise.resolve();
  ({ corpus, rows } = openListed({
    ...{ root, workerFile },
    pool: {
      ...pool,
      runPacked: async (job, options) => {
        if (!options?.urgent) await mayRead;
        return pool.runPacked(job, options);
      },
    },
    bindings: () => bound,
  }));
});
afterEach(async () => {
  letRead?.();
  await corpus.close();
  await rm(root, { recursive: true, force: true });
});

const story = (name: string | number) => `${name} talks end\n\nThe ministers of ${name} met for two days in ${name}.\n`;
const idOf = (text: string) => `a_${sha256(text).slice(0, 20)}`;
const put = (path: string, text: string) => writeFile(join(root, path), text);
const remove = (path: string) => rm(join(root, path));
const at = (path: string) => [...rows.values()].find((row) => row.path === path);
const paths = () => [...rows.values()].map(({ path }) => path).sort();
const soon = (check: () => void) => vi.waitFor(check, { timeout: 18_000, interval: 5 });
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
function readLater() {
  mayRead = new Promise((resolve) => {
    letRead = resolve;
  });
}
async function allAsInStore() {
  await soon(() => expect([...rows.values()].filter(({ pending }) => pending)).toEqual([]));
  const byId = (a: Entry, b: Entry) => (a.id < b.id ? -1 : 1);
  const plain = [...rows.values()].map(({ near: _, ...row }) => row).sort(byId);
  expect(plain).toEqual((await corpus.entries()).map(({ near: _, ...row }) => row).sort(byId));
}

test('of many changes at once the list says what is there before anything is read, and then it is read', async () => {
  await mkdir(join(root, 'old'));
  for (const i of numbers(0, 300)) await put(`old/${i}.txt`, story(i));
  await corpus.scan();
  bound = [5, 150].map((i) => ({ id: idOf(story(i)), path: `old/${i}.txt`, sourceSha256: sha256(story(i)) }));
  readLater();
  await mkdir(join(root, 'new'));
  for (const i of numbers(0, 100)) await remove(`old/${i}.txt`);
  for (const i of numbers(100, 200)) await rename(join(root, `old/${i}.txt`), join(root, `new/${i}.txt`));
  for (const i of numbers(200, 250)) await put(`old/${i}.txt`, story(`${i} again`));
  for (const i of numbers(300, 350)) await put(`old/${i}.txt`, story(i));
  const scanned = corpus.scan();

  const there = [
    ...numbers(100, 200).map((i) => `new/${i}.txt`),
    ...[...numbers(200, 300), ...numbers(300, 350)].map((i) => `old/${i}.txt`),
  ].sort();
  await soon(() => expect(paths()).toEqual(there));
  // What was moved is the article that it was, annotated or not; what has changed keeps its title meanwhile.
  expect(at('new/150.txt')).toMatchObject({ id: idOf(story(150)), pending: true, meta: { title: '150 talks end' } });
  expect(at('new/160.txt')).toMatchObject({ id: idOf(story(160)), pending: true });
  expect(at('old/210.txt')).toMatchObject({ id: idOf(story(210)), pending: true, meta: { title: '210 talks end' } });
  expect(at('old/310.txt')).toMatchObject({ pending: true, textSha256: null });
  expect(at('old/260.txt')?.pending).toBeFalsy();
  expect(rows.has(idOf(story(5)))).toBe(false);

  letRead();
  expect(await scanned).toMatchObject({ articles: 250, changed: 50, failed: [] });
  await allAsInStore();
  expect(paths()).toEqual(there);
  expect(at('old/210.txt')).toMatchObject({ id: idOf(story(210)), textSha256: sha256(story('210 again')) });
  expect(at('old/310.txt')?.id).toBe(idOf(story(310)));
  expect((await corpus.read(idOf(story(150)))).text).toBe(story(150));
  expect(await corpus.earlier(idOf(story(5)), sha256(story(5)))).toBe(story(5));
  expect(await readFile(join(root, 'new/150.txt'), 'utf8')).toBe(story(150));
});

test('what waits to be read is read at once when somebody opens it', async () => {
  for (const name of ['changed', 'moved']) await put(`${name}.txt`, story(name));
  await corpus.scan();
  readLater();
  await put('changed.txt', story('changed again'));
  await rename(join(root, 'moved.txt'), join(root, 'elsewhere.txt'));
  await put('fresh.txt', story('fresh'));
  const scanned = corpus.scan();
  await soon(() => expect(paths()).toEqual(['changed.txt', 'elsewhere.txt', 'fresh.txt']));
  const passing = at('fresh.txt')!.id;
  expect(await corpus.read(passing)).toMatchObject({ id: idOf(story('fresh')), text: story('fresh') });
  expect((await corpus.read(idOf(story('changed')))).text).toBe(story('changed again'));
  expect((await corpus.read(idOf(story('moved')))).text).toBe(story('moved'));
  await soon(() => expect(rows.has(passing)).toBe(false));
  await allAsInStore();
  // Who was slower to open it than it was read gets it as well.
  expect(await corpus.read(passing)).toMatchObject({ id: idOf(story('fresh')) });
  letRead();
  await scanned;
  await allAsInStore();
});

test('what changes while files wait is in the list before these are read', async () => {
  for (const i of numbers(0, 30)) await put(`${i}.txt`, story(i));
  await corpus.scan();
  readLater();
  for (const i of numbers(0, 10)) await put(`${i}.txt`, story(`${i} again`));
  await remove('20.txt');
  const first = corpus.scan();
  await soon(() => expect(at('20.txt')).toBeUndefined());
  await remove('3.txt');
  await remove('21.txt');
  await put('20.txt', story(20));
  await put('40.txt', story(40));
  const second = corpus.scan(['3.txt', '20.txt', '21.txt', '40.txt']);
  await soon(() =>
    expect(paths()).toEqual(
      [...numbers(0, 21), ...numbers(22, 30), 40]
        .filter((i) => i !== 3)
        .map((i) => `${i}.txt`)
        .sort(),
    ),
  );
  expect(at('4.txt')?.pending).toBe(true);
  letRead();
  expect(await second).toBe(await first);
  expect(await second).toMatchObject({ articles: 29, changed: 9 });
  await allAsInStore();
});

test('a file of the size and time of one that has gone is another article when its bytes are others', async () => {
  const time = new Date('2026-01-02T03:04:05Z');
  await put('one.txt', story('Alba'));
  await utimes(join(root, 'one.txt'), time, time);
  await corpus.scan();
  readLater();
  await remove('one.txt');
  await put('two.txt', story('Iona'));
  await utimes(join(root, 'two.txt'), time, time);
  const scanned = corpus.scan();
  await soon(() => expect(at('two.txt')).toMatchObject({ id: idOf(story('Alba')), pending: true }));
  letRead();
  await scanned;
  await allAsInStore();
  expect([...rows.keys()]).toEqual([idOf(story('Iona'))]);
});
