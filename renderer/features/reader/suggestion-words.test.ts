import { expect, test } from 'vitest';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import { acceptedWords, choiceWords, proposalDetails } from './suggestion-words.ts';

const left = (confidence: number, how: 'choice' | 'open') =>
  ({ confidence, speaker: how === 'choice' ? { how, among: [] } : { how } }) as unknown as Suggestion;

test('what was accepted is said, and what is left, and why', () => {
  expect(acceptedWords(1, [])).toBe('Accepted 1 suggestion.');
  expect(acceptedWords(7, [left(0.2, 'open'), left(0.3, 'choice'), left(0.9, 'choice')])).toBe(
    'Accepted 7 suggestions. 3 are left: 2 unsure, 1 with more than one speaker to choose from.',
  );
  expect(acceptedWords(0, [left(0.2, 'open')])).toBe('Nothing was accepted. 1 is left: 1 unsure.');
});

test('a choice is asked as one', () => {
  expect(choiceWords(['Ko', 'Lee'])).toBe('Ko or Lee?');
  expect(choiceWords(['Ko', 'Lee', 'Ito'])).toBe('Ko, Lee or Ito?');
});

test('whom the article describes is described as far as it does', () => {
  const nobody = { name: 'Ko', kind: 'person' as const, aliases: [], role: null, affiliation: null, country: null };
  expect(proposalDetails(nobody)).toBe('');
  expect(proposalDetails({ ...nobody, role: 'envoy', affiliation: 'the ministry', country: 'KR' })).toBe(
    'envoy, the ministry · KR',
  );
});
