import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAgreement } from '#shared/agreement/agreement.ts';
import { agreementOptions, finished, measuredArticle } from '#shared/agreement/options.ts';
import type { AgreementReport, Figure } from '#shared/agreement/report.ts';
import { writeHeader, writeLine } from '#shared/changes/journal-line.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { Span } from '#shared/model/span.ts';
import { spanWith } from '#shared/model/testing.ts';
import { workerForTests } from '../../services/extract/built-worker.ts';
import { sha256 } from '../../services/files/hash.ts';
import { openJournal } from '../../services/journal/journal.ts';
import { run } from './run.ts';

const samples = join(import.meta.dirname, '../../../samples');
let home: string;
let workerFile: string;
beforeAll(async () => {
  workerFile = await workerForTests();
  home = await mkdtemp(join(tmpdir(), 'rapporteur-agreement-'));
  await cp(samples, join(home, 'samples'), { recursive: true });
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function cli(...argv: string[]) {
  let out = '';
  let err = '';
  const code = await run(['agreement', ...argv], {
    ...{ cwd: home, dataDir: join(home, 'data'), workerFile, version: '1.2.3' },
    stdin: () => Readable.from([]),
    async out(text) {
      out += text;
    },
    err(text) {
      err += text;
    },
    progress() {},
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

/** A folder with one journal for each annotator's spans. */
async function folderOf(name: string, spans: Record<string, Partial<Span>[]>, texts: Record<string, string> = {}) {
  const journals = join(home, name, '.rapporteur', 'journal');
  await mkdir(journals, { recursive: true });
  for (const [path, text] of Object.entries(texts)) await writeFile(join(home, name, path), text);
  for (const [annotator, own] of Object.entries(spans)) {
    const createdAt = '2026-01-01T00:00:00.000Z';
    const header = {
      writer: annotator,
      annotator: { id: annotator, name: `Dr ${annotator}`, initials: annotator },
      createdAt,
    };
    let { line, hash } = writeHeader(0, '', header, sha256);
    let lines = `${line}\n`;
    for (const [i, fields] of own.entries()) {
      const span = spanWith({ annotator, ...fields, id: `s_${annotator}${i}` });
      const edits = [
        { kind: 'span' as const, id: span.id, after: span },
        {
          kind: 'article' as const,
          id: span.article,
          after: { id: span.article, path: `${span.article}.txt`, sourceSha256: 'x', textSha256: 'x', title: null },
        },
      ];
      const at = `${createdAt}+000${i}`;
      const change = { id: `c_${annotator}${i}`, at, by: annotator, origin: 'user' as const, gesture: 'g', edits };
      ({ line, hash } = writeLine(i + 1, hash, change, sha256));
      lines += `${line}\n`;
    }
    await writeFile(join(journals, `${annotator}.jsonl`), lines);
  }
  return name;
}

const figure = (report: AgreementReport, measure: Figure['measure']) =>
  report.pooled.figures.find((each) => each.measure === measure);

describe('agreement', () => {
  it('gives the figures that can be computed by hand', async () => {
    // Two of three spans go together; of these one is exact, and the speakers are the same in one of two.
    const folder = await folderOf('small', {
      an: [
        { start: 0, end: 10, speaker: 'p_1', stances: [{ target: 't_1', value: 'support' }] },
        { start: 20, end: 30, speaker: 'p_2' },
        { start: 40, end: 50 },
      ],
      bo: [
        { start: 0, end: 10, speaker: 'p_1', stances: [{ target: 't_1', value: 'oppose' }] },
        { start: 22, end: 30, speaker: 'p_1' },
        { start: 60, end: 70, layer: 'frame' },
      ],
    });
    const { code, out, err } = await cli(folder, '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const report = JSON.parse(out) as AgreementReport;
    expect(report.sides).toEqual(['an', 'bo']);
    expect(report.articles).toBe(1);
    expect(report.pooled.spans).toEqual({ an: 3, bo: 3 });
    expect(report.pooled.matched).toBe(2);
    expect(figure(report, 'f1-strict')).toMatchObject({ value: 1 / 3, n: 6 });
    expect(figure(report, 'f1-partial')).toMatchObject({ value: 0.5 });
    expect(figure(report, 'f1-type')?.value).toBeCloseTo(2 / 3, 12);
    // Observed agreement 1/2; chance: p_1 and p_2 each in one of two for an, p_1 in both for bo: 1/2. Kappa 0.
    expect(figure(report, 'speaker-kappa')).toMatchObject({ value: 0, n: 2 });
    expect(figure(report, 'stance-alpha-ordinal')).toMatchObject({ n: 1 });
    const text = await cli(folder);
    expect(text.out).toContain('Span F1, strict                     .333');
    expect(text.out).toContain('Dr an 3 spans, Dr bo 3 spans, 2 matched pairs');
    expect(text.out).toContain('rows Dr an, columns Dr bo');
  });

  it('says of the samples what the records of their journals say', async () => {
    const journal = await openJournal({
      ...{ folder: join(samples, '.rapporteur', 'journal'), writer: null, now: Date.now },
      annotator: { id: 'nobody', name: 'Nobody', initials: '?' },
    });
    const { records } = await journal.records();
    await journal.close();
    const sides = ['mk', 'jw'];
    const agreement = createAgreement(agreementOptions(policyNews, sides, true));
    for (const id of [...records.article.keys()].sort()) {
      const spans = [...records.span.values()].filter(({ article }) => article === id);
      const read = [...records.reading.values()].filter(({ article, status }) => article === id && finished(status));
      const readers = new Set(read.map(({ annotator }) => annotator));
      const record = records.article.get(id);
      expect(record?.length).toBeGreaterThan(1000);
      agreement.add(measuredArticle({ id, spans, sides, read: readers, record, text: null }).measured);
    }
    const { code, out } = await cli('samples', '--between', 'MK,Jonas Weber', '--by-article', '--json');
    const { folder: _, names, ...report } = JSON.parse(out);
    expect(report).toEqual(JSON.parse(JSON.stringify(agreement.report())));
    expect(names).toEqual({ mk: 'Min-seo Kim', jw: 'Jonas Weber' });
    expect(code).toBe(1);
    expect(report.left).toEqual([{ what: expect.stringMatching(/^\d+ articles$/), reason: expect.any(String) }]);
  });

  it('compares spans of several versions of a text in the text of today, and names those that have no place', async () => {
    const quote = (exact: string) => ({ exact, prefix: '', suffix: '' });
    const folder = await folderOf(
      'versions',
      {
        an: [{ start: 0, end: 9, quote: quote('We waited'), textSha256: 'old' }],
        bo: [
          { start: 6, end: 15, quote: quote('We waited'), textSha256: 'new' },
          { start: 30, end: 40, quote: quote('quite gone'), textSha256: 'old' },
        ],
      },
      { 'a_1.txt': 'Then: We waited for the boat.\n' },
    );
    const { code, out } = await cli(folder, '--json');
    const report = JSON.parse(out) as AgreementReport;
    expect(figure(report, 'f1-strict')?.value).toBe(1);
    expect(report.left).toEqual([
      { what: 'a_1.txt, “quite gone”', reason: expect.stringContaining('not in the text') },
    ]);
    expect(code).toBe(1);
  });

  it('shows one layer, and says which there are', async () => {
    const { out } = await cli('samples', '--layer', 'frame');
    expect(out).toContain('Layer frame');
    expect(out).not.toContain('Layer statement');
    expect(out).not.toContain('All layers');
    expect(out).toContain('undefined');
    const wrong = await cli('samples', '--layer', 'frames');
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('There is no layer “frames”. There are: statement, frame, commitment.');
  });

  it('says what is wrong with the journals, and who is not there', async () => {
    const folder = await folderOf('torn', { an: [{}, { start: 5, end: 6 }], bo: [{}] });
    await writeFile(join(home, folder, '.rapporteur', 'journal', 'an.jsonl'), '{"n":3,"prev"', { flag: 'a' });
    const torn = await cli(folder, '--between', 'an,bo');
    expect(torn.code).toBe(1);
    expect(torn.err).toContain('was not written to its end');
    expect(torn.out).toContain('Dr an 2 spans, Dr bo 1 span');
    for (const [between, said] of [
      ['an,cy', 'There is no annotator “cy” here.'],
      ['an', 'Agreement is between two or more'],
      ['an,an', 'Agreement is between two or more'],
      ['an,,bo', 'with commas between them'],
    ] as const) {
      const { code, out, err } = await cli(folder, '--between', between);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(said);
    }
    const alone = await cli(await folderOf('alone', { an: [{}] }));
    expect(alone).toMatchObject({ code: 2, out: '' });
    expect(alone.err).toContain('Only Dr an has marked anything');
    expect((await cli(folder, '--between', 'an,adjudicated')).code).toBe(1);
  });
});
