import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Database from 'libsql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyNews } from '#shared/codebook/policy-news.ts';
import { parse } from '#shared/search/parse.ts';
import { createFinder } from '#shared/search/places.ts';
import { indexed, phraseOf, tokensOf } from '#shared/search/words.ts';
import { anyWellFormedText } from '#shared/text/arbitrary-text.ts';
import { leastTime } from '#shared/text/cpu-time.ts';
import { recordsSchema } from '../records/schema.ts';
import { storeSchema } from '../store/schema.ts';
import { Engine, mostInArticle } from './engine.ts';

let folder: string;
let store: Database.Database;
let records: Database.Database;
let engine: Engine;
let last = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'search-'));
  store = new Database(join(folder, 'corpus.sqlite'));
  store.prepare('PRAGMA journal_mode=WAL').all();
  store.exec(`PRAGMA synchronous=OFF; ${storeSchema}`);
  records = new Database(join(folder, 'records.sqlite'));
  records.prepare('PRAGMA journal_mode=WAL').all();
  records.exec(`PRAGMA synchronous=OFF; ${recordsSchema}`);
  engine = new Engine(join(folder, 'corpus.sqlite'), join(folder, 'records.sqlite'));
  fill();
});
afterAll(() => {
  engine.close();
  store.close();
  records.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Given {
  title?: string;
  outlet?: string;
  published?: string;
  blocks?: [number, number, string][];
  duplicateOf?: string;
}

function add(path: string, text: string, { title, outlet, published, blocks, duplicateOf }: Given = {}): string {
  const n = ++last;
  const id = `a_${path}`;
  store
    .prepare(
      `INSERT INTO article(n, id, path, file, bytes, source_sha256, text_sha256, length, title, outlet, published, duplicate_of)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      n,
      id,
      path,
      path,
      text.length,
      id,
      id,
      text.length,
      title ?? null,
      outlet ?? null,
      published ?? null,
      duplicateOf ?? null,
    );
  if (duplicateOf !== undefined) return id;
  store
    .prepare('INSERT INTO body(n, text, blocks) VALUES (?, ?, ?)')
    .run(n, text, JSON.stringify(blocks ?? [[0, text.length, 'paragraph']]));
  store.prepare('INSERT INTO word(rowid, title, body) VALUES (?, ?, ?)').run(n, indexed(title ?? ''), indexed(text));
  return id;
}

let line = 0;
function record(
  kind: string,
  id: string,
  value: object,
  article: string | null = null,
  annotator: string | null = null,
) {
  records
    .prepare(
      `INSERT INTO fold(kind, id, article, annotator, at, writer, line, part, state, single, json) VALUES (?, ?, ?, ?, '', 'w', ?, 0, 0, 1, ?)`,
    )
    .run(kind, id, article, annotator, ++line, JSON.stringify({ id, ...value }));
}

let spans = 0;
function span(
  article: string,
  side: string,
  layer: string,
  speaker: string | null,
  ...stances: [string | null, string][]
) {
  const id = `s_${++spans}`;
  records
    .prepare(
      `INSERT INTO span(id, article, side, layer, speaker, mode, origin, status, start, "end", text_sha256, noted)
       VALUES (?, ?, ?, ?, ?, 'direct', 'manual', 'done', 0, 1, '', 0)`,
    )
    .run(id, article, side, layer, speaker);
  for (const [target, value] of stances)
    records
      .prepare('INSERT INTO stance(span, article, target, value) VALUES (?, ?, ?, ?)')
      .run(id, article, target, value);
}

function fill() {
  const one = add(
    '2018/a2.txt',
    'Kono: maximum pressure\n\nForeign Minister Taro Kono said pressure on the North must stay.\n\nRead more: pressure',
    {
      title: 'Maximum pressure',
      outlet: 'The Mainichi',
      published: '2018-03-09T10:00:00+09:00',
      blocks: [
        [0, 22, 'headline'],
        [24, 88, 'paragraph'],
        [90, 109, 'boilerplate'],
      ],
    },
  );
  const two = add(
    '2018/a10.txt',
    'Dialogue first. The minister spoke of talks, not of pressures; Sejong wants the pressing end.',
    {
      title: 'Talks with Pyongyang',
      outlet: 'Hankyoreh',
      published: '2018-02-01',
    },
  );
  add('2018/b.txt', '정부는 오늘 대북 압박을 강조했다. 日本政府は東京都で圧力を。', {
    title: '압박',
    outlet: '毎日新聞',
    published: '2017-12-31',
  });
  add('ä/c.txt', 'รัฐบาลไทยประกาศ — Straße, İstanbul, café, ｶﾞｿﾘﾝ. مُحَمَّد “Nein”, sagte er.', {});
  add('copy.txt', '', { duplicateOf: '2018/a10.txt' });
  record('speaker', 'kono', { name: 'Taro Kono', aliases: ['河野太郎'] });
  record('speaker', 'moon', { name: 'Moon Jae-in', aliases: [] });
  record('target', 'pressure', { name: 'Maximum pressure', aliases: ['sanctions'] });
  record('target', 'talks', { name: 'Talks', aliases: [] });
  record('annotator', 'n_mk', { name: 'Mina Kern', initials: 'MK' });
  record('annotator', 'n_ab', { name: 'Anna Beck', initials: 'AB' });
  span(one, 'n_mk', 'statement', 'kono', ['pressure', 'strongly-support'], ['talks', 'oppose']);
  span(one, 'n_ab', 'frame', null);
  span(two, 'n_mk', 'statement', 'moon', ['pressure', 'oppose']);
  span(two, 'n_ab', 'commitment', 'kono', ['talks', 'support']);
  record('reading', `${one}:n_mk`, { status: 'done' }, one, 'n_mk');
  record('reading', `${two}:n_ab`, { status: 'in-progress' }, two, 'n_ab');
  record('comment', 'c_1', { text: 'Is it?' }, two);
  record('metadata', two, { outlet: 'The Hankyoreh Daily', published: '', title: null }, two);
}

function run(query: string, { articles = null, most = 1000 }: { articles?: string[] | null; most?: number } = {}) {
  const parsed = parse(query);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const steps = engine.run({ query: parsed.query, codes: policyNews, articles, most });
  const found = [];
  for (;;) {
    const next = steps.next();
    if (next.done) return { found, ...next.value };
    if (next.value.found !== null) found.push(next.value.found);
  }
}
const paths = (query: string) => run(query).found.map(({ article }) => article.slice(2));

const a2 = '2018/a2.txt';
const a10 = '2018/a10.txt';
const b = '2018/b.txt';
const c = 'ä/c.txt';

test.each<[string, string[]]>([
  ['PRESSURE', [a2]],
  ['press*', [a2, a10]],
  ['minister', [a2, a10]],
  ['minister -kono', [a10]],
  ['-minister', [b, c]],
  ['kono OR sejong', [a2, a10]],
  ['"taro kono said"', [a2]],
  ['"kono taro"', []],
  ['minister NEAR/1 kono', [a2]],
  ['NEAR(kono foreign, 1)', []],
  ['NEAR(kono foreign, 2)', [a2]],
  ['정부', [b]],
  ['압박', [b]],
  ['政府', [b]],
  ['京', [b]],
  ['東都', []],
  ['"日本政府"', [b]],
  ['ไทย', [c]],
  ['strasse istanbul cafe ガソリン محمد', [c]],
  ['/press(ure|ing)/', [a2, a10]],
  ['/^dialogue/ minister', [a10]],
  ['/Minister [A-Z]/c', [a2]],
  ['-/minister/', [b, c]],
  ['title:pressure', [a2]],
  ['title:압박', [b]],
  ['outlet:mainichi', [a2]],
  ['outlet:毎日', [b]],
  ['outlet:(hankyoreh OR mainichi)', [a2, a10]],
  ['outlet:daily', [a10]],
  ['date:2018', [a2]],
  ['date:2017..2018-03', [a2, b]],
  ['date:>2018-02', [a2]],
  ['date:<=2017', [b]],
  ['-has:date', [a10, c]],
  ['has:title', [a2, a10, b]],
  ['has:quotes', [c]],
  ['has:duplicates', [a10]],
  ['has:correction', [a10]],
  ['has:comment', [a10]],
  ['length:>100', [a2]],
  ['path:2018', [a2, a10, b]],
  ['path:2018/b', [b]],
  ['speaker:kono', [a2, a10]],
  ['speaker:太郎', [a2, a10]],
  ['speaker:kono target:pressure', [a2]],
  ['speaker:kono stance:oppose', [a2]],
  ['speaker:kono stance:oppose target:pressure', []],
  ['(speaker:kono) (stance:oppose target:pressure)', [a10]],
  ['speaker:kono stance:(support OR strongly-support) target:sanctions', [a2]],
  ['stance:<0 target:pressure', [a10]],
  ['stance:-2..-1', [a2, a10]],
  ['layer:frame', [a2]],
  ['layer:frame speaker:kono', []],
  ['layer:statement by:mk', [a2, a10]],
  ['layer:statement by:"Anna Beck"', []],
  ['by:ab', [a2, a10]],
  ['status:done by:mk', [a2]],
  ['status:done by:ab', []],
  ['status:unread', [b, c]],
  ['status:unread by:ab', [a2, b, c]],
  ['has:spans', [a2, a10]],
  ['-has:spans', [b, c]],
  ['mode:direct status:draft', []],
  ['origin:manual', [a2, a10]],
  ['speaker:kono minister outlet:mainichi date:2018-01..2018-03', [a2]],
  ['sejong OR speaker:nobody', [a10]],
  ['language:ja', []],
])('%s', (query, expected) => {
  expect(paths(query)).toEqual(expected);
});

test('places have their words in the text, what is around them, and whether they are page furniture', () => {
  const { found, places, complete } = run('pressure OR /Tar./');
  expect({ places, complete }).toEqual({ places: 4, complete: true });
  const text = store.prepare('SELECT text FROM body WHERE n = 1').raw().get() as [string];
  const hits = found[0]!.hits;
  expect(hits.map(({ start, end }) => text[0].slice(start, end))).toEqual(['pressure', 'Taro', 'pressure', 'pressure']);
  expect(hits.map(({ aside }) => aside)).toEqual([false, false, false, true]);
  expect(hits[2]).toMatchObject({
    before: expect.stringMatching(/Kono said $/),
    words: 'pressure',
    after: expect.stringMatching(/^ on the North/),
  });
});

test('says what is known of articles, as people have corrected it', () => {
  const facts = engine.facts([`a_${a10}`, 'a_none', `a_${c}`]);
  expect([...facts.values()]).toEqual([
    {
      ...{ id: `a_${a10}`, path: a10, title: 'Talks with Pyongyang', outlet: 'The Hankyoreh Daily' },
      ...{ published: null, language: null },
    },
    { id: `a_${c}`, path: c, title: null, outlet: null, published: null, language: null },
  ]);
});

test('ends after as many places as are asked for, and says so; of one article only so many', () => {
  expect(run('pressure', { most: 2 })).toMatchObject({ places: 2, complete: false, found: [{ left: 1 }] });
  expect(run('pressure', { most: 3 })).toMatchObject({ places: 3, complete: true });
  expect(run('minister', { most: 1 })).toMatchObject({ places: 1, complete: false });
  add('z/many.txt', 'echo '.repeat(mostInArticle + 5));
  expect(run('echo')).toMatchObject({ found: [{ left: 5 }], places: mostInArticle });
});

test('looks only in the articles asked for', () => {
  expect(run('minister', { articles: [`a_${a10}`, 'a_none'] }).found.map(({ article }) => article)).toEqual([
    `a_${a10}`,
  ]);
});

test('what another connection writes is found by the next search, by its path, and what is gone is not', () => {
  add('2018/a3.txt', 'Quinquereme of Nineveh');
  expect(paths('quinquereme')).toEqual(['2018/a3.txt']);
  store.exec('BEGIN IMMEDIATE');
  add('2018/a4.txt', 'Quinquereme again');
  expect(paths('quinquereme')).toEqual(['2018/a3.txt']);
  store.exec('COMMIT');
  expect(paths('quinquereme OR sejong')).toContain('2018/a4.txt');
  store.exec(
    `DELETE FROM article WHERE n > ${last - 2}; DELETE FROM body WHERE n > ${last - 2}; DELETE FROM word WHERE rowid > ${last - 2}`,
  );
  expect(paths('quinquereme')).toEqual([]);
});

test('a folder without a store has nothing yet, and one without records is searched all the same', () => {
  const none = new Engine(join(folder, 'none.sqlite'), null);
  const parsed = parse('word');
  if (!parsed.ok) throw new Error();
  const first = none.run({ query: parsed.query, codes: policyNews, articles: null, most: 10 }).next();
  expect(first).toMatchObject({ done: true, value: { articles: 0, notices: [expect.stringMatching(/first time/)] } });
  const bare = new Engine(join(folder, 'corpus.sqlite'), join(folder, 'no-records.sqlite'));
  for (const [query, count] of [
    ['minister', 2],
    ['outlet:mainichi', 1],
    ['speaker:kono', 0],
  ] as const) {
    const parsed = parse(query);
    if (!parsed.ok) throw new Error();
    const steps = [...bare.run({ query: parsed.query, codes: policyNews, articles: null, most: 10 })];
    expect(
      steps.filter(({ found }) => found !== null),
      query,
    ).toHaveLength(count);
  }
  bare.close();
});

test('a regular expression that others hang on ends quickly', () => {
  const id = add('z/long.txt', `${'a'.repeat(100_000)}!`);
  const taken = leastTime(1000, () => {
    for (const query of ['/(a+)+$/', '/(a|a)*b/', '/(x+x+)+y/'])
      expect(run(query, { articles: [id] }).found, query).toEqual([]);
  });
  expect(taken).toBeLessThan(1000);
});

/** Texts with every script, and words of them to look for. */
const scripts = fc.constantFrom(
  ...['Straße', 'naïve', 'ﬁnance', 'İzmir', 'ılık', 'Ørsted', 'ё', 'й', 'Σίσυφος', 'ς', 'e\u0301te\u0301', 'q\u0323'],
  ...['東京都', '日本', '𠮷野', 'カタカナー', 'ｶﾞｿﾘﾝ', 'か\u3099', '정부는', '각'.normalize('NFD'), '文재인'],
  ...['สวัสดีครับ', 'ที่นี่', 'नमस्ते', 'की', 'مُحَمَّد', 'می\u200cخواهم', 'שָׁלוֹם', 'မြန်မာ', 'ភាសា'],
  ...[
    'don’t',
    'U.S.',
    'co-operate',
    'Regie\u00adrung',
    'x²',
    '½',
    '№5',
    '👍🏽',
    '㈱',
    '…',
    ' ',
    '\n\n',
    ' ',
    '\u00a0',
    '\u200b',
  ],
);
const anyProse = fc.oneof(
  anyWellFormedText,
  fc.array(scripts, { maxLength: 14 }).map((parts) => parts.join('')),
  fc.array(scripts, { maxLength: 14 }).map((parts) => parts.join(' ')),
);

test('the index finds an article by any of its words, any part of a run, and only where places are found in the text', () => {
  const db = new Database(':memory:');
  db.exec(storeSchema);
  const insert = db.prepare('INSERT INTO word(rowid, title, body) VALUES (?, ?, ?)');
  const texts: string[] = [];
  const match = db.prepare('SELECT group_concat(rowid) FROM word WHERE word MATCH ?').raw();
  const queryOf = (query: string) => {
    const parsed = parse(query);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    return parsed.query;
  };
  for (const text of fc.sample(anyProse, 50)) {
    texts.push(text);
    insert.run(texts.length, '', indexed(text));
  }
  /** Each with the text that it is of. */
  const words = new Map<string, number>();
  texts.forEach((text, own) => {
    const tokens = tokensOf(text);
    tokens.forEach(({ start, end }, i) => {
      words.set(text.slice(start, end), own);
      words.set(text.slice(start, tokens[Math.min(i + 2, tokens.length - 1)]!.end), own);
    });
  });
  let found = 0;
  // Some of them: every word is looked for in every text.
  for (const [word, own] of fc.sample(fc.constantFrom(...words), 200)) {
    const phrase = phraseOf(word);
    if (phrase === null) continue;
    const finder = createFinder({ kind: 'words', text: word, prefix: false, start: 0, end: 0 });
    const [numbers] = match.get(`body : ("${phrase.words.join(' ')}"${phrase.prefix ? ' *' : ''})`) as [string | null];
    const byIndex = new Set(numbers?.split(',').map(Number));
    expect(byIndex.has(own + 1), JSON.stringify([word, texts[own]])).toBe(true);
    texts.forEach((text, i) => {
      const places = finder.in(text);
      expect(places.length > 0, JSON.stringify([word, text])).toBe(byIndex.has(i + 1));
      found += places.length;
    });
  }
  expect(found).toBeGreaterThan(100);
  for (const query of [
    '"日本" NEAR/3 "e"',
    'a NEAR/2 onodera',
    'NEAR(said u s, 4)',
    'straße NEAR/6 naive',
    'NEAR(東京 日本 x, 8)',
  ]) {
    const near = queryOf(query);
    if (near.kind !== 'near') throw new Error();
    const sql = `body : (NEAR(${near.items.map((item) => `"${phraseOf(item.text)!.words.join(' ')}"${phraseOf(item.text)!.prefix ? ' *' : ''}`).join(' ')}, ${near.distance}))`;
    const [numbers] = match.get(sql) as [string | null];
    const byIndex = new Set(numbers?.split(',').map(Number));
    texts.forEach((text, i) => {
      expect(createFinder(near).in(text).length > 0, JSON.stringify([query, text])).toBe(byIndex.has(i + 1));
    });
  }
  db.close();
});
