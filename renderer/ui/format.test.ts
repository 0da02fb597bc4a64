import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plural, shortCount, shortDate, shortMoment, sizeInWords } from './format.ts';

test.each([
  ['2018-02-27', '27 Feb 2018'],
  ['2018-02-27T23:59:00-05:00', '27 Feb 2018'],
  ['2018-02-27T00:30:00Z', '27 Feb 2018'],
  ['2018-02-27 10:00', '27 Feb 2018'],
  ['2020-02-29', '29 Feb 2020'],
  ['0999-01-01', '1 Jan 999'],
  ['2018-02', '2018-02'],
  ['2018', '2018'],
  ['2018-02-31', '2018-02-31'],
  ['2019-02-29T10:00:00Z', '2019-02-29T10:00:00Z'],
  ['2018-13-01', '2018-13-01'],
  ['2018-02-271', '2018-02-271'],
  ['Feb. 27, 2018', 'Feb. 27, 2018'],
  ['', ''],
])('the date “%s” is shown as “%s”', (iso, shown) => {
  expect(shortDate(iso)).toBe(shown);
});

test('every day is shown as itself, in any time zone', () => {
  const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const iso = date.toISOString().slice(0, 10);
      expect(new Date(`${shortDate(iso).replace('Sept', 'Sep')} UTC`).toISOString().slice(0, 10)).toBe(iso);
      expect(shortDate(date.toISOString())).toBe(shortDate(iso));
    }),
  );
});

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1.0k'],
  [1249, '1.2k'],
  [9949, '9.9k'],
  [9950, '10k'],
  [9999, '10k'],
  [10_000, '10k'],
  [123_456, '123k'],
  [1_234_567, '1,235k'],
])('a length of %i is “%s”', (count, shown) => {
  expect(shortCount(count)).toBe(shown);
});

test('a longer text is never shown as shorter, and at most a twentieth is lost', () => {
  const meant = (shown: string) => Number(shown.replace(/[k,]/g, '')) * (shown.endsWith('k') ? 1000 : 1);
  fc.assert(
    fc.property(fc.nat({ max: 200_000 }), fc.nat({ max: 2000 }), (count, more) => {
      expect(meant(shortCount(count + more))).toBeGreaterThanOrEqual(meant(shortCount(count)));
      expect(Math.abs(meant(shortCount(count)) - count)).toBeLessThanOrEqual(count / 20);
    }),
  );
});

test.each([
  [plural(0, 'span'), '0 spans'],
  [plural(1, 'span'), '1 span'],
  [plural(12, 'span'), '12 spans'],
  [plural(1204, 'article'), '1,204 articles'],
  [plural(1, 'change is', 'changes are'), '1 change is'],
  [plural(2, 'change is', 'changes are'), '2 changes are'],
  [sizeInWords(999), '999 bytes'],
  [sizeInWords(34_512), '34.5 kB'],
  [sizeInWords(999_499), '999 kB'],
  [sizeInWords(999_500), '1 MB'],
  [sizeInWords(1_234_000_000), '1.23 GB'],
])('%s', (said, wanted) => {
  expect(said).toBe(wanted);
});

test('an instant is told by the clock on the wall, with its year when that is another one', () => {
  const noon = new Date(2026, 10, 22, 14, 2);
  expect(shortMoment(noon.toISOString(), new Date(2026, 11, 1))).toBe('22 Nov, 14:02');
  expect(shortMoment(noon.toISOString(), new Date(2027, 0, 1))).toBe('22 Nov 2026, 14:02');
  expect(shortMoment('some day')).toBe('some day');
});
