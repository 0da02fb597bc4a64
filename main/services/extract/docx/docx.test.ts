import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '#shared/contract/failure.ts';
import { anyWellFormedText } from '#shared/text/arbitrary-text.ts';
import { makeZip } from '../archive/make-zip.ts';
import { nexisUni } from '../databases/testing/exports.ts';
import { asGuessed, type Piece } from '../format.ts';
import { plainWords } from '../parts.ts';
import { documentOf, footnotesOf, makeDocx, ofWords, paragraph, run } from './make-docx.ts';
import { readDocx } from './read-docx.ts';
import { chunksOf } from './xml-chunks.ts';

async function read(bytes: Uint8Array): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of readDocx({ bytes, path: 'a.docx', how: asGuessed })) pieces.push(piece);
  return pieces;
}
const blocksOf = (piece: Piece | undefined) =>
  piece?.blocks.map((b) => `${b.kind}: ${piece.text.slice(b.start, b.end)}`);

const story = 'The mayor said the quays would reopen in the spring, two years after the flood.';

test('headings by their styles in any language, lists, captions, rows, notes', async () => {
  const item = (words: string) =>
    `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>${run(words)}</w:p>`;
  const cell = (content: string) => `<w:tc>${content}</w:tc>`;
  const body = [
    paragraph(run('Quays reopen'), 'berschrift1'),
    paragraph(`${run(story)}<w:r><w:footnoteReference w:id="7"/></w:r>`),
    paragraph(run('What is next'), 'H2'),
    item('First a survey of the walls'),
    item('Then the cranes'),
    paragraph(run('The old quay'), 'Beschriftung'),
    `<w:tbl><w:tr>${cell(ofWords(['Ship']))}${cell(ofWords(['Tons']))}</w:tr><w:tr>${cell(ofWords([story, 'It goes on here.']))}${cell(ofWords(['Two tugs came.']))}</w:tr></w:tbl>`,
    paragraph(run('A second first heading'), 'berschrift1'),
    paragraph(`${run('One')}<w:r><w:br/></w:r>${run('two')}<w:r><w:tab/></w:r>${run('three & four, <she> said.')}`),
  ].join('');
  const [piece, ...others] = await read(
    await makeDocx(body, { 'word/footnotes.xml': footnotesOf({ 3: 'Nobody asks.', 7: 'In March.' }) }),
  );
  expect(others).toEqual([]);
  expect(blocksOf(piece)).toEqual([
    'headline: Quays reopen',
    `paragraph: ${story}[1]`,
    'subheading: What is next',
    'list: First a survey of the walls',
    'list: Then the cranes',
    'caption: The old quay',
    'paragraph: Ship\tTons',
    `paragraph: ${story}`,
    'paragraph: It goes on here.',
    'paragraph: Two tugs came.',
    'subheading: A second first heading',
    'paragraph: One\ntwo\tthree & four, <she> said.',
    'paragraph: [1] In March.',
  ]);
});

test('changes, links, text boxes, fields and pictures', async () => {
  const box = `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic/></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>${ofWords(['In a box, they said.'])}</w:txbxContent></v:textbox><v:imagedata r:id="rId9"/></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
  const body = [
    paragraph(
      `${run('Kept ')}<w:ins w:id="1">${run('and added')}</w:ins><w:del w:id="2"><w:r><w:delText> and gone</w:delText></w:r></w:del>${run(' words stay.')}`,
    ),
    `<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>${run('A paragraph whose end ')}</w:p>`,
    paragraph(run('was deleted is one with the next.')),
    paragraph(
      `${run('See ')}<w:hyperlink r:id="rId5" w:anchor="x">${run('the paper')}</w:hyperlink>${run(' for more of it.')}`,
    ),
    paragraph(`${run('Before the box.')}${box}`),
    paragraph(
      `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('The result, they said.')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
    ),
  ].join('');
  const [piece] = await read(await makeDocx(body));
  expect(piece!.text.split('\n\n')).toEqual([
    'Kept and added words stay.',
    'A paragraph whose end was deleted is one with the next.',
    'See the paper for more of it.',
    'Before the box.',
    'In a box, they said.',
    'The result, they said.',
  ]);
});

test('what the text does not say is taken from the properties, with a notice', async () => {
  const core =
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Quays &amp; cranes</dc:title><dc:creator>Lena Marsh</dc:creator><dcterms:created>2018-02-27T09:00:00Z</dcterms:created></cp:coreProperties>';
  const [piece] = await read(await makeDocx(ofWords([story]), { 'docProps/core.xml': core }));
  expect(piece!.meta).toMatchObject({ title: 'Quays & cranes', byline: 'Lena Marsh', published: '2018-02-27' });
  expect(piece!.notices).toEqual([
    'The text does not say its title, writer and date: taken from the document’s properties, which may be wrong.',
  ]);
});

test('an export of a database is split', async () => {
  const pieces = await read(await makeDocx(ofWords(nexisUni)));
  expect(pieces.map(({ part, meta }) => [part, meta.title])).toEqual([
    ['1', 'Islands keep their ferry'],
    ['2', 'Board says no to second terminal'],
  ]);
});

test('macros are not run and said so', async () => {
  const [piece] = await read(await makeDocx(ofWords([story]), { 'word/vbaProject.bin': 'Sub AutoOpen()' }, true));
  expect(piece!.text).toBe(story);
  expect(piece!.notices).toEqual(['The document has macros. Only its text was read; nothing in it was run.']);
});

test('a long document is read in chunks, and nothing is lost between them', async () => {
  const lines = Array.from({ length: 120 }, (_, at) => `Paragraph ${at}. ${noise(at * 97, 10_000)}`);
  const body = lines.map((line) => paragraph(run(line))).join('');
  expect([...chunksOf(documentOf(body), 'w:body')].length).toBe(2);
  const [piece] = await read(await makeDocx(body));
  expect(piece!.text).toBe(lines.join('\n\n'));
});

test('any words come back as they were written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyWellFormedText, { minLength: 1, maxLength: 4 }), async (any) => {
      // What XML cannot hold no document has.
      const texts = any
        .map((text) => plainWords(text.replace(/[\ufffe\uffff\t\r\n\u2028\u2029\u0085]/g, ' ')))
        .filter((text) => text !== '');
      fc.pre(texts.length > 0);
      const [piece] = await read(await makeDocx(ofWords(texts)));
      expect(piece!.text).toBe(texts.join('\n\n'));
    }),
    { numRuns: 12 },
  );
});

describe('broken files', () => {
  const reason = async (bytes: Uint8Array) => {
    try {
      return `read: ${(await read(bytes)).length}`;
    } catch (error) {
      return error instanceof Failure ? `${error.code}: ${error.message}` : `thrown: ${String(error)}`;
    }
  };
  const withDocument = (xml: string | Uint8Array) => makeDocx('', { 'word/document.xml': xml });
  const ole = (words: string) =>
    Buffer.concat([
      Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
      Buffer.alloc(600),
      Buffer.from(words, 'utf16le'),
    ]);

  const cases: readonly [string, () => Uint8Array | Promise<Uint8Array>, RegExp][] = [
    ['an empty file', () => Buffer.alloc(0), /^unsupported: The file is empty/],
    ['a document with a password', () => ole('EncryptedPackage'), /locked with a password/],
    ['a document of the old kind', () => ole('WordDocument'), /old kind \(\.doc\)/],
    ['an RTF document', () => Buffer.from('{\\rtf1 a}'), /Rename it to end in \.rtf/],
    ['a PDF document', () => Buffer.from('%PDF-1.7'), /Rename it to end in \.pdf/],
    ['plain text', () => Buffer.from('The minister said no.'), /no Word document/],
    ['a workbook', () => makeZip({ 'xl/workbook.xml': '<x/>' }), /Excel workbook/],
    ['a zip of something else', () => makeZip({ 'a.txt': 'x' }), /without a Word document/],
    [
      'a cut file',
      async () => (await makeDocx(ofWords([story]))).subarray(0, 700),
      /^damaged: The Word document is not complete/,
    ],
    [
      'a cut text',
      () => withDocument(documentOf(ofWords([story])).slice(0, -40)),
      /^damaged: .*breaks off or is mixed up/,
    ],
    ['mixed up tags', () => withDocument(documentOf('<w:p><w:r></w:p></w:r>')), /^damaged/],
    ['a document without text', () => makeDocx(''), /holds no text/],
    [
      'entities that grow',
      () => withDocument(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${documentOf('&b;')}`),
      /declares entities of its own/,
    ],
    [
      'ten thousand nested tags',
      () => withDocument(documentOf(`${'<w:ins>'.repeat(10_000)}${'</w:ins>'.repeat(10_000)}`)),
      /nested more than 200 deep/,
    ],
    ['a zip bomb', () => withDocument(Buffer.alloc(3_000_000, 'a')), /more than 200 times its size/],
  ];
  test.each(cases)('%s', async (_, bytes, words) => {
    expect(await reason(await bytes())).toMatch(words);
  });

  test('a paragraph longer than a book is refused before it is parsed', () => {
    const xml = documentOf(paragraph(run('a'.repeat(17_000_000))));
    expect(() => [...chunksOf(xml, 'w:body')]).toThrow(/longer than a book/);
  });

  test('styles that cannot be understood cost the headings, not the text', async () => {
    const deep = `<w:styles xmlns:w="w">${'<w:style>'.repeat(9000)}`;
    const [piece] = await read(
      await makeDocx(ofWords([story]), { 'word/styles.xml': deep, 'word/numbering.xml': '<!DOCTYPE x>' }),
    );
    expect(piece!.text).toBe(story);
  });
});

/** Letters that no zip packs a hundredfold. */
function noise(start: number, length: number): string {
  let seed = start + 1;
  return Array.from({ length }, () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return String.fromCharCode(97 + (seed % 26));
  }).join('');
}
