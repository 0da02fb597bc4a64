import fc from 'fast-check';
import { expect, test } from 'vitest';
import { phraseIn } from '#shared/search/places.ts';
import { phraseOf } from '#shared/search/words.ts';
import { anyWellFormedText } from '#shared/text/arbitrary-text.ts';
import { occurrencesOf } from '#shared/text/occurrences.ts';
import { matchFor } from './narrow.ts';

test('asks the index for whole words only, and only where it can tell', () => {
  expect(matchFor({ phrases: ['Per Lund', '東京都'], wholeWords: true })).toBe('body : ("per lund" OR "東京 京都")');
  expect(matchFor({ phrases: ['Lund'], wholeWords: false })).toBeNull();
  expect(matchFor({ phrases: ['Lund', '…'], wholeWords: true })).toBeNull();
});

/** What no reader sees stands within words for one and between them for the other. */
const unseen = /\p{Default_Ignorable_Code_Point}/gu;

test('leaves out no text that has the words', () => {
  let found = 0;
  const parts = fc.constantFrom(
    ...[
      'Brand™',
      '5㎏',
      '½',
      'x²',
      'donʼt',
      'KBS뉴스',
      '日本ABC',
      'ｶﾞｽ',
      'が',
      'नमस्ते की',
      'l’État',
      'Straße',
      '№5',
      ' ',
      '-',
    ],
  );
  const text = fc.oneof(
    anyWellFormedText,
    fc.array(parts, { maxLength: 12 }).map((all) => all.join('')),
    fc.array(parts, { maxLength: 12 }).map((all) => all.join(' ')),
  );
  fc.assert(
    fc.property(text, fc.nat(), fc.integer({ min: 1, max: 14 }), (given, from, length) => {
      const text = given.replace(unseen, '').replace(/\p{Cs}/gu, '');
      const start = text.length === 0 ? 0 : from % text.length;
      const words = [...text.slice(start)].slice(0, length).join('');
      const phrase = phraseOf(words);
      if (phrase === null) return;
      const places = occurrencesOf(text, [words], { wholeWords: true, foldCase: true });
      found += places.length;
      if (places.length > 0) expect(phraseIn(text, phrase)).toBe(true);
    }),
    { numRuns: 600 },
  );
  expect(found).toBeGreaterThan(50);
});
