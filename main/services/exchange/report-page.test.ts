import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { pageOf, type TestReview } from '#shared/formats/report/testing.ts';
import type { Comment } from '#shared/model/comment.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { Span } from '#shared/model/span.ts';
import { spanWith, speakerWith } from '#shared/model/testing.ts';
import { casesOf } from '#shared/review/cases.ts';
import { judgedOf } from '#shared/review/deciding.ts';
import { sidedSpans } from '#shared/review/placing.ts';
import { anyText, anyWellFormedText, blocksOf } from '#shared/text/arbitrary-text.ts';
import { splitsPair } from '#shared/text/offsets.ts';

/* What is in the data stays words, whatever it says: the page is read again as a browser reads it. */

const attacks = [
  '<script>alert(1)</script>',
  '</title><script src=//evil.example></script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><svg onload=alert(1)>',
  '<!--',
  ']]>',
  '&lt;b&gt; &amp;amp; &#60;',
  '\u202eevil\u2066',
  '\u2028\u2029',
  'a\r\nb\rc',
  '<style>@import "//evil.example"</style>',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
  '<base href=//evil.example>',
  'javascript:alert(1)',
  '👩‍👩‍👧‍👦 नमस्ते שלום',
];
const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...attacks) },
  { weight: 2, arbitrary: anyText },
  { weight: 1, arbitrary: fc.tuple(anyText, fc.constantFrom(...attacks)).map((both) => both.join('')) },
);
/** Passages as they come, with markup in them. */
const hostileText = fc
  .array(fc.oneof(anyWellFormedText, fc.constantFrom(...attacks)), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(' '))
  .filter((text) => text.trim() !== '');

/** The offset, or that before it where it would halve a character. */
const whole = (text: string, at: number) => (splitsPair(text, at) ? at - 1 : at);

/** What HTML in UTF-8 can hold of a text. */
const held = (text: string) => text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');

const at = '2026-11-22T08:00:00.000Z';
const spanOf = (text: string, id: string, annotator: string, start: number, end: number, fields: Partial<Span> = {}) =>
  spanWith({
    ...{ id, annotator, start, end, speaker: 'p_1', mode: 'direct', stances: [{ target: 't_1', value: 'support' }] },
    quote: { exact: text.slice(start, end), prefix: '', suffix: '' },
    ...fields,
  });

interface Words {
  folder: string;
  title: string;
  path: string;
  first: string;
  second: string;
  speaker: string;
  target: string;
  reason: string;
  said: string;
  note: string;
}

function reviewOf(text: string, [a, b]: readonly [number, number], words: Words, blind = false): TestReview {
  const from = Math.min(a, b, text.length - 1);
  const next = from + (splitsPair(text, from + 1) ? 2 : 1);
  const to = Math.max(Math.min(Math.max(a, b), text.length), next);
  const spans = [
    spanOf(text, 's_1', 'mk', from, to, { note: words.note }),
    spanOf(text, 's_2', 'jw', 0, to, { stances: [{ target: 't_1', value: 'oppose' }] }),
  ];
  const [one] = casesOf({
    ...{ article: 'a_1', spans: sidedSpans(spans, null).sided, sides: ['mk', 'jw'], worked: [], scoreOf: () => null },
  });
  const decision: Decision = {
    ...{ id: 'd_1', article: 'a_1', verdict: 'take', taken: ['s_1'], spans: [], adjudicator: 'mk', at },
    judged: one?.spans.map(judgedOf) ?? [],
    reason: words.reason,
  };
  const comment: Comment = {
    ...{ id: 'k_1', thread: 'k_1', article: 'a_1', about: ['s_1'], author: 'jw', asks: 'mk', answer: null },
    text: words.said,
    ...{ createdAt: at, updatedAt: at },
  };
  return {
    ...{ folder: words.folder, title: words.title, path: words.path, spans, blind, agreements: true },
    text: { text, blocks: blocksOf(text) },
    people: { mk: words.first, jw: words.second },
    speakers: [speakerWith(words.speaker, { id: 'p_1' })],
    targets: [{ id: 't_1', name: words.target, aliases: [], note: null }],
    decisions: [decision],
    comments: [comment],
  };
}

const words = (value: fc.Arbitrary<string>): fc.Arbitrary<Words> =>
  fc.record({
    ...{ folder: value, title: value, path: value, first: value, second: value, speaker: value, target: value },
    ...{ reason: value, said: value, note: value },
  });
const plain: Words = {
  ...{ folder: 'x', title: 'y', path: 'z', first: 'Ann', second: 'Bo', speaker: 'Cy', target: 'Dee' },
  ...{ reason: 'r', said: 's', note: 'n' },
};

/** As much of a document as is looked at; main is compiled without the DOM's types. */
interface Element {
  readonly localName: string;
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  getAttributeNames(): string[];
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Element[];
  remove(): void;
}
interface Page extends Element {
  readonly documentElement: Element;
  readonly body: Element;
}
const read = (html: string) => parseHTML(html).document as unknown as Page;
/** The page without its words: tags and the names of their attributes, in order. */
const skeleton = (page: Page) =>
  [...page.querySelectorAll('*')].map((element) => [element.localName, ...element.getAttributeNames()].join(' '));
const textsOf = (document: Page, selector: string) =>
  [...document.querySelectorAll(selector)].map((element) => element.textContent ?? '');

describe('whatever the data say', () => {
  test('they come back as they were, and add no element and no attribute', () => {
    const text = 'She said: “We sign.” Then they left.';
    const usual = skeleton(read(pageOf(reviewOf(text, [11, 18], plain))));
    fc.assert(
      fc.property(words(hostile.filter((value) => value !== '')), (data) => {
        // A path that is the title, and initials at the end of a name, are not told twice.
        fc.pre(data.path !== data.title && !/ (mk|jw)$/m.test(`${data.first}\n${data.second}`));
        const document = read(pageOf(reviewOf(text, [11, 18], data)));
        expect(skeleton(document)).toEqual(usual);
        expect(document.querySelector('meta[http-equiv]')?.getAttribute('content')).toMatch(/^default-src 'none'; /);
        expect(textsOf(document, 'h1')).toEqual([held(data.folder)]);
        expect(textsOf(document, 'title')).toEqual([held(`Review report – ${data.folder}`)]);
        expect(textsOf(document, 'h3[dir]')).toEqual([held(data.title)]);
        expect(textsOf(document, '.reason')).toEqual([held(data.reason)]);
        expect(textsOf(document, '.thread p')).toEqual([held(data.said)]);
        expect(textsOf(document, '.said thead bdi').filter((_, i) => i % 2 === 0)).toEqual(
          [data.first, data.second].map(held),
        );
        const cells = textsOf(document, '.said td bdi');
        expect(cells.filter((cell) => cell === held(data.speaker)).length).toBeGreaterThanOrEqual(2);
        expect(cells.filter((cell) => cell === held(data.target)).length).toBeGreaterThanOrEqual(2);
        expect(textsOf(document, '.said td p[dir]')).toEqual([held(data.note)]);
      }),
      { numRuns: 12 },
    );
  });

  test('the passage comes back as it stands in the text', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(), fc.nat(), (text, a, b) => {
        const html = pageOf(reviewOf(text, [whole(text, a % text.length), whole(text, b % text.length)], plain));
        // The part that is about the article, because reading a page takes long.
        const part = html.slice(html.indexOf('<section class="article"'), html.indexOf('</main>'));
        const document = read(`<!doctype html><html><body>${part}</body></html>`);
        expect(document.querySelectorAll('script, style, img, svg, iframe, link, base, meta').length).toBe(0);
        expect(document.querySelectorAll('.case').length).toBeGreaterThan(0);
        for (const passage of document.querySelectorAll('.passage')) {
          for (const cut of passage.querySelectorAll('.cut')) cut.remove();
          expect(held(text)).toContain(passage.textContent ?? '');
        }
      }),
      { numRuns: 50 },
    );
  });
});

test('the same data give the same page', () => {
  const review = reviewOf('She said: “We sign.” Then they left.', [11, 18], plain);
  expect(pageOf(structuredClone(review))).toBe(pageOf(review));
});

test('a page says who, what, how far, and what was decided', () => {
  const data = { ...plain, folder: 'Strait news', reason: 'As the codebook says', said: 'Sure?' };
  const document = read(pageOf(reviewOf('She said: “We sign.” Then they left.', [11, 18], data)));
  expect(document.documentElement.getAttribute('lang')).toBe('en');
  expect(textsOf(document, '.facts dd')).toEqual([
    'Ann (mk), Bo (jw)',
    '1 article that at least two of them have worked on',
    'agreements and disagreements',
    expect.stringContaining('policy-news, version'),
    '22 November 2026, 17:00 (Asia/Seoul) by Ann, with Rapporteur 0.1.0',
  ]);
  expect(textsOf(document, '.summary')).toEqual([
    'Ann and Bo have worked on 1 article and marked 1 passage between them. On none they agree in every respect; 1 differs in at least one, of which all are decided.',
  ]);
  expect(textsOf(document, '.case h4')).toEqual(['1. Stance and boundary differ']);
  expect(textsOf(document, '.said [data-differs] th').map((text) => text.trim())).toEqual(['Words *', 'Stance *']);
  expect(textsOf(document, '.decision p')[0]).toBe(
    'Decision: taken as Ann marked it, by Ann, 22 November 2026, 17:00.',
  );
  expect(textsOf(document, '.thread .who')).toEqual(['Bo, 22 November 2026, 17:00, asks Ann to look again']);
  // Every table has heads that say what their cells are of.
  for (const table of document.querySelectorAll('table')) {
    expect(table.querySelector('thead th[scope="col"]')).not.toBeNull();
    for (const row of table.querySelectorAll('tbody tr')) expect(row.querySelector('th[scope="row"]')).not.toBeNull();
  }
  // What is undefined says why, and is neither 0 nor 1.
  expect(textsOf(document, 'tr[data-measure="mode-kappa"] td')).toEqual([
    expect.stringMatching(/^undefined/),
    '–',
    '1 pair',
    expect.stringMatching(/^Undefined: /),
  ]);
});

test('with names hidden nobody is named but by words that people wrote themselves', () => {
  const document = read(pageOf(reviewOf('She said: “We sign.” Then they left.', [11, 18], plain, true)));
  expect(document.body.textContent).toContain('Annotator 1');
  expect(document.body.textContent).not.toMatch(/\b(Ann|Bo|mk|jw)\b/);
  expect(textsOf(document, '.decision p')[0]).toContain('by an adjudicator,');
});

test('without its text an article is printed with the words that marks keep', () => {
  const review = reviewOf('She said: “We sign.” Then they left.', [11, 18], plain);
  const document = read(pageOf({ ...review, text: null }));
  expect(textsOf(document, '.passage')).toEqual([]);
  expect(textsOf(document, '.said q')).toEqual(['We sign', 'She said: “We sign']);
  expect(document.body.textContent).toContain('only the words that each mark keeps are printed');
});
