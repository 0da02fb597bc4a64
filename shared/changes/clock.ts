/**
 * A hybrid logical clock (Kulkarni et al. 2014, "Logical Physical Clocks"): wall time in milliseconds plus a counter,
 * written `2026-11-22T07:40:00.123Z+0000` (counter in base 36) so that plain text order is the order of the clock.
 */
export interface Clock {
  /** The next instant: later than every one ticked or observed before, even if the wall clock went back. */
  tick(): string;
  /** Takes note of an instant seen elsewhere, so that what is ticked next comes after it. */
  observe(at: string): void;
}

const counters = 36 ** 4;
/** An instant from a machine whose clock is wildly ahead must not drag ours into the far future. */
const maxDrift = 24 * 60 * 60 * 1000;

/** @param now wall time in milliseconds since 1970, e.g. `Date.now`; fractions are cut off */
export function createClock(now: () => number): Clock {
  let time = 0;
  let counter = 0;
  return {
    tick() {
      const wall = Math.floor(now());
      if (wall > time) [time, counter] = [wall, 0];
      else if (++counter >= counters) [time, counter] = [time + 1, 0];
      return writeInstant(time, counter);
    },
    observe(at) {
      const seen = readInstant(at);
      if (seen === undefined || seen.time > now() + maxDrift) return;
      if (seen.time > time) [time, counter] = [seen.time, seen.counter];
      else if (seen.time === time) counter = Math.max(counter, seen.counter);
    },
  };
}

/** Wall time of an instant in ISO 8601, for records and for people. */
export const isoOf = (at: string): string => at.slice(0, 24);

const writeInstant = (time: number, counter: number) =>
  `${new Date(time).toISOString()}+${counter.toString(36).padStart(4, '0')}`;

function readInstant(at: string): { time: number; counter: number } | undefined {
  const time = Date.parse(isoOf(at));
  const counter = Number.parseInt(at.slice(25), 36);
  return Number.isNaN(time) || Number.isNaN(counter) ? undefined : { time, counter };
}
