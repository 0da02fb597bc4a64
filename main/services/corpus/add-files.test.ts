import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pathFault } from '../exchange/import/bring-article.ts';
import { addFiles, safePath } from './add-files.ts';

let home: string;
let root: string;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'rapporteur-add-')));
  root = join(home, 'corpus');
  await mkdir(root);
});
afterEach(() => rm(home, { recursive: true, force: true }));

const given = (name: string, text = 'Harbour plan\n\nThe mayor spoke.\n') => ({
  name,
  base64: Buffer.from(text).toString('base64'),
});

describe('files that were dropped or pasted', () => {
  it('are written where they were said to go, byte for byte, and nothing else is', async () => {
    const text = 'Pakt 😀\r\n\r\nこんにちは\n';
    expect(await addFiles(root, [given('Pasted/2026-01-02 Pakt.txt', text)])).toEqual({
      added: ['Pasted/2026-01-02 Pakt.txt'],
      left: [],
    });
    expect(await readFile(join(root, 'Pasted/2026-01-02 Pakt.txt'), 'utf8')).toBe(text);
    expect(await readdir(join(root, 'Pasted'))).toHaveLength(1);
  });

  it('never overwrite: another of the name gets a number, the same file is taken for itself', async () => {
    await writeFile(join(root, 'a.txt'), 'mine');
    expect((await addFiles(root, [given('a.txt', 'one'), given('a.txt', 'two'), given('a.txt', 'one')])).added).toEqual(
      ['a (2).txt', 'a (3).txt', 'a (2).txt'],
    );
    expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('mine');
    expect((await readdir(root)).sort()).toEqual(['a (2).txt', 'a (3).txt', 'a.txt']);
  });

  it('that hold no article are left with a reason, and the others are written', async () => {
    const { added, left } = await addFiles(root, [
      given('program.exe'),
      given('empty.txt', ''),
      given('none'),
      given('large.txt', 'x'.repeat(10 * 1024 * 1024 + 1)),
      given('good.md'),
    ]);
    expect(added).toEqual(['good.md']);
    expect(left.map(({ what }) => what)).toEqual(['program.exe', 'empty.txt', 'none', 'large.txt']);
    expect(left[0]?.reason).toMatch(/^Files of this kind hold no articles.*\.txt/);
    expect(left[1]?.reason).toBe('It is empty.');
    expect(left[3]?.reason).toMatch(/11 MB; of this kind 10 megabytes/);
    expect(await readdir(root)).toEqual(['good.md']);
  });

  it('never leave the folder, whatever they are called and wherever links lead', async () => {
    await mkdir(join(home, 'outside'));
    await symlink(join(home, 'outside'), join(root, 'link'));
    const { added, left } = await addFiles(root, [
      given('../../up.txt'),
      given('/etc/down.txt'),
      given('C:\\Windows\\deep.txt'),
      given('link/there.txt'),
    ]);
    expect(added).toEqual(['up.txt', 'etc/down.txt', 'C/Windows/deep.txt']);
    expect(left).toEqual([{ what: 'link/there.txt', reason: expect.stringMatching(/leads out of the corpus/) }]);
    expect(await readdir(join(home, 'outside'))).toEqual([]);
    expect((await readdir(home)).sort()).toEqual(['corpus', 'outside']);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'say so where the folder cannot be written',
    async () => {
      await chmod(root, 0o500);
      const { added, left } = await addFiles(root, [given('a.txt')]);
      await chmod(root, 0o700);
      expect(added).toEqual([]);
      expect(left[0]?.reason).toMatch(/cannot be written: you have no permission/);
    },
  );
});

it('any name becomes one that every system can have, and stays itself where it can', () => {
  for (const good of ['a.txt', 'Pasted/2018-02-27 “We shall not”.html', '日本/文.md', 'CONtext.txt'])
    expect(safePath(good)).toBe(good);
  expect(safePath('CON.txt')).toBe('CON_.txt');
  expect(safePath('what? why: "so".txt')).toBe('what why so .txt');
  const anyName = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(
        fc.constantFrom('..', '.', '/', '\\', 'CON', 'nul.', ' ', 'a', '😀', 'é', '\u202e', '\ud800', '.txt', ':'),
        { maxLength: 120 },
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(anyName, (name) => {
      const path = safePath(`${name}/story${name.replaceAll(/[/\\]/g, '')}.txt`);
      if (path.length <= 1000) expect([path, pathFault(path)]).toEqual([path, null]);
      expect(safePath(path)).toBe(path);
    }),
  );
});
