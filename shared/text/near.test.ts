import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Block } from '../model/article.ts';
import { anyWellFormedText } from './arbitrary-text.ts';
import { codeUnits } from './code-units.ts';
import { bins, groupNear, resemblance, Sketches, sketchOf } from './near.ts';

const whole = (text: string): Block[] => [{ start: 0, end: text.length, kind: 'paragraph' }];
const sketch = (text: string) => sketchOf(text, whole(text))!;

const anyWords = (length: number) =>
  fc.array(
    fc.nat({ max: 5000 }).map((n) => `w${n.toString(36)}`),
    { minLength: length, maxLength: length },
  );

/** The Jaccard index of the shingles, counted. */
function counted(a: readonly string[], b: readonly string[]): number {
  const shingles = (words: readonly string[]) => new Set(words.slice(3).map((_, i) => words.slice(i, i + 4).join(' ')));
  const [x, y] = [shingles(a), shingles(b)];
  const both = [...x].filter((one) => y.has(one)).length;
  return both / (x.size + y.size - both);
}

test('the share of equal bins is near the share of equal shingles', () => {
  let squares = 0;
  let runs = 0;
  fc.assert(
    fc.property(anyWords(300), anyWords(300), fc.nat({ max: 300 }), (a, b, shared) => {
      const mixed = [...a.slice(0, shared), ...b.slice(shared)];
      const off = resemblance(sketch(a.join(' ')), sketch(mixed.join(' '))) - counted(a, mixed);
      expect(Math.abs(off)).toBeLessThan(0.3);
      squares += off * off;
      runs++;
    }),
    { numRuns: 200, seed: 5 },
  );
  expect(Math.sqrt(squares / runs)).toBeLessThan(0.07);
});

test('a text resembles itself wholly, whatever its case, marks and white space', () => {
  fc.assert(
    fc.property(fc.array(anyWellFormedText, { minLength: 4, maxLength: 8 }), anyWords(40), (odd, words) => {
      const text = `${odd.join(' ')} ${words.join(' ')}`;
      const other = `${odd.join(' ')}\n${words.join(', ').toUpperCase()}!`;
      expect(resemblance(sketch(text), sketch(text))).toBe(1);
      expect(sketchOf(text, whole(text))).toHaveLength(bins);
      if (odd.every((one) => !/\p{L}/u.test(one))) expect(resemblance(sketch(text), sketch(other))).toBe(1);
    }),
    { numRuns: 60 },
  );
});

test('case makes no difference where the letters around tell which small letter it is', () => {
  const odd = fc.constantFrom(
    'ΟΔΟΣ',
    'ΣΑΣ ',
    'İSTANBUL ',
    'STRASSE ',
    'ÉTÉ ',
    'ǄUNGLA ',
    '😀',
    '𐐀𐐁 ',
    'Я ',
    '小野寺',
    ' ',
    'word ',
  );
  fc.assert(
    fc.property(fc.array(odd, { maxLength: 30 }), anyWords(40), (some, words) => {
      const text = `${some.join('')} ${words.join(' ').toUpperCase()}`;
      expect(sketch(text)).toEqual(sketch(text.toLowerCase()));
      expect(sketchOf(text, whole(text), codeUnits(text))).toEqual(sketch(text));
    }),
    { numRuns: 200 },
  );
});

test('page furniture does not count, and a stub has no sketch', () => {
  const body = Array.from({ length: 80 }, (_, i) => `word${i}`).join(' ');
  const menu = Array.from({ length: 200 }, (_, i) => `menu${i}`).join(' ');
  const text = `${menu}\n${body}`;
  const blocks: Block[] = [
    { start: 0, end: menu.length, kind: 'boilerplate' },
    { start: menu.length + 1, end: text.length, kind: 'paragraph' },
  ];
  expect(resemblance(sketchOf(text, blocks)!, sketch(body))).toBe(1);
  expect(sketchOf('Too short to say.', whole('Too short to say.'))).toBeNull();
  expect(sketchOf(body, [])).toBeNull();
});

test('Japanese is compared by its characters', () => {
  const text =
    '政府は二十七日、北朝鮮への圧力を最大限まで高める方針を確認した。外相は記者会見で、国際社会と連携すると述べた。';
  expect(resemblance(sketch(text), sketch(text.replace('二十七日', '二十八日')))).toBeGreaterThan(0.6);
});

function together(sketches: readonly (Uint32Array | null)[]): Sketches {
  const all = new Sketches(sketches.length);
  for (const [i, sketch] of sketches.entries()) if (sketch !== null) all.set(i, sketch);
  return all;
}

test('texts are grouped with the first that they resemble, also through one between them', () => {
  const words = Array.from({ length: 400 }, (_, i) => `w${i * 7919}`);
  const other = Array.from({ length: 400 }, (_, i) => `v${i * 104729}`);
  const edition = (cut: number) => [...words.slice(0, 400 - cut), ...other.slice(0, cut)].join(' ');
  const texts = [words.join(' '), other.join(' '), edition(60), edition(120), 'stub'];
  const groups = groupNear(together(texts.map((text) => sketchOf(text, whole(text)))));
  expect([...groups]).toEqual([0, 1, 0, 0, 4]);
});

test('copies among twenty thousand others are found, and nothing else', () => {
  const random = (seed: number) => {
    let x = seed;
    return () => {
      x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
      return x;
    };
  };
  const next = random(7);
  const sketches = Array.from({ length: 20_000 }, () => Uint32Array.from({ length: bins }, next));
  for (let i = 0; i < 2000; i++) sketches[i * 10 + 9] = Uint32Array.from(sketches[i * 10]!);
  const groups = groupNear(together(sketches));
  for (let i = 0; i < 20_000; i++) expect(groups[i]).toBe(i % 10 === 9 ? i - 9 : i);
});
