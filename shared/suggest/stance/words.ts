import type { Range } from '../../model/range.ts';
import { type Token, tokensOf } from '../english/tokens.ts';

/** A word as phrases are compared with it, or a mark at which a clause or a sentence ends. */
export interface PhraseWord extends Range {
  /** In lower case, contractions taken apart (“won’t” is “will” and “not”); empty for a mark. */
  word: string;
  ends: 'clause' | 'sentence' | null;
}

/**
 * The words of a stretch of text in order, with the marks that end clauses and sentences; quotation marks and brackets
 * are left out. The words that a contraction is taken apart into share its offsets. Linear in the length of the stretch.
 */
export function phraseWordsOf(text: string, range: Range): PhraseWord[] {
  const words: PhraseWord[] = [];
  for (const token of tokensOf(text, range)) {
    if (token.kind === 'mark') {
      const ends = endOf(token);
      if (ends !== null) words.push({ word: '', start: token.start, end: token.end, ends });
      continue;
    }
    const { lower, start, end } = token;
    if (lower !== 'cannot' && !lower.includes("'")) words.push({ word: lower, start, end, ends: null });
    else for (const word of apart(lower)) words.push({ word, start, end, ends: null });
  }
  return words;
}

/** The word at a place, empty for a mark and outside the list; engines are slow to look before the first item. */
export const wordAt = (words: readonly PhraseWord[], at: number): string => (at < 0 ? '' : (words[at]?.word ?? ''));

function endOf({ lower }: Token): PhraseWord['ends'] {
  if (lower.length > 1) return null;
  return '.!?;…。！？'.includes(lower) ? 'sentence' : ',:–—-'.includes(lower) ? 'clause' : null;
}

const whole: Readonly<Record<string, readonly string[]>> = {
  "won't": ['will', 'not'],
  "can't": ['can', 'not'],
  "shan't": ['shall', 'not'],
  cannot: ['can', 'not'],
};
const endings: readonly (readonly [string, string])[] = [
  ["n't", 'not'],
  ["'ll", 'will'],
  ["'re", 'are'],
  ["'ve", 'have'],
  ["'m", 'am'],
  ["'d", 'would'],
];

function apart(word: string): readonly string[] {
  if (Object.hasOwn(whole, word)) return whole[word]!;
  const alone = endings.find(([letters]) => word === letters);
  if (alone !== undefined) return [alone[1]];
  const ending = endings.find(([letters]) => word.endsWith(letters) && word.length > letters.length);
  return ending === undefined ? [word] : [word.slice(0, -ending[0].length), ending[1]];
}
