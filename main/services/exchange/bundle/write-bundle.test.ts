import { appendFileSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import { added, changed } from '#shared/changes/edits.ts';
import type { BundleRequest, EventData, HistoryEntry, Journaled } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { type Article, type Entry, noMeta } from '#shared/model/article.ts';
import type { Kind } from '#shared/model/kinds.ts';
import { spanWith, speakerWith } from '#shared/model/testing.ts';
import { anyWellFormedText } from '#shared/text/arbitrary-text.ts';
import { sha256 } from '../../files/hash.ts';
import { writeProjectFile } from '../../project/project-file.ts';
import { readBundle } from './read-bundle.ts';
import { sendBundle } from './send-bundle.ts';
import { type BundleOptions, writeBundle } from './write-bundle.ts';

const mina = { id: 'mk', name: 'Mina Kask', initials: 'MK' };
const jonas = { id: 'jw', name: 'Jonas Weber', initials: 'JW' };
const texts = { '2024/one.txt': 'Talks 😀 resume\r\n\r\n“We wait 🇫🇷”', 'two.txt': '\ufeffשלום\u00a0漢字 e\u0301\n' };
const idOf = (path: string) => `a_${sha256(path).slice(0, 20)}`;
const [one, two] = ['2024/one.txt', 'two.txt'].map(idOf) as [string, string];

let home: string;
let root: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'rapporteur-bundle-'));
  root = join(home, 'corpus');
  await mkdir(join(root, '2024'), { recursive: true });
  for (const [path, text] of Object.entries(texts)) await writeFile(join(root, path), text);
  await writeProjectFile(root, 'f_1', new Date(0));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const entryOf = (path: string, fields: Partial<Entry> = {}): Entry => ({
  ...{ id: idOf(path), path, bytes: 1, sourceSha256: sha256(texts[path as keyof typeof texts] ?? ''), length: 1 },
  ...{ textSha256: sha256(`text of ${path}`), meta: noMeta, duplicateOf: null, failure: null, notices: [] },
  ...fields,
});
const articleOf = (path: string): Article => ({
  ...{ id: idOf(path), path, title: null, sourceSha256: 'as it was', textSha256: 'as it was' },
});
const change = (n: number, by: string, edits: Change['edits']): Change => ({
  ...{ id: `c_${n}`, at: `2026-11-22T08:00:00.000Z+${n.toString(36).padStart(4, '0')}`, by, origin: 'user' },
  ...{ gesture: `g_${n}`, edits },
});
const span = (id: string, article: string, annotator: string) =>
  added('span', spanWith({ id, article, annotator, note: '“😀” שלום' }));
const history = [
  change(1, 'mk', [added('article', articleOf('2024/one.txt')), span('s_1', one, 'mk')]),
  change(2, 'jw', [added('speaker', speakerWith('山田')), span('s_2', one, 'jw'), span('s_3', two, 'jw')]),
  change(3, 'mk', [changed('span', spanWith({ id: 's_2', annotator: 'jw' }), { note: 'by another' })!]),
];

function optionsFor(request: Partial<BundleRequest> = {}, more: Partial<BundleOptions> = {}, changes = history) {
  const lines = changes.map((one, i): Journaled => ({ writer: 'mk-1', n: i + 1, change: one }));
  const options: BundleOptions = {
    request: {
      ...{ path: join(home, 'x.rapporteur'), articles: null, annotators: null, sinceLast: false, texts: true },
      ...request,
    },
    journal: {
      async *changes() {
        yield* lines;
      },
      positions: () => ({ 'mk-1': lines.length }),
      articles: () => new Map([[one, articleOf('2024/one.txt')]]),
      annotators: () => [mina, jonas],
    },
    corpus: { entries: () => [entryOf('two.txt'), entryOf('2024/one.txt')] },
    ...{ root, by: mina, app: '1.2.3', now: () => Date.UTC(2026, 10, 22, 9) },
    ...more,
  };
  return options;
}

async function readBack(path = join(home, 'x.rapporteur')) {
  const incoming = await readBundle(path);
  const files = new Map<string, string>();
  for (const [id, file] of incoming.files) files.set(id, (await file.read()).toString());
  await incoming.close();
  return { ...incoming, files };
}

describe('a bundle', () => {
  it('of everything comes back as it went in, with the files of the articles', async () => {
    const progress: EventData<'exchange.progress'>[] = [];
    const { result, sent } = await writeBundle(optionsFor({}, { onProgress: (one) => progress.push(one) }));
    expect(result).toMatchObject({
      ...{ changes: 3, articles: 2, records: { article: 1, span: 3, speaker: 1 }, annotators: [jonas, mina], left: [] },
      ...{ id: expect.stringMatching(/^b_[0-9a-f]{20}$/), bytes: (await readFile(join(home, 'x.rapporteur'))).length },
    });
    expect(sent).toEqual({
      ...{ id: result.id, direction: 'sent', file: 'x.rapporteur', annotators: ['jw', 'mk'], annotator: 'mk' },
      ...{ positions: { 'mk-1': 3 }, at: '2026-11-22T09:00:00.000Z' },
    });
    const back = await readBack();
    expect(back.changes).toEqual(history);
    expect(back.files).toEqual(
      new Map([
        [one, texts['2024/one.txt']],
        [two, texts['two.txt']],
      ]),
    );
    expect(back).toMatchObject({
      id: result.id,
      by: mina,
      corpus: { id: 'f_1', name: 'corpus' },
      annotators: [jonas, mina],
      notices: [],
    });
    expect(back.articles.map(({ path }) => path)).toEqual(['2024/one.txt', 'two.txt']);
    expect(new Set(progress.map(({ phase }) => phase))).toEqual(new Set(['writing', 'checking']));
    expect(await readdir(home)).toEqual(['corpus', 'x.rapporteur']);
  });

  it('of any changes comes back as they were', { timeout: 20_000 }, async () => {
    const anyChanges = fc
      .array(
        fc.record({ note: anyWellFormedText, by: fc.constantFrom('mk', 'jw'), more: fc.jsonValue({ maxDepth: 2 }) }),
      )
      .map((drafts) =>
        drafts.map(({ note, by, more }, i) => {
          const record = { ...spanWith({ id: `s_${i}`, note, annotator: by }), more: JSON.parse(JSON.stringify(more)) };
          return change(i, by, [
            added('span', record),
            { kind: 'later', id: note.slice(0, 9) || 'x', after: {} } as never,
          ]);
        }),
      );
    await fc.assert(
      fc.asyncProperty(anyChanges, async (changes) => {
        await writeBundle(optionsFor({ texts: false }, {}, changes));
        expect((await readBack()).changes).toEqual(changes);
      }),
      { numRuns: 25 },
    );
  });

  it('of the same content is the same bytes', async () => {
    await writeBundle(optionsFor());
    const first = await readFile(join(home, 'x.rapporteur'));
    await writeBundle(optionsFor({ path: join(home, 'y.rapporteur') }));
    expect((await readFile(join(home, 'y.rapporteur'))).equals(first)).toBe(true);
  });

  it('of one person holds their marks, what others changed in them, and the registry', async () => {
    const { result, sent } = await writeBundle(optionsFor({ annotators: ['jw'] }));
    const { changes } = await readBack();
    expect(changes.map(({ id, edits }) => [id.replace(/~.*/, '~'), edits.map((edit) => edit.id)])).toEqual([
      ['c_1~', [one]],
      ['c_2', ['p_山田', 's_2', 's_3']],
      ['c_3', ['s_2']],
    ]);
    expect(result.annotators).toEqual([jonas]);
    expect(sent).toMatchObject({ annotators: ['jw'], positions: { 'mk-1': 3 } });
  });

  it('of one article without its text holds its hashes, and does not count as sent', async () => {
    const { sent } = await writeBundle(optionsFor({ articles: [two], texts: false }));
    const back = await readBack();
    expect(back.changes.map(({ edits }) => edits.map(({ id }) => id))).toEqual([['p_山田', 's_3']]);
    expect(back.articles).toEqual([
      {
        id: two,
        path: 'two.txt',
        title: null,
        sourceSha256: sha256(texts['two.txt']),
        textSha256: sha256('text of two.txt'),
        length: 1,
      },
    ]);
    expect(back.files.size).toBe(0);
    expect(sent?.positions).toBeNull();
  });

  it('names what cannot go along, with its reason, and goes on', async () => {
    await unlink(join(root, 'two.txt'));
    await appendFile(join(root, '2024', 'one.txt'), 'more');
    const failure = { code: 'damaged', message: 'It is no text.' };
    const entries = [
      ...[entryOf('two.txt'), entryOf('2024/one.txt')],
      entryOf('broken.txt', { failure, sourceSha256: null, textSha256: null }),
      entryOf('copy.txt', { duplicateOf: 'two.txt' }),
    ];
    const { result } = await writeBundle(
      optionsFor({ articles: [one, two, idOf('broken.txt'), 'a_nowhere'] }, { corpus: { entries: () => entries } }),
    );
    expect(result.left).toEqual([
      { what: 'The text of 2024/one.txt', reason: expect.stringMatching(/has been changed since the folder was read/) },
      { what: 'The text of two.txt', reason: 'It cannot be read: it is no longer there.' },
      { what: 'broken.txt', reason: 'It is no text.' },
      { what: 'a_nowhere', reason: 'There is no such article in the folder.' },
    ]);
    expect(result.articles).toBe(2);
    expect((await readBack()).files.size).toBe(0);
  });

  it('knows an article whose file is gone by its binding', async () => {
    const { result } = await writeBundle(optionsFor({}, { corpus: { entries: () => [entryOf('two.txt')] } }));
    expect(result.left).toEqual([
      { what: 'The text of 2024/one.txt', reason: 'The file is not in the folder any more.' },
    ]);
    expect((await readBack()).articles[0]).toEqual(articleOf('2024/one.txt'));
  });

  it('names the entries of an article whose id is no name', async () => {
    const id = '../../x';
    const entries = [{ ...entryOf('two.txt'), id }];
    await writeBundle(optionsFor({}, { corpus: { entries: () => entries } }));
    expect((await readBack()).files.get(id)).toBe(texts['two.txt']);
  });
});

describe('a bundle that cannot be written', () => {
  it('leaves what stood there before, and nothing else', async () => {
    await writeFile(join(home, 'x.rapporteur'), 'before');
    const stop = new AbortController();
    const onProgress = ({ phase }: EventData<'exchange.progress'>) => phase === 'checking' && stop.abort();
    await expect(writeBundle(optionsFor({}, { signal: stop.signal, onProgress }))).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect(writeBundle(optionsFor({}, { signal: AbortSignal.abort() }))).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(await readdir(home)).toEqual(['corpus', 'x.rapporteur']);
    expect(await readFile(join(home, 'x.rapporteur'), 'utf8')).toBe('before');
  });

  it('says why', async () => {
    await mkdir(join(home, 'x.rapporteur'));
    await expect(writeBundle(optionsFor())).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/is a folder/),
    });
    const path = join(home, 'nowhere', 'x.rapporteur');
    await expect(writeBundle(optionsFor({ path }))).rejects.toMatchObject({ code: 'folder-gone' });
    expect((await readdir(home)).sort()).toEqual(['corpus', 'x.rapporteur']);
  });

  it('does not take a file that changes while it is read for what it was', async () => {
    let ends = 0;
    const onProgress = ({ phase, done, total }: EventData<'exchange.progress'>) => {
      // The files are open one after another; before the last one the journals have long been read.
      if (phase !== 'writing' || done !== total || ++ends < 2) return;
      for (const path of Object.keys(texts)) appendFileSync(join(root, path), 'more');
    };
    await expect(writeBundle(optionsFor({}, { onProgress }))).rejects.toMatchObject({
      code: 'damaged',
      message: 'A file of the folder was changed while the bundle was written. Make it again.',
    });
    expect(await readdir(home)).toEqual(['corpus']);
  });
});

describe('sending a bundle', () => {
  const sending = async (request: Partial<BundleRequest>, changes: Change[], append?: () => Promise<never>) => {
    const options = optionsFor(request, {}, changes);
    const sent: Change[] = [];
    const journal = {
      ...options.journal,
      append: async (more: readonly Change[]) => {
        await append?.();
        sent.push(...more);
        return more.map(({ id }) => ({ id, writer: 'mk-1', n: changes.length + 1, fresh: true }));
      },
      historyOf: async (kind: Kind, id: string): Promise<HistoryEntry[]> =>
        changes.flatMap(({ id: change, gesture, at, by, origin, edits }) =>
          edits
            .filter((edit) => edit.kind === kind && edit.id === id)
            .map((edit) => ({ change, gesture, at, by, origin, edit, after: edit.after }) as HistoryEntry),
        ),
    };
    return { ...(await sendBundle({ ...options, by: mina, journal })), sent };
  };

  it('is noted in the journal, and the next one begins there', async () => {
    const first = await sending({}, history);
    expect(first.sent).toMatchObject([{ by: 'mk', edits: [{ kind: 'transfer', id: first.result.id }] }]);
    expect(first.noted).toEqual([{ writer: 'mk-1', n: 4, change: first.sent[0] }]);
    const since = [...history, ...first.sent, change(9, 'mk', [span('s_9', two, 'mk')])];
    const second = await sending({ sinceLast: true }, since);
    expect(second.result).toMatchObject({ changes: 1, articles: 1, records: { span: 1 }, annotators: [jonas, mina] });
    const { changes, articles } = await readBack();
    expect(changes).toEqual(since.slice(-1));
    expect(articles.map(({ path }) => path)).toEqual(['two.txt']);
    await expect(sending({ sinceLast: true }, [...since, ...second.sent])).rejects.toMatchObject({
      code: 'not-found',
      message: 'Nothing has changed since you last sent a bundle (2026-11-22, 09:00 UTC). Nothing was written.',
    });
  });

  it('takes along what the sender is called now', async () => {
    const before = change(0, 'mk', [added('annotator', { ...mina, name: 'M. Kask' })]);
    const renamed = await sending({}, [before, ...history]);
    const [name, note] = renamed.sent;
    expect(name).toMatchObject({ by: 'mk', edits: [{ before: { name: 'M. Kask' }, after: { name: 'Mina Kask' } }] });
    expect(renamed.noted.map((one) => one.change)).toEqual([name, note]);
    const same = await sending({}, [change(0, 'mk', [added('annotator', mina)]), ...history]);
    expect(same.sent).toMatchObject([{ edits: [{ kind: 'transfer' }] }]);
  });

  it('says that it could not be noted; the bundle is good', async () => {
    const { result, noted } = await sending({}, history, async () => {
      throw new Failure('read-only', 'This folder is open for reading only.');
    });
    expect(noted).toEqual([]);
    expect(result.left).toEqual([
      { what: 'The note that the bundle was sent', reason: 'This folder is open for reading only.' },
    ]);
    expect((await readBack()).changes).toHaveLength(3);
  });
});
