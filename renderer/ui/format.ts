import { shortDate } from '#shared/text/dates.ts';
import { plural } from '#shared/text/wording.ts';

export { plural, shortDate };

const momentFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const momentWithYear = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** An instant (ISO 8601) by the clock on the wall: “22 Nov, 14:02”, with its year when that is another one. */
export function shortMoment(iso: string, now = new Date()): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  return (moment.getFullYear() === now.getFullYear() ? momentFormat : momentWithYear).format(moment);
}

/** A length in characters as “1.2k” where that is shorter. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  const tenths = Math.round(count / 100) / 10;
  return tenths < 10 ? `${tenths.toFixed(1)}k` : `${Math.round(count / 1000).toLocaleString('en')}k`;
}

/** A file's size as a file manager shows it: “812 bytes”, “34.5 kB”, “1.2 MB”. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return plural(bytes, 'byte');
  const [unit, of] = bytes < 999_500 ? ['kB', 1000] : bytes < 999_500_000 ? ['MB', 1_000_000] : ['GB', 1_000_000_000];
  return `${(bytes / Number(of)).toLocaleString('en', { maximumSignificantDigits: 3 })} ${unit}`;
}
