const dateFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** An ISO date or date-time as “27 Feb 2018”; a month or a year alone stays one; anything else stays as it stands. */
export function shortDate(iso: string): string {
  const day = /^\d{4}-\d\d-\d\d(?=$|[T ])/.exec(iso)?.[0];
  if (day === undefined) return iso;
  const date = new Date(`${day}T00:00:00Z`);
  // The 31st of February is read as the 3rd of March.
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
  return exists ? dateFormat.format(date) : iso;
}
