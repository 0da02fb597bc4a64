import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LookAgain } from './look-again.ts';

let looks: (readonly string[] | null)[];
let again: LookAgain;
beforeEach(() => {
  vi.useFakeTimers();
  looks = [];
  again = new LookAgain((paths) => looks.push(paths));
});
afterEach(() => void vi.useRealTimers());

const files = (folder: string, count: number) => Array.from({ length: count }, (_, i) => `${folder}/${i}.txt`);
const pass = () => vi.advanceTimersByTime(10_000);

test('after few changes nothing is looked at', () => {
  again.told(files('a', 19));
  pass();
  again.told(files('a', 19));
  pass();
  expect(looks).toEqual([]);
});

test('after many their folders are, once, when all is calm; a new folder in the root is no reason to look at all of it', () => {
  again.told(['b', ...files('a/c', 10)]);
  vi.advanceTimersByTime(600);
  again.told(files('b', 10));
  vi.advanceTimersByTime(600);
  expect(looks).toEqual([]);
  pass();
  expect(looks).toEqual([['a/c', 'b']]);
});

test('after thousands everything is, too, also when a few more come before that', () => {
  again.told(files('a', 2000));
  vi.advanceTimersByTime(700);
  again.told(['a/more.txt']);
  pass();
  expect(looks).toEqual([['a'], null]);
  again.told(files('b', 20));
  pass();
  expect(looks).toEqual([['a'], null, ['b']]);
});

test('after many in the root, or more than can be named, everything is looked at once', () => {
  again.told(Array.from({ length: 3000 }, (_, i) => `${i}.txt`));
  pass();
  again.told(null);
  pass();
  expect(looks).toEqual([null, null]);
});

test('once stopped it looks at nothing', () => {
  again.told(null);
  again.stop();
  pass();
  expect(looks).toEqual([]);
});
