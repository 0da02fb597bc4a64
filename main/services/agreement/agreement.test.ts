import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAgreement } from '#shared/agreement/agreement.ts';
import type { MeasuredSpan } from '#shared/agreement/measured.ts';
import { agreementOptions, finished, measuredArticle, needText, workedOn } from '#shared/agreement/options.ts';
import type { Change, Edit } from '#shared/changes/change.ts';
import { writeHeader, writeLine } from '#shared/changes/journal-line.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { Reading } from '#shared/model/reading.ts';
import { type Span, spanSchema } from '#shared/model/span.ts';
import type { Stance } from '#shared/model/stance.ts';
import { spanWith } from '#shared/model/testing.ts';
import { sideOf } from '#shared/review/side.ts';
import { sha256 } from '../files/hash.ts';
import type { Records } from '../journal/fold.ts';
import { openJournal } from '../journal/journal.ts';
import { comparedSpans } from './compared.ts';
import { mergeRows } from './merge.ts';
import { readWriters } from './read-writers.ts';
import { annotatorsIn, bindingsIn, sourcesIn, spansOfRows } from './records.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'rapporteur-agreement-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const people = ['mk', 'jw', 'zo'];
const spanIds = ['s_1', 's_ü'];
const articles = ['a_1', 'a_2'];
const anySpan = fc
  .record({
    id: fc.constantFrom(...spanIds),
    article: fc.constantFrom(...articles),
    start: fc.nat(8),
    length: fc.integer({ min: 1, max: 6 }),
    layer: fc.constantFrom('statement', 'frame', 'Schicht'),
    speaker: fc.constantFrom(null, 'p_1', 'p_2'),
    mode: fc.constantFrom(null, 'direct' as const, 'indirect' as const),
    stances: fc.constantFrom<Stance[]>(
      [],
      [{ target: 't_1', value: 'support' }],
      [
        { target: null, value: 'oppose' },
        { target: 't_ö', value: 'support' },
      ],
    ),
    annotator: fc.constantFrom(...people),
    origin: fc.constantFrom('manual' as const, 'manual' as const, 'suggested' as const, 'adjudicated' as const),
    textSha256: fc.constantFrom('one', 'one', 'one', 'two'),
  })
  .map(({ length, ...span }): Span => spanSchema.parse(spanWith({ ...span, end: span.start + length })));

/** Parts of spans as later changes set them, also such as no app writes. */
const anyFields = fc.constantFrom<Record<string, unknown>>(
  { speaker: 'p_1' },
  { speaker: 'p_2', updatedAt: '2026-01-01T00:00:00.000Z' },
  { start: 1, end: 9, quote: { exact: 'xy', prefix: '', suffix: '' } },
  { layer: 'frame' },
  { stances: [{ target: 't_2', value: 'oppose' }] },
  { origin: 'manual' },
  { textSha256: 'two' },
  { article: 'a_2' },
  { start: -1 },
  { start: 3 },
  { mode: 'shouted' },
  { mode: 'direct' },
  { mode: null },
  { updatedAt: 'yesterday' },
  { id: 's_other' },
  { unknown: [1] },
);

const anyReading = fc.record({
  article: fc.constantFrom(...articles),
  annotator: fc.constantFrom(...people),
  status: fc.constantFrom('unread', 'in-progress', 'done', 'accepted', 'asleep'),
});

const edit = (value: unknown) => value as Edit;
const anyEdits: fc.Arbitrary<Edit[]> = fc.oneof(
  { weight: 6, arbitrary: anySpan.map((span) => [edit({ kind: 'span', id: span.id, after: span })]) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...spanIds), anyFields)
      .map(([id, after]) => [edit({ kind: 'span', id, before: {}, after })]),
  },
  { weight: 2, arbitrary: fc.constantFrom(...spanIds).map((id): Edit[] => [edit({ kind: 'span', id, before: {} })]) },
  {
    weight: 2,
    arbitrary: anyReading.map(({ article, annotator, status }) => {
      const id = `${article}:${annotator}`;
      const updatedAt = '2026-01-01T00:00:00.000Z';
      return [edit({ kind: 'reading', id, after: { id, article, annotator, status, updatedAt } })];
    }),
  },
  {
    // One person for two: what a merge of speakers writes.
    weight: 1,
    arbitrary: fc.constant<Edit[]>([
      edit({ kind: 'speaker', id: 'p_2', before: { id: 'p_2' } }),
      ...spanIds.map((id) => edit({ kind: 'span', id, before: { speaker: 'p_2' }, after: { speaker: 'p_1' } })),
    ]),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...articles).map((id) => {
      const after = { id, path: `${id}.txt`, sourceSha256: 'x', textSha256: 'one', length: 5000, title: null };
      return [
        edit({ kind: 'article', id, after }),
        edit({
          ...{ kind: 'source', id: `file:${id}.txt` },
          after: {
            id: `file:${id}.txt`,
            encoding: 'koi8-r',
            columns: null,
            annotator: 'mk',
            updatedAt: '2026-01-01T00:00:00.000Z',
          },
        }),
        edit({ kind: 'annotator', id: 'mk', after: { id: 'mk', name: `Kim ${id}`, initials: 'K' } }),
      ];
    }),
  },
  { weight: 1, arbitrary: anySpan.map((span) => [edit({ kind: 'span', id: span.id, after: { ...span, labels: 3 } })]) },
);

const anyChange = fc.record({
  id: fc.integer({ min: 1, max: 40 }).map((i) => `c_${i}`),
  at: fc.constantFrom(
    ...['2026-01-01T00:00:00.000Z+0000', '2026-01-01T00:00:00.000Z+000a', '2026-01-01T00:00:00.001Z+0000'],
    ...['2025-12-31T23:59:59.999Z+zzzz', '2026-01-01T00:00:01.000Z+0000', '2026-02-30T00:00:00.000Z+0000'],
  ),
  edits: anyEdits,
});
const anyHistory = fc.record({
  journals: fc.array(fc.array(anyChange, { maxLength: 14 }), { minLength: 1, maxLength: 4 }),
  odd: fc.option(fc.constantFrom('soon', '2026-13-01T00:00:00.000Z+0000'), { freq: 5 }),
  parts: fc.integer({ min: 1, max: 2 }),
  /** What is done to the first journal. */
  harm: fc.constantFrom('none', 'none', 'none', 'torn', 'altered', 'missing', 'unlinked', 'twice', 'empty'),
  away: fc.boolean(),
});

type History = typeof anyHistory extends fc.Arbitrary<infer T> ? T : never;

/** Writes journals as apps do, and does them harm. */
async function write(folders: string[], history: History) {
  const { journals, odd, parts, harm, away } = history;
  for (const [i, changes] of journals.entries()) {
    // Two folders may have journals of one name.
    const folder = folders[away && i === 3 ? 1 : 0] as string;
    const writer = `w${i === 3 ? 0 : i}`;
    let n = 0;
    let prev = '';
    const unique = new Map(changes.map((change) => [change.id, change]));
    const list = harm === 'twice' && i === 0 ? changes : [...unique.values()];
    const size = Math.max(1, Math.ceil(list.length / parts));
    for (let part = 0; part === 0 || part * size < list.length; part++) {
      const annotator = { id: people[i % 3] as string, name: `Name ${i}`, initials: 'N' };
      const header = writeHeader(n, prev, { writer, annotator, createdAt: '2026-01-01T00:00:00.000Z' }, sha256);
      n++;
      prev = header.hash;
      const lines = [header.line];
      for (const { edits, ...rest } of list.slice(part * size, (part + 1) * size)) {
        const at = odd !== null && n % 3 === 0 ? odd : rest.at;
        const change: Change = { id: rest.id, at, by: 'mk', origin: 'user', gesture: 'g', edits };
        const unlinked = harm === 'unlinked' && i === 0 && n === 2;
        const line = writeLine(n++, unlinked ? 'ab'.repeat(32) : prev, change, sha256);
        prev = line.hash;
        lines.push(line.line);
      }
      if (i === 0 && harm === 'altered') lines[2] = lines[2]?.replace('"at"', '"At"') ?? '';
      if (i === 0 && harm === 'missing') lines.splice(1, 1);
      const file = join(folder, part === 0 ? `${writer}.jsonl` : `${writer}.${part + 1}.jsonl`);
      await writeFile(file, harm === 'empty' && i === 0 ? '' : `${lines.join('\n')}\n`);
      if (i === 0 && harm === 'torn') await appendFile(file, '{"n":99,"prev":"');
    }
  }
}

const asMeasured = (span: Span): MeasuredSpan => ({
  side: sideOf(span) as string,
  ...{ start: span.start, end: span.end, layer: span.layer },
  ...{ speaker: span.speaker, mode: span.mode, stances: span.stances },
});
const sorted = <T>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function expected(records: Records, sides: readonly string[]) {
  const byArticle = new Map<string, Span[]>(articles.map((id) => [id, []]));
  for (const span of records.span.values()) byArticle.get(span.article)?.push(span);
  return [...byArticle].flatMap(([id, spans]) => {
    const own = spans.filter((span) => sides.includes(sideOf(span) ?? ''));
    const read = new Set(
      [...records.reading.values()]
        .filter(({ article, status }: Reading) => article === id && finished(status))
        .map(({ annotator }) => annotator),
    );
    const worked = workedOn(sides, new Set(own.map(sideOf)), read);
    return worked.length === 0 ? [] : [{ id, own, worked, read }];
  });
}

let run = 0;
/** Everything that is read of a history must be what the journals' own records say. */
async function check(history: History): Promise<void> {
  const folders = [join(home, `${++run}`), join(home, `${run}b`)];
  for (const folder of folders) await mkdir(folder);
  await write(folders, history);
  const journal = await openJournal({
    ...{ folder: folders[0] as string, alsoRead: folders.slice(1), writer: null, now: Date.now },
    annotator: { id: 'nobody', name: 'Nobody', initials: '?' },
  });
  const { records, invalid } = await journal.records();

  const writers = await readWriters(folders, null, new AbortController().signal);
  const merged = mergeRows(writers);
  const compared = comparedSpans(merged);
  const sides = [...people, 'adjudicated'];
  const should = expected(records, sides);
  const found = [...compared.articles(sides, bindingsIn(merged))];
  expect(found.map(({ id, worked, read }) => ({ id, worked, read }))).toEqual(
    should.map(({ id, worked, read }) => ({ id, worked, read })),
  );
  for (const [i, { measured, rows }] of found.entries()) {
    const { own } = should[i] as (typeof should)[number];
    const whole = await spansOfRows(merged, rows);
    expect(sorted(rows.map((row) => whole.get(row)))).toEqual(sorted(own));
    expect(measured === null).toBe(needText(own));
    if (measured !== null) expect(sorted(measured.spans)).toEqual(sorted(own.map(asMeasured)));
  }
  expect(compared.invalid).toBe(invalid.filter((what) => /^(span|reading) /.test(what)).length);
  expect(sorted([...annotatorsIn(merged).values()])).toEqual(sorted([...records.annotator.values()]));
  expect(sorted([...bindingsIn(merged).values()])).toEqual(sorted([...records.article.values()]));
  expect(sorted(sourcesIn(merged))).toEqual(sorted([...records.source.values()]));
  expect(writers.flatMap(({ notices }) => notices)).toEqual(journal.notices.map(({ message }) => message));

  const options = { ...agreementOptions(policyNews, ['mk', 'jw'], true), resamples: 10, gammaSamples: 2 };
  const [ours, theirs] = [createAgreement(options), createAgreement(options)];
  for (const { measured, rows, id, read } of compared.articles(options.sides, bindingsIn(merged))) {
    const whole = await spansOfRows(merged, rows);
    const spans = rows.map((row) => whole.get(row) as Span);
    const record = records.article.get(id);
    ours.add(measured ?? measuredArticle({ id, spans, sides: options.sides, read, record, text: null }).measured);
  }
  for (const { id, own, read } of expected(records, options.sides))
    theirs.add(
      measuredArticle({ id, spans: own, sides: options.sides, read, record: records.article.get(id), text: null })
        .measured,
    );
  expect(ours.report()).toEqual(theirs.report());
  await journal.close();
}

const add = (id: string, at: string, span: Partial<Span>): History['journals'][number][number] => {
  const after = spanSchema.parse(spanWith({ id: 's_1', ...span }));
  return { id, at: `2026-01-01T00:00:00.000Z+${at}`, edits: [edit({ kind: 'span', id: after.id, after })] };
};
const change = (id: string, at: string, after: Record<string, unknown>): History['journals'][number][number] => ({
  ...{ id, at: `2026-01-01T00:00:00.000Z+${at}` },
  edits: [edit({ kind: 'span', id: 's_1', before: {}, after })],
});
const plain = { odd: null, parts: 1, harm: 'none', away: false } as const;

describe('journals read for figures', () => {
  it.each<[string, History]>([
    [
      'a value that did not fit the schema, and then did',
      {
        ...plain,
        journals: [
          [add('c_1', '0000', {}), change('c_2', '0001', { start: -1 }), change('c_3', '0002', { start: 3, end: 9 })],
        ],
      },
    ],
    [
      'what was changed later within a millisecond, by the journal that comes first',
      {
        ...plain,
        journals: [
          [add('c_1', '0000', {}), change('c_2', '000a', { speaker: 'p_1' })],
          [change('c_3', '0001', { speaker: 'p_2' })],
        ],
      },
    ],
    [
      'what comes after a line that does not follow from the one before',
      {
        ...plain,
        harm: 'unlinked',
        journals: [[add('c_1', '0000', {}), add('c_2', '0001', { id: 's_ü' }), add('c_3', '0002', { id: 's_2' })]],
      },
    ],
  ])('come to the same with %s', (_, history) => check(history));

  it('come to the same spans, people, paths and figures as the records of the journals', async () => {
    await fc.assert(fc.asyncProperty(anyHistory, check), { numRuns: 20 });
  });
});
