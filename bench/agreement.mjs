import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import bundles from '../main/rolldown.config.js';
import { annotators, generate, spansAnArticle } from './agreement/generate.mjs';
import { median, table } from './table.mjs';

const root = join(import.meta.dirname, '..');
const standard = [10_000, 100_000, 1_000_000];
/** Seconds for a million spans, and bytes of memory that one more span may take. */
const bars = { seconds: 10, bytes: 200 };

/**
 * The program's agreement of two annotators, from the start of the process to its end, beside a script that does no more
 * than read the same lines as JSON and count the spans in them.
 */
export async function run(options) {
  const sizes = options.sizes ? parseSizes(options.sizes) : standard;
  const rounds = Number(options.rounds ?? 3);
  if (!(Number.isInteger(rounds) && rounds > 0))
    throw new Error(`--rounds takes a whole number, not ${options.rounds}`);
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-agreement-'));
  try {
    await build(join(folder, 'program'));
    const probe = join(folder, 'probe.mjs');
    writeFileSync(probe, probeSource);
    const results = [];
    for (const spans of sizes) {
      process.stderr.write(`${spans.toLocaleString('en')} spans\n`);
      const corpus = join(folder, 'corpus');
      const bytes = generate(corpus, spans);
      const ours = [];
      const plain = [];
      // Turn about, so that whatever else the machine is doing meets both.
      for (let round = 0; round < rounds; round++) {
        ours.push(await timed(folder, probe, [join(folder, 'program/cli.js'), 'agreement', corpus, '--json'], spans));
        plain.push(await timed(folder, probe, [join(import.meta.dirname, 'agreement/plain.mjs'), corpus], spans));
      }
      results.push({ spans, bytes, ours: middle(ours), plain: middle(plain) });
      rmSync(corpus, { recursive: true });
    }
    for (const result of results) result.ratio = result.plain.seconds / result.ours.seconds;
    const [before, last] = results.slice(-2);
    const growth =
      results.length < 2 ? null : Math.max(0, (last.ours.peak - before.ours.peak) / (last.spans - before.spans));
    const million = results.find(({ spans }) => spans === 1_000_000);
    const met =
      (million === undefined || million.ours.seconds < bars.seconds) && (growth === null || growth <= bars.bytes);
    const report = { bench: 'agreement', processors: cpus().length, rounds, bars, sizes: results, growth, met };
    return { report, text: print(report), met };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function parseSizes(text) {
  return text.split(',').map((size) => {
    const spans = Number(size);
    const whole = spansAnArticle * annotators.length;
    if (!(spans > 0) || spans % whole !== 0) throw new Error(`--sizes takes multiples of ${whole}, not ${size}`);
    return spans;
  });
}

async function build(dir) {
  const { output, input, ...rest } = bundles[0];
  const bundle = await rolldown({
    ...rest,
    input: { cli: input.cli, 'journal-worker': input['journal-worker'] },
    cwd: root,
    logLevel: 'warn',
  });
  await bundle.write({ ...output, dir, sourcemap: false });
  await bundle.close();
}

const probeSource = `import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread)
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const own = { peak: maxRSS * 1024, processor: (userCPUTime + systemCPUTime) / 1e6 };
    writeFileSync(process.env.BENCH_PROBE, JSON.stringify(own));
  });`;

/** A process of its own, from its start to its end; it must have found so many spans. */
async function timed(folder, probe, args, spans) {
  const probed = join(folder, 'probed.json');
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', pathToFileURL(probe).href, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, BENCH_PROBE: probed },
  });
  let out = '';
  let told = '';
  child.stdout.on('data', (part) => {
    out += part;
  });
  child.stderr.on('data', (part) => {
    told += part;
  });
  const [code] = await once(child, 'close');
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${told}`);
  const found = Object.values(JSON.parse(out).pooled.spans).reduce((sum, count) => sum + count, 0);
  if (found !== spans) throw new Error(`${args.join(' ')} found ${found} spans, not ${spans}.`);
  return { seconds, ...JSON.parse(readFileSync(probed, 'utf8')) };
}

const middle = (runs) =>
  Object.fromEntries(['seconds', 'processor', 'peak'].map((key) => [key, median(runs.map((each) => each[key]))]));

function print({ sizes, rounds, growth, processors, met }) {
  const seconds = (value) => `${value.toFixed(2)} s`;
  const whole = (value) => Math.round(value).toLocaleString('en');
  return [
    `Agreement of two annotators, ${spansAnArticle} spans an article, as a program; ${processors} processors, medians of ${rounds} turns.`,
    '',
    table([
      ['spans', 'journals', 'ours', 'processor', 'spans/s', 'memory', 'reading as JSON', 'processor', 'ratio'],
      ...sizes.map(({ spans, bytes, ours, plain, ratio }) => [
        whole(spans),
        `${whole(bytes / 1e6)} MB`,
        seconds(ours.seconds),
        seconds(ours.processor),
        whole(spans / ours.seconds),
        `${whole(ours.peak / 1e6)} MB`,
        seconds(plain.seconds),
        seconds(plain.processor),
        `${ratio.toFixed(2)}×`,
      ]),
    ]),
    '',
    'The program also checks every hash and link, merges the journals, and computes all figures with their intervals.',
    ...(growth === null ? [] : [`One more span takes ${whole(growth)} bytes of memory at the end.`]),
    `Bars: a million spans in under ${bars.seconds} s, at most ${bars.bytes} bytes a span: ${met ? 'met' : 'missed'}.`,
  ].join('\n');
}
