import { expect, test } from 'vitest';
import { aligned, cellsOf, groupRows, type RowFacts, sortByContext } from './kwic.ts';

const row = (before: string, words: string, after: string) => ({ before, words, after });
const rows = [
  row('He saw the ', 'pressure', ' rise. '),
  row('under Écoute ', 'pressure', ' 10 times'),
  row('apply ', 'pressure', ' 9 times'),
  row('the maximum ', 'Pressure', ', they said'),
  row('and their ', 'pressure', ''),
];

test('the left side is sorted by the word nearest to the keyword, then the one before that', () => {
  expect(sortByContext(rows, 'left').map(({ before }) => before.trim())).toEqual([
    'apply',
    'under Écoute',
    'the maximum',
    'He saw the',
    'and their',
  ]);
});

test('the right side is sorted by words and numbers, without case', () => {
  expect(sortByContext(rows, 'right').map(({ after }) => after.trim())).toEqual([
    '',
    '9 times',
    '10 times',
    'rise.',
    ', they said',
  ]);
});

test('scripts without blanks are sorted by characters', () => {
  const chinese = [row('对北京', '压力', '大'), row('受到', '压力', '小'), row('在北京', '压力', '中')];
  const nearest = sortByContext(chinese, 'left', 'zh').map(({ before }) => before.at(-1));
  expect(nearest.indexOf('京') + 1).toBe(nearest.lastIndexOf('京'));
});

test('locales differ: in Swedish ä stands after z', () => {
  const swedish = [row('', 'x', ' ändå'), row('', 'x', ' zon'), row('', 'x', ' aldrig')];
  expect(sortByContext(swedish, 'right', 'sv').map(({ after }) => after.trim())).toEqual(['aldrig', 'zon', 'ändå']);
  expect(sortByContext(swedish, 'right', 'de').map(({ after }) => after.trim())).toEqual(['aldrig', 'ändå', 'zon']);
});

test('rows are grouped by outlet, year, month and speaker; what is not known comes last', () => {
  const facts: RowFacts[] = [
    { outlet: null, published: '2018-03-09T10:00:00Z', speakers: ['Kono', 'Abe', 'Kono'] },
    { outlet: 'Zeit', published: '2018', speakers: [] },
    { outlet: 'Asahi', published: null, speakers: ['abe'] },
  ];
  const keys = (by: Parameters<typeof groupRows>[1]) =>
    groupRows([0, 1, 2], by, (i) => facts[i]!).map(({ key, rows }) => [key, rows]);
  expect(keys('outlet')).toEqual([
    ['Asahi', [2]],
    ['Zeit', [1]],
    [null, [0]],
  ]);
  expect(keys('year')).toEqual([
    ['2018', [0, 1]],
    [null, [2]],
  ]);
  expect(keys('month')).toEqual([
    ['2018-03', [0]],
    [null, [1, 2]],
  ]);
  expect(keys('speaker')).toEqual([
    ['Abe', [0]],
    ['abe', [2]],
    ['Kono', [0]],
    [null, [1]],
  ]);
});

test('keywords stand below each other, wide characters and marks counted', () => {
  expect(cellsOf('東京e\u0301👍')).toBe(7);
  const lines = [row('He saw the ', 'pressure', ' rise'), row('日本の', 'pressure', '。')].map((one) =>
    aligned(one, 8),
  );
  expect(lines).toEqual([' saw the pressure rise'.slice(1), '  日本のpressure。']);
  for (const [i, line] of lines.entries()) expect(cellsOf(line.slice(0, line.indexOf('pressure'))), `${i}`).toBe(8);
});
