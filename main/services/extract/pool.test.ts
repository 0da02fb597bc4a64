import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { workerForTests } from './built-worker.ts';
import type { ReadJob } from './job.ts';
import { openPool, type Pool, type PoolOptions } from './pool.ts';

let folder: string;
let naughty: string;
const pools: Pool[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pool-'));
  naughty = join(folder, 'naughty.mjs');
  await writeFile(
    naughty,
    `import { parentPort, threadId } from 'node:worker_threads';
     const read = ({ path }) => {
       if (path === 'hang') for (;;);
       if (path === 'brief') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
       if (path === 'throw') throw new Error('boom');
       if (path === 'exit') process.exit(3);
       if (path === 'eat') { const all = []; for (;;) all.push(new Array(100000).fill(all.length)); }
       parentPort.postMessage([{ kind: 'same', file: { bytes: threadId, mtime: 0, ctime: 0, sourceSha256: '' } }]);
     };
     parentPort.on('message', (jobs) => jobs.forEach(read));
     parentPort.postMessage('ready');`,
  );
  await writeFile(join(folder, 'dead.mjs'), `throw new Error('will not start')`);
  await writeFile(join(folder, 'x.txt'), 'A short text of one sentence.');
});
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));
afterAll(() => rm(folder, { recursive: true }));

function open(options: Partial<PoolOptions> = {}): Pool {
  const pool = openPool({ workerFile: naughty, ...options });
  pools.push(pool);
  return pool;
}
const job = (path: string): ReadJob => ({ root: folder, path, known: null, how: null });

test('reads with the real worker', async () => {
  const pool = open({ workerFile: await workerForTests() });
  expect(await pool.run(job('x.txt'))).toMatchObject({
    kind: 'read',
    file: { bytes: 29 },
    articles: [{ text: 'A short text of one sentence.', bytes: 29, blocks: '[[0,29,"paragraph"]]' }],
  });
  expect(await pool.run(job('nothing.txt'))).toMatchObject({ kind: 'failed', code: 'not-found' });
  expect(await pool.run(job('../x.txt'))).toMatchObject({ kind: 'failed' });
});

test('a file that takes too long fails alone, and the others go on', async () => {
  const pool = open({ timeLimit: 400, workers: 1 });
  const results = await Promise.all(['hang', 'fine', 'hang', 'fine'].map((path) => pool.run(job(path))));
  expect(results).toMatchObject([
    { kind: 'failed', code: 'timeout', message: expect.stringContaining('took longer than') },
    { kind: 'same' },
    { kind: 'failed', code: 'timeout' },
    { kind: 'same' },
  ]);
});

test('a file that brings its worker down fails alone', async () => {
  const pool = open({ workers: 1, memoryLimit: 32 });
  await pool.run(job('fine'));
  expect(await pool.run(job('throw'))).toMatchObject({ kind: 'failed', code: 'unsupported' });
  await pool.run(job('fine'));
  expect(await pool.run(job('exit'))).toMatchObject({ kind: 'failed', code: 'unsupported' });
  expect(await pool.run(job('eat'))).toMatchObject({ kind: 'failed', message: expect.stringContaining('more memory') });
  expect(await pool.run(job('fine'))).toMatchObject({ kind: 'same' });
});

test('a bad file that comes first is not taken for a worker that cannot start', async () => {
  const pool = open({ workers: 1 });
  expect(await pool.run(job('throw'))).toMatchObject({ kind: 'failed', code: 'unsupported' });
  expect(await pool.run(job('fine'))).toMatchObject({ kind: 'same' });
});

test('a worker that cannot start is told and does not go round for ever', async () => {
  const pool = open({ workerFile: join(folder, 'dead.mjs') });
  await expect(pool.run(job('fine'))).rejects.toMatchObject({ name: 'Failure', code: 'internal' });
});

test('urgent files go before those that wait', async () => {
  const pool = open({ workers: 1 });
  const order: string[] = [];
  const note = (name: string) => () => order.push(name);
  await Promise.all([
    pool.run(job('a')).then(note('a')),
    pool.run(job('b')).then(note('b')),
    pool.run(job('c'), { urgent: true }).then(note('c')),
  ]);
  expect(order).toEqual(['c', 'a', 'b']);
});

/** The numbers of the workers that so many files are read by. */
async function workersFor(pool: Pool, files: number): Promise<number[]> {
  const results = await Promise.all(Array.from({ length: files }, () => pool.run(job('brief'))));
  return [...new Set(results.map((result) => (result.kind === 'same' ? result.file.bytes : 0)))];
}

test('a second worker is begun for many files, not for some that one reads in the time of its start', async () => {
  // To a machine that stands still for a moment the first file is a slow one: of several tries one is enough.
  const used: number[] = [];
  while (used.length < 5 && !used.includes(1)) used.push((await workersFor(open(), 20)).length);
  expect(used).toContain(1);
  expect(await workersFor(open(), 200)).toHaveLength(2);
});

test('an urgent file does not wait for one that takes long', async () => {
  const pool = open();
  const ended: string[] = [];
  pool.run(job('hang')).then(
    () => ended.push('hang'),
    () => {},
  );
  expect(await pool.run(job('fine'), { urgent: true })).toMatchObject({ kind: 'same' });
  expect(ended).toEqual([]);
});

test('idle workers end, except one', async () => {
  const pool = open({ idleLimit: 50 });
  const before = await workersFor(pool, 200);
  await new Promise((later) => setTimeout(later, 300));
  const after = await workersFor(pool, 200);
  expect([before.length, after.length]).toEqual([2, 2]);
  expect(after.filter((id) => before.includes(id))).toHaveLength(1);
});

test('closing rejects what runs and what waits, and what comes later', async () => {
  const pool = open({ workers: 1 });
  const results = Promise.allSettled([pool.run(job('hang')), pool.run(job('fine'))]);
  await pool.close();
  for (const result of await results) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
  await expect(pool.run(job('fine'))).rejects.toMatchObject({ code: 'closed' });
});
