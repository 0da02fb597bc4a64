import { expect, test } from 'vitest';
import { nextAfter, step, walkOrder } from './walk.ts';

const one = (id: string, start: number, confidence = 0.9) => ({ id, start, end: start + 5, confidence });
const waiting = [one('a', 0), one('term', 10, 0.2), one('b', 20), one('title', 30, 0.3), one('c', 40)];
const id = (found: { id: string } | undefined) => found?.id;

test('what is doubtful comes last', () => {
  expect(walkOrder(waiting).map(id)).toEqual(['a', 'b', 'c', 'term', 'title']);
});

test('stepping goes round in both directions', () => {
  const from = (selected: string, by: 1 | -1) => id(step(waiting, { selected, caret: 0 }, by));
  expect(['a', 'c', 'title'].map((selected) => from(selected, 1))).toEqual(['b', 'term', 'a']);
  expect(['a', 'term', 'b'].map((selected) => from(selected, -1))).toEqual(['title', 'c', 'a']);
});

test('without a selection it begins at the caret, with what is sure', () => {
  const from = (caret: number, by: 1 | -1, among = waiting) => id(step(among, { selected: undefined, caret }, by));
  expect([from(0, 1), from(1, 1), from(21, 1), from(41, 1)]).toEqual(['a', 'b', 'c', 'a']);
  expect([from(0, -1), from(21, -1), from(99, -1)]).toEqual(['c', 'b', 'c']);
  expect(from(11, 1, [one('x', 0, 0.1), one('y', 20, 0.1)])).toBe('y');
  expect(from(0, 1, [])).toBeUndefined();
});

test('after a decision the next that is left is gone to, in the end the first, and then none', () => {
  expect(id(nextAfter(waiting, new Set(['b'])))).toBe('c');
  expect(id(nextAfter(waiting, new Set(['c'])))).toBe('term');
  expect(id(nextAfter(waiting, new Set(['title'])))).toBe('a');
  expect(id(nextAfter(waiting, new Set(['a', 'b', 'c', 'term', 'title'])))).toBeUndefined();
});
