import { expect, test } from 'vitest';
import type { Span } from '#shared/model/span.ts';
import { spanWith } from '#shared/model/testing.ts';
import { type Shown, visibleSpans } from './visible-spans.ts';

const at = (id: string, fields: Partial<Span> = {}) =>
  spanWith({ id, start: 10, end: 20, quote: { exact: 'ten of them', prefix: '', suffix: '' }, ...fields });
const decided = (id: string, fields: Partial<Span> = {}) =>
  at(id, { annotator: 'mk', origin: 'adjudicated', ...fields });
const ids = (spans: Span[], shown: Shown, how: { kept?: string; told?: string[] } = {}) =>
  visibleSpans(spans, shown, { kept: how.kept ?? null, told: new Set(how.told) }).map(({ id }) => id);

test('among everybody’s spans, what was adjudicated shows only where it is not what somebody marked', () => {
  const supports = { stances: [{ target: null, value: 'support' }] };
  const spans = [at('mine'), at('theirs', { annotator: 'jw', ...supports }), decided('same', supports)];
  expect(ids(spans, 'everyone')).toEqual(['mine', 'theirs']);
  expect(ids([...spans, decided('other', { mode: 'indirect' })], 'everyone')).toEqual(['mine', 'theirs', 'other']);
  expect(ids([at('mine'), decided('moved', { start: 11 })], 'everyone')).toEqual(['mine', 'moved']);
});

test('what a correction tells of does not show beside it', () => {
  expect(ids([at('mine'), decided('other', { mode: 'indirect' })], 'everyone', { told: ['other'] })).toEqual(['mine']);
});

test('what an annotator adjudicated is not among their own, and is a side of its own', () => {
  const spans = [at('mine'), at('theirs', { annotator: 'jw' }), decided('other', { mode: 'indirect' })];
  expect(ids(spans, { annotator: 'mk' })).toEqual(['mine']);
  expect(ids(spans, { annotator: 'jw' })).toEqual(['theirs']);
  expect(ids(spans, { annotator: 'adjudicated' })).toEqual(['other']);
});

test('what is selected stays, whoever is looked at', () => {
  expect(ids([at('mine'), at('theirs', { annotator: 'jw' })], { annotator: 'mk' }, { kept: 'theirs' })).toEqual([
    'mine',
    'theirs',
  ]);
});
