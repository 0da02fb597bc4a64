import type { Codebook } from '../../codebook/codebook.ts';
import type { Target } from '../../model/target.ts';
import type { SuggestedStance, Suggestion } from '../suggestion.ts';
import { targetsNamed } from './cues.ts';
import { type Learned, type Prediction, predict, preferred } from './learn.ts';

/** Where suggestions were found. */
export interface SuggestedIn {
  article: string;
  text: string;
  codebook: Codebook;
  targets: readonly Target[];
}

/**
 * Suggestions with what this annotator's labels add: a stance toward each target that a statement names, where they make
 * one likely enough, and the order in which several speakers are offered. That stays a choice. For each target the surer
 * of a cue phrase and the labels stands; where both say the same, both are named. What is no likely statement is left
 * as it is. Suggestions to which nothing is added are the same objects.
 * @param threshold the least probability with which a learned stance is suggested: 0 … 1
 */
export function withLearned(
  suggestions: readonly Suggestion[],
  learned: Learned,
  threshold: number,
  context: SuggestedIn,
): Suggestion[] {
  return suggestions.map((suggestion) => {
    if (suggestion.mode === null) return suggestion;
    const { text, article } = context;
    const words = text.slice(suggestion.start, suggestion.end);
    const statement = { words, cue: suggestion.cue?.text ?? null, mode: suggestion.mode };
    const speaker = inPreferredOrder(suggestion, learned, { ...statement, article });
    const stances = withLearnedStances(suggestion, learned, threshold, context, statement);
    return speaker === suggestion.speaker && stances === suggestion.stances
      ? suggestion
      : { ...suggestion, speaker, stances };
  });
}

function inPreferredOrder(
  { speaker, mention }: Suggestion,
  { model }: Learned,
  statement: Parameters<typeof preferred>[2],
): Suggestion['speaker'] {
  if (speaker.how !== 'choice' || mention === null) return speaker;
  const among = preferred(model, mention.text, statement, speaker.among);
  return among.every((one, i) => one === speaker.among[i]) ? speaker : { how: 'choice', among };
}

function withLearnedStances(
  suggestion: Suggestion,
  learned: Learned,
  threshold: number,
  { text, codebook, targets }: SuggestedIn,
  statement: { words: string; cue: string | null; mode: Suggestion['mode'] },
): SuggestedStance[] {
  const speaker = suggestion.speaker.how === 'known' ? suggestion.speaker.id : null;
  const named = targetsNamed({ text, statement: suggestion, cue: suggestion.cue, targets });
  let stances = suggestion.stances;
  for (const target of named) {
    const predicted = predict(learned, { ...statement, speaker, target: target.id }, threshold);
    const value = codebook.stances.find(({ id }) => id === predicted?.value);
    if (predicted === null || value === undefined) continue;
    const confidence = Math.round(predicted.probability * 100) / 100;
    const reason = reasonFor(predicted, value.name.toLowerCase(), target.name);
    const seen = stances.find((stance) => stance.target === target.id);
    if (seen === undefined) {
      stances = [...stances, { target: target.id, value: value.id, cue: null, confidence, reason }];
      continue;
    }
    if (seen.value !== value.id && seen.confidence >= confidence) continue;
    const stance: SuggestedStance =
      seen.value === value.id
        ? { ...seen, confidence: Math.max(seen.confidence, confidence), reason: `${seen.reason}; ${reason}` }
        : { target: target.id, value: value.id, cue: null, confidence, reason };
    stances = stances.map((one) => (one === seen ? stance : one));
  }
  return stances === suggestion.stances ? stances : [...stances].sort((a, b) => b.confidence - a.confidence);
}

function reasonFor({ from }: Prediction, value: string, target: string): string {
  const share = `${from.agree.toLocaleString('en')} of ${from.labels.toLocaleString('en')}`;
  if (from.about === 'pair') return `learned from your labels: ${value} in ${share} of this speaker toward ${target}`;
  if (from.about === 'target') return `learned from your labels: ${value} in ${share} toward ${target}`;
  return `learned from the words of your ${from.labels.toLocaleString('en')} labels`;
}
