import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeZip } from './archive/make-zip.ts';
import { workerForTests } from './built-worker.ts';
import { makePdf } from './pdf/make-pdf.ts';
import { openPool, type Pool } from './pool.ts';

/* Files that are cut, locked, none of what their name says, or made to bring their reader down, each through a worker with
 * limits: a reason that a person understands, or what can be read of it, and the next file is read. */

let folder: string;
let pool: Pool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broken-'));
  await writeFile(join(folder, 'good.txt'), words);
  pool = openPool({ workerFile: await workerForTests(), workers: 1, timeLimit: 15_000, memoryLimit: 384 });
  await read('good.txt');
}, 60_000);
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true });
});

async function read(path: string): Promise<{ reason: string | null; texts: string[]; notices: string[] }> {
  const texts: string[] = [];
  const notices: string[] = [];
  const take = (articles: readonly { text: string; notices: readonly string[] }[]) => {
    for (const article of articles) {
      texts.push(article.text);
      notices.push(...article.notices);
    }
  };
  const result = await pool.run(
    { root: folder, path, known: null, how: null },
    { onArticles: async (some) => take(some) },
  );
  if (result.kind === 'failed') return { reason: result.message, texts, notices };
  if (result.kind !== 'read') throw new Error(result.kind);
  take(result.articles);
  return { reason: result.failure?.message ?? null, texts, notices };
}

const words = 'The ministry said on Tuesday that it would send a delegation to the talks next week.';
const half = (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1);
const nest = (open: string, close: string, depth: number) => open.repeat(depth) + words + close.repeat(depth);
/** Entities that grow to a billion of their kind (“billion laughs”). */
const laughs = `<!DOCTYPE x [<!ENTITY a0 "ha">${Array.from({ length: 10 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`).join('')}]>`;
const locked = (zip: Buffer) => {
  const copy = Buffer.from(zip);
  for (let at = copy.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = copy.indexOf('PK\x01\x02', at + 4, 'latin1'))
    copy[at + 8]! |= 1;
  return copy;
};

const word = (document: string, more: Record<string, string | Uint8Array> = {}) =>
  makeZip({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': document,
    ...more,
  });
const wordBody = (inside: string, before = '') =>
  `<?xml version="1.0"?>${before}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${inside}</w:body></w:document>`;
const wordLine = `<w:p><w:r><w:t>${words}</w:t></w:r></w:p>`;
const book = (chapter: string, opf = '') =>
  makeZip({
    'META-INF/container.xml': '<container><rootfile full-path="b.opf"/></container>',
    'b.opf': `${opf}<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>`,
    'a.xhtml': chapter,
  });
const chapter = (inside: string, before = '') =>
  `${before}<html><body><h1>Talks</h1><p>${`${words} `.repeat(3)}</p>${inside}</body></html>`;
const pdf = makePdf({ pages: [[{ text: words, x: 50, y: 700, size: 5 }]] });
const mail = (inside: string) => `From: a@example.org\r\nSubject: Talks\r\n${inside}`;

type Case = [name: string, bytes: () => string | Uint8Array | Promise<Uint8Array>, expected: RegExp | 'read'];
/** Cut, empty or locked. */
const cut: Case[] = [
  ['cut.docx', async () => half(await word(wordBody(wordLine))), /not complete|damaged/],
  ['cut.pdf', () => half(pdf), /damaged or not complete/],
  ['cut.epub', async () => half(await book(chapter(''))), /not complete/],
  ['cut.zip', async () => half(await makeZip({ 'a.txt': words })), /not complete/],
  ['cut.rtf', () => `{\\rtf1\\ansi ${words}\\par {\\b half of`, 'read'],
  ['cut.html', () => `<html><body><article><p>${words}</p><p>And th`, 'read'],
  [
    'cut.mhtml',
    () =>
      `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=q\r\n\r\n--q\r\nContent-Type: text/html\r\n\r\n<p>${words}`,
    'read',
  ],
  ['cut.eml', () => mail(`Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\n${words}`), 'read'],
  ['cut.csv', () => `title,text\nTalks,"${words} ${words} ${words}"\nMore,"${words} ${words} ${words}`, 'read'],
  ['cut.jsonl', () => `{"title":"Talks","text":"${words} ${words}"}\n{"title":"Talks","te`, 'read'],
  ...['txt', 'md', 'html', 'csv', 'json', 'jsonl', 'rtf', 'docx', 'pdf', 'epub', 'mhtml', 'eml', 'zip'].map(
    (ending): Case => [`empty.${ending}`, () => '', /empty/],
  ),
  ['locked.pdf', () => makePdf({ pages: [[]], encrypted: true }), /locked with a password/],
  ['locked.zip', async () => locked(await makeZip({ 'a.txt': words })), /“a.txt” is locked with a password/],
  ['locked.docx', async () => locked(await word(wordBody(wordLine))), /locked|password/],
  ['locked-by-word.docx', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), /password|old|Word/],
];
/** None of what their name says. */
const wrong: Case[] = [
  ['really-a-pdf.docx', () => pdf, /PDF/],
  ['really-a-pdf.txt', () => pdf, /PDF/],
  ['really-a-pdf.epub', () => pdf, /PDF document.*Rename it to end in .pdf/],
  ['really-a-pdf.zip', () => pdf, /PDF document/],
  ['really-a-zip.pdf', () => makeZip({ 'a.txt': words }), /a zip archive.*Rename/],
  ['really-a-word.pdf', () => word(wordBody(wordLine)), /Word document.*docx/],
  ['really-a-zip.docx', () => makeZip({ 'a.txt': words }), /Word|document/],
  ['really-a-zip.html', () => makeZip({ 'a.txt': words }), /ZIP archive/],
  ['really-a-text.pdf', () => words, /no PDF/],
  ['really-a-text.rtf', () => words, /RTF/],
  ['really-a-picture.eml', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /PNG picture/],
  ['really-a-page.mhtml', () => `<html><p>${words}</p></html>`, /a web page.*html/],
  ['really-a-picture.json', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /PNG/],
];
/** Made to bring their reader down. */
const bombs: Case[] = [
  ['bomb.zip', () => makeZip({ 'a.txt': Buffer.alloc(12_000_000, 32), 'b.txt': words }), /“a.txt” has 12 MB/],
  [
    'bomb-in-html.zip',
    () => makeZip({ 'a.html': Buffer.alloc(3_000_000, 32) }),
    /“a.html” would unpack to 3 MB, more than 200 times/,
  ],
  [
    'bomb.docx',
    async () => word(wordBody(wordLine), { 'word/document.xml': Buffer.alloc(5_000_000, 32) }),
    /unpack|large|MB/,
  ],
  ['bomb.epub', () => makeZip({ 'META-INF/container.xml': Buffer.alloc(5_000_000, 32) }), /would unpack to/],
  ['laughs.docx', () => word(wordBody(`<w:p><w:r><w:t>&a10;${words}</w:t></w:r></w:p>`, laughs)), /./],
  ['laughs.epub', () => book(chapter('<p>&a10;</p>', laughs), laughs), 'read'],
  ['laughs.html', () => `${laughs}<html><body><p>${words}</p><p>&a10;</p></body></html>`, 'read'],
  ['nested.html', () => nest('<div>', '</div>', 10_000), 'read'],
  ['nested.epub', () => book(chapter(nest('<div>', '</div>', 10_000))), 'read'],
  ['nested.mhtml', () => `Content-Type: text/html\r\n\r\n${nest('<b>', '</b>', 10_000)}`, 'read'],
  ['nested.docx', () => word(wordBody(nest('<w:sdt><w:sdtContent>', '</w:sdtContent></w:sdt>', 10_000))), /./],
  ['nested.rtf', () => `{\\rtf1 ${nest('{', '}', 100_000)}}`, /./],
  ['nested.json', () => `${'['.repeat(200_000)}${']'.repeat(200_000)}`, /./],
  [
    'nested.eml',
    () =>
      mail(
        Array.from({ length: 3000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`).join(
          '',
        ),
      ),
    /too many parts|no text/,
  ],
  ['quotes.md', () => `${'>'.repeat(100_000)} ${words}`, /./],
  ['pages.pdf', () => makePdf({ pages: [[{ text: words, x: 50, y: 700 }]], again: 50_000 }), /50,001 pages/],
  ['objects.pdf', () => `%PDF-1.7\n${'1 0 obj\nnull\nendobj\n'.repeat(400_100)}`, /more than 400,000 objects/],
  [
    'macros.docx',
    () => word(wordBody(wordLine), { 'word/vbaProject.bin': Buffer.from('d0cf11e0a1b11ae1', 'hex') }),
    'read',
  ],
];

/** What programs say to programs. */
const jargon = /undefined|null|NaN|not a function|Cannot read|Unexpected|at position|ENO|ERR_|\bat \w+ \(/;

async function check(cases: readonly Case[]): Promise<void> {
  const wrongs: string[] = [];
  for (const [name, bytes, expected] of cases) {
    await writeFile(join(folder, name), await bytes());
    const { reason, texts, notices } = await read(name);
    const all = [reason, ...notices].join(' ');
    if (jargon.test(all)) wrongs.push(`${name}: ${all}`);
    if (expected === 'read') {
      if (reason !== null || !texts.join('\n').includes(words)) wrongs.push(`${name} was not read: ${reason}`);
    } else if (reason === null ? expected.source !== '.' : !expected.test(reason))
      wrongs.push(`${name}: ${reason ?? texts.join().slice(0, 200)}`);
    expect((await read('good.txt')).texts, `the file after ${name}`).toEqual([words]);
  }
  expect(wrongs).toEqual([]);
}

test('cut, empty and locked files', () => check(cut), 60_000);
test('files that are none of what their names say', () => check(wrong), 60_000);
test('files that are made to bring their reader down', () => check(bombs), 60_000);
