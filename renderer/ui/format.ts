const dateFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** An ISO date or date-time as “27 Feb 2018”; a month or a year alone stays one; anything else stays as it stands. */
export function shortDate(iso: string): string {
  if (!/^\d{4}-\d\d-\d\d/.test(iso)) return iso;
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? iso : dateFormat.format(date);
}

/** A length in characters as “1.2k” where that is shorter. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  return count < 10_000 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000).toLocaleString('en')}k`;
}

/** “1 span”, “12 spans”, “1,204 articles”. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
