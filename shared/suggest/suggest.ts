import type { Codebook } from '../codebook/codebook.ts';
import type { Mention, Range } from '../model/range.ts';
import type { Speaker } from '../model/speaker.ts';
import type { Target } from '../model/target.ts';
import { paragraphsOf, type Quotation, quotationsIn } from '../text/quotations.ts';
import { attributeQuotations } from './attribute.ts';
import { cuesIn } from './cues.ts';
import { reportedIn } from './indirect.ts';
import { passagesOf } from './passage.ts';
import { readQuoted } from './quoted.ts';
import { reasonOf, reportedReason } from './reasons.ts';
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
  const cues = cuesIn(passages);
  const attributions = attributeQuotations(text, quotations, passages, cues);
  const quoted = readQuoted(text, quotations, passages, attributions);
  const words = (range: Range): Mention => ({
    start: range.start,
    end: range.end,
    text: text.slice(range.start, range.end),
  });

  const suggestions = quotations.map(({ inner }, i): Suggestion => {
    const { rule, sure, continues, ...ascribed } = attributions[i]!;
    const { mode, doubt } = quoted[i]!;
    const cue = ascribed.cue && doubt === null ? words(ascribed.cue) : null;
    const mention = ascribed.mention && doubt === null ? words(ascribed.mention) : null;
    return {
      ...found(inner),
      mode,
      cue,
      mention,
      confidence: doubt === null ? Math.max(sure, 0.5) : 0.2,
      reasons: [doubt ?? reasonOf(rule, cue, mention)],
      continues: continues >= 0 && doubt === null ? found(quotations[continues]!.inner).id : null,
    };
  });
  for (const { cue, mention, rule, sure, ...range } of reportedIn(passages, cues)) {
    const said = { cue: words(cue), mention: words(mention) };
    suggestions.push({
      ...found({ start: range.start, end: range.end }),
      mode: 'indirect',
      ...said,
      confidence: sure,
      reasons: [reportedReason({ rule }, said.cue, said.mention)],
      continues: null,
    });
  }
  return suggestions.sort((a, b) => a.start - b.start || b.end - a.end);
}

const found = ({ start, end }: Range) => ({
  id: `statement:${start}-${end}`,
  layer: 'statement' as const,
  start,
  end,
  speaker: { how: 'open' as const },
  stances: [],
});

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
