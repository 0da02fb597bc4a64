import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { generate, spansAnArticle } from './dataset/generate.mjs';
import { table } from './table.mjs';

const root = join(import.meta.dirname, '..');
const standard = [10_000, 100_000, 1_000_000];
/**
 * Seconds of an opening again and the most bytes of memory; how fast an export is beside plain writing, and by how many
 * bytes the memory rises meanwhile, however many spans there are.
 */
const bars = { seconds: 2, bytes: 400e6, ratio: 1 / 3, rise: 50e6 };

const programs = {
  journal: 'main/services/journal/journal.ts',
  records: 'main/services/records/records.ts',
  worker: 'main/services/records/worker.ts',
  export: 'main/services/exchange/export.ts',
  'check-worker': 'main/services/exchange/check-worker.ts',
};

/**
 * A folder with many spans: its first opening, its second, and an export of all of it beside writing the same lines from
 * memory. Each step is a process of its own; texts of articles are made as they are asked for, not read from files.
 */
export async function run(options) {
  const sizes = options.spans ? options.spans.split(',').map(sizeOf) : standard;
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-dataset-'));
  try {
    const program = join(folder, 'program');
    for (const [name, input] of Object.entries(programs)) await build(input, join(program, `${name}.mjs`));
    const results = [];
    for (const spans of sizes) {
      process.stderr.write(`${spans.toLocaleString('en')} spans\n`);
      const corpus = join(folder, 'corpus');
      const bytes = generate(corpus, spans);
      const step = (name) => measure(name, corpus, program, spans);
      const first = await step('open');
      const again = await step('open');
      const exported = await step('export');
      const plain = await step('plain');
      const ratio = plain.seconds / exported.seconds;
      results.push({ spans, bytes, first, again, exported, plain, ratio });
      rmSync(corpus, { recursive: true });
    }
    const met = results.every(
      ({ again, exported, ratio }) =>
        again.journals + again.records < bars.seconds &&
        Math.max(again.most, exported.most) < bars.bytes &&
        exported.peak - exported.before < bars.rise &&
        ratio >= bars.ratio,
    );
    const report = { bench: 'dataset', processors: cpus().length, load: loadavg()[0], bars, sizes: results, met };
    return { report, text: print(report), met };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sizeOf(text) {
  const spans = Number(text.replaceAll(/[,_]/g, ''));
  if (!(spans > 0) || spans % spansAnArticle !== 0)
    throw new Error(`--spans takes multiples of ${spansAnArticle}, not ${text}`);
  return spans;
}

async function build(input, file) {
  const bundle = await rolldown({
    input: join(root, input),
    platform: 'node',
    cwd: root,
    external: [...builtinModules, /^node:/, 'libsql'],
    logLevel: 'warn',
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
}

async function measure(step, folder, program, spans) {
  const child = spawn(
    process.execPath,
    ['--expose-gc', join(import.meta.dirname, 'dataset/measure.mjs'), step, folder, program, String(spans)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let out = '';
  child.stdout.on('data', (part) => {
    out += part;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${step} ended with ${code}.`);
  return JSON.parse(out);
}

function print({ sizes, processors, load, met }) {
  const seconds = (value) => `${value.toFixed(2)} s`;
  const megabytes = (value) => `${Math.round(value / 1e6).toLocaleString('en')} MB`;
  return [
    `A dataset of many spans, ${spansAnArticle} an article; ${processors} processors, load ${load.toFixed(1)}.`,
    '',
    table([
      [
        'spans',
        'journal',
        'first opening',
        'records made',
        'again',
        'with records',
        'memory',
        'export',
        'memory',
        'plain',
        'ratio',
      ],
      ...sizes.map(({ spans, bytes, first, again, exported, plain, ratio }) => [
        spans.toLocaleString('en'),
        megabytes(bytes),
        seconds(first.journals),
        seconds(first.records),
        seconds(again.journals),
        seconds(again.journals + again.records),
        megabytes(again.most),
        `${seconds(exported.seconds)} (${megabytes(exported.bytes / exported.seconds)}/s)`,
        `${megabytes(exported.before)} → ${megabytes(exported.peak)}`,
        seconds(plain.seconds),
        `${ratio.toFixed(2)}×`,
      ]),
    ]),
    '',
    `Plain: the same lines, held as text, written and put on the disk. Making that text out of objects alone takes ${sizes.map(({ plain }) => seconds(plain.stringify)).join(', ')}.`,
    'The export also places every span in its text, and reads and checks every line of the file again.',
    `Bars: opening again under ${bars.seconds} s and ${megabytes(bars.bytes)}, an export at a third of plain writing with ${megabytes(bars.rise)} more: ${met ? 'met' : 'missed'}.`,
  ].join('\n');
}
