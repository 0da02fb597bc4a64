import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { bundled } from './bundled.mjs';
import { learn, printed } from './pages/learn.mjs';
import { compare, overall } from './pages/score.mjs';
import { table } from './table.mjs';

const root = join(import.meta.dirname, '..');
/** The least F1, and how many times Readability's time the reading of a page may take. */
const bars = { f1: 0.96, time: 3 };
/** Pages that are read once before the clock runs. */
const warm = 20;
const notBody = new Set(['boilerplate', 'headline', 'byline']);

/**
 * How well and how fast the body of saved pages is found, against Readability alone on the same pages. A folder of pages
 * has, for each, NAME.html and NAME.txt: the body as a person marked it, UTF-8, without headline, byline and furniture.
 */
export async function run(options) {
  const folder = options.pages === undefined ? join(import.meta.dirname, 'pages') : resolve(options.pages);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.html'))
    .map((name) => name.slice(0, -5))
    .sort();
  const pages = names.map((name) => ({
    name,
    html: readFileSync(join(folder, `${name}.html`), 'utf8'),
    gold: readFileSync(join(folder, `${name}.txt`), 'utf8'),
  }));
  if (pages.length === 0) throw new Error(`There is no page in ${folder}.`);
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const out = mkdtempSync(join(cache, 'bench-pages-'));
  try {
    if (options.learn !== undefined) {
      const weights = learn(await bundled('bench/pages/model.ts', out), pages);
      writeFileSync(resolve(options.learn), printed(weights));
    }
    const { readHtml } = await bundled('main/services/extract/html.ts', join(out, 'html'));
    const time = { ours: 0, readability: 0 };
    // A handful of pages would measure how long the engine takes to compile both.
    for (const { html } of pages.slice(0, warm)) for (const read of [readHtml, alone]) read(html);
    const results = pages.map(({ name, html, gold }, index) => {
      const readers = {
        ours: () => bodyText(readHtml(html)),
        readability: () => alone(html),
      };
      const texts = {};
      // Turn about, so that whatever else the machine is doing meets both.
      for (const who of index % 2 ? ['ours', 'readability'] : ['readability', 'ours']) {
        const before = process.cpuUsage();
        texts[who] = readers[who]();
        const { user, system } = process.cpuUsage(before);
        time[who] += (user + system) / 1000;
      }
      return { name, ours: compare(texts.ours, gold), readability: compare(texts.readability, gold) };
    });
    const ours = overall(results.map((result) => result.ours));
    const readability = overall(results.map((result) => result.readability));
    const ratio = time.ours / time.readability;
    const met = ours.f1 >= bars.f1 && ratio <= bars.time;
    const report = {
      bench: 'pages',
      processors: cpus().length,
      bars,
      pages: pages.length,
      ours,
      readability,
      ratio,
      met,
    };
    return { report: { ...report, results }, text: print(report, results, Number(options.errors ?? 10)), met };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const bodyText = ({ text, blocks }) =>
  blocks
    .filter(({ kind }) => !notBody.has(kind))
    .map(({ start, end }) => text.slice(start, end))
    .join('\n');

function alone(html) {
  try {
    return new Readability(parseHTML(html).document).parse()?.textContent ?? '';
  } catch {
    // It throws on pages without a body.
    return '';
  }
}

const figure = (value) => value.toFixed(3);

function print({ pages, ours, readability, ratio, met }, results, worst) {
  const row = (name, { precision, recall, f1, meanF1 }) => [name, ...[precision, recall, f1, meanF1].map(figure)];
  const weakest = [...results].sort((a, b) => a.ours.f1 - b.ours.f1).slice(0, worst);
  return [
    `${pages} pages; sequences of four words`,
    table([['', 'precision', 'recall', 'F1', 'mean F1'], row('ours', ours), row('Readability alone', readability)]),
    `Time: ${ratio.toFixed(2)} times Readability's (at most ${bars.time}).`,
    table([
      ['weakest pages', 'ours', 'Readability'],
      ...weakest.map((result) => [result.name, figure(result.ours.f1), figure(result.readability.f1)]),
    ]),
    met ? `The bar of ${bars.f1} is met.` : `The bars are missed: F1 ${bars.f1}, time ${bars.time}.`,
  ].join('\n\n');
}
