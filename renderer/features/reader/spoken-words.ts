import { isAttributed, stanceOf } from '#shared/codebook/codebook.ts';
import type { Stance } from '#shared/model/stance.ts';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import { isDoubtful } from '../../suggest/walk.ts';
import { correctionHeading } from './CorrectionCard.tsx';
import type { PlacedSpan } from './place-spans.ts';
import type { PlacedCorrection } from './placed-corrections.ts';
import type { CardContext } from './SpanCard.tsx';
import { choiceWords } from './suggestion-words.ts';

/** So much of a quotation is read out, in characters: the text itself is beside it. */
const quoteLength = 160;

/** A place in what is walked, from 1. */
export interface Place {
  nth: number;
  of: number;
}

/** A suggestion as it is read out when the walk comes to it: “Suggestion 3 of 12: Taro Kono, stated, “This is not…””. */
export function spokenSuggestion(one: Suggestion, place: Place, text: string, context: CardContext): string {
  return spoken('Suggestion', place, [
    suggestedSpeaker(one, context),
    one.cue?.text,
    isDoubtful(one) && 'unsure',
    ...one.stances.map((stance) => stanceWords(stance, context)),
    quoted(text.slice(one.start, one.end)),
  ]);
}

/** A span as it is read out when the walk comes to it. */
export function spokenSpan({ span, start, end }: PlacedSpan, place: Place, text: string, context: CardContext): string {
  const speaker = span.speaker === null ? undefined : context.speakers.get(span.speaker);
  const layer = context.codebook.layers.find(({ id }) => id === span.layer);
  const annotator = span.annotator === context.me ? undefined : context.annotators.get(span.annotator);
  return spoken('Span', place, [
    isAttributed(context.codebook, span.layer) ? (speaker?.name ?? 'no speaker yet') : layer?.name,
    span.cue?.text,
    ...span.stances.map((stance) => stanceWords(stance, context)),
    quoted(text.slice(start, end)),
    span.origin === 'adjudicated' ? 'adjudicated' : annotator && `marked by ${annotator.name}`,
  ]);
}

/** A correction as it is read out when the walk comes to it. */
export function spokenCorrection({ correction }: PlacedCorrection, place: Place, context: CardContext): string {
  const [decided] = correction.adjudicated;
  const speaker = decided?.speaker == null ? undefined : context.speakers.get(decided.speaker)?.name;
  return spoken('Correction', place, [
    correctionHeading[correction.kind],
    speaker,
    ...(decided?.stances ?? []).map((stance) => stanceWords(stance, context)),
    quoted((decided ?? correction.mine)?.quote.exact ?? ''),
    correction.reason ?? undefined,
  ]);
}

const spoken = (what: string, { nth, of }: Place, parts: readonly (string | false | undefined)[]): string =>
  `${what} ${nth} of ${of}: ${parts.filter(Boolean).join(', ')}`;

function suggestedSpeaker({ speaker }: Suggestion, context: CardContext): string {
  if (speaker.how === 'known') return context.speakers.get(speaker.id)?.name ?? speaker.name;
  if (speaker.how === 'new') return `${speaker.proposal.name}, new`;
  if (speaker.how === 'choice') return choiceWords(speaker.among.map(({ name }) => name));
  return 'speaker not named';
}

function stanceWords({ value, target }: Stance, { codebook, targets }: CardContext): string {
  const name = target === null ? undefined : targets.get(target)?.name;
  return `${stanceOf(codebook, value)?.verb ?? value} ${name ?? 'no target yet'}`;
}

function quoted(words: string): string {
  const line = words.replace(/\s+/gu, ' ').trim();
  if (line.length <= quoteLength) return `“${line}”`;
  // Cut after a word, or between two characters where there is no space.
  const cut = line.slice(0, quoteLength).replace(/(?<=\S) \S*$|[\uD800-\uDBFF]$/u, '');
  return `“${cut}…”`;
}
