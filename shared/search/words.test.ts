import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyWellFormedText } from '../text/arbitrary-text.ts';
import { asPhrase, indexed, type Phrase, phraseOf, tokensOf } from './words.ts';

/** FTS5 over the index, for a single phrase. */
function finds(text: string, { words, prefix }: Phrase): boolean {
  const there = tokensOf(text).map(({ word }) => word);
  return there.some((_, at) =>
    words.every((word, i) => {
      const found = there[at + i];
      return found === word || (prefix && i === words.length - 1 && found?.startsWith(word));
    }),
  );
}

test('plain text stands in the index as it is', () => {
  const text = 'Élysée: “nothing to add” – said Zoë Müller’s office… Совет. 5 €';
  expect(indexed(text)).toBe(text);
});

test('runs of scripts without blanks become pairs, the last character alone', () => {
  expect(indexed('東京都')).toBe(' 東京 京都 都 ');
  expect(indexed('in 東京2020年')).toBe('in  東京 京 2020 年 ');
  expect(asPhrase('東京都')).toBe('"東京 京都"');
  expect(asPhrase('京')).toBe('"京" *');
  expect(asPhrase('東京2020')).toBe('"東京 京 2020"');
  expect(asPhrase('…')).toBeNull();
});

test.each([
  ['정부는 오늘', '정부', true],
  ['정부는', '정부는', true],
  ['韓国政府', '政府', true],
  ['東京、大阪', '東京大阪', false],
  ['ｶﾞｿﾘﾝの値上げ', 'ガソリン', true],
  ['ガソリン', 'カソリン', false],
  ['Straße', 'strasse', true],
  ['İSTANBUL', 'istanbul', true],
  ['ılık', 'ilik', true],
  ['Ørsted', 'orsted', true],
  ['ё моё Й', 'е мое и', true],
  ['مُحَمَّد', 'محمد', true],
  ['מְדִינָה', 'מדינה', true],
  ['की बात', 'को', false],
  ['की बात', 'की', true],
  ['รัฐบาลไทยประกาศ', 'ไทย', true],
  ['ที่นี่', 'ทั่', false],
  ['ministe\u0301riel', 'ministériel', true],
  ['Regie\u00adrung', 'regierung', true],
  ['한국', '한국'.normalize('NFD'), true],
  ['ﬁnance', 'finance', true],
  ['Harbour™ 5㎏', 'harbour', true],
  ['1½ million', '1', true],
  ['1½ million', '½ million', true],
])('%s has %s: %s', (text, query, found) => {
  expect(finds(text, phraseOf(query)!)).toBe(found);
});

test('any part of a run is found in it', () => {
  const run = fc.array(fc.constantFrom(...'東京都の議会がカタカナーไทยนี่정부는ພາສາမြန်ខ្មែร𠮷'), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(run, fc.nat(), fc.nat(), fc.constantFrom('', 'x', '. ', ' 2020'), (characters, a, b, edge) => {
      const from = a % characters.length;
      const to = from + 1 + (b % (characters.length - from));
      const phrase = phraseOf(characters.slice(from, to).join(''))!;
      expect(finds(edge + characters.join('') + edge, phrase)).toBe(true);
    }),
  );
});

test('tokens are in order, within the text, and whole words or pairs of it', () => {
  fc.assert(
    fc.property(anyWellFormedText, (text) => {
      let at = 0;
      for (const { word, start, end, middle } of tokensOf(text)) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(phraseOf(text.slice(start, end))?.words.join('')).toContain(word);
        if (middle !== undefined) expect(middle > start && middle <= end).toBe(true);
        at = start;
      }
    }),
  );
});

test('the index has the same words as the text, whichever part of it is folded', () => {
  fc.assert(
    fc.property(anyWellFormedText, (text) => {
      const plain = indexed(text)
        .toLowerCase()
        .normalize('NFD')
        .replace(/[\u0300-\u0331]/g, '');
      expect(plain.normalize('NFC').match(/[\p{L}\p{N}\p{Co}]+/gu) ?? []).toEqual(
        tokensOf(text).map(({ word }) => word),
      );
    }),
  );
});
