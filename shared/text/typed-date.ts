import { foldText } from './fold.ts';

/** What a person typed as a date: as ISO 8601 and in words to be checked by, or why it is none. */
export type TypedDate = { iso: string; words: string } | { fault: string };

/** Languages whose names of months are understood. */
const languages = 'en de fr es it nl pt ru uk pl cs sv da nb fi tr el ro hu id'.split(' ');
const example = 'Write it like 27 Feb 2018 or 2018-02-27.';
const east = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일])?/u;
/** After the day: the time, and the offset from Greenwich where there is one. */
const timePart =
  /^(.*?\d{4}.*?|\d{1,2}\D.*?)[T,]?\s*(?:at\s+)?(?<![\d.:/-])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|GMT|UTC|[+-]\d{2}:?\d{2})?$/i;

/**
 * Reads a date as people type it: in figures with the year first or last, with the month's name in many languages, with
 * a time after it; a month with its year, or a year, where no more is known. What can be read in two ways is none.
 */
export function readTypedDate(typed: string): TypedDate {
  const text = typed.normalize('NFKC').trim().replace(/\s+/g, ' ');
  const isoTime = /^(\d{4}-\d{2}-\d{2})T(.+)$/i.exec(text);
  const timed = timePart.exec(isoTime ? `${isoTime[1]} ${isoTime[2]}` : text);
  const day = readDay((timed?.[1] ?? text).replace(/[,\s]+$/, ''));
  if ('fault' in day) return day;
  if (!timed) return day;
  const [, , hour = '', minute = '', second = '00', zone = ''] = timed;
  if (day.iso.length !== 10) return { fault: `A time needs a whole date before it. ${example}` };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return { fault: `There is no time ${hour}:${minute}${timed[4] ? `:${second}` : ''}.` };
  const clock = `${hour.padStart(2, '0')}:${minute}`;
  const offset = /^(?:z|gmt|utc)$/i.test(zone) ? 'Z' : zone && `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  return {
    iso: `${day.iso}T${clock}:${second}${offset}`,
    words: `${day.words}, ${clock}${offset === '' ? '' : offset === 'Z' ? ' UTC' : ` (${offset} from UTC)`}`,
  };
}

function readDay(text: string): TypedDate {
  const eastern = east.exec(text);
  if (eastern) return dateOf(eastern[1], eastern[2], eastern[3]);
  const yearFirst = /^(\d{4})(?:([-./ ])(\d{1,2})(?:\2(\d{1,2}))?)?\.?$/.exec(text);
  if (yearFirst) return dateOf(yearFirst[1], yearFirst[3], yearFirst[4]);
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (compact) return dateOf(compact[1], compact[2], compact[3]);
  const yearLast = /^(\d{1,2})\s?([-./ ])\s?(\d{1,2})\2\s?(\d{4})\.?$/.exec(text);
  if (yearLast) return dayAndMonth(Number(yearLast[1]), yearLast[2] === '.', Number(yearLast[3]), yearLast[4]!);
  const monthLast = /^(\d{1,2})[-./](\d{4})$/.exec(text);
  if (monthLast) return dateOf(monthLast[2], monthLast[1], undefined);
  return namedMonth(text);
}

function dayAndMonth(first: number, dayFirst: boolean, second: number, year: string): TypedDate {
  if (dayFirst || first > 12 || first === second) return dateOf(year, String(second), String(first));
  if (second > 12) return dateOf(year, String(first), String(second));
  const inWords = (day: number, month: number) => `${day} ${monthNames('en', 'long')[month - 1]}`;
  return {
    fault: `That may be ${inWords(first, second)} or ${inWords(second, first)}. Write the month’s name, or ${year}-${pad(second)}-${pad(first)}.`,
  };
}

function namedMonth(text: string): TypedDate {
  const year = /(?<!\d)(\d{4})(?!\d)/.exec(text)?.[1];
  const month = monthIn(text);
  if (month === undefined) return { fault: `“${short(text)}” is not understood as a date. ${example}` };
  if (year === undefined) return { fault: `The year is missing. ${example}` };
  const days = text.replace(year, ' ').match(/(?<!\d)\d{1,2}(?!\d)/g) ?? [];
  if (days.length > 1 || /\d{3,}/.test(text.replace(year, ' ')))
    return { fault: `“${short(text)}” has more figures than a date. ${example}` };
  return dateOf(year, String(month), days[0]);
}

function dateOf(year = '', month: string | undefined, day: string | undefined): TypedDate {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (y < 1500 || y > 2200) return { fault: `The year ${year} is not one of a newspaper. ${example}` };
  if (month === undefined) return { iso: year, words: `the year ${year}` };
  const name = monthNames('en', 'long')[m - 1];
  if (name === undefined) return { fault: `There is no month ${month}. ${example}` };
  if (day === undefined) return { iso: `${year}-${pad(m)}`, words: `${name} ${year}` };
  const date = new Date(Date.UTC(y, m - 1, d));
  if (d < 1 || date.getUTCMonth() !== m - 1) return { fault: `${name} ${year} has no ${d}th day.` };
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(date);
  return { iso: `${year}-${pad(m)}-${pad(d)}`, words: `${weekday}, ${d} ${name} ${year}` };
}

let months: ReadonlyMap<string, number> | undefined;

/** The month that a word of the text names, in any of the languages; also by its first letters with a full stop. */
function monthIn(text: string): number | undefined {
  months ??= allMonths();
  for (const word of foldText(text).match(/[\p{L}\p{M}]+/gu) ?? []) {
    const month = months.get(word);
    if (month !== undefined) return month;
  }
  return undefined;
}

function allMonths(): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const language of languages) {
    for (const length of ['long', 'short'] as const) {
      for (const [at, name] of [...monthNames(language, length), ...declined(language, length)].entries()) {
        const key = foldText(name).replace(/[^\p{L}\p{M}]+/gu, '');
        // The first language that has a word keeps it; what names two months in two languages is English’s before theirs.
        if (key.length > 2 && !found.has(key)) found.set(key, (at % 12) + 1);
      }
    }
  }
  found.set('sept', 9);
  return found;
}

const monthNames = (language: string, month: 'long' | 'short'): string[] => {
  const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, at) => format.format(new Date(Date.UTC(2001, at, 15))));
};

/** As the month’s name stands after a day: another case in many languages. */
const declined = (language: string, month: 'long' | 'short'): string[] => {
  const format = new Intl.DateTimeFormat(language, { day: 'numeric', month, timeZone: 'UTC' });
  return Array.from(
    { length: 12 },
    (_, at) => format.formatToParts(new Date(Date.UTC(2001, at, 15))).find(({ type }) => type === 'month')?.value ?? '',
  );
};

const pad = (figure: number): string => String(figure).padStart(2, '0');
const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
