import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { checkOpened, folderArgument, openedArgument } from './folder-argument.ts';

const cwd = mkdtempSync(join(tmpdir(), 'argument-'));
mkdirSync(join(cwd, 'news'));
writeFileSync(join(cwd, 'a.txt'), 'x');

it('takes the first argument that is no switch, relative to the given folder', () => {
  expect(folderArgument(['--inspect=0', 'news', 'other'], cwd)).toEqual({ path: join(cwd, 'news') });
  expect(folderArgument([join(cwd, 'news')], '/')).toEqual({ path: join(cwd, 'news') });
  expect(folderArgument(['--web'], cwd)).toBeNull();
  expect(folderArgument([], cwd)).toBeNull();
});

it('takes the address that a file manager hands over', () => {
  mkdirSync(join(cwd, 'news 2024'));
  expect(folderArgument([pathToFileURL(join(cwd, 'news 2024')).href], '/')).toEqual({ path: join(cwd, 'news 2024') });
  expect(folderArgument(['file://elsewhere/share%2Fx'], '/')).toMatchObject({ problem: expect.any(String) });
});

it('says why a thing is no folder to open', () => {
  expect(folderArgument(['gone'], cwd)).toEqual({ problem: `There is no folder ${join(cwd, 'gone')}.` });
  expect(folderArgument(['a.txt'], cwd)).toEqual({
    problem: `${join(cwd, 'a.txt')} is a file. Name the folder that it is in.`,
  });
});

it('takes a bundle where bundles open, and a folder there too', () => {
  const bundle = join(cwd, 'from Ida.RAPPORTEUR');
  writeFileSync(bundle, 'x');
  expect(openedArgument([pathToFileURL(bundle).href], '/')).toEqual({ file: bundle });
  expect(checkOpened(join(cwd, 'news'))).toEqual({ path: join(cwd, 'news') });
  expect(checkOpened(join(cwd, 'gone.rapporteur'))).toMatchObject({ problem: expect.stringContaining('no folder') });
  expect(folderArgument([bundle], '/')).toMatchObject({ problem: expect.stringContaining('is a file') });
});
