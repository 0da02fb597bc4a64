import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { makeCorpus, repository, threeArticles } from '../corpora/corpus.ts';
import { connectTo } from '../fixtures/main-client.ts';
import { end, freePort, type StartedServer, startServer } from '../fixtures/processes.ts';

/* What `npm start` says and does where there is no window to look at; with one, the desktop's journeys see it. */

const started: StartedServer[] = [];
const folders: string[] = [];
test.afterEach(async () => {
  for (const server of started.splice(0)) await end(server.process, 'SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const noDisplay = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
const someDisplay = { DISPLAY: ':4711', WAYLAND_DISPLAY: undefined };

function temporary(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rapporteur-start-')));
  folders.push(folder);
  return folder;
}

async function start(args: readonly string[], env: Record<string, string | undefined> = {}) {
  const server = await startServer(['--no-open', ...args], { ...noDisplay, RAPPORTEUR_DATA: temporary(), ...env });
  started.push(server);
  return server;
}

async function infoOf(url: string) {
  const connection = await connectTo(url);
  try {
    return await connection.call('host.info');
  } finally {
    connection.close();
  }
}

test.describe('without a window', () => {
  test.skip(process.platform !== 'linux', 'Other systems have a display always.');

  test('one line says why, and the address', async ({ request }) => {
    const server = await start([]);
    expect(server.line).toMatch(
      /^Rapporteur runs in your browser, because there is no display \([^)]+\)\. Open http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/,
    );
    const answer = await request.get(server.url.replace(/#.*/, ''));
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  });

  test('Electron’s runtime is missed where it cannot be fetched', async () => {
    const server = await start([], {
      ...someDisplay,
      ELECTRON_OVERRIDE_DIST_PATH: temporary(),
      ELECTRON_MIRROR: `http://127.0.0.1:${await freePort()}/`,
    });
    expect(server.line).toContain(
      'because Electron’s runtime is not installed and its server cannot be reached from here.',
    );
  });

  test('an Electron that ends at once is given up for the browser', async () => {
    const dist = temporary();
    writeFileSync(join(dist, 'electron'), '#!/bin/sh\necho "no windows today" >&2\nexit 3\n', { mode: 0o755 });
    const server = await start([], { ...someDisplay, ELECTRON_OVERRIDE_DIST_PATH: dist });
    expect(server.line).toContain('because Electron ended at once (exit code 3).');
    expect(server.errors()).toContain('no windows today');
  });

  test('--electron takes nothing else', () => {
    const { status, stderr } = run(['--electron'], noDisplay);
    expect([status, stderr]).toEqual([1, expect.stringContaining('Electron cannot be started: there is no display')]);
  });
});

test('opens the folder that is named, from wherever it is named', async () => {
  const folder = temporary();
  makeCorpus(join(folder, 'my news'), threeArticles);
  const server = await start(['--web', 'my news'], { INIT_CWD: folder });
  const { open, host } = await infoOf(server.url);
  expect([open, host]).toEqual([join(folder, 'my news'), 'web']);
});

test('opens the samples when no folder is named, as a copy of the person’s own', async () => {
  const data = temporary();
  const server = await start(['--web'], { RAPPORTEUR_DATA: data });
  const { open, samples } = await infoOf(server.url);
  expect(open).toBeNull();
  expect(samples?.startsWith(data)).toBe(true);
  expect(samples?.startsWith(repository)).toBe(false);
  expect(existsSync(samples ?? '')).toBe(true);
});

test('keeps to the same port over restarts, and ends when it is asked to', async () => {
  const first = await start(['--web']);
  const { port } = new URL(first.url);
  const ended = new Promise((resolve) => first.process.once('exit', (code) => resolve(code)));
  first.process.kill('SIGTERM');
  expect(await ended).toBe(0);
  const second = await start(['--web', '--port', port]);
  expect(new URL(second.url).port).toBe(port);
  expect(second.url).not.toBe(first.url);
  expect(run(['--web', '--no-open', '--port', port])).toMatchObject({
    status: 1,
    stderr: `Port ${port} is taken by another program. Choose another, or leave --port out.\n`,
  });
});

test('says what is wrong with what it was given, and how it is used', () => {
  const folder = temporary();
  mkdirSync(join(folder, 'a'));
  writeFileSync(join(folder, 'b.txt'), 'x');
  for (const [args, message] of [
    [[join(folder, 'gone')], `There is no folder ${join(folder, 'gone')}.`],
    [[join(folder, 'b.txt')], `${join(folder, 'b.txt')} is a file. Name the folder that it is in.`],
    [[join(folder, 'a'), join(folder, 'a')], 'One folder can be opened at a time.'],
    [['--web', '--electron'], '--web and --electron exclude each other.'],
    [['--web', '--port', '99999'], '“99999” is no port: name one from 1 to 65535.'],
    [['--wbe'], "Unknown option '--wbe'"],
  ] as [string[], string][]) {
    const { status, stdout, stderr } = run(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain('Usage: npm start');
  }
  expect(run(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: npm start') });
});

function run(args: readonly string[], env: Record<string, string | undefined> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(repository, 'dist/main/start.js'), ...args], {
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, RAPPORTEUR_DATA: temporary(), ...env },
  });
  return { status, stdout, stderr };
}
