import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyRangeOf, anyWellFormedText } from './arbitrary-text.ts';
import { likelyPlace } from './likely-place.ts';
import { quoteOf } from './quote.ts';
import { wordDiff } from './word-diff.ts';

const before =
  'TOKYO -- The defense minister said on Monday that pressure on the North must be kept up. He left for Seoul at noon.';
const after =
  'TOKYO -- The defence minister said on Tuesday that the pressure on the North has to be kept up. He then left for Seoul.';
const marked = (words: string) => {
  const start = before.indexOf(words);
  return { start, end: start + words.length, quote: quoteOf(before, { start, end: start + words.length }) };
};
const at = (place: { start: number; end: number } | null) => place && after.slice(place.start, place.end);

test('words that were edited are found by what was done to the text', () => {
  const span = marked('pressure on the North must be kept up');
  expect(at(likelyPlace(after, span, wordDiff(before, after)))).toBe('pressure on the North has to be kept up');
});

test('and without the earlier text by what differs least', () => {
  const span = marked('pressure on the North must be kept up');
  expect(at(likelyPlace(after, span, null))).toContain('pressure on the North has to be kept');
  expect(
    likelyPlace(after, { ...span, quote: { ...span.quote, exact: 'Nobody spoke of fish quotas' } }, null),
  ).toBeNull();
});

test('whatever is found lies in the text and splits no character', () => {
  fc.assert(
    fc.property(
      anyWellFormedText.chain((text) => fc.tuple(fc.constant(text), anyRangeOf(text))),
      anyWellFormedText,
      fc.boolean(),
      ([text, range], other, known) => {
        const span = { ...range, quote: quoteOf(text, range) };
        const found = likelyPlace(other, span, known ? wordDiff(text, other) : null);
        if (found === null) return;
        expect(found.start >= 0 && found.start < found.end && found.end <= other.length).toBe(true);
        expect(other.slice(found.start, found.end)).not.toMatch(/\p{Cs}/u);
      },
    ),
  );
});
