import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastTime } from './cpu-time.ts';
import { createIntervals } from './intervals.ts';
import { compareSpans } from './order.ts';

const items = fc
  .array(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 20 })), { maxLength: 60 })
  .map((pairs) => pairs.map(([start, length], i) => ({ id: `s_${(i * 7) % 60}`, start, end: start + length })));

test('finds what a look at every item finds, in the same order', () => {
  fc.assert(
    fc.property(items, fc.nat({ max: 65 }), fc.nat({ max: 30 }), (all, start, length) => {
      const index = createIntervals(all);
      const sorted = [...all].sort(compareSpans);
      expect(index.at(start)).toEqual(sorted.filter((item) => item.start <= start && start < item.end));
      const end = start + length;
      expect(index.within({ start, end })).toEqual(
        length === 0
          ? index.at(start)
          : sorted.filter((item) => item.start < end && item.end > start && item.end > item.start),
      );
    }),
  );
});

test('the order is total: by start, the longest first, by id', () => {
  fc.assert(
    fc.property(items, (all) => {
      const sorted = [...all].sort(compareSpans);
      expect([...all].reverse().sort(compareSpans)).toEqual(sorted);
      sorted.slice(1).forEach((b, i) => {
        const a = sorted[i]!;
        expect(a.start < b.start || (a.start === b.start && (a.end > b.end || (a.end === b.end && a.id < b.id)))).toBe(
          true,
        );
      });
    }),
  );
});

test('ten thousand spans under one that covers them all are no slower', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => ({ id: `s_${i}`, start: i * 100, end: i * 100 + 90 }));
  const index = createIntervals([{ id: 'all', start: 0, end: 1_000_000 }, ...many]);
  let most = 0;
  const taken = leastTime(500, () => {
    for (let i = 0; i < 20_000; i++) most = Math.max(most, index.at(i * 50).length);
  });
  expect(most).toBe(2);
  expect(taken).toBeLessThan(500);
});
