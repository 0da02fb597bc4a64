import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import bundles from '../main/rolldown.config.js';
import { ms, table } from './table.mjs';

const root = join(import.meta.dirname, '..');
/** Milliseconds until the first places, at the 95th percentile. */
const bars = { first: 50 };

/** How long searches of every kind take, to their first places and to their end. */
export async function run(options) {
  const sizes = (options.articles ?? '10000,100000').split(',').map(Number);
  const rounds = Number(options.rounds ?? 5);
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-search-'));
  try {
    const { child, worker } = await build(join(folder, 'program'));
    const rows = [];
    for (const articles of sizes) {
      process.stderr.write(`${articles.toLocaleString('en')} articles\n`);
      const data = join(folder, String(articles));
      const args = [child, data, String(articles), String(rounds), worker];
      const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 });
      rows.push({ articles, ...figuresOf(JSON.parse(stdout)) });
      rmSync(data, { recursive: true, force: true });
    }
    const met = rows.every(({ all }) => all.first95 <= bars.first);
    const report = { bench: 'search', processors: cpus().length, load: loadavg()[0], rounds, bars, rows, met };
    return { report, text: print(report), met };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function build(dir) {
  const { output, input, ...rest } = bundles[0];
  for (const files of [{ worker: input['extract-worker'] }, { child: 'bench/search/child.ts' }]) {
    const bundle = await rolldown({ ...rest, input: files, cwd: root, logLevel: 'warn' });
    await bundle.write({ ...output, dir, cleanDir: false, sourcemap: false });
    await bundle.close();
  }
  return { child: join(dir, 'child.js'), worker: join(dir, 'worker.js') };
}

function figuresOf({ cold, peak, kinds }) {
  const figures = (first, whole) => ({
    ...{ first50: at(first, 0.5), first95: at(first, 0.95) },
    whole: at(whole, 0.5),
  });
  return {
    cold,
    peak,
    kinds: kinds.map(({ kind, first, whole }) => ({ kind, ...figures(first, whole) })),
    all: figures(
      kinds.flatMap(({ first }) => first),
      kinds.flatMap(({ whole }) => whole),
    ),
  };
}

/** The value below which so much of the others lies. */
const at = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

function print({ rows, rounds, processors, load, met }) {
  const lines = [
    `Searches, ${rounds} turns of each query; ${processors} processors, load ${load.toFixed(1)}. First: until the first places are told.`,
  ];
  for (const { articles, kinds, all, cold, peak } of rows)
    lines.push(
      '',
      table([
        [`${articles.toLocaleString('en')} articles`, 'first, median', '95 %', 'whole'],
        ...[...kinds, { kind: 'all', ...all }].map(({ kind, first50, first95, whole }) => [
          ...[kind, ms(first50), ms(first95), ms(whole)],
        ]),
      ]),
      `The very first search with the start of its thread: ${ms(cold)}. Memory at most ${Math.round(peak / 1e6)} MB.`,
    );
  lines.push('', `Bar: first places within ${bars.first} ms at the 95th percentile: ${met ? 'met' : 'missed'}.`);
  return lines.join('\n');
}
