import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDate, isoDate } from './dates.ts';

describe('findDate', () => {
  test.each([
    ['February 27, 2018', '2018-02-27'],
    ['Feb. 27, 2018', '2018-02-27'],
    ['27 February 2018', '2018-02-27'],
    ['Tuesday, 27th of February 2018, 10:15', '2018-02-27'],
    ['27. Februar 2018', '2018-02-27'],
    ['Dienstag, 5. März 2019, 14 Uhr', '2019-03-05'],
    ['le 27 février 2018', '2018-02-27'],
    ['27 de febrero de 2018', '2018-02-27'],
    ['3 أكتوبر 2024', '2024-10-03'],
    ['2018년 2월 27일', '2018-02-27'],
    ['2018年2月27日（火）', '2018-02-27'],
    ['입력 2019.03.12 14:22', '2019-03-12'],
    ['2019. 3. 12.', '2019-03-12'],
    ['2018-02-27T10:00', '2018-02-27'],
    ['20180227', '2018-02-27'],
    ['27.02.2018', '2018-02-27'],
    ['27/02/2018', '2018-02-27'],
    ['02/27/2018', '2018-02-27'],
    ['05/05/2018', '2018-05-05'],
    ['MNS 141120 GMT MAY 24', '2024-05-14'],
  ])('%s', (line, iso) => {
    expect(findDate(line)?.iso).toBe(iso);
  });

  test.each([
    '03/04/2018',
    'yesterday',
    'last Tuesday',
    'Feb. 27',
    'in 2018',
    'May 2018',
    '31. Februar 2018',
    '2018-13-01',
    'room 2018, 3 chairs',
    '10:15',
    '',
  ])('%s is no whole date, or not a clear one', (line) => {
    expect(findDate(line)).toBeNull();
  });

  test('every day is found wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (date) => {
          const iso = date.toISOString().slice(0, 10);
          const [year, month, day] = iso.split('-').map(Number);
          const long = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
          for (const form of [
            iso,
            long,
            `${year}년 ${month}월 ${day}일`,
            `${year}年${month}月${day}日`,
            `${day}.${month}.${year}`,
          ]) {
            const line = `Gazette, ${form} | p. 3`;
            const found = findDate(line);
            expect(found?.iso).toBe(iso);
            expect(line.slice(found?.start, found?.end)).toContain(String(year));
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('isoDate', () => {
  test.each([
    ['2022-05-14T18:20:00+02:00', '2022-05-14T18:20:00+02:00'],
    ['2022-05-14T18:20+0900', '2022-05-14T18:20:00+09:00'],
    ['2022-05-14 18:20:11.123Z', '2022-05-14T18:20:11Z'],
    ['2022-05-14T18:20', '2022-05-14T18:20:00'],
    ['2022-05-14', '2022-05-14'],
    ['May 14, 2022 6:20 pm', '2022-05-14'],
    ['20220514', '2022-05-14'],
    ['2022-02-30T10:00Z', null],
    ['soon', null],
  ])('%s', (value, iso) => {
    expect(isoDate(value)).toBe(iso);
  });
});
