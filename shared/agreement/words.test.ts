import { expect, test } from 'vitest';
import { measures } from './report.ts';
import { formatFigure, formatInterval, measureWords, reliability } from './words.ts';

test('every measure has a name of its own and a line that explains it', () => {
  expect(Object.keys(measureWords)).toEqual([...measures]);
  expect(new Set(Object.values(measureWords).map(({ name }) => name)).size).toBe(measures.length);
});

test.each([
  [0.81, '.81'],
  [0.8149, '.81'],
  [-0.03, '−.03'],
  [1, '1'],
  [0, '0'],
  [-1, '−1'],
  [0.9999, '.99'],
  [-0.0001, '.00'],
  [0.001, '.00'],
  [-1.256, '−1.26'],
  [-1.999, '−2.00'],
  [-0.999, '−.99'],
  [null, 'undefined'],
])('%s is printed as %s', (value, printed) => {
  expect(formatFigure(value)).toBe(printed);
});

test('an interval is printed as two figures', () => {
  expect(formatInterval({ low: -0.5, high: 1 })).toBe('−.50 to 1');
  expect(formatInterval({ low: 0.6249, high: 0.875 }, 3)).toBe('.625 to .875');
  expect(formatInterval(null)).toBeNull();
});

test('only alphas are called reliable', () => {
  const of = (value: number | null) => reliability({ measure: 'u-alpha', value });
  expect([0.8, 0.7999, 0.667, 0.6669, -0.2, null].map(of)).toEqual([
    ...['reliable', 'tentative', 'tentative', 'not reliable', 'not reliable', null],
  ]);
  expect(reliability({ measure: 'speaker-kappa', value: 0.9 })).toBeNull();
  expect(reliability({ measure: 'f1-strict', value: 0.9 })).toBeNull();
});
