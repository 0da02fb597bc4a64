import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build as buildWindow } from 'vite';
import { findBrowser } from '../e2e/browser.mjs';
import { bundled } from './bundled.mjs';
import { table } from './table.mjs';

const root = join(import.meta.dirname, '..');

/** Milliseconds: to the first rows of a folder that was opened before, and from a letter to what it finds. */
const bars = { firstRows: 2000, letter: 50 };

/**
 * The built window before a main that only makes things up: how soon a folder of many articles and spans can be used,
 * whether its list scrolls without a blank, and what typing costs.
 */
export async function run(options) {
  const sizes = (options.sizes ?? '100000:100000,100000:1000000').split(',').map((size) => size.split(':').map(Number));
  if (sizes.flat().some((size) => !(size > 0))) throw new Error(`--sizes takes articles:spans, not ${options.sizes}`);
  // The window of this source, whatever was built before.
  await buildWindow({ configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
  const results = [];
  for (const [articles, spans] of sizes) results.push(await measure(articles, spans));
  const met = results.every(
    ({ again, scrolled, filter, palette }) =>
      again.firstRows <= bars.firstRows &&
      scrolled.blank === 0 &&
      filter.median <= bars.letter &&
      palette.median <= bars.letter,
  );
  return {
    report: { bench: 'window', processors: cpus().length, results },
    text: results.map(print).join('\n\n'),
    met,
  };
}

async function measure(articles, spans) {
  const dir = mkdtempSync(join(tmpdir(), 'rapporteur-window-'));
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const build = mkdtempSync(join(cache, 'bench-window-'));
  const { serveWindow } = await bundled('bench/window/main.ts', build);
  const host = await serveWindow(root, { articles, spans, batch: 500, page: 1000 });
  const executablePath = findBrowser();
  const context = await chromium.launchPersistentContext(join(dir, 'profile'), {
    ...(executablePath ? { executablePath } : {}),
    viewport: { width: 1280, height: 800 },
    args: ['--no-sandbox', '--enable-precise-memory-info'],
  });
  try {
    const first = await openOnce(context, host.url, articles);
    const again = await openOnce(context, host.url, articles);
    const { page } = again;
    const scrolled = await scroll(page, articles);
    const box = page.getByRole('searchbox', { name: 'Filter articles' });
    const filter = await typing(page, box, 'treaty day 99');
    await box.fill('');
    await page.keyboard.press('Control+k');
    const palette = await typing(page, page.getByPlaceholder(/^Find an article/), 'harbour day 7');
    return { articles, spans, first: figuresOf(first), again: figuresOf(again), scrolled, filter, palette };
  } finally {
    await context.close();
    await host.close();
    for (const folder of [dir, build]) rmSync(folder, { recursive: true, force: true });
  }
}

const figuresOf = ({ page: _, ...figures }) => figures;

/** Opens the folder in a new page; times from the moment at which the page begins to load. */
async function openOnce(context, url, articles) {
  for (const old of context.pages().slice(1)) await old.close();
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  await page.addInitScript(() => {
    window.__long = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.__long.push(entry.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  const began = Date.now();
  await page.goto(url);
  const option = page.getByRole('listbox', { name: 'Articles' }).getByRole('option');
  await option.nth(15).waitFor({ timeout: 600_000 });
  const firstRows = Date.now() - began;
  await page
    .locator('header')
    .getByText(`${articles.toLocaleString('en')} articles`)
    .waitFor({ timeout: 600_000 });
  const all = Date.now() - began;
  const long = await page.evaluate(() => window.__long);
  const { memory } = await page.evaluate(() => ({ memory: performance.memory.usedJSHeapSize / 1e6 }));
  return {
    ...{ page, firstRows, all },
    longest: Math.round(Math.max(0, ...long)),
    blocked: Math.round(long.reduce((sum, one) => sum + one, 0)),
    heapMB: Math.round(memory),
  };
}

/** Scrolls through the list in steps of a page and of leaps; counts the frames in which a part of it showed no row. */
async function scroll(page, articles) {
  await page.getByRole('listbox', { name: 'Articles' }).click({ position: { x: 5, y: 5 }, trial: true });
  return page.evaluate(async (articles) => {
    const list = document.querySelector('[role="listbox"][aria-label="Articles"]');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const points = (box) => Array.from({ length: 9 }, (_, i) => box.top + 6 + ((box.height - 12) * i) / 8);
    const looks = () => {
      const box = list.getBoundingClientRect();
      return points(box).every(
        (y) => document.elementFromPoint(box.left + 120, y)?.closest('[role="option"]')?.textContent,
      );
    };
    let [frames, blank, slow] = [0, 0, 0];
    const steps = [
      ...Array.from({ length: 150 }, () => 300),
      ...Array.from({ length: 60 }, () => 2000),
      ...Array.from({ length: 60 }, (_, i) => ((i * 7919) % articles) * 38 - 1e9),
    ];
    for (const step of steps) {
      if (step < 0) list.scrollTop = step + 1e9;
      else list.scrollTop += step;
      const before = performance.now();
      // What the frame after the one in which it was scrolled shows is what a person sees.
      await frame();
      await frame();
      frames++;
      if (performance.now() - before > 50) slow++;
      if (!looks()) blank++;
    }
    return { frames, blank, slow };
  }, articles);
}

/** Types letter by letter; milliseconds from each key to the frame after which its answer is on the screen. */
async function typing(page, box, words) {
  await box.click();
  await page.waitForTimeout(1500);
  const times = [];
  for (const letter of words) {
    const took = await page.evaluate(async (letter) => {
      const box = document.activeElement;
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
      const before = performance.now();
      set.call(box, box.value + letter);
      box.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve));
      return performance.now() - before;
    }, letter);
    times.push(took);
    await page.waitForTimeout(40);
  }
  times.sort((a, b) => a - b);
  const round = (value) => Math.round(value * 10) / 10;
  return { median: round(times[times.length >> 1]), most: round(times.at(-1)) };
}

function print({ articles, spans, first, again, scrolled, filter, palette }) {
  const rows = [
    ['', 'first', 'again'],
    ['first rows, ms', first.firstRows, again.firstRows],
    ['all rows, ms', first.all, again.all],
    ['longest task, ms', first.longest, again.longest],
    ['window busy, ms', first.blocked, again.blocked],
    ['heap, MB', first.heapMB, again.heapMB],
  ];
  return [
    `${articles.toLocaleString('en')} articles, ${spans.toLocaleString('en')} spans`,
    table(rows),
    `scrolling: ${scrolled.blank} blank and ${scrolled.slow} slow of ${scrolled.frames} looks`,
    `a letter in the filter: ${filter.median} ms, at most ${filter.most}; in the palette: ${palette.median}, at most ${palette.most}`,
  ].join('\n');
}
