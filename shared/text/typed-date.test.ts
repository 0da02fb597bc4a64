import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTypedDate } from './typed-date.ts';

test.each([
  ['27 Feb 2018', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['2018-02-27', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['27.2.2018', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['27. 2. 2018', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['2018/2/27', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['20180227', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['27/02/2018', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['02/27/2018', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['Tuesday, February 27, 2018', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['27th of February, 2018', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['27. März 2018', '2018-03-27', 'Tuesday, 27 March 2018'],
  ['27 février 2018', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['27 de septiembre de 2018', '2018-09-27', 'Thursday, 27 September 2018'],
  ['27 февраля 2018 г.', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['27 lutego 2018', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['2018年2月27日', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['2018년 2월 27일', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['２０１８年２月２７日', '2018-02-27', 'Tuesday, 27 February 2018'],
  ['27 Feb 2018 14:30', '2018-02-27T14:30:00', 'Tuesday, 27 February 2018, 14:30'],
  ['2018-02-27T14:30:05+09:00', '2018-02-27T14:30:05+09:00', 'Tuesday, 27 February 2018, 14:30 (+09:00 from UTC)'],
  ['2018-02-27T04:30:00Z', '2018-02-27T04:30:00Z', 'Tuesday, 27 February 2018, 04:30 UTC'],
  ['27.2.2018, 9:05', '2018-02-27T09:05:00', 'Tuesday, 27 February 2018, 09:05'],
  ['Feb 2018', '2018-02', 'February 2018'],
  ['2/2018', '2018-02', 'February 2018'],
  ['2018', '2018', 'the year 2018'],
  ['29 Feb 2016', '2016-02-29', 'Monday, 29 February 2016'],
])('“%s” is %s', (typed, iso, words) => {
  expect(readTypedDate(typed)).toEqual({ iso, words });
});

test.each([
  ['03/04/2018', /3 April or 4 March/],
  ['29 Feb 2018', /February 2018 has no 29th day/],
  ['2018-13-01', /no month 13/],
  ['yesterday', /not understood as a date/],
  ['27 Feb', /year is missing/],
  ['27 Feb 2018 25:00', /no time 25:00/],
  ['Feb 2018 10:00', /needs a whole date/],
  ['27 28 Feb 2018', /more figures/],
  ['0018-02-27', /year 0018/],
])('“%s” is told why it is none', (typed, fault) => {
  expect(readTypedDate(typed)).toEqual({ fault: expect.stringMatching(fault) });
});

test('every day is read from its ISO form, from figures and from its name in each language alike', () => {
  const anyDay = fc.date({ min: new Date('1890-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(
      anyDay,
      fc.constantFrom('en-GB', 'en-US', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'ru', 'sv'),
      (day, language) => {
        const iso = day.toISOString().slice(0, 10);
        const [year, month, date] = iso.split('-').map(Number);
        const long = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(day);
        for (const typed of [iso, `${date}.${month}.${year}`, long])
          expect([typed, readTypedDate(typed)]).toEqual([typed, expect.objectContaining({ iso })]);
      },
    ),
  );
});

test('whatever is typed, the answer is a date or words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      const read = readTypedDate(typed);
      if ('iso' in read) expect(read.iso).toMatch(/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?)?)?$/);
      else expect(read.fault).not.toBe('');
    }),
  );
});
