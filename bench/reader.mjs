import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { extname, join, relative, sep } from 'node:path';
import { chromium } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { findOrInstallBrowser } from '../e2e/browser.mjs';
import { median, ms, table } from './table.mjs';

const ours = 'rapporteur';
const peers = ['recogito-css', 'recogito-spans'];
const standard = [
  [12_000, 40],
  [400_000, 2_000],
  [1_000_000, 10_000],
];
const figures = [
  'script',
  'onScreen',
  'addScript',
  'addPainted',
  'wheelMedian',
  'wheel95',
  'leapMedian',
  'leap95',
  'elements',
];
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };

/** Ours and the peer on the same texts in one browser run. `met`: every bar that was measured is met. */
export async function run(options) {
  const sizes = options.sizes ? parseSizes(options.sizes) : standard;
  const contenders = [ours, ...peers];
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-bench-'));
  let server;
  let browser;
  try {
    await build({
      configFile: false,
      root: join(import.meta.dirname, 'reader'),
      base: './',
      logLevel: 'error',
      plugins: [react()],
      build: { outDir: folder, emptyOutDir: true, target: 'chrome130', modulePreload: { polyfill: false } },
    });
    server = await serve(folder);
    browser = await chromium.launch({
      executablePath: findOrInstallBrowser(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
    const pages = new Map();
    for (const name of contenders) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      page.setDefaultTimeout(600_000);
      page.on('pageerror', (error) => process.stderr.write(`${name}: ${error.message}\n`));
      await page.goto(`http://127.0.0.1:${server.address().port}/index.html`);
      await page.waitForFunction(() => 'measure' in globalThis);
      pages.set(name, page);
    }
    const once = async (name, characters, spans, full) => {
      const page = pages.get(name);
      await page.bringToFront();
      return page.evaluate(([n, c, s, f]) => globalThis.measure(n, c, s, f), [name, characters, spans, full]);
    };
    for (const name of contenders) for (let i = 0; i < 3; i++) await once(name, 12_000, 40, false);

    const results = [];
    for (const [characters, spans] of sizes) {
      const rounds = Number(options.rounds ?? (characters >= 1_000_000 ? 2 : 3));
      const runs = Object.fromEntries(contenders.map((name) => [name, []]));
      for (let round = 0; round < rounds; round++) {
        for (const name of round % 2 ? [...contenders].reverse() : contenders) {
          process.stderr.write(`${characters} characters, ${spans} spans, round ${round + 1} of ${rounds}: ${name}\n`);
          runs[name].push(await once(name, characters, spans, true));
        }
      }
      results.push({ characters, spans, rounds, ...summary(runs, contenders) });
    }
    const report = {
      bench: 'reader',
      browser: browser.version(),
      processors: cpus().length,
      sizes: results,
      bars: bars(results),
    };
    return { report, text: print(report, contenders), met: report.bars.every((bar) => bar.met) };
  } finally {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function parseSizes(text) {
  return text.split(',').map((size) => {
    const [characters, spans] = size.split(':').map(Number);
    if (!(characters > 0) || !(spans >= 0))
      throw new Error(`--sizes takes characters:spans, e.g. 12000:40, not ${size}`);
    return [characters, spans];
  });
}

function summary(runs, contenders) {
  const figuresOf = (name) =>
    Object.fromEntries(figures.map((figure) => [figure, median(runs[name].map((one) => one[figure]))]));
  const own = figuresOf(ours);
  const others = Object.fromEntries(contenders.filter((name) => name !== ours).map((name) => [name, figuresOf(name)]));
  const ratios = Object.fromEntries(
    Object.entries(others).map(([name, other]) => [
      name,
      Object.fromEntries(figures.map((figure) => [figure, other[figure] / own[figure]])),
    ]),
  );
  return { ours: own, peers: others, ratios };
}

function bars(results) {
  const found = [];
  for (const { characters, spans, ours: own, ratios } of results) {
    if (characters >= 1_000_000 && spans >= 10_000) {
      const slowest = Math.min(...Object.values(ratios).map((ratio) => ratio.onScreen));
      found.push({ bar: 'on screen at least 15 times sooner than the peer', value: slowest, met: slowest >= 15 });
      found.push({
        bar: 'adding a span: script under one frame (16.7 ms)',
        value: own.addScript,
        met: own.addScript < 16.7,
      });
    }
    if (characters <= 12_000 && spans >= 40) {
      found.push({
        bar: 'an article on screen within 100 ms of the click',
        value: own.onScreen,
        met: own.onScreen <= 100,
      });
    }
  }
  return found;
}

function print({ browser, processors, sizes, bars: held }, contenders) {
  const lines = [
    `Chromium ${browser}, ${processors} processors. Medians; the ratios hold, the seconds are this machine's.`,
  ];
  for (const { characters, spans, ours: own, peers: others, ratios } of sizes) {
    const names = contenders.filter((name) => name !== ours);
    const row = (label, figure, show = ms) => [
      label,
      show(own[figure]),
      ...names.flatMap((name) => [show(others[name][figure]), `${ratios[name][figure].toFixed(1)}×`]),
    ];
    lines.push(
      '',
      `${characters.toLocaleString('en')} characters, ${spans.toLocaleString('en')} spans`,
      table([
        ['', 'ours', ...names.flatMap((name) => [name, 'ratio'])],
        row('text and spans on screen', 'onScreen'),
        row('  its script', 'script'),
        row('add a span, script', 'addScript'),
        row('add a span, on screen', 'addPainted'),
        row('wheel, median frame', 'wheelMedian'),
        row('wheel, 95 % of frames', 'wheel95'),
        row('scroll bar, median frame', 'leapMedian'),
        row('scroll bar, 95 % of frames', 'leap95'),
        row('elements', 'elements', String),
      ]),
    );
  }
  lines.push('', ...held.map(({ bar, value, met }) => `${met ? 'met   ' : 'MISSED'} ${bar}: ${value.toFixed(1)}`));
  return lines.join('\n');
}

/** The built page on the loopback address; only files that the build wrote. */
async function serve(folder) {
  const files = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [`/${relative(folder, file).split(sep).join('/')}`, file]),
  );
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url, 'http://127.0.0.1').pathname);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
      .end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
