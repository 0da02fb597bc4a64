/** An instant of the clock (see `shared/changes/clock.ts`) as three numbers whose order is that of the text. */
export interface Instant {
  day: number;
  millisecond: number;
  counter: number;
}

const form = Uint8Array.from(Buffer.from('0000-00-00T00:00:00.000Z+0000'));
const counterFrom = form.indexOf('+'.charCodeAt(0)) + 1;

/**
 * The numbers of an instant that stands in bytes; null for a text that the clock does not write, which has a place in the
 * order all the same.
 */
export function readInstant(bytes: Uint8Array, from: number, to: number): Instant | null {
  if (to - from !== form.length) return null;
  for (let i = 0; i < counterFrom; i++) {
    const byte = bytes[from + i]!;
    if (form[i] === 48 ? byte < 48 || byte > 57 : byte !== form[i]) return null;
  }
  let counter = 0;
  for (let i = from + counterFrom; i < to; i++) {
    const byte = bytes[i]!;
    const isDigit = byte >= 48 && byte <= 57;
    if (!isDigit && (byte < 97 || byte > 122)) return null;
    counter = counter * 36 + byte - (isDigit ? 48 : 87);
  }
  const month = twoDigits(bytes, from + 5);
  const day = twoDigits(bytes, from + 8);
  const hour = twoDigits(bytes, from + 11);
  const minute = twoDigits(bytes, from + 14);
  const second = twoDigits(bytes, from + 17);
  if (month > 12 || day > 31 || hour > 23 || minute > 59 || second > 59) return null;
  const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
  return {
    day: (year * 13 + month) * 32 + day,
    millisecond:
      ((hour * 60 + minute) * 60 + second) * 1000 + twoDigits(bytes, from + 20) * 10 + bytes[from + 22]! - 48,
    counter,
  };
}

const twoDigits = (bytes: Uint8Array, at: number) => bytes[at]! * 10 + bytes[at + 1]! - 528;

/** The text that `readInstant` read. */
export function writeInstant({ day, millisecond, counter }: Instant): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const months = Math.floor(day / 32);
  const date = `${String(Math.floor(months / 13)).padStart(4, '0')}-${two(months % 13)}-${two(day % 32)}`;
  const seconds = Math.floor(millisecond / 1000);
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${date}T${time}.${String(millisecond % 1000).padStart(3, '0')}Z+${counter.toString(36).padStart(4, '0')}`;
}
