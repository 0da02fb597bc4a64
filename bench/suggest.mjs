import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { cpus } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { median, table } from './table.mjs';

const root = join(import.meta.dirname, '..');
const rounds = 5;
/** End-to-end F1 on all quotations and on those wholly in quotation marks, and articles a second. */
const bars = { all: 0.8, direct: 0.88, rate: 1000 };

/** How well and how fast statements and their speakers are found, against simpler means on the same articles. */
export async function run(options) {
  const errors = number('errors', options.errors ?? '0');
  const file = options.eval === undefined ? join(root, 'bench/suggest/sample.jsonl') : resolve(options.eval);
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-suggest-'));
  try {
    const measure = await bundled(join(root, 'bench/suggest/measure.ts'), join(folder, 'measure'));
    const gold = measure.readGold(readFileSync(file, 'utf8'));
    const texts = gold.map(({ text }) => text);
    const articles = { file: basename(file), count: gold.length, characters: texts.join('').length };

    const took = measure.passes(texts, rounds);
    const rate = (1000 * texts.length) / median(took);
    const [ours] = measure.compare(gold, ['rapporteur']);
    const report = { bench: 'suggest', processors: cpus().length, articles, bars, ours, rate };
    if (errors > 0) report.mistakes = measure.mistakes(gold).slice(0, errors);
    else report.others = measure.compare(gold, measure.others);
    const met = ours.all.endToEnd.f1 >= bars.all && ours.direct.endToEnd.f1 >= bars.direct && rate >= bars.rate;
    return { report: { ...report, met }, text: print({ ...report, met }), met };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function number(option, value) {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 0) throw new Error(`--${option} takes a whole number, not ${value}`);
  return count;
}

async function bundled(input, dir) {
  const bundle = await rolldown({
    input,
    platform: 'node',
    cwd: root,
    external: [...builtinModules, /^node:/],
    logLevel: 'warn',
  });
  const { output } = await bundle.write({ dir, format: 'esm', entryFileNames: 'measure.mjs' });
  await bundle.close();
  return import(pathToFileURL(join(dir, output[0].fileName)).href);
}

const percent = (value) => (100 * value).toFixed(1);

function print({ articles, ours, others = [], rate, mistakes = [], processors, met }) {
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
    `The rules alone, on one core: ${Math.round(rate).toLocaleString('en')} articles/s (median of ${rounds} passes).`,
    '',
    ...mistakes.flatMap(told),
    `Bars: F1 ${percent(bars.all)} on all, ${percent(bars.direct)} in marks, ${bars.rate.toLocaleString('en')} articles/s: ${met ? 'met' : 'missed'}.`,
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
