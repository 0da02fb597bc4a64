import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../model/span.ts';
import { spanWith } from '../../model/testing.ts';
import { type Label, labelsOf, type StanceLabel } from './labels.ts';
import {
  atThreshold,
  crossValidate,
  crossValidating,
  emptyModel,
  fewestLabels,
  type Learned,
  labelCount,
  learn,
  type Model,
  predict,
  preferred,
  standingOf,
  unlearn,
} from './learn.ts';

const word = fc.constantFrom('treaty', 'harbour', 'never', 'gladly', 'fish', 'quota', 'naïve', '合意', 'tax', 'port');
const span: fc.Arbitrary<Partial<Span>> = fc.record({
  article: fc.constantFrom('a_1', 'a_2', 'a_3', 'a_4', 'a_5', 'a_6', 'a_7'),
  speaker: fc.constantFrom(null, 'p_1', 'p_2', 'p_3'),
  mention: fc.constantFrom(null, { start: 0, end: 3, text: 'Kim' }, { start: 0, end: 7, text: 'Dr.  LEE' }),
  cue: fc.constantFrom(null, { start: 4, end: 8, text: 'said' }, { start: 4, end: 10, text: 'warned' }),
  mode: fc.constantFrom(null, 'direct' as const, 'indirect' as const),
  quote: fc.array(word, { maxLength: 6 }).map((words) => ({ exact: words.join(' '), prefix: '', suffix: '' })),
  stances: fc.array(
    fc.record({
      target: fc.constantFrom(null, 't_1', 't_2'),
      value: fc.constantFrom('support', 'oppose', 'mixed', 'strongly-oppose'),
    }),
    { maxLength: 2 },
  ),
});
let number = 0;
const whole = (fields: Partial<Span>) =>
  spanWith({
    ...{ id: `s_${++number}`, annotator: 'ann' },
    ...{ createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-02T00:00:00.000Z' },
    ...fields,
  });
const labelsFor = (spans: Partial<Span>[], since: string | null = null) =>
  labelsOf(spans.map(whole), { annotator: 'ann', since });
const labels = fc.array(span, { maxLength: 30 }).map((spans) => labelsFor(spans));
const stanceLabels = (all: readonly Label[]) => all.filter((label): label is StanceLabel => label.about === 'stance');
const modelOf = (all: readonly Label[]): Model => {
  const model = emptyModel();
  for (const label of all) learn(model, label);
  return model;
};

/** Statements with a word that tells the stance and words that do not, in articles one after the other. */
function telling(count: number, articles: number, values = ['support', 'support', 'oppose', 'mixed']): Label[] {
  return labelsFor(
    Array.from({ length: count }, (_, i) => {
      const value = values[i % values.length]!;
      return {
        article: `a_${Math.floor((i * articles) / count)}`,
        speaker: `p_${i % 3}`,
        quote: { exact: `${value}word and thing${i % 7} other${i % 5}`, prefix: '', suffix: '' },
        stances: [{ target: `t_${i % 2}`, value }],
      };
    }),
  );
}
const learned = (all: readonly Label[], seed = 1): Learned => ({
  model: modelOf(all),
  check: crossValidate(stanceLabels(all), seed),
});

describe('which spans teach', () => {
  const taught = (fields: Partial<Span>, since: string | null = null) =>
    labelsFor([{ stances: [{ target: 't_1', value: 'support' }], ...fields }], since).length;

  test.each<[what: string, fields: Partial<Span>, teaches: number]>([
    ['one’s own marks', {}, 1],
    ['accepted suggestions', { origin: 'accepted' }, 1],
    ['what is only suggested', { origin: 'suggested' }, 0],
    ['what was imported', { origin: 'imported' }, 0],
    ['what was adjudicated', { origin: 'adjudicated' }, 0],
    ['somebody else’s', { annotator: 'bea' }, 0],
    ['other layers', { layer: 'commitment' }, 0],
    ['statements without a stance or a speaker', { stances: [] }, 0],
    ['a speaker without a mention', { stances: [], speaker: 'p_1' }, 0],
    ['a speaker by a mention', { stances: [], speaker: 'p_1', mention: { start: 0, end: 2, text: 'Oh' } }, 1],
    [
      'each stance by itself',
      {
        stances: [
          { target: 't_1', value: 'support' },
          { target: null, value: 'oppose' },
        ],
      },
      2,
    ],
  ])('%s', (_, fields, teaches) => {
    expect(taught(fields)).toBe(teaches);
  });

  test('only what was made or changed since an instant, however it is written', () => {
    expect(taught({}, '2026-01-02T00:00:00Z')).toBe(1);
    expect(taught({}, '2026-01-02T00:00:00.001Z')).toBe(0);
    expect(taught({ createdAt: '2025-01-01T00:00:00Z' }, '2026-01-01T00:00:00Z')).toBe(1);
  });
});

describe('learning', () => {
  test('and forgetting again are exact inverses, in any order', () => {
    fc.assert(
      fc.property(labels, labels, fc.nat(), (kept, gone, seed) => {
        const model = modelOf([...kept, ...gone]);
        const order = gone
          .map((label, i) => ({ label, place: (i * 7919 + seed) % 31 }))
          .sort((a, b) => a.place - b.place);
        for (const { label } of order) unlearn(model, label);
        expect(model).toEqual(modelOf(kept));
      }),
    );
  });

  test('does not depend on the order of labels, and neither does the check', () => {
    fc.assert(
      fc.property(labels, fc.nat(), (all, seed) => {
        const other = [...all].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? 1 : -1));
        expect(modelOf(other)).toEqual(modelOf(all));
        const [one, two] = [crossValidate(stanceLabels(all), seed), crossValidate(stanceLabels(other), seed)];
        expect(two === null).toBe(one === null);
        if (one === null || two === null) return;
        expect(two.accuracy).toBeCloseTo(one.accuracy, 9);
        expect(two.baseline).toBeCloseTo(one.baseline, 9);
      }),
    );
  });

  test('does not look at what the values and speakers are called', () => {
    const renamed: Record<string, string> = {
      support: 'z',
      oppose: 'a',
      mixed: 'support',
      'strongly-oppose': 'oppose',
    };
    fc.assert(
      fc.property(labels, (all) => {
        const other = stanceLabels(all).map((label) => ({ ...label, value: renamed[label.value]! }));
        const [one, two] = [crossValidate(stanceLabels(all), 3), crossValidate(other, 3)];
        expect(two === null).toBe(one === null);
        if (one === null || two === null) return;
        expect(two.accuracy).toBeCloseTo(one.accuracy, 9);
        expect(two.baseline).toBeCloseTo(one.baseline, 9);
        expect(new Map(two.values.map((row) => [row.value, row.labels]))).toEqual(
          new Map(one.values.map((row) => [renamed[row.value], row.labels])),
        );
      }),
    );
  });
});

describe('the check', () => {
  test('is the same for the same labels and seed, and in slices', () => {
    const all = stanceLabels(telling(200, 12));
    const once = crossValidate(all, 5);
    expect(crossValidate(all, 5)).toEqual(once);
    const work = crossValidating(all, 5);
    let slices = 0;
    let step = work.next();
    for (; !step.done; step = work.next()) slices++;
    expect(step.value).toEqual(once);
    expect(slices).toBeGreaterThan(20);
  });

  test('finds what the words tell, and by how much that beats always saying the same', () => {
    const check = crossValidate(stanceLabels(telling(80, 8)), 1)!;
    expect(check).toMatchObject({ labels: 80, articles: 8, folds: 5, accuracy: 1 });
    expect(check.baseline).toBeCloseTo(0.5, 1);
    expect(check.values).toEqual([
      { value: 'support', labels: 40, right: 40 },
      { value: 'mixed', labels: 20, right: 20 },
      { value: 'oppose', labels: 20, right: 20 },
    ]);
    expect(atThreshold(check, 0)).toEqual({ spoken: 80, right: 80 });
    expect(atThreshold(check, 1.01)).toEqual({ spoken: 0, right: 0 });
  });

  test('does not let an article tell on itself', () => {
    // The only word that tells the stance is the article's own: held out with it, nothing is left to tell.
    const leaking = labelsFor(
      Array.from({ length: 60 }, (_, i) => ({
        article: `a_${i % 10}`,
        quote: { exact: `word${i % 10}`, prefix: '', suffix: '' },
        stances: [{ target: null, value: i % 2 === 0 ? 'support' : 'oppose' }],
      })),
    );
    const check = crossValidate(stanceLabels(leaking), 1)!;
    expect(check.accuracy).toBeLessThanOrEqual(0.5);
    expect(standingOf({ model: modelOf(leaking), check })).toBe('no-better');
  });

  test('has as many folds as articles where there are few, and needs two', () => {
    expect(crossValidate(stanceLabels(telling(40, 3)), 1)?.folds).toBe(3);
    expect(crossValidate(stanceLabels(telling(40, 1)), 1)).toBeNull();
    expect(crossValidate([], 1)).toBeNull();
  });

  test('counts a tie as the share that drawing lots would give', () => {
    const tied = labelsFor(
      ['a_1', 'a_2', 'a_3', 'a_4'].flatMap((article) =>
        ['support', 'oppose'].map((value) => ({
          article,
          quote: { exact: 'same words', prefix: '', suffix: '' },
          stances: [{ target: null, value }],
        })),
      ),
    );
    expect(crossValidate(stanceLabels(tied), 1)).toMatchObject({ accuracy: 0.5, baseline: 0.5 });
  });

  test('gives probabilities that come true about as often as they say', () => {
    // One label in four has another value than its word tells.
    const noisy = labelsFor(
      Array.from({ length: 400 }, (_, i) => {
        const told = i % 2 === 0 ? 'support' : 'oppose';
        const value = (i * 7) % 20 < 5 ? (told === 'support' ? 'oppose' : 'support') : told;
        return {
          article: `a_${i % 40}`,
          quote: { exact: `${told}word again${told} more${told} filler${i % 11}`, prefix: '', suffix: '' },
          stances: [{ target: null, value }],
        };
      }),
    );
    const { answers, accuracy, temperature } = crossValidate(stanceLabels(noisy), 1)!;
    const sure = answers.reduce((sum, answer) => sum + answer.sure, 0) / answers.length;
    expect(accuracy).toBeCloseTo(0.75, 1);
    expect(Math.abs(sure - accuracy)).toBeLessThan(0.08);
    expect(temperature).toBeGreaterThan(1);
  });
});

describe('predicting', () => {
  const statement = { words: 'opposeword once more', cue: null, mode: null, speaker: 'p_1', target: 't_1' };

  test('says what is likeliest, how likely, and from how many labels', () => {
    const all = telling(80, 8);
    const predicted = predict(learned(all), statement, 0.5);
    expect(predicted).toMatchObject({ value: 'oppose', from: { about: 'pair' } });
    expect(predicted!.probability).toBeGreaterThan(0.5);
    expect(predicted!.probability).toBeLessThanOrEqual(1);
    const { labels, agree } = predicted!.from;
    const same = stanceLabels(all).filter((label) => label.features.includes('speaker p_1 target t_1'));
    expect({ labels, agree }).toEqual({
      labels: same.length,
      agree: same.filter(({ value }) => value === 'oppose').length,
    });
    expect(predict(learned(all), { ...statement, speaker: null }, 0.5)?.from.about).toBe('target');
    expect(predict(learned(all), { ...statement, target: null }, 0.5)?.from).toEqual({
      about: 'all',
      labels: 80,
      agree: 20,
    });
  });

  test.each<[what: string, of: Label[], standing: string]>([
    ['there are no labels', [], 'none'],
    ['there are too few', telling(fewestLabels - 1, 8), 'few'],
    ['they are of one article', telling(80, 1), 'one-article'],
    ['there is only one value', telling(80, 8, ['support']), 'no-better'],
  ])('keeps silent where %s', (_, of, standing) => {
    const trained = learned(of);
    expect(standingOf(trained)).toBe(standing);
    expect(predict(trained, statement, 0)).toBeNull();
  });

  test('keeps silent below the threshold and before it has been checked', () => {
    const trained = learned(telling(80, 8));
    const { probability } = predict(trained, statement, 0)!;
    expect(predict(trained, statement, probability)).not.toBeNull();
    expect(predict(trained, statement, probability + 1e-9)).toBeNull();
    expect(predict({ ...trained, check: null }, statement, 0)).toBeNull();
  });

  test('begins with as many labels as it is said to need', () => {
    expect(standingOf(learned(telling(fewestLabels, 8)))).toBe('good');
    expect(labelCount(modelOf(telling(fewestLabels, 8)))).toBe(fewestLabels);
  });
});

test('a speaker with a settled opinion is told by who speaks, though the words say nothing', () => {
  const settled = labelsFor(
    Array.from({ length: 120 }, (_, i) => ({
      article: `a_${Math.floor(i / 12)}`,
      speaker: `p_${i % 6}`,
      quote: {
        exact: Array.from({ length: 12 }, (_, k) => `w${(i * 31 + k * 17 + i * k) % 90}`).join(' '),
        prefix: '',
        suffix: '',
      },
      stances: [{ target: 't_1', value: i % 6 < 3 ? 'support' : 'oppose' }],
    })),
  );
  expect(crossValidate(stanceLabels(settled), 1)!.accuracy).toBeGreaterThan(0.9);
});

describe('whom a name means', () => {
  const named = (speaker: string, article: string, exact: string) => ({
    article,
    speaker,
    mention: { start: 0, end: 3, text: 'Kim' },
    quote: { exact, prefix: '', suffix: '' },
  });
  const model = modelOf(
    labelsFor([
      named('north', 'a_1', 'our missiles will fly'),
      named('north', 'a_2', 'the missiles are ready'),
      named('south', 'a_3', 'parliament will vote'),
    ]),
  );
  const candidates = [{ id: 'third' }, { id: 'south' }, { id: 'north' }];
  const order = (words: string, article = 'a_9', mention = 'kim') =>
    preferred(model, mention, { words, cue: null, mode: null, article }, candidates).map(({ id }) => id);

  test('is told by the words, the article, and what was chosen most', () => {
    expect(order('missiles')).toEqual(['north', 'south', 'third']);
    expect(order('parliament votes today')).toEqual(['south', 'north', 'third']);
    expect(order('nothing of the sort', 'a_3')).toEqual(['south', 'north', 'third']);
    expect(order('nothing of the sort')).toEqual(['north', 'south', 'third']);
  });

  test('stays as it was for a name that was never decided', () => {
    expect(order('missiles', 'a_1', 'Lee')).toEqual(['third', 'south', 'north']);
  });

  test('puts the only one who was ever meant first', () => {
    const one = modelOf(labelsFor([named('south', 'a_3', 'parliament')]));
    expect(preferred(one, 'KIM', { words: 'x', cue: null, mode: null, article: 'a' }, candidates)[0]?.id).toBe('south');
  });
});
