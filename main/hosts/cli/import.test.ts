import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { added } from '#shared/changes/edits.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import { spanWith } from '#shared/model/testing.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { workerForTests } from '../../services/extract/built-worker.ts';
import { openPool, type Pool } from '../../services/extract/pool.ts';
import { openJournal } from '../../services/journal/journal.ts';
import { readProject } from '../../services/project/read-project.ts';
import { run } from './run.ts';

let workerFile: string;
let pool: Pool;
let home: string;
let ours: string;
let theirs: string;

beforeAll(async () => {
  workerFile = await workerForTests();
  pool = openPool({ workerFile });
  return () => pool.close();
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'rapporteur-import-'));
  [ours, theirs] = await Promise.all([mkdtemp(join(home, 'ours-')), mkdtemp(join(home, 'theirs-'))]);
  await writeFile(join(ours, 'one.txt'), `Corrected.\n\n${talks}`);
  await writeFile(join(theirs, 'one.txt'), talks);
  await writeFile(join(theirs, 'two.txt'), 'Only they have this.\n');
  await annotate('one.txt', 'We wait 🇫🇷 here,', 's_1');
  await annotate('one.txt', 'Talks 😀 resume', 's_2');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const talks = 'Talks 😀 resume\n\n“We wait 🇫🇷 here,” said Ms Berg.\n';

async function articleAt(folder: string, path: string): Promise<ArticleText> {
  const project = await readProject({
    ...{ path: folder, dataDir: home, workerFile, pool, catalogue: 'ignore' },
    onProgress() {},
    signal: new AbortController().signal,
  });
  try {
    await project.scan();
    return await project.corpus.read((await project.corpus.entries()).find((entry) => entry.path === path)?.id ?? '');
  } finally {
    await project.close();
  }
}

async function annotate(path: string, words: string, id: string): Promise<void> {
  const { id: article, text, textSha256, sourceSha256 } = await articleAt(theirs, path);
  const start = text.indexOf(words);
  const range = { start, end: start + words.length };
  const journal = await openJournal({
    folder: join(theirs, '.rapporteur', 'journal'),
    writer: 'jw-m',
    annotator: { id: 'jw', name: 'Jonas Weber', initials: 'JW' },
    now: Date.now,
  });
  const span = spanWith({ id, article, textSha256, ...range, quote: quoteOf(text, range), annotator: 'jw' });
  const at = '2026-11-22T08:00:00.000Z+0000';
  const edits = [added('article', { id: article, path, sourceSha256, textSha256, title: null }), added('span', span)];
  await journal.append([{ id: `c_${id}`, at, by: 'jw', origin: 'user', gesture: 'g', edits }]);
  await journal.close();
}

async function cli(...argv: string[]) {
  let [out, err] = ['', ''];
  const code = await run(argv, {
    ...{ cwd: home, dataDir: join(home, 'data'), workerFile, pool, version: '1.2.3' },
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

/** Everything that a person keeps in a folder, byte for byte. */
async function bytesOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const hash = createHash('sha256');
  for (const path of paths.sort()) hash.update(`${path}\0`).update(await readFile(path));
  return hash.digest('hex');
}

it('takes in a bundle with its articles, says what moved, and nothing the second time', async () => {
  expect(await cli('bundle', theirs, '--out', 'kim.rapporteur')).toMatchObject({ code: 0 });
  const before = await bytesOf(ours);
  const dry = await cli('import', ours, 'kim.rapporteur', '--dry-run');
  expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('Nothing was written.') });
  expect(dry.err).toContain('moved: span “We wait 🇫🇷 here,” in Talks 😀 resume: From “');
  expect(await bytesOf(ours)).toBe(before);

  const { code, out } = await cli('import', ours, 'kim.rapporteur');
  expect(out).toContain('3 added, 0 known, 0 changed, 0 removed; 2 moved, 0 orphaned, 0 failed');
  expect(out).toMatch(/Wrote 3 changes to [a-z0-9-]+-cli\.jsonl and 1 article\./);
  expect(code).toBe(0);
  expect(await readFile(join(ours, 'two.txt'), 'utf8')).toBe('Only they have this.\n');
  const written = await readFile(join(ours, '.rapporteur/journal', journalIn(out)), 'utf8');

  const again = JSON.parse((await cli('import', ours, 'kim.rapporteur', '--json')).out);
  expect(again).toMatchObject({ added: 0, known: 3, changed: 0, moved: 0, failed: 0, written: 0, texts: 0, items: [] });
  expect(await readFile(join(ours, '.rapporteur/journal', journalIn(out)), 'utf8')).toBe(written);
  expect((await cli('verify', ours)).out).toContain('2 spans');
});

const journalIn = (out: string) => / to (\S+\.jsonl)/.exec(out)?.[1] ?? '';

it('says how many spans wait for articles that nobody has sent', async () => {
  await cli('bundle', theirs, '--out', 'hashes.rapporteur', '--hashes');
  const empty = await mkdtemp(join(home, 'empty-'));
  const told = 'Waiting for 1 article that the folder has not got: 2 spans.';
  expect(await cli('import', empty, 'hashes.rapporteur')).toMatchObject({
    code: 0,
    err: expect.stringContaining(told),
  });
  expect((await cli('import', ours, 'hashes.rapporteur')).err).not.toContain('Waiting');
});

it('takes in a journal and lines beside a program that has the folder open', async () => {
  const first = await cli('import', ours, join(theirs, '.rapporteur/journal/jw-m.jsonl'));
  const name = journalIn(first.out);
  const holder = await openJournal({
    folder: join(ours, '.rapporteur', 'journal'),
    writer: name.replace('.jsonl', ''),
    annotator: { id: 'aa', name: 'A', initials: 'A' },
    now: Date.now,
  });
  await cli('export', theirs, '--out', 'lines.jsonl');
  const lines = (await readFile(join(home, 'lines.jsonl'), 'utf8')).replaceAll('s_1', 's_9');
  await writeFile(join(home, 'lines.jsonl'), lines.replaceAll('"annotator":"jw"', '"annotator":null'));
  expect(await cli('import', ours, 'lines.jsonl')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/lines\.jsonl, line 1, spans\[\d\]\.annotator” in lines\.jsonl: It is null/),
  });
  const second = await cli('import', ours, 'lines.jsonl', '--as', 'Jonas Weber');
  await holder.close();
  expect(second.out).toContain('1 added, 1 known');
  expect(journalIn(second.out)).toBe(name.replace('.jsonl', '-2.jsonl'));
});

it.each([
  ['what is no such file', ['none.rapporteur'], 'none.rapporteur cannot be read: it is no longer there.'],
  ['another kind of file', ['picture.png'], 'picture.png is nothing that can be taken in.'],
  ['another corpus', ['other.jsonl'], 'other.jsonl is of another corpus'],
  ['nobody', ['other.jsonl', '--as', 'Nobody Known'], 'For somebody new, give an id'],
  ['no file', [], 'FILE is missing.'],
])('refuses %s and writes nothing', async (_, args, message) => {
  await writeFile(join(home, 'picture.png'), '\x89PNG');
  await cli('export', theirs, '--out', 'other.jsonl');
  const other = await readFile(join(home, 'other.jsonl'), 'utf8');
  await writeFile(join(home, 'other.jsonl'), other.replaceAll('one.txt', 'none.txt'));
  const before = await bytesOf(ours);
  expect(await cli('import', ours, ...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  expect(await bytesOf(ours)).toBe(before);
});
