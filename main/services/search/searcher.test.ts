import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventData, SearchRequest } from '#shared/contract/contract.ts';
import { indexed } from '#shared/search/words.ts';
import { workerForTests } from '../extract/built-worker.ts';
import { storeSchema } from '../store/schema.ts';
import { createSearcher, type Searcher } from './searcher.ts';

let folder: string;
let searcher: Searcher;
let store: Database.Database;
let updates = 0;
const count = 3000;

beforeAll(async () => {
  const workerFile = await workerForTests();
  folder = mkdtempSync(join(tmpdir(), 'search-'));
  const file = join(folder, 'corpus.sqlite');
  store = new Database(file);
  store.prepare('PRAGMA journal_mode=WAL').all();
  store.exec(`PRAGMA synchronous=OFF; ${storeSchema}; BEGIN`);
  const article = store.prepare(
    `INSERT INTO article(n, id, path, file, bytes, source_sha256, text_sha256, length) VALUES (?, ?, ?, ?, 1, '', '', 1)`,
  );
  const body = store.prepare("INSERT INTO body(n, text, blocks) VALUES (?, ?, '[]')");
  const word = store.prepare("INSERT INTO word(rowid, title, body) VALUES (?, '', ?)");
  const rest = 'So it goes on for a while, with nothing in it. '.repeat(4);
  for (let n = 1; n <= count; n++) {
    const text = `The minister spoke ${n === 7 ? 'quinquereme' : 'again'} on day ${n}. ${rest}`;
    article.run(n, `a_${n}`, `${n}.txt`, `${n}.txt`);
    body.run(n, text);
    word.run(n, indexed(text));
  }
  store.exec('COMMIT');
  searcher = createSearcher({
    workerFile,
    store: () => file,
    records: {
      path: join(folder, 'records.sqlite'),
      async update() {
        updates++;
      },
    },
  });
}, 60_000);
afterAll(async () => {
  await searcher.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const request = (query: string, fields: Partial<SearchRequest> = {}): SearchRequest => ({
  ...{ id: 'one', query, articles: null, most: 50_000 },
  ...fields,
});

async function run(query: string, fields: Partial<SearchRequest> = {}) {
  const told: EventData<'search.found'>[] = [];
  const result = await searcher.run(request(query, fields), new AbortController().signal, (one) => told.push(one));
  return { told, result, found: told.flatMap(({ found }) => found) };
}

test('tells the first article at once, the others in batches, and how far it is', async () => {
  const { told, result, found } = await run('minister');
  expect(result).toEqual({ articles: count, places: count, complete: true, notices: [] });
  expect(told[0]!.found).toHaveLength(1);
  expect(told.length).toBeLessThan(count / 50);
  expect(told.at(-1)).toMatchObject({ search: 'one', done: count, total: count });
  expect(found.map(({ article }) => article)).toEqual(Array.from({ length: count }, (_, i) => `a_${i + 1}`));
  expect((await run('quinquereme')).found).toMatchObject([{ article: 'a_7', hits: [{ words: 'quinquereme' }] }]);
});

test('beginnings, neighbours and expressions find the same in portions as by reading all texts', async () => {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const holding: [string, (n: number) => boolean][] = [
    ['minist*', () => true],
    ['qui*', (n) => n === 7],
    ['"day 29"*', (n) => String(n).startsWith('29')],
    ['spoke NEAR/4 299*', (n) => String(n).startsWith('299')],
    ['"day 2995" OR nowher*', (n) => n === 2995],
    ['minister -2*', (n) => !String(n).startsWith('2')],
    ['/day 29\\d\\d\\b/', (n) => n >= 2900 && n < 3000],
  ];
  for (const [query, holds] of holding) {
    const { found } = await run(query);
    const names = found.map(({ article }) => Number(article.slice(2))).sort((a, b) => a - b);
    expect(names, query).toEqual(numbers.filter(holds));
  }
});

test('brings records into step only where a query asks for them', async () => {
  const before = updates;
  await run('minister path:7');
  expect(updates).toBe(before);
  await run('minister -speaker:kono');
  expect(updates).toBe(before + 1);
});

test('a query that does not parse fails in words', async () => {
  await expect(run('speker:kono')).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/speaker/),
  });
});

test('can be stopped while it looks through texts, before it begins, and the next search is answered', async () => {
  const stop = new AbortController();
  let told = 0;
  const stopped = searcher.run(request('/n[o0]thing (in|at) (it|all)/ minister'), stop.signal, ({ done }) => {
    told = done;
    stop.abort();
  });
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  expect(told).toBeLessThan(count);
  const before = new AbortController();
  before.abort();
  await expect(searcher.run(request('minister'), before.signal, () => {})).rejects.toMatchObject({ code: 'cancelled' });
  expect((await run('quinquereme')).result.places).toBe(1);
});

test('searching goes on while the store is written, and finds what is committed', async () => {
  store.exec('BEGIN IMMEDIATE');
  store.prepare("INSERT INTO word(rowid, title, body) VALUES (?, '', ?)").run(count + 1, 'argosy');
  expect((await run('quinquereme')).result.places).toBe(1);
  store.exec('ROLLBACK');
});

test('a searcher that is closed answers no more', async () => {
  const closing = run('minister');
  const closed = expect(closing).rejects.toMatchObject({ code: 'cancelled' });
  await new Promise((resolve) => setTimeout(resolve, 1));
  await searcher.close();
  await closed;
  await expect(run('minister')).rejects.toMatchObject({ code: 'closed' });
});
