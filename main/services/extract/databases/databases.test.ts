import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyWellFormedText } from '#shared/text/arbitrary-text.ts';
import { asGuessed, type Piece } from '../format.ts';
import { piecesOf } from '../lines.ts';
import { articlesOf } from '../parts.ts';
import { readPlain } from '../plain.ts';
import { readRtf } from '../rtf/read-rtf.ts';
import { findFactiva } from './factiva.ts';
import { findLexis } from './lexis.ts';
import { findNexisUni } from './nexis-uni.ts';
import { readDatabase } from './read-database.ts';
import {
  factivaFields,
  factivaGerman,
  factivaLines,
  factivaText,
  lexisEarlier,
  lexisGerman,
  lexisText,
  nexisUni,
} from './testing/exports.ts';

const nothing = { title: null, author: null, created: null };
/** As paragraphs of a document. */
const ofParts = (lines: readonly string[]): Piece[] => [
  ...articlesOf(
    lines.map((words) => ({ words, known: null, bullet: false })),
    nothing,
    [],
  ),
];
const ofText = (text: string, path = 'a.txt'): Piece[] => [
  ...readPlain({ bytes: Buffer.from(text), path, how: asGuessed }),
];
const blocksOf = ({ text, blocks }: Piece) =>
  blocks.map((b) => `${b.kind}: ${text.slice(b.start, b.end).replace(/\s+/g, ' ')}`);
const kinds = (piece: Piece, kind: string) =>
  blocksOf(piece)
    .filter((line) => line.startsWith(`${kind}: `))
    .map((line) => line.slice(kind.length + 2));

describe('Factiva', () => {
  const first = {
    title: 'Islands keep their ferry',
    outlet: 'The Harbour Courier',
    byline: 'Lena Marsh',
    section: 'Politics',
    page: 'A4',
    language: 'en',
  };

  test('fields on lines of their own', () => {
    const pieces = ofParts(factivaLines);
    expect(pieces.map(({ part }) => part)).toEqual(['HARCOU0020180227ee2r0000x', 'HARCOU0020180228ee2s0000y']);
    expect(pieces[0]!.meta).toMatchObject({ ...first, published: '2018-02-27T08:15:00' });
    expect(pieces[1]!.meta).toMatchObject({
      title: 'Board says no to second terminal',
      published: '2018-02-28',
      byline: null,
      section: null,
    });
    expect(kinds(pieces[0]!, 'paragraph')).toHaveLength(3);
    expect(kinds(pieces[0]!, 'boilerplate')).toEqual([
      '355 words',
      'HARCOU',
      'English',
      'Copyright 2018. The Harbour Courier. All rights reserved.',
      'Document HARCOU0020180227ee2r0000x',
    ]);
    expect(pieces[0]!.notices).toEqual([
      'The file is an export of Factiva with 2 articles.',
      'What stands after the last article is left out: 3 paragraphs of the export’s own.',
    ]);
    expect(pieces[1]!.notices).toEqual([]);
    expect(pieces[0]!.source).toBe(pieces[0]!.text);
  });

  test('on German screens', () => {
    const pieces = ofParts(factivaGerman);
    expect(
      pieces.map(({ meta }) => [meta.title, meta.published, meta.outlet, meta.page, meta.language, meta.byline]),
    ).toEqual([
      ['Die Inseln behalten ihre Fähre', '2018-02-27', 'Hansa-Kurier', '3', 'de', 'Jana Petersen'],
      ['Rat lehnt Terminal ab', '2018-03-01', 'Hansa-Kurier', null, 'de', null],
    ]);
  });

  test('fields under their codes, words of the text that look like codes left alone', () => {
    const pieces = ofParts(factivaFields);
    expect(pieces.map(({ part }) => part)).toEqual(['HARCOU0020180227ee2r0000x', 'HARCOU0020180228ee2s0000y']);
    expect(pieces[0]!.meta).toMatchObject({ ...first, published: '2018-02-27T08:15:00' });
    expect(kinds(pieces[0]!, 'headline')).toEqual(['Islands keep their ferry']);
    expect(kinds(pieces[0]!, 'paragraph')).toHaveLength(3);
    expect(kinds(pieces[1]!, 'paragraph').slice(1)).toEqual([
      'IN Busan the vote was followed closely, said Oh Min-seo, who speaks for the dockers.',
      'IN Incheon no one had asked for it.',
    ]);
  });

  test('a text file with codes and wrapped lines', () => {
    const pieces = ofText(factivaText);
    expect(pieces.map(({ part, meta }) => [part, meta.title, meta.published])).toEqual([
      ['HARCOU0020180227ee2r0000x', 'Islands keep their ferry', '2018-02-27'],
      ['HARCOU0020180228ee2s0000y', 'Board says no to second terminal', '2018-02-28'],
    ]);
    expect(kinds(pieces[0]!, 'paragraph').map((words) => words.slice(0, 20))).toEqual([
      'SEOUL — The transpor',
      '“We do not leave isl',
      'The operator, Hwangh',
    ]);
  });

  test('an RTF table of codes and values', () => {
    const rows = factivaFields
      .join('\n')
      .replace(/^(LP|TD)\n/gm, '$1\t')
      .split('\n')
      .map((line) => {
        const [code, value] = line.split('\t');
        const escaped = (words: string) => words.replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0)}?`);
        return value === undefined
          ? `\\pard ${escaped(line)}\\par\n`
          : `\\trowd\\pard\\intbl ${code}\\cell ${escaped(value)}\\cell\\row\n`;
      });
    const pieces = [
      ...readRtf({ bytes: Buffer.from(`{\\rtf1\\ansi ${rows.join('')}}`), path: 'a.rtf', how: asGuessed }),
    ];
    expect(pieces.map(({ part }) => part)).toEqual(['HARCOU0020180227ee2r0000x', 'HARCOU0020180228ee2s0000y']);
    expect(pieces[0]!.meta).toMatchObject(first);
  });

  test('a saved page', () => {
    const page = `<html><body>${factivaLines.map((line) => `<div>${line}</div>`).join('')}</body></html>`;
    expect(ofText(page, 'a.html').map(({ part }) => part)).toEqual([
      'HARCOU0020180227ee2r0000x',
      'HARCOU0020180228ee2s0000y',
    ]);
  });

  test('one article is the file', () => {
    const pieces = ofParts(factivaLines.slice(0, 15));
    expect(pieces).toHaveLength(1);
    expect(pieces[0]).toMatchObject({ part: null, source: null, notices: ['The file is an export of Factiva.'] });
  });
});

describe('LexisNexis', () => {
  test('a text file of the later kind', () => {
    const pieces = ofText(lexisText);
    expect(pieces.map(({ part }) => part)).toEqual(['1', '2']);
    expect(pieces[0]!.meta).toMatchObject({
      title: 'Islands keep their ferry',
      outlet: 'The Harbour Courier (London)',
      published: '2018-02-27',
      section: 'NEWS',
      page: '3',
      byline: 'Lena Marsh',
      language: 'en',
    });
    expect(blocksOf(pieces[0]!).map((line) => line.slice(0, 40))).toEqual([
      'boilerplate: 1 of 2 DOCUMENTS',
      'dateline: The Harbour Courier (London)',
      'dateline: February 27, 2018 Tuesday',
      'dateline: Edition 1;',
      'dateline: Scotland',
      'headline: Islands keep their ferry',
      'byline: BYLINE: Lena Marsh',
      'section: SECTION: NEWS; Pg. 3',
      'boilerplate: LENGTH: 355 words',
      'paragraph: The transport minister said o',
      'paragraph: "LENGTH matters," she joked: ',
      'boilerplate: LOAD-DATE: February 28, 201',
      'boilerplate: LANGUAGE: ENGLISH',
      'caption: GRAPHIC: The pier of Baengnyeon',
      'boilerplate: PUBLICATION-TYPE: Newspaper',
      'boilerplate: JOURNAL-CODE: HAR',
      'boilerplate: Copyright 2018 Harbour Pres',
      'boilerplate: All Rights Reserved',
    ]);
    expect(pieces[0]!.notices[1]).toMatch(/^What stands before the first article is left out/);
  });

  test('the earlier kind, with copyright first and the headline under its label', () => {
    const [piece, ...others] = ofParts(lexisEarlier);
    expect(others).toEqual([]);
    expect(piece!.meta).toMatchObject({
      title: 'Islands Keep Their Ferry',
      outlet: 'The Harbour Courier',
      published: '1998-01-11',
      byline: 'LENA MARSH',
    });
    expect(kinds(piece!, 'paragraph')).toHaveLength(3);
  });

  test('on German screens', () => {
    expect(
      ofParts(lexisGerman).map(({ meta }) => [
        meta.title,
        meta.published,
        meta.outlet,
        meta.section,
        meta.page,
        meta.byline,
        meta.language,
      ]),
    ).toEqual([
      ['Die Inseln behalten ihre Fähre', '2018-02-27', 'Hansa-Kurier', 'POLITIK', '3', 'Jana Petersen', 'de'],
      ['Rat lehnt Terminal ab', '2018-03-01', 'Hansa-Kurier', null, null, null, 'de'],
    ]);
  });
});

describe('Nexis Uni', () => {
  test('cover, articles, ends', () => {
    const pieces = ofParts(nexisUni);
    expect(pieces.map(({ part }) => part)).toEqual(['1', '2']);
    expect(pieces[0]!.meta).toMatchObject({
      title: 'Islands keep their ferry',
      outlet: 'The Harbour Courier (London)',
      published: '2018-02-27T09:20:00Z',
      section: 'POLITICS',
      page: '3',
      byline: 'Lena Marsh',
      language: 'en',
    });
    expect(pieces[0]!.text.startsWith('Islands keep their ferry\n\nThe Harbour Courier')).toBe(true);
    expect(kinds(pieces[0]!, 'paragraph')).toHaveLength(3);
    expect(kinds(pieces[0]!, 'caption')).toEqual(['The pier of Baengnyeong on Monday morning, Jon Pryce']);
    expect(kinds(pieces[0]!, 'subheading')).toEqual(['Highlight: Minister promises a winter of crossings']);
    expect(kinds(pieces[0]!, 'boilerplate').at(-1)).toBe('End of Document');
    expect(pieces[1]!.meta).toMatchObject({ title: 'Board says no to second terminal', published: '2018-02-28' });
    expect(pieces[0]!.notices[1]).toBe(
      'What stands before the first article is left out: 9 paragraphs of the export’s own.',
    );
  });
});

describe('what is no export', () => {
  const articles = readdirSync('samples/2024', { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );

  test('the samples are one article each', () => {
    expect(articles.length).toBeGreaterThan(10);
    for (const { parentPath, name } of articles) {
      const text = readFileSync(join(parentPath, name), 'utf8');
      const pieces = piecesOf(text).map((each) => ({ ...each, known: null, words: text.slice(each.start, each.end) }));
      expect([
        readDatabase(text, () => pieces, []),
        findFactiva(pieces),
        findLexis(text, pieces),
        findNexisUni(pieces),
      ]).toEqual([null, null, null, null]);
    }
  });

  const prose = 'The minister said on Monday that the ferry line would stay open through the winter.';
  test.each([
    ['the words at the end of a leaked paper', ['A leak', prose, 'Length: 12 pages', prose, 'End of Document', prose]],
    [
      'an accession number that an article quotes',
      ['How archives count', prose, 'Document HARCOU0020180227ee2r0000x', prose],
    ],
    [
      'a number of words under a headline',
      ['Short story', '355 words', '27 February 2018', 'The Harbour Courier', prose],
    ],
    ['one of several documents', ['The leak', prose, '3 of 250 documents', prose, 'Language: plain']],
    ['labels in capitals', ['NOTE: this is a test', 'LENGTH: 300 words', prose, 'LANGUAGE: ENGLISH']],
    ['codes at the beginnings of lines', ['HD sets are cheap', 'PD chief resigns', 'IN Busan, crowds', prose]],
  ])('%s', (_, lines) => {
    expect(ofParts(lines).map(({ part, notices }) => [part, notices])).toEqual([[null, []]]);
    expect(ofText(lines.join('\n\n')).map(({ part }) => part)).toEqual([null]);
  });
});

test('whatever stands between its marks, blocks lie in the text in order and nothing is lost from the first article to the last', () => {
  const line = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(...factivaLines, ...factivaFields, ...lexisGerman, ...lexisEarlier, ...nexisUni),
    },
    { weight: 1, arbitrary: anyWellFormedText },
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const pieces = ofParts(lines);
      const parts = pieces.map(({ part }) => part);
      expect(new Set(parts).size).toBe(parts.length);
      for (const { text, blocks } of pieces) {
        let last = 0;
        for (const { start, end } of blocks) {
          expect(text.slice(last, start).trim()).toBe('');
          expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(text.slice(last).trim()).toBe('');
      }
    }),
    { numRuns: 40 },
  );
});
