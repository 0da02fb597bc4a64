import * as ar from 'chrono-node/ar';
import * as de from 'chrono-node/de';
import * as en from 'chrono-node/en';
import * as es from 'chrono-node/es';
import * as fr from 'chrono-node/fr';
import * as it from 'chrono-node/it';
import * as nl from 'chrono-node/nl';
import * as pt from 'chrono-node/pt';
import * as ru from 'chrono-node/ru';

/** A day as a text gives it, with where it stands. */
export interface FoundDate {
  /** `YYYY-MM-DD`. */
  readonly iso: string;
  readonly start: number;
  readonly end: number;
}

const east = /(?<!\d)((?:19|20)\d{2})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]/;
const yearFirst = /(?<!\d)((?:19|20)\d{2})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)\.?/;
const compact = /(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/;
const yearLast = /(?<!\d)(\d{1,2})([-./])(\d{1,2})\2((?:19|20)\d{2})(?!\d)/;
/** How agencies stamp their copy: day and time, then month and year. */
const stamp = /(?<!\d)(\d{2})\d{4} (?:GMT|UTC|Z) ([A-Z]{3}) (\d{2})(?!\d)/;
/** Whether a line is the time at which an agency sent a part of its copy. */
export const isStamp = (line: string) => line.length <= 40 && stamp.test(line);
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** The plainest of dates, `May 3, 2018` and `3 May 2018`, and what makes them part of something else. */
const plainDate =
  /(?<![\p{L}\p{N}]|on )(?:(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december) (\d{1,2}), ((?:19|20)\d{2})|(\d{1,2}) (jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december) ((?:19|20)\d{2}))(?=$|[,;)\]]|\s[|·•–—-]\s)/iu;
const moreOfDate =
  /\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|day|week|month|year/i;
const fourDigitYear = /(?<!\d)(?:19|20)\d{2}(?!\d)/;

/** With the beginnings of the months' names: a library's look takes ten times as long as a look whether there is one. */
const readers = [
  { reader: en.strict, months: /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/i },
  { reader: de.strict, months: /jan|jän|feb|mär|mar|mae|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez/i },
  { reader: fr.strict, months: /jan|f[ée]v|mar|avr|mai|jui|jun|jul|ao[uû]t|sep|oct|nov|d[ée]c/i },
  { reader: es.strict, months: /ene|feb|mar|abr|may|jun|jul|ago|se[pt]|oct|nov|dic/i },
  { reader: it.strict, months: /gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic/i },
  { reader: nl.strict, months: /jan|feb|maa|mar|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec/i },
  { reader: pt.strict, months: /jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez/i },
  { reader: ru.strict, months: /янв|фев|мар|апр|ма[йяе]|июн|июл|авг|сен|окт|ноя|дек/iu },
  { reader: ar.strict, months: /[\u0600-\u06ff]/ },
];

/** Never today: what a text leaves out must come out as unknown, not as the day of reading. */
const reference = new Date(2001, 0, 1, 12);

/**
 * The first whole date (day, month and four-digit year) in a short line of any language; null when there is none or
 * when day and month cannot be told apart (03/04/2018).
 */
export function findDate(line: string): FoundDate | null {
  const stamped = stamp.exec(line);
  if (stamped)
    return at(stamped, day(2000 + Number(stamped[3]), months.indexOf(stamped[2] ?? '') + 1, Number(stamped[1])));
  if (!fourDigitYear.test(line) && !compact.test(line)) return null;
  const figures = eastern(line) ?? ordered(line) ?? dayOrMonthFirst(line);
  if (figures) return figures;
  // Dates of figures with slashes are read above or not at all: a library would take one side in 03/04/2018.
  const words = line.replace(/\d{1,4}([-/.])\d{1,2}\1\d{1,4}/g, (found) => ' '.repeat(found.length));
  const plain = plainly(line);
  if (plain) return plain;
  for (const { reader, months } of readers) {
    if (!months.test(words)) continue;
    for (const { index, text, start } of reader.parse(words, reference)) {
      if (!start.isCertain('day') || !start.isCertain('month') || !start.isCertain('year') || !fourDigitYear.test(text))
        continue;
      const iso = day(start.get('year'), start.get('month'), start.get('day'));
      if (iso) return { iso, start: index, end: index + text.length };
    }
  }
  return null;
}

/** A date that no library need be asked for, as it would read it. */
function plainly(line: string): FoundDate | null {
  const found = plainDate.exec(line);
  if (!found) return null;
  const [whole, monthFirst, dayLast, year, dayFirst, monthLast, yearLast] = found;
  if (moreOfDate.test(line.slice(0, found.index)) || moreOfDate.test(line.slice(found.index + whole.length)))
    return null;
  const month = months.indexOf((monthFirst ?? monthLast ?? '').slice(0, 3).toUpperCase()) + 1;
  return at(found, day(Number(year ?? yearLast), month, Number(dayLast ?? dayFirst)));
}

function eastern(line: string): FoundDate | null {
  const found = east.exec(line);
  return found && at(found, day(Number(found[1]), Number(found[2]), Number(found[3])));
}

function ordered(line: string): FoundDate | null {
  const found = yearFirst.exec(line);
  if (found) return at(found, day(Number(found[1]), Number(found[3]), Number(found[4])));
  const packed = compact.exec(line);
  return packed && at(packed, day(Number(packed[1]), Number(packed[2]), Number(packed[3])));
}

function dayOrMonthFirst(line: string): FoundDate | null {
  const found = yearLast.exec(line);
  if (!found) return null;
  const [first, mark, second, year] = [Number(found[1]), found[2], Number(found[3]), Number(found[4])];
  if (mark === '.' || first > 12) return at(found, day(year, second, first));
  if (second > 12 || first === second) return at(found, day(year, first, second));
  return null;
}

function at(found: RegExpExecArray, iso: string | null): FoundDate | null {
  return iso === null ? null : { iso, start: found.index, end: found.index + found[0].length };
}

function day(year: number | null, month: number | null, date: number | null): string | null {
  if (!year || !month || !date || year < 1500 || year > 2200) return null;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const longest = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  if (month < 1 || month > 12 || date < 1 || date > longest) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/**
 * A date or date-time that a program wrote (metadata, `datetime`), as ISO 8601 with the offset it was given in; what is
 * none is looked through for a date as a person writes it.
 */
export function isoDate(value: string): string | null {
  const trimmed = value.trim();
  const found =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i.exec(
      trimmed,
    );
  if (!found) return trimmed.length <= 120 ? (findDate(trimmed)?.iso ?? null) : null;
  const [, year, month, date, hour, minute, second = '00', zone = ''] = found;
  const iso = day(Number(year), Number(month), Number(date));
  if (!iso || hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return iso;
  const digits = zone.replace(':', '');
  const offset = /^z$/i.test(zone) ? 'Z' : zone && `${digits.slice(0, 3)}:${digits.slice(3) || '00'}`;
  return `${iso}T${hour}:${minute}:${second}${offset}`;
}
