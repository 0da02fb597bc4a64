import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHaystack } from './haystack.ts';

test('finds the texts that hold all words, in order, as looking into each does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'ab', '\n', '水', '\0'), maxLength: 8 });
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '水', '\0'), minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), fc.array(word, { maxLength: 3 }), (texts, words) => {
      const plain = words.every((one) => !one.includes('\0'));
      const expected = texts.flatMap((one, i) => (plain && words.every((word) => one.includes(word)) ? [i] : []));
      expect(createHaystack(texts).find(words)).toEqual(expected);
    }),
  );
});

test('a word does not reach from one text into the next', () => {
  expect(createHaystack(['ab', 'cd', '', 'bc']).find(['bc'])).toEqual([3]);
  expect(createHaystack([]).find(['a'])).toEqual([]);
  expect(createHaystack(['', '']).find([])).toEqual([0, 1]);
});
