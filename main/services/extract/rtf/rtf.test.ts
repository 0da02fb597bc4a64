import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '#shared/contract/failure.ts';
import { anyWellFormedText } from '#shared/text/arbitrary-text.ts';
import { extractAll } from '../extract.ts';
import { asGuessed, type Piece } from '../format.ts';
import { plainWords } from '../parts.ts';
import { readRtf } from './read-rtf.ts';

const read = (rtf: string | Uint8Array): Piece[] => [
  ...readRtf({ bytes: typeof rtf === 'string' ? Buffer.from(rtf, 'latin1') : rtf, path: 'a.rtf', how: asGuessed }),
];
const textOf = (rtf: string) => read(rtf)[0]?.text;
const blocksOf = (rtf: string) =>
  read(rtf).flatMap(({ text, blocks }) => blocks.map((b) => `${b.kind}: ${text.slice(b.start, b.end)}`));

describe('words', () => {
  test.each([
    ['paragraphs, lines and tabs', String.raw`{\rtf1 One\par Two\line three\tab four\par}`, 'One\n\nTwo\nthree\tfour'],
    ['a line end in the file is none', '{\\rtf1 One\r\n two\\par}', 'One two'],
    ['a line end behind a backslash is a paragraph', '{\\rtf1 One\\\ntwo}', 'One\n\ntwo'],
    [
      'special characters',
      String.raw`{\rtf1 \ldblquote a\rdblquote\emdash b\~c\_d\-e \{f\\\}}`,
      '“a”—b\u00a0c\u2011de {f\\}',
    ],
    [
      'Unicode and what stands for it',
      String.raw`{\rtf1\uc1 caf\u233 e \u26085?\u26412? \u-10179?\u-8704? done}`,
      'café 日本 😀 done',
    ],
    ['several characters stand for one', String.raw`{\rtf1\uc2\u8364 \'80\'80x{\uc0\u8364 y}}`, '€x€y'],
    ['code pages', String.raw`{\rtf1\ansi\ansicpg1251 \'cc\'e8\'f0}`, 'Мир'],
    ['Western quotation marks', String.raw`{\rtf1\ansi\ansicpg1252 \'93a\'94 \'96 \'80}`, '“a” – €'],
    [
      'character sets of fonts, whose second bytes may be letters',
      String.raw`{\rtf1\ansi{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset128 MS Mincho;}{\f2\fcharset129 Batang;}}\f1 \'83A\'93\'fa\'96\'7b\f0  and \f2\'b3\'b2}`,
      'ア日本 and 남',
    ],
    [
      'a dot of a symbols’ font',
      String.raw`{\rtf1{\fonttbl{\f0 A;}{\f3\fcharset2 Symbol;}}{\f3\'b7}\tab item}`,
      '•\titem',
    ],
    ['binary data holds braces', '{\\rtf1 a{\\pict\\bin5 {{{{{}b}', 'ab'],
    [
      'pictures, comments, hidden and deleted words',
      String.raw`{\rtf1 a{\pict 0a0b}{\*\annotation no}{\v hid}{\deleted gone}\v x\v0 b}`,
      'ab',
    ],
    [
      'the results of fields',
      String.raw`{\rtf1 see {\field{\*\fldinst HYPERLINK "https://x.example"}{\fldrslt the paper}} now}`,
      'see the paper now',
    ],
    [
      'text boxes',
      String.raw`{\rtf1 a {\shp{\*\shpinst{\sp{\sn p}{\sv 1}}{\shptxt in a box}}{\shprslt again}} b}`,
      'a in a box b',
    ],
    ['two versions of the same words', String.raw`{\rtf1 {\upr{ansi}{\*\ud{unicode}}}}`, 'unicode'],
    ['what nobody knows', String.raw`{\rtf1 a{\*\madeup words}\madeuptoo7 b}`, 'ab'],
    ['what comes after the end', String.raw`{\rtf1 a}{b}`, 'a'],
  ])('%s', (_, rtf, text) => {
    expect(textOf(rtf)).toBe(text);
  });

  test('rows are lines, cells of several paragraphs are read one after the other', () => {
    expect(
      blocksOf(
        String.raw`{\rtf1\trowd\intbl Ship\cell Tons\cell\row\trowd\pard\intbl One long story.\par It goes on here.\cell Two tugs came.\cell\row\pard After the table.\par}`,
      ),
    ).toEqual([
      'paragraph: Ship\tTons',
      'paragraph: One long story.',
      'paragraph: It goes on here.',
      'paragraph: Two tugs came.',
      'paragraph: After the table.',
    ]);
  });

  test('styles, outline levels, lists, notes, headers and properties', () => {
    const [piece] = read(
      String.raw`{\rtf1{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s5 caption;}}{\info{\title Ports}{\author Lena Marsh}{\creatim\yr2018\mo2\dy27\hr9}}{\header The Harbour Courier}{\footer Page 1}{\headerf The Harbour Courier}\pard\s1 Quays reopen\par\pard The mayor said the quays would reopen.{\footnote In March.}\par\pard\outlinelevel1 What is next\par\pard {\listtext\bullet\tab}First a survey of the walls\par{\pntext -}Then the cranes\par\pard\s5 The old quay\par\pard Work goes on until the autumn, she said.\par}`,
    );
    expect(piece!.blocks.map((b) => `${b.kind}: ${piece!.text.slice(b.start, b.end)}`)).toEqual([
      'headline: Quays reopen',
      'paragraph: The mayor said the quays would reopen.[1]',
      'subheading: What is next',
      'list: First a survey of the walls',
      'list: Then the cranes',
      'caption: The old quay',
      'paragraph: Work goes on until the autumn, she said.',
      'paragraph: [1] In March.',
      'boilerplate: The Harbour Courier',
      'boilerplate: Page 1',
    ]);
    expect(piece!.meta).toMatchObject({ title: 'Quays reopen', byline: 'Lena Marsh', published: '2018-02-27' });
    expect(piece!.notices).toEqual([
      'The text does not say its writer and date: taken from the document’s properties, which may be wrong.',
    ]);
  });
});

test('any text comes back as it was written', () => {
  const escaped = (text: string) =>
    [...text]
      .map((c) => (/[\\{}]/.test(c) ? `\\${c}` : c === '\n' ? '\\line ' : /[ -~]/.test(c) ? c : units(c)))
      .join('');
  const units = (c: string) =>
    [...Array(c.length).keys()].map((at) => `\\u${(c.charCodeAt(at) << 16) >> 16}?`).join('');
  fc.assert(
    fc.property(anyWellFormedText, (any) => {
      const text = plainWords(any);
      fc.pre(text !== '' && !text.includes('\uf0b7'));
      expect(textOf(`{\\rtf1\\ansi ${escaped(text)}}`)).toBe(text);
    }),
    { numRuns: 150 },
  );
});

test('whatever the bytes are, blocks lie in the text or there is a reason', () => {
  const bits = fc.constantFrom(
    '{',
    '}',
    '\\',
    '\\par ',
    '\\u233 ',
    '\\u-1',
    "\\'8",
    "\\'e9",
    '\\*',
    '\\bin9 ',
    '\\bin-3',
    '\\uc99 ',
    '\\cell',
    '\\row',
    '\\intbl ',
    '{\\fonttbl',
    '{\\f1\\fcharset128 x;}',
    '\\f1 ',
    '{\\footnote ',
    '{\\info{\\title ',
    '\\upr',
    '\\ud ',
    'word ',
    '\r\n',
    '\0',
    '\x80',
    '{\\stylesheet{\\s1 Title;}}',
    '\\s1 ',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 6, arbitrary: bits }, { weight: 1, arbitrary: fc.string() }), { maxLength: 60 }),
      (parts) => {
        let pieces: Piece[] = [];
        try {
          pieces = read(`{\\rtf1 ${parts.join('')}`);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
        for (const { text, blocks } of pieces) {
          let last = 0;
          for (const { start, end } of blocks) {
            expect(text.slice(last, start).trim()).toBe('');
            expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(text).not.toMatch(/\p{Surrogate}/u);
        }
      },
    ),
    { numRuns: 200 },
  );
});

describe('broken files', () => {
  const reason = async (bytes: string | Buffer, name = 'a.rtf') => {
    try {
      for await (const _ of extractAll(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, name));
    } catch (error) {
      return error instanceof Failure ? `${error.code}: ${error.message}` : String(error);
    }
    return 'read';
  };
  test.each([
    ['an empty file', '', /^unsupported: The file is empty/],
    ['plain text', 'The minister said no.', /no RTF document.*rename it to end in \.txt/],
    ['a Word document', 'PK\x03\x04', /rename it to end in \.docx/],
    ['an old or locked document', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', /\.doc\) or locked with a password/],
    ['a PDF', '%PDF-1.4', /PDF/],
    ['a picture of a text', '{\\rtf1{\\pict 00}}', /holds no text/],
    ['cut before the text', '{\\rtf1{\\fonttbl{\\f0 Tim', /^damaged: The file breaks off/],
    ['more groups than any program opens', `{\\rtf1 ${'{'.repeat(100_001)}`, /nested more than 100,000 deep/],
  ])('%s', async (_, bytes, words) => {
    expect(await reason(bytes)).toMatch(words);
  });

  test('of a file that breaks off, what there is is read', () => {
    const [piece] = read('{\\rtf1 The minister said no.\\par And then {\\b she');
    expect(piece!.text).toBe('The minister said no.\n\nAnd then she');
    expect(piece!.notices.join()).toMatch(/breaks off before its end/);
  });

  test('ten thousand groups within each other, and tables that never end, cost no more than their length', () => {
    expect(textOf(`{\\rtf1 ${'{\\b '.repeat(10_000)}deep${'}'.repeat(10_000)}}`)).toBe('deep');
    expect(textOf(`{\\rtf1 ${'\\intbl a\\cell '.repeat(20_000)}}`)?.length).toBe(39_999);
    expect(textOf(`{\\rtf1 a${'\\bin4000000000 '.repeat(3)}b}`)).toBe('a');
  });
});
