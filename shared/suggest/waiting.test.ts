import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Range } from '../model/range.ts';
import { quoteOf } from '../text/quote.ts';
import { rejectedPassages, samePassage, settledPassages, waitingAmong } from './waiting.ts';

const range = (start: number, end: number): Range => ({ start, end });

describe('one passage', () => {
  test.each<[string, Range, Range, boolean]>([
    ['equal', range(3, 9), range(3, 9), true],
    ['half of the shorter', range(0, 10), range(5, 25), true],
    ['less than half of the shorter', range(0, 10), range(6, 26), false],
    ['one inside the other', range(0, 100), range(40, 44), true],
    ['side by side', range(0, 10), range(10, 20), false],
    ['apart', range(0, 10), range(30, 40), false],
  ])('%s', (_, a, b, same) => {
    expect(samePassage(a, b)).toBe(same);
    expect(samePassage(b, a)).toBe(same);
  });
});

describe('what the annotator’s spans settle', () => {
  const suggested = {
    start: 40,
    end: 60,
    mode: 'direct',
    cue: null,
    mention: null,
    speaker: null,
    newSpeaker: null,
    stances: [],
    confidence: 0.9,
    reasons: ['x'],
    engine: 'rules/0',
  };

  test('a span of the layer its own place, one of another layer nothing', () => {
    const own = [
      { ...range(0, 10), span: { layer: 'statement', textSha256: 'now' } },
      { ...range(20, 30), span: { layer: 'frame', textSha256: 'now' } },
    ];
    expect(settledPassages('now', own, 'statement')).toEqual([range(0, 10)]);
  });

  test('an accepted one also the place where it was suggested, whatever became of it', () => {
    const own = [{ ...range(0, 10), span: { layer: 'commitment', textSha256: 'now', suggested } }];
    expect(settledPassages('now', own, 'statement')).toEqual([range(0, 10), range(40, 60)]);
    expect(settledPassages('other', own, 'statement')).toEqual([range(0, 10)]);
  });
});

describe('what was rejected', () => {
  const before = 'First came the rain. “We are closed,” said the keeper of the gate, and shut it.';
  const words = range(before.indexOf('We'), before.indexOf(',”') + 1);
  const rejection = { ...words, quote: quoteOf(before, words), textSha256: 'before' };

  test('stands where it was rejected', () => {
    expect(rejectedPassages({ text: '', textSha256: 'before' }, [rejection])).toEqual([words]);
  });

  test('is found by its words in a corrected text, and forgotten when they are gone', () => {
    const after = `Correction: it was on Monday. ${before}`;
    const by = after.length - before.length;
    expect(rejectedPassages({ text: after, textSha256: 'after' }, [rejection])).toEqual([
      range(words.start + by, words.end + by),
    ]);
    expect(rejectedPassages({ text: 'Nothing was said.', textSha256: 'after' }, [rejection])).toEqual([]);
  });

  test('only the same place is kept away: what is inside it or around it waits', () => {
    const all = [range(10, 50), range(20, 30), range(60, 70)];
    expect(waitingAmong(all, [], [range(20, 30)])).toEqual([range(10, 50), range(60, 70)]);
  });
});

test('what waits is what no span is the same passage as, whatever their order', () => {
  const some = fc.array(
    fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 20 })).map(([start, length]) => range(start, start + length)),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(some, some, some, (suggestions, settled, rejected) => {
      const waiting = waitingAmong(suggestions, settled, rejected);
      const expected = suggestions.filter(
        (one) =>
          !settled.some((passage) => samePassage(one, passage)) &&
          !rejected.some((no) => no.start === one.start && no.end === one.end),
      );
      expect(waiting).toEqual(expected);
    }),
  );
});
