import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spanWith } from '#shared/model/testing.ts';
import { anyRangeOf, anyWellFormedText } from '#shared/text/arbitrary-text.ts';
import { quoteParts } from './quote-parts.ts';

const sidedIn = (text: string, start: number, end: number) => ({
  span: spanWith({ start, end, quote: { exact: text.slice(start, end), prefix: '', suffix: '' } }),
  ...{ side: 'mk', start, end },
});

/** Whether no half of a surrogate pair stands alone. */
const isWhole = (text: string) => !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);

test('what only this side has stands apart from what all have', () => {
  const text = 'He said that it is not over yet.';
  expect(quoteParts(sidedIn(text, 8, 31), { start: 13, end: 27 })).toEqual([
    { text: 'that ', own: true },
    { text: 'it is not over', own: false },
    { text: ' yet', own: true },
  ]);
  expect(quoteParts(sidedIn(text, 13, 27), { start: 13, end: 27 })).toEqual([{ text: 'it is not over', own: false }]);
  expect(quoteParts(sidedIn(text, 13, 27), null)).toEqual([{ text: 'it is not over', own: false }]);
});

test('of long words the middle is left out, never half a character and nothing of what only this side has', () => {
  const long = `start ${'word '.repeat(100)}end`;
  const [only] = quoteParts(sidedIn(long, 0, long.length), null);
  expect(only?.text).toMatch(/^start (word )+… (word )+end$/);
  expect(only!.text.length).toBeLessThan(220);
  fc.assert(
    fc.property(
      anyWellFormedText.chain((text) => fc.tuple(fc.constant(text.repeat(8)), anyRangeOf(text.repeat(8)))),
      ([text, { start, end }]) => {
        // Spans begin and end between characters.
        fc.pre(isWhole(text.slice(0, start)) && isWhole(text.slice(0, end)));
        const parts = quoteParts(sidedIn(text, 0, text.length), { start, end });
        expect(parts.every((part) => isWhole(part.text))).toBe(true);
        if (end > start) {
          const own = parts.filter((part) => part.own).map((part) => part.text);
          expect(own.join('')).toBe(text.slice(0, start) + text.slice(end));
        }
      },
    ),
  );
});
