import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Range } from '#shared/model/range.ts';
import { anyRangeOf, anyWellFormedText } from '#shared/text/arbitrary-text.ts';
import { snap } from '#shared/text/expand.ts';
import { nudged } from './nudge.ts';

const edges = ['start', 'end'] as const;
const ways = [1, -1] as const;

/** The text with the range in brackets. */
const shown = (text: string, range: Range | undefined) =>
  range && `${text.slice(0, range.start)}[${text.slice(range.start, range.end)}]${text.slice(range.end)}`;
const read = (marked: string) => {
  const start = marked.indexOf('[');
  return { text: marked.replace(/[[\]]/g, ''), range: { start, end: marked.indexOf(']') - 1 } };
};

describe('a nudge', () => {
  test.each([
    ['one [two] three', 'start', -1, '[one two] three'],
    ['one [two] three', 'end', 1, 'one [two three]'],
    ['one [two three]', 'start', 1, 'one two [three]'],
    ['one [two three]', 'end', -1, 'one [two] three'],
    ['o[ne tw]o', 'start', -1, '[one tw]o'],
    ['o[ne tw]o', 'end', 1, 'o[ne two]'],
    ['said: “[we]”', 'start', -1, 'said: [“we]”'],
    ['said: “[we]”', 'end', 1, 'said: “[we”]'],
    ['one\n\n[two]', 'start', -1, '[one\n\ntwo]'],
    ['[one]\n\ntwo', 'end', 1, '[one\n\ntwo]'],
    ['[one] \u200b \u2003two', 'end', 1, '[one \u200b \u2003two]'],
    ['[don’t] go', 'end', 1, '[don’t go]'],
    ['[one]👨‍👩‍👧‍👦🇰🇷🇯🇵 two', 'end', 1, '[one👨‍👩‍👧‍👦]🇰🇷🇯🇵 two'],
    ['👍🏽🇰🇷[one]', 'start', -1, '👍🏽[🇰🇷one]'],
    ['小野寺[防衛]相', 'end', 1, '小野寺[防衛相]'],
    ['cafe\u0301[ no]', 'start', -1, '[cafe\u0301 no]'],
    ['각하[는] 말', 'end', 1, '각하[는 말]'],
  ] as const)('%j, %s by %i: %j', (before, edge, by, after) => {
    const { text, range } = read(before);
    expect(shown(text, nudged({ text }, range, edge, by))).toBe(after);
  });

  test.each([
    ['[one] two', 'start', -1],
    ['one [two]', 'end', 1],
    ['[one]\n', 'end', 1],
    [' [one] two', 'start', 1],
    ['one [two]', 'end', -1],
    ['[]', 'end', 1],
  ] as const)('there is none: %j, %s by %i', (before, edge, by) => {
    const { text, range } = read(before);
    expect(nudged({ text }, range, edge, by)).toBeUndefined();
  });

  test('takes in a word of any length whole', () => {
    const long = `${'https://example.org/'.padEnd(900, 'x')}👨‍👩‍👧‍👦`;
    const text = `go ${'x'.repeat(900)} there ${long}`;
    const start = text.indexOf('there');
    expect(nudged({ text }, { start, end: start + 5 }, 'start', -1)).toEqual({ start: 3, end: start + 5 });
    const family = '👨‍👩‍👧‍👦'.repeat(100);
    const out = nudged({ text: `${family} end` }, { start: family.length + 1, end: family.length + 4 }, 'start', -1);
    expect(out?.start).toBe('👨‍👩‍👧‍👦'.length * 99);
  });
});

const segmentsOf = (text: string, granularity: 'word' | 'grapheme') => {
  const segmenter = new Intl.Segmenter('und', { granularity });
  let from = 0;
  return text.split(/(?<=\n)/).flatMap((line) => {
    const found = [...segmenter.segment(line)].map(({ index, segment }) => ({
      start: from + index,
      end: from + index + segment.length,
      segment,
    }));
    from += line.length;
    return found;
  });
};
/** Found in another way: all words of the text in a list. */
function edgesOf(text: string): Record<(typeof edges)[number], number[]> {
  const whole = new Set(segmentsOf(text, 'grapheme').flatMap(({ start, end }) => [start, end]));
  const words = segmentsOf(text, 'word').filter(({ segment }) => /[^\s\u200b\u2060]/.test(segment));
  return {
    start: words.map(({ start }) => start).filter((place) => whole.has(place)),
    end: words.map(({ end }) => end).filter((place) => whole.has(place)),
  };
}
const textAndRange = anyWellFormedText.chain((text) => fc.tuple(fc.constant(text), anyRangeOf(text)));

describe('any text, any range', () => {
  test('the edge is the nearest word edge that way, or there is none that leaves something', () => {
    fc.assert(
      fc.property(textAndRange, fc.constantFrom(...edges), fc.constantFrom(...ways), ([text, range], edge, by) => {
        const places = edgesOf(text)[edge];
        const at = range[edge];
        const next = by > 0 ? places.find((place) => place > at) : places.findLast((place) => place < at);
        const wanted = next === undefined ? undefined : { ...range, [edge]: next };
        expect(nudged({ text }, range, edge, by)).toEqual(wanted && wanted.end > wanted.start ? wanted : undefined);
      }),
      { numRuns: 300 },
    );
  });

  test('the result is within the text, holds something, and its new edge cuts no grapheme', () => {
    fc.assert(
      fc.property(textAndRange, fc.constantFrom(...edges), fc.constantFrom(...ways), ([text, range], edge, by) => {
        const moved = nudged({ text }, range, edge, by);
        if (!moved) return;
        expect(moved.start).toBeLessThan(moved.end);
        expect(moved.start).toBeGreaterThanOrEqual(0);
        expect(moved.end).toBeLessThanOrEqual(text.length);
        const other = edge === 'start' ? 'end' : 'start';
        expect(moved[other]).toBe(range[other]);
        const cut = segmentsOf(text, 'grapheme').find(({ start, end }) => start < moved[edge] && moved[edge] < end);
        expect(cut).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test('from word edges, out and back leads back', () => {
    fc.assert(
      fc.property(anyWellFormedText, fc.nat(), fc.nat(), fc.constantFrom(...edges), (text, a, b, edge) => {
        const places = edgesOf(text);
        const start = places.start[a % (places.start.length || 1)];
        const end = places.end[b % (places.end.length || 1)];
        fc.pre(start !== undefined && end !== undefined && start < end);
        const range = { start, end };
        for (const by of ways) {
          const moved = nudged({ text }, range, edge, by);
          if (moved) expect(nudged({ text }, moved, edge, by > 0 ? -1 : 1)).toEqual(range);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('nudging on and on takes in the whole text', () => {
    fc.assert(
      fc.property(anyWellFormedText, fc.nat(), (text, pick) => {
        const places = edgesOf(text);
        const start = places.start[pick % (places.start.length || 1)];
        const end = places.end.find((place) => start !== undefined && place > start);
        fc.pre(start !== undefined && end !== undefined);
        let range: Range = { start, end };
        for (let next: Range | undefined = range; next; next = nudged({ text }, next, 'end', 1)) range = next;
        for (let next: Range | undefined = range; next; next = nudged({ text }, next, 'start', -1)) range = next;
        expect(range).toEqual({ start: places.start[0], end: places.end.at(-1) });
        // What is marked by hand from end to end is the same, but for blanks that stick to a word.
        expect(snap(text, { start: 0, end: text.length })).toEqual(snap(text, range));
      }),
      { numRuns: 60 },
    );
  });
});
