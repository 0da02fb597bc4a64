import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '#shared/changes/clock.ts';
import { added } from '#shared/changes/edits.ts';
import type { ArticleLine } from '#shared/formats/jsonl/article-line.ts';
import { speakerWith } from '#shared/model/testing.ts';
import { readJsonlArticles, SeenIds } from '../../services/exchange/jsonl-articles.ts';
import { workerForTests } from '../../services/extract/built-worker.ts';
import { openPool, type Pool } from '../../services/extract/pool.ts';
import { sha256 } from '../../services/files/hash.ts';
import { openJournal } from '../../services/journal/journal.ts';
import { run } from './run.ts';

let workerFile: string;
let pool: Pool;
let home: string;

beforeAll(async () => {
  workerFile = await workerForTests();
  pool = openPool({ workerFile });
  return () => pool.close();
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'rapporteur-suggest-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const put = async (path: string, content: string | Uint8Array) => {
  await mkdir(join(home, path, '..'), { recursive: true });
  await writeFile(join(home, path), content);
};
const filesIn = async (folder: string) => (await readdir(folder, { recursive: true })).sort();

interface Given {
  stdin?: string | Readable;
  signal?: AbortSignal;
  out?(text: string): Promise<void>;
}

async function suggest(argv: readonly string[], { stdin = '', signal, out: take }: Given = {}) {
  let out = '';
  let err = '';
  const code = await run(['suggest', ...argv], {
    cwd: home,
    dataDir: join(home, 'data'),
    ...{ workerFile, pool },
    version: '1.2.3',
    stdin: () => (typeof stdin === 'string' ? Readable.from([Buffer.from(stdin)]) : stdin),
    async out(text) {
      out += text;
      await take?.(text);
    },
    err(text) {
      err += text;
    },
    progress() {},
    signal: signal ?? new AbortController().signal,
  });
  return {
    ...{ code, out, err },
    get lines() {
      const lines = out.split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as ArticleLine);
    },
  };
}

async function validated(out: string) {
  await put('out.jsonl', out);
  let told = '';
  const code = await run(['validate', 'out.jsonl'], {
    ...{ cwd: home, dataDir: join(home, 'data'), workerFile, pool, version: '1.2.3' },
    stdin: () => Readable.from([]),
    async out(text) {
      told += text;
    },
    err() {},
    progress() {},
    signal: new AbortController().signal,
  });
  return { code, told };
}

const said = 'The talks went on.\n\n“We shall wait 🇫🇷 for the harbour to open again,” said Ms Berg on Monday.\n';
const row = (id: unknown, text: unknown) => `${JSON.stringify({ id, text })}\n`;

describe('suggest', () => {
  it.each([
    [[], 'PATH is missing'],
    [['nowhere.txt'], 'There is no file or folder'],
    [['one.txt', 'nowhere'], 'There is no file or folder'],
    [['one.txt', '--offsets', 'utf-16'], 'Did you mean utf16?'],
    [['one.txt', '--min-confidence', '2'], 'a number from 0 to 1'],
    [['one.txt', '--min-confidence', 'high'], 'a number from 0 to 1'],
    [['one.txt', '--min-confidence', ''], 'a number from 0 to 1'],
    [['-', '-'], 'only once'],
    [['one.txt', '--json'], 'has no option --json'],
  ])('%j is wrong use, and nothing is written', async (argv, err) => {
    await put('one.txt', said);
    expect(await suggest(argv)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(err) });
  });

  it('says what it takes', async () => {
    const { code, out } = await suggest(['--help']);
    expect(code).toBe(0);
    for (const words of ['PATH…', '--offsets', '--min-confidence', '--single-marks']) expect(out).toContain(words);
  });

  it.each(['codepoint', 'utf16', 'byte'])(
    'writes lines in %s that validate and say where the words are',
    async (unit) => {
      await put('one.txt', said);
      const { code, lines, out, err } = await suggest(['one.txt', '--offsets', unit]);
      expect(code).toBe(0);
      expect(err).toBe('Suggested 1 span in 1 article.\n');
      const [line] = lines;
      expect(line).toMatchObject({ schema: 'rapporteur.article/1', offset_unit: unit, status: 'unread' });
      expect(line?.source).toEqual({ path: 'one.txt', sha256: sha256(Buffer.from(said)) });
      expect(line?.spans).toMatchObject([
        {
          ...{ text: 'We shall wait 🇫🇷 for the harbour to open again,', origin: 'suggested', status: 'draft' },
          ...{ annotator: 'rapporteur', suggested: { engine: expect.any(String) } },
        },
      ]);
      expect(line?.spans[0]?.suggested?.reasons.length).toBeGreaterThan(0);
      expect(await validated(out)).toEqual({ code: 0, told: '1 line, 1 article, 1 span: all good\n' });
    },
  );

  it('reads folders as scan does, in the order of their paths, and stores nothing', async () => {
    await put('corpus/b/two.txt', `A headline\n\n${said}`);
    await put('corpus/a.html', '<html><body><p>“Nobody has asked us yet,” said Mr Vik.</p></body></html>');
    await put('corpus/copy.txt', `A headline\n\n${said}`);
    await put('corpus/picture.png', 'x');
    const before = await filesIn(home);
    const { code, lines, out } = await suggest(['corpus']);
    expect(code).toBe(0);
    expect(lines.map(({ source }) => source.path)).toEqual(['a.html', 'b/two.txt']);
    expect(lines.every(({ spans }) => spans.length === 1)).toBe(true);
    expect((await suggest(['corpus'])).out).toBe(out);
    expect(await filesIn(home)).toEqual(before);
  });

  it('names files that cannot be read, goes on, and exits with 1', async () => {
    await put('corpus/bad.txt', Buffer.from([0, 1, 2, 0, 0, 255]));
    await put('corpus/good.txt', said);
    await put('alone.exe', 'MZ');
    const { code, lines, err } = await suggest(['alone.exe', 'corpus']);
    expect(code).toBe(1);
    expect(lines.map(({ source }) => source.path)).toEqual(['good.txt']);
    expect(err).toMatch(/^alone\.exe: Rapporteur does not know this kind of file/m);
    expect(err).toMatch(/^corpus\/bad\.txt: \S/m);
  });

  it('gives an article once, however often it comes up', async () => {
    await put('corpus/one.txt', said);
    await symlink(join(home, 'corpus/one.txt'), join(home, 'link.txt'));
    const { code, lines, err } = await suggest(['corpus', 'corpus/one.txt', 'link.txt']);
    expect([code, lines.length]).toEqual([0, 1]);
    expect(err).toContain('2 articles came up again and were left out.');
  });

  it('leaves out what is less sure than asked for', async () => {
    await put('one.txt', said);
    const [span] = (await suggest(['one.txt'])).lines[0]!.spans;
    const sure = span!.confidence!;
    const at = (value: number) => suggest(['one.txt', '--min-confidence', String(value)]);
    expect((await at(sure)).lines[0]?.spans).toHaveLength(1);
    expect((await at(Math.min(1, sure + 0.001))).lines[0]).toMatchObject({ spans: [], relations: [] });
  });

  it('takes single marks when told to', async () => {
    const stdin = row('a', said.replace('“', '‘').replace('”', '’'));
    expect((await suggest(['-'], { stdin })).lines[0]?.spans).toEqual([]);
    expect((await suggest(['-', '--single-marks'], { stdin })).lines[0]?.spans).toHaveLength(1);
  });
});

describe('suggest in an annotated folder', () => {
  const article = 'a_0123456789abcdef0123';
  const said = 'The talks went on.\n\n“We 🇫🇷 strongly condemn the harbour works,” said Ms Berg on Monday.\n';

  beforeEach(async () => {
    await put('corpus/2018/one.txt', said);
    await put('corpus/rows.jsonl', row('r', said));
    const journal = await openJournal({
      folder: join(home, 'corpus/.rapporteur/journal'),
      writer: 'mk-m',
      annotator: { id: 'mk', name: 'Mina Kask', initials: 'MK' },
      now: Date.now,
    });
    const hashes = { sourceSha256: sha256(Buffer.from(said)), textSha256: sha256(said) };
    const edits = [
      added('article', { id: article, path: '2018/one.txt', ...hashes, title: null }),
      added('speaker', speakerWith('Anna Berg', { id: 'p_1', aliases: ['Ms Berg'] })),
      added('target', { id: 't_1', name: 'the harbour', aliases: [], note: null }),
    ];
    const at = createClock(Date.now).tick();
    await journal.append([{ id: 'c_1', at, by: 'mk', origin: 'user', gesture: 'g', edits }]);
    await journal.close();
  });

  it.each([
    ['the folder', 'corpus', article, '2018/one.txt'],
    ['a folder in it', 'corpus/2018', article, '2018/one.txt'],
    ['a file in it', 'corpus/2018/one.txt', article, '2018/one.txt'],
    ['JSONL in it', 'corpus/rows.jsonl', 'r', 'rows.jsonl:1'],
  ])('uses its registry for %s, and its articles’ ids, and changes nothing', async (_, path, id, sourcePath) => {
    const journal = join(home, 'corpus/.rapporteur/journal/mk-m.jsonl');
    const before = [await filesIn(home), await readFile(journal, 'utf8')];
    const { code, lines: all } = await suggest([path]);
    expect(code).toBe(0);
    // Of a folder, the rows of its tables are articles, too.
    const lines = all.filter((line) => line.id === id);
    expect(lines).toMatchObject([{ id, source: { path: sourcePath } }]);
    expect(lines[0]?.spans[0]?.id).toMatch(new RegExp(`^s_${id}:\\d+-\\d+$`));
    expect(lines[0]?.spans).toMatchObject([
      { speaker: { id: 'p_1', name: 'Anna Berg' }, stances: [{ target: { id: 't_1' }, value: 'strongly-oppose' }] },
    ]);
    expect([await filesIn(home), await readFile(journal, 'utf8')]).toEqual(before);
  });

  it('tells what is wrong with its journal, once', async () => {
    const journal = join(home, 'corpus/.rapporteur/journal/mk-m.jsonl');
    await writeFile(journal, (await readFile(journal, 'utf8')).replace('Anna', 'Enna'));
    const { code, err, lines } = await suggest(['corpus/2018/one.txt', 'corpus/rows.jsonl']);
    expect([code, lines.length]).toEqual([1, 2]);
    expect(err.match(/mk-m/g)).toHaveLength(1);
  });
});

describe('suggest for JSONL', () => {
  it('keeps id and text exactly, and knows nothing else', async () => {
    const text = `\ufeff  ${said.replaceAll('\n', '\r\n')}\u2028\u0000 `;
    const { code, lines, out } = await suggest(['-'], { stdin: row(' ü/1 ', text) });
    expect(code).toBe(0);
    const [line] = lines;
    expect(line).toMatchObject({ id: ' ü/1 ', text, text_sha256: sha256(text) });
    expect(line?.source).toEqual({ path: '-:1', sha256: sha256(text) });
    expect(Object.values(line!.meta).every((value) => value === null)).toBe(true);
    expect(line?.blocks).toMatchObject([{ kind: 'paragraph' }, { kind: 'paragraph' }]);
    expect(line?.spans).toHaveLength(1);
    expect((await validated(out)).code).toBe(0);
  });

  it('keeps what lines of our own say of the article', async () => {
    const [line] = (await suggest(['-'], { stdin: row('a', said) })).lines;
    const known = { ...line!, meta: { ...line!.meta, title: 'Harbour', published: '2018-02-27' } };
    const meta = async (value: object) =>
      (await suggest(['-'], { stdin: `${JSON.stringify(value)}\n` })).lines[0]?.meta.title;
    expect(await meta(known)).toBe('Harbour');
    expect(await meta({ ...known, schema: undefined })).toBeNull();
    expect(await meta({ ...known, meta: { title: 5 } })).toBeNull();
  });

  it('names each bad line, goes on with the rest, and exits with 1', async () => {
    const bad = [
      'not json',
      '[1]',
      '{"id":"x"}',
      '{"text":"x"}',
      '{"id":"x","text":null}',
      '{"id":7,"text":"x"}',
      '{"id":"","text":"x"}',
      '{"id":"x","text":"half \\ud83d"}',
      '{"id":"\\udc00","text":"x"}',
    ];
    const bytes = Buffer.concat([
      Buffer.from(`\ufeff${row('first', said)}\r\n\n`),
      Buffer.from(bad.map((line) => `${line}\n`).join('')),
      Buffer.from([0x7b, 0xff, 0x0a]),
      Buffer.from(`${row('first', 'again')}${row('last', said).trimEnd()}`),
    ]);
    await put('rows.JSONL', bytes);
    const { code, lines, err, out } = await suggest(['rows.JSONL']);
    expect(code).toBe(1);
    expect(lines.map(({ id, source }) => [id, source.path])).toEqual([
      ['first', 'rows.JSONL:1'],
      ['last', 'rows.JSONL:15'],
    ]);
    const told = err.split('\n').filter((line) => line.startsWith('rows'));
    expect(told.map((line) => Number(line.split(':')[1]))).toEqual(Array.from({ length: 11 }, (_, i) => i + 4));
    for (const [i, words] of [
      'not JSON',
      'one JSON object',
      'no “text”',
      'no “id”',
      '“text” must be text',
      '“id” must be text',
      '“id” is empty',
      'half a character at offset 5',
      'half a character',
      'not UTF-8',
      'The id "first" was used before',
    ].entries())
      expect(told[i]).toContain(words);
    expect((await validated(out)).code).toBe(0);
  });

  it('takes long lines, wherever they are cut as they come', async () => {
    const text = said.repeat(3000);
    const bytes = Buffer.from(row('a', text) + row('b', said));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 997) }, (_, i) =>
      bytes.subarray(i * 997, (i + 1) * 997),
    );
    const { code, lines } = await suggest(['-'], { stdin: Readable.from(pieces) });
    expect(code).toBe(0);
    expect(lines.map((line) => line.text)).toEqual([text, said]);
  });

  it('reads no faster than its lines are taken', async () => {
    let given = 0;
    const stdin = new Readable({
      highWaterMark: 1,
      read() {
        this.push(given < 50 ? Buffer.from(row(`id ${given++}`, said)) : null);
      },
    });
    let written = 0;
    let ahead = 0;
    const { lines } = await suggest(['-'], {
      stdin,
      async out() {
        await new Promise((resolve) => setTimeout(resolve, 2));
        written++;
        ahead = Math.max(ahead, given - written);
      },
    });
    expect(lines).toHaveLength(50);
    expect(ahead).toBeLessThan(5);
  });

  it('ends when it is stopped, also while it waits for more', async () => {
    const stop = new AbortController();
    const stdin = new Readable({ read() {} });
    stdin.push(row('a', said));
    const { code, lines, err } = await suggest(['-'], { stdin, signal: stop.signal, out: async () => stop.abort() });
    expect([code, lines.length]).toEqual([2, 1]);
    expect(err).toContain('stopped');
    expect(await suggest(['-'], { signal: AbortSignal.abort() })).toMatchObject({ code: 2, out: '' });
  });

  it.skipIf(process.getuid?.() === 0)('names a file that may not be read, and goes on', async () => {
    await put('closed.jsonl', row('a', said));
    await chmod(join(home, 'closed.jsonl'), 0);
    await put('open.jsonl', row('b', said));
    const { code, lines, err } = await suggest(['closed.jsonl', 'open.jsonl']);
    expect([code, lines.map(({ id }) => id)]).toEqual([1, ['b']]);
    expect(err).toContain('closed.jsonl cannot be read');
  });
});

describe('reading JSONL', () => {
  it('gives back whatever was written, however its bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ id: fc.string({ minLength: 1, unit: 'grapheme' }), text: fc.string({ unit: 'binary' }) })),
        fc.integer({ min: 1, max: 40 }),
        async (articles, size) => {
          const bytes = Buffer.from(articles.map(({ id, text }) => row(id, text)).join(''));
          async function* pieces() {
            for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
          }
          const read: unknown[] = [];
          for await (const each of readJsonlArticles(pieces()))
            read.push('article' in each ? { id: each.article.id, text: each.article.text } : each.fault);
          expect(read).toEqual(articles);
        },
      ),
    );
  });

  it('knows each of many ids again, and no other', () => {
    const seen = new SeenIds();
    const ids = Array.from({ length: 20_000 }, (_, i) => `article ${i}`);
    expect(ids.every((id) => seen.add(id))).toBe(true);
    expect(ids.some((id) => seen.add(id))).toBe(false);
    expect(seen.add('article 20000')).toBe(true);
  });
});
