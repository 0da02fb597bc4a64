import type { Codebook } from '../codebook/codebook.ts';
import type { Range } from '../model/range.ts';
import type { Speaker } from '../model/speaker.ts';
import type { Target } from '../model/target.ts';
import { paragraphsOf, type Quotation, quotationsIn } from '../text/quotations.ts';
import { attributeQuotations } from './attribute.ts';
import { whyNoSpeech } from './doubt.ts';
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
  const places = quotations.map(() => ({ items: passages[0]?.items ?? [], at: -1 }));
  for (const { items } of passages)
    items.forEach((item, at) => {
      if (item.quote >= 0 && places[item.quote]!.at < 0) places[item.quote] = { items, at };
    });
  return quotations.map(({ inner }, i) => {
    const attribution = attributions[i]!;
    const { items, at } = places[i]!;
    const { cue, mention, rule, sure } = attribution;
    const doubt = whyNoSpeech(text, quotations[i]!, items, at, attribution);
    return {
      id: `statement:${inner.start}-${inner.end}`,
      layer: 'statement' as const,
      ...inner,
      mode: doubt === null ? ('direct' as const) : null,
      cue: words(cue),
      mention: words(mention),
      speaker: { how: 'open' as const },
      stances: [],
      confidence: doubt === null ? sure : 0.2,
      reasons: [doubt ?? rule],
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
