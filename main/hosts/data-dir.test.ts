import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { dataDir, type Surroundings } from './data-dir.ts';

const home = '/home/ada';
const table: [string, Partial<Surroundings>, string][] = [
  ['Linux', { platform: 'linux', env: {} }, '/home/ada/.config/Rapporteur'],
  ['Linux with XDG_CONFIG_HOME', { platform: 'linux', env: { XDG_CONFIG_HOME: '/cfg' } }, '/cfg/Rapporteur'],
  ['Linux with a relative one', { platform: 'linux', env: { XDG_CONFIG_HOME: 'cfg' } }, '/home/ada/.config/Rapporteur'],
  ['macOS', { platform: 'darwin', env: {} }, '/home/ada/Library/Application Support/Rapporteur'],
  ['Windows', { platform: 'win32', env: { APPDATA: '/r' } }, '/r/Rapporteur'],
  ['the override', { platform: 'darwin', env: { RAPPORTEUR_DATA: '/elsewhere' } }, '/elsewhere'],
];

it.each(table)('is Electron’s userData folder: %s', (_name, given, expected) => {
  expect(dataDir({ platform: 'linux', env: {}, home, ...given })).toBe(resolve(expected));
});
