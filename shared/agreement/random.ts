import { finalised, fnv1a } from '../text/hash.ts';

/** Numbers from 0 up to but not including 1, the same for the same seed on every machine. */
export type Random = () => number;

/** mulberry32, of a seed of 32 bits. */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A number of the normal distribution with mean 0 and standard deviation 1, by Box and Muller (1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** 32 bits out of a text and a seed, so that chance may depend on what something is and not on when it comes. */
export function mixed(text: string, seed: number): number {
  return finalised(fnv1a(text, seed));
}
