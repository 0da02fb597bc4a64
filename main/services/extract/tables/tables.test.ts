import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '#shared/contract/failure.ts';
import { anyWellFormedText } from '#shared/text/arbitrary-text.ts';
import { cpuTime } from '#shared/text/cpu-time.ts';
import { asGuessed, type How, type Piece } from '../format.ts';
import { guessColumns, signature } from './columns.ts';
import { previewTable, readTable } from './read-table.ts';

const bytesOf = (text: string | Uint8Array) => (typeof text === 'string' ? Buffer.from(text) : text);
const read = (text: string | Uint8Array, path = 'a.csv', how: How = asGuessed): Piece[] => [
  ...readTable({ bytes: bytesOf(text), path, how }),
];
const jsonl = (...lines: unknown[]) => lines.map((line) => JSON.stringify(line)).join('\n');
const story =
  'The minister said on Monday that the ferry line would stay open through the winter, whatever it cost the islands.';

describe('comma-separated values', () => {
  test('a row is an article, with what its columns say', () => {
    const pieces = read(
      `id,headline,date,newspaper,author,section,page,lang,url,body\r\nn7,Ferry stays,2018-02-27,The Harbour Courier,By Lena Marsh,Politics,A4,English,https://courier.example/7,"${story}\r\n\r\nIslanders ""cheered"", she said."\r\nn8,Next,28/02/2018,The Harbour Courier,,,,,,"${story}"\r\n`,
    );
    expect(pieces.map(({ part }) => part)).toEqual(['n7', 'n8']);
    expect(pieces[0]!.text).toBe(`${story}\n\nIslanders "cheered", she said.`);
    expect(pieces[0]!.blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'paragraph']);
    expect(pieces[0]!.meta).toEqual({
      title: 'Ferry stays',
      published: '2018-02-27',
      outlet: 'The Harbour Courier',
      byline: 'By Lena Marsh',
      section: 'Politics',
      page: 'A4',
      language: 'en',
      url: 'https://courier.example/7',
      translator: null,
    });
    expect(pieces[1]!.meta.published).toBe('2018-02-28');
  });

  test.each([
    ['semicolons', `title;text\nA;"${story}"`],
    ['tabs', `title\ttext\nA\t${story.replaceAll(',', ' –')}`],
    ['bars', `title|text\nA|${story}`],
    ['a line that names the sign', `sep=;\ntitle;text\nA;"${story}"`],
    ['a byte order mark', `\ufefftitle,text\nA,"${story}"`],
    ['old line ends', `title,text\rA,"${story}"`],
  ])('%s', (_, table) => {
    const [piece, ...others] = read(table);
    expect(others).toEqual([]);
    expect(piece!.meta.title).toBe('A');
    expect(piece!.text.slice(0, 12)).toBe('The minister');
  });

  test('rows without heads are rows, too', () => {
    const [piece] = read(`2018-02-27,"${story} ${story}"\n2018-02-28,"${story} ${story}"`);
    expect(piece!.text).toBe(`${story} ${story}`);
    expect(piece!.meta.published).toBe('2018-02-27');
  });

  test('a head that ends in a question mark is a head', () => {
    const [piece] = read(`Nr;wann?;Artikel\n1;27.02.2018;"${story} ${story}"`);
    expect(piece!.text).toBe(`${story} ${story}`);
    expect(piece!.meta.published).toBe('2018-02-27');
  });

  test('dates in figures are told by the rows in which they can be', () => {
    const dates = (...values: string[]) =>
      read(`text,date\n${values.map((v) => `"${story}",${v}`).join('\n')}`).map(({ meta }) => meta.published);
    expect(dates('03/04/2018', '27/04/2018')).toEqual(['2018-04-03', '2018-04-27']);
    expect(dates('03/04/2018', '04/27/2018')).toEqual(['2018-03-04', '2018-04-27']);
    expect(dates('03/04/2018', '05/06/2018')).toEqual([null, null]);
    expect(dates('1519689600', '43158')).toEqual(['2018-02-27T00:00:00Z', '2018-02-27']);
  });

  test('rows without text and rows that cannot be read are told of once, at the end', () => {
    const pieces = read(
      `id,text\n1,"${story}"\n2,\n3,"${story}"\n4,"never closed\n5,${story.replaceAll(',', '')}\n6,\n7,${story.replaceAll(',', '')}\n`,
    );
    expect(pieces.map(({ part }) => part)).toEqual(['1', '3', '5', '7']);
    expect(pieces.slice(0, -1).flatMap(({ notices }) => notices)).toEqual([]);
    expect(pieces.at(-1)!.notices).toEqual([
      'Rows of the table that cannot be read: line 5 has a quotation mark that is never closed.',
      '2 rows of the table have no text and were passed over.',
    ]);
  });

  test('a quotation mark that takes in the next row is told of', () => {
    const pieces = read(`id,text\n1,"${story}"\n2,"not closed, she said.\n3,"${story}"\n4,"${story}"\n`);
    expect(pieces.map(({ part, notices }) => [part, notices.length])).toEqual([
      ['1', 0],
      ['2', 1],
      ['4', 0],
    ]);
    expect(pieces[1]!.notices[0]).toMatch(
      /^From line 3 of the table on a cell has quotation marks that are not doubled/,
    );
  });

  test('ids that lead elsewhere or come twice are made names of their own', () => {
    const parts = read(
      `id,text\n${['../../etc', 'https://x.example/a', '..', 'n', 'n', ''].map((id) => `${id},"${story}"`).join('\n')}`,
      'a.csv',
      {
        encoding: null,
        columns: {
          [signature(['id', 'text'])]: {
            id: 'id',
            text: 'text',
            title: null,
            published: null,
            outlet: null,
            byline: null,
            section: null,
            page: null,
            language: null,
            url: null,
          },
        },
      },
    ).map(({ part }) => part);
    expect(parts).toEqual(['.._.._etc', 'https:_x.example_a', '3', 'n', 'n (row 5)', '6']);
  });

  test('what a person chose holds for all tables with these heads', () => {
    const table = `summary,full\n"${story}","${story} ${story}"`;
    const chosen = {
      text: 'summary',
      title: null,
      published: null,
      outlet: null,
      byline: null,
      section: null,
      page: null,
      language: null,
      url: null,
      id: null,
    };
    expect(
      read(table, 'a.csv', { encoding: null, columns: { [signature(['full', 'summary'])]: chosen } })[0]!.text,
    ).toBe(story);
    expect(read(table)[0]!.text).toBe(`${story} ${story}`);
  });

  test('an encoding is found out or chosen', () => {
    const table = Buffer.from(`Titel;Text\nMöwe;${'Die Fähre fährt für fünf Öre. '.repeat(12)}`, 'latin1');
    expect(read(table)[0]!.text).toContain('Die Fähre fährt');
    expect(read(table, 'a.csv', { encoding: 'windows-1252', columns: {} })[0]!.meta.title).toBe('Möwe');
    expect(read(Buffer.from(`\ufefftitle,text\nMöwe,"${story}"`, 'utf16le'))[0]!.meta.title).toBe('Möwe');
  });

  test('markup in cells is read as a page is', () => {
    const [piece] = read(
      `title,text\nA,"<h2>Winter</h2><p>${story}</p><ul><li>First a survey of the piers</li></ul><script>alert(1)</script>"`,
    );
    expect(piece!.text).toBe(`Winter\n\n${story}\n\nFirst a survey of the piers`);
    expect(piece!.notices).toEqual(['The cell holds markup of a page: its visible text is shown.']);
  });

  test('cells come back as they were written', () => {
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.array(
          anyWellFormedText.map((text) => text.replaceAll('\0', '')),
          { minLength: 1, maxLength: 5 },
        ),
        fc.constantFrom(',', ';', '\t'),
        (texts, sign) => {
          const plain = (text: string) =>
            text
              .replace(/^\uFEFF/, '')
              .replace(/\r\n?/g, '\n')
              .replaceAll('\0', '');
          const rows = texts.map((text, at) => [`r${at}`, cell(`${story} ${text}|`)].join(sign));
          const pieces = read(`id${sign}text\n${rows.join('\n')}\n`);
          expect(pieces.map(({ text }) => text)).toEqual(texts.map((text) => plain(`${story} ${text}|`)));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('JSON', () => {
  test('lines with id and text, a bad one passed over with its line', () => {
    const pieces = read(
      `${jsonl({ id: 'a', text: `${story}\r\nMore.` }, { id: 'b', text: 'Short.' })}\n{"id":\n\n${jsonl({ id: 'c', text: story })}`,
      'a.jsonl',
    );
    expect(pieces.map(({ part, text }) => [part, text])).toEqual([
      ['a', `${story}\nMore.`],
      ['b', 'Short.'],
      ['c', story],
    ]);
    expect(pieces.at(-1)!.notices).toEqual(['Rows of the table that cannot be read: line 3 is not JSON.']);
  });

  test('a list, a list in an object, lists deep down, and lines in a .json', () => {
    const one = {
      headline: 'A',
      body: story,
      source: { name: 'The Harbour Courier' },
      authors: ['Lena Marsh', { name: 'Jon Pryce' }],
    };
    for (const text of [
      JSON.stringify([one]),
      JSON.stringify({ status: 'ok', articles: [one] }),
      JSON.stringify({ response: { docs: [one] } }, null, 2),
      jsonl(one, one),
    ]) {
      const [piece] = read(text, 'a.json');
      expect(piece!.text).toBe(story);
      expect(piece!.meta).toMatchObject({ title: 'A', outlet: 'The Harbour Courier', byline: 'Lena Marsh, Jon Pryce' });
      expect(piece!.part).toBe('1');
    }
  });

  test('an article by itself is the file', () => {
    const [piece, ...others] = read(
      JSON.stringify({ title: 'A', date: '2018-02-27', paragraphs: [story, story] }),
      'a.json',
    );
    expect(others).toEqual([]);
    expect(piece).toMatchObject({ part: null, source: null, text: `${story}\n\n${story}` });
  });

  test('lines of our own are taken as they are, blocks in code points', () => {
    const text = `😀 Ferry stays\n\n${story}`;
    const meta = {
      title: 'Ferry stays',
      outlet: 'Courier',
      published: '2018-02-27',
      page: null,
      section: null,
      byline: null,
      language: 'en',
      url: null,
    };
    const blocks = [
      { start: 2, end: 13, kind: 'headline' },
      { start: 15, end: 15 + story.length, kind: 'paragraph' },
    ];
    const line = {
      schema: 'rapporteur.article/1',
      id: 'a_1',
      text,
      meta,
      offset_unit: 'codepoint',
      blocks: [{ ...blocks[0], start: 0 }, blocks[1]],
    };
    const [piece] = read(jsonl(line), 'export.jsonl');
    expect(piece).toMatchObject({ part: 'a_1', text, meta: { ...meta, translator: null } });
    expect(piece!.blocks.map((b) => text.slice(b.start, b.end))).toEqual(['😀 Ferry stays', story]);
    expect(piece!.blocks[0]!.kind).toBe('headline');
    const [bad] = read(jsonl({ ...line, blocks: [{ start: 1, end: 999, kind: 'headline' }] }), 'export.jsonl');
    expect(bad!.blocks.at(-1)!.kind).toBe('paragraph');
  });

  test.each([
    [
      'a package',
      {
        name: 'x',
        version: '1.0.0',
        description: story.repeat(3),
        scripts: { test: 'vitest' },
        dependencies: { a: '^1' },
      },
    ],
    ['settings', { editor: { tabSize: 2 }, files: ['a', 'b'] }],
    [
      'coordinates',
      {
        type: 'FeatureCollection',
        features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: [1, 2] }, properties: { name: 'Pier' } }],
      },
    ],
    [
      'a list of names',
      [
        { id: 1, name: 'Lena' },
        { id: 2, name: 'Jon' },
      ],
    ],
    ['our own codebook', { format: 'rapporteur.codebook/1', text: story, title: 'x', url: 'https://x.example' }],
    ['our own statements', { schema: 'rapporteur.statement/1', id: 's_1', text: story }],
    ['numbers', [1, 2, 3]],
    ['null', null],
  ])('%s is no article, and nobody hears of it', (_, value) => {
    expect(read(JSON.stringify(value), 'a.json')).toEqual([]);
  });
});

describe('what the columns are', () => {
  test.each([
    [
      'German',
      ['Nr', 'Titel', 'Datum', 'Zeitung', 'Autor', 'Volltext'],
      { text: 'Volltext', title: 'Titel', published: 'Datum', outlet: 'Zeitung', byline: 'Autor', id: 'Nr' },
    ],
    [
      'French',
      ['titre', 'date', 'journal', 'auteur', 'texte'],
      { text: 'texte', title: 'titre', published: 'date', outlet: 'journal', byline: 'auteur' },
    ],
    [
      'Japanese',
      ['番号', '見出し', '日付', '媒体', '本文'],
      { text: '本文', title: '見出し', published: '日付', outlet: '媒体' },
    ],
    [
      'Korean',
      ['제목', '날짜', '언론사', '기자', '본문'],
      { text: '본문', title: '제목', published: '날짜', outlet: '언론사', byline: '기자' },
    ],
    [
      'a program’s',
      ['article.id', 'article.headline', 'pub_date', 'source_name', 'article.body'],
      {
        text: 'article.body',
        title: 'article.headline',
        published: 'pub_date',
        outlet: 'source_name',
        id: 'article.id',
      },
    ],
  ])('%s names', (_, heads, wanted) => {
    const cells: Record<string, string> = { [wanted.text]: story, [wanted.published]: '2018-02-27' };
    expect(guessColumns(heads, [heads.map((head, at) => cells[head] ?? `x${at}`)])).toMatchObject(wanted);
  });

  test('values tell where names do not, and a text that is no text is not taken', () => {
    const long = `${story} ${story}`;
    expect(guessColumns(['a', 'b', 'c'], [[long, 'https://x.example/1', '27 February 2018']])).toMatchObject({
      text: 'a',
      url: 'b',
      published: 'c',
    });
    expect(guessColumns(['content', 'blob'], [['news', long]])?.text).toBe('blob');
    expect(guessColumns(['n', 'm'], [['1', '2']])).toBeNull();
    expect(guessColumns(['url', 'x'], [[`https://x.example/${'a'.repeat(400)}`, '']])).toBeNull();
    expect(guessColumns([], [])).toBeNull();
  });

  test('a preview shows rows as they would be read', () => {
    const table = `id,text\n1,"${story.repeat(4)}"\n2,\n3,x\n`;
    expect(previewTable(bytesOf(table), 'a.csv', asGuessed)).toMatchObject({
      signature: signature(['text', 'id']),
      columns: ['id', 'text'],
      count: 3,
      chosen: false,
      mapping: { text: 'text', id: 'id' },
    });
    expect(previewTable(bytesOf(table), 'a.csv', asGuessed)!.rows[0]![1]!.length).toBe(200);
    expect(previewTable(bytesOf('a,b\n1,2\n'), 'a.csv', asGuessed)).toMatchObject({ mapping: null, count: 1 });
    expect(previewTable(bytesOf('{"a":1}'), 'a.json', asGuessed)).toBeNull();
  });
});

describe('broken files', () => {
  const reason = (text: string | Uint8Array, path: string) => {
    try {
      return read(text, path).length;
    } catch (error) {
      return error instanceof Failure ? `${error.code}: ${error.message}` : `thrown: ${String(error)}`;
    }
  };
  test.each([
    ['an empty table', '', 'a.csv', /^unsupported: The file is empty/],
    ['only white space', ' \n \n', 'a.csv', /empty/],
    [
      'no text column',
      'a,b\n1,2\n3,4',
      'a.csv',
      /No column of the table looks like the text of articles \(“a”, “b”\)\. Open “Columns/,
    ],
    ['heads alone', 'id,text\n', 'a.csv', /No column|no row with a text/],
    ['a zip', 'PK\x03\x04rest\0\0\0', 'a.csv', /ZIP/],
    ['a workbook of the old kind', Buffer.from('\xd0\xcf\x11\xe0\0\0\0\0', 'latin1'), 'a.csv', /old office document/],
    ['cut JSON', '[{"text":"abc', 'a.json', /^damaged: The file is not JSON/],
    ['lines that are no JSON', '{"a": \n{"b"', 'a.jsonl', /^damaged: None of its first lines is a JSON object/],
    ['lines without a text', '{"a":1}\n{"a":2}', 'a.jsonl', /No column/],
    ['quotation marks that never close', `text\n${`"${story} x\n`.repeat(301)}`, 'a.csv', /^\d+$|^damaged/],
  ])('%s', (_, text, path, words) => {
    expect(String(reason(text, path))).toMatch(words);
  });

  test('ten thousand levels, a hundred thousand columns, a row of one quotation mark cost no more than their length', () => {
    const time = cpuTime(() => {
      expect(reason(`${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'a.json')).toBe(0);
      expect(reason(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, 'a.json')).toBe(0);
      expect(String(reason(`${'x,'.repeat(100_000)}\n${'y,'.repeat(100_000)}`, 'a.csv'))).toMatch(/No column/);
      expect(reason(`text\n"${'a\n'.repeat(800)}`, 'a.csv')).toBe(799);
    });
    expect(time).toBeLessThan(10_000);
  });

  test('whatever the characters are, there are articles or a reason', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            '"',
            ',',
            ';',
            '\n',
            '\r\n',
            'text',
            'a',
            ' ',
            '\0',
            '{',
            '}',
            '[',
            ']',
            ':',
            '\ufeff',
            'é',
          ),
        }),
        fc.constantFrom('a.csv', 'a.tsv', 'a.json', 'a.jsonl'),
        (text, path) => {
          expect(String(reason(text, path))).not.toMatch(/^thrown/);
        },
      ),
      { numRuns: 100 },
    );
  });
});
