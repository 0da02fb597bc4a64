import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import { createClock } from '#shared/changes/clock.ts';
import { added } from '#shared/changes/edits.ts';
import { type Connection, connect } from '#shared/contract/connect.ts';
import type {
  ArticleText,
  BundleRequest,
  CallResult,
  EventData,
  EventName,
  Journaled,
  Project,
} from '#shared/contract/contract.ts';
import { linkedPorts } from '#shared/contract/port.ts';
import type { Entry } from '#shared/model/article.ts';
import { groupBy } from '#shared/model/groups.ts';
import type { Kind, RecordOf } from '#shared/model/kinds.ts';
import { readingId } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import { spanWith, speakerWith } from '#shared/model/testing.ts';
import { mentionOf, quoteOf } from '#shared/text/quote.ts';
import { type App, createApp, type HostCalls } from './app.ts';
import { readBundle } from './services/exchange/bundle/read-bundle.ts';
import { workerForTests } from './services/extract/built-worker.ts';
import { openPool, type Pool } from './services/extract/pool.ts';
import { applyChange, noRecords } from './services/journal/fold.ts';
import { openJournal } from './services/journal/journal.ts';

let workerFile: string;
let pool: Pool;
let home: string;
let corpus: string;
let app: App;
const logged: string[] = [];

const emojiText = `Talks 👩‍👩‍👧‍👦 resume

🇫🇷 “We shall 😀 not yield,” said Ambassador Renée Ødegård on Monday. Her words — naïve to some — met silence.

The minister, 山田太郎, replied: ‘Pressure 𝒙 works.’ He left.
`;

beforeAll(async () => {
  workerFile = await workerForTests();
  pool = openPool({ workerFile });
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'rapporteur-app-'));
  corpus = join(home, 'corpus');
  await mkdir(join(corpus, 'a'), { recursive: true });
  await writeFile(join(corpus, 'a', 'emoji.txt'), emojiText);
  await writeFile(
    join(corpus, 'plain.txt'),
    'A plain article\n\n“Peace first,” the envoy said. “Peace first,” she said again.\n',
  );
  await writeFile(join(corpus, 'broken.txt'), Buffer.from([0, 1, 2, 3, 0, 0, 255, 0, 7]));
  app = await start();
});
afterEach(async () => {
  await app.close();
  await rm(home, { recursive: true, force: true });
});
afterAll(async () => {
  await pool.close();
  expect(logged.filter((line) => /TypeError|ReferenceError|Uncaught/.test(line))).toEqual([]);
});

const start = (options: Partial<Parameters<typeof createApp>[0]> = {}) =>
  createApp({
    dataDir: join(home, 'data'),
    workerFile,
    pool,
    version: '0.0.0',
    samples: null,
    open: corpus,
    log: (line) => logged.push(line),
    ...options,
  });

interface Window {
  connection: Connection;
  call: Connection['call'];
  events: { name: EventName; data: unknown }[];
  entries: Map<string, Entry>;
  /** The next event of this name that fits, or one that has come since `from`. */
  event<N extends EventName>(name: N, fits?: (data: EventData<N>) => boolean): Promise<EventData<N>>;
}

function openWindow(host: Partial<HostCalls> = {}): Window {
  const [near, far] = linkedPorts();
  const refuse = async () => Promise.reject(new Error('not asked for'));
  app.connect(far, {
    name: 'test',
    'host.pickFolder': refuse,
    'host.listFolder': refuse,
    'host.pickFiles': refuse,
    'host.pickSave': async ({ name }) => join(home, name),
    'host.reveal': async () => null,
    'host.openExternal': refuse,
    ...host,
  });
  const connection = connect(near, globalThis as never);
  const events: Window['events'] = [];
  const entries = new Map<string, Entry>();
  const waiting = new Set<() => void>();
  for (const name of [
    'corpus.progress',
    'corpus.entries',
    'journal.changes',
    'journal.health',
    'project.reachable',
    'exchange.progress',
    'occurrences.found',
    'host.action',
  ] as const)
    connection.on(name, (data) => {
      events.push({ name, data });
      if (name === 'corpus.entries') {
        const { entries: rows, gone } = data as EventData<'corpus.entries'>;
        for (const id of gone) entries.delete(id);
        for (const row of rows) entries.set(row.id, row);
      }
      for (const look of [...waiting]) look();
    });
  return {
    connection,
    call: connection.call,
    events,
    entries,
    event: (name, fits = () => true) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no ${name} came`)), 10_000);
        const look = () => {
          const found = events.find((one) => one.name === name && fits(one.data as never));
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found.data as never);
        };
        waiting.add(look);
        look();
      }),
  };
}

async function openCorpus(window: Window, path = corpus): Promise<Project> {
  const project = await window.call('project.open', { path });
  await window.event('corpus.progress', ({ phase }) => phase === 'done');
  return project;
}
const entryAt = (window: Window, path: string): Entry => {
  const entry = [...window.entries.values()].find((one) => one.path === path);
  if (!entry) throw new Error(`no ${path} among ${[...window.entries.values()].map((one) => one.path)}`);
  return entry;
};

const clock = createClock(Date.now);
let minted = 0;
const changeOf = (edits: Change['edits'], gesture = `g${minted}`, by = 'mk'): Change => ({
  id: `c${minted++}`,
  at: clock.tick(),
  by,
  origin: 'user',
  gesture,
  edits,
});
const add = <K extends Kind>(kind: K, record: RecordOf[K]) => changeOf([added(kind, record)]);

function spanOf(article: ArticleText, words: string, fields: Partial<Span> = {}): Span {
  const start = article.text.indexOf(words);
  if (start < 0) throw new Error(`${words} is not in the text`);
  const range = { start, end: start + words.length };
  return spanWith({
    id: `s_${minted++}`,
    article: article.id,
    textSha256: article.textSha256,
    ...range,
    quote: quoteOf(article.text, range),
    mode: 'direct',
    ...fields,
  });
}

const mention = (article: ArticleText, words: string) => {
  const start = article.text.indexOf(words);
  return mentionOf(article.text, { start, end: start + words.length });
};

/** Marks the emoji article fully, by two annotators, and the plain one. */
async function annotate(window: Window): Promise<{ emoji: ArticleText; plain: ArticleText }> {
  const emoji = await window.call('corpus.read', { id: entryAt(window, 'a/emoji.txt').id });
  const plain = await window.call('corpus.read', { id: entryAt(window, 'plain.txt').id });
  const bind = ({ id, sourceSha256, textSha256 }: ArticleText, path: string) =>
    add('article', { id, path, sourceSha256, textSha256, title: null });
  await window.call('journal.append', {
    changes: [
      bind(emoji, 'a/emoji.txt'),
      bind(plain, 'plain.txt'),
      add('annotator', { id: 'mk', name: 'Mina Kask', initials: 'MK' }),
      add('annotator', { id: 'jp', name: 'Jun Park', initials: 'JP' }),
      add('speaker', speakerWith('Renée Ødegård', { id: 'p_1', role: 'Ambassador', country: 'NO' })),
      add('target', { id: 't_1', name: 'Sanctions', aliases: [], note: null }),
      add(
        'span',
        spanOf(emoji, 'We shall 😀 not yield,', {
          speaker: 'p_1',
          mention: mention(emoji, 'Renée Ødegård'),
          cue: mention(emoji, 'said'),
          stances: [{ target: 't_1', value: 'oppose' }],
        }),
      ),
      add('span', spanOf(emoji, 'Pressure 𝒙 works.')),
      add('span', spanOf(emoji, '🇫🇷 “We shall 😀 not yield,” said', { annotator: 'jp' })),
      add('span', spanOf(plain, 'Peace first,')),
      add('reading', {
        id: readingId(plain.id, 'mk'),
        article: plain.id,
        annotator: 'mk',
        status: 'done',
        updatedAt: '2026-11-22T08:00:00.000Z',
      }),
    ],
  });
  return { emoji, plain };
}

const request = {
  format: 'jsonl',
  per: 'article',
  annotators: null,
  offsets: 'codepoint',
  articles: null,
  unannotated: false,
} as const;

async function exportTo(window: Window, options: object = {}) {
  const path = (await window.call('host.pickSave', { name: 'out.jsonl', path: null })) as string;
  const result = await window.call('exchange.export', { ...request, path, ...options });
  const text = await readFile(path, 'utf8');
  return {
    result,
    path,
    lines: text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
    text,
  };
}

it('a report goes where somebody chose, and is printed only where the host can', async () => {
  const window = openWindow({ printPdf: async () => new Uint8Array([37, 80, 68, 70]) });
  const html = '<!doctype html><title>Report</title>';
  const report = { path: join(home, 'report.html'), format: 'html' as const, html };
  await expect(window.call('exchange.report', report)).rejects.toMatchObject({ code: 'no-permission' });
  const path = (await window.call('host.pickSave', { name: 'report.html', path: null })) as string;
  expect(await window.call('exchange.report', { ...report, path })).toEqual({ path, bytes: html.length });
  expect(await readFile(path, 'utf8')).toBe(html);
  expect(await window.call('host.reveal', { path })).toBeNull();
  expect(await window.call('exchange.report', { ...report, path, format: 'pdf' })).toEqual({ path, bytes: 4 });
  await expect(openWindow().call('exchange.report', { ...report, path, format: 'pdf' })).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('Save the report as HTML'),
  });
});

describe('a folder', () => {
  it('opens, lists, reads, and says why a file cannot be read', async () => {
    const window = openWindow();
    expect(await window.call('host.info')).toEqual({
      host: 'test',
      version: '0.0.0',
      platform: process.platform,
      open: corpus,
      import: null,
      samples: null,
    });
    const project = await openCorpus(window);
    expect(project).toMatchObject({ name: 'corpus', path: corpus, readOnly: false, notices: [], positions: {} });
    expect([...window.entries.values()].map(({ path }) => path).sort()).toEqual([
      'a/emoji.txt',
      'broken.txt',
      'plain.txt',
    ]);
    expect(entryAt(window, 'broken.txt').failure).toMatchObject({ message: expect.any(String) });
    const article = await window.call('corpus.read', { id: entryAt(window, 'a/emoji.txt').id });
    expect(article.text).toContain('We shall 😀 not yield');
    expect((await app.settings.current).recent.map(({ path }) => path)).toEqual([corpus]);
  });

  it('has the same id when it is moved, and another when it is copied', async () => {
    const window = openWindow();
    const { id } = await openCorpus(window);
    await window.call('project.close');
    const moved = join(home, 'moved');
    await rename(corpus, moved);
    app.allow(moved);
    expect((await window.call('project.open', { path: moved })).id).toBe(id);
    execFileSync('cp', ['-r', moved, corpus]);
    expect((await window.call('project.open', { path: corpus })).id).not.toBe(id);
    expect((await window.call('project.open', { path: moved })).id).toBe(id);
  });

  it('opens only when a person chose it', async () => {
    const window = openWindow({ 'host.pickFolder': async () => join(home, 'other') });
    await mkdir(join(home, 'other'));
    await expect(window.call('project.open', { path: join(home, 'other') })).rejects.toMatchObject({
      code: 'no-permission',
    });
    await window.call('host.pickFolder', { title: 'Open' });
    expect(await window.call('project.open', { path: join(home, 'other') })).toMatchObject({ name: 'other' });
    await expect(
      window.call('exchange.export', { ...request, path: join(home, 'elsewhere.jsonl') }),
    ).rejects.toMatchObject({ code: 'no-permission' });
    await expect(window.call('host.reveal', { path: '/etc/passwd' })).rejects.toMatchObject({ code: 'no-permission' });
  });

  it.each([
    ['is not there', 'gone', 'not-found'],
    ['is a file', 'corpus/plain.txt', 'not-a-folder'],
  ])('that %s is refused in words, and the open one stays open', async (_, name, code) => {
    const window = openWindow();
    await openCorpus(window);
    app.allow(join(home, name));
    await expect(window.call('project.open', { path: join(home, name) })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(name),
    });
    await window.call('corpus.rescan');
  });

  it('is searched for words; another search of the window, and cancelling, end the one before', async () => {
    const window = openWindow();
    const search = { phrases: ['the'], wholeWords: true, foldCase: true, statements: false, first: null };
    await expect(window.call('occurrences.find', { ...search, id: '0' })).rejects.toMatchObject({ code: 'not-open' });
    await openCorpus(window);
    const first = window.call('occurrences.find', { ...search, id: '1' });
    const second = window.call('occurrences.find', { ...search, id: '2' });
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    const { articles, places, complete } = await second;
    expect(complete).toBe(true);
    expect(places).toBeGreaterThan(0);
    const last = await window.event('occurrences.found', ({ search, done }) => search === '2' && done === articles);
    expect(last.total).toBe(articles);
    const third = window.call('occurrences.find', { ...search, id: '3' });
    await window.call('occurrences.cancel');
    await expect(third).rejects.toMatchObject({ code: 'cancelled' });
    await expect(window.call('occurrences.find', { ...search, id: '4', phrases: [] })).rejects.toMatchObject({
      code: 'bad-arguments',
    });
  });

  it('answers not-open before one is', async () => {
    await expect(openWindow().call('journal.since', { positions: {} })).rejects.toMatchObject({ code: 'not-open' });
  });

  it('of a newer version is shown and exported, and nothing in it is written', async () => {
    await openCorpus(openWindow());
    await app.close();
    const file = join(corpus, '.rapporteur', 'project.json');
    const content = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...content, minWriter: 2 }));
    const before = await readdir(corpus, { recursive: true });
    app = await start();
    const window = openWindow();
    const project = await openCorpus(window);
    expect(project).toMatchObject({ id: content.id, readOnly: true, notices: [{ code: 'newer-format' }] });
    await expect(
      window.call('journal.append', { changes: [add('target', { id: 't', name: 'x', aliases: [], note: null })] }),
    ).rejects.toMatchObject({ code: 'read-only' });
    expect((await exportTo(window, { unannotated: true })).result.articles).toBe(2);
    await app.close();
    expect(await readdir(corpus, { recursive: true })).toEqual(before);
  });

  it('with a damaged project file keeps its id', async () => {
    const { id } = await openCorpus(openWindow());
    await app.close();
    const file = join(corpus, '.rapporteur', 'project.json');
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, -20));
    app = await start();
    const project = await openCorpus(openWindow());
    expect(project).toMatchObject({ id, notices: [{ code: 'index-damaged' }] });
    expect((await readdir(join(corpus, '.rapporteur'))).some((name) => name.startsWith('project.damaged-'))).toBe(true);
  });

  it('that cannot be written is annotated with the journal elsewhere, also when it is opened again', async () => {
    await writeFile(join(corpus, '.rapporteur'), 'a file where the folder would be');
    const window = openWindow();
    const project = await openCorpus(window);
    expect(project).toMatchObject({ readOnly: false, notices: [{ code: 'journal-elsewhere' }] });
    expect(project.journalPath.startsWith(join(home, 'data', 'journals'))).toBe(true);
    await annotate(window);
    await window.call('project.close');
    const again = await window.call('project.open', { path: corpus });
    expect(again.id).toBe(project.id);
    expect(Object.values(again.positions)).toEqual([11]);

    await window.call('project.close');
    await mkdir(join(home, 'chosen'));
    app.allow(join(home, 'chosen'));
    const chosen = await window.call('project.open', { path: corpus, journalPath: join(home, 'chosen') });
    expect(chosen.journalPath.startsWith(join(home, 'chosen'))).toBe(true);
    expect((await window.call('journal.snapshot', { cursor: null })).total).toBe(12);
    await window.call('project.close');
    expect((await window.call('project.open', { path: corpus })).journalPath).toBe(chosen.journalPath);

    await window.call('project.close');
    await unlink(join(corpus, '.rapporteur'));
    await app.settings.change({ journalPlace: { root: corpus, place: null } });
    const writable = await window.call('project.open', { path: corpus });
    expect(writable).toMatchObject({ id: project.id, journalPath: join(corpus, '.rapporteur', 'journal') });
    expect((await window.call('journal.snapshot', { cursor: null })).total).toBe(12);
  });
});

it.skipIf(!mountable())('a folder on a write-protected disk is annotated, with what others wrote in it', async () => {
  await openCorpus(openWindow());
  await app.close();
  const file = join(corpus, '.rapporteur', 'journal', 'jp-1.jsonl');
  const colleague = await openJournal({
    folder: join(corpus, '.rapporteur', 'journal'),
    writer: 'jp-1',
    annotator: { id: 'jp', name: 'Jun Park', initials: 'JP' },
    now: Date.now,
  });
  await colleague.append([add('target', { id: 't_jp', name: 'Peace', aliases: [], note: null })]);
  await colleague.close();
  const theirs = await readFile(file, 'utf8');
  execFileSync('mount', ['--bind', corpus, corpus]);
  try {
    execFileSync('mount', ['-o', 'remount,bind,ro', corpus]);
    app = await start();
    const window = openWindow();
    const project = await openCorpus(window);
    expect(project).toMatchObject({ readOnly: false, notices: [{ code: 'journal-elsewhere' }] });
    expect(project.positions).toEqual({ 'jp-1': 1 });
    await annotate(window);
    expect((await window.call('journal.snapshot', { cursor: null })).total).toBe(13);
    await app.close();
    app = await start();
    const again = await openCorpus(openWindow());
    expect(again.positions).toEqual({ 'jp-1': 1, [project.writer]: 11 });
    await app.close();
  } finally {
    execFileSync('umount', [corpus]);
  }
  expect(await readFile(file, 'utf8')).toBe(theirs);
});

describe('changes', () => {
  it('are there in since and snapshot after everything was closed', async () => {
    const window = openWindow();
    await openCorpus(window);
    await annotate(window);
    await app.close();
    app = await start();
    const again = openWindow();
    const project = await openCorpus(again);
    expect(project.positions).toEqual({ [project.writer]: 11 });
    const { changes, more } = await again.call('journal.since', { positions: { [project.writer]: 8 } });
    expect(changes.map(({ n }) => n)).toEqual([9, 10, 11]);
    expect(more).toBe(false);
    const snapshot = await again.call('journal.snapshot', { cursor: null });
    expect(snapshot).toMatchObject({ total: 12, cursor: null, positions: project.positions });
    expect(snapshot.history).toEqual([]);
  });

  it('come back page by page', async () => {
    const window = openWindow();
    const { annotator } = await openCorpus(window);
    for (let i = 0; i < 25; i++)
      await window.call('journal.append', {
        changes: Array.from({ length: 100 }, () => {
          const id = `t_${minted}`;
          return changeOf([added('target', { id, name: id, aliases: [], note: null })], `g${i}`, annotator.id);
        }),
      });
    const records = new Set<string>();
    let cursor: string | null = null;
    let pages = 0;
    let history = 0;
    do {
      const page: Awaited<ReturnType<typeof load>> = await load(cursor);
      for (const { record } of page.records) records.add((record as { id: string }).id);
      history = page.history.length;
      cursor = page.cursor;
      pages++;
    } while (cursor !== null);
    expect([records.size, pages, history]).toEqual([2501, 3, 2500]);
    await expect(window.call('journal.snapshot', { cursor: 'old:1000' })).rejects.toMatchObject({ code: 'not-found' });

    async function load(from: string | null) {
      return window.call('journal.snapshot', { cursor: from });
    }
  });

  it('of one window reach the others of the folder, and only those', async () => {
    const [one, two, elsewhere] = [openWindow(), openWindow(), openWindow()];
    await mkdir(join(home, 'other'));
    app.allow(join(home, 'other'));
    await openCorpus(one);
    await openCorpus(two);
    await openCorpus(elsewhere, join(home, 'other'));
    expect(two.entries).toEqual(one.entries);
    const change = add('target', { id: 't_9', name: 'Peace', aliases: [], note: null });
    const { acks } = await one.call('journal.append', { changes: [change] });
    const { changes } = await two.event('journal.changes');
    expect(changes).toEqual([{ writer: acks[0]?.writer, n: 1, change }]);
    await one.call('journal.append', { changes: [change] });
    await two.call('settings.read');
    expect(two.events.filter(({ name }) => name === 'journal.changes')).toHaveLength(1);
    for (const window of [one, elsewhere])
      expect(window.events.filter(({ name }) => name === 'journal.changes')).toEqual([]);
  });

  it('of another writer are told to open windows by themselves, and at once when the folder is opened once more', async () => {
    const one = openWindow();
    await openCorpus(one);
    const second = await createApp({
      dataDir: join(home, 'data-2'),
      workerFile,
      pool,
      version: '0',
      samples: null,
      open: corpus,
      log: () => {},
    });
    const first = app;
    app = second;
    const colleague = openWindow();
    await openCorpus(colleague);
    await annotate(colleague);
    await second.close();
    app = first;
    const { changes } = await one.event('journal.changes', ({ changes }) => changes.at(-1)?.n === 11);
    const { writer } = changes[0] as Journaled;
    const file = join(corpus, '.rapporteur', 'journal', `${writer}.jsonl`);
    await rename(file, join(home, 'aside'));
    await writeFile(file.replace(writer, `${writer}-copy`), await readFile(join(home, 'aside')));
    const two = openWindow();
    const { positions } = await openCorpus(two);
    expect(positions).toMatchObject({ [writer]: 11, [`${writer}-copy`]: 11 });
    expect(
      one.events.flatMap(({ name, data }) =>
        name === 'journal.changes' ? (data as { changes: Journaled[] }).changes : [],
      ),
    ).toHaveLength(11);
  });

  it('of one record are told as its history, and those that met unseen as conflicts', async () => {
    const window = openWindow();
    const { annotator } = await openCorpus(window);
    const target = { id: 't_9', name: 'Peace', aliases: [], note: null };
    const rename = (name: string) =>
      changeOf([{ kind: 'target', id: 't_9', before: { name: 'Peace' }, after: { name } }], 'g', annotator.id);
    const changes = [add('target', target), rename('Truce'), rename('Armistice')];
    await window.call('journal.append', { changes });
    const { entries } = await window.call('journal.history', { kind: 'target', id: 't_9' });
    expect(entries.map(({ change, after }) => [change, (after as { name: string }).name])).toEqual(
      changes.map(({ id }, i) => [id, ['Peace', 'Truce', 'Armistice'][i]]),
    );
    const { conflicts } = await window.call('journal.conflicts');
    expect(conflicts).toMatchObject([
      { id: `field:target:t_9:name:${changes[1]?.id}`, holds: { value: 'Armistice' }, lost: { value: 'Truce' } },
    ]);
  });

  it('are refused when they are no changes', async () => {
    const window = openWindow();
    await openCorpus(window);
    await expect(window.call('journal.append', { changes: [{ id: 'x' } as never] })).rejects.toMatchObject({
      code: 'bad-arguments',
    });
  });
});

describe('an export', () => {
  it('of articles holds what was marked, in the stated unit, and says what was checked', async () => {
    const window = openWindow();
    await openCorpus(window);
    await annotate(window);
    const { result, lines } = await exportTo(window);
    expect(result).toMatchObject({ lines: 2, articles: 2, spans: 4, checked: { articles: 2, spans: 4 }, left: [] });
    expect(lines.map(({ source, status }) => [source.path, status])).toEqual([
      ['a/emoji.txt', 'in-progress'],
      ['plain.txt', 'done'],
    ]);
    for (const { text, spans } of lines)
      for (const { start, end, text: words } of spans) expect(Array.from(text).slice(start, end).join('')).toBe(words);
    const [quote] = lines[0].spans.filter((span: { speaker: unknown }) => span.speaker);
    expect(quote).toMatchObject({
      text: 'We shall 😀 not yield,',
      speaker: { name: 'Renée Ødegård', mention: { text: 'Renée Ødegård' } },
      cue: { text: 'said' },
      stances: [{ target: { name: 'Sanctions' }, value: 'oppose', score: -1 }],
    });
    expect(await window.event('exchange.progress', ({ phase }) => phase === 'checking')).toMatchObject({ done: 2 });
    await window.call('host.reveal', { path: result.path });
  });

  it.skipIf(!python())('holds in Python for every span: text[start:end] == span["text"]', async () => {
    const window = openWindow();
    await openCorpus(window);
    await annotate(window);
    const { path } = await exportTo(window);
    const program = `
import json, sys
n = 0
for line in open(sys.argv[1], encoding="utf-8"):
    a = json.loads(line)
    for s in a["spans"]:
        for r in [s, s["cue"], s["speaker"] and s["speaker"]["mention"]]:
            if r:
                assert a["text"][r["start"]:r["end"]] == r["text"], r
                n += 1
print(n)`;
    expect(execFileSync('python3', ['-c', program, path], { encoding: 'utf8' }).trim()).toBe('6');
  });

  it('gives the same bytes again, and differs only where the unit does', async () => {
    const window = openWindow();
    await openCorpus(window);
    await annotate(window);
    const first = (await exportTo(window)).text;
    expect((await exportTo(window)).text).toBe(first);
    const utf16 = (await exportTo(window, { offsets: 'utf16' })).lines[0];
    for (const { start, end, text } of utf16.spans) expect(utf16.text.slice(start, end)).toBe(text);
    const byte = (await exportTo(window, { offsets: 'byte' })).lines[0];
    for (const { start, end, text } of byte.spans)
      expect(Buffer.from(byte.text).subarray(start, end).toString()).toBe(text);
  });

  it('of statements has one line each', async () => {
    const window = openWindow();
    await openCorpus(window);
    await annotate(window);
    const { result, lines } = await exportTo(window, { per: 'statement' });
    expect(result).toMatchObject({ lines: 4, articles: 2, spans: 4, checked: { articles: 2, spans: 4 } });
    expect(lines.map(({ text }) => text)).toEqual([
      '🇫🇷 “We shall 😀 not yield,” said',
      'We shall 😀 not yield,',
      'Pressure 𝒙 works.',
      'Peace first,',
    ]);
  });

  it('takes in the chosen annotators, articles, and the unannotated when asked', async () => {
    const window = openWindow();
    await openCorpus(window);
    const { emoji } = await annotate(window);
    expect((await exportTo(window, { annotators: ['jp'] })).result).toMatchObject({ articles: 1, spans: 1 });
    expect((await exportTo(window, { annotators: ['nobody'] })).result).toMatchObject({
      articles: 0,
      spans: 0,
      lines: 0,
    });
    expect((await exportTo(window, { annotators: ['jp'], unannotated: true })).result).toMatchObject({
      articles: 2,
      spans: 1,
    });
    expect((await exportTo(window, { articles: [emoji.id] })).result).toMatchObject({ articles: 1, spans: 3 });
  });

  it('follows a text that was changed, and names the spans that are gone', async () => {
    const window = openWindow();
    await openCorpus(window);
    await annotate(window);
    await writeFile(
      join(corpus, 'a', 'emoji.txt'),
      `A new first line 😀.\n\n${emojiText.replace('Pressure 𝒙 works', 'Nothing works')}`,
    );
    await window.call('corpus.rescan');
    const { result, lines } = await exportTo(window);
    expect(result).toMatchObject({ articles: 2, spans: 3 });
    expect(result.left).toEqual([{ what: expect.stringContaining('Pressure 𝒙 works'), reason: expect.any(String) }]);
    const [article] = lines;
    for (const { start, end, text, cue } of article.spans) {
      expect(Array.from(article.text).slice(start, end).join('')).toBe(text);
      if (cue) expect(Array.from(article.text).slice(cue.start, cue.end).join('')).toBe(cue.text);
    }
    await rm(join(corpus, 'plain.txt'));
    await window.call('corpus.rescan');
    const { left } = (await exportTo(window)).result;
    expect(left).toContainEqual({
      what: 'plain.txt and its 1 span',
      reason: 'The file is not in the folder any more.',
    });
  });

  it('that fails leaves what stood there before, and nothing else', async () => {
    const window = openWindow();
    await openCorpus(window);
    await annotate(window);
    const { path, text } = await exportTo(window);
    const call = window.call('exchange.export', { ...request, path });
    await window.call('exchange.cancel');
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readFile(path, 'utf8')).toBe(text);
    await mkdir(join(home, 'folder.jsonl'));
    app.allow(join(home, 'folder.jsonl'));
    app.allow(join(home, 'gone', 'out.jsonl'));
    await expect(
      window.call('exchange.export', { ...request, path: join(home, 'folder.jsonl') }),
    ).rejects.toMatchObject({ code: 'unsupported' });
    await expect(
      window.call('exchange.export', { ...request, path: join(home, 'gone', 'out.jsonl') }),
    ).rejects.toMatchObject({ code: 'folder-gone' });
    expect((await readdir(home)).filter((name) => name.includes('unfinished') || name.includes('tmp'))).toEqual([]);
  });
});

describe('a bundle', () => {
  const send = async (window: Window, options: Partial<BundleRequest> = {}) => {
    const path = (await window.call('host.pickSave', { name: 'out.rapporteur', path: null })) as string;
    const whole = { articles: null, annotators: null, sinceLast: false, texts: true };
    const result = await window.call('exchange.bundle', { path, ...whole, ...options });
    const incoming = await readBundle(path);
    await incoming.close();
    return { result, path, incoming };
  };
  const fold = (changes: readonly Change[]) => {
    const records = noRecords();
    for (const change of changes) applyChange(records, change);
    return { words: [...records.span.values()].map(({ quote }) => quote.exact), readings: [...records.reading.keys()] };
  };

  it('of everything holds every change, each article’s own bytes, and is noted for all windows', async () => {
    const window = openWindow();
    const other = openWindow();
    const { id, name } = await openCorpus(window);
    await openCorpus(other);
    await annotate(window);
    const { changes } = await window.call('journal.since', { positions: {} });
    const { result, path, incoming } = await send(window);
    expect(result).toMatchObject({
      ...{ path, articles: 2, records: { article: 2, span: 4, speaker: 1, target: 1, reading: 1, annotator: 2 } },
      left: [],
    });
    expect(result.annotators.map(({ id }) => id)).toEqual(['jp', 'mk']);
    expect(incoming.changes).toEqual(changes.map(({ change }) => change));
    expect(incoming).toMatchObject({ id: result.id, corpus: { id, name }, by: { name: expect.any(String) } });
    const texts = new Map([...incoming.files.values()].map((file) => [file.path, file.sha256]));
    const bytes = await readFile(join(corpus, 'a', 'emoji.txt'));
    expect(texts.get('a/emoji.txt')).toBe(createHash('sha256').update(bytes).digest('hex'));
    for (const each of [window, other]) {
      const { changes } = await each.event('journal.changes', (told) => told.changes[0]?.change.origin === 'import');
      expect(changes).toMatchObject([
        { change: { edits: [{ kind: 'transfer', id: result.id, after: { direction: 'sent' } }] } },
      ]);
    }
    expect(await window.event('exchange.progress', ({ phase }) => phase === 'checking')).toBeDefined();
    await window.call('host.reveal', { path });
  });

  it('holds one annotator’s work, one article’s, or what is new since the last', async () => {
    const window = openWindow();
    await openCorpus(window);
    const { emoji, plain } = await annotate(window);
    await send(window);
    const jun = await send(window, { annotators: ['jp'] });
    expect(fold(jun.incoming.changes)).toEqual({ words: ['🇫🇷 “We shall 😀 not yield,” said'], readings: [] });
    const one = await send(window, { articles: [plain.id], texts: false });
    expect(fold(one.incoming.changes)).toEqual({ words: ['Peace first,'], readings: [readingId(plain.id, 'mk')] });
    expect(one.incoming.articles.map(({ id }) => id)).toEqual([plain.id]);
    expect(one.incoming.files.size).toBe(0);
    await expect(send(window, { sinceLast: true })).rejects.toMatchObject({ code: 'not-found' });
    const span = spanOf(emoji, 'He left.', { annotator: 'jp' });
    await window.call('journal.append', { changes: [add('span', span)] });
    const since = await send(window, { sinceLast: true });
    expect(fold(since.incoming.changes)).toEqual({ words: ['He left.'], readings: [] });
    expect([...since.incoming.files.keys()]).toEqual([emoji.id]);
  });

  it('is written only where a person chose, one at a time, and can be stopped', async () => {
    const window = openWindow();
    await openCorpus(window);
    await annotate(window);
    const whole = { articles: null, annotators: null, sinceLast: false, texts: true };
    const elsewhere = window.call('exchange.bundle', { path: join(home, 'elsewhere.rapporteur'), ...whole });
    await expect(elsewhere).rejects.toMatchObject({ code: 'no-permission' });
    const path = (await window.call('host.pickSave', { name: 'out.rapporteur', path: null })) as string;
    const first = window.call('exchange.bundle', { path, ...whole });
    const second = window.call('exchange.export', { ...request, path });
    await window.call('exchange.cancel');
    await expect(second).rejects.toMatchObject({ code: 'unsupported' });
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect((await readdir(home)).filter((name) => name.includes('out.rapporteur'))).toEqual([]);
  });
});

describe('what a colleague sends', () => {
  it('is previewed, taken in and told to all windows, the asking one too; its articles are in the folder', async () => {
    const theirs = openWindow({ open: corpus });
    await openCorpus(theirs);
    await annotate(theirs);
    const path = (await theirs.call('host.pickSave', { name: 'kim.rapporteur', path: null })) as string;
    const whole = { articles: null, annotators: null, sinceLast: false, texts: true };
    await theirs.call('exchange.bundle', { path, ...whole });
    const { records } = readSnapshot(await theirs.call('journal.snapshot', { cursor: null }));

    const own = join(home, 'own');
    await mkdir(own);
    await writeFile(join(own, 'renamed.txt'), emojiText);
    const host = { 'host.pickFolder': async () => own, 'host.pickFiles': async () => [path] };
    const [window, other] = [openWindow(host), openWindow(host)];
    for (const each of [window, other]) {
      await each.call('host.pickFolder', { title: '' });
      await openCorpus(each, own);
    }
    await expect(other.call('exchange.preview', { paths: [join(home, 'x')], as: null })).rejects.toMatchObject({
      code: 'no-permission',
    });
    const picked = (await window.call('host.pickFiles', { title: '', name: '', endings: ['x'] })) as string[];
    const preview = await window.call('exchange.preview', { paths: picked, as: null });
    expect(preview.articles.map(({ path, state }) => [path, state]).sort()).toEqual([
      ['plain.txt', 'brought'],
      ['renamed.txt', 'same'],
    ]);
    const result = await window.call('exchange.accept', {
      ...{ preview: preview.id, annotators: null, texts: true, mapping: [] },
    });
    expect(result).toMatchObject({ counts: preview.counts, articles: 1, left: [] });
    const snapshot = readSnapshot(await window.call('journal.snapshot', { cursor: null }));
    expect(snapshot.records.span).toEqual(records.span);
    expect(snapshot.records.speaker).toEqual(records.speaker);
    for (const each of [window, other]) {
      const told = each.events.flatMap(({ name, data }) =>
        name === 'journal.changes' ? (data as EventData<'journal.changes'>).changes : [],
      );
      // Besides the changes: where the new article is, and that the bundle was received.
      const own = told.filter(({ change }) => change.edits[0]?.kind === 'transfer');
      expect(own).toHaveLength(1);
      expect(told.filter(({ change }) => change.origin === 'import')).toHaveLength(told.length);
      expect(told.map(({ n }) => n)).toEqual(told.map((_, i) => i + 1));
      expect(told.length).toBeGreaterThanOrEqual(result.changes);
      await each.event('corpus.entries', ({ entries }) => entries.some((entry) => entry.path === 'plain.txt'));
    }
    const brought = await window.call('corpus.read', { id: entryAt(window, 'plain.txt').id });
    expect(snapshot.records.span?.some(({ article }) => article === brought.id)).toBe(true);
    const again = await window.call('exchange.preview', { paths: picked, as: null });
    expect(again.items).toEqual([]);
    await window.call('exchange.discard', null);
    await expect(
      window.call('exchange.accept', { preview: again.id, annotators: null, texts: true, mapping: [] }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  /** Records by kind, each sorted by id. */
  function readSnapshot({ records }: CallResult<'journal.snapshot'>) {
    const byKind = Object.fromEntries(
      [...groupBy(records, ({ kind }) => kind)].map(([kind, rows]) => [
        kind,
        rows.map(({ record }) => record as { id: string; article?: string }).sort((a, b) => (a.id < b.id ? -1 : 1)),
      ]),
    );
    return { records: byKind };
  }
});

describe('the app', () => {
  it('copies the samples once, annotations and all, and never overwrites them', async () => {
    const samples = join(home, 'samples');
    await mkdir(join(samples, '.rapporteur', 'journal'), { recursive: true });
    await writeFile(join(samples, 'one.txt'), 'One.');
    await writeFile(join(samples, '.rapporteur', 'journal', 'x.lock'), '{}');
    await app.close();
    app = await start({ samples, open: null });
    const info = await openWindow().call('host.info');
    expect(info).toMatchObject({ samples: join(home, 'data', 'Sample corpus'), open: null });
    expect(await readdir(join(info.samples as string, '.rapporteur', 'journal'))).toEqual([]);
    await writeFile(join(info.samples as string, 'one.txt'), 'Mine.');
    await app.close();
    app = await start({ samples, open: null });
    expect(await readFile(join(info.samples as string, 'one.txt'), 'utf8')).toBe('Mine.');
  });

  it('asks the window used last to open a folder that comes from outside', async () => {
    const [one, two] = [openWindow(), openWindow()];
    await two.call('settings.read');
    await new Promise((resolve) => setTimeout(resolve, 5));
    await one.call('settings.read');
    expect(app.openProject('somewhere/../else')).toBe(join(process.cwd(), 'else'));
    expect(await one.event('host.action')).toEqual({ action: 'open-folder', path: join(process.cwd(), 'else') });
    expect(two.events).toEqual([]);
  });

  it('writes what was sent before it closes', async () => {
    const window = openWindow();
    const { journalPath, writer } = await openCorpus(window);
    for (let i = 0; i < 20; i++) {
      const id = `t_${minted}`;
      // Not answered any more: the window is closed first, but what it sent is kept.
      window
        .call('journal.append', { changes: [add('target', { id, name: id, aliases: [], note: null })] })
        .catch(() => {});
    }
    await window.call('settings.read');
    await app.close();
    const lines = (await readFile(join(journalPath, `${writer}.jsonl`), 'utf8')).split('\n').length - 2;
    expect(lines).toBe(20);
    expect(existsSync(join(journalPath, `${writer}.lock`))).toBe(false);
  });

  it('keeps changed settings', async () => {
    const window = openWindow();
    const { annotator } = await window.call('settings.read');
    await window.call('settings.change', { theme: 'dark', annotator: { name: 'Mina Kask', initials: 'MK' } });
    await app.close();
    app = await start();
    expect(await openWindow().call('settings.read')).toMatchObject({
      theme: 'dark',
      annotator: { id: annotator.id, name: 'Mina Kask' },
    });
  });
});

function mountable(): boolean {
  const at = mkdtempSync(join(tmpdir(), 'rapporteur-mount-'));
  try {
    execFileSync('mount', ['--bind', at, at], { stdio: 'ignore' });
    execFileSync('umount', [at]);
    return true;
  } catch {
    console.warn('Skipped: a write-protected disk, because nothing can be mounted here (not root?).');
    return false;
  } finally {
    rmdirSync(at);
  }
}

function python(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('Skipped: the check of exports in Python, because there is no python3 here.');
    return false;
  }
}
