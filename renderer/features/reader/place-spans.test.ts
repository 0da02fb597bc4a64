import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Span } from '#shared/model/span.ts';
import { anyRangeOf, anyWellFormedText } from '#shared/text/arbitrary-text.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { placeSpans } from './place-spans.ts';

const marked = (text: string, start: number, end: number, textSha256 = 'old') =>
  ({ id: `s_${start}_${end}`, textSha256, start, end, quote: quoteOf(text, { start, end }) }) as unknown as Span;
const text = 'Ministers said “we support the pact”, while Mr. Ko called it “a grave mistake” again.';
const at = (words: string) => marked(text, text.indexOf(words), text.indexOf(words) + words.length);

test('in the text it was marked in, a span stands where it was marked', () => {
  const spans = [at('a grave mistake'), at('we support the pact')];
  expect(placeSpans({ text, textSha256: 'old' }, spans)).toEqual({
    placed: spans.map((span) => ({ span, start: span.start, end: span.end, moved: false })),
    orphans: [],
  });
});

test('in a corrected text, each is found by its words; those whose words are gone are set apart, none is lost', () => {
  const spans = [at('a grave mistake'), at('we support the pact'), at('Ministers'), at('Mr. Ko')];
  const corrected = text.replace('Mr. Ko', 'Mr. Choi');
  const { placed, orphans } = placeSpans({ text: corrected, textSha256: 'new' }, spans);
  expect(placed.map(({ start, end, moved }) => [corrected.slice(start, end), moved])).toEqual([
    ['a grave mistake', true],
    ['we support the pact', false],
    ['Ministers', false],
  ]);
  expect(orphans).toEqual([spans[3]]);
});

test('spans of both texts side by side', () => {
  const longer = `Seoul, Friday. ${text}`;
  const old = at('a grave mistake');
  const fresh = marked(longer, 0, 5, 'new');
  const { placed } = placeSpans({ text: longer, textSha256: 'new' }, [old, fresh]);
  expect(placed).toEqual([
    { span: old, start: old.start + 15, end: old.end + 15, moved: true },
    { span: fresh, start: 0, end: 5, moved: false },
  ]);
});

test('whatever becomes of the text, every span is placed on its own words or set apart, once, in order', () => {
  const texts = anyWellFormedText.chain((before) =>
    fc.tuple(
      fc.constant(before),
      fc.oneof(
        anyWellFormedText,
        anyWellFormedText.map((more) => more + before),
        fc.nat().map((cut) => before.slice(cut % (before.length + 1))),
      ),
      fc.array(anyRangeOf(before), { maxLength: 6 }),
    ),
  );
  fc.assert(
    fc.property(texts, ([before, after, ranges]) => {
      const spans = ranges.filter(({ start, end }) => start < end).map(({ start, end }) => marked(before, start, end));
      const { placed, orphans } = placeSpans({ text: after, textSha256: 'new' }, spans);
      expect(new Set([...placed.map(({ span }) => span), ...orphans])).toEqual(new Set(spans));
      expect(placed.length + orphans.length).toBe(spans.length);
      expect(placed.map(({ span }) => span)).toEqual(spans.filter((span) => !orphans.includes(span)));
      for (const { span, start, end, moved } of placed) {
        expect(after.slice(start, end)).toBe(span.quote.exact);
        expect(moved).toBe(start !== span.start);
      }
    }),
    { numRuns: 200 },
  );
});
