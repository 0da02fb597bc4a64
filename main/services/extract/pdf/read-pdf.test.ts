import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { asGuessed, type Piece } from '../format.ts';
import { checkBlocks } from '../testing.ts';
import { column, type Drawn, type MadePdf, makePdf, widthOf } from './make-pdf.ts';
import { readPdf } from './read-pdf.ts';

async function read(pdf: MadePdf | Uint8Array): Promise<Piece> {
  const bytes = pdf instanceof Uint8Array ? pdf : makePdf(pdf);
  for await (const piece of readPdf({ bytes, path: 'a.pdf', how: asGuessed })) {
    checkBlocks(piece);
    return piece;
  }
  throw new Error('nothing was read');
}

const blocksOf = ({ text, blocks }: Piece) => blocks.map(({ start, end, kind }) => [kind, text.slice(start, end)]);
const prose = (letter: string, sentences: number) =>
  Array.from(
    { length: sentences },
    (_, index) => `${letter}${index} minister said on that day that talks would go on.`,
  ).join(' ');

test('a headline over two columns, read one after the other, with paragraphs and hyphens put together', async () => {
  const [first, second] = [prose('One', 6), prose('Two', 6)];
  const piece = await read({
    pages: [
      [
        { text: 'Talks resume after a long silence', x: 50, y: 780, size: 24, font: 'bold' },
        { text: 'By Jane Doe', x: 50, y: 755 },
        ...column(first, { x: 50, y: 720, width: 230 }),
        ...column(second, { x: 310, y: 720, width: 230 }),
      ],
    ],
    info: { Title: 'Microsoft Word - draft.docx', Author: 'jdoe', CreationDate: 'D:20180203120000' },
  });
  expect(blocksOf(piece)).toEqual([
    ['headline', 'Talks resume after a long silence'],
    ['byline', 'By Jane Doe'],
    ['paragraph', first],
    ['paragraph', second],
  ]);
  expect(piece.meta).toMatchObject({
    title: 'Talks resume after a long silence',
    byline: 'Jane Doe',
    published: '2018-02-03',
    page: null,
  });
  expect(piece.notices).toEqual([expect.stringContaining('date is that of the PDF')]);
  expect(piece.pages).toEqual([{ start: 0, label: '1' }]);
});

test('three columns whose lines stand on other heights, and paragraphs by their indents', async () => {
  const columns = [50, 225, 400].map((x, index) => {
    const lines = column(prose(`C${index}`, 5), { x, y: 700 - index * 5, width: 150 });
    const more = column(prose(`D${index}`, 3), { x, y: lines.at(-1)!.y - 12, width: 150 });
    return [...lines, { ...more[0]!, x: x + 12 }, ...more.slice(1)];
  });
  const piece = await read({ pages: [columns.flat()] });
  expect(blocksOf(piece).map(([, text]) => text)).toEqual(
    [0, 1, 2].flatMap((index) => [prose(`C${index}`, 5), prose(`D${index}`, 3)]),
  );
});

test('sentences run on from column to column past a box, which comes after them', async () => {
  const long =
    'The ministers met in the old harbour office on Tuesday. Nobody had expected the meeting to last as long as it did, and the rooms were cold. Officials carried in blankets. When the doors opened again at midnight, the two sides had agreed on little more than a date for the next round. Still, both called it progress. A spokesman for the delegation from the north said that his government would study the proposal with care before it answered. The other side wants an answer by Friday. Much depends on whether the ships that left port last week turn back. If they do not, sanctions will follow.';
  const lines = column(long, { x: 0, y: 0, width: 200 });
  const half = Math.ceil(lines.length / 2);
  const placed = lines.map((line, index): Drawn => {
    const row = index % half;
    return { ...line, x: index < half ? 50 : 310, y: 700 - row * 12 - (row >= 3 ? 60 : 0) };
  });
  const box = column('“A box with some of the words that were said across both of the columns”', {
    x: 90,
    y: 645,
    width: 400,
    size: 14,
    leading: 18,
  });
  const piece = await read({ pages: [[...placed, ...box]] });
  const texts = blocksOf(piece).map(([, text]) => text);
  expect(texts.join(' ')).toContain(long);
  expect(texts.at(-1)).toContain('A box with');
});

test('running heads, feet and page numbers are boilerplate, and a paragraph runs over them', async () => {
  const lines = column(prose('B', 10), { x: 50, y: 0, width: 200 });
  expect(lines).toHaveLength(14);
  const pages = [0, 1, 2].map((page) => [
    { text: `The Example Gazette, 3 March 2018, p. ${page + 7}`, x: 50, y: 815, size: 8 },
    ...lines.slice(page * 5, page * 5 + 5).map((line, index) => ({ ...line, y: 700 - index * 12 })),
    { text: String(page + 7), x: 290, y: 30, size: 8 },
  ]);
  const piece = await read({ pages });
  const kinds = blocksOf(piece);
  expect(kinds.filter(([kind]) => kind === 'boilerplate')).toHaveLength(6);
  expect(kinds.filter(([kind]) => kind === 'paragraph')).toEqual([['paragraph', prose('B', 10)]]);
  expect(piece.meta.page).toBe('7–9');
  expect(piece.pages!.map(({ label }) => label)).toEqual(['7', '8', '9']);
  for (const [index, { start }] of piece.pages!.entries())
    if (index > 0) expect(piece.text.slice(start)).toMatch(new RegExp(`^${lines[index * 5]!.text.slice(0, 8)}`));
});

test('labels of pages are told, and headings in larger or bold type', async () => {
  const piece = await read({
    pages: [
      [
        { text: 'A headline of the page', x: 50, y: 780, size: 20 },
        ...column(prose('E', 5), { x: 50, y: 740, width: 400 }),
        { text: 'What comes next', x: 50, y: 640, size: 13, font: 'bold' },
        ...column(prose('F', 5), { x: 50, y: 615, width: 400 }),
      ],
      column(prose('G', 4), { x: 50, y: 740, width: 400 }),
    ],
    label: { prefix: 'A', first: 4 },
  });
  expect(piece.pages!.map(({ label }) => label)).toEqual(['A4', 'A5']);
  expect(piece.meta.page).toBe('A4–A5');
  expect(blocksOf(piece).map(([kind]) => kind)).toEqual([
    'headline',
    'paragraph',
    'subheading',
    'paragraph',
    'paragraph',
  ]);
});

test('right to left, in two columns from the right, and Chinese and Japanese put together without blanks', async () => {
  const visual = (text: string) => [...text].reverse().join('');
  const rtl = (words: string, x: number) =>
    column(words, { x, y: 700, width: 200 }).map((line) => ({
      ...line,
      text: visual(line.text),
      x: x + 200 - widthOf(line.text, 10),
    }));
  const [right, left] = ['ימין', 'שמאל'].map(
    (word) => `${Array.from({ length: 20 }, (_, n) => `${word}${'אבגד'.slice(0, n % 4)} שר`).join(' ')}.`,
  );
  const hebrew = await read({ pages: [[...rtl(right!, 320), ...rtl(left!, 60)]] });
  expect(blocksOf(hebrew).map(([, text]) => text)).toEqual([right, left]);

  const sentence = '政府は対話に応じるまで圧力を強める方針だと外相が記者団に述べた。';
  const pieces = (sentence.repeat(4).match(/.{1,20}/gu) ?? []).map((text, index) => ({
    text,
    x: 50,
    y: 700 - index * 16,
  }));
  expect((await read({ pages: [pieces] })).text.replace(/\n\n/g, '')).toBe(sentence.repeat(4));
});

test('vertical writing is read from the right line to the left', async () => {
  const lines = ['政府は対話に応じるま', 'で圧力を強める方針だ', 'と外相が記者団に述べ', 'た。会談は来週開く。'];
  const piece = await read({
    pages: [lines.map((text, index): Drawn => ({ text, x: 500 - index * 16, y: 700, font: 'vertical' }))],
  });
  expect(piece.text).toBe(lines.join(''));
});

test.each([
  ['90ms-RKSJ-H', 'Japan1', 'shift_jis', '政府は対話に応じる abc'],
  ['UniKS-UCS2-H', 'Korea1', 'utf-16be', '외교부 당국자는 말했다'],
])('letters that only Adobe’s map %s explains', async (map, collection, encoding, text) => {
  const made = makePdf({ pages: [[{ text: 'to be replaced', x: 50, y: 700, font: 'bold' }]] }).toString('latin1');
  const mapped = made
    .replace(
      '/Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 3 0 R',
      `/Encoding /${map} /DescendantFonts [7 0 R]`,
    )
    .replace(/(7 0 obj[\s\S]*?)\(Identity\)/, `$1(${collection})`);
  const drawn = mapped.replace(/<[0-9a-f]+> Tj/, `<${iconv.encode(text, encoding).toString('hex')}> Tj`);
  expect((await read(Buffer.from(drawn, 'latin1'))).text).toBe(text);
  // Numbers of glyphs alone are explained by no encoding.
  const glyphs = drawn.replace(`/Encoding /${map}`, '/Encoding /Identity-H');
  await expect(read(Buffer.from(glyphs, 'latin1'))).rejects.toThrow(/does not say which letters/);
});

test('pages without text are told, and a PDF of pictures alone is not read', async () => {
  const text = column(prose('H', 5), { x: 50, y: 740, width: 400 });
  const partly = await read({ pages: [text, [], text], pictures: [1] });
  expect(partly.notices).toContain(
    'Page 2 of the PDF has no text; pictures of text, as scanners make them, are not read.',
  );
  await expect(read({ pages: [[], []], pictures: [0, 1] })).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/pictures of text but no text.*OCR/),
  });
});

test('locked, cut, empty, other and endless PDFs are refused in words', async () => {
  const some = { pages: [column(prose('I', 5), { x: 50, y: 740, width: 400 })] };
  await expect(read({ ...some, encrypted: true })).rejects.toThrow(/locked with a password/);
  const whole = makePdf(some);
  await expect(read(whole.subarray(0, whole.length / 2))).rejects.toThrow(/damaged or not complete/);
  await expect(read(Buffer.from('Dear reader,'))).rejects.toThrow(/no PDF/);
  // Pages that are only said to be there, and one page that is there a million times.
  expect((await read({ ...some, count: 1_000_000 })).text).toContain('I4 minister');
  await expect(read({ ...some, again: 3000 })).rejects.toMatchObject({
    code: 'too-large',
    message: expect.stringMatching(/3,001 pages/),
  });
  const objects = Buffer.from(`%PDF-1.7\n${'1 0 obj\nnull\nendobj\n'.repeat(400_100)}`);
  await expect(read(objects)).rejects.toMatchObject({ code: 'too-large' });
});
