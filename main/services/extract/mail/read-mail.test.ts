import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { extractAll } from '../extract.ts';
import type { Extracted } from '../extracted.ts';
import { asGuessed } from '../format.ts';
import { makePdf } from '../pdf/make-pdf.ts';
import { checkBlocks } from '../testing.ts';
import { contentOf, mimeParts } from './mime-parts.ts';

async function read(message: string | Uint8Array, path: string, encoding: string | null = null) {
  const pieces: Extracted[] = [];
  let failure: { code: string; message: string } | null = null;
  const bytes = typeof message === 'string' ? Buffer.from(message.replace(/\r?\n/g, '\r\n')) : message;
  try {
    for await (const piece of extractAll(bytes, path, { ...asGuessed, encoding })) {
      checkBlocks(piece);
      pieces.push(piece);
    }
  } catch (error) {
    failure = error as { code: string; message: string };
  }
  return { pieces, failure };
}
const blocksOf = ({ text, blocks }: Extracted) => blocks.map(({ start, end, kind }) => [kind, text.slice(start, end)]);
const base64 = (text: string | Uint8Array) =>
  Buffer.from(text as string)
    .toString('base64')
    .replace(/.{76}/g, '$&\n');

const first =
  'The ministry said on Tuesday that it would send a delegation to the talks next week, after months of silence.';
const second =
  '“We will listen before we speak,” its spokesman told reporters at the harbour, and left without taking questions.';

describe('mails', () => {
  test('subject, sender and date, with what is quoted and the signature apart', async () => {
    const { pieces } = await read(
      `From: =?utf-8?Q?J=C3=BCrgen_Doe?= <j@example.org>
To: desk@example.org
Subject: Re: Fwd: Talks resume
Date: Tue, 06 Mar 2018 07:30:00 +0900
Content-Type: text/plain; charset=utf-8

${first}

${second}

On Mon, 5 Mar 2018 at 18:02, The Desk wrote:
> Is there anything new?
> We print at ten.

-- 
Jürgen Doe
Correspondent
`,
      'a.eml',
    );
    expect(pieces).toHaveLength(1);
    expect(pieces[0]!.meta).toMatchObject({
      title: 'Talks resume',
      byline: 'Jürgen Doe',
      published: '2018-03-06T07:30:00+09:00',
    });
    const kinds = blocksOf(pieces[0]!);
    expect(kinds.filter(([kind]) => kind === 'paragraph').map(([, text]) => text)).toEqual([first, second]);
    expect(
      kinds
        .filter(([kind]) => kind === 'boilerplate')
        .map(([, text]) => text)
        .join('\n'),
    ).toMatch(/wrote:[\s\S]*anything new[\s\S]*Correspondent/);
  });

  test.each(['Dear all,', 'Sehr geehrte Frau Doe,', 'Dear colleagues:', 'Good morning'])(
    'a greeting is no headline: %s',
    async (greeting) => {
      const { pieces } = await read(
        `From: Desk <d@example.org>\nSubject: Review\nDate: Tue, 06 Mar 2018 07:30:00 +0900\n\n${greeting}\n\n${first}\n\n${second}\n`,
        'a.eml',
      );
      expect(blocksOf(pieces[0]!)).toEqual([
        ['paragraph', greeting],
        ['paragraph', first],
        ['paragraph', second],
      ]);
    },
  );

  test('a forwarded newsletter is told by its own heads, and its HTML is read', async () => {
    const html = `<html><body><script>alert(1)</script><p>---------- Forwarded message ---------<br>From: The Example Times &lt;news@example.org&gt;<br>Date: 5 March 2018<br>Subject: Talks resume<br>To: j@example.org</p><h1>Talks resume</h1><p>${first}</p><p>${second}</p></body></html>`;
    const { pieces } = await read(
      `From: j@example.org
Subject: Fwd: Talks resume
Date: Tue, 06 Mar 2018 07:30:00 GMT
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/plain

See this in a browser.
--x
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

${base64(html)}
--x--
`,
      'a.eml',
    );
    expect(pieces[0]!.meta).toMatchObject({
      title: 'Talks resume',
      outlet: 'The Example Times',
      published: '2018-03-05',
    });
    expect(pieces[0]!.text).toContain(first);
    expect(pieces[0]!.text).not.toMatch(/alert|browser/);
  });

  test('attached files that can be read are parts, others are named, and one that is broken is told at the end', async () => {
    const pdf = makePdf({ pages: [[{ text: `${first.slice(0, 60)}.`, x: 50, y: 700 }]] });
    const part = (name: string, content: string | Uint8Array) => `--x
Content-Type: application/octet-stream; name="${name}"
Content-Disposition: attachment; filename="${name}"
Content-Transfer-Encoding: base64

${base64(content)}
`;
    const { pieces, failure } = await read(
      `From: Jane Doe <j@example.org>
Subject: Two papers
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

${second}
${part('paper.pdf', pdf)}${part('note.txt', first)}${part('note.txt', second)}${part('bad.pdf', 'nothing')}${part('table.xls', 'x')}${part('old.zip', 'x')}--x--
`,
      'a.eml',
    );
    expect(pieces.map(({ part }) => part)).toEqual([null, 'paper.pdf', 'note.txt', 'note (2).txt']);
    expect(pieces[0]!.notices).toEqual(['Attached, and not read: table.xls, old.zip.']);
    expect(failure?.message).toMatch(/^One file of the mail could not be read: “bad.pdf” \(.*no PDF/);
  });

  test('bytes beyond ASCII that no header explains are guessed, and what is chosen overrules', async () => {
    const russian = 'Министр иностранных дел заявил, что переговоры продолжатся на следующей неделе.';
    const message = iconv.encode(`From: a@example.org\nSubject: x\n\n${russian}\n`, 'koi8-r');
    const { pieces } = await read(message, 'a.eml');
    expect(pieces[0]).toMatchObject({ text: russian, encoding: { name: 'koi8-r', sure: false } });
    const wrong = iconv.encode(
      `From: a@example.org\nContent-Type: text/plain; charset=us-ascii\n\n${russian}\n`,
      'windows-1251',
    );
    expect((await read(wrong, 'a.eml', 'windows-1251')).pieces[0]).toMatchObject({
      text: russian,
      encoding: { name: 'windows-1251', chosen: true },
    });
  });

  test('what is no mail, or has no text, is refused in words', async () => {
    expect((await read('', 'a.eml')).failure?.message).toMatch(/empty/);
    expect((await read('Just some text without any head of a mail.', 'a.eml')).failure?.message).toMatch(/no mail/);
    expect((await read('From: a@example.org\nSubject: x\n\n\n', 'a.eml')).failure?.message).toMatch(/no text/);
    const nested = Array.from(
      { length: 300 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`,
    ).join('');
    expect((await read(`From: a@example.org\n${nested}`, 'a.eml')).failure).not.toBeNull();
  });
});

describe('pages saved as one file', () => {
  const page = (words: string) =>
    `<html><head><title>Talks resume</title><meta charset="koi8-r"></head><body><nav>Home</nav><article><h1>Talks resume</h1><p>${first}</p><p>${words}</p></article></body></html>`;
  const quoted = (bytes: Uint8Array) =>
    [...bytes]
      .map((byte) =>
        byte > 126 || byte === 61 ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte),
      )
      .join('')
      .replace(/.{70}(?![0-9A-F]{0,2}$)/g, (line) => (/=.?$/.test(line) ? line : `${line}=\n`));

  test.each([
    ['quoted-printable', quoted],
    ['base64', base64],
    ['8bit', (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')],
  ])('with %s, in the encoding that the part tells', async (encoding, encode) => {
    const words =
      'Äußerungen wie „müde = höflich“ hört man oft, sagte ein Sprecher; daran ändere sich so bald nichts, was immer auch komme.';
    const message = `From: <Saved by Blink>
Snapshot-Content-Location: https://example.org/2018/talks.html
Subject: =?utf-8?Q?Talks_resume_=E2=80=94_Example?=
Date: Wed, 7 Mar 2018 10:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
	type="text/html";
	boundary="----MultipartBoundary--abc----"

------MultipartBoundary--abc----
Content-Type: text/html; charset=windows-1252
Content-ID: <frame-0@mhtml.blink>
Content-Transfer-Encoding: ${encoding}
Content-Location: https://example.org/2018/talks.html

${encode(iconv.encode(page(words), 'windows-1252'))}
------MultipartBoundary--abc----
Content-Type: text/html
Content-Location: https://ads.example.org/

<p>Buy this</p>
------MultipartBoundary--abc------
`;
    const { pieces } = await read(Buffer.from(message.replace(/\n/g, '\r\n'), 'latin1'), 'a.mhtml');
    expect(pieces[0]!.text).toContain(words);
    expect(pieces[0]!.text).not.toContain('Buy this');
    expect(pieces[0]!.meta).toMatchObject({
      title: 'Talks resume',
      url: 'https://example.org/2018/talks.html',
      published: null,
    });
    expect(pieces[0]!.encoding).toEqual({ name: 'windows-1252', sure: true, chosen: false });
  });

  test('one that is cut is read as far as it goes, and one without a page is refused', async () => {
    const head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary=q\n\n--q\n';
    const cut = await read(`${head}Content-Type: text/html\n\n${page(second)}`, 'a.mht');
    expect(cut.pieces[0]!.notices).toContain('The file is not complete: its end is missing.');
    expect((await read(`${head}Content-Type: image/png\n\nx`, 'a.mht')).failure?.message).toMatch(
      /ends before its page/,
    );
    expect((await read('<html>', 'a.mht')).failure?.message).toMatch(/a web page/);
  });

  test('parts come back as they were put in, and any bytes are taken', () => {
    const line = fc.string({ unit: 'binary-ascii', maxLength: 30 }).map((text) => text.replace(/[\r\n]|^-+/g, ''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (bodies) => {
        const message = `Content-Type: multipart/mixed; boundary="B"\r\n\r\n${bodies.map((body) => `--B\r\n\r\n${body}\r\n`).join('')}--B--`;
        expect(
          mimeParts(Buffer.from(message, 'latin1')).parts.map((part) => contentOf(part).toString('latin1')),
        ).toEqual(bodies);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void contentOf(mimeParts(Buffer.from(bytes)))));
  });
});
