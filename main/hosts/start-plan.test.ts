import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findElectron, openCommand, type Plan, planStart, type Situation } from './start-plan.ts';

const display = { DISPLAY: ':0' };
const usual: Situation = { platform: 'linux', env: display, root: false, electron: '/e/electron', forced: null };

const table: [string, Partial<Situation>, Partial<Plan>][] = [
  ['a desktop', {}, { host: 'electron', program: '/e/electron', args: [], note: null }],
  ['Wayland', { env: { WAYLAND_DISPLAY: 'wayland-0' } }, { host: 'electron' }],
  ['a Mac, which needs no variable', { platform: 'darwin', env: {} }, { host: 'electron', args: [] }],
  ['Windows', { platform: 'win32', env: {} }, { host: 'electron', args: [] }],
  [
    'root',
    { root: true },
    { host: 'electron', args: ['--no-sandbox'], note: expect.stringContaining('root') as unknown as string },
  ],
  ['root on a Mac, whose sandbox works', { root: true, platform: 'darwin' }, { args: [], note: null }],
  ['no display', { env: {} }, { host: 'web', why: expect.stringContaining('no display') as unknown as string }],
  ['an empty DISPLAY', { env: { DISPLAY: '' } }, { host: 'web' }],
  ['no runtime', { electron: null }, { host: 'fetch' }],
  ['no runtime and no display: nothing is downloaded', { electron: null, env: {} }, { host: 'web' }],
  ['--web', { forced: 'web' }, { host: 'web', why: '--web asks for it' }],
  ['--web without a runtime: nothing is downloaded', { forced: 'web', electron: null }, { host: 'web' }],
  ['--electron', { forced: 'electron' }, { host: 'electron' }],
  ['--electron without a display', { forced: 'electron', env: {} }, { host: 'none' }],
  ['--electron without a runtime', { forced: 'electron', electron: null }, { host: 'fetch' }],
];

it.each(table)('plans for %s', (_name, given, expected) => {
  expect(planStart({ ...usual, ...given })).toMatchObject(expected);
});

describe('findElectron', () => {
  const folder = mkdtempSync(join(tmpdir(), 'electron-'));
  mkdirSync(join(folder, 'dist'));

  it('is null until the runtime is downloaded, and again when it has gone', () => {
    expect(findElectron(folder, 'linux', {})).toBeNull();
    writeFileSync(join(folder, 'path.txt'), 'electron');
    expect(findElectron(folder, 'linux', {})).toBeNull();
    writeFileSync(join(folder, 'dist', 'electron'), '');
    expect(findElectron(folder, 'linux', {})).toBe(join(folder, 'dist', 'electron'));
  });

  it('follows ELECTRON_OVERRIDE_DIST_PATH without the package’s own file', () => {
    const other = mkdtempSync(join(tmpdir(), 'electron-'));
    const env = { ELECTRON_OVERRIDE_DIST_PATH: other };
    expect(findElectron(other, 'linux', env)).toBeNull();
    writeFileSync(join(other, 'electron'), '');
    expect(findElectron(join(other, 'nowhere'), 'linux', env)).toBe(join(other, 'electron'));
  });
});

it('hands the address to the system’s browser as one argument, whatever is in it', () => {
  const url = 'http://127.0.0.1:1/#token=a&b c';
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const { program, args } = openCommand(platform, url);
    expect(args.at(-1)).toBe(url);
    expect(program).not.toMatch(/cmd|sh$/);
  }
});
