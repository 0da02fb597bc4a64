import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyRangeOf, anyWellFormedText } from './arbitrary-text.ts';
import { splitsPair } from './offsets.ts';
import { contextLength, mentionOf, quoteOf } from './quote.ts';

const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

test('prefix, words and suffix are a stretch of the text around the range, whole characters only', () => {
  fc.assert(
    fc.property(
      anyWellFormedText.chain((text) => fc.tuple(fc.constant(text), anyRangeOf(text))),
      ([text, range]) => {
        fc.pre(!splitsPair(text, range.start) && !splitsPair(text, range.end));
        const { prefix, exact, suffix } = quoteOf(text, range);
        expect(exact).toBe(text.slice(range.start, range.end));
        expect(text.startsWith(prefix + exact + suffix, range.start - prefix.length)).toBe(true);
        expect(prefix.length).toBeLessThanOrEqual(contextLength);
        expect(prefix.length).toBeGreaterThanOrEqual(Math.min(contextLength - 1, range.start));
        expect(suffix.length).toBeLessThanOrEqual(contextLength);
        expect(suffix.length).toBeGreaterThanOrEqual(Math.min(contextLength - 1, text.length - range.end));
        expect(prefix + exact + suffix).not.toMatch(lone);
        expect(mentionOf(text, range)).toEqual({ ...range, text: exact });
      },
    ),
  );
});

test('a range that is none is refused', () => {
  for (const range of [
    { start: -1, end: 2 },
    { start: 3, end: 2 },
    { start: 0, end: 4 },
    { start: 0.5, end: 2 },
    { start: Number.NaN, end: 2 },
  ]) {
    expect(() => quoteOf('abc', range)).toThrow(RangeError);
    expect(() => mentionOf('abc', range)).toThrow(RangeError);
  }
});
