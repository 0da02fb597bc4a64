import { expect, it } from 'vitest';
import { type Fate, fates, type ImportPreview } from '#shared/contract/contract.ts';
import {
  bringsSomething,
  countArticles,
  fatesShown,
  fateWords,
  itemsOf,
  resultInWords,
  tallyInWords,
} from './fates.ts';

const none = { new: 0, known: 0, changed: 0, removed: 0, moved: 0, orphaned: 0, failed: 0 };
const article = (state: ImportPreview['articles'][number]['state']) => ({
  id: state,
  path: 'a.txt',
  title: null,
  state,
  spans: 1,
});

it('shows every fate once, and says what it means', () => {
  expect([...fatesShown].sort()).toEqual([...fates].sort());
  for (const fate of fates) expect(fateWords[fate].means).not.toBe('');
});

it('brings something when a record or an article is new, and not when all is known, moved or failed', () => {
  expect(
    bringsSomething({ counts: { ...none, known: 9, moved: 2, failed: 1 }, articles: [article('same')], conflicts: 0 }),
  ).toBe(false);
  expect(bringsSomething({ counts: { ...none, removed: 1 }, articles: [], conflicts: 0 })).toBe(true);
  expect(bringsSomething({ counts: none, articles: [article('brought')], conflicts: 0 })).toBe(true);
  expect(bringsSomething({ counts: { ...none, known: 9 }, articles: [], conflicts: 1 })).toBe(true);
});

it('says in words what there is', () => {
  expect(tallyInWords({ ...none, new: 1200, orphaned: 2, known: 7 })).toBe('1,200 new, 2 without a place');
  expect(tallyInWords({ ...none, known: 7 })).toBe('nothing new');
  expect(resultInWords({ changes: 0, counts: { ...none, known: 7 } })).toContain('Nothing was changed');
  expect(resultInWords({ changes: 1, counts: { ...none, changed: 1 } })).toBe('Taken in: 1 change (1 changed).');
  expect(resultInWords({ changes: 2, counts: { ...none, known: 7 } })).toBe(
    'Taken in: 2 changes. What is newer here holds.',
  );
});

it('filters items by fate, and puts first what needs a look', () => {
  const item = (fate: Fate, id: string = fate) => ({
    fate,
    kind: 'span',
    id,
    name: '',
    article: null,
    where: null,
    detail: null,
  });
  const items = [item('new'), item('failed'), item('new', 'second'), item('moved')];
  expect(itemsOf(items, null).map(({ id }) => id)).toEqual(['failed', 'moved', 'new', 'second']);
  expect(itemsOf(items, 'failed').map(({ id }) => id)).toEqual(['failed']);
  expect(itemsOf(items, 'changed')).toEqual([]);
});

it('counts articles by their state', () => {
  expect(countArticles(['same', 'brought', 'same'].map((state) => article(state as 'same')))).toEqual({
    same: 2,
    'other-text': 0,
    missing: 0,
    brought: 1,
  });
});
