import { expect, test } from 'vitest';
import { extractAll } from '../extract.ts';
import type { Extracted } from '../extracted.ts';
import { makePdf } from '../pdf/make-pdf.ts';
import { checkBlocks } from '../testing.ts';
import { makeZip } from './make-zip.ts';

const words = 'The ministry said on Tuesday that it would send a delegation to the talks next week.';

async function read(bytes: Uint8Array) {
  const pieces: Extracted[] = [];
  let failure = '';
  try {
    for await (const piece of extractAll(bytes, 'a.zip')) {
      checkBlocks(piece);
      pieces.push(piece);
    }
  } catch (error) {
    failure = (error as Error).message;
  }
  return { pieces, failure };
}

test('members of all kinds in natural order, without what is none of theirs', async () => {
  const { pieces, failure } = await read(
    await makeZip({
      'b/10.txt': `${words} Ten.`,
      'b/9.txt': `${words} Nine.`,
      '__MACOSX/b/._9.txt': 'x',
      '.DS_Store': 'x',
      'b/.hidden.txt': 'x',
      'b/picture.png': 'x',
      'a.pdf': makePdf({ pages: [[{ text: words, x: 50, y: 700, size: 5 }]] }),
      'mail.eml': `From: a@example.org\nSubject: Two\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n${words}\n--x\nContent-Disposition: attachment; filename=n.txt\n\n${words} Attached.\n--x--\n`,
    }),
  );
  expect(failure).toBe('');
  expect(pieces.map(({ part }) => part)).toEqual(['a.pdf', 'b/9.txt', 'b/10.txt', 'mail.eml', 'mail.eml/n.txt']);
  expect(pieces.every(({ text }) => text.startsWith(words))).toBe(true);
  expect(new Set(pieces.map(({ source }) => String(source))).size).toBe(5);
});

test('a member that cannot be read is named at the end, and the others are read', async () => {
  const zip = await makeZip({
    '1.pdf': 'no pdf',
    '2.txt': words,
    '3.zip': await makeZip({ 'a.txt': words }),
    '4.html': '<html></html>',
    '5.txt': `${words} Five.`,
  });
  const { pieces, failure } = await read(zip);
  expect(pieces.map(({ part }) => part)).toEqual(['2.txt', '5.txt']);
  expect(failure).toMatch(
    /^3 files of the archive could not be read: “1.pdf” \(The file is no PDF.*\); “3.zip” is an archive in the archive; unpack it; “4.html” \(/,
  );
});

test('an archive without articles says so', async () => {
  expect((await read(await makeZip({ 'a.png': 'x', 'b.mp3': 'y' }))).failure).toBe(
    'The archive holds no articles: none of its 2 files is of a kind that Rapporteur reads.',
  );
  expect((await read(Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`, 'latin1'))).failure).toBe('The archive is empty.');
  expect((await read(await makeZip({ 'a.txt': 'x'.repeat(12_000_000) }))).failure).toMatch(/“a.txt” has 12 MB/);
});
