import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortKey } from './sort-key.ts';

const sorted = (texts: readonly string[]) =>
  [...texts].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0));

test.each([
  [['9 days', '10 days', '100 days', 'agua', 'Água', 'Zoo']],
  [['a/2.txt', 'a/10.txt', 'a/010a.txt', 'b.txt']],
  [['“About time”', 'About time', 'Ähnlich', 'zuletzt', '小野寺']],
  [['report 2018-02', 'report 2018-11', 'report 2019-01']],
])('%j are in order', (texts) => {
  expect(sorted([...texts].reverse().sort())).toEqual(texts);
});

test('numbers sort by their value wherever they stand', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.constantFrom('', 'a', 'é '), fc.constantFrom('', '.txt', ' x'), (a, b, x, y) => {
      expect(sortKey(`${x}${a}${y}`) < sortKey(`${x}${b}${y}`)).toBe(a < b);
    }),
  );
});

test('without digits and signs the order is that of words without case and accents', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'B', 'é', 'e', 'z', 'Ü'), maxLength: 5 });
  const collator = new Intl.Collator('en', { sensitivity: 'base' });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const [x, y] = [sortKey(a), sortKey(b)];
      expect(Math.sign(x < y ? -1 : Number(x > y))).toBe(Math.sign(collator.compare(a, b)));
    }),
  );
});
