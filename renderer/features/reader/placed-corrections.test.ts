import { expect, test } from 'vitest';
import { spanWith } from '#shared/model/testing.ts';
import type { Correction } from '#shared/review/corrections.ts';
import type { Thread } from '#shared/review/threads.ts';
import { nextPlace, openPlaces, paintedCorrection, placeCorrections } from './placed-corrections.ts';

const text = 'One word, two words, three words.';
const article = { text, textSha256: 'text' };
const span = (id: string, start: number, end: number, fields = {}) =>
  spanWith({ id, start, end, quote: { exact: text.slice(start, end), prefix: '', suffix: '' }, ...fields });
const correction = (id: string, fields: Partial<Correction>): Correction => ({
  id,
  article: 'a_1',
  decision: {} as Correction['decision'],
  kind: 'changed',
  mine: null,
  judged: null,
  adjudicated: [],
  fields: [],
  reason: null,
  threads: [],
  state: 'open',
  ...fields,
});
const thread = (id: string, about: string[]) => ({ id, about }) as unknown as Thread;

test('a correction stands where what was decided stands, and one against a mark where the mark stands', () => {
  const mine = span('s_mine', 0, 8);
  const moved = correction('d:1', { mine, adjudicated: [span('s_adj', 4, 8)] });
  const dropped = correction('d:2', { kind: 'dropped', mine });
  const answered = correction('d:3', { mine, adjudicated: [span('s_adj', 4, 8)], state: 'answered' });
  const placed = placeCorrections(article, [moved, dropped, answered]);
  expect(placed.map(({ id, start, end }) => [id, start, end])).toEqual([
    ['correction d:1', 4, 8],
    ['correction d:2', 0, 8],
  ]);
  expect(placed.map((one) => paintedCorrection(one).length)).toEqual([1, 0]);
  expect(paintedCorrection(placed[0]!)[0]).toBe(paintedCorrection(placed[0]!)[0]);
});

test('where the decided words are gone from the text it stands at the own mark, and nowhere where both are', () => {
  const gone = span('s_adj', 0, 8, { textSha256: 'before', quote: { exact: 'Nothing of it', prefix: '', suffix: '' } });
  const mine = span('s_mine', 10, 19);
  expect(placeCorrections(article, [correction('d', { mine, adjudicated: [gone] })])).toMatchObject([{ start: 10 }]);
  expect(placeCorrections(article, [correction('d', { mine: gone, adjudicated: [gone] })])).toEqual([]);
});

test('answers are waited for at corrections and at marks that are asked about, each place once', () => {
  const told = thread('m_1', ['s_mine']);
  const corrections = placeCorrections(article, [
    correction('d', { mine: span('s_mine', 10, 19), adjudicated: [span('s_adj', 10, 19)], threads: [told] }),
  ]);
  const shown = new Map([
    ['s_mine', { start: 10, end: 19, own: true }],
    ['s_theirs', { start: 0, end: 8, own: false }],
    ['s_other', { start: 21, end: 32, own: true }],
  ]);
  const asking = [told, thread('m_2', ['s_theirs', 's_other']), thread('m_3', ['s_other']), thread('m_4', ['s_gone'])];
  const places = openPlaces(corrections, asking, (id) => shown.get(id));
  expect(places.map(({ id }) => id)).toEqual(['correction d', 's_other']);
  expect(nextPlace(places, { selected: null, caret: 0 })?.id).toBe('correction d');
  expect(nextPlace(places, { selected: 'correction d', caret: 30 })?.id).toBe('s_other');
  expect(nextPlace(places, { selected: 's_other', caret: 0 })).toBeUndefined();
  expect(nextPlace(places, { selected: 's_mine', caret: 20 })?.id).toBe('s_other');
});
