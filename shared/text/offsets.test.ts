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
