import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rolldown } from 'rolldown';
import bundles from '../main/rolldown.config.js';
import { ms, table } from './table.mjs';

const root = join(import.meta.dirname, '..');
/**
 * Of the speed of writing the texts straight into an FTS5 table; of the time of the first scan; bytes; milliseconds until
 * 50 articles are in the list, and from the last change of many files until the list is right.
 */
const bars = { speed: 0.5, again: 0.05, memory: 400e6, first: 1000, right: 2000 };
/** Files that are changed at once. */
const mostAtOnce = 10_000;

/** How long folders of articles take to be read, the first time and the second, and how much memory. */
export async function run(options) {
  const sizes = (options.articles ?? '1000,10000,100000').split(',').map(Number);
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-corpus-'));
  try {
    const built = await build(folder);
    const rows = [];
    for (const size of sizes) rows.push(await measure(size, join(folder, String(size)), built));
    const report = { bench: 'corpus', processors: cpus().length, load: loadavg()[0], bars, rows };
    // A small folder is read before the threads have warmed up: speed is what the largest one shows.
    const { ratio, again } = rows.at(-1);
    const met =
      ratio >= bars.speed &&
      again <= bars.again &&
      rows.every(
        ({ peak, firstShown, burst }) =>
          peak <= bars.memory && firstShown <= bars.first && burst.right <= bars.right && burst.peak <= bars.memory,
      );
    return { report: { ...report, met }, text: print({ ...report, met }), met };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function build(folder) {
  const { output, input, ...rest } = bundles[0];
  const write = async (files) => {
    const bundle = await rolldown({ ...rest, input: files, cwd: root, logLevel: 'warn' });
    await bundle.write({ ...output, dir: join(folder, 'program'), cleanDir: false, sourcemap: false });
    await bundle.close();
  };
  await write({ worker: input['extract-worker'] });
  await write({ child: 'bench/corpus/child.ts' });
  return { child: join(folder, 'program/child.js'), worker: join(folder, 'program/worker.js') };
}

async function measure(size, folder, built) {
  mkdirSync(folder, { recursive: true });
  process.stderr.write(`${size.toLocaleString('en')} articles\n`);
  await child(built, 'generate', folder, size);
  // A file that was written a moment ago is read again: the clock of the disk may not tell two writings apart.
  await sleep(2500);
  quiet();
  const straight = await child(built, 'straight', folder, size);
  const scan = async () => {
    quiet();
    await child(built, 'fetch', folder, size);
    return child(built, 'scan', folder, size);
  };
  const first = await scan();
  const second = await scan();
  const burst = await child(built, 'burst', folder, Math.min(size, mostAtOnce));
  rmSync(folder, { recursive: true, force: true });
  if (first.failed > 0 || second.unchanged !== first.articles) throw new Error(JSON.stringify({ first, second }));
  return {
    articles: size,
    straight: straight.time,
    first: first.time,
    ratio: straight.time / first.time,
    second: second.time,
    again: second.time / first.time,
    peak: Math.max(first.peak, second.peak),
    firstShown: Math.max(first.first, second.first),
    shown: [first.first, second.first],
    opening: second.opening,
    closing: first.closing,
    burst,
  };
}

/** Waits until the disk has what was written before, which whoever has something written next would wait for. */
function quiet() {
  if (process.platform !== 'win32') spawnSync('sync');
}

async function child({ child: file, worker }, task, folder, size) {
  const process_ = spawn(process.execPath, [file, task, folder, String(size), worker], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  process_.stdout.on('data', (part) => {
    told += part;
  });
  const [code] = await once(process_, 'close');
  if (code !== 0) throw new Error(`${task} ended with ${code}`);
  return JSON.parse(told);
}

function print({ rows, processors, load, met }) {
  const percent = (value) => `${(100 * value).toFixed(1)} %`;
  return [
    `Invented articles of 4 kB in plain files; ${processors} processors, load ${load.toFixed(1)}.`,
    '',
    table([
      ['articles', 'straight', 'first scan', 'speed', 'second', 'of first', 'peak', '50 shown', 'again', 'opening'],
      ...rows.map((row) => [
        row.articles.toLocaleString('en'),
        ms(row.straight),
        ms(row.first),
        percent(row.ratio),
        ms(row.second),
        percent(row.again),
        `${Math.round(row.peak / 1e6)} MB`,
        ...row.shown.map(ms),
        ms(row.opening),
      ]),
    ]),
    '',
    ...rows.map(
      ({ articles, first, straight }) =>
        `${articles.toLocaleString('en')}: ${Math.round((1000 * articles) / first).toLocaleString('en')} articles/s, straight ${Math.round((1000 * articles) / straight).toLocaleString('en')}`,
    ),
    '',
    ...rows.map(
      ({ articles, burst: { files, checkout, right, read, turn } }) =>
        `${articles.toLocaleString('en')}: ${files.toLocaleString('en')} files changed, moved, deleted and added within ${ms(checkout)}: from the last on, the list is right after ${ms(right)}, all has been read after ${ms(read)}; nothing kept the main thread longer than ${ms(turn)}`,
    ),
    '',
    `straight: the same texts written into an FTS5 table with the same library; speed: of that. The files are in the system’s memory when a scan begins, as the texts of straight are in the program’s. Bars: of the largest folder ${percent(bars.speed)} of it, a second scan under ${percent(bars.again)} of the first, under ${bars.memory / 1e6} MB, 50 articles within ${ms(bars.first)}, the list right ${ms(bars.right)} after many changes: ${met ? 'met' : 'missed'}.`,
  ].join('\n');
}
