import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Span } from '../model/span.ts';
import { spanWith } from '../model/testing.ts';
import { anyText } from '../text/arbitrary-text.ts';
import { quoteOf } from '../text/quote.ts';
import { placedIn, sidedSpans } from './placing.ts';

const old = { text: 'Ministers said “we support the pact” on Friday. Ministers left.', textSha256: 'old' };
const current = { text: `Correction: ${old.text.replace(' on Friday', '')}`, textSha256: 'new' };
const mark = (of: typeof old, words: string, fields: Partial<Span> = {}, from = 0): Span => {
  const start = of.text.indexOf(words, from);
  const range = { start, end: start + words.length };
  return spanWith({ ...range, quote: quoteOf(of.text, range), textSha256: of.textSha256, ...fields });
};
const pact = mark(old, 'we support the pact', { id: 'pact' });
const friday = mark(old, 'on Friday', { id: 'friday', annotator: 'jw' });
const later = mark(current, 'we support the pact', { id: 'later', annotator: 'jw' });
const ids = (list: readonly { span: Span }[]) => list.map(({ span }) => span.id);

test('spans of one text stand where they say, with or without a text; suggestions are nobody’s', () => {
  const suggested = { ...pact, id: 'suggested', origin: 'suggested' as const, textSha256: 'else' };
  for (const text of [null, current, old]) {
    const { sided, orphans, textSha256 } = sidedSpans([pact, friday, suggested], text);
    expect(sided.map(({ span, side, start }) => [span.id, side, start])).toEqual([
      ['pact', 'mk', pact.start],
      ['friday', 'jw', friday.start],
    ]);
    expect([orphans, textSha256]).toEqual([[], 'old']);
  }
  expect(sidedSpans([], null)).toEqual({ sided: [], orphans: [], textSha256: null });
});

test('spans of two texts are found in the current one, or listed with the reason', () => {
  const { sided, orphans, textSha256 } = sidedSpans([pact, friday, later], current);
  expect(sided.map(({ start, end }) => current.text.slice(start, end))).toEqual([pact.quote.exact, pact.quote.exact]);
  expect(sided[0]?.start).toBe(sided[1]?.start);
  expect(ids(orphans)).toEqual(['friday']);
  expect(orphans[0]?.reason).toBe('Its words are not in the text any more.');
  expect(textSha256).toBe('new');
  const twice = spanWith({
    id: 'twice',
    start: 90,
    end: 99,
    quote: { exact: 'Ministers', prefix: '', suffix: '' },
    textSha256: 'older',
  });
  expect(placedIn([twice], current).orphans[0]?.reason).toContain('more than once');
});

test('without the article those of the text that most were marked in are compared', () => {
  const { sided, orphans, textSha256 } = sidedSpans([later, pact, friday], null);
  expect([ids(sided), ids(orphans), textSha256]).toEqual([['pact', 'friday'], ['later'], 'old']);
  // Equally many: whoever comes first must not matter.
  expect(sidedSpans([pact, later], null).textSha256).toBe(sidedSpans([later, pact], null).textSha256);
});

test('wherever a span is placed its own words stand, whatever the text is made of', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.nat(), fc.nat(), (before, text, a, b) => {
      fc.pre(text.length > 0);
      const start = a % text.length;
      const range = { start, end: start + 1 + (b % (text.length - start)) };
      const span = spanWith({ ...range, quote: quoteOf(text, range), textSha256: 'old' });
      const now = { text: before + text, textSha256: 'new' };
      const { sided, orphans } = sidedSpans([span, { ...span, id: 's_2', textSha256: 'else' }], now);
      expect(sided.length + orphans.length).toBe(2);
      for (const one of sided) expect(now.text.slice(one.start, one.end)).toBe(span.quote.exact);
    }),
  );
});
