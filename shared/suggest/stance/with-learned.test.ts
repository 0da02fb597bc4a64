import { expect, test } from 'vitest';
import { policyNews } from '../../codebook/policy-news.ts';
import type { Target } from '../../model/target.ts';
import type { SuggestedStance, Suggestion } from '../suggestion.ts';
import type { Label } from './labels.ts';
import { stanceFeatures } from './labels.ts';
import { crossValidate, emptyModel, type Learned, learn } from './learn.ts';
import { withLearned } from './with-learned.ts';

const targets: Target[] = [{ id: 'pact', name: 'Strait Security Pact', aliases: [], note: null }];

/** Labels of p_1, who always supports the pact, and of p_2, who always opposes it. */
const labels: Label[] = Array.from({ length: 60 }, (_, i) => {
  const value = i % 3 === 0 ? 'oppose' : 'support';
  const speaker = i % 3 === 0 ? 'p_2' : 'p_1';
  const words = `${value === 'support' ? 'gladly' : 'sadly'} signed thing${i % 7}`;
  return {
    about: 'stance',
    article: `a_${i % 9}`,
    value,
    features: stanceFeatures({ words, cue: null, mode: 'direct', speaker, target: 'pact' }),
  };
});
const learned: Learned = {
  model: emptyModel(),
  check: crossValidate(
    labels.filter((label) => label.about === 'stance'),
    1,
  ),
};
for (const label of labels) learn(learned.model, label);

const text = 'Lee said the pact was gladly signed.';
const suggestion = (fields: Partial<Suggestion> = {}): Suggestion => ({
  id: 'statement:9-35',
  layer: 'statement',
  start: 9,
  end: 35,
  mode: 'direct',
  cue: { start: 4, end: 8, text: 'said' },
  mention: { start: 0, end: 3, text: 'Lee' },
  speaker: { how: 'known', id: 'p_1', name: 'Lee' },
  stances: [],
  confidence: 0.9,
  reasons: ['said'],
  continues: null,
  ...fields,
});
const by = (stance: Partial<SuggestedStance>): SuggestedStance => ({
  target: 'pact',
  value: 'support',
  cue: { start: 22, end: 28, text: 'gladly' },
  confidence: 0.6,
  reason: '‘gladly’ stands for support',
  ...stance,
});
const context = { article: 'a_1', text, codebook: policyNews, targets };
const stancesOf = (one: Suggestion, threshold = 0.6) => withLearned([one], learned, threshold, context)[0]!.stances;

test('a learned stance is added toward the target that is named, with the labels it comes from', () => {
  const [stance, ...others] = stancesOf(suggestion());
  expect(others).toEqual([]);
  expect(stance).toMatchObject({
    target: 'pact',
    value: 'support',
    cue: null,
    reason: 'learned from your labels: support in 40 of 40 of this speaker toward Strait Security Pact',
  });
  expect(stance!.confidence).toBeGreaterThan(0.6);
});

test('where the labels and the cue phrase agree, the cue stays and both are named', () => {
  const [stance] = stancesOf(suggestion({ stances: [by({})] }));
  expect(stance?.cue?.text).toBe('gladly');
  expect(stance?.confidence).toBeGreaterThan(0.6);
  expect(stance?.reason).toMatch(/^‘gladly’ stands for support; learned from your labels: support in 40 of 40/);
});

test('where they differ, the surer one stands, and there is one for each target', () => {
  expect(stancesOf(suggestion({ stances: [by({ value: 'oppose', confidence: 0.1 })] }))).toMatchObject([
    { value: 'support', cue: null },
  ]);
  const sure = by({ value: 'oppose', confidence: 1 });
  expect(stancesOf(suggestion({ stances: [sure] }))).toEqual([sure]);
});

test('nothing is added under the threshold, without a named target, to what is no likely statement, or by a model no good', () => {
  const plain = suggestion();
  expect(withLearned([plain], learned, 1.01, context)[0]).toBe(plain);
  expect(withLearned([plain], learned, 0, { ...context, targets: [] })[0]).toBe(plain);
  expect(withLearned([plain], { ...learned, check: null }, 0, context)[0]).toBe(plain);
  const doubtful = suggestion({ mode: null });
  expect(withLearned([doubtful], learned, 0, context)[0]).toBe(doubtful);
  const older = { ...policyNews, stances: policyNews.stances.filter(({ id }) => id !== 'support') };
  expect(withLearned([plain], learned, 0, { ...context, codebook: older })[0]).toBe(plain);
});

test('several speakers stay a choice, in the order in which they were meant before', () => {
  const model = emptyModel();
  learn(model, { about: 'speaker', article: 'a_1', mention: 'lee', speaker: 'p_2', features: ['article a_1'] });
  const among = [
    { id: 'p_1', name: 'Lee One' },
    { id: 'p_2', name: 'Lee Two' },
  ];
  const choice = suggestion({ speaker: { how: 'choice', among } });
  const [ordered] = withLearned([choice], { model, check: null }, 0.7, context);
  expect(ordered?.speaker).toEqual({ how: 'choice', among: [among[1], among[0]] });
  expect(ordered?.stances).toBe(choice.stances);
  const [same] = withLearned([choice], { model: emptyModel(), check: null }, 0.7, context);
  expect(same).toBe(choice);
});
