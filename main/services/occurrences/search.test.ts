import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EventData, WordSearch } from '#shared/contract/contract.ts';
import { type Corpus, openCorpus } from '../corpus/corpus.ts';
import { chosenIn } from '../corpus/look-into.ts';
import { workerForTests } from '../extract/built-worker.ts';
import { openPool, type Pool } from '../extract/pool.ts';
import { sha256 } from '../files/hash.ts';
import { mostInArticle, mostPlaces, searchWords } from './search.ts';

let pool: Pool;
let workerFile: string;
let root: string;
let corpus: Corpus;

beforeAll(async () => {
  workerFile = await workerForTests();
  pool = openPool({ workerFile });
});
afterAll(() => pool.close());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'words-'));
  corpus = openCorpus({
    root,
    cacheDir: null,
    workerFile,
    pool,
    bindings: () => [],
    chosen: () => chosenIn([]),
    onProgress: () => {},
    onEntries: () => {},
  });
});
afterEach(async () => {
  await corpus.close();
  await rm(root, { recursive: true, force: true });
});

async function write(path: string, content: string): Promise<string> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return `a_${sha256(content).slice(0, 20)}`;
}

const search = (fields: Partial<WordSearch> = {}): WordSearch => ({
  id: 'one',
  phrases: ['blunt warning'],
  wholeWords: true,
  foldCase: true,
  statements: false,
  first: null,
  ...fields,
});

async function run(what: WordSearch, signal = new AbortController().signal) {
  const told: EventData<'occurrences.found'>[] = [];
  const result = await searchWords(corpus, what, signal, (found) => told.push(found));
  return { told, result, found: told.flatMap(({ found }) => found) };
}

const story = (words: string) =>
  `Talks end in ${words}\n\nThe minister gave ${words} on Monday, and nobody in the room answered him.\n\nThey will meet again in the autumn, officials said on Friday.\n`;

test('finds words in every article once, the first one first, with offsets into the canonical text', async () => {
  await write('a.txt', story('a blunt warning'));
  await write('copy.txt', story('a blunt warning'));
  const first = await write('b.txt', `\uFEFF${story('Blunt\u00a0Warning').replaceAll('\n', '\r\n')}`);
  await write('none.txt', story('nothing'));
  await write('broken.txt', '%PDF-1.7\n%âãÏÓ\n1 0 obj');
  await write(
    'page.html',
    '<html><body><h1>Talks</h1><p>He gave a <b>blunt</b> warning, it is said there.</p></body></html>',
  );
  await corpus.scan();
  const { told, result, found } = await run(search({ first }));
  expect(result).toEqual({ articles: 4, unreadable: 0, places: 5, complete: true });
  expect(found.map(({ article }) => article.path)).toEqual(['b.txt', 'a.txt', 'page.html']);
  expect(told[0]?.found.map(({ article }) => article.id)).toEqual([first]);
  expect(told.at(-1)).toMatchObject({ search: 'one', done: 4, total: 4 });
  for (const { article, hits } of found) {
    const { text, textSha256, sourceSha256, meta } = await corpus.read(article.id);
    expect(article).toMatchObject({ textSha256, sourceSha256, title: meta.title });
    for (const { start, end, quote, statement } of hits) {
      expect(text.slice(start, end)).toMatch(/^blunt[ \u00a0]warning$/i);
      expect(quote.exact).toBe(text.slice(start, end));
      expect(text.slice(0, start).endsWith(quote.prefix)).toBe(true);
      expect(statement).toBeNull();
    }
  }
  expect(found[1]?.hits[1]).toMatchObject({
    before: expect.stringMatching(/minister gave a $/),
    words: 'blunt warning',
  });
});

test('gives the statement around a name', async () => {
  await write(
    'a.txt',
    'A quarrel about quays\n\nIt rained. “The plan takes our quays,” Lund told the council on Monday. They left.\n',
  );
  await corpus.scan();
  const { found } = await run(search({ phrases: ['Per Lund', 'Lund'], statements: true }));
  expect(found[0]?.hits).toMatchObject([
    { words: 'Lund', mode: 'indirect', statement: { quote: { exact: 'The plan takes our quays,' }, mode: 'direct' } },
  ]);
});

test('passes over page furniture, its own and what counting lines shows to be', async () => {
  for (let i = 0; i < 6; i++)
    await write(`${i}.txt`, `${story(`nothing ${i} of it`)}\nRead our blunt warning series\n`);
  await write('other.txt', story('a blunt warning'));
  await corpus.scan();
  const { found } = await run(search());
  expect(found.map(({ article }) => article.path)).toEqual(['other.txt']);
});

test('tells no more of one article, and of all, than can be worked through, and says so', async () => {
  const many = `Echo\n\n${'A blunt warning, he said. '.repeat(mostInArticle + 7)}\n`;
  const files = Math.ceil(mostPlaces / mostInArticle) + 2;
  for (let i = 0; i < files; i++) await write(`${i}.txt`, `${i} ${many}`);
  await corpus.scan();
  const { found, result } = await run(search());
  expect(found[0]?.hits).toHaveLength(mostInArticle);
  expect(found[0]?.left).toBe(7);
  expect(result).toEqual({ articles: files - 2, unreadable: 0, places: mostPlaces, complete: false });
});

test('waits for a scan, finds nothing in what has gone, and can be stopped', async () => {
  for (let i = 0; i < 40; i++) await write(`${i}.txt`, story(`blunt warning to ${'x'.repeat(i)}`));
  const scan = corpus.scan();
  const { result } = await run(search());
  expect(result).toMatchObject({ articles: 40, unreadable: 0 });
  await scan;
  await rm(join(root, '7.txt'));
  await corpus.scan();
  expect((await run(search())).result).toMatchObject({ articles: 39, unreadable: 0, places: 78 });
  const stop = new AbortController();
  const told: number[] = [];
  const stopped = searchWords(corpus, search(), stop.signal, ({ done }) => {
    told.push(done);
    stop.abort();
  });
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  expect(told).toEqual([1]);
});
