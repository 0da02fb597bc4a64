import { foldText } from './fold.ts';

/**
 * A key by which texts sort as people expect: without case and accents, numbers by their value. Comparing keys takes a
 * twentieth of what `Intl.Collator` takes, which for a hundred thousand titles is the difference between a moment and
 * a wait. Texts that differ in case, accents or leading noughts only may have the same key.
 */
export function sortKey(text: string): string {
  const folded = ascii.test(text) ? text.toLowerCase() : foldText(text).replace(quotes, '"').replace(dashes, '-');
  return digit.test(folded) ? folded.replace(number, (_, digits: string) => numberKey(digits)) : folded;
}

/** How many digits there are comes first, and of numbers with more than ninety-nine the first digits decide. */
const numberKey = (digits: string) => `0${String(Math.min(99, digits.length)).padStart(2, '0')}${digits}`;

const ascii = /^[\0-\x7f]*$/;
const quotes = /[“”„«»]/g;
const dashes = /[‐‑‒–—]/g;
const digit = /[0-9]/;
const number = /0*([0-9]+)/g;
