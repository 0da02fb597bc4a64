import { expect, test } from 'vitest';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { CrossValidation } from '#shared/suggest/stance/learn.ts';
import { type LearnedState, nothingLearned } from '../../data/learning.ts';
import { standingInWords } from './words.ts';

const check = (accuracy: number, baseline: number): CrossValidation => ({
  labels: 1200,
  folds: 5,
  articles: 60,
  accuracy,
  baseline,
  temperature: 2,
  values: [{ value: 'strongly-support', labels: 700, right: 500 }],
  answers: [],
});
const state = (fields: Partial<LearnedState>): LearnedState => ({
  ...nothingLearned(),
  busy: false,
  ...fields,
});

test.each<[LearnedState, string | RegExp]>([
  [state({}), 'Your labels are being read.'],
  [state({ standing: 'none' }), /^Nothing yet\. .* from 30 stances on, in two articles or more/],
  [state({ standing: 'few', labels: 1 }), /^1 stance so far\. From 30 on .* suggests no stance/],
  [state({ standing: 'one-article', labels: 45 }), /^All 45 stances are in one article\./],
  [
    state({ standing: 'good', labels: 1200, check: check(0.634, 0.5) }),
    'On articles it had not learned from it chose your stance in 63% of 1,200 labels; always choosing “Strongly support” would have been right in 50%.',
  ],
  [
    state({ standing: 'no-better', labels: 1200, check: check(0.4, 0.5) }),
    /in 40% of .* right in 50%\. That is no better, so no stance is suggested/,
  ],
])('what was learned is said in words: %#', (learned, words) => {
  expect(standingInWords(learned, policyNews)).toMatch(words);
});
