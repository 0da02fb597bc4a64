import type { Codebook } from '../codebook/codebook.ts';
import type { Mode } from '../model/mode.ts';
import type { Mention, Range } from '../model/range.ts';
import type { Speaker } from '../model/speaker.ts';
import type { Target } from '../model/target.ts';
import { paragraphsOf, type Quotation, quotationsIn } from '../text/quotations.ts';
import { passagesOf } from './english/passage.ts';
import { identifierOf, unnamed } from './identify.ts';
import { attributeQuotations } from './said/attribute.ts';
import { cuesIn } from './said/cues.ts';
import { reportedIn } from './said/indirect.ts';
import { readQuoted } from './said/quoted.ts';
import { reasonOf, reportedReason } from './said/reasons.ts';
import { stancesByCue } from './stance/cues.ts';
import { doubtful, type SuggestedStance, type Suggestion } from './suggestion.ts';

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
  const allReported = reportedIn(passages, cues);
  const last = [...attributions, ...allReported].reduce((end, { mention }) => Math.max(end, mention?.end ?? 0), 0);
  const identify = identifierOf(text, passages, quotations, options.speakers ?? nobody, last);
  const words = ({ start, end }: Range): Mention => ({ start, end, text: text.slice(start, end) });
  const statement = (
    { start, end }: Range,
    mode: Mode,
    { cue, mention }: Pick<Suggestion, 'cue' | 'mention'>,
    { reason, confidence, continues }: { reason: string; confidence: number; continues: Range | null },
  ): Suggestion => {
    const who = mention === null ? unnamed : identify(mention);
    return {
      id: idOf({ start, end }),
      layer: 'statement',
      start,
      end,
      mode,
      cue,
      mention,
      speaker: who.speaker,
      stances: stancesOf(text, { start, end }, cue, options),
      confidence: who.sure ? confidence : Math.min(confidence, uncertain),
      reasons: who.reason === null ? [reason] : [reason, who.reason],
      continues: continues && idOf(continues),
    };
  };

  const suggestions = quotations.map(({ inner }, i): Suggestion => {
    const { rule, sure, continues, ...by } = attributions[i]!;
    const read = quoted[i]!;
    if (read.mode === null) return term(inner, read.doubt);
    const said = { cue: by.cue && words(by.cue), mention: by.mention && words(by.mention) };
    return statement(inner, read.mode, said, {
      reason: reasonOf(rule, said.cue, said.mention),
      confidence: rule === 'foreign' ? sure : Math.max(sure, doubtful),
      continues: continues < 0 ? null : quotations[continues]!.inner,
    });
  });
  for (const reported of allReported) {
    for (const quote of reported.quotes) {
      const part = suggestions[quote]!;
      if (part.mode === 'mixed') part.clause = { start: reported.start, end: reported.end };
    }
    if (reported.quotes.length > 0) continue;
    const said = { cue: words(reported.cue), mention: words(reported.mention) };
    const reason = reportedReason(reported, said.cue, said.mention);
    suggestions.push(statement(reported, 'indirect', said, { reason, confidence: reported.sure, continues: null }));
  }
  return suggestions.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** What is said by somebody who may be another is no surer than this. */
const uncertain = 0.65;
/** How sure it is that words which look like a term or a title are a statement. */
const improbable = 0.2;

const nobody: readonly Speaker[] = [];

/** Words in quotation marks that nobody may have said. */
const term = ({ start, end }: Range, reason: string): Suggestion => ({
  id: idOf({ start, end }),
  layer: 'statement',
  start,
  end,
  mode: null,
  cue: null,
  mention: null,
  speaker: { how: 'open' },
  stances: [],
  confidence: improbable,
  reasons: [reason],
  continues: null,
});

function stancesOf(
  text: string,
  statement: Range,
  cue: Mention | null,
  { codebook, targets }: SuggestOptions,
): SuggestedStance[] {
  if (codebook === undefined) return [];
  return stancesByCue({ text, statement, cue, codebook, targets: targets ?? [] });
}

/** The same for the same passage in the same text. */
const idOf = ({ start, end }: Range) => `statement:${start}-${end}`;

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
