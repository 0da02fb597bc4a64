import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from './arbitrary-text.ts';
import { leastTime } from './cpu-time.ts';
import { createOffsetMap, type OffsetUnit, offsetUnits, splitsPair } from './offsets.ts';

declare class TextEncoder {
  encode(text: string): Uint8Array;
}
const bytes = (text: string) => new TextEncoder().encode(text).length;

/** What each unit means, said in the slowest and plainest way. */
const measure: Record<OffsetUnit, (text: string) => number> = {
  codepoint: (text) => [...text].length,
  utf16: (text) => text.length,
  byte: bytes,
};

const longer = fc.array(anyText, { maxLength: 6 }).map((parts) => parts.join(''));

describe.each(offsetUnits)('%s', { timeout: 30_000 }, (unit) => {
  test('counts what stands before an offset, and finds the way back', () => {
    fc.assert(
      fc.property(longer, (text) => {
        const map = createOffsetMap(text, unit);
        expect(map.length).toBe(measure[unit](text));
        for (let i = 0; i <= text.length; i++) {
          if (splitsPair(text, i)) {
            expect(() => map.fromUtf16(i)).toThrow(RangeError);
            continue;
          }
          const there = map.fromUtf16(i);
          expect(there).toBe(measure[unit](text.slice(0, i)));
          expect(map.toUtf16(there)).toBe(i);
        }
      }),
    );
  });

  test('refuses whatever is not an offset of the text', () => {
    fc.assert(
      fc.property(longer, (text) => {
        const map = createOffsetMap(text, unit);
        const valid = new Set<number>();
        for (let i = 0; i <= text.length; i++) if (!splitsPair(text, i)) valid.add(map.fromUtf16(i));
        for (let there = -2; there <= map.length + 2; there++) {
          if (!valid.has(there)) expect(() => map.toUtf16(there)).toThrow(RangeError);
        }
        for (const odd of [-1, text.length + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
          expect(() => map.fromUtf16(odd)).toThrow(RangeError);
          if (odd !== text.length + 1) expect(() => map.toUtf16(odd)).toThrow(RangeError);
        }
      }),
      { numRuns: 50 },
    );
  });
});

test('a million characters are mapped at once', () => {
  const text = 'Ein 😀 in 서울. '.repeat(80_000);
  const taken = leastTime(1000, () => {
    const map = createOffsetMap(text, 'codepoint');
    expect(map.length).toBe(80_000 * 13);
    for (let i = 0; i < 20_000; i++) map.toUtf16(map.fromUtf16(i * 14));
  });
  expect(taken).toBeLessThan(1000);
});

/** Published and hand-counted places of words, in all three units; `oneBreak` counts CRLF as one code point. */
const statement = '“We will not yield 💪,” said Anaïs Müller.\n';
const mixed = '« Née à Zürich », a dit 👩‍👩‍👧 Anaïs\r\nשלום 世界.';
test.each([
  { text: statement, words: 'We will not yield 💪,', codepoint: [1, 21], utf16: [1, 22], byte: [3, 26] },
  { text: statement, words: 'said', codepoint: [23, 27], utf16: [24, 28], byte: [30, 34] },
  { text: statement, words: 'Anaïs Müller', codepoint: [28, 40], utf16: [29, 41], byte: [35, 49] },
  // https://github.com/HumanSignal/label-studio/issues/1347
  {
    ...{ text: '💩This is an annotation.', words: 'annotation' },
    ...{ codepoint: [12, 22], utf16: [13, 23], byte: [15, 25] },
  },
  { text: mixed, words: 'Anaïs', codepoint: [30, 35], utf16: [33, 38], byte: [48, 54], oneBreak: [30, 35] },
  { text: mixed, words: '世界', codepoint: [42, 44], utf16: [45, 47], byte: [65, 71], oneBreak: [41, 43] },
])('“$words” has its place in every unit', ({ text, words, oneBreak, ...places }) => {
  const start = text.indexOf(words);
  const range = [start, start + words.length];
  for (const unit of offsetUnits) {
    const map = createOffsetMap(text, unit);
    expect(range.map(map.fromUtf16)).toEqual(places[unit]);
    expect(places[unit].map(map.toUtf16)).toEqual(range);
  }
  if (!oneBreak) return;
  const map = createOffsetMap(text.replaceAll('\r\n', '\n'), 'codepoint');
  const breaks = text.slice(0, start).split('\r\n').length - 1;
  expect(range.map((offset) => map.fromUtf16(offset - breaks))).toEqual(oneBreak);
});
