import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import { createClock } from '#shared/changes/clock.ts';
import { added } from '#shared/changes/edits.ts';
import { spanWith } from '#shared/model/testing.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { readBundle } from '../../services/exchange/bundle/read-bundle.ts';
import { workerForTests } from '../../services/extract/built-worker.ts';
import { openPool, type Pool } from '../../services/extract/pool.ts';
import { openJournal } from '../../services/journal/journal.ts';
import { readProject } from '../../services/project/read-project.ts';
import type { Io } from './io.ts';
import { run } from './run.ts';

let workerFile: string;
let pool: Pool;
let home: string;
let corpus: string;
/** An annotated corpus, made once and copied for each test. */
let original: string;
const journalOf = (folder: string) => join(folder, '.rapporteur', 'journal');

beforeAll(async () => {
  workerFile = await workerForTests();
  pool = openPool({ workerFile });
  original = await mkdtemp(join(tmpdir(), 'rapporteur-cli-'));
  await writeFile(join(original, 'one.txt'), 'Talks 😀 resume\n\n“We wait 🇫🇷 here,” said Ms Berg.\n');
  await writeFile(join(original, 'two.txt'), 'A second article\n\nNothing was said, and nobody asked.\n');
  await annotate(original);
  return async () => {
    await pool.close();
    await rm(original, { recursive: true });
  };
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'rapporteur-cli-'));
  corpus = join(home, 'corpus');
  await cp(original, corpus, { recursive: true });
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function annotate(folder: string): Promise<void> {
  const project = await readProject({
    path: folder,
    dataDir: folder,
    workerFile,
    pool,
    catalogue: 'ignore',
    onProgress() {},
    signal: new AbortController().signal,
  });
  await project.scan();
  const entry = (await project.corpus.entries()).find(({ path }) => path === 'one.txt');
  const article = await project.corpus.read(entry?.id ?? '');
  await project.close();
  const clock = createClock(Date.now);
  const by = async (id: string, name: string, initials: string, words: string) => {
    const start = article.text.indexOf(words);
    const range = { start, end: start + words.length };
    const span = spanWith({
      ...{ id: `s_${id}`, article: article.id, textSha256: article.textSha256, annotator: id },
      ...{ ...range, quote: quoteOf(article.text, range), mode: 'direct' },
    });
    const { sourceSha256, textSha256 } = article;
    const edits: Change['edits'] = [
      added('article', { id: article.id, path: 'one.txt', sourceSha256, textSha256, title: null }),
      added('span', span),
    ];
    const journal = await openJournal({
      folder: journalOf(folder),
      writer: `${id}-m`,
      annotator: { id, name, initials },
      now: Date.now,
    });
    await journal.append([{ id: `c_${id}`, at: clock.tick(), by: id, origin: 'user', gesture: 'g', edits }]);
    await journal.close();
  };
  await by('mk', 'Mina Kask', 'MK', 'We wait 🇫🇷 here,');
  await by('jp', 'Jun Park', 'JP', 'Ms Berg');
}

async function cli(...argv: string[]) {
  return cliUntil(new AbortController().signal, ...argv);
}

async function cliUntil(signal: AbortSignal, ...argv: string[]) {
  return cliWith(signal, '', ...argv);
}

async function cliWith(signal: AbortSignal, piped: string | Uint8Array, ...argv: string[]) {
  let out = '';
  let err = '';
  const io: Io = {
    cwd: home,
    dataDir: join(home, 'data'),
    workerFile,
    pool,
    version: '1.2.3',
    stdin: () => Readable.from([Buffer.from(piped as string)]),
    async out(text) {
      out += text;
    },
    err(text) {
      err += text;
    },
    progress() {},
    signal,
  };
  const code = await run(argv, io);
  return { code, out, err };
}

const filesIn = async (folder: string) => (await readdir(folder, { recursive: true })).sort();

describe('the command line', () => {
  it.each([
    [['--version'], 0, '1.2.3', ''],
    [['--help'], 0, 'Usage: rapporteur COMMAND', ''],
    [['help', 'scan'], 0, 'Usage: rapporteur scan FOLDER', ''],
    [['export', '--help'], 0, '--annotator', ''],
    [[], 2, '', 'Usage: rapporteur COMMAND'],
    [['exprot'], 2, '', 'Did you mean export?'],
    [['frobnicate'], 2, '', '“frobnicate”.\nrapporteur --help'],
    [['scan'], 2, '', 'FOLDER is missing'],
    [['scan', 'a', 'b'], 2, '', '“b” is one argument too many'],
    [['scan', 'nowhere'], 2, '', 'There is no folder'],
    [['scan', 'corpus/one.txt'], 2, '', 'is a file'],
    [['scan', 'corpus', '--jsno'], 2, '', 'Did you mean --json?'],
    [['export', 'corpus', '--format', 'xml'], 2, '', '--format is “xml”, but must be jsonl'],
    [['export', 'corpus', '--offsets', 'utf-16'], 2, '', 'Did you mean utf16?'],
    [['export', 'corpus', '--out'], 2, '', '--out'],
    [['export', 'corpus', '--annotator', 'xx'], 2, '', 'There are: Jun Park (jp), Mina Kask (mk)'],
    [['validate', 'nothing.jsonl'], 2, '', 'There is no file'],
    [['validate', 'corpus'], 2, '', 'is a folder'],
    [['bundle', 'corpus'], 2, '', '--out is missing.\nUsage: rapporteur bundle FOLDER --out'],
    [['bundle', 'corpus', '--out', 'x', '--annotator', 'xx'], 2, '', 'There are: Jun Park (jp), Mina Kask (mk)'],
    [['bundle', 'corpus', '--out', 'x', '--article', 'no.txt'], 2, '', 'There is no article “no.txt” in'],
    [['bundle', 'nowhere', '--out', 'x'], 2, '', 'There is no folder'],
    [['serve', 'corpus', '--port', 'x'], 2, '', '1 to 65535'],
    [['serve', 'nowhere'], 2, '', 'There is no folder'],
  ])('%j exits with %i', async (argv, code, out, err) => {
    const result = await cli(...argv);
    expect(result.code).toBe(code);
    expect(result.out).toContain(out);
    expect(result.err).toContain(err);
    expect(code === 2 ? result.out : result.err).toBe('');
  });
});

it.each([
  ['scan', 'corpus'],
  ['export', 'corpus', '--out', 'out.jsonl'],
  ['bundle', 'corpus', '--out', 'out.rapporteur'],
  ['verify', 'corpus'],
])('%s that is stopped says so and leaves nothing', async (...argv) => {
  const before = await filesIn(home);
  const stopped = AbortSignal.abort();
  expect(await cliUntil(stopped, ...argv)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('stopped') });
  expect(await filesIn(home)).toEqual(before);
});

describe('scan', () => {
  it('prints what there is, then what is new, and exits with 1 for files that cannot be read', async () => {
    const first = await cli('scan', 'corpus');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(first.out)).toMatchObject({ articles: 2, new: 2, unchanged: 0, duplicates: 0, failed: [] });
    await writeFile(join(corpus, 'bad.txt'), Buffer.from([0, 1, 2, 0, 0, 255]));
    await writeFile(join(corpus, 'zz.txt'), await readFile(join(corpus, 'two.txt')));
    const second = await cli('scan', 'corpus', '--json');
    expect(second.code).toBe(1);
    expect(JSON.parse(second.out)).toMatchObject({
      articles: 2,
      new: 0,
      unchanged: 2,
      duplicates: 1,
      failed: [{ path: 'bad.txt', reason: expect.any(String) }],
    });
  });

  it('makes nothing but the catalogue', async () => {
    await rm(join(corpus, '.rapporteur'), { recursive: true });
    await cli('scan', 'corpus');
    expect(await filesIn(corpus)).toEqual([
      '.rapporteur',
      '.rapporteur/cache',
      '.rapporteur/cache/corpus.sqlite',
      'one.txt',
      'two.txt',
    ]);
  });
});

describe('export', () => {
  it('writes lines to standard output, and only those', async () => {
    const before = await filesIn(corpus);
    const { code, out, err } = await cli('export', 'corpus', '--format', 'jsonl');
    expect(code).toBe(0);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ source }) => source.path)).toEqual(['one.txt']);
    expect(lines[0].spans.map(({ text }: { text: string }) => text)).toEqual(['We wait 🇫🇷 here,', 'Ms Berg']);
    const [span] = lines[0].spans;
    expect(
      Array.from(lines[0].text as string)
        .slice(span.start, span.end)
        .join(''),
    ).toBe(span.text);
    expect(err).toContain('checked 1 article and 2 spans');
    expect(await filesIn(corpus)).toEqual(before);
  });

  it('writes a file that validates, for one annotator, a line a statement', async () => {
    const { code, out } = await cli(
      'export',
      'corpus',
      '--annotator',
      'jun park',
      '--per',
      'statement',
      '--offsets',
      'byte',
      '--out',
      'out.jsonl',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      lines: 1,
      spans: 1,
      checked: { articles: 1, spans: 1 },
      path: join(home, 'out.jsonl'),
    });
    expect(JSON.parse(await readFile(join(home, 'out.jsonl'), 'utf8'))).toMatchObject({
      schema: 'rapporteur.statement/1',
      text: 'Ms Berg',
      annotator: 'jp',
      offset_unit: 'byte',
    });
    expect(await cli('validate', 'out.jsonl')).toEqual({
      code: 0,
      out: '1 line, 1 article, 1 span: all good\n',
      err: '',
    });
  });

  it('takes in the unannotated when asked', async () => {
    const { out } = await cli('export', 'corpus', '--unannotated', '--out', 'all.jsonl');
    expect(out).toContain('2 articles and 2 spans');
  });

  it('exits with 1 and names what it left out', async () => {
    await writeFile(join(corpus, 'one.txt'), 'Talks 😀 resume\n\nNothing was said by Ms Berg.\n');
    const { code, out, err } = await cli('export', 'corpus');
    expect(code).toBe(1);
    expect(err).toContain('Left out: one.txt: “We wait 🇫🇷 here,”');
    expect(JSON.parse(out).spans).toHaveLength(1);
  });

  it('of a folder that nobody annotated is empty', async () => {
    await rm(join(corpus, '.rapporteur'), { recursive: true });
    expect(await cli('export', 'corpus')).toMatchObject({ code: 0, out: '' });
    expect(await filesIn(corpus)).toEqual(['one.txt', 'two.txt']);
  });
});

describe('bundle', () => {
  const read = async () => {
    const incoming = await readBundle(join(home, 'out.rapporteur'));
    await incoming.close();
    return incoming;
  };

  it('writes everything, with the texts, and nothing into the folder', async () => {
    const before = await filesIn(corpus);
    const { code, out, err } = await cli('bundle', 'corpus', '--out', 'out.rapporteur');
    expect(out).toBe(
      `Wrote 2 changes with 2 spans, and 2 articles, read them again and checked them. ${join(home, 'out.rapporteur')}\n`,
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { changes, articles, files, by, annotators } = await read();
    expect(changes.map(({ id }) => id)).toEqual(['c_mk', 'c_jp']);
    expect(articles.map(({ path }) => path)).toEqual(['one.txt', 'two.txt']);
    expect(files.size).toBe(2);
    expect(by).toBeNull();
    expect(annotators.map(({ id }) => id)).toEqual(['jp', 'mk']);
    expect(await filesIn(corpus)).toEqual(before);
  });

  it('takes in the chosen annotators and articles, and hashes in place of texts', async () => {
    const { code, out } = await cli(
      ...['bundle', 'corpus', '--out', 'out.rapporteur', '--json', '--hashes'],
      ...['--annotator', 'jun park', '--annotator', 'adjudicated', '--article', 'corpus/one.txt'],
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ changes: 2, articles: 1, records: { article: 1, span: 1 }, left: [] });
    const { changes, files } = await read();
    expect(changes.flatMap(({ edits }) => edits.map(({ kind, id }) => `${kind} ${id.slice(0, 4)}`))).toEqual([
      expect.stringMatching(/^article a_/),
      expect.stringMatching(/^article a_/),
      'span s_jp',
    ]);
    expect(files.size).toBe(0);
  });

  it('exits with 1 and names what it left out', async () => {
    await rm(join(corpus, 'one.txt'));
    const { code, err } = await cli('bundle', 'corpus', '--out', 'out.rapporteur');
    expect(err).toBe('Left out: The text of one.txt: The file is not in the folder any more.\n');
    expect(code).toBe(1);
    expect((await read()).changes).toHaveLength(2);
  });
});

describe('validate', () => {
  it('prints line and field of each fault', async () => {
    await cli('export', 'corpus', '--out', 'out.jsonl');
    const good = await readFile(join(home, 'out.jsonl'), 'utf8');
    await writeFile(
      join(home, 'out.jsonl'),
      `${good}{"schema":"rapporteur.article/1"}\n${good.replace('"start":', '"start":1')}not json\n`,
    );
    const { code, out } = await cli('validate', 'out.jsonl');
    expect(code).toBe(1);
    expect(out).toMatch(/^out\.jsonl:2: id: /m);
    expect(out).toMatch(/^out\.jsonl:4: .*JSON/m);
    expect(out).toMatch(/4 lines, 1 article, 2 spans: \d+ faults\n$/);
    const json = JSON.parse((await cli('validate', 'out.jsonl', '--json')).out);
    expect(json).toMatchObject({ lines: 4, articles: 1 });
    expect(json.faults).toHaveLength(json.faultCount);
  });

  it('keeps a line separator inside a text in its line', async () => {
    await cli('export', 'corpus', '--out', 'out.jsonl');
    const line = JSON.parse(await readFile(join(home, 'out.jsonl'), 'utf8'));
    line.spans[0].note = 'one\u2028two';
    await writeFile(join(home, 'out.jsonl'), `${JSON.stringify(line)}\n`);
    expect((await cli('validate', 'out.jsonl')).out).toBe('1 line, 1 article, 2 spans: all good\n');
  });
});

describe('verify', () => {
  it('agrees with a good folder, and writes nothing', async () => {
    const before = await filesIn(corpus);
    const { code, out } = await cli('verify', 'corpus');
    expect(out).toContain('Everything agrees.');
    expect(out).toMatch(/mk-m\.jsonl +2 lines +1 change +good/);
    expect(out).toContain('2 in place, 0 moved');
    expect(code).toBe(0);
    expect(await filesIn(corpus)).toEqual(before);
  });

  it('finds damage, lost words, missing speakers and a catalogue that is behind', async () => {
    await cli('scan', 'corpus');
    const path = join(journalOf(corpus), 'jp-m.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('Ms Berg', 'Mr Berg'));
    const journal = await openJournal({
      folder: journalOf(corpus),
      writer: 'x-m',
      annotator: { id: 'x', name: 'X', initials: 'X' },
      now: Date.now,
    });
    await journal.append([
      {
        id: 'c9',
        at: '2030-01-01T00:00:00.000Z+0000',
        by: 'x',
        origin: 'user',
        gesture: 'g',
        edits: [
          { kind: 'span', id: 's_mk', before: { speaker: null }, after: { speaker: 'p_nobody' } },
          { kind: 'target', id: 't_1', after: { name: 5 } as never },
        ],
      },
    ]);
    await journal.close();
    await writeFile(join(corpus, 'one.txt'), 'Other words altogether.\n');
    const { code, out } = await cli('verify', 'corpus', '--json');
    expect(code).toBe(1);
    const { findings, anchors } = JSON.parse(out) as {
      findings: { area: string; what: string; message: string }[];
      anchors: object;
    };
    expect(findings.map(({ area, what }) => [area, what])).toEqual([
      ['journal', 'jp-m.jsonl'],
      ['catalogue', 'one.txt'],
      ['record', 'target t_1'],
      ['record', 'span s_mk'],
      ['anchor', 'one.txt, span s_mk'],
    ]);
    expect(anchors).toMatchObject({ exact: 0, orphan: 1 });
    expect((await cli('verify', 'corpus')).out).toContain('5 findings');
  });

  it('with --repair cuts an incomplete last line, keeps it, and makes the catalogue anew', async () => {
    const path = join(journalOf(corpus), 'jp-m.jsonl');
    const good = await readFile(path, 'utf8');
    await writeFile(path, `${good}{"n":2,"prev":"torn`);
    await mkdir(join(corpus, '.rapporteur', 'cache'));
    await writeFile(join(corpus, '.rapporteur', 'cache', 'corpus.sqlite'), 'rubbish');
    const found = await cli('verify', 'corpus');
    expect(found.code).toBe(1);
    expect(found.out).toMatch(/journal: jp-m\.jsonl: Line 3 of .* is incomplete/);
    expect(found.out).toMatch(/catalogue: /);
    const repaired = await cli('verify', 'corpus', '--repair');
    expect(repaired.out).toContain('Cut the incomplete last line of jp-m.jsonl');
    expect(repaired.out).toContain('Everything agrees.');
    expect(repaired.code).toBe(0);
    expect(await readFile(path, 'utf8')).toBe(good);
    const aside = (await readdir(journalOf(corpus))).find((name) => name.startsWith('jp-m.torn-'));
    expect(await readFile(join(journalOf(corpus), aside ?? ''), 'utf8')).toBe('{"n":2,"prev":"torn');
    expect((await readdir(journalOf(corpus))).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  it('with --repair leaves a folder of a newer version alone', async () => {
    await writeFile(
      join(corpus, '.rapporteur', 'project.json'),
      JSON.stringify({ format: 'rapporteur.project/2', id: 'x', createdAt: '', minReader: 2, minWriter: 2 }),
    );
    const before = await filesIn(corpus);
    expect(await cli('verify', 'corpus', '--repair')).toMatchObject({
      code: 2,
      err: expect.stringContaining('newer version'),
    });
    expect(await filesIn(corpus)).toEqual(before);
  });
});
