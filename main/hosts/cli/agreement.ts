import type { AgreementReport, ConfusionMatrix, Figure, Scope } from '#shared/agreement/report.ts';
import { formatFigure, formatInterval, measureWords, reliability } from '#shared/agreement/words.ts';
import { type Measured, measureFolder } from '../../services/agreement/measure-folder.ts';
import { absolute, readArguments, type Usage, WrongUse } from './arguments.ts';
import { count, type ExitCode, type Io } from './io.ts';

const options = {
  between: { type: 'string' },
  layer: { type: 'string' },
  'by-article': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export const usage: Usage<typeof options> = {
  name: 'agreement',
  synopsis: 'FOLDER [--between A,B[,C]] [--layer L] [--by-article] [--json]',
  summary:
    'Says how far annotators agree, from the journals in the folder: spans first, then speaker, stance and target of the spans that go together, each figure with its counts and its 95 % interval, or “undefined” with the reason. The figures are those of the app. Exits with 1 when something was left out; each such thing is named with its reason.',
  positionals: ['FOLDER'],
  options,
  about: {
    between: 'who is compared: ids, initials, names, or adjudicated; default all annotators who have spans',
    layer: 'only the figures of this layer, by its id',
    'by-article': 'span figures of each article, too',
    json: 'the report as JSON',
  },
};

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { positionals, values } = readArguments(usage, argv);
  const between = values.between?.split(',').map((one) => one.trim()) ?? null;
  if (between?.some((one) => one === ''))
    throw new WrongUse(`--between is “${values.between}”, but must be two or more, with commas between them: A,B.`);
  const measured = await measureFolder({
    path: absolute(io.cwd, positionals[0] as string),
    dataDir: io.dataDir,
    workerFile: io.workerFile,
    journalWorkerFile: io.journalWorkerFile ?? null,
    pool: io.pool,
    between,
    byArticle: values['by-article'] ?? false,
    onProgress: (what) => io.progress(what),
    signal: io.signal,
  });
  io.progress('');
  const { report, names, notices } = measured;
  if (values.layer !== undefined && !report.layers.some(({ layer }) => layer === values.layer))
    throw new WrongUse(
      `There is no layer “${values.layer}”. There are: ${report.layers.map(({ layer }) => layer).join(', ')}.`,
    );
  for (const message of notices) io.err(`${message}\n`);
  const shown =
    values.layer === undefined
      ? report
      : { ...report, layers: report.layers.filter(({ layer }) => layer === values.layer) };
  await io.out(
    values.json
      ? `${JSON.stringify({ folder: measured.folder, names: Object.fromEntries(names), ...shown }, null, 2)}\n`
      : table(measured, shown, values.layer !== undefined),
  );
  return report.left.length > 0 || notices.length > 0 ? 1 : 0;
}

function table({ folder, names, paths }: Measured, report: AgreementReport, oneLayer: boolean): string {
  const { sides, articles, pooled, layers, byArticle, macro, confusion, left, sampling } = report;
  const nameOf = (side: string) => names.get(side) ?? side;
  const several = sides.length > 2;
  const cautions = new Cautions();
  const intervals = `Intervals: 95 % of ${sampling.resamples} resamples of ${sampling.bundles === undefined ? 'articles' : `${sampling.bundles} bundles of articles`}, seed ${sampling.seed}.`;
  return [
    folder,
    `${sides.map(nameOf).join(', ')}: ${count(articles, 'article')} that ${several ? 'at least two of them' : 'both'} have worked on.`,
    '',
    ...(oneLayer ? [] : scopeLines('All layers', pooled, nameOf, cautions)),
    ...layers.flatMap((scope) => scopeLines(`Layer ${scope.layer}`, scope, nameOf, cautions)),
    ...(oneLayer || macro.length === 0 ? [] : figureTable('Means over articles (macro)', macro, cautions)),
    ...(oneLayer || !confusion.layer ? [] : matrixLines('Layer', confusion.layer, nameOf)),
    ...(oneLayer || !confusion.stance ? [] : matrixLines('Stance', confusion.stance, nameOf)),
    ...(byArticle.length === 0 ? [] : articleLines(byArticle, paths)),
    `Pooled: counts are summed over all articles, then each figure is computed.${several ? ' Measures of pairs are means over the pairs of annotators.' : ''}`,
    intervals,
    ...cautions.lines(),
    ...(left.length === 0 ? [] : ['', 'Left out:', ...left.map(({ what, reason }) => `  ${what}: ${reason}`)]),
    '',
  ].join('\n');
}

/** What to be careful about, each once, with the numbers by which figures refer to it. */
class Cautions {
  private readonly all: string[] = [];

  mark(caution: string | null): string {
    if (caution === null) return '';
    if (!this.all.includes(caution)) this.all.push(caution);
    return `[${this.all.indexOf(caution) + 1}]`;
  }

  lines(): string[] {
    return this.all.map((caution, i) => `[${i + 1}] ${caution}`);
  }
}

function scopeLines(
  title: string,
  { spans, matched, figures }: Scope,
  nameOf: (side: string) => string,
  cautions: Cautions,
): string[] {
  const counts = Object.entries(spans).map(([side, n]) => `${nameOf(side)} ${count(n, 'span')}`);
  return figureTable(`${title}: ${counts.join(', ')}, ${count(matched, 'matched pair')}`, figures, cautions);
}

function figureTable(title: string, figures: readonly Figure[], cautions: Cautions): string[] {
  const rows = figures.map((figure) => [
    measureWords[figure.measure].name,
    formatFigure(figure.value, 3),
    figure.value === null ? (figure.why ?? '') : (formatInterval(figure.interval, 3) ?? 'no interval'),
    `${count(figure.n, nouns[figure.of])}${reliability(figure) ? `, ${reliability(figure)}` : ''}${detailOf(figure)}`,
    cautions.mark(figure.caution),
  ]);
  return [title, ...columns([['', 'figure', '95 %', 'of', ''], ...rows]), ''];
}

const nouns = { spans: 'span', pairs: 'pair', passages: 'passage', characters: 'character' } as const;

const detailOf = ({ detail }: Figure) => {
  const parts = Object.entries(detail).map(
    ([name, value]) => `${name} ${Number.isInteger(value) ? value.toLocaleString('en') : formatFigure(value, 3)}`,
  );
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
};

function matrixLines(what: string, { sides, values, counts }: ConfusionMatrix, nameOf: (side: string) => string) {
  return [
    `${what} of matched spans: rows ${nameOf(sides[0])}, columns ${nameOf(sides[1])}`,
    ...columns(
      [
        ['', ...values],
        ...values.map((value, row) => [value, ...(counts[row] ?? []).map((n) => n.toLocaleString('en'))]),
      ],
      true,
    ),
    '',
  ];
}

function articleLines(scopes: readonly Scope[], paths: ReadonlyMap<string, string>): string[] {
  const measures = scopes[0]?.figures.map(({ measure }) => measureWords[measure].name) ?? [];
  return [
    'By article',
    ...columns(
      [
        ['', ...measures],
        ...scopes.map(({ article, figures }) => [
          paths.get(article ?? '') ?? article ?? '',
          ...figures.map(({ value }) => formatFigure(value, 3)),
        ]),
      ],
      true,
    ),
    '',
  ];
}

/** Rows as lines, the cells under each other; numbers to the right on wish. */
function columns(rows: readonly (readonly string[])[], toTheRight = false): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, i) => (toTheRight && i > 0 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  ')}`.trimEnd(),
  );
}
