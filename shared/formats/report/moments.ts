/** Writes instants (ISO 8601) in one time zone, the same wherever it is done: “22 November 2026, 14:02”. */
export function momentsIn(timeZone: string): (iso: string) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  return (iso) => {
    const moment = new Date(iso);
    if (Number.isNaN(moment.getTime())) return iso;
    const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    return `${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute}`;
  };
}
