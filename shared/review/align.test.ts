import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leastTime } from '../text/cpu-time.ts';
import { alignPairs, alignSpans } from './align.ts';
import type { Sided } from './case.ts';
import { sameStances } from './stances.ts';
import { arbitrarySided, sided, withShuffled } from './testing.ts';

const of = (spans: readonly Sided[], side: string) => spans.filter((span) => span.side === side);
const ids = (groups: readonly (readonly Sided[])[]) => groups.map((group) => group.map(({ span }) => span.id));
const overlap = (a: Sided, b: Sided) => Math.min(a.end, b.end) - Math.max(a.start, b.start);

/** The rule as it is said, taking all pairs in their order; ties that only content settles are left open. */
function gradesInOrder(spans: readonly Sided[]): number[][] {
  const grade = (a: Sided, b: Sided) => [
    -overlap(a, b),
    a.start === b.start && a.end === b.end ? 0 : 1,
    Math.min(a.start, b.start),
    Math.abs(a.start - b.start) + Math.abs(a.end - b.end),
    a.span.layer === b.span.layer ? 0 : 1,
    a.span.speaker === b.span.speaker ? 0 : 1,
    sameStances(a.span.stances, b.span.stances) ? 0 : 1,
    a.span.mode === b.span.mode ? 0 : 1,
  ];
  return spans.flatMap((a, i) =>
    spans.slice(i + 1).map((b) => (a.side === b.side || overlap(a, b) <= 0 ? [] : grade(a, b))),
  );
}
const byGrade = (a: number[], b: number[]) => a.map((n, i) => n - b[i]!).find((n) => n !== 0) ?? 0;

describe('pairs', () => {
  test('of equal overlaps the same place first: a nested span goes with its counterpart, not with what lies around', () => {
    const a = [sided({ id: 'around', start: 0, end: 100 }), sided({ id: 'inside', start: 40, end: 60 })];
    expect(ids(alignPairs(a, [sided({ id: 'b', start: 40, end: 60 })]))).toEqual([['inside', 'b']]);
  });

  test('greatest overlap first, then the earlier start', () => {
    const a = [sided({ id: 'a1', start: 0, end: 10 }), sided({ id: 'a2', start: 8, end: 30 })];
    const b = [sided({ id: 'b1', start: 5, end: 28 })];
    expect(ids(alignPairs(a, b))).toEqual([['a2', 'b1']]);
    const wide = [sided({ id: 'b2', start: 2, end: 14 })];
    expect(
      ids(alignPairs([sided({ id: 'a3', start: 8, end: 14 }), sided({ id: 'a4', start: 2, end: 8 })], wide)),
    ).toEqual([['a4', 'b2']]);
  });

  test('equal places go together by layer, then speaker, then stances, then mode', () => {
    const say = (id: string, layer: string, speaker: string | null, value: string) =>
      sided({ id, start: 3, end: 9, layer, speaker, stances: [{ target: 't_1', value }] });
    const a = [
      say('1', 'event', null, 'support'),
      say('2', 'statement', 'p_1', 'support'),
      say('3', 'statement', 'p_1', 'oppose'),
    ];
    const b = [
      say('6', 'statement', 'p_1', 'support'),
      say('5', 'event', 'p_1', 'oppose'),
      say('4', 'statement', 'p_1', 'oppose'),
    ];
    expect(ids(alignPairs(a, b)).sort()).toEqual([
      ['1', '5'],
      ['2', '6'],
      ['3', '4'],
    ]);
  });

  test('spans that only touch, and empty ones, go with nothing', () => {
    expect(alignPairs([sided({ start: 0, end: 5 })], [sided({ start: 5, end: 9 })])).toEqual([]);
    expect(alignPairs([sided({ start: 0, end: 5 })], [sided({ start: 2, end: 2 })])).toEqual([]);
    expect(alignPairs([sided({ start: 2, end: 2 })], [sided({ start: 2, end: 2 })])).toEqual([]);
  });

  test('plain ranges with a layer are enough', () => {
    const at = (start: number, end: number) => ({ start, end, layer: 'statement' });
    const [x, y, z] = [at(0, 4), at(5, 9), at(6, 9)];
    expect(alignPairs([x, y], [z])).toEqual([[y, z]]);
  });

  test('neither the order of the lists matters nor which is called a', () => {
    fc.assert(
      fc.property(withShuffled(arbitrarySided(['a', 'b'])), ([spans, shuffled]) => {
        const pairs = alignPairs(of(spans, 'a'), of(spans, 'b'));
        expect(ids(alignPairs(of(shuffled, 'a'), of(shuffled, 'b')))).toEqual(ids(pairs));
        expect(ids(alignPairs(of(shuffled, 'b'), of(shuffled, 'a')))).toEqual(ids(pairs.map(([a, b]) => [b, a])));
        expect(new Set(pairs.flat()).size).toBe(2 * pairs.length);
        for (const [a, b] of pairs) expect([a.side, b.side, overlap(a, b) > 0]).toEqual(['a', 'b', true]);
      }),
      { numRuns: 250 },
    );
  });

  test('are those that taking the best of all pairs again and again gives, ties apart', () => {
    fc.assert(
      fc.property(arbitrarySided(['a', 'b']), (spans) => {
        const grades = gradesInOrder(spans).filter(({ length }) => length > 0);
        const sorted = [...grades].sort(byGrade);
        fc.pre(sorted.slice(1).every((grade, i) => byGrade(sorted[i]!, grade) !== 0));
        const free = new Set(spans);
        const expected: string[][] = [];
        for (;;) {
          let best: { a: Sided; b: Sided; grade: number[] } | undefined;
          for (const a of of([...free], 'a')) {
            for (const b of of([...free], 'b')) {
              const [grade] = gradesInOrder([a, b]);
              if (grade!.length > 0 && (best === undefined || byGrade(grade!, best.grade) < 0))
                best = { a, b, grade: grade! };
            }
          }
          if (best === undefined) break;
          expected.push([best.a.span.id, best.b.span.id]);
          free.delete(best.a);
          free.delete(best.b);
        }
        expect(ids(alignPairs(of(spans, 'a'), of(spans, 'b'))).sort()).toEqual(expected.sort());
      }),
      { numRuns: 400 },
    );
  });
});

describe('groups', () => {
  test('every span is in exactly one, at most one of a side, whatever the order', () => {
    fc.assert(
      fc.property(withShuffled(arbitrarySided(['a', 'b', 'c', 'd'], 40)), ([spans, shuffled]) => {
        const groups = alignSpans(spans);
        expect(groups.flat().length).toBe(spans.length);
        expect(new Set(groups.flat())).toEqual(new Set(spans));
        for (const group of groups) {
          expect(group.map(({ side }) => side)).toEqual([...new Set(group.map(({ side }) => side))].sort());
          // Nobody is in a group without sharing text with somebody in it.
          if (group.length > 1)
            for (const span of group)
              expect(group.some((other) => other !== span && overlap(span, other) > 0)).toBe(true);
        }
        const places = (all: Sided[][]) => all.map((group) => group.map(({ start, end, side }) => [side, start, end]));
        expect(places(alignSpans(shuffled))).toEqual(places(groups));
      }),
      { numRuns: 250 },
    );
  });

  test('two sides: the pairs, and the rest alone', () => {
    fc.assert(
      fc.property(arbitrarySided(['a', 'b'], 40), (spans) => {
        const pairs = alignPairs(of(spans, 'a'), of(spans, 'b'));
        const groups = alignSpans(spans);
        expect(groups.filter(({ length }) => length === 2)).toEqual(pairs);
        expect(groups.length).toBe(spans.length - pairs.length);
      }),
    );
  });

  test('are those that taking the best pair of all again and again gives, for any number of sides', () => {
    fc.assert(
      fc.property(arbitrarySided(['a', 'b', 'c', 'd'], 9), (spans) => {
        const pairs = spans.flatMap((a, i) =>
          spans.slice(i + 1).flatMap((b) => {
            const [grade] = gradesInOrder([a, b]);
            return grade!.length > 0 ? [{ a, b, grade: grade! }] : [];
          }),
        );
        pairs.sort((x, y) => byGrade(x.grade, y.grade));
        fc.pre(pairs.slice(1).every(({ grade }, i) => byGrade(pairs[i]!.grade, grade) !== 0));
        const groupOf = new Map(spans.map((span) => [span, new Set([span])]));
        for (const { a, b } of pairs) {
          const joined = new Set([...groupOf.get(a)!, ...groupOf.get(b)!]);
          const sides = [...joined].map(({ side }) => side);
          if (new Set(sides).size === sides.length) for (const span of joined) groupOf.set(span, joined);
        }
        const names = (groups: Iterable<Iterable<Sided>>) =>
          [...groups]
            .map((group) =>
              [...group]
                .map(({ span }) => span.id)
                .sort()
                .join(),
            )
            .sort();
        expect(names(alignSpans(spans))).toEqual(names(new Set(groupOf.values())));
      }),
      { numRuns: 600 },
    );
  });

  test('three who chain together stay one group only while no side has two spans', () => {
    const spans = [
      sided({ id: '1', annotator: 'a', start: 0, end: 10 }),
      sided({ id: '2', annotator: 'b', start: 2, end: 14 }),
      sided({ id: '3', annotator: 'c', start: 9, end: 20 }),
      sided({ id: '4', annotator: 'a', start: 12, end: 20 }),
    ];
    // 1–2 share 8, 3–4 share 8, 2–3 share 5 and would bring the two spans of a together.
    expect(ids(alignSpans(spans))).toEqual([
      ['1', '2'],
      ['4', '3'],
    ]);
  });
});

test('thousands of spans in one article are no matter, with one that covers them all, too', () => {
  const row = (side: string, shift: number) =>
    Array.from({ length: 5000 }, (_, i) =>
      sided({ id: `${side}${i}`, annotator: side, start: i * 10 + shift, end: i * 10 + shift + 12 }),
    );
  const spans = [
    sided({ id: 'all', annotator: 'a', start: 0, end: 60_000 }),
    sided({ id: 'whole', annotator: 'b', start: 1, end: 60_000 }),
    ...row('a', 2),
    ...row('b', 4),
  ];
  let groups: Sided[][] = [];
  const taken = leastTime(800, () => {
    groups = alignSpans(spans);
  });
  expect(groups.filter(({ length }) => length === 2)).toHaveLength(5001);
  expect(taken).toBeLessThan(800);
});
