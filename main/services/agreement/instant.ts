/** An instant of the clock (see `shared/changes/clock.ts`) as three numbers whose order is that of the text. */
export interface Instant {
  day: number;
  millisecond: number;
  counter: number;
}

const form = '0000-00-00T00:00:00.000Z+0000';

/** The numbers of an instant; null for a text that the clock does not write, which has a place in the order all the same. */
export function readInstant(at: string): Instant | null {
  if (at.length !== form.length) return null;
  let counter = 0;
  for (let i = 0; i < form.length; i++) {
    const code = at.charCodeAt(i);
    const isDigit = code >= 48 && code <= 57;
    if (i >= counterFrom) {
      if (!isDigit && !(code >= 97 && code <= 122)) return null;
      counter = counter * 36 + code - (isDigit ? 48 : 87);
    } else if (form.charCodeAt(i) === 48 ? !isDigit : code !== form.charCodeAt(i)) return null;
  }
  const two = (i: number) => at.charCodeAt(i) * 10 + at.charCodeAt(i + 1) - 528;
  const [month, day, hour, minute, second] = [two(5), two(8), two(11), two(14), two(17)];
  if (month > 12 || day > 31 || hour > 23 || minute > 59 || second > 59) return null;
  return {
    day: ((two(0) * 100 + two(2)) * 13 + month) * 32 + day,
    millisecond: ((hour * 60 + minute) * 60 + second) * 1000 + two(20) * 10 + at.charCodeAt(22) - 48,
    counter,
  };
}
const counterFrom = form.indexOf('+') + 1;

/** The text that `readInstant` read. */
export function writeInstant({ day, millisecond, counter }: Instant): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const months = Math.floor(day / 32);
  const date = `${String(Math.floor(months / 13)).padStart(4, '0')}-${two(months % 13)}-${two(day % 32)}`;
  const seconds = Math.floor(millisecond / 1000);
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${date}T${time}.${String(millisecond % 1000).padStart(3, '0')}Z+${counter.toString(36).padStart(4, '0')}`;
}
