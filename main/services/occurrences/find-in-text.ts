import type { FoundWords, WordSearch } from '#shared/contract/contract.ts';
import type { Block } from '#shared/model/article.ts';
import type { Range } from '#shared/model/range.ts';
import { modeOf } from '#shared/text/mode.ts';
import { createMatcher, inContext, type PhraseMatcher } from '#shared/text/occurrences.ts';
import { quotationsIn } from '#shared/text/quotations.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { statementAround } from '#shared/text/statement-around.ts';
import { candidateLine } from '../corpus/repeated-lines.ts';

export type WordsToFind = Pick<WordSearch, 'phrases' | 'wholeWords' | 'foldCase' | 'statements'>;

export interface FoundInText extends FoundWords {
  /** The hash of the line it stands in, if counting lines of other articles may make that boilerplate. */
  readonly line: string | null;
}

/** UTF-16 code units on either side in the list. */
const contextShown = 100;

/** Where words stand in a text, apart from its boilerplate. Builds its index of the words once for many texts. */
export function findInText(text: string, blocks: readonly Block[], words: WordsToFind): FoundInText[] {
  const found = matcherOf(words).in(text);
  if (found.length === 0) return [];
  const quotations = quotationsIn(text);
  const passage = ({ start, end }: Range) => ({
    start,
    end,
    quote: quoteOf(text, { start, end }),
    mode: modeOf(text, quotations, { start, end }),
  });
  const hits: FoundInText[] = [];
  let at = 0;
  for (const range of found) {
    while (at < blocks.length - 1 && blocks[at]!.end <= range.start) at++;
    const block = blocks[at];
    if (block?.kind === 'boilerplate' && block.start <= range.start && range.end <= block.end) continue;
    hits.push({
      ...passage(range),
      ...inContext(text, range, contextShown),
      statement: words.statements ? passage(statementAround(text, blocks, quotations, range)) : null,
      line: block === undefined ? null : candidateLine(text, block),
    });
  }
  return hits;
}

let latest: { key: string; matcher: PhraseMatcher } | null = null;

function matcherOf({ phrases, wholeWords, foldCase }: WordsToFind): PhraseMatcher {
  const key = JSON.stringify([phrases, wholeWords, foldCase]);
  if (latest?.key !== key) latest = { key, matcher: createMatcher(phrases, { wholeWords, foldCase }) };
  return latest.matcher;
}

export const hasWords = (text: string, words: WordsToFind): boolean => matcherOf(words).in(text).length > 0;
