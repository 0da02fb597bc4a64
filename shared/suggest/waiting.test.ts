import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Range } from '../model/range.ts';
import type { Suggested } from '../model/suggested.ts';
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
  const suggested: Suggested = {
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
    expect(waitingAmong(all, [], [range(10, 50)])).toEqual([range(20, 30), range(60, 70)]);
  });

  test.each<[string, Range, Range[], Range[]]>([
    ['begins a word later', range(20, 60), [range(24, 60)], []],
    ['ends before the comma', range(20, 60), [range(20, 59)], []],
    ['ends a clause later', range(20, 60), [range(20, 100)], []],
    ['is two by now, as an attribution interrupts it', range(20, 80), [range(20, 50), range(60, 80)], []],
    ['is a few words of a whole sentence by now', range(20, 30), [range(10, 90)], [range(10, 90)]],
    ['shares little with the next', range(20, 60), [range(55, 95)], [range(55, 95)]],
    ['only touches', range(20, 60), [range(60, 70)], [range(60, 70)]],
  ])('where the rules have moved a rejected passage: it %s', (_, no, now, left) => {
    expect(waitingAmong(now, [], [no])).toEqual(left);
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
      const at = (a: Range, b: Range) => a.start === b.start && a.end === b.end;
      const shared = (a: Range, b: Range) => Math.min(a.end, b.end) - Math.max(a.start, b.start);
      const keeps = (no: Range, one: Range) =>
        at(no, one) ||
        (!suggestions.some((other) => at(no, other)) && shared(no, one) >= Math.max(1, (one.end - one.start) / 2));
      const expected = suggestions.filter(
        (one) => !settled.some((passage) => samePassage(one, passage)) && !rejected.some((no) => keeps(no, one)),
      );
      expect(waiting).toEqual(expected);
    }),
  );
});
