import { expect, test } from 'vitest';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import { acceptedWords, choiceWords, proposalDetails, rejectedWords } from './suggestion-words.ts';

const left = (confidence: number, how: 'choice' | 'open') =>
  ({ confidence, speaker: how === 'choice' ? { how, among: [] } : { how } }) as unknown as Suggestion;

test('what was accepted is said, and what is left, and why', () => {
  expect(acceptedWords(1, [])).toBe('Accepted 1 suggestion.');
  expect(acceptedWords(7, [left(0.2, 'open'), left(0.3, 'choice'), left(0.9, 'choice')])).toBe(
    'Accepted 7 suggestions. 3 are left: 2 unsure, 1 with more than one speaker to choose from.',
  );
  expect(acceptedWords(0, [left(0.2, 'open')])).toBe('Nothing was accepted. 1 is left: 1 unsure.');
});

test('where there are too many for one change it is said how to go on', () => {
  expect(acceptedWords(500, [left(0.2, 'open')], 12_500)).toBe(
    'Accepted 500 suggestions. 12,500 more wait: do it again for the next.',
  );
  expect(rejectedWords(500, 1)).toBe('Rejected 500 suggestions. 1 more waits: do it again for the next.');
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
