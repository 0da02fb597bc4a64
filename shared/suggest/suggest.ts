import type { Codebook } from '../codebook/codebook.ts';
import type { Mention, Range } from '../model/range.ts';
import type { Speaker } from '../model/speaker.ts';
import type { Target } from '../model/target.ts';
import { paragraphsOf, type Quotation, quotationsIn } from '../text/quotations.ts';
import { attributeQuotations } from './attribute.ts';
import { cuesIn } from './cues.ts';
import { reportedIn } from './indirect.ts';
import { type Passage, passagesOf } from './passage.ts';
import { type Entity, indexRegistry, link, type RegistryIndex, readPeople, resolve } from './people/people.ts';
import { readQuoted } from './quoted.ts';
import { reasonOf, reportedReason } from './reasons.ts';
import { stancesByCue } from './stance/cues.ts';
import type { SuggestedSpeaker, SuggestedStance, Suggestion } from './suggestion.ts';

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
    const attribution = attributions[i]!;
    const { rule, sure, continues } = attribution;
    const { mode, doubt } = quoted[i]!;
    const cue = attribution.cue && doubt === null ? words(attribution.cue) : null;
    const mention = attribution.mention && doubt === null ? words(attribution.mention) : null;
    return {
      ...found(inner),
      mode,
      cue,
      mention,
      confidence: doubt === null ? Math.max(sure, 0.5) : 0.2,
      reasons: [doubt ?? reasonOf(rule, cue, mention)],
      continues: continues >= 0 && doubt === null ? idOf(quotations[continues]!.inner) : null,
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
  suggestions.sort((a, b) => a.start - b.start || b.end - a.end);
  const identify = speakersOf(text, passages, quotations, options.speakers ?? nobody);
  return suggestions.map((suggestion) => {
    if (suggestion.mode === null) return suggestion;
    const { mention, confidence, reasons } = suggestion;
    const { speaker, reason, sure } = mention === null ? unnamed : identify(mention);
    return {
      ...suggestion,
      speaker,
      stances: stancesOf(text, suggestion, options),
      confidence: sure ? confidence : Math.min(confidence, uncertain),
      reasons: reason === null ? reasons : [...reasons, reason],
    };
  });
}

/** What is said by somebody who may be another is no surer than this. */
const uncertain = 0.65;

const nobody: readonly Speaker[] = [];

interface Identified {
  speaker: SuggestedSpeaker;
  reason: string | null;
  sure: boolean;
}

const unnamed: Identified = { speaker: { how: 'open' }, reason: null, sure: true };

/** Whom the words of mentions mean, each asked once: a person of the article, and their entry of the registry. */
function speakersOf(
  text: string,
  passages: readonly Passage[],
  quotations: readonly Quotation[],
  speakers: readonly Speaker[],
): (mention: Mention) => Identified {
  const people = readPeople(
    text,
    passages.map(({ range }) => range),
    passages.map(({ tokens }) => tokens),
    quotations,
  );
  const registry = indexOf(speakers);
  const known = new Map<number, Identified>();
  const linked = new Map<string, SuggestedSpeaker>();
  const linkOnce = (entity: Entity | null): SuggestedSpeaker => {
    const key = entity === null ? '' : Object.values(entity).join('\n');
    const speaker = linked.get(key) ?? link(entity, registry);
    linked.set(key, speaker);
    return speaker;
  };
  return (mention) => {
    const before = known.get(mention.start);
    if (before !== undefined) return before;
    const { entity, sure, reason } = resolve(people, mention);
    // That “Geng Shuang” is Geng Shuang needs no saying.
    const plain = entity === null || mention.text.endsWith(entity.name);
    const identified = { speaker: linkOnce(entity), reason: plain && sure ? null : reason, sure };
    known.set(mention.start, identified);
    return identified;
  };
}

const indexes = new WeakMap<readonly Speaker[], RegistryIndex>();

/** Registries are never changed in place, and one serves a whole corpus. */
function indexOf(speakers: readonly Speaker[]): RegistryIndex {
  const known = indexes.get(speakers);
  if (known !== undefined) return known;
  const index = indexRegistry(speakers);
  indexes.set(speakers, index);
  return index;
}

function stancesOf(
  text: string,
  { start, end, cue }: Suggestion,
  { codebook, targets }: SuggestOptions,
): SuggestedStance[] {
  if (codebook === undefined) return [];
  return stancesByCue({ text, statement: { start, end }, cue, codebook, targets: targets ?? [] });
}

/** The same for the same passage in the same text. */
const idOf = ({ start, end }: Range) => `statement:${start}-${end}`;

const found = ({ start, end }: Range) => ({
  id: idOf({ start, end }),
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
