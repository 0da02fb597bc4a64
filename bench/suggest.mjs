import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import bundles from '../main/rolldown.config.js';
import { bundled } from './bundled.mjs';
import { median, table } from './table.mjs';

const root = join(import.meta.dirname, '..');
const rounds = 11;
/**
 * End-to-end F1 on all quotations and on those wholly in quotation marks, articles a second, and how much more memory the
 * program may take for ten times as many articles.
 */
const bars = { all: 0.8, direct: 0.88, rate: 1000, memory: 1.5 };

/** How well and how fast statements and their speakers are found, against simpler means on the same articles. */
export async function run(options) {
  const errors = number('errors', options.errors ?? '0');
  const copies = number('articles', options.articles ?? '3000');
  const file = options.eval === undefined ? join(root, 'bench/suggest/sample.jsonl') : resolve(options.eval);
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-suggest-'));
  try {
    const measure = await bundled('bench/suggest/measure.ts', join(folder, 'measure'));
    const gold = measure.readGold(readFileSync(file, 'utf8'));
    const texts = gold.map(({ text }) => text);
    const articles = { file: basename(file), count: gold.length, characters: texts.join('').length };

    // By the clock and in one thread: processor time would count what the engine compiles and cleans up on the other core.
    const times = measure.passes(texts, rounds, () => performance.now());
    const rate = 1000 / median(times);
    const best = 1000 / Math.min(...times);
    const [ours] = measure.compare(gold, ['rapporteur'], processorTime);
    const report = { bench: 'suggest', processors: cpus().length, articles, bars, ours, rate, best };
    let met = ours.all.endToEnd.f1 >= bars.all && ours.direct.endToEnd.f1 >= bars.direct && rate >= bars.rate;
    if (errors > 0) report.mistakes = measure.mistakes(gold).slice(0, errors);
    else {
      report.others = measure.compare(gold, measure.others, processorTime);
      const once = await program(texts, copies, folder);
      const tenfold = await program(texts, copies * 10, folder);
      report.program = { once, tenfold, memory: tenfold.peak / once.peak };
      met &&= report.program.memory <= bars.memory;
    }
    return { report: { ...report, met }, text: print({ ...report, met }), met };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds that this process has had a processor for: other programs on the machine do not change it. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function number(option, value) {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 0) throw new Error(`--${option} takes a whole number, not ${value}`);
  return count;
}

/** The built command line as a process of its own, from its start to its end, on so many articles as JSONL. */
async function program(texts, count, folder) {
  process.stderr.write(`${count.toLocaleString('en')} articles through the program\n`);
  const dir = join(folder, 'program');
  const input = join(folder, 'articles.jsonl');
  const peakFile = join(folder, 'peak');
  const probe = join(folder, 'probe.mjs');
  const { output, input: inputs, ...rest } = bundles[0];
  const bundle = await rolldown({ ...rest, input: { cli: inputs.cli }, cwd: root, logLevel: 'warn' });
  await bundle.write({ ...output, dir, sourcemap: false });
  await bundle.close();
  const file = createWriteStream(input);
  for (let i = 0; i < count; i++) {
    const line = `${JSON.stringify({ id: `article ${i}`, text: texts[i % texts.length] })}\n`;
    if (!file.write(line)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  writeFileSync(
    probe,
    `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(peakFile)}, String(process.resourceUsage().maxRSS)));`,
  );
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', pathToFileURL(probe).href, join(dir, 'cli.js'), 'suggest', input],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let told = '';
  child.stderr.on('data', (part) => {
    told += part;
  });
  const [code] = await once(child, 'close');
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`rapporteur suggest ended with ${code}: ${told}`);
  // maxRSS is in kB.
  return { articles: count, seconds, rate: count / seconds, peak: Number(readFileSync(peakFile, 'utf8')) * 1024 };
}

const percent = (value) => (100 * value).toFixed(1);

function print({ articles, ours, others = [], rate, best, program, mistakes = [], processors, met }) {
  const { file, count, characters } = articles;
  const figures = (title, part) => [
    `${title}: ${part.gold} in the gold, ${part.found} found`,
    table([
      ['', 'precision', 'recall', 'F1'],
      ...[
        ['quotation, same place', part.exact],
        ['quotation, overlap of 80 %', part.overlap],
        ['quotation and its speaker', part.endToEnd],
      ].map(([name, { precision, recall, f1 }]) => [name, percent(precision), percent(recall), percent(f1)]),
    ]),
    `speaker of a found quotation by last name: ${percent(part.speaker.lastName)} right, ${percent(part.speaker.without)} left open; F1 of both 95 %: ${part.interval.map(percent).join(' to ')}`,
    '',
  ];
  return [
    `${file}: ${count.toLocaleString('en')} articles of ${Math.round(characters / count).toLocaleString('en')} characters; ${processors} processors.`,
    '',
    ...figures('All quotations', ours.all),
    ...figures('Wholly in quotation marks', ours.direct),
    ...(others.length === 0
      ? []
      : [
          table([
            ['quotation and its speaker, F1', 'all', '95 %', 'in marks', '95 %', 'articles/s'],
            ...[{ ...ours }, ...others].map(({ name, all, direct, rate: its }) => [
              name,
              percent(all.endToEnd.f1),
              all.interval.map(percent).join('–'),
              percent(direct.endToEnd.f1),
              direct.interval.map(percent).join('–'),
              Math.round(its).toLocaleString('en'),
            ]),
          ]),
          '',
        ]),
    `The rules alone, on one core: ${Math.round(rate).toLocaleString('en')} articles/s (median of ${rounds} passes, at best ${Math.round(best).toLocaleString('en')}).`,
    ...(program
      ? [program.once, program.tenfold].map(
          (each) =>
            `The program as a whole, ${each.articles.toLocaleString('en')} articles as JSONL: ${each.seconds.toFixed(1)} s, ${Math.round(each.rate).toLocaleString('en')} articles/s, at most ${Math.round(each.peak / 1e6)} MB.`,
        )
      : []),
    '',
    ...mistakes.flatMap(told),
    `Bars: F1 ${percent(bars.all)} on all, ${percent(bars.direct)} in marks, ${bars.rate.toLocaleString('en')} articles/s by the rules, ten times the articles in at most ${bars.memory} times the memory: ${met ? 'met' : 'missed'}.`,
  ].join('\n');
}

function told({ what, article, before, words, after, gold, found, reasons }) {
  const flat = (text) => text.replaceAll(/\s*\n\s*/g, ' ¶ ');
  const said =
    what === 'missed'
      ? `by ${gold ?? 'nobody'}`
      : what === 'spurious'
        ? `taken for ${found ?? 'nobody'}’s`
        : `by ${gold ?? 'nobody'}, taken for ${found ?? 'nobody'}’s`;
  return [
    `${what} in ${article}: ${said}`,
    `  …${flat(before)}⟦${flat(words)}⟧${flat(after)}…`,
    ...reasons.map((reason) => `  ${reason}`),
    '',
  ];
}
