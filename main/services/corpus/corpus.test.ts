import { renameSync as renameNow, rmSync } from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  open,
  readFile,
  rename,
  rm,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EventData } from '#shared/contract/contract.ts';
import { type Entry, isPassingId } from '#shared/model/article.ts';
import { workerForTests } from '../extract/built-worker.ts';
import { openPool, type Pool } from '../extract/pool.ts';
import { sha256 } from '../files/hash.ts';
import type { Corpus, CorpusOptions } from './corpus.ts';
import { openListed } from './testing.ts';

const unlinkNow = (path: string) => rmSync(path, { force: true });

let workerFile: string;
let pool: Pool;
let root: string;
let cacheDir: string;
const opened: Corpus[] = [];

beforeAll(async () => {
  workerFile = await workerForTests();
  pool = openPool({ workerFile });
});
afterAll(() => pool.close());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'corpus-'));
  cacheDir = join(root, '.rapporteur', 'cache');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((corpus) => corpus.close()));
  await rm(root, { recursive: true, force: true });
});

interface Watched {
  readonly corpus: Corpus;
  /** Rows as a listener that only follows the events has them. */
  readonly rows: Map<string, Entry>;
  readonly progress: EventData<'corpus.progress'>[];
  readonly batches: EventData<'corpus.entries'>[];
}

function watch(options: Partial<CorpusOptions> = {}, workers: Pick<CorpusOptions, 'pool'> = { pool }): Watched {
  const progress: EventData<'corpus.progress'>[] = [];
  const batches: EventData<'corpus.entries'>[] = [];
  const { corpus, rows } = openListed({
    ...{ root, cacheDir, workerFile },
    ...workers,
    onProgress: (step) => progress.push(step),
    onEntries: (change) => batches.push(change),
    ...options,
  });
  opened.push(corpus);
  return { corpus, rows, progress, batches };
}

/** Files that need not be read again, as the store says. */
function keptFiles(): number {
  const db = new Database(join(cacheDir, 'corpus.sqlite'));
  const [kept] = db.prepare('SELECT count(*) FROM file WHERE mtime IS NOT NULL').raw().all() as [number][];
  db.close();
  return kept![0];
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

/** Files keep out of reach of the clock's tick only when they are old. */
async function age(path: string): Promise<void> {
  const past = new Date(Date.now() - 60_000);
  await utimes(join(root, path), past, past);
}

const story = (name: string, more = '') =>
  `${name} talks end without a result\n\nBy Jane Porter\nMarch 3, 2021\n\nThe ministers of ${name} met for two days. “We did not agree,” said one of them after the meeting.${more}\n\nThey will meet again in the autumn, officials said on Friday.\n`;
const idOf = (content: string) => `a_${sha256(content).slice(0, 20)}`;
const byPath = async (corpus: Corpus, path: string) => (await corpus.entries()).find((entry) => entry.path === path);

describe('scan', () => {
  test('lists articles with their metadata, in natural order, and counts what it passes over', async () => {
    await write('b/10.txt', story('Ostland'));
    await write('b/2.md', '# Westland votes\n\nThe vote was close. It took all night.\n');
    await write(
      'a.html',
      '<html><body><h1>Nordland speaks</h1><p>Its minister spoke for an hour today.</p></body></html>',
    );
    await write('picture.png', 'x');
    await write('.hidden/x.txt', 'never listed');
    await write('node_modules/y.txt', 'never listed');
    const { corpus, rows, progress } = watch();
    const summary = await corpus.scan();
    expect(summary).toEqual({
      articles: 3,
      new: 3,
      changed: 0,
      unchanged: 0,
      duplicates: 0,
      failed: [],
      skipped: 3,
      notices: [],
    });
    expect((await corpus.entries()).map(({ path }) => path)).toEqual(['a.html', 'b/2.md', 'b/10.txt']);
    expect([...rows.values()]).toEqual(expect.arrayContaining(await corpus.entries()));
    expect(await byPath(corpus, 'b/10.txt')).toMatchObject({
      id: idOf(story('Ostland')),
      sourceSha256: sha256(story('Ostland')),
      length: story('Ostland').length,
      meta: {
        title: 'Ostland talks end without a result',
        byline: 'Jane Porter',
        published: '2021-03-03',
        language: 'en',
      },
    });
    expect(progress[0]?.phase).toBe('listing');
    expect(progress.at(-1)).toEqual({ phase: 'done', done: 3, found: 3, failed: 0, message: null });
  });

  test('a second run reads only what changed and tells only that', async () => {
    // Nearly the same texts would be told again, once they are put together.
    const unlike = (name: string, more = '') =>
      story(name, Array.from({ length: 60 }, (_, i) => ` ${name}${i}`) + more);
    for (const name of ['one', 'two', 'three']) {
      await write(`${name}.txt`, unlike(name));
      await age(`${name}.txt`);
    }
    const first = watch();
    await first.corpus.scan();
    await first.corpus.close();
    const second = watch();
    expect(await second.corpus.scan()).toMatchObject({ articles: 3, new: 0, unchanged: 3 });
    const told = second.batches.length;
    await write('two.txt', unlike('two', ' Nobody smiled.'));
    await unlink(join(root, 'three.txt'));
    await write('four.txt', unlike('four'));
    expect(await second.corpus.scan()).toMatchObject({ articles: 3, new: 1, changed: 1, unchanged: 1 });
    const changes = second.batches.slice(told);
    const paths = changes.flatMap(({ entries }) => entries.map(({ path }) => path));
    expect([...new Set(paths)].sort()).toEqual(['four.txt', 'two.txt']);
    // Besides the row that stood for a new file until it was read.
    const gone = new Set(changes.flatMap(({ gone }) => gone).filter((id) => !isPassingId(id)));
    expect([...gone]).toEqual([idOf(unlike('three'))]);
    // An edited file is still the same article.
    expect((await byPath(second.corpus, 'two.txt'))?.id).toBe(idOf(unlike('two')));
  });

  test('a change that keeps size and time within the clock’s tick is seen', async () => {
    await write('x.txt', story('Aland'));
    const { corpus } = watch();
    await corpus.scan();
    const { mtime } = await (await import('node:fs/promises')).stat(join(root, 'x.txt'));
    await write('x.txt', story('Bland'));
    await utimes(join(root, 'x.txt'), mtime, mtime);
    expect(await corpus.scan()).toMatchObject({ changed: 1 });
  });

  test('copies are duplicates that open their original; when it goes, the copy takes its place and id', async () => {
    await write('1.txt', story('Sudland'));
    await write('2.txt', story('Sudland'));
    const { corpus } = watch();
    expect(await corpus.scan()).toMatchObject({ articles: 1, duplicates: 1 });
    const copy = (await byPath(corpus, '2.txt'))!;
    expect(copy.duplicateOf).toBe('1.txt');
    expect((await corpus.read(copy.id)).id).toBe(idOf(story('Sudland')));
    await unlink(join(root, '1.txt'));
    expect(await corpus.scan()).toMatchObject({ articles: 1, duplicates: 0 });
    expect(await byPath(corpus, '2.txt')).toMatchObject({ id: idOf(story('Sudland')), duplicateOf: null });
  });

  test('an annotated file keeps its id when edited, when renamed, and before its copies, without any catalogue', async () => {
    const bindings = [
      { path: 'old-name.txt', id: idOf(story('renamed')), sourceSha256: sha256(story('renamed')) },
      { path: 'z.txt', id: 'a_00000000000000000001', sourceSha256: 'its first bytes' },
    ];
    await write('new-name.txt', story('renamed'));
    await write('z.txt', story('annotated long ago'));
    await write('a.txt', story('annotated long ago'));
    const { corpus } = watch({ cacheDir: null, bindings: () => bindings });
    await corpus.scan();
    expect((await byPath(corpus, 'new-name.txt'))?.id).toBe(idOf(story('renamed')));
    expect(await byPath(corpus, 'z.txt')).toMatchObject({ id: 'a_00000000000000000001', duplicateOf: null });
    expect((await byPath(corpus, 'a.txt'))?.duplicateOf).toBe('z.txt');
  });

  test('an edited and then renamed file keeps its id through the catalogue', async () => {
    await write('x.txt', story('first words'));
    const { corpus, rows } = watch();
    await corpus.scan();
    const id = idOf(story('first words'));
    await write('x.txt', story('second words'));
    await corpus.scan();
    await rename(join(root, 'x.txt'), join(root, 'y.txt'));
    await corpus.scan();
    expect((await byPath(corpus, 'y.txt'))?.id).toBe(id);
    expect([...rows.values()].map(({ path, id }) => [path, id])).toEqual([['y.txt', id]]);
    // The first words come back as another file: another article.
    await write('x.txt', story('first words'));
    await corpus.scan();
    expect((await byPath(corpus, 'y.txt'))?.id).toBe(id);
    expect((await byPath(corpus, 'x.txt'))?.id).not.toBe(id);
    expect((await byPath(corpus, 'x.txt'))?.id).toMatch(/^a_[0-9a-f]{20}$/);
  });

  test('a file that was moved and moved back keeps its article, though each time only its new path was looked at', async () => {
    const content = story('moved and back');
    await write('a.txt', content);
    await age('a.txt');
    const { corpus, rows } = watch();
    await corpus.scan();
    await rename(join(root, 'a.txt'), join(root, 'b.txt'));
    await corpus.scan(['b.txt']);
    expect((await byPath(corpus, 'b.txt'))?.id).toBe(idOf(content));
    await rename(join(root, 'b.txt'), join(root, 'a.txt'));
    await corpus.scan(['a.txt']);
    await corpus.scan();
    expect([...rows.values()].map(({ path, id }) => [path, id])).toEqual([['a.txt', idOf(content)]]);
    expect((await corpus.entries()).map(({ path }) => path)).toEqual(['a.txt']);
  });

  test('what was deleted leaves the list before many new files have been read, and what was moved is in it at the end', async () => {
    for (const name of ['gone', 'moved', 'stays']) await write(`${name}.txt`, story(name));
    const { corpus, rows, batches } = watch();
    await corpus.scan();
    unlinkNow(join(root, 'gone.txt'));
    await rename(join(root, 'moved.txt'), join(root, 'z.txt'));
    const count = 600;
    for (let i = 0; i < count; i++) await write(`new/${i}.txt`, story(`Ostland ${i}`));
    batches.length = 0;
    await corpus.scan();
    const left = batches.findIndex(({ gone }) => gone.includes(idOf(story('gone'))));
    expect(left).toBeGreaterThanOrEqual(0);
    expect(batches.slice(left + 1).flatMap(({ entries }) => entries).length).toBeGreaterThan(count / 4);
    expect(rows.get(idOf(story('moved')))?.path).toBe('z.txt');
    expect([...rows.keys()].sort()).toEqual((await corpus.entries()).map(({ id }) => id).sort());
    expect(rows.size).toBe(count + 2);
  });

  test('every kind of bad file stands in the list with its reason, and the others are read', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    await writeFile(join(outside, 'secret.txt'), 'not for this corpus');
    await write('good.txt', story('Goodland'));
    await write('binary.txt', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)));
    await write('pdf.txt', '%PDF-1.7\n%âãÏÓ\n1 0 obj');
    await write('empty.txt', '');
    await write('blank.md', ' \n\t\n\u00a0\n');
    await write('program.html', '<html><body><div id=root></div><script>draw()</script></body></html>');
    const large = await open(join(root, 'large.txt'), 'w');
    await large.truncate(50 * 1024 * 1024);
    await large.close();
    await symlink(join(outside, 'secret.txt'), join(root, 'out.txt'));
    await symlink(join(root, 'round.txt'), join(root, 'round.txt'));
    await symlink(join(root, 'nowhere.txt'), join(root, 'dangling.txt'));
    await symlink(root, join(root, 'loop'));
    await symlink(join(root, 'good.txt'), join(root, 'inside.txt'));
    const { corpus } = watch();
    const before = process.cpuUsage();
    const summary = await corpus.scan();
    const { user, system } = process.cpuUsage(before);
    await rm(outside, { recursive: true });
    expect((user + system) / 1e6).toBeLessThan(5);
    expect(summary).toMatchObject({ articles: 1, new: 1, duplicates: 0 });
    const reasons = Object.fromEntries(summary.failed.map(({ path, reason }) => [path, reason]));
    expect(reasons['binary.txt']).toMatch(/not text, whatever its name says/);
    expect(reasons['pdf.txt']).toMatch(/PDF document/);
    expect(reasons['empty.txt']).toBe('The file is empty.');
    expect(reasons['blank.md']).toMatch(/nothing but white space/);
    expect(reasons['program.html']).toMatch(/shows no text/);
    expect(reasons['large.txt']).toBe(
      'The file has 50 MB; Rapporteur reads articles of up to 10 MB. Split it into one file for each article.',
    );
    expect(reasons['out.txt']).toMatch(/link out of the folder/);
    expect(reasons['round.txt']).toMatch(/round in a circle/);
    expect(reasons['dangling.txt']).toMatch(/what it leads to is not there/);
    expect(Object.keys(reasons)).toHaveLength(9);
    const failed = (await corpus.entries()).filter(({ failure }) => failure);
    expect(failed).toHaveLength(9);
    for (const entry of failed) {
      expect(entry.id).toMatch(/^f_[0-9a-f]{20}$/);
      expect(entry.failure?.message).not.toContain(root);
    }
    await expect(corpus.read(failed[0]!.id)).rejects.toMatchObject({ name: 'Failure' });
  });

  test.skipIf(process.getuid?.() === 0)('what may not be read is told, and the rest goes on', async () => {
    await write('closed/x.txt', story('Closed'));
    await write('locked.txt', story('Locked'));
    await write('open.txt', story('Open'));
    await chmod(join(root, 'closed'), 0);
    await chmod(join(root, 'locked.txt'), 0);
    const { corpus } = watch();
    const summary = await corpus.scan();
    await chmod(join(root, 'closed'), 0o755);
    expect(summary.articles).toBe(1);
    expect(summary.failed.map(({ path }) => path)).toEqual(['closed', 'locked.txt']);
    expect(summary.failed.every(({ reason }) => /no permission/.test(reason))).toBe(true);
  });

  test('a folder that vanishes fails the scan and loses no row', async () => {
    await write('x.txt', story('Here'));
    const { corpus, rows, progress } = watch({ cacheDir: null });
    await corpus.scan();
    await rename(root, `${root}-away`);
    try {
      await expect(corpus.scan()).rejects.toMatchObject({ code: 'folder-gone' });
      await expect(corpus.read(idOf(story('Here')))).rejects.toMatchObject({ code: 'folder-gone' });
      expect(progress.at(-1)).toMatchObject({ phase: 'failed' });
      expect(rows.size).toBe(1);
      expect(await corpus.entries()).toHaveLength(1);
    } finally {
      await rename(`${root}-away`, root);
    }
    expect(await corpus.scan()).toMatchObject({ articles: 1, unchanged: 1 });
  });

  test('a folder that vanishes in the middle of reading fails the scan and loses no row', async () => {
    // More than are in the readers' hands at once.
    const files = 600;
    for (let index = 0; index < files; index++) await write(`${index}.txt`, story(`Land ${index}`));
    let away = false;
    const { corpus, rows } = watch({
      cacheDir: null,
      onProgress: ({ phase, done }) => {
        if (phase !== 'reading' || done < 5 || away) return;
        away = true;
        renameNow(root, `${root}-away`);
      },
    });
    try {
      await expect(corpus.scan()).rejects.toMatchObject({ code: 'folder-gone' });
    } finally {
      if (away) renameNow(`${root}-away`, root);
    }
    expect(rows.size).toBeGreaterThanOrEqual(5);
    expect(rows.size).toBeLessThan(files);
    expect(await corpus.scan()).toMatchObject({ articles: files, failed: [] });
  });

  test('a file deleted between listing and reading is no failure', async () => {
    await write('a.txt', story('Stays'));
    await write('b.txt', story('Goes'));
    const { corpus } = watch({
      cacheDir: null,
      onProgress: ({ phase }) => {
        if (phase === 'reading') unlinkNow(join(root, 'b.txt'));
      },
    });
    expect(await corpus.scan()).toMatchObject({ articles: 1, failed: [], skipped: 1 });
    expect((await corpus.entries()).map(({ path }) => path)).toEqual(['a.txt']);
  });

  test.each(['its own', 'shared'])('closing stops a scan with %s workers; what was read is kept', async (whose) => {
    const files = 1000;
    for (let index = 0; index < files; index++) await write(`${index}.txt`, story(`Land ${index}`));
    const first: Watched = watch({ onEntries: () => void first.corpus.close() }, whose === 'shared' ? { pool } : {});
    await expect(first.corpus.scan()).rejects.toMatchObject({ code: 'cancelled' });
    await first.corpus.close();
    const kept = keptFiles();
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(files);
    const second = watch();
    const summary = await second.corpus.scan();
    expect(summary).toMatchObject({ articles: files, new: files - kept, unchanged: kept });
  });

  describe('of so many articles that their rows are read beside the store', () => {
    const files = 2500;
    beforeEach(async () => {
      for (let index = 0; index < files; index++) await write(`${index}.txt`, story(`Land ${index}`));
      const { corpus } = watch();
      await corpus.scan();
      await corpus.close();
    });

    test('all are told again, and what was read meanwhile is not told as it was before', async () => {
      const last = story(`Land ${files - 1}`);
      const edited = `${last}\nCorrected.\n`;
      await write(`${files - 1}.txt`, edited);
      let reading: Promise<unknown> | null = null;
      const again: Watched = watch({
        onEntries() {
          reading ??= again.corpus.read(idOf(last));
        },
      });
      expect(await again.corpus.scan()).toMatchObject({ articles: files });
      expect(await reading).toMatchObject({ text: edited });
      expect(again.rows.size).toBe(files);
      expect(again.rows.get(idOf(last))).toMatchObject({ textSha256: sha256(edited) });
      const byId = (a: Entry, b: Entry) => (a.id < b.id ? -1 : 1);
      expect([...again.rows.values()].sort(byId)).toEqual((await again.corpus.entries()).sort(byId));
    });

    test('closing ends that, too', async () => {
      const again: Watched = watch({ onEntries: () => void again.corpus.close() });
      await expect(again.corpus.scan()).rejects.toMatchObject({ code: 'cancelled' });
      await again.corpus.close();
    });
  });

  test('a damaged store is told and made anew; one of another version, or none, is made anew', async () => {
    await write('x.txt', story('Cached'));
    const first = watch();
    await first.corpus.scan();
    await first.corpus.close();
    const file = join(cacheDir, 'corpus.sqlite');
    const whole = await readFile(file);
    const garbled = Buffer.from(whole).fill(0xab, 8192);
    for (const damaged of [whole.subarray(0, -30), garbled, Buffer.from('no database at all'), Buffer.alloc(5000)]) {
      await writeFile(file, damaged);
      const again = watch();
      const summary = await again.corpus.scan();
      expect(summary.notices).toEqual([expect.stringMatching(/was damaged/)]);
      expect(summary).toMatchObject({ articles: 1, new: 1 });
      expect((await again.corpus.read(idOf(story('Cached')))).text).toBe(story('Cached'));
      await again.corpus.close();
      expect(keptFiles()).toBe(1);
    }
    const db = new Database(file);
    db.exec('PRAGMA user_version=99');
    db.close();
    const other = watch();
    expect(await other.corpus.scan()).toMatchObject({ articles: 1, new: 1, notices: [] });
    // Deleted while it is open.
    await rm(cacheDir, { recursive: true });
    await other.corpus.close();
    expect(await watch().corpus.scan()).toMatchObject({ articles: 1, new: 1, notices: [] });
  });

  test('a cache that cannot be written costs a notice only', async () => {
    await write('x.txt', story('Uncached'));
    await write('occupied', 'a file where the folder should be');
    const { corpus } = watch({ cacheDir: join(root, 'occupied', 'cache') });
    const summary = await corpus.scan();
    expect(summary.articles).toBe(1);
    expect(summary.notices).toEqual([expect.stringMatching(/could not be kept for next time/)]);
  });

  test('what is asked for meanwhile is looked at before the scan reads on, and told with it', async () => {
    await write('x.txt', story('Once'));
    const { corpus, progress, rows } = watch();
    const first = corpus.scan();
    const second = corpus.scan();
    await write('y.txt', story('Twice'));
    const third = corpus.scan(['y.txt', 'nowhere']);
    expect(await second).toBe(await first);
    expect(await third).toBe(await first);
    expect(await first).toMatchObject({ articles: 2, new: 2 });
    expect([...rows.values()].map(({ path }) => path).sort()).toEqual(['x.txt', 'y.txt']);
    expect(progress.filter(({ phase }) => phase === 'done')).toHaveLength(1);
    expect(await corpus.scan()).toMatchObject({ unchanged: 2 });
  });
});

describe('read', () => {
  test('gives text, blocks and hashes; two at once are no trouble', async () => {
    await write('1.txt', story('First').replaceAll('\n', '\r\n'));
    await write('2.txt', story('Second'));
    const { corpus } = watch();
    await corpus.scan();
    const [one, two] = await Promise.all((await corpus.entries()).map(({ id }) => corpus.read(id)));
    expect(one!.text).toBe(story('First'));
    expect(one!.sourceSha256).toBe(sha256(story('First').replaceAll('\n', '\r\n')));
    expect(one!.textSha256).toBe(sha256(story('First')));
    expect(one!.blocks.map(({ kind }) => kind)).toEqual(['headline', 'byline', 'dateline', 'paragraph', 'paragraph']);
    expect(two!.text).toBe(story('Second'));
  });

  test('an article known from the last time can be read while the folder is still being listed', async () => {
    await write('1.txt', story('First'));
    const first = watch();
    await first.corpus.scan();
    const id = idOf(story('First'));
    await first.corpus.close();
    const { corpus } = watch();
    const scan = corpus.scan();
    const [one, nobody] = await Promise.all([corpus.read(id), corpus.read('a_unknown').catch((error) => error)]);
    expect(one.text).toBe(story('First'));
    expect(nobody).toMatchObject({ code: 'not-found' });
    await scan;
  });

  test('a file edited since the scan is read as it is now, under its id, and its row is told', async () => {
    await write('x.txt', story('Before'));
    const { corpus, rows } = watch();
    await corpus.scan();
    await write('x.txt', story('After the edit'));
    const article = await corpus.read(idOf(story('Before')));
    expect(article.text).toBe(story('After the edit'));
    expect(article.id).toBe(idOf(story('Before')));
    expect(rows.get(article.id)).toMatchObject({
      textSha256: article.textSha256,
      meta: { title: 'After the edit talks end without a result' },
    });
  });

  test('a file that vanished, and an id that nobody knows, are told in words', async () => {
    await write('x.txt', story('Gone'));
    const { corpus } = watch();
    await corpus.scan();
    await unlink(join(root, 'x.txt'));
    await expect(corpus.read(idOf(story('Gone')))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('its annotations are kept'),
    });
    await expect(corpus.read('a_nothing')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a file that became unreadable says why, keeps its id and title, and heals', async () => {
    await write('x.txt', story('Fragile'));
    const { corpus, rows } = watch();
    await corpus.scan();
    const id = idOf(story('Fragile'));
    await write('x.txt', '');
    await expect(corpus.read(id)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('“x.txt” cannot be opened. The file is empty.'),
    });
    expect(rows.get(id)).toMatchObject({
      failure: { message: 'The file is empty.' },
      meta: { title: 'Fragile talks end without a result' },
    });
    await write('x.txt', story('Fragile'));
    expect((await corpus.read(id)).text).toBe(story('Fragile'));
    expect(rows.get(id)?.failure).toBeNull();
  });

  test('a failed file that was mended opens under the id of its bytes', async () => {
    await write('x.txt', '');
    const { corpus, rows } = watch();
    await corpus.scan();
    const failed = (await corpus.entries())[0]!.id;
    await write('x.txt', story('Mended'));
    expect((await corpus.read(failed)).id).toBe(idOf(story('Mended')));
    expect([...rows.keys()]).toEqual([idOf(story('Mended'))]);
  });

  test('a link put in the place of a listed file is not followed', async () => {
    await write('x.txt', story('Swapped'));
    const { corpus } = watch();
    await corpus.scan();
    const outside = join(tmpdir(), `${root.split('/').at(-1)}-outside.txt`);
    await writeFile(outside, 'secret');
    await unlink(join(root, 'x.txt'));
    await symlink(outside, join(root, 'x.txt'));
    await expect(corpus.read(idOf(story('Swapped')))).rejects.toMatchObject({ code: 'no-permission' });
    await unlink(outside);
  });

  test('short lines that many articles share are boilerplate, others are not; the same corpus always says the same', async () => {
    for (const name of ['A', 'B', 'C', 'D', 'E'])
      await write(`${name}.txt`, `${story(name)}\nTell the Gazette what you think\n\nA line about ${name} alone\n`);
    const kinds = async (corpus: Corpus, path: string) => {
      const { text, blocks } = await corpus.read((await byPath(corpus, path))!.id);
      return Object.fromEntries(blocks.map(({ start, end, kind }) => [text.slice(start, end), kind]));
    };
    const first = watch();
    await first.corpus.scan();
    const before = await kinds(first.corpus, 'C.txt');
    expect(before['Tell the Gazette what you think']).toBe('boilerplate');
    expect(before['A line about C alone']).toBe('paragraph');
    expect(before['C talks end without a result']).toBe('headline');
    await first.corpus.close();
    const second = watch();
    await second.corpus.scan();
    expect(await kinds(second.corpus, 'C.txt')).toEqual(before);
    for (const name of ['A', 'B', 'D']) await unlink(join(root, `${name}.txt`));
    await second.corpus.scan();
    expect((await kinds(second.corpus, 'C.txt'))['Tell the Gazette what you think']).toBe('paragraph');
  });
});
