import { setImmediate as breathe } from 'node:timers/promises';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { Hit, SearchedArticle } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { aligned, cellsOf, sortByContext } from '#shared/search/kwic.ts';
import { parse } from '#shared/search/parse.ts';
import type { Problem } from '#shared/search/tree.ts';
import { naturalOrder } from '../../services/files/natural-order.ts';
import { readProject } from '../../services/project/read-project.ts';
import { type ArticleFacts, Engine, type Outcome, type Search } from '../../services/search/engine.ts';
import { absolute, oneOf, readArguments, type Usage, WrongUse } from './arguments.ts';
import { count, type ExitCode, type Io, tellJournals } from './io.ts';

const orders = ['article', 'date', 'outlet', 'left', 'right'] as const;

const options = {
  sort: { type: 'string' },
  context: { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const usage: Usage<typeof options> = {
  name: 'search',
  synopsis: 'FOLDER QUERY [--sort article|date|outlet|left|right] [--context N] [--limit N] [--json]',
  summary:
    "Finds words in all articles of FOLDER, together with what is known of them and annotated in them, and prints each place with what stands around it. The query is the one of the window, e.g. 'pressure outlet:mainichi date:2018-01..2018-03 speaker:kono'; docs/search.md is all of it. Offsets are UTF-16 code units of the article’s text. What was changed in the folder is read first.",
  positionals: ['FOLDER', 'QUERY'],
  options,
  about: {
    sort: 'article (default: by path), date, outlet, or by the words on the left or right',
    context: 'characters on either side of a place; default 40, at most 500',
    limit: 'places that are printed; default 1000, at most 50000',
    json: 'all of it as JSON',
  },
};

/** An article in the result, with its places. */
interface Found extends SearchedArticle {
  facts: ArticleFacts;
}

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { positionals, values } = readArguments(usage, argv);
  const [folder, query] = positionals as [string, string];
  const sort = oneOf('sort', values.sort ?? 'article', orders);
  const context = numberOf('context', values.context ?? '40', 0, 500);
  const most = numberOf('limit', values.limit ?? '1000', 1, 50_000);
  const parsed = parse(query, policyNews);
  if (!parsed.ok) {
    io.err(`rapporteur search: ${parsed.problem.message}\n${pointed(query, parsed.problem)}`);
    return 2;
  }
  const project = await readProject({
    path: absolute(io.cwd, folder),
    dataDir: io.dataDir,
    workerFile: io.workerFile,
    recordsWorkerFile: io.recordsWorkerFile,
    pool: io.pool,
    catalogue: 'use',
    onProgress: (done, found) => io.progress(`Reading ${done} of ${found}`),
    onJournals: tellJournals(io),
    signal: io.signal,
  });
  let engine: Engine | null = null;
  try {
    for (const { message } of project.journal.notices) io.err(`${message}\n`);
    await project.scan();
    io.progress('');
    await project.records.update();
    engine = new Engine(await project.corpus.database(), project.records.path);
    engine.repeated = await project.corpus.repeated();
    const search = { query: parsed.query, codes: policyNews, articles: null, most, context };
    const { found, outcome } = await carriedOut(engine, search, io);
    const facts = engine.facts(found.map(({ article }) => article));
    const all = found.flatMap((one) => {
      const known = facts.get(one.article);
      return known === undefined ? [] : [{ ...one, facts: known }];
    });
    for (const notice of outcome.notices) io.err(`${notice}\n`);
    if (values.json) await io.out(`${JSON.stringify({ query, ...totals(outcome), found: all.map(plain) }, null, 2)}\n`);
    else for (const line of linesOf(sorted(all, sort), sort, context)) await io.out(`${line}\n`);
    io.err(`${told(outcome, all)}\n`);
    return 0;
  } finally {
    io.progress('');
    engine?.close();
    await project.close();
  }
}

async function carriedOut(engine: Engine, search: Search, io: Io) {
  const found: SearchedArticle[] = [];
  const steps = engine.run(search);
  let rested = performance.now();
  for (;;) {
    const next = steps.next();
    if (next.done) return { found, outcome: next.value };
    if (next.value.found !== null) found.push(next.value.found);
    if (performance.now() - rested < 50) continue;
    io.progress(`Looking through ${next.value.done} of ${next.value.total}`);
    await breathe();
    if (io.signal.aborted) throw new Failure('cancelled', 'It was stopped.');
    rested = performance.now();
  }
}

function numberOf(option: string, text: string, least: number, most: number): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new WrongUse(`--${option} is “${text}”, but must be a whole number from ${least} to ${most}.`);
}

/** The query with its wrong part underlined. */
function pointed(query: string, { start, end }: Problem): string {
  const before = ' '.repeat(cellsOf(query.slice(0, start)));
  const marks = '^'.repeat(Math.max(1, cellsOf(query.slice(start, end))));
  return `  ${query.replace(/\s/g, ' ')}\n  ${before}${marks}\n`;
}

const totals = ({ articles, places, complete, notices }: Outcome) => ({ articles, places, complete, notices });

const plain = ({ facts: { id, path, title, outlet, published }, hits, left }: Found) => ({
  article: { id, path, title, outlet, date: published },
  hits,
  left,
});

function sorted(found: readonly Found[], sort: (typeof orders)[number]): readonly Found[] {
  if (sort !== 'date' && sort !== 'outlet') return [...found].sort((a, b) => naturalOrder(a.facts.path, b.facts.path));
  const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const keyOf = ({ facts }: Found) => (sort === 'date' ? facts.published : facts.outlet);
  // What is not known comes last; of one outlet the earliest first.
  const order = (a: string | null, b: string | null) =>
    a === null || b === null ? Number(a === null) - Number(b === null) : compare(a, b);
  return [...found].sort((a, b) => order(keyOf(a), keyOf(b)) || order(a.facts.published, b.facts.published));
}

/** By the words beside them, places of all articles are mixed; else each article is named above its own. */
function* linesOf(found: readonly Found[], sort: (typeof orders)[number], context: number): Generator<string> {
  if (sort === 'left' || sort === 'right') {
    const rows = found.flatMap(({ facts, hits }) => hits.map((hit) => ({ ...hit, facts })));
    for (const row of sortByContext(rows, sort))
      yield `${lineOf(row, context)}  ${visible(row.facts.path)}:${row.start}-${row.end}`;
    return;
  }
  for (const { facts, hits, left } of found) {
    yield [facts.path, facts.title && `“${facts.title}”`, facts.outlet, facts.published?.slice(0, 10)]
      .flatMap((part) => (part ? [visible(part)] : []))
      .join(' · ');
    for (const hit of hits) yield `${`${hit.start}-${hit.end}`.padStart(13)}  ${lineOf(hit, context)}`;
    if (left > 0) yield `${' '.repeat(15)}and ${count(left, 'further place')}`;
  }
}

const lineOf = ({ before, words, after }: Hit, context: number) =>
  aligned({ before: visible(before), words: visible(words), after: visible(after) }, context);

/** A terminal would obey control characters. */
const visible = (text: string) => text.replace(/\p{Cc}/gu, ' ');

function told({ articles, places, complete }: Outcome, found: readonly Found[]): string {
  if (articles === 0) return 'Nothing was found.';
  const hits = found.some((one) => one.hits.length > 0) ? `${count(places, 'place')} in ` : '';
  return `${hits}${count(articles, 'article')}.${complete ? '' : ' There are more; --limit says how many are printed.'}`;
}
