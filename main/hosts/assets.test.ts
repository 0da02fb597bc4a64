import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAssets } from './assets.ts';

function build(names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'assets-'));
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), name);
  }
  writeFileSync(join(folder, 'files.json'), JSON.stringify(names));
  return folder;
}

describe('readAssets', () => {
  it('maps each file of the build to its path, type and caching, and / to the page', () => {
    const folder = build(['assets/index-a1B2c3D4.js', 'assets/inter-k2mDjLxV.woff2', 'index.html', 'a name.svg']);
    const assets = readAssets(folder);
    expect([...assets.keys()].sort()).toEqual([
      '/',
      '/a%20name.svg',
      '/assets/index-a1B2c3D4.js',
      '/assets/inter-k2mDjLxV.woff2',
      '/index.html',
    ]);
    expect(assets.get('/')).toEqual({
      file: join(folder, 'index.html'),
      type: 'text/html; charset=utf-8',
      immutable: false,
    });
    expect(assets.get('/assets/index-a1B2c3D4.js')).toMatchObject({
      type: 'text/javascript; charset=utf-8',
      immutable: true,
    });
    expect(assets.get('/assets/inter-k2mDjLxV.woff2')?.type).toBe('font/woff2');
  });

  it('does not serve a file that lies in the folder without being listed', () => {
    const folder = build(['index.html']);
    writeFileSync(join(folder, 'secret.txt'), 'x');
    const assets = readAssets(folder);
    expect(assets.get('/secret.txt')).toBeUndefined();
    expect(assets.get('/files.json')).toBeUndefined();
  });

  it('says what to do when the app has not been built, or its list is damaged', () => {
    const empty = mkdtempSync(join(tmpdir(), 'assets-'));
    expect(() => readAssets(empty)).toThrow(/npm run build/);
    writeFileSync(join(empty, 'files.json'), '{"a":1}');
    expect(() => readAssets(empty)).toThrow(/npm run build/);
  });
});
