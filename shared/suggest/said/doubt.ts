import type { Quotation } from '../../text/quotations.ts';
import { type Item, itemBefore } from '../english/passage.ts';
import { isPossessive } from '../english/word-class.ts';
import { determiners, possessives, prepositions } from '../english/words.ts';
import type { Attribution } from './attribution.ts';

/**
 * Why words in quotation marks are likelier a title, a nickname or a term than something somebody said; null when they
 * are not.
 * @param at the quotation among the items of its paragraph
 */
export function whyNoSpeech(
  text: string,
  { inner }: Quotation,
  items: readonly Item[],
  at: number,
  { rule }: Attribution,
): string | null {
  const words = text.slice(inner.start, inner.end).split(/\s+/);
  const before = itemBefore(items, at);
  const after = items[at + 1];
  if (
    words.length <= 2 &&
    before?.capital &&
    after?.capital &&
    after.start === items[at]!.end + 1 &&
    !/[.,!?]$/.test(words.at(-1)!) &&
    rule !== 'after'
  )
    return 'a nickname inside a name';
  const governed =
    before !== undefined &&
    (isPossessive(before) ||
      determiners.has(before.lower) ||
      possessives.has(before.lower) ||
      prepositions.has(before.lower));
  if (
    isTitle(words) &&
    rule !== 'colon' &&
    !(rule === 'within' && before?.lower === 'as') &&
    (words.length > 1
      ? !(rule === 'before' || (rule === 'after' && !governed))
      : rule !== 'before' && rule !== 'after' && governed)
  )
    return 'capitals like those of a title';
  if (rule !== 'none' && rule !== 'subject' && rule !== 'same-paragraph') return null;
  if (governed && modifies(after)) return 'a term that describes the next word';
  if (rule !== 'same-paragraph') return 'no verb of saying with it';
  return words.length > 3 && !isTitle(words) ? null : 'too few words for a statement, and no verb of saying';
}

const small = /^(?:a|an|the|of|in|on|for|and|to|with|at|by|from|or|is|vs\.?|de|la)$/;

/** Whether all words but the small ones begin with capitals. */
function isTitle(words: readonly string[]): boolean {
  return (
    words.every((word, i) => /^[^\p{L}\p{N}]*[\p{Lu}\p{N}]/u.test(word) || (i > 0 && small.test(word))) &&
    !/^(?:I|I['’]\p{L}+)$/u.test(words[0]!)
  );
}

const modifies = (item: Item | undefined): boolean =>
  item !== undefined && item.kind === 'word' && !prepositions.has(item.lower) && !notNouns.has(item.lower);
const notNouns = new Set(
  'and or but as is was are were he she that which who when while because has had if than it they said'.split(' '),
);
