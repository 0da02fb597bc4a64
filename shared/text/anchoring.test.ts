import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anchor } from './anchoring.ts';
import { anyRangeOf, anyWellFormedText } from './arbitrary-text.ts';
import { leastTime } from './cpu-time.ts';
import { quoteOf } from './quote.ts';

const marked = (text: string, words: string, nth = 0) => {
  let start = text.indexOf(words);
  for (let i = 0; i < nth; i++) start = text.indexOf(words, start + 1);
  const range = { start, end: start + words.length };
  return { ...range, quote: quoteOf(text, range) };
};

test('in an unchanged text every span is exactly where it was', () => {
  fc.assert(
    fc.property(
      anyWellFormedText.chain((text) => fc.tuple(fc.constant(text), anyRangeOf(text))),
      ([text, range]) => {
        expect(anchor(text, { ...range, quote: quoteOf(text, range) })).toEqual({ how: 'exact', ...range });
      },
    ),
  );
});

test('whatever is found holds the exact words', () => {
  fc.assert(
    fc.property(
      anyWellFormedText.chain((text) => fc.tuple(fc.constant(text), anyRangeOf(text))),
      anyWellFormedText,
      fc.nat(),
      ([text, range], inserted, where) => {
        const at = where % (text.length + 1);
        const changed = text.slice(0, at) + inserted + text.slice(at);
        const quote = quoteOf(text, range);
        const found = anchor(changed, { ...range, quote });
        if (found.how !== 'orphan') expect(changed.slice(found.start, found.end)).toBe(quote.exact);
      },
    ),
  );
});

test('words that stand in one place only are followed wherever an insertion pushes them', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 3, maxLength: 8 });
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 5, maxLength: 40 }), fc.nat(), fc.nat(), (words, pick, where) => {
      const chosen = `«${words[pick % words.length]}»`;
      const text = words.map((each, i) => (i === pick % words.length ? chosen : each)).join(' ');
      const span = marked(text, chosen);
      const cut = text.indexOf(' ', where % text.length) + 1;
      const changed = `${text.slice(0, cut)}INSERTED MATTER ${text.slice(cut)}`;
      const start = changed.indexOf(chosen);
      expect(anchor(changed, span)).toEqual({
        how: start === span.start ? 'exact' : 'moved',
        start,
        end: start + chosen.length,
      });
    }),
  );
});

describe('several places hold the words', () => {
  const text = 'First, the minister said no to the plan. Later, after long talks in Geneva, the envoy said no again.';

  test('the words around decide', () => {
    const changed = `Correction: an earlier version was wrong. ${text}`;
    for (const nth of [0, 1]) {
      const span = marked(text, 'said no', nth);
      const { start, end } = marked(changed, 'said no', nth);
      expect(anchor(changed, span)).toEqual({ how: 'moved', start, end });
    }
  });

  test('the words around decide although one side of them was corrected', () => {
    const changed = text.replace('the envoy', 'the special envoy of the U.N.').replace('First, the', 'At first the');
    const { start, end } = marked(changed, 'said no', 1);
    expect(anchor(changed, marked(text, 'said no', 1))).toEqual({ how: 'moved', start, end });
  });

  test('the same words around them: a place that is by far the nearest is taken, otherwise none', () => {
    const line = 'Reporters asked about the sanctions. “No comment,” the spokesman told the room full of them. ';
    const repeated = line.repeat(4);
    const span = marked(repeated, 'No comment', 1);
    const little = `So: ${repeated}`;
    expect(anchor(little, span)).toEqual({ how: 'moved', start: span.start + 4, end: span.end + 4 });
    const half = `${'x'.repeat(Math.floor(line.length / 2))} ${repeated}`;
    expect(anchor(half, span)).toEqual({ how: 'orphan' });
  });

  test('nothing around them agrees: an orphan', () => {
    const span = { start: 4000, end: 4002, quote: { exact: 'no', prefix: 'Berlin flatly ', suffix: ' deal' } };
    expect(anchor('no, no and no', span)).toEqual({ how: 'orphan' });
  });
});

test('words that are gone are an orphan; so are words found only inside another word', () => {
  expect(anchor('Nothing of it is left.', marked('He said so.', 'said'))).toEqual({ how: 'orphan' });
  expect(anchor('The party met.', marked('An art.', 'art'))).toEqual({ how: 'orphan' });
  expect(anchor('Their art sold.', marked('An art.', 'art'))).toMatchObject({ how: 'moved', start: 6 });
  expect(anchor('新しい小野寺防衛相が述べた', marked('「小野寺」', '小野寺'))).toMatchObject({
    how: 'moved',
    start: 3,
  });
});

test('an empty quote is exact where it stands and nowhere else', () => {
  const quote = { exact: '', prefix: 'a', suffix: 'b' };
  expect(anchor('ab', { start: 1, end: 1, quote })).toEqual({ how: 'exact', start: 1, end: 1 });
  expect(anchor('ab', { start: 3, end: 3, quote })).toEqual({ how: 'orphan' });
});

test('stays linear where every place overlaps the next', { timeout: 20_000 }, () => {
  const text = 'a'.repeat(400_000);
  const quote = { exact: 'a'.repeat(100_000), prefix: 'b'.repeat(32), suffix: 'b'.repeat(32) };
  const taken = leastTime(2000, () => {
    expect(anchor(text, { start: 2_000_000, end: 2_100_000, quote })).toEqual({ how: 'orphan' });
    expect(anchor(text, { start: 0, end: 9, quote: { ...quote, exact: 'a', prefix: 'a'.repeat(32) } })).toEqual({
      how: 'orphan',
    });
  });
  expect(taken).toBeLessThan(2000);
});
