import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Entry } from '#shared/model/article.ts';
import { workerForTests } from '../extract/built-worker.ts';
import { openPool, type Pool } from '../extract/pool.ts';
import type { Bound } from '../store/protocol.ts';
import { openCorpus } from './corpus.ts';
import { chosenIn } from './look-into.ts';

let workerFile: string;
let pool: Pool;
let root: string;
let bound: Bound[];
const running: ChildProcess[] = [];

beforeAll(async () => {
  workerFile = await workerForTests();
  pool = openPool({ workerFile });
}, 60_000);
afterAll(() => pool.close());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'parts-'));
  bound = [];
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await rm(root, { recursive: true, force: true });
});

const open = () => {
  const corpus = openCorpus({
    ...{ root, cacheDir: join(root, '.rapporteur', 'cache'), workerFile, pool },
    bindings: () => bound,
    chosen: () => chosenIn([]),
    onProgress() {},
    onEntries() {},
  });
  return { corpus, [Symbol.asyncDispose]: () => corpus.close() };
};
const said = (name: string) => `The ministers of ${name} met for two days and could not agree on anything at all.`;
const rows = (...names: string[]) => `text\n${names.map((name) => `"${said(name)}"`).join('\n')}\n`;
const put = (path: string, content: string) => writeFile(join(root, path), content);
/** Names of the countries in the texts, by the article's id. */
async function named(entries: readonly Entry[], read: (id: string) => Promise<{ text: string }>) {
  const names = new Map<string, string>();
  for (const { id, failure } of entries)
    if (failure === null) names.set(/of (\w+) met/.exec((await read(id)).text)?.[1] ?? '?', id);
  return names;
}

test('rows of a table stay the same articles when others are put before them, edited, and when the file is renamed', async () => {
  await put('t.csv', rows('Ostland', 'Westland', 'Nordland'));
  await using opened = open();
  const { corpus } = opened;
  expect(await corpus.scan()).toMatchObject({ articles: 3, new: 3, failed: [] });
  const first = await corpus.entries();
  expect(first.map(({ path, file }) => [path, file])).toEqual([1, 2, 3].map((n) => [`t.csv/${n}`, 't.csv']));
  const before = await named(first, (id) => corpus.read(id));

  await put('t.csv', rows('Sudland', 'Ostland', 'Westland', 'Nordland'));
  await corpus.scan();
  const after = await named(await corpus.entries(), (id) => corpus.read(id));
  for (const [name, id] of before) expect(after.get(name)).toBe(id);
  expect(after.size).toBe(4);

  // An edited row is the one of its name.
  await put('t.csv', rows('Sudland', 'Ostland', 'Eastmark', 'Nordland'));
  await corpus.scan();
  const edited = await named(await corpus.entries(), (id) => corpus.read(id));
  expect(edited.get('Eastmark')).toBe(before.get('Westland'));

  await rename(join(root, 't.csv'), join(root, 'other.csv'));
  await corpus.scan();
  expect(await named(await corpus.entries(), (id) => corpus.read(id))).toEqual(edited);
});

test('without a store, annotated rows are known by their bytes', async () => {
  await put('t.csv', rows('Ostland', 'Westland'));
  {
    await using opened = open();
    await opened.corpus.scan();
    const [one] = await opened.corpus.entries();
    bound = [{ id: 'a_00000000000000000007', path: 't.csv/1', sourceSha256: one!.sourceSha256! }];
  }
  await rm(join(root, '.rapporteur'), { recursive: true });
  await put('t.csv', rows('Sudland', 'Ostland', 'Westland'));
  await using opened = open();
  await opened.corpus.scan();
  const names = await named(await opened.corpus.entries(), (id) => opened.corpus.read(id));
  expect(names.get('Ostland')).toBe('a_00000000000000000007');
});

test('the text that an annotated article had is kept; of others nothing is', async () => {
  await put('a.txt', said('Ostland'));
  await put('b.txt', said('Westland'));
  await using opened = open();
  const { corpus } = opened;
  await corpus.scan();
  const [a, b] = await corpus.entries();
  bound = [{ id: a!.id, path: 'a.txt', sourceSha256: a!.sourceSha256! }];
  await put('a.txt', said('Eastmark'));
  await put('b.txt', said('Nordland'));
  await corpus.scan();
  expect((await corpus.read(a!.id)).text).toBe(said('Eastmark'));
  expect(await corpus.earlier(a!.id, a!.textSha256!)).toBe(said('Ostland'));
  expect(await corpus.earlier(b!.id, b!.textSha256!)).toBeNull();
});

test('a program that is killed in the middle of a scan goes on where it was', async () => {
  const count = 400;
  await mkdir(join(root, 'many'));
  for (let i = 0; i < count; i++) await put(`many/${i}.txt`, `${said('Ostland')} ${i}\n`);
  const script = join(root, 'scan.mjs');
  await put(
    'scan.mjs',
    `import { Worker } from 'node:worker_threads';
     const store = new Worker(${JSON.stringify(workerFile)}, { workerData: 'store', execArgv: [] });
     const pool = new Worker(${JSON.stringify(workerFile)}, { execArgv: [] });
     let n = 0; const waiting = new Map();
     store.on('message', (m) => { if (m.error) throw new Error(m.error.message); waiting.get(m.n)(m.result); });
     const ask = (name, args) => new Promise((go) => { waiting.set(++n, go); store.postMessage({ n, name, args }); });
     const answers = []; pool.on('message', (m) => { if (m !== 'ready') for (const one of m) answers.shift()(one); });
     const read = (job) => new Promise((go) => { answers.push(go); pool.postMessage([job]); });
     const root = ${JSON.stringify(root)};
     await ask('open', { folder: ${JSON.stringify(join(root, '.rapporteur', 'cache'))}, root, how: 'keep' });
     await ask('know', { bound: [], chosen: { encodings: new Map(), columns: {} } });
     await ask('list', { starts: null, further: false, rows: false });
     for (let taken = 0; ; ) for (const { path, how } of (await ask('listed', null)).files) {
       const { articles, file, failure } = await read({ root, path, known: null, how, packed: true });
       await ask('take', { reports: [{ path, articles, end: { kind: 'read', file, how: null, failure } }] });
       if (++taken === 150) { await ask('commit', null); process.stdout.write('half'); }
     }`,
  );
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  await once(child.stdout!, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  const db = new Database(join(root, '.rapporteur', 'cache', 'corpus.sqlite'));
  const [kept] = db.prepare('SELECT count(*) FROM file WHERE mtime IS NOT NULL').raw().all() as [number][];
  db.close();
  expect(kept![0]).toBeGreaterThanOrEqual(150);
  await using opened = open();
  const summary = await opened.corpus.scan();
  expect(summary).toMatchObject({ articles: count, notices: [], failed: [] });
  expect(summary.new).toBe(count - kept![0]);
});
