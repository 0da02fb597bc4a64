import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, openCorpus } from '../corpus/corpus.ts';
import { chosenIn } from '../corpus/look-into.ts';
import { workerForTests } from '../extract/built-worker.ts';
import { createSearcher, type Searcher } from './searcher.ts';

let workerFile: string;
let root: string;
let corpus: Corpus;
let searcher: Searcher;

const cacheDir = () => join(root, '.rapporteur', 'cache');
const open = () =>
  openCorpus({ root, cacheDir: cacheDir(), workerFile, bindings: () => [], chosen: () => chosenIn([]), ...silent });
const silent = { onProgress: () => {}, onEntries: () => {} };
const prompt = 'Write to our newsroom about ferries';

beforeAll(async () => {
  workerFile = await workerForTests();
  root = await mkdtemp(join(tmpdir(), 'search-folder-'));
  for (let n = 1; n <= 60; n++)
    await writeFile(
      join(root, `${n}.txt`),
      `Report ${n}\n\nThe ferry to island ${n} was late again, the harbour office said on Monday, and nobody at the quay could tell when the next one would leave for the other islands.\n\n${prompt}\n`,
    );
  corpus = open();
  searcher = createSearcher({
    workerFile,
    store: () => corpus.database(),
    records: null,
    repeated: () => corpus.repeated(),
  });
});
afterAll(async () => {
  await searcher.close();
  await corpus.close();
  await rm(root, { recursive: true, force: true });
});

async function found(query: string) {
  const hits: { words: string; aside: boolean }[] = [];
  const { articles } = await searcher.run(
    { id: 'one', query, articles: null, most: 10_000 },
    new AbortController().signal,
    (told) => hits.push(...told.found.flatMap((one) => one.hits)),
  );
  return { articles, hits };
}

test('a folder is searched before it is read, while it is, afterwards, after changes, and in a store made anew', async () => {
  expect((await found('ferry')).articles).toBe(0);
  const scan = corpus.scan();
  const meanwhile = await found('ferry');
  expect(meanwhile.articles).toBe(meanwhile.hits.length);
  await scan;
  expect((await found('ferry')).articles).toBe(60);

  await writeFile(join(root, '7.txt'), 'Report 7\n\nNo boat went to island 7, and the quay stayed empty for a week.\n');
  await writeFile(join(root, '61.txt'), 'Report 61\n\nThe ferry came back on Tuesday with the mail of three weeks.\n');
  await rm(join(root, '8.txt'));
  await corpus.scan(['7.txt', '8.txt', '61.txt']);
  expect((await found('ferry')).articles).toBe(59);
  expect((await found('"quay stayed" 7')).articles).toBe(1);

  await corpus.close();
  await rm(cacheDir(), { recursive: true });
  corpus = open();
  await corpus.scan();
  expect((await found('ferry')).articles).toBe(59);
});

test('lines that most articles share are furniture in places, too', async () => {
  await searcher.warm();
  const { hits } = await found('ferr*');
  expect(hits.filter(({ words }) => words === 'ferries').every(({ aside }) => aside)).toBe(true);
  expect(hits.filter(({ words }) => words === 'ferry').some(({ aside }) => aside)).toBe(false);
  expect(hits.filter(({ aside }) => aside)).toHaveLength(58);
});
