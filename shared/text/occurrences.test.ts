import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyRangeOf, anyText } from './arbitrary-text.ts';
import { cpuTime } from './cpu-time.ts';
import { snap } from './expand.ts';
import { createMatcher, foldWords, inContext, occurrencesOf } from './occurrences.ts';

const wholeWords = { wholeWords: true, foldCase: true };
const anywhere = { wholeWords: false, foldCase: true };
const words = (text: string, phrases: string[], options = wholeWords) =>
  occurrencesOf(text, phrases, options).map(({ start, end }) => text.slice(start, end));

describe('the same words', () => {
  test.each([
    ['case', 'A Blunt Warning, a BLUNT WARNING', 'blunt warning', ['Blunt Warning', 'BLUNT WARNING']],
    ['accents, composed or not', 'Müller, Mu\u0308ller, Muller', 'Müller', ['Müller', 'Mu\u0308ller', 'Muller']],
    ['apostrophes', "O’Brien and O'Brien", 'O’Brien', ['O’Brien', "O'Brien"]],
    ['quotation marks', '“so-called” and "so-called"', '"so-called"', ['“so-called”', '"so-called"']],
    [
      'blanks',
      'Kim\u00a0Jong Un, Kim  Jong\nUn, Kim\r\nJong Un',
      'Kim Jong Un',
      ['Kim\u00a0Jong Un', 'Kim  Jong\nUn', 'Kim\r\nJong Un'],
    ],
    ['soft hyphens', 'co\u00adoperation', 'cooperation', ['co\u00adoperation']],
    ['ligatures', 'a ﬁrst, a first', 'first', ['ﬁrst', 'first']],
    ['ß', 'Große, GROSSE', 'große', ['Große', 'GROSSE']],
    ['possessives', "Suga’s plan, Suga's plan", 'Suga', ['Suga', 'Suga']],
    ['dotted names', 'the U.S. and the U.S.', 'U.S.', ['U.S.', 'U.S.']],
    ['CJK without blanks', '小野寺防衛相は小野寺氏と', '小野寺', ['小野寺', '小野寺']],
    ['Korean particles', '문재인은 문재인 대통령과', '문재인', ['문재인', '문재인']],
    ['right to left', 'שלום, שָׁלוֹם', 'שלום', ['שלום', 'שָׁלוֹם']],
    ['emoji', '👨‍👩‍👧‍👦 and 👩', '👩', ['👩']],
    ['flags', '🇰🇷🇯🇵', '🇯🇵', ['🇯🇵']],
  ])('whatever the %s', (_, text, phrase, found) => {
    expect(words(text, [phrase])).toEqual(found);
  });

  test.each([
    ['a part of a word', 'harbours and reharbour', 'harbour'],
    ['a part of a syllable', '각하', '가'],
    ['a letter without its voicing mark', 'が', 'か'],
    ['another vowel sign', 'की', 'कि'],
    ['half a ligature', 'ﬁ', 'i'],
    ['half a flag pair', '🇰🇷🇯🇵', '🇷🇯'],
    ['words of two paragraphs', 'said Suga\n\nKishida replied', 'Suga Kishida'],
    ['nothing', 'a b', ' \n '],
  ])('%s is no occurrence', (_, text, phrase) => {
    expect(words(text, [phrase])).toEqual([]);
  });

  test('parts of words are found where they are asked for', () => {
    expect(words('harbours and reharbour', ['harbour'], anywhere)).toEqual(['harbour', 'harbour']);
  });

  test('capitals are kept where they are asked for', () => {
    const names = { wholeWords: true, foldCase: false };
    expect(words('May may, MAY', ['May'], names)).toEqual(['May', 'MAY']);
    expect(words('The US told us', ['US'], names)).toEqual(['US']);
    expect(words('Al-Assad, al-Assad', ['al-Assad'], names)).toEqual(['Al-Assad', 'al-Assad']);
    expect(occurrencesOf('us', ['US', 'us'], names)).toEqual([{ start: 0, end: 2, phrase: 1 }]);
  });
});

test('the longest phrase wins at a place, and what follows begins after it', () => {
  const text = 'Yoshihide Suga met Suga Corp. in New York Times Square';
  expect(words(text, ['Suga', 'Yoshihide Suga', 'Yoshihide', 'New York', 'York Times'])).toEqual([
    'Yoshihide Suga',
    'Suga',
    'New York',
  ]);
  // What would be longest but ends inside a word leaves the place to the shorter one.
  expect(words('New Yorkers', ['New', 'New York'])).toEqual(['New']);
});

const phraseOf = (text: string) => anyRangeOf(text).map((range) => text.slice(range.start, range.end));
const textAndPhrases = anyText.chain((text) => fc.tuple(fc.constant(text), fc.array(phraseOf(text), { maxLength: 5 })));
const anyOptions = fc.record({ wholeWords: fc.boolean(), foldCase: fc.boolean() });

test('what is found are whole graphemes that read as the phrase does, in order and apart', () => {
  fc.assert(
    fc.property(textAndPhrases, anyOptions, ([text, phrases], options) => {
      let at = 0;
      for (const { start, end, phrase } of occurrencesOf(text, phrases, options)) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        expect(foldWords(text.slice(start, end))).toBe(foldWords(phrases[phrase]!));
        expect(snap(text, { start, end })).toEqual({ start, end });
        at = end;
      }
    }),
    { numRuns: 1000 },
  );
});

test('words of a text are found in it, where they stand or overlapping', () => {
  fc.assert(
    fc.property(
      anyText.chain((text) => fc.tuple(fc.constant(text), anyRangeOf(text))),
      ([text, any]) => {
        const range = snap(text, any);
        const phrase = text.slice(range.start, range.end);
        fc.pre(foldWords(phrase) !== '');
        const found = occurrencesOf(text, [phrase], { wholeWords: false, foldCase: false });
        expect(found.some(({ start, end }) => start < range.end && range.start < end)).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

test('many phrases together find the places where one of them alone stands', () => {
  fc.assert(
    fc.property(textAndPhrases, anyOptions, ([text, phrases], options) => {
      const together = occurrencesOf(text, phrases, options);
      const covered = (at: number) => together.some(({ start, end }) => start <= at && at < end);
      for (const phrase of phrases)
        for (const { start, end } of occurrencesOf(text, [phrase], options))
          expect(covered(start) || together.some((one) => one.start < end && start < one.end)).toBe(true);
    }),
  );
});

test('takes no more than linear time, whatever the text and the phrases', () => {
  const matcher = createMatcher(
    [`${'a '.repeat(1000)}b`, 'a a', ...Array.from({ length: 5000 }, (_, i) => `name ${i}`)],
    wholeWords,
  );
  const time = (length: number) => {
    const text = 'a '.repeat(length / 2);
    return cpuTime(() => matcher.in(text));
  };
  time(10_000);
  expect(time(1_000_000)).toBeLessThan(20 * Math.max(20, time(100_000)));
});

describe('in context', () => {
  const text = 'The minister gave a blunt  warning\nto the harbour council on Monday.';
  const at = text.indexOf('blunt');
  const range = { start: at, end: at + 'blunt  warning'.length };

  test('cuts between words and sets everything on one line', () => {
    expect(inContext(text, range, 14)).toEqual({ before: 'gave a ', words: 'blunt warning', after: ' to the' });
    expect(inContext(text, range, 500)).toEqual({
      before: 'The minister gave a ',
      words: 'blunt warning',
      after: ' to the harbour council on Monday.',
    });
  });

  test('a word longer than the context is cut between graphemes', () => {
    const long = `${'e\u0301'.repeat(50)} x`;
    const { before } = inContext(long, { start: 101, end: 102 }, 20);
    expect(before).toMatch(/^(?:e\u0301)+ $/);
  });

  test('is no longer than asked for, and never cuts a grapheme', () => {
    fc.assert(
      fc.property(
        anyText.chain((text) => fc.tuple(fc.constant(text), anyRangeOf(text), fc.nat(40))),
        ([text, any, length]) => {
          const { start, end } = snap(text, any);
          const { before, after } = inContext(text, { start, end }, length);
          expect(before.length).toBeLessThanOrEqual(length);
          expect(after.length).toBeLessThanOrEqual(length);
          const flat = (words: string) => words.replace(/\s+/g, ' ');
          expect(flat(text.slice(0, start)).endsWith(before)).toBe(true);
          expect(flat(text.slice(end)).startsWith(after) || after === '').toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
