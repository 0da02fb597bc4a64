import { phraseOf, written } from '#shared/search/words.ts';
import type { WordsToFind } from './find-in-text.ts';

/**
 * What the index of a store is asked so that no article is left out that has one of the phrases, in FTS5's own language;
 * null where it cannot tell: for parts of words, and for phrases without letters and digits.
 */
export function matchFor({ phrases, wholeWords }: Pick<WordsToFind, 'phrases' | 'wholeWords'>): string | null {
  if (!wholeWords) return null;
  const asked = phrases.map((phrase) => phraseOf(phrase));
  if (asked.some((phrase) => phrase === null)) return null;
  return `body : (${asked.map((phrase) => written(phrase!)).join(' OR ')})`;
}
