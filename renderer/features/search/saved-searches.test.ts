import { expect, test } from 'vitest';
import { savedSearchSchema } from '#shared/model/saved-search.ts';
import { describeEdits } from '../../data/describe.ts';
import { changeSearch, deleteSearch, longestName, saveSearch } from './saved-searches.ts';
import { speakerAt } from './speaker-at.ts';

const at = '2026-11-22T08:00:00.000Z';
const later = '2026-11-22T09:00:00.000Z';
const save = (name: string, query: string) => saveSearch({ name, query, annotator: 'ann', at });

test('a search is kept under its name, or under itself', () => {
  const [edit] = save(' Pressure ', ' pressure speaker:kono ');
  expect(savedSearchSchema.parse(edit?.after)).toMatchObject({ name: 'Pressure', query: 'pressure speaker:kono' });
  expect(save('', 'dialogue')[0]?.after).toMatchObject({ name: 'dialogue' });
  expect(savedSearchSchema.parse(save('', 'x'.repeat(900))[0]?.after).name).toHaveLength(longestName);
  expect(save('Nothing', '  ')).toEqual([]);
});

test('what does not change it is no change', () => {
  const search = savedSearchSchema.parse(save('One', 'pressure')[0]?.after);
  expect(changeSearch(search, { name: ' One ' }, later)).toEqual([]);
  expect(changeSearch(search, { name: '  ' }, later)).toEqual([]);
  const [edit] = changeSearch(search, { name: 'Two' }, later);
  expect(edit).toMatchObject({ kind: 'search', id: search.id, after: { name: 'Two', updatedAt: later } });
  expect(deleteSearch(search)).toMatchObject([{ kind: 'search', before: search }]);
  expect(describeEdits(save('One', 'pressure'))).toBe('Saved the search “One”');
  expect(describeEdits([edit!])).toBe('Renamed a search to “Two”');
  expect(describeEdits(changeSearch(search, { query: 'talks' }, later))).toBe('Changed a saved search');
  expect(describeEdits(deleteSearch(search))).toBe('Deleted the search “One”');
});

test('who says a place is the speaker of the narrowest mark around it that names one', () => {
  const spans = [
    { start: 0, end: 100, speaker: 'p_outer' },
    { start: 10, end: 40, speaker: 'p_inner' },
    { start: 10, end: 30, speaker: null },
  ];
  expect(speakerAt(spans, 12, 20)).toBe('p_inner');
  expect(speakerAt(spans, 35, 45)).toBe('p_outer');
  expect(speakerAt(spans, 90, 120)).toBeNull();
});
