import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from './fold.ts';

test.each([
  ['Müller', 'muller'],
  ['MÜLLER', 'muller'],
  ['Straße', 'strasse'],
  ['Łódź', 'lodz'],
  ['Ærø', 'aero'],
  ['O’Brien', "o'brien"],
  ['Οδυσσεύς', 'οδυσσευσ'],
  ['ᾀ', 'αι'],
  ['ﬁrst', 'first'],
  ['ＡＢＣ', 'abc'],
  ['김정은', '김정은'.normalize('NFKD')],
])('%s is searched as %s', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});

test('case and composition make no difference, and folding again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (text) => {
      const folded = foldText(text);
      expect(foldText(text.toLocaleUpperCase('en'))).toBe(folded);
      expect(foldText(text.normalize('NFD'))).toBe(folded);
      expect(foldText(folded)).toBe(folded);
    }),
    { numRuns: 2000 },
  );
});
