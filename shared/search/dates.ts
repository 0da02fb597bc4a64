/** Whether a text is a year, month or day of the calendar, from the year 1000: `2018`, `2018-03`, `2018-03-09`. */
export function isDate(text: string): boolean {
  const parts = /^([1-9]\d{3})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (parts === null) return false;
  const [, year = '', month = '01', day = '01'] = parts;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`);
}

/**
 * What comes after the last moment of a year, month or day, as ISO dates compare: `2018-03` gives `2018-04`. Any date or
 * date-time of that time is less, and all later ones are not.
 */
export function afterDate(text: string): string {
  const [year = 0, month, day] = text.split('-').map(Number);
  if (month === undefined) return String(year + 1);
  const next = day === undefined ? new Date(Date.UTC(year, month, 1)) : new Date(Date.UTC(year, month - 1, day + 1));
  return next.toISOString().slice(0, day === undefined ? 7 : 10);
}
