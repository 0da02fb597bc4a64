import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFileAtomic } from './atomic-write.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atomic-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('replaces the file whole and leaves nothing beside it', async () => {
  const file = join(folder, 'x.json');
  await writeFileAtomic(file, 'first');
  await writeFileAtomic(file, new Uint8Array([0xc3, 0xa4]));
  expect(await readFile(file, 'utf8')).toBe('ä');
  await writeFileAtomic(file, ['one\n', 'two\n']);
  expect(await readFile(file, 'utf8')).toBe('one\ntwo\n');
  expect(await readdir(folder)).toEqual(['x.json']);
});

test('writers at the same time leave one of the contents, never a mixture', async () => {
  const file = join(folder, 'x');
  const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(50_000));
  await Promise.all(contents.map((content) => writeFileAtomic(file, content)));
  expect(contents).toContain(await readFile(file, 'utf8'));
  expect(await readdir(folder)).toEqual(['x']);
});

test('content that fails half-way leaves the old file and no other', async () => {
  const file = join(folder, 'x');
  await writeFile(file, 'old');
  function* failing() {
    yield 'new'.repeat(100_000);
    throw new Error('out of paper');
  }
  await expect(writeFileAtomic(file, failing())).rejects.toThrow('out of paper');
  expect(await readFile(file, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['x']);
});

test('what cannot be replaced is an error of the system, and no other file is left', async () => {
  await mkdir(join(folder, 'taken'));
  await expect(writeFileAtomic(join(folder, 'taken'), 'x')).rejects.toMatchObject({ code: 'EISDIR' });
  await expect(writeFileAtomic(join(folder, 'missing', 'x'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readdir(folder)).toEqual(['taken']);
});
