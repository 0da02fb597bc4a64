import { describe, expect, test } from 'vitest';
import { extract } from './extract-one.ts';

const read = (html: string) => extract(Buffer.from(html), 'x.html');
const outline = (html: string) => {
  const article = read(html);
  return article.blocks.map(({ start, end, kind }) => `${kind}: ${article.text.slice(start, end).slice(0, 60)}`);
};
const lines = (html: string) => read(html).text;

const page = `<!DOCTYPE html>
<!-- saved from url=(0052)https://www.harbour-gazette.example/saved -->
<html lang="en-GB"><head><meta charset="utf-8"><title>Envoys leave talks without a date for more | The Harbour Gazette</title>
<meta property="og:site_name" content="The Harbour Gazette">
<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","headline":"Envoys leave talks without a date for more","author":[{"@type":"Person","name":"Ines Calder"},{"name":"Omar Said"}],"publisher":{"name":"The Harbour Gazette"},"articleSection":"World","datePublished":"2022-05-14T18:20:00+02:00"}]}</script>
<link rel="canonical" href="https://www.harbour-gazette.example/world/talks">
<style>p{color:red}</style></head>
<body>
<div id="cookie-consent"><p>We use cookies to improve your experience on our site. By continuing you agree.</p><button>Accept all</button></div>
<header><a href="/">The Harbour Gazette</a><nav><ul><li><a href="/news">News</a></li><li><a href="/world">World</a></li></ul></nav></header>
<main>
<nav class="breadcrumb"><a href="/">Home</a> &gt; <a href="/world">World</a></nav>
<article>
<h1>Envoys leave talks   without a date for more</h1>
<p class="standfirst">Both sides say the other moved first, and neither will say how far.</p>
<div class="meta"><span class="byline">By <a href="/x">Ines Calder</a> and <a href="/y">Omar Said</a></span></div>
<div class="meta"><time datetime="2022-05-14T18:20:00+02:00">14 May 2022, 18:20</time></div>
<ul class="share-tools"><li><a href="#">Share on Facebook</a></li><li><a href="#">Share on Twitter</a></li></ul>
<figure><img src="x.jpg" alt="a boat"><figcaption>The ferry that brought the envoys. Photograph: Lena Moss</figcaption></figure>
<p>PORT ELLEN&nbsp;— The envoys of Norland and Sudmark left the island on Saturday without agreeing on a date for <b>further</b> talks, after two days that officials on both sides called “frank”.</p>
<p>“We came with an offer and we leave with it,” said Karin Holm, who led the Norland side. “It was not looked at.”</p>
<p>A Sudmark official, who asked not to be named, said: <q>That offer was three lines long.</q></p>
<p>She left.</p>
<div class="ad-slot"><span>Advertisement</span></div>
<h2>What was on the table</h2>
<ul><li>Fishing rights west of the bank</li><li>The return of two seized boats</li></ul>
<p>Analysts had expected little. “Nobody sends a ferry back empty if they mean it,” said Piet Voss of the Coastal Institute in a telephone interview.</p>
<blockquote>“I have seen worse meetings. I have not seen shorter ones.”</blockquote>
<div class="related"><h3>Related articles</h3><ul><li><a href="/a">The island that hosts everyone</a></li></ul></div>
<p>Ms Holm will brief parliament on Tuesday. Sudmark’s government has said it will publish its own account, although it has not said when.</p>
</article>
<section id="comments" class="comments"><h2>3 comments</h2><div class="comment"><p>I was on that ferry and it was half empty both ways, so what is the fuss about here?</p></div></section>
</main>
<aside><h3>Most read</h3><ol><li><a href="/c">Ten ways to cook a herring</a></li></ol></aside>
<footer><p>© 2022 The Harbour Gazette. All rights reserved.</p><a href="/t">Terms of use</a></footer>
<script>document.write('no')</script><noscript>Turn on scripts</noscript>
</body></html>`;

describe('a saved page', () => {
  test('the article is told from what stands around it, and nothing visible is lost', () => {
    expect(outline(page)).toEqual([
      'boilerplate: We use cookies to improve your experience on our site. By co',
      'boilerplate: Accept all',
      'boilerplate: The Harbour Gazette',
      'boilerplate: News',
      'boilerplate: World',
      'boilerplate: Home > World',
      'headline: Envoys leave talks without a date for more',
      'paragraph: Both sides say the other moved first, and neither will say h',
      'byline: By Ines Calder and Omar Said',
      'dateline: 14 May 2022, 18:20',
      'boilerplate: Share on Facebook',
      'boilerplate: Share on Twitter',
      'caption: The ferry that brought the envoys. Photograph: Lena Moss',
      'paragraph: PORT ELLEN\u00a0— The envoys of Norland and Sudmark left the isla',
      'paragraph: “We came with an offer and we leave with it,” said Karin Hol',
      'paragraph: A Sudmark official, who asked not to be named, said: “That o',
      'paragraph: She left.',
      'boilerplate: Advertisement',
      'subheading: What was on the table',
      'list: Fishing rights west of the bank',
      'list: The return of two seized boats',
      'paragraph: Analysts had expected little. “Nobody sends a ferry back emp',
      'paragraph: “I have seen worse meetings. I have not seen shorter ones.”',
      'boilerplate: Related articles',
      'boilerplate: The island that hosts everyone',
      'paragraph: Ms Holm will brief parliament on Tuesday. Sudmark’s governme',
      'boilerplate: 3 comments',
      'boilerplate: I was on that ferry and it was half empty both ways, so what',
      'boilerplate: Most read',
      'boilerplate: Ten ways to cook a herring',
      'boilerplate: © 2022 The Harbour Gazette. All rights reserved.',
      'boilerplate: Terms of use',
    ]);
  });

  test('metadata', () => {
    expect(read(page).meta).toEqual({
      title: 'Envoys leave talks without a date for more',
      outlet: 'The Harbour Gazette',
      published: '2022-05-14T18:20:00+02:00',
      page: null,
      section: 'World',
      byline: 'Ines Calder, Omar Said',
      translator: null,
      language: 'en',
      url: 'https://www.harbour-gazette.example/world/talks',
    });
  });

  test('an old page of tables and line breaks', () => {
    const old = `<HTML><HEAD><TITLE>Print view</TITLE></HEAD>
<BODY><TABLE><TR><TD><A HREF=x>Home</A> | <A HREF=y>News</A></TD></TR></TABLE>
<TABLE><TR><TD><B>Minister warns of long winter</B><BR>By PAUL GRANGER<BR>November 3, 1999<BR><BR>
The minister for energy warned on Tuesday that the winter could be long, and that stocks were lower than they had been for ten years.<BR><BR>
"We are not out of oil," he told reporters. "We are out of excuses."<BR><BR>
His remarks came a day after the opposition had called for his resignation over the handling of the strike at the northern ports.<BR><BR>
Copyright 1999 The Evening Ledger. All rights reserved.</TD></TR></TABLE></BODY></HTML>`;
    expect(outline(old)).toEqual([
      'boilerplate: Home | News',
      'headline: Minister warns of long winter',
      'byline: By PAUL GRANGER',
      'dateline: November 3, 1999',
      'paragraph: The minister for energy warned on Tuesday that the winter co',
      'paragraph: "We are not out of oil," he told reporters. "We are out of e',
      'paragraph: His remarks came a day after the opposition had called for h',
      'boilerplate: Copyright 1999 The Evening Ledger. All rights reserved.',
    ]);
    expect(read(old).meta).toMatchObject({
      title: 'Minister warns of long winter',
      byline: 'PAUL GRANGER',
      published: '1999-11-03',
      outlet: null,
    });
  });

  test('a page’s own encoding is believed where it is not UTF-8', () => {
    const bytes = Buffer.from(
      '<html><head><meta charset="windows-1252"></head><body><p>\x93Caf\xe9\x94</p></body></html>',
      'latin1',
    );
    expect(extract(bytes, 'x.html')).toMatchObject({ text: '“Café”', notices: [] });
  });
});

describe('visible text', () => {
  test.each([
    ['<p>One  two\n three</p><p>four</p>', 'One two three\n\nfour'],
    ['<p>a<b>b</b> <i> c</i>d</p>', 'ab cd'],
    ['<p>a&nbsp;&nbsp;b</p><p>&nbsp;</p><p>&nbsp;c</p>', 'a\u00a0\u00a0b\n\n\u00a0c'],
    ['one<br>two<br><br>three', 'one\ntwo\n\nthree'],
    ['<div>a<div>b</div>c</div>', 'a\n\nb\n\nc'],
    ['<pre>  a\n    b\n\nc</pre>', 'a\n    b\n\nc'],
    [
      '<table><tr><th>Party</th><th>Seats</th></tr><tr><td>Left</td><td>12</td></tr></table>',
      'Party\tSeats\n\nLeft\t12',
    ],
    ['<table><tr><td><p>Menu</p></td><td><p>Text</p></td></tr></table>', 'Menu\n\nText'],
    ['<p>He said <q>she said <q>no</q></q>.</p>', 'He said “she said ‘no’”.'],
    ['<p>東<ruby>京<rp>(</rp><rt>きょう</rt><rp>)</rp></ruby>都</p>', '東京都'],
    [
      '<p>seen</p><p hidden>h</p><p style="color:red; display : none">d</p><template>t</template><svg><text>s</text></svg><textarea>x</textarea><dialog>d</dialog><noscript>n</noscript>',
      'seen',
    ],
    ['<p>a</p><script>if (1 < 2) document.write("<p>b</p>")</script><style>c{}</style><p>d</p>', 'a\n\nd'],
    ['a & b &lt;i&gt; &amp;amp; &euro; &#8220;x&#8221;', 'a & b <i> &amp; € “x”'],
    ['<p title="a > b">text</p>', 'text'],
    ['<custom-tag>in</custom-tag>line', 'inline'],
  ])('%s', (html, text) => {
    expect(lines(html)).toBe(text);
  });

  test('what an article’s markup would do stays undone', () => {
    const { text } = read(
      '<p>Before</p><img src=x onerror="globalThis.pwned = 1"><script>globalThis.pwned = 1</script><p>After</p>',
    );
    expect(text).toBe('Before\n\nAfter');
    expect(globalThis).not.toHaveProperty('pwned');
  });
});

describe('pages that are accidents or attacks', () => {
  // Each took minutes, gigabytes, or the stack before it was met by a rule of its own.
  test.each([
    ['deep nesting', `<html><body>${'<div>'.repeat(20_000)}deep text`],
    ['deep inline nesting', `<html><body>${'<b>'.repeat(20_000)}deep text`],
    ['deep tables', `<html><body>${'<table><tr><td>'.repeat(5000)}deep text`],
    [
      'thousands of attributes',
      `<html><body><div ${Array.from({ length: 20_000 }, (_, i) => `a${i}="${i}"`).join(' ')}>deep text`,
    ],
    ['an endless class', `<html><body><div class="${'x '.repeat(300_000)}">deep text`],
    ['nothing but opening brackets', `<html><body>${'<'.repeat(20_000)} deep text`],
    ['nothing but line breaks', `<html><body>${'a<br>'.repeat(12_000)}deep text`],
    ['nothing but links', `<html><body>${'<a href=x>a</a> '.repeat(4_000)}deep text`],
    [
      'nested JSON',
      `<html><head><script type="application/ld+json">${'['.repeat(200_000)}</script></head><body>deep text`,
    ],
  ])('%s is read in time that grows with its length', (_, html) => {
    const before = process.cpuUsage();
    const article = read(html);
    const { user, system } = process.cpuUsage(before);
    expect(article.text.slice(-9)).toBe('deep text');
    // One or two seconds at most when they are met; tens of seconds when not.
    expect((user + system) / 1e6).toBeLessThan(5);
  });

  test('deep nesting is told, and blocks, headings and metadata are still found', () => {
    const article = read(
      `<html><head><title>A title | Paper</title></head><body>${'<div>'.repeat(1000)}<h1>A title of words</h1><p>One <b>bold</b> word.</p><script>no()</script>Two.${'</div>'.repeat(1000)}</body></html>`,
    );
    expect(article.text).toBe('A title of words\n\nOne bold word.\n\nTwo.');
    expect(article.blocks.map(({ kind }) => kind)).toEqual(['headline', 'paragraph', 'paragraph']);
    expect(article.notices).toEqual([expect.stringMatching(/too deeply nested/)]);
  });

  test('a page without text of its own is refused with a reason', () => {
    expect(() => read('<html><body><div id="root"></div><script>draw()</script></body></html>')).toThrow(
      /shows no text of its own/,
    );
  });
});
