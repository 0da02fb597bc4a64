import { chmodSync, existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { listFolder, pickSave } from './folders.ts';

let home: string;
const write = (path: string) => {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), 'x');
};

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
});

describe('listFolder', () => {
  it('begins at home with its visible folders, in the order of their names, with the articles in each', async () => {
    for (const path of ['b 10/a.txt', 'b 2/a.MD', 'b 2/deep/b.html', 'b 2/c.pdf', '.hidden/a.txt', 'file.txt'])
      write(path);
    write('b 2/.rapporteur/x.txt');
    symlinkSync(join(home, 'b 10'), join(home, 'link'));
    symlinkSync(home, join(home, 'b 2', 'loop'));
    expect(await listFolder({ path: null }, home)).toEqual({
      path: home,
      parent: dirname(home),
      files: [],
      folders: [
        { name: 'b 2', path: join(home, 'b 2'), articles: 2 },
        { name: 'b 10', path: join(home, 'b 10'), articles: 1 },
        { name: 'link', path: join(home, 'link'), articles: 1 },
      ],
      truncated: false,
    });
  });

  it('lists files with the endings that are asked for, whatever their case', async () => {
    for (const path of ['b.rapporteur', 'A.RAPPORTEUR', 'c.jsonl', '.hidden.rapporteur', 'd.txt']) write(path);
    const { files } = await listFolder({ path: home, endings: ['.rapporteur'] }, home);
    expect(files.map(({ name }) => name)).toEqual(['A.RAPPORTEUR', 'b.rapporteur']);
  });

  it('has no parent at the root, and takes ~ for home', async () => {
    expect((await listFolder({ path: '/' }, home)).parent).toBeNull();
    expect((await listFolder({ path: '~' }, home)).path).toBe(home);
  });

  it('says when there are more folders than it lists', async () => {
    for (let i = 0; i < 510; i++) mkdirSync(join(home, `f${i}`));
    const { folders, truncated } = await listFolder({ path: home }, home);
    expect([folders.length, truncated]).toEqual([500, true]);
  });

  it.each([
    ['relative', 'bad-arguments'],
    ['~/gone', 'not-found'],
    ['~/file.txt', 'not-a-folder'],
    ['~/.hidden', 'no-permission'],
    ['~/x/../.hidden', 'no-permission'],
    ['/\0', 'bad-arguments'],
  ])('refuses %j', async (path, code) => {
    for (const name of ['file.txt', '.hidden/a.txt']) write(name);
    await expect(listFolder({ path }, home)).rejects.toMatchObject({ name: 'Failure', code });
  });

  it.skipIf(process.getuid?.() === 0)('says when a folder may not be read', async () => {
    mkdirSync(join(home, 'closed'), { mode: 0o000 });
    await expect(listFolder({ path: join(home, 'closed') }, home)).rejects.toMatchObject({ code: 'no-permission' });
  });
});

describe('pickSave', () => {
  const name = 'articles.jsonl';

  it('proposes a free name under Documents, or at home without them', async () => {
    expect(await pickSave({ name, path: null }, home)).toBe(join(home, name));
    mkdirSync(join(home, 'Documents'));
    expect(await pickSave({ name, path: null }, home)).toBe(join(home, 'Documents', name));
    write('Documents/articles.jsonl');
    write('Documents/articles 2.jsonl');
    expect(await pickSave({ name, path: null }, home)).toBe(join(home, 'Documents', 'articles 3.jsonl'));
  });

  it('takes a path that can be written, and adds the extension that is missing', async () => {
    write('out/old.jsonl');
    expect(await pickSave({ name, path: join(home, 'out', 'new') }, home)).toBe(join(home, 'out', 'new.jsonl'));
    await expect(pickSave({ name, path: '~/out/old.jsonl' }, home)).rejects.toMatchObject({
      code: 'bad-arguments',
      message: expect.stringContaining('is left as it is'),
    });
    expect(await pickSave({ name, path: join(home, 'new') }, home)).toBe(join(home, 'new.jsonl'));
  });

  it('proposes a name inside a folder that is given with an extension-like name', async () => {
    mkdirSync(join(home, 'v1.2'));
    expect(await pickSave({ name, path: join(home, 'v1.2') }, home)).toBe(join(home, 'v1.2', name));
  });

  it('keeps a proposed name inside its folder', async () => {
    expect(await pickSave({ name: '../../etc/x.jsonl', path: null }, home)).toBe(join(home, 'x.jsonl'));
    expect(await pickSave({ name: '..\\..\\.bashrc', path: null }, home)).toBe(join(home, 'bashrc'));
  });

  it.each([
    ['relative.jsonl', 'bad-arguments'],
    ['~/gone/x.jsonl', 'not-found'],
    ['~/.ssh/x.jsonl', 'no-permission'],
    ['~/notes.txt', 'bad-arguments'],
  ])('refuses %j and writes nothing', async (path, code) => {
    write('notes.txt');
    write('.ssh/id');
    await expect(pickSave({ name, path }, home)).rejects.toMatchObject({ name: 'Failure', code });
    expect(existsSync(join(home, 'gone'))).toBe(false);
  });

  it.skipIf(process.getuid?.() === 0)('refuses a folder that cannot be written', async () => {
    mkdirSync(join(home, 'closed'));
    chmodSync(join(home, 'closed'), 0o555);
    await expect(pickSave({ name, path: join(home, 'closed', 'x') }, home)).rejects.toMatchObject({
      code: 'no-permission',
    });
  });
});
