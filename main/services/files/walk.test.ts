import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { naturalOrder } from './natural-order.ts';
import { type Found, walk } from './walk.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'walk-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const wanted = (name: string) => /\.(?:txt|html)$/.test(name);

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), path);
  }
}

const all = (): Found[] => [...walk(root, wanted)].flat();

const paths = (found: Found[], kind: Found['kind']) =>
  found.filter((item) => item.kind === kind).map(({ path }) => path);

test('lists in natural order, the same every time, with sizes and times', async () => {
  await put('b/10.txt', 'b/9.txt', 'a10.txt', 'a9.txt', 'B/1.txt', 'Ä.txt', 'z/y/x/w.txt', 'picture.png');
  const found = all();
  expect(paths(found, 'file')).toEqual(['Ä.txt', 'a9.txt', 'a10.txt', 'B/1.txt', 'b/9.txt', 'b/10.txt', 'z/y/x/w.txt']);
  expect(paths(found, 'skipped')).toEqual(['picture.png']);
  expect(found.find(({ path }) => path === 'a9.txt')).toMatchObject({
    bytes: 6,
    mtime: expect.any(Number),
    ctime: expect.any(Number),
  });
  expect(all()).toEqual(found);
});

test('passes over hidden folders, node_modules and what browsers save beside a page', async () => {
  await put(
    '.git/x.txt',
    '.rapporteur/y.txt',
    'node_modules/z.txt',
    '.hidden.txt',
    'Page.html',
    'Page_files/frame.html',
    'Seite.html',
    'Seite-Dateien/f.html',
    'lone_files/x.txt',
  );
  const found = all();
  expect(paths(found, 'file')).toEqual(['lone_files/x.txt', 'Page.html', 'Seite.html']);
  expect(paths(found, 'failure')).toEqual([]);
});

test('links are followed once, never out of the folder, never in a circle', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'outside-'));
  await writeFile(join(outside, 'o.txt'), 'o');
  await put('real/one.txt', '.shelf/two.txt');
  await symlink(join(root, 'real'), join(root, 'again'));
  await symlink('..', join(root, 'real', 'up'));
  await symlink(join(root, 'real/one.txt'), join(root, 'also.txt'));
  await symlink(join(root, '.shelf'), join(root, 'shelf'));
  await symlink(outside, join(root, 'away'));
  await symlink(join(outside, 'o.txt'), join(root, 'o.txt'));
  await symlink(`${root}-sibling`, join(root, 'dangling.txt'));
  await symlink('/etc/passwd', join(root, 'passwd'));
  const found = all();
  await rm(outside, { recursive: true });
  expect(paths(found, 'file').sort()).toEqual(['real/one.txt', 'shelf/two.txt']);
  expect(paths(found, 'failure').sort()).toEqual(['away', 'dangling.txt', 'o.txt']);
  for (const item of found) if (item.kind === 'failure') expect(item.message).not.toContain(outside);
});

test('a folder whose name begins like the root’s is outside', async () => {
  await mkdir(`${root}-evil`);
  await writeFile(join(`${root}-evil`, 'x.txt'), 'x');
  await symlink(`${root}-evil`, join(root, 'near'));
  const found = all();
  await rm(`${root}-evil`, { recursive: true });
  expect(found).toMatchObject([{ kind: 'failure', path: 'near' }]);
});

test.skipIf(process.platform === 'win32')('pipes and sockets are told and never opened', async () => {
  execFileSync('mkfifo', [join(root, 'pipe.txt')]);
  const server = createServer().listen(join(root, 'socket.txt'));
  await new Promise((ready) => server.once('listening', ready));
  await put('x.txt');
  const found = all();
  server.close();
  expect(paths(found, 'file')).toEqual(['x.txt']);
  expect(paths(found, 'failure')).toEqual(['pipe.txt', 'socket.txt']);
});

test.skipIf(process.platform !== 'linux')('a name that is no text is told', async () => {
  await writeFile(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from('.txt')]), 'x');
  const found = all();
  expect(found).toMatchObject([{ kind: 'failure', message: expect.stringContaining('Rename the file') }]);
});

test('a tree far deeper than calls can nest is walked', async () => {
  const deep = Array.from({ length: 300 }, () => 'd').join('/');
  await put(`${deep}/x.txt`);
  expect(paths(all(), 'file')).toEqual([`${deep}/x.txt`]);
});

test('a root that is not there, or no folder, is a failure in words', async () => {
  await put('x.txt');
  const walked = async (path: string) => {
    for (const _ of walk(path, wanted));
  };
  await expect(walked(join(root, 'nothing'))).rejects.toMatchObject({ name: 'Failure', code: 'folder-gone' });
  await expect(walked(join(root, 'x.txt'))).rejects.toMatchObject({ name: 'Failure', code: 'not-a-folder' });
});

test('natural order is total: equal to nothing but itself', () => {
  const names = ['a', 'A', 'á', 'a1', 'a01', 'a001', 'a10', 'a9', 'ａ', 'b'];
  for (const a of names)
    for (const b of names) expect(Math.sign(naturalOrder(a, b))).toBe(a === b ? 0 : -Math.sign(naturalOrder(b, a)));
});

test('natural order is the collator’s, whatever the names', () => {
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const name = fc.string({
    unit: fc.oneof(
      fc.constantFrom('a', 'B', '0', '1', '9', '-', '_', '.', ' ', '/'),
      fc.string({ minLength: 1, maxLength: 1 }),
      fc.constantFrom('é', 'e\u0301', '\u0301', '漢'),
    ),
    maxLength: 12,
  });
  fc.assert(
    fc.property(name, name, (a, b) => {
      const order = collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
      expect(Math.sign(naturalOrder(a, b))).toBe(Math.sign(order));
    }),
    { numRuns: 2000 },
  );
});
