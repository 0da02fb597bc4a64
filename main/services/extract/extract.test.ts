import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfmStrikethrough, gfmStrikethroughHtml } from 'micromark-extension-gfm-strikethrough';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';
import { describe, expect, test } from 'vitest';
import type { Block } from '#shared/model/article.ts';
import { cpuTime } from '#shared/text/cpu-time.ts';
import { candidateLines, LineCounts } from '../corpus/repeated-lines.ts';
import { extract } from './extract-one.ts';
import type { Extracted } from './extracted.ts';
import { readHtml } from './html.ts';
import { readMarkdown } from './markdown.ts';

const read = (text: string, path = 'x.txt') => extract(Buffer.from(text), path);
/** The blocks of one text as `kind: words`. */
const outline = (text: string, path = 'x.txt') => {
  const article = read(text, path);
  return article.blocks.map(
    ({ start, end, kind }) => `${kind}: ${article.text.slice(start, end).split('\n')[0]!.slice(0, 60)}`,
  );
};

describe('plain text', () => {
  test('a print view: crumbs, headline, a list of date, outlet and page, tags at the end', () => {
    const text = `print PRINT

POLITICS > Security

Coast guards agree on a line, not on whose it is

  • March 12, 2019
  • , Minami Shimbun , p. 4
  • TPD Translation

The coast guards of both countries have agreed on a line that neither may cross [without notice]. “It is a line on water,” an official said.


Fishers were not asked.


  • Harbours
  • Fisheries
  • Trending this week`;
    expect(outline(text)).toEqual([
      'boilerplate: print PRINT',
      'section: POLITICS > Security',
      'headline: Coast guards agree on a line, not on whose it is',
      'dateline: • March 12, 2019',
      'dateline: • , Minami Shimbun , p. 4',
      'byline: • TPD Translation',
      'paragraph: The coast guards of both countries have agreed on a line tha',
      'paragraph: Fishers were not asked.',
      'boilerplate: • Harbours',
      'boilerplate: • Fisheries',
      'boilerplate: • Trending this week',
    ]);
    expect(read(text).meta).toEqual({
      title: 'Coast guards agree on a line, not on whose it is',
      outlet: 'Minami Shimbun',
      published: '2019-03-12',
      page: '4',
      section: 'POLITICS > Security',
      byline: null,
      translator: 'TPD Translation',
      language: 'en',
      url: null,
    });
  });

  test('a page title above the crumbs, prompts below the article', () => {
    const text = `Ministers leave by the side door

Home > World > Europe

print share print

Ministers leave by the side door

The ministers left by the side door on Tuesday, an hour before the time that their offices had given to the press.

“There is nothing to say,” said one, and said it twice.

BY ANNA LIND [lind@gazette.example]
Log in to your account to join the discussion
with readers of the Gazette
lock icon

To write comments, please log in to one of the accounts.

Comment Policy (0/500 characters)`;
    expect(outline(text)).toEqual([
      'boilerplate: Ministers leave by the side door',
      'section: Home > World > Europe',
      'boilerplate: print share print',
      'headline: Ministers leave by the side door',
      'paragraph: The ministers left by the side door on Tuesday, an hour befo',
      'paragraph: “There is nothing to say,” said one, and said it twice.',
      'byline: BY ANNA LIND [lind@gazette.example]',
      'boilerplate: Log in to your account to join the discussion',
      'boilerplate: with readers of the Gazette',
      'boilerplate: lock icon',
      'boilerplate: To write comments, please log in to one of the accounts.',
      'boilerplate: Comment Policy (0/500 characters)',
    ]);
    expect(read(text).meta).toMatchObject({
      section: 'World > Europe',
      byline: 'ANNA LIND',
      published: null,
      outlet: null,
    });
  });

  test('wire copy wrapped at a width, its paragraphs told by indents', () => {
    const text = `    PORT ELLEN, May 3, 2019 (AP) -- The envoys of both sides said on Friday that
they would meet again "before the ice comes", without saying when that would
be or where.

    "We have a calendar," said one of them. "They have one, too."
    The talks had been put off three times since the winter, each time by the
side that was about to receive the other.
(END)`;
    expect(outline(text)).toEqual([
      'paragraph: PORT ELLEN, May 3, 2019 (AP) -- The envoys of both sides sai',
      'paragraph: "We have a calendar," said one of them. "They have one, too.',
      'paragraph: The talks had been put off three times since the winter, eac',
      'boilerplate: (END)',
    ]);
    expect(read(text).meta).toMatchObject({ title: null, outlet: 'AP', published: '2019-05-03' });
  });

  test('a line for each paragraph, a heading in between, a date inside a sentence that dates nothing', () => {
    const text = `Was the ferry ever full?
The company says so. On March 3, 2017, it counted four hundred heads, and published none of the names.
Nobody else counted. “I was there, and I had a bench to myself,” said a man who asked to be called a regular.
What the harbour saw
The harbour master saw nothing unusual, he said on Monday, and that was that.`;
    expect(outline(text)).toEqual([
      'headline: Was the ferry ever full?',
      'paragraph: The company says so. On March 3, 2017, it counted four hundr',
      'paragraph: Nobody else counted. “I was there, and I had a bench to myse',
      'subheading: What the harbour saw',
      'paragraph: The harbour master saw nothing unusual, he said on Monday, a',
    ]);
    expect(read(text).meta.published).toBeNull();
  });

  test('fields with labels above the text, as data bases give them', () => {
    const text = `The Harbour Gazette

March 4, 2017 Saturday
Late Edition - Final

Two ministers, one chair

BYLINE: By HANNAH WEISS
SECTION: Section A; Foreign Desk; Pg. 4
LENGTH: 612 words

The two ministers arrived within a minute of each other and found one chair. Neither sat down.

URL: https://gazette.example/chair
LOAD-DATE: March 4, 2017`;
    expect(read(text).meta).toMatchObject({
      title: 'Two ministers, one chair',
      outlet: 'The Harbour Gazette',
      published: '2017-03-04',
      byline: 'HANNAH WEISS',
      section: 'Section A; Foreign Desk',
      page: '4',
      url: 'https://gazette.example/chair',
    });
  });

  test.each([
    [
      'Korean',
      '홈 > 정치\n\n외교부 "문은 열려 있다"\n\n입력 2019.03.12 14:22\n\n김민수 기자 kim@example.kr\n\n외교부 당국자는 12일 기자들과 만나 "대화의 문은 여전히 열려 있다"고 말했다.\n\n관련기사\n실무협상 재개되나\n무단 전재 및 재배포 금지',
      'ko',
      '2019-03-12',
      '김민수 기자',
      3,
    ],
    [
      'Japanese',
      '社説\n\n対話と圧力　粘り強く外交を\n\n2018年2月27日 朝刊 5面\n\n政府は、対話に応じるまで圧力を強める方針だ。だが、圧力だけで問題は解決しない。\n\nこの記事をシェア\nあわせて読みたい\n半島の春はいつ来るか',
      'ja',
      '2018-02-27',
      null,
      3,
    ],
    [
      'German',
      'Kanzlerin sieht „keinen Anlass zur Eile“\n\n27. Februar 2018, 14:05 Uhr\nVon Petra Lindner\n\nDie Regierung will die Verhandlungen nicht beschleunigen, sagte die Kanzlerin am Dienstag in Berlin.\n\nAnzeige\n\nEin Minister widersprach ihr am selben Abend in aller Form.\n\nMehr zum Thema\nWie es zum Streit kam',
      'de',
      '2018-02-27',
      'Petra Lindner',
      3,
    ],
    [
      'French',
      'Le port attend son ministre\n\nPar Maëlle Roux\nPublié le 2 juillet 2018 à 10h15\n\nLe ministre est attendu lundi dans le port, où les armateurs demandent des réponses depuis un an.\n\nLire aussi : Les marins fatigués\n\nPartager cet article\n© Le Quai 2018',
      'fr',
      '2018-07-02',
      'Maëlle Roux',
      3,
    ],
  ] as const)(
    '%s pages: date, writer, what is no part of the article',
    (_, text, language, published, byline, noise) => {
      const article = read(text);
      expect(article.meta).toMatchObject({ language, published, byline });
      expect(article.blocks.filter(({ kind }) => kind === 'boilerplate')).toHaveLength(noise);
      expect(article.blocks.filter(({ kind }) => kind === 'headline')).toHaveLength(1);
    },
  );

  test('the article’s own words stay, however they look', () => {
    const text = `Prints of a treaty

The treaty has two prints. Share and share alike, says the first.

“Print it,” said the minister. “Share it. I do not care.”

He said: “Log in to your ministry and read.”

Copyright law was not discussed, officials said.

By Monday the talks had stalled.

There were three demands:

- bread
- coal
- time

“We will subscribe to nothing.”`;
    expect(outline(text).filter((line) => line.startsWith('boilerplate') || line.startsWith('byline'))).toEqual([]);
    expect(outline(text)).toContain('list: - coal');
  });

  test('what newsletters end on, and what only sounds like it', () => {
    const tail = [
      'Tidewater Weekly is free. Forward it to somebody who thinks ports are boring.',
      'Was this forwarded to you? Sign up here.',
      'You are receiving this email because you signed up at a fair.',
      'Unsubscribe | Manage your preferences',
      'Manage your preferences',
      'To unsubscribe, click here',
    ];
    const words = [
      'Egypt is free. “Share it,” he said.',
      'The port of Busan is free. Sharing it was never the plan.',
      'Unsubscribe from the treaty, the minister told “all who read it”.',
      'Change your preferences and the market will follow, she said.',
    ];
    const opening = 'Two ministers, one chair\n\nThe ministers sat down on neither chair, and said so at length.';
    const kinds = (lines: string[]) =>
      read(`${opening}\n\n${lines.join('\n\n')}`)
        .blocks.slice(2)
        .map(({ kind }) => kind);
    expect(kinds(tail)).toEqual(tail.map(() => 'boilerplate'));
    expect(kinds(words)).toEqual(words.map(() => 'paragraph'));
  });

  test('the time at which an agency sent its copy dates the article', () => {
    const text =
      'Corridor reopens\n\nShips began to move again on Wednesday, officials said.\n\nEND\n\nMNS 021533 GMT OCT 24';
    expect(outline(text).at(-1)).toBe('dateline: MNS 021533 GMT OCT 24');
    expect(read(text).meta.published).toBe('2024-10-02');
  });

  test('white space and signs stay as they are; only line ends and the mark change', () => {
    const text = '\uFEFFA  title\u00a0here\r\n\r\n\tOne\u00a0 paragraph…  “curly” and  double.\rNext\u3000line.\r\n';
    expect(read(text).text).toBe(
      'A  title\u00a0here\n\n\tOne\u00a0 paragraph…  “curly” and  double.\nNext\u3000line.\n',
    );
  });

  test('a language that cannot be told is null', () => {
    expect(read('Ja.').meta.language).toBeNull();
    expect(read('12 345 678').meta).toMatchObject({ language: null, title: null });
  });
});

describe('Markdown', () => {
  const text = `---
title: "“Never asked”: an interview"
date: 2021-06-02
outlet: The Quarterly # twice a year
author:
  - Mara Lind
  - Jo Park
url: https://quarterly.example/asked
lang: en-GB
draft: null
---

# “Never asked”: an interview
*By Mara Lind*

**Q: Were you consulted?**

A: No. We were never asked,
and we would have said no.

## On the treaty
> It was signed before we read it.

- The first clause
- The second clause

\`\`\`
# no heading
\`\`\`

---

Share this article`;

  test('front matter is metadata, the text is what a person reads', () => {
    const article = read(text, 'x.md');
    expect(article.text).toBe(`“Never asked”: an interview

By Mara Lind

Q: Were you consulted?

A: No. We were never asked, and we would have said no.

On the treaty

It was signed before we read it.

The first clause

The second clause

# no heading

Share this article`);
    expect(article.extractor).toBe('markdown/3');
    expect(article.meta).toEqual({
      title: '“Never asked”: an interview',
      outlet: 'The Quarterly',
      published: '2021-06-02',
      byline: 'Mara Lind, Jo Park',
      translator: null,
      url: 'https://quarterly.example/asked',
      language: 'en',
      page: null,
      section: null,
    });
    expect(outline(text, 'x.md').map((line) => line.split(':')[0])).toEqual([
      'headline',
      'byline',
      'paragraph',
      'paragraph',
      'subheading',
      'paragraph',
      'list',
      'list',
      'paragraph',
      'boilerplate',
    ]);
  });

  test.each([
    ['marks', 'a **b** __c__ *d* `e` ~~f~~ 2\\*3 snake_case_word', 'a b c d e f 2*3 snake_case_word'],
    ['one tilde', 'from ~5 to ~7 (~8~)', 'from ~5 to ~7 (~8~)'],
    ['links', '[a](https://x.example "t") [b][r] [r] <https://y.example>\n\n[r]: z', 'a b r https://y.example'],
    ['character references', 'Q&amp;A &ldquo;x&rdquo; &#8211;&nbsp;y', 'Q&A “x” –\u00a0y'],
    ['breaks', 'a  \nb\\\nc\nd', 'a\nb\nc d'],
    ['a picture and its line', '![Two chairs](x.png)\n*Photo: Lind*', 'Two chairs\n\nPhoto: Lind'],
    ['a picture in a link', 'See [![a chair](x.png)](y) there', 'See a chair there'],
    ['a table', '| a | **b** |\n|---|---|\n| c \\| d | |', 'a | b\n\nc | d |'],
    ['code', '```js\nif (a)\n\n  b *c*\n```', 'if (a)\n\n  b *c*'],
    [
      'HTML',
      '<div class="x">a <b>b</b><p>c</p></div>\n\n<!-- d -->\n\ne <i>f</i><br>g <q>h</q>',
      'a b\n\nc\n\ne f\ng “h”',
    ],
    ['what nobody sees', 'a <script>b</script> c\n\n<style>\nd\n</style>', 'a c'],
    ['footnotes', 'a[^n] b\n\n[^n]: c *d*\n\ne', 'a[n] b\n\ne\n\n[n] c d'],
    ['a number that opens a paragraph', '4. Oktober 2024', '4. Oktober 2024'],
    ['lists', '1. a\n2. b\n   - c\n\n     d', 'a\n\nb\n\nc\n\nd'],
    ['words that look like an address', '[Smith]: No.\n\n[x]: https://x.example', '[Smith]: No.'],
    ['quotes in quotes', '> a\n> > b\nc', 'a\n\nb c'],
  ])('%s', (_, source, text) => {
    expect(read(source, 'x.md').text).toBe(text);
  });

  test('lines of writer and date stay apart, although Markdown would join them', () => {
    const article = read(
      '# Two chairs\nBy Mara Lind\nMarch 4, 2017\n\nThe ministers sat down on neither chair.',
      'x.md',
    );
    expect(article.meta).toMatchObject({ title: 'Two chairs', byline: 'Mara Lind', published: '2017-03-04' });
  });

  test('rules around a text are no front matter', () => {
    const article = read('---\n\nA text that goes on for a while.\n\n---\n\nAnd ends after that.', 'x.md');
    expect(article.text).toBe('A text that goes on for a while.\n\nAnd ends after that.');
    expect(article.meta.title).toBeNull();
  });

  test('a file without words is refused', () => {
    expect(() => read('---\ntitle: x\n---\n\n<!-- y -->\n', 'x.md')).toThrow('The file holds no text besides');
  });

  test.each([
    ['quotes', `${'>'.repeat(5000)}a`],
    ['lists', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(2 * depth)}- a`).join('\n')],
    ['emphasis', '*a_ '.repeat(20_000)],
    ['pictures', `${'!['.repeat(3000)}a${'](b)'.repeat(3000)}`],
    ['addresses', Array.from({ length: 5000 }, (_, index) => `[a${index}]: b`).join('\n\n')],
    ['length', 'word word\n\n'.repeat(50_000)],
  ])('too much of %s is shown as it stands, soon and with a notice', (_, source) => {
    let article!: Extracted;
    const time = cpuTime(() => {
      article = read(`---\ntitle: x\n---\n${source}`, 'x.md');
    });
    expect(time).toBeLessThan(8000);
    expect(article.text).toBe(source.trim());
    expect(article.meta.title).toBe('x');
    expect(article.notices).toEqual([expect.stringContaining('as it stands in the file')]);
  });

  test('no word is lost that a page made of the Markdown would show', () => {
    const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
    const part = fc.oneof(
      // The reference renderer joins lines of HTML that stand after a definition; the one here stands last.
      line.filter((words) => !words.includes(']:')),
      tag.filter((name) => !/^<\/|textarea|svg|script|style|title|<!--|-->|none|hidden|^<$|="|='/.test(name)),
      fc.constantFrom(
        '*',
        '**',
        '_',
        '~~',
        '`',
        ' ![a b](c) ',
        '[d e](f)',
        '[r]',
        '| h | i |\n|---|---|\n| j | k |',
        '    l',
        '  \n',
        '\\\n',
        '\n\n',
        '\n> ',
        '\n- ',
        '\n2. ',
        '\n\n```\n',
        '&amp;',
        '&#77;',
      ),
    );
    const source = fc
      .array(part, { minLength: 1, maxLength: 30 })
      .chain((parts) => fc.constantFrom('', ' ', '\n').map((mark) => `${parts.join(mark)}\n\n[r]: /g`));
    fc.assert(
      fc.property(source, (text) => {
        const page = readHtml(
          micromark(`\n${text}`, {
            allowDangerousHtml: true,
            extensions: [gfmTable(), gfmStrikethrough({ singleTilde: false })],
            htmlExtensions: [gfmTableHtml(), gfmStrikethroughHtml()],
          }),
        );
        const shown = words(page.text);
        const kept = shown.length > 0 ? words(readMarkdown(`\n${text}`).text) : [];
        for (const word of new Set(shown))
          expect(kept.filter((other) => other === word).length, word).toBeGreaterThanOrEqual(
            shown.filter((other) => other === word).length,
          );
      }),
      { numRuns: 150 },
    );
  });
});

describe('refusals', () => {
  test.each([
    ['', 'The file is empty.'],
    [' \n\t\u00a0\n', 'The file holds nothing but white space.'],
    ['\uFEFF', 'The file holds nothing but white space.'],
  ])('%j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('ten megabytes are read and one byte more is not', () => {
    const line = `${'word '.repeat(20)}\n`;
    const most = line.repeat(Math.ceil((10 * 1024 * 1024) / line.length)).slice(0, 10 * 1024 * 1024);
    expect(read(most).text).toHaveLength(most.length);
    expect(() => read(`${most}x`)).toThrow('The file has 11 MB; Rapporteur reads articles of up to 10 MB.');
  });
});

function expectSound(text: string, blocks: readonly Block[]): void {
  let end = 0;
  for (const block of blocks) {
    expect(block.start).toBeGreaterThanOrEqual(end);
    expect(block.end).toBeGreaterThan(block.start);
    expect(text.slice(end, block.start).trim()).toBe('');
    expect(text.slice(block.start, block.end)).toBe(text.slice(block.start, block.end).trim());
    end = block.end;
  }
  expect(end).toBeLessThanOrEqual(text.length);
  expect(text.slice(end).trim()).toBe('');
}

/** Lines of the kinds that the rules look for, and of none. */
const line = fc.oneof(
  fc.constantFrom(
    '',
    '',
    ' ',
    '\t',
    '\u00a0',
    'print PRINT',
    'Home > World',
    '• March 3, 2020',
    '  - item',
    '1. item',
    'By Jane Porter',
    'BYLINE: x',
    '---',
    '***',
    '# Head',
    '## Sub',
    '> quote',
    '```',
    '| a | b |',
    'Related articles',
    '3 comments',
    '“We will not,” he said.',
    'title: x',
    '===',
    '<p>',
    '(END)',
    '[a]: b',
    '\u200b',
    '😀',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.lorem({ maxCount: 12 }),
  fc.lorem({ mode: 'sentences', maxCount: 3 }),
);
const document = fc
  .array(line, { minLength: 1, maxLength: 40 })
  .chain((lines) => fc.constantFrom('\n', '\r\n', '\n\n', '\r').map((end) => lines.join(end)));
const tag = fc.constantFrom(
  '<p>',
  '</p>',
  '<div>',
  '</div>',
  '<br>',
  '<br/>',
  '<b>',
  '</b>',
  '<q>',
  '</q>',
  '<li>',
  '<ul>',
  '</ul>',
  '<table>',
  '<tr>',
  '<td>',
  '</table>',
  '<pre>',
  '</pre>',
  '<h1>',
  '</h1>',
  '<h2>',
  '</h2>',
  '<figure><figcaption>',
  '</figcaption></figure>',
  '<script>',
  '</script>',
  '<style>',
  '</style>',
  '<!--',
  '-->',
  '<a href="x">',
  '</a>',
  '<span hidden>',
  '</span>',
  '<article>',
  '</article>',
  '<nav>',
  '</nav>',
  '<html>',
  '<body class="x">',
  '</body>',
  '<title>',
  '</title>',
  '&nbsp;',
  '&amp;',
  '&#x0;',
  '<p style="display:none">',
  '<textarea>',
  '<svg>',
  '<',
  '"',
  "<x a='",
);
const markup = fc.array(fc.oneof(tag, tag, line), { minLength: 1, maxLength: 40 }).map((parts) => parts.join(''));

describe('for any text', () => {
  const check = (bytes: Uint8Array, path: string) => {
    let article: ReturnType<typeof extract>;
    try {
      article = extract(bytes, path);
    } catch (error) {
      expect(error).toMatchObject({ name: 'Failure' });
      return null;
    }
    expectSound(article.text, article.blocks);
    expect(article.text).not.toContain('\r');
    expect(extract(bytes, path)).toEqual(article);
    return article;
  };

  test.each(['x.txt', 'x.md'])(
    '%s: blocks are in order, apart, and hold all but white space; the text of a .txt file is the file’s',
    (path) => {
      fc.assert(
        fc.property(document, (text) => {
          const article = check(Buffer.from(text), path);
          const canonical = Buffer.from(text)
            .toString()
            .replace(/^\uFEFF/, '')
            .replace(/\r\n?/g, '\n');
          if (article && article.notices.length === 0 && path === 'x.txt') expect(article.text).toBe(canonical);
        }),
        { numRuns: 70 },
      );
    },
  );

  test('x.html: blocks are in order, apart, and hold all but white space', () => {
    fc.assert(
      fc.property(markup, (html) => {
        check(Buffer.from(html), 'x.html');
      }),
      { numRuns: 40 },
    );
  });
});

describe('lines that repeat', () => {
  test('counting does not depend on the order in which articles come and go', () => {
    const texts = fc.array(fc.array(fc.constantFrom('Tell us', 'More here', 'Join in', 'Ask us'), { maxLength: 4 }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(texts, fc.array(fc.nat(11)), (articles, leaving) => {
        const all = articles.map((lines) =>
          read(
            `Headline of it all\n\nThe first paragraph says that this is so, at length.\n\n${lines.join('\n\n')}\n\nThe last paragraph ends what the first one began.`,
          ),
        );
        const stay = all.filter((_, index) => !leaving.includes(index));
        const straight = new LineCounts();
        for (const { lines } of stay) straight.add(lines.join(' '));
        const roundabout = new LineCounts();
        for (const { lines } of [...all].reverse()) roundabout.add(lines.join(' '));
        for (const [index, { lines }] of all.entries()) if (leaving.includes(index)) roundabout.remove(lines.join(' '));
        for (const { text, blocks } of all) expect(roundabout.mark(text, blocks)).toEqual(straight.mark(text, blocks));
      }),
      { numRuns: 40 },
    );
  });

  test('what holds somebody’s words, and headlines, are never folded by counting', () => {
    const text =
      'The same headline\n\nA paragraph of its own words that is long enough.\n\n“We will not”\n\nTell us what you think\n\nAnother paragraph that is long enough to be one.';
    const { blocks } = read(text);
    const counts = new LineCounts();
    for (let article = 0; article < 10; article++) counts.add(candidateLines(text, blocks).join(' '));
    const folded = counts.mark(text, blocks).filter(({ kind }) => kind === 'boilerplate');
    expect(folded.map(({ start, end }) => text.slice(start, end))).toContain('Tell us what you think');
    expect(folded.map(({ start, end }) => text.slice(start, end))).not.toContain('“We will not”');
    expect(folded.map(({ start, end }) => text.slice(start, end))).not.toContain('The same headline');
  });
});
