import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import { added, changed } from '#shared/changes/edits.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { ImportChoice, ImportPreview, Journaled } from '#shared/contract/contract.ts';
import { articleLine, statementLines, toJsonLine } from '#shared/formats/jsonl/write.ts';
import { noMeta } from '#shared/model/article.ts';
import type { Span } from '#shared/model/span.ts';
import { speakerWith } from '#shared/model/testing.ts';
import type { OffsetUnit } from '#shared/text/offsets.ts';
import { mentionOf } from '#shared/text/quote.ts';
import { sha256 } from '../../files/hash.ts';
import { type Journal, openJournal } from '../../journal/journal.ts';
import { entriesOf, rawZip } from '../bundle/testing.ts';
import { createImports, type ImportTarget } from './imports.ts';
import { annotatorCalled, articleOf, changeOf, entryOf, minute, sourceOf, spanOver } from './testing.ts';

const text = '小野寺防衛相 said: “We wait 🇫🇷 here.” שלום, said Ms Berg. 👩‍👩‍👧‍👦 Nobody asked, said Ms Berg.';
const theirs = entryOf('a_theirs', 'uno.txt', text);
const berg = speakerWith('Ms Berg', { id: 'p_berg', role: 'Minister' });
const span = spanOver('a_theirs', text, 'We wait 🇫🇷 here.', {
  ...{ id: 's_1', annotator: 'jw', speaker: 'p_berg', mode: 'direct' },
  stances: [{ target: 't_1', value: 'support' }],
});
const second = spanOver('a_theirs', text, 'Nobody asked', { id: 's_2', annotator: 'jw' });
const target = { id: 't_1', name: 'Waiting', aliases: [], note: null };
const changes: Change[] = [
  changeOf('c_1', minute(1), 'jw', added('speaker', berg), added('target', target)),
  changeOf('c_2', minute(2), 'jw', added('article', articleOf(theirs)), added('span', span)),
  changeOf('c_3', minute(3), 'jw', added('span', second)),
];

let home: string;
let root: string;
let journal: Journal;
let folder: ImportTarget;
let told: Journaled[][];
let scans: number;
let imports: ReturnType<typeof createImports>;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'rapporteur-import-')));
  root = join(home, 'Our news');
  await mkdir(root);
  await open(sourceOf({ a_ours: { path: 'one.txt', text } }));
});
afterEach(async () => {
  await imports.discard();
  await journal.close();
  await rm(home, { recursive: true, force: true });
});

const now = () => Date.UTC(2026, 10, 23);
const journalFolder = () => join(root, '.rapporteur', 'journal');

async function open(source: ImportTarget['source'], fields: Partial<ImportTarget> = {}): Promise<void> {
  await journal?.close();
  const annotator = annotatorCalled('own');
  journal = await openJournal({ folder: journalFolder(), writer: 'own-m', annotator, now });
  [told, scans] = [[], 0];
  imports = createImports({ now, onProgress() {}, onWritten: (_, some) => void told.push(some) });
  folder = {
    ...{ root, corpusId: 'f_here', readOnly: false, annotator, journal, source },
    async scanned() {},
    scan: () => void scans++,
    ...fields,
  };
}

const preview = (paths: string | string[], as: string | null = null): Promise<ImportPreview> =>
  imports.preview(folder, { paths: [paths].flat(), as });
const accept = ({ id }: ImportPreview, choice: Partial<ImportChoice> = {}) =>
  imports.accept(folder, { preview: id, annotators: null, texts: true, mapping: [], ...choice });

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(home, name);
  await writeFile(path, content);
  return path;
}

/** A colleague's journal file. */
async function theirJournal(some: readonly Change[] = changes): Promise<string> {
  const folder = join(home, 'theirs', '.rapporteur', 'journal');
  const theirs = await openJournal({ folder, writer: 'jw-x', annotator: annotatorCalled('jw'), now });
  if (some.length > 0) await theirs.append(some);
  await theirs.close();
  return join(folder, 'jw-x.jsonl');
}

function bundle(
  some: readonly Change[] = changes,
  texts: Record<string, { path: string; text: string }> = {},
  manifest: Parameters<typeof entriesOf>[1] = {},
) {
  const rows = [theirs, ...Object.entries(texts).map(([id, one]) => entryOf(id, one.path, one.text))].map((entry) => ({
    ...articleOf(entry),
    file: entry.id in texts ? `articles/${entry.id}` : null,
  }));
  return rawZip(
    entriesOf(
      {
        changes: some.map((change) => `${JSON.stringify(change)}\n`).join(''),
        articles: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
        files: Object.fromEntries(Object.entries(texts).map(([id, one]) => [`articles/${id}`, one.text])),
      },
      { annotators: [annotatorCalled('jw')], ...manifest },
    ),
  );
}

function line(unit: OffsetUnit = 'codepoint', spans: readonly Span[] = [span, second]) {
  return articleLine({
    ...{ id: 'a_theirs', path: 'uno.txt', sourceSha256: sha256(text), textSha256: sha256(text), meta: noMeta, text },
    ...{ blocks: [], spans, speakers: new Map([[berg.id, berg]]), targets: new Map([[target.id, target]]) },
    ...{ status: 'done', codebook: { name: 'policy-news', version: 1, sha256: sha256('') }, codebookScale: policyNews },
    unit,
  });
}

/** Everything in the folder, byte for byte. */
async function bytesOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const entry of (await readdir(folder, { recursive: true, withFileTypes: true })).sort((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  )) {
    const path = join(entry.parentPath, entry.name);
    hash.update(`${path}\0`);
    if (entry.isFile()) hash.update(await readFile(path));
  }
  return hash.digest('hex');
}

const spans = async (): Promise<Map<string, Span>> => (await journal.records()).records.span;

describe('what is taken in', () => {
  it('is previewed with names, then written with its ids, instants and authors; again it changes nothing', async () => {
    const before = await bytesOf(root);
    const shown = await preview(await file('kim.rapporteur', bundle()));
    expect(await bytesOf(root)).toBe(before);
    expect(shown).toMatchObject({
      files: [{ kind: 'bundle', name: 'kim.rapporteur', by: 'Jonas Weber', at: '2026-11-22T09:00:00.000Z' }],
      counts: { new: 5, known: 0, changed: 0, removed: 0, moved: 0, orphaned: 0, failed: 0 },
      annotators: [{ annotator: { id: 'jw', name: 'Name of jw' }, here: false, spans: { new: 2 } }],
      articles: [{ id: 'a_ours', path: 'one.txt', state: 'same', spans: 2 }],
      codebook: null,
      conflicts: 0,
    });
    expect(shown.items.map(({ fate, kind, name, where }) => [fate, kind, name, where])).toEqual([
      ['new', 'annotator', 'Name of jw', null],
      ['new', 'speaker', 'Ms Berg', null],
      ['new', 'target', 'Waiting', null],
      ['new', 'span', 'We wait 🇫🇷 here.', 'one.txt'],
      ['new', 'span', 'Nobody asked', 'one.txt'],
    ]);
    expect(await accept(shown)).toEqual({ changes: 4, counts: shown.counts, articles: 0, left: [] });
    const all: Journaled[] = [];
    for await (const one of journal.changes()) all.push(one);
    expect(all.map(({ writer, change }) => [writer, change.at, change.by, change.origin])).toEqual([
      ['own-m', '1970-01-01T00:00:00.000Z+0000', 'jw', 'import'],
      ['own-m', minute(1), 'jw', 'import'],
      ['own-m', minute(2), 'jw', 'import'],
      ['own-m', minute(3), 'jw', 'import'],
      ['own-m', '2026-11-23T00:00:00.000Z+0000', 'own', 'import'],
      ['own-m', '2026-11-23T00:00:00.000Z+0001', 'own', 'import'],
    ]);
    expect(told.flat()).toEqual([...all].sort((a, b) => a.n - b.n));
    const { records } = await journal.records();
    expect(records.span.get('s_1')).toEqual({ ...span, article: 'a_ours' });
    expect(records.transfer.get('b_1')).toMatchObject({
      direction: 'received',
      file: 'kim.rapporteur',
      annotator: 'own',
    });
    expect(journal.articles().get('a_ours')).toMatchObject({ path: 'one.txt', textSha256: sha256(text) });

    const written = await readFile(join(journalFolder(), 'own-m.jsonl'), 'utf8');
    const again = await preview(join(home, 'kim.rapporteur'));
    expect(again).toMatchObject({ counts: { new: 0, known: 5 }, items: [], annotators: [{ here: true }] });
    expect(await accept(again)).toMatchObject({ changes: 0, articles: 0 });
    expect(await readFile(join(journalFolder(), 'own-m.jsonl'), 'utf8')).toBe(written);
  });

  it('is the same from a bundle, a journal and lines in any unit of offsets', async () => {
    const outcomes: unknown[] = [];
    const jsonl = (unit: OffsetUnit) => `\ufeff${toJsonLine(line(unit)).replace('\n', '\r\n')}`;
    for (const path of [
      await file('a.rapporteur', bundle()),
      await theirJournal(),
      ...(await Promise.all((['codepoint', 'utf16', 'byte'] as const).map((unit) => file(`${unit}.txt`, jsonl(unit))))),
    ]) {
      const shown = await preview(path);
      expect(shown.counts).toMatchObject({ failed: 0, moved: 0, orphaned: 0 });
      await accept(shown);
      const { records } = await journal.records();
      outcomes.push([[...records.span], records.speaker.get('p_berg')?.role, records.target.get('t_1')?.name]);
      const written = await bytesOf(root);
      await accept(await preview(path));
      expect(await bytesOf(root)).toBe(written);
      await journal.close();
      await rm(journalFolder(), { recursive: true });
      await open(folder.source);
    }
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
    expect(outcomes).toHaveLength(5);
  });

  it('a later export of the same spans changes what differs, keeps what lines do not tell, and is no conflict', async () => {
    await accept(await preview(await theirJournal()));
    const aliased = changed('speaker', berg, { aliases: ['Berg'] });
    await journal.append([changeOf('c_own', minute(9), 'own', aliased as never)]);
    const later = { ...span, note: 'looked again', updatedAt: '2026-11-22T08:30:00.000Z' };
    const named = changed('span', second, { mention: mentionOf(text, { start: 0, end: 6 }) });
    await journal.append([changeOf('c_named', minute(4), 'jw', named as never)]);
    const again = { ...second, updatedAt: '2026-11-22T08:30:00.000Z' };
    const path = await file('later.jsonl', toJsonLine(line('codepoint', [later, again])));
    const shown = await preview(path);
    expect(shown).toMatchObject({ counts: { new: 0, changed: 2 }, conflicts: 0 });
    expect(shown.items.map(({ fate, name, detail }) => [fate, name, detail])).toEqual([
      ['changed', 'We wait 🇫🇷 here.', 'Changed: note.'],
      ['changed', 'Nobody asked', 'Changed: when it was changed.'],
    ]);
    await accept(shown);
    expect((await spans()).get('s_1')).toMatchObject({ note: 'looked again' });
    expect((await journal.records()).records.speaker.get('p_berg')).toMatchObject({ aliases: ['Berg'] });
    // Without a speaker a line has no place for the words that name one.
    expect((await spans()).get('s_2')?.mention).toMatchObject({ start: 0, end: 6 });
    expect(await journal.conflicts()).toEqual([]);
    expect(await preview(path)).toMatchObject({ counts: { changed: 0 }, items: [] });
  });

  it('lines of another program need few keys; one name is one speaker', async () => {
    const { id, source, text, schema, spans } = line();
    const kim = { id: null, name: 'Kim', mention: null, role: null, affiliation: null, country: null };
    const bare = { schema, id, source, text, spans: spans.map((each) => ({ ...each, speaker: kim })) };
    const shown = await preview(await file('bare.jsonl', JSON.stringify(bare)));
    expect(shown.counts).toMatchObject({ new: 4, failed: 0 });
    expect(shown.files[0]?.notices).toEqual([]);
    await accept(shown);
    const { records } = await journal.records();
    expect([...records.speaker.values()]).toMatchObject([{ name: 'Kim' }]);
    const [only] = records.speaker.keys();
    expect([...records.span.values()].map(({ speaker }) => speaker)).toEqual([only, only]);
  });

  it('goes on where it was interrupted, and what was written before is told', async () => {
    const many = Array.from({ length: 1200 }, (_, i) =>
      changeOf(`c_m${i}`, minute(i), 'jw', added('span', { ...second, id: `s_m${i}` })),
    );
    const path = await file('many.rapporteur', bundle([...changes, ...many]));
    let calls = 0;
    const append: Journal['append'] = (some) =>
      ++calls === 3 ? Promise.reject(new Error('the disk is full')) : journal.append(some);
    folder = { ...folder, journal: Object.assign(Object.create(journal), { append }) };
    const shown = await preview(path);
    await expect(accept(shown)).rejects.toThrow('the disk is full');
    expect(told.flat()).toHaveLength(1000 - 1);
    for (const portion of told)
      expect(portion.reduce((sum, { change }) => sum + change.edits.length, 0)).toBeLessThanOrEqual(500);
    const { changes: rest } = await accept(shown);
    expect(rest).toBe(changes.length + many.length + 1 - (1000 - 1));
    expect((await spans()).size).toBe(1202);
    expect(await preview(path)).toMatchObject({ counts: { new: 0 } });
  });

  it('takes what has come to the journal since the preview into account', async () => {
    const shown = await preview(await file('kim.rapporteur', bundle()));
    await journal.append([{ ...changes[0]!, id: 'c_1' }]);
    expect(await accept(shown)).toMatchObject({ changes: 3, counts: { known: 2 } });
  });

  it('only of chosen people, with their layers mapped', async () => {
    const other = { ...second, id: 's_3', annotator: 'zz', layer: 'claim' };
    const path = await file(
      'a.rapporteur',
      bundle([...changes, changeOf('c_4', minute(4), 'zz', added('span', other))]),
    );
    const shown = await preview(path);
    expect(shown.codebook).toMatchObject({ unknown: [{ what: 'layer', id: 'claim', spans: 1 }] });
    await accept(shown, { annotators: ['zz'], mapping: [{ what: 'layer', id: 'claim', to: 'statement' }] });
    expect([...(await spans()).values()]).toMatchObject([{ id: 's_3', layer: 'statement' }]);
  });
});

describe('articles that come along', () => {
  const coming = { a_new: { path: 'deep/new.txt', text: 'A new article 🙂.' } };
  const about = [
    changeOf(
      'c_n',
      minute(1),
      'jw',
      added('span', spanOver('a_new', coming.a_new.text, 'new', { id: 's_n', annotator: 'jw' })),
    ),
  ];

  it('are written under their path when they are wanted, and found by it', async () => {
    const path = await file('a.rapporteur', bundle([...changes, ...about], coming));
    const shown = await preview(path);
    expect(shown.articles).toContainEqual({
      id: 'a_new',
      path: 'deep/new.txt',
      title: null,
      state: 'brought',
      spans: 1,
    });
    expect(await accept(shown)).toMatchObject({ articles: 1, left: [] });
    expect(await readFile(join(root, 'deep', 'new.txt'), 'utf8')).toBe(coming.a_new.text);
    expect(journal.articles().get('a_new')).toMatchObject({ path: 'deep/new.txt' });
    expect(scans).toBe(1);
  });

  it('are left where they are not wanted', async () => {
    await accept(await preview(await file('a.rapporteur', bundle([...changes, ...about], coming))), { texts: false });
    await expect(access(join(root, 'deep'))).rejects.toThrow();
    expect(scans).toBe(0);
  });

  it('never overwrite a file: another name is taken, and the journal says which', async () => {
    await mkdir(join(root, 'deep'));
    await writeFile(join(root, 'deep', 'new.txt'), 'Mine.');
    expect(
      await accept(
        await preview(await file('a.rapporteur', bundle(about, coming, { corpus: { id: 'f_here', name: 'x' } }))),
      ),
    ).toMatchObject({ articles: 1 });
    expect(await readFile(join(root, 'deep', 'new.txt'), 'utf8')).toBe('Mine.');
    expect(await readFile(join(root, 'deep', 'new (2).txt'), 'utf8')).toBe(coming.a_new.text);
    expect(journal.articles().get('a_new')).toMatchObject({ path: 'deep/new (2).txt' });
  });

  it.each([
    ['CON.txt', 'has a name that not every system can have'],
    ['.rapporteur/journal/x.txt', 'is in a folder that is passed over'],
    ['a/b.exe', 'is not of a kind that articles have'],
    ['a*b.txt', 'has a character that not every system can have in a name'],
    ['link/new.txt', 'leads out of the corpus'],
  ])('are not written to %s', async (path, reason) => {
    await mkdir(join(home, 'elsewhere'));
    await symlink(join(home, 'elsewhere'), join(root, 'link'));
    const bad = { a_new: { ...coming.a_new, path } };
    const result = await accept(await preview(await file('a.rapporteur', bundle([...changes, ...about], bad))));
    expect(result).toMatchObject({ articles: 0, left: [{ reason: expect.stringContaining(reason) }] });
    expect(await readdir(root)).toEqual(expect.not.arrayContaining(['a', 'CON.txt']));
    expect(await readdir(join(home, 'elsewhere'))).toEqual([]);
  });
});

describe('bad input', () => {
  const refused = async (path: string, message: string | RegExp) => {
    const before = await bytesOf(root);
    const error = await preview(path).then(
      () => null,
      (reason) => reason,
    );
    expect(error).toMatchObject({ name: 'Failure' });
    expect(error.message).toMatch(message);
    expect(await bytesOf(root)).toBe(before);
  };

  it.each([
    ['nothing', '', /^x is empty\. Ask for it again\.$/],
    ['a picture', Buffer.from('\x89PNG\r\n'), /^x is nothing that can be taken in\. Rapporteur reads bundles/],
    ['gzip', gzipSync('{}'), /compressed with gzip: unpack it first/],
    ['other JSONL', '{"id":"1","text":"Hello"}\n', /Its lines do not say "schema": "rapporteur\.article\/1"/],
    ['half a bundle', bundle().subarray(0, 400), /x/],
  ])('%s is refused with its own message', async (_, content, message) => {
    await refused(await file('x', content), message);
  });

  it('a bundle of another corpus names both', async () => {
    await open(sourceOf({ a_x: { path: 'x.txt', text: 'Something else.' } }));
    await refused(
      await file('a.rapporteur', bundle()),
      'a.rapporteur is of another corpus, “News”: its one article (“uno.txt”) is not in “Our news”. Open the folder “News”, or an empty folder, and take it in there. Nothing was changed.',
    );
  });

  it('a folder, and a file that is not there', async () => {
    await refused(home, /is not a file/);
    await refused(join(home, 'none'), /^none cannot be read: it is no longer there\.$/);
  });

  it('a journal of a newer version is refused; of a damaged one what stands before the damage is used, and told', async () => {
    const path = await theirJournal();
    const lines = (await readFile(path, 'utf8')).split('\n');
    await refused(await file('torn', `${lines[0]?.slice(0, 80)}`), /^torn is a journal that cannot be used\. Line 1/);
    const body = lines[0]!.slice(0, -75).replace('journal/1', 'journal/2');
    await refused(
      await file('newer', `${body},"hash":"${sha256(body)}"}\n`),
      'newer was written by a newer version of Rapporteur. Update Rapporteur to take it in.',
    );
    lines[3] = lines[3]!.replace('Nobody', 'Somebody');
    const shown = await preview(await file('damaged', lines.join('\n')));
    expect(shown.counts).toMatchObject({ new: 4 });
    expect(shown.files[0]?.notices?.[0]).toContain('Line 4 of');
  });

  it('lines and spans that cannot be used are named with line and field; the others come in', async () => {
    const good = line();
    const [one, two] = good.spans;
    const beyond = { ...one!, id: 's_b', end: 5000 };
    const other = { ...one!, id: 's_w', text: 'We waited', cue: null };
    const untold = { ...two!, id: 's_u', annotator: undefined };
    const late = { ...two!, id: 's_l', updated_at: '2031-01-01T00:00:00Z' };
    const utf16 = line('utf16');
    const inside = { ...utf16.spans[0]!, id: 's_i', start: text.indexOf('🇫🇷') + 1 };
    const suggested = { ...two!, id: 's_s', origin: 'suggested' };
    const [statement] = statementLines({
      ...{ id: 'a_theirs', path: 'uno.txt', sourceSha256: sha256(text), textSha256: sha256(text), meta: noMeta, text },
      ...{ blocks: [], spans: [span], speakers: new Map(), targets: new Map(), status: 'done' },
      ...{ codebook: { name: 'x', version: 1, sha256: sha256('') }, codebookScale: policyNews, unit: 'codepoint' },
    });
    const lines = [
      { ...good, spans: [beyond, two, other, untold, suggested, late], blocks: 'wrong, but of no use here' },
      '{"schema":"rapporteur.article/1",',
      { ...good, schema: 'rapporteur.article/7' },
      { ...utf16, spans: [utf16.spans[0], inside] },
      statement,
      { ...good, text: `${text}\ud83d`, spans: [] },
      { ...good, offset_unit: 'words' },
      '',
      { ...good, spans: [two], text: `${text} More.` },
    ];
    const content = lines.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n');
    const path = await file('x.jsonl', content);
    const shown = await preview(path);
    expect(shown.items.filter(({ fate }) => fate === 'failed').map(({ name, detail }) => `${name}: ${detail}`)).toEqual(
      [
        expect.stringMatching(/^x\.jsonl, line 1, spans\[3\]\.annotator: It is missing.* Say whose these spans are/),
        expect.stringMatching(
          /^x\.jsonl, line 1, spans\[0\]\.end: It is 5000, but the text runs from 0 to 87 \(code points\)/,
        ),
        expect.stringMatching(/^x\.jsonl, line 1, spans\[2\]\.text: It is "We waited", but the text from 14 to/),
        expect.stringMatching(/^x\.jsonl, line 1, spans: The span “s_l” was updated at 2031/),
        expect.stringMatching(/^x\.jsonl, line 2: This is not JSON/),
        expect.stringMatching(/^x\.jsonl, line 3, schema: It is "rapporteur\.article\/7"/),
        expect.stringMatching(/^x\.jsonl, line 4, spans\[1\]\.start: Offset 23 is in the middle of a character/),
        expect.stringMatching(/^x\.jsonl, line 5, schema: It is a statement without its article’s text/),
        expect.stringMatching(/^x\.jsonl, line 6, text: It has half a character/),
        expect.stringMatching(/^x\.jsonl, line 7, offset_unit: It is "words"/),
        expect.stringMatching(/^x\.jsonl, line 9, spans: The span id “s_2” is already used in line 1/),
      ],
    );
    expect(shown.files[0]?.notices).toEqual([
      'One suggestion that nobody has accepted left out.',
      expect.stringContaining('The text of line 9 was changed after it was written'),
    ]);
    await accept(shown);
    expect([...(await spans()).keys()].sort()).toEqual(['s_1', 's_2']);
    const named = await preview(path, 'kk');
    expect(named.items).toContainEqual(expect.objectContaining({ fate: 'new', id: 's_u' }));
    expect(named.annotators).toContainEqual(
      expect.objectContaining({ annotator: { id: 'kk', name: 'kk', initials: 'K' } }),
    );
  });

  it('tells of a clock that was far ahead', async () => {
    const ahead = changeOf('c_a', '2031-01-01T00:00:00.000Z+0000', 'jw', added('span', { ...second, id: 's_a' }));
    const { files } = await preview(await file('a.rapporteur', bundle([...changes, ahead])));
    expect(files[0]?.notices).toEqual([expect.stringContaining('One change is dated in the future, up to 2031-01-01')]);
  });

  it('a folder that is open for reading only says so', async () => {
    folder = { ...folder, readOnly: true };
    const shown = await preview(await file('a.rapporteur', bundle()));
    await expect(accept(shown)).rejects.toMatchObject({
      code: 'read-only',
      message: expect.stringContaining('reading only'),
    });
  });

  it('a preview is kept until another is made or it is discarded', async () => {
    const path = await file('a.rapporteur', bundle());
    const first = await preview(path);
    const other = await preview(path);
    await expect(accept(first)).rejects.toMatchObject({ code: 'not-found' });
    await imports.discard();
    await expect(accept(other)).rejects.toMatchObject({ code: 'not-found' });
  });
});
