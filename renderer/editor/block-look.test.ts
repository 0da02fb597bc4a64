import { expect, test } from 'vitest';
import { isHardWrapped, lookOf } from './block-look.ts';

const wire = `SEOUL - The government said on Tuesday that it would keep up the pressure on
its neighbour until it returns to talks, and that sanctions would stay in place
for as long as there are no steps that can be verified by inspectors, an
official of the ministry said.`;

test('wire copy broken at a column flows', () => {
  expect(isHardWrapped(wire)).toBe(true);
});

test.each([
  [
    'a transcript',
    'Q: Will talks go on, and on what terms will they go on from here?\nA: They will.\nQ: When?\nA: Soon.',
  ],
  [
    'a transcript with names',
    'Minister Onodera: We will keep up the pressure until there are steps.\nReporter: Until when will you?',
  ],
  ['verse', 'Two roads diverged\nin a wood, and I\ntook the other'],
  [
    'a list',
    '- The first point, which is rather long and goes on and on for a while\n- The second point, which is also rather long',
  ],
  ['an address', 'Ministry of Foreign Affairs\nKasumigaseki 2-2-1\nTokyo'],
  ['one line', 'A single line that is long enough to be a column of text but has no break in it at all.'],
  [
    'short lines among long ones',
    `${'A long line that goes on and on until it is much longer than any column would be. '.repeat(3)}\nNo.\nYes.`,
  ],
])('%s keeps its lines', (_, text) => {
  expect(isHardWrapped(text)).toBe(false);
});

test('a list keeps its lines even at a column, and lines are counted with wide characters as two', () => {
  expect(lookOf(wire, { start: 0, end: wire.length, kind: 'list' }).keepsLines).toBe(true);
  expect(lookOf(wire, { start: 0, end: wire.length, kind: 'paragraph' }).keepsLines).toBe(false);
  const wide = '圧'.repeat(156);
  expect(lookOf(wide, { start: 0, end: wide.length, kind: 'paragraph' }).lines).toBe(4);
});
