import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { makeCorpus, repository, threeArticles } from '../corpora/corpus.ts';
import { findElectron, hasDisplay } from '../electron.mjs';
import { introduce, launchElectron } from '../fixtures/app.ts';

/*
 * The packed app, in the flavour that can be driven from outside: the same files and fuses as a release but for the one
 * that lets a test in.
 */
test('the packed app reads a corpus, from inside its archive', { tag: ['@desktop-only', '@packed'] }, async () => {
  const electron = findElectron();
  test.skip('why' in electron, 'why' in electron ? `No Electron: ${electron.why}.` : '');
  test.skip(!hasDisplay(), 'No display for Electron’s windows.');
  test.skip(process.platform !== 'linux', 'Packed and started as a folder on Linux.');
  if ('why' in electron) return;
  test.setTimeout(120_000);
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'rapporteur-packed-')));
  const app = join(home, 'linux-unpacked');

  await test.step('pack', () => {
    const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        builder,
        '--config=electron-builder.yml',
        '--linux',
        '--dir',
        `--config.electronDist=${electron.dist}`,
        `--config.directories.output=${home}`,
        '--config.electronFuses.enableNodeCliInspectArguments=true',
      ],
      { cwd: repository, encoding: 'utf8', timeout: 100_000 },
    );
    expect(status, stdout + stderr).toBe(0);
  });

  await test.step('what is in it', async () => {
    const fuses = await getCurrentFuseWire(join(app, 'rapporteur'));
    const isOn = (fuse: FuseV1Options) => fuses[fuse] === '1'.charCodeAt(0);
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      filePrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
      ownSnapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      asarIntegrity: true,
      onlyAsar: true,
      filePrivileges: false,
      ownSnapshot: false,
    });
    expect(existsSync(join(app, 'resources', 'samples'))).toBe(true);
    expect(existsSync(join(app, 'resources', 'app'))).toBe(false);
  });

  await test.step('open a folder and read an article', async () => {
    const corpus = join(home, 'corpus');
    makeCorpus(corpus, threeArticles);
    introduce(join(home, 'data'));
    const running = await launchElectron(join(app, 'rapporteur'), [corpus], join(home, 'data'));
    try {
      const page = await running.firstWindow();
      await page.getByText('Harbour plan divides the council').first().click();
      await expect(page.getByText('The plan takes our quays').first()).toBeVisible();
      expect(await running.evaluate(({ app: { isPackaged } }) => isPackaged)).toBe(true);
    } finally {
      await running.close();
    }
  });
  rmSync(home, { recursive: true, force: true });
});

test('a release differs from that flavour in the inspector alone', { tag: ['@desktop-only', '@packed'] }, () => {
  const settings = readFileSync(join(repository, 'electron-builder.yml'), 'utf8');
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  expect(settings).toMatch(/^ {2}enableNodeCliInspectArguments: false$/m);
  expect(scripts.dist).not.toContain('electronFuses');
  expect(scripts['dist:e2e'].match(/--config\.electronFuses\.\w+=\w+/g)).toEqual([
    '--config.electronFuses.enableNodeCliInspectArguments=true',
  ]);
});
