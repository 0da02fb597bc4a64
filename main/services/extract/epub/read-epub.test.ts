import { expect, test } from 'vitest';
import { makeZip } from '../archive/make-zip.ts';
import { extractAll } from '../extract.ts';
import type { Extracted } from '../extracted.ts';
import { checkBlocks } from '../testing.ts';

const prose = (name: string) =>
  `<p>${name} said on Tuesday that it would send a delegation to the talks next week, after months of silence.</p><p>“We will listen before we speak,” its spokesman told reporters at the harbour, and left without taking any questions.</p>`;
const page = (body: string, title = '<title/>') =>
  `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head>${title}<script>alert(1)</script></head><body>${body}</body></html>`;

function book(over: Record<string, string> = {}) {
  return makeZip({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<container><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    'OEBPS/content.opf': `<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Example Weekly</dc:title><dc:creator>A. Editor</dc:creator><dc:publisher>Example &amp; Sons</dc:publisher><dc:date>2018-03-09</dc:date><dc:language>en</dc:language></metadata>
<manifest><item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/><item id="nav" properties="nav" href="nav.xhtml" media-type="application/xhtml+xml"/><item id="a" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/><item id="p" href="p.png" media-type="image/png"/></manifest>
<spine><itemref idref="cover"/><itemref idref="nav"/><itemref idref="b"/><itemref idref="a"/><itemref idref="p"/></spine></package>`,
    'OEBPS/cover.xhtml': page('<img src="p.png"/>'),
    'OEBPS/nav.xhtml': page('<nav><a href="text/two.xhtml">The second</a><a href="text/one%20a.xhtml">One</a></nav>'),
    'OEBPS/text/one a.xhtml': page(`<h1>Talks resume</h1>${prose('The ministry')}`),
    'OEBPS/text/two.xhtml': page(prose('The embassy'), '<title>Example Weekly</title>'),
    'OEBPS/p.png': 'x',
    ...over,
  });
}

async function read(bytes: Uint8Array) {
  const pieces: Extracted[] = [];
  let failure = '';
  try {
    for await (const piece of extractAll(bytes, 'a.epub')) {
      checkBlocks(piece);
      pieces.push(piece);
    }
  } catch (error) {
    failure = (error as Error).message;
  }
  return { pieces, failure };
}

test('each document with enough text is an article, in the order of the spine', async () => {
  const { pieces, failure } = await read(await book());
  expect(failure).toBe('');
  expect(pieces.map(({ part, meta }) => [part, meta.title])).toEqual([
    ['OEBPS/text/two.xhtml', 'The second'],
    ['OEBPS/text/one a.xhtml', 'Talks resume'],
  ]);
  expect(pieces[1]).toMatchObject({
    meta: { outlet: 'Example & Sons', byline: 'A. Editor', published: '2018-03-09', language: 'en' },
    text: expect.stringContaining('The ministry said on Tuesday'),
  });
  expect(pieces[1]!.text).not.toContain('alert');
});

test('what Calibre makes of a paper names the paper', async () => {
  const { pieces } = await read(
    await book({
      'OEBPS/content.opf':
        '<package><metadata><dc:title>The Example [Fri, 09 Mar 2018]</dc:title><dc:creator>calibre</dc:creator></metadata><manifest><item id="a" href="text/two.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
    }),
  );
  expect(pieces[0]!.meta).toMatchObject({ outlet: 'The Example', byline: null });
});

test('a locked book, one without text, one with a missing document and what is none are told in words', async () => {
  const locked = {
    'META-INF/encryption.xml': '<encryption><CipherReference URI="OEBPS/text/two.xhtml"/></encryption>',
  };
  expect((await read(await book(locked))).failure).toMatch(/locked by its seller/);
  const fonts = { 'META-INF/encryption.xml': '<encryption><CipherReference URI="OEBPS/f.otf"/></encryption>' };
  expect((await read(await book(fonts))).pieces).toHaveLength(2);
  const empty = page('<img src="p.png"/>');
  expect((await read(await book({ 'OEBPS/text/two.xhtml': empty, 'OEBPS/text/one a.xhtml': empty }))).failure).toMatch(
    /no text/,
  );
  expect((await read(await makeZip({ 'a.txt': 'x' }))).failure).toMatch(/no book \(EPUB\)/);
  const gone = await book();
  const missing = await read(
    Buffer.from(gone.toString('latin1').replaceAll('text/two.xhtml', 'text/twx.xhtml'), 'latin1'),
  );
  expect(missing.failure).toMatch(/“OEBPS\/text\/two.xhtml” is missing/);
  expect(missing.pieces).toHaveLength(1);
});
