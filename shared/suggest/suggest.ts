import type { Codebook } from '../codebook/codebook.ts';
import type { Range } from '../model/range.ts';
import type { Speaker } from '../model/speaker.ts';
import type { Target } from '../model/target.ts';
import { paragraphsOf, type Quotation, quotationsIn } from '../text/quotations.ts';
import { attributeQuotations } from './attribute.ts';
import { passagesOf } from './passage.ts';
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
  options: SuggestOptions = {},
): Suggestion[] {
  const quotations = outermost(text, quotationsIn(text, blocks), options.singleMarks ?? false);
  const passages = passagesOf(text, blocks, quotations);
  const attributions = attributeQuotations(text, quotations, passages);
  const words = (range: Range | null) => range && { ...range, text: text.slice(range.start, range.end) };
  return quotations.map(({ inner }, i) => {
    const { cue, mention, rule, sure } = attributions[i]!;
    return {
      id: `statement:${inner.start}-${inner.end}`,
      layer: 'statement' as const,
      ...inner,
      mode: 'direct' as const,
      cue: words(cue),
      mention: words(mention),
      speaker: { how: 'open' as const },
      stances: [],
      confidence: sure,
      reasons: [rule],
      continues: null,
    };
  });
}

const single = /['‘’‚]/;

/** The quotations that are in no other one, as far as their marks count. */
function outermost(text: string, quotations: readonly Quotation[], singleMarks: boolean): Quotation[] {
  let end = -1;
  return quotations.filter((quotation) => {
    if (quotation.start < end || (!singleMarks && single.test(text[quotation.start]!))) return false;
    end = quotation.end;
    return true;
  });
}
