import { stanceOf } from '../../codebook/codebook.ts';
import type { Mention } from '../../model/range.ts';
import { engine, type Suggestion } from '../../suggest/suggestion.ts';
import { createOffsetMap, type OffsetMap } from '../../text/offsets.ts';
import { compareSpans } from '../../text/order.ts';
import { quoteOf } from '../../text/quote.ts';
import type { ArticleLine, LineSpan } from './article-line.ts';
import { articleLine, type LineInput, rangeIn, targetIn, wordsIn } from './write.ts';

/** Who suggested spans are from, where an annotator stands. */
export const suggestingAnnotator = 'rapporteur';

/** Suggestions are made anew whenever they are asked for; a time of their own would make the same input other bytes. */
const noTime = '1970-01-01T00:00:00.000Z';

/**
 * An article with what is suggested for it as one line: spans of origin `suggested` whose ids depend on the article's id
 * and their places only, and a relation `continues` from a span to the one whose turn of speech it goes on.
 * @param suggestions in this very text; their offsets are UTF-16 code units
 */
export function suggestedLine(
  input: Omit<LineInput, 'spans' | 'status'>,
  suggestions: readonly Suggestion[],
): ArticleLine {
  const map = createOffsetMap(input.text, input.unit);
  const idOf = new Map(suggestions.map(({ id, start, end }) => [id, `s_${input.id}:${start}-${end}`]));
  const spans = suggestions
    .map((suggestion) => ({ id: idOf.get(suggestion.id)!, start: suggestion.start, end: suggestion.end, suggestion }))
    .sort(compareSpans);
  return {
    ...articleLine({ ...input, spans: [], status: 'unread' }),
    spans: spans.map(({ id, suggestion }) => lineSpan(input, map, id, suggestion)),
    relations: spans.flatMap(({ id: from, suggestion: { continues } }) => {
      const to = continues === null ? undefined : idOf.get(continues);
      return to === undefined ? [] : [{ id: `r_${from.slice(2)}`, type: 'continues', from, to }];
    }),
  };
}

type Input = Omit<LineInput, 'spans' | 'status'>;

function lineSpan(input: Input, map: OffsetMap, id: string, suggestion: Suggestion): LineSpan {
  const { text, targets, codebookScale } = input;
  const { layer, mode, confidence, reasons, speaker } = suggestion;
  const { prefix, suffix } = quoteOf(text, suggestion);
  const wordsOf = (mention: Mention | null) => (mention === null ? null : wordsIn(map, text, mention));
  const cue = wordsOf(suggestion.cue);
  const mention = wordsOf(suggestion.mention);
  return {
    id,
    layer,
    ...wordsIn(map, text, suggestion),
    prefix,
    suffix,
    speaker: lineSpeaker(input, suggestion, mention),
    cue,
    mode,
    stances: suggestion.stances.map(({ target, value }) => ({
      target: targetIn(targets, target),
      value,
      score: stanceOf(codebookScale, value)?.score ?? null,
    })),
    attributes: {},
    labels: [],
    note: null,
    confidence,
    annotator: suggestingAnnotator,
    origin: 'suggested',
    suggested: {
      ...rangeIn(map, suggestion),
      mode,
      cue,
      mention,
      speaker: speaker.how === 'known' ? { id: speaker.id, name: speaker.name } : null,
      choices: speaker.how === 'choice' ? speaker.among.map((each) => ({ id: each.id, name: each.name })) : [],
      new_speaker: speaker.how === 'new' ? speaker.proposal.name : null,
      stances: suggestion.stances.map(({ target, value, confidence, reason }) => ({
        target: targetIn(targets, target),
        value,
        confidence,
        reason,
      })),
      confidence,
      reasons: [...reasons],
      engine,
    },
    based_on: null,
    status: 'draft',
    created_at: noTime,
    updated_at: noTime,
  };
}

function lineSpeaker({ speakers }: Input, { speaker }: Suggestion, mention: LineSpan['cue']): LineSpan['speaker'] {
  const nobody = { id: null, name: null, mention, role: null, affiliation: null, country: null };
  switch (speaker.how) {
    case 'known': {
      const { role = null, affiliation = null, country = null } = speakers.get(speaker.id) ?? {};
      return { id: speaker.id, name: speaker.name, mention, role, affiliation, country };
    }
    case 'new': {
      const { name, role, affiliation, country } = speaker.proposal;
      return { id: null, name, mention, role, affiliation, country };
    }
    case 'choice':
      return nobody;
    case 'open':
      return mention === null ? null : nobody;
  }
}
