import { describe, expect, it } from 'vitest';
import type { ReadingStatus } from '#shared/model/reading.ts';
import { spanWith } from '#shared/model/testing.ts';
import { noRecords } from '../journal/fold.ts';
import { chosenSpans, findAnnotator, findSide, isFinished, spansByArticle, statusOf } from './dataset.ts';

describe('an annotator', () => {
  const all = [
    { id: 'mk-1', name: 'Mina Kask', initials: 'MK' },
    { id: 'jw-2', name: 'Jo Weber', initials: 'JW' },
    { id: 'jw-3', name: 'Jan Wirth', initials: 'JW' },
    { id: 'jw', name: 'Somebody', initials: 'S' },
  ];
  it.each([
    ['mk-1', 'mk-1'],
    ['MK', 'mk-1'],
    ['mina kask', 'mk-1'],
    [' Jan Wirth ', 'jw-3'],
    ['JW', 'jw'],
  ])('is found by %s', (meant, id) => {
    expect(findAnnotator(all, meant).id).toBe(id);
  });
  it('or what a review has settled on is a side', () => {
    expect(findSide(all, 'Mina Kask')).toBe('mk-1');
    expect(findSide([], ' Adjudicated')).toBe('adjudicated');
    expect(() => findSide(all, 'xy')).toThrow('no annotator “xy”');
  });
  it('is asked about when several fit, or none', () => {
    expect(() => findAnnotator(all.slice(0, 3), 'jw')).toThrow('Jo Weber (jw-2), Jan Wirth (jw-3)');
    expect(() => findAnnotator(all, 'xy')).toThrow(/no annotator “xy”.*Mina Kask \(mk-1\)/);
    expect(() => findAnnotator([], 'xy')).toThrow('Nobody has annotated');
  });
});

describe('the status of an article', () => {
  const status = (spansBy: string[], readings: Record<string, ReadingStatus>, chosen: string[] | null) => {
    const records = noRecords();
    for (const [annotator, one] of Object.entries(readings)) {
      const id = `a_1:${annotator}`;
      records.reading.set(id, { id, article: 'a_1', annotator, status: one, updatedAt: '2026-11-22T08:00:00.000Z' });
    }
    const spans = spansBy.map((annotator) =>
      annotator === 'judge' ? spanWith({ annotator: 'mk', origin: 'adjudicated' }) : spanWith({ annotator }),
    );
    for (const [i, span] of spans.entries()) records.span.set(`s_${i}`, { ...span, id: `s_${i}` });
    const only = chosen === null ? null : new Set(chosen);
    return statusOf([...records.reading.values()], spansByArticle(records, only).get('a_1') ?? [], only);
  };
  it.each([
    ['nobody began', [], {}, null, 'unread'],
    ['one has spans', ['mk'], {}, null, 'in-progress'],
    ['one is done', ['mk'], { mk: 'done' }, null, 'done'],
    ['done without spans', [], { mk: 'done' }, null, 'done'],
    ['one of two is done', ['mk', 'jp'], { mk: 'done' }, null, 'in-progress'],
    ['both are done', ['mk', 'jp'], { mk: 'done', jp: 'done' }, null, 'done'],
    ['the chosen one is done', ['mk', 'jp'], { mk: 'done' }, ['mk'], 'done'],
    ['the chosen one has not begun', ['mk'], { mk: 'done' }, ['jp'], 'unread'],
    ['marked unread again', [], { mk: 'unread' }, null, 'unread'],
    ['one is asked for changes', ['mk', 'jp'], { mk: 'changes-requested', jp: 'accepted' }, null, 'changes-requested'],
    ['one is accepted, the other done', ['mk', 'jp'], { mk: 'accepted', jp: 'done' }, null, 'done'],
    ['both are accepted', ['mk', 'jp'], { mk: 'accepted', jp: 'accepted' }, null, 'accepted'],
    ['the chosen one is accepted', ['mk', 'jp'], { mk: 'accepted' }, ['mk'], 'accepted'],
    ['the one who adjudicated has marked nothing of their own', ['judge', 'jp'], { jp: 'done' }, null, 'done'],
    ['a review has settled on something that all submitted', ['judge', 'jp'], { jp: 'done' }, ['adjudicated'], 'done'],
    ['a review has settled on something of nobody', ['judge'], {}, ['adjudicated'], 'in-progress'],
  ] as const)('when %s', (_, spans, readings, chosen, expected) => {
    expect(status([...spans], readings, chosen === null ? null : [...chosen])).toBe(expected);
  });
});

it('an article without spans is finished when it was submitted, and a review’s when something was decided in it', () => {
  const records = noRecords();
  const reading = (article: string, status: ReadingStatus) =>
    records.reading.set(`${article}:mk`, {
      ...{ id: `${article}:mk`, article, annotator: 'mk', status, updatedAt: '2026-11-22T08:00:00.000Z' },
    });
  reading('a_done', 'done');
  reading('a_accepted', 'accepted');
  reading('a_begun', 'in-progress');
  for (const [article, verdict] of [['a_none', 'none'] as const, ['a_later', 'later'] as const])
    records.decision.set(article, {
      ...{ id: article, article, verdict, judged: [], taken: [], spans: [], reason: null, adjudicator: 'ad' },
      at: '2026-11-22T08:00:00.000Z',
    });
  const finished = (chosen: string[] | null) =>
    ['a_done', 'a_accepted', 'a_begun', 'a_none', 'a_later', 'a_nowhere'].filter((one) =>
      isFinished(
        [...records.reading.values()].filter(({ article }) => article === one),
        [...records.decision.values()].filter(({ article }) => article === one),
        chosen === null ? null : new Set(chosen),
      ),
    );
  expect(finished(null)).toEqual(['a_done', 'a_accepted']);
  expect(finished(['mk'])).toEqual(['a_done', 'a_accepted']);
  expect(finished(['adjudicated'])).toEqual(['a_none']);
  expect(finished(['adjudicated', 'mk'])).toEqual(['a_done', 'a_accepted', 'a_none']);
  expect(finished(['jp'])).toEqual([]);
});

it('spans go by their side: an adjudicator’s own are not those that a review has settled on', () => {
  const records = noRecords();
  const origins = { s_1: 'manual', s_2: 'adjudicated', s_3: 'suggested', s_4: 'accepted' } as const;
  for (const [id, origin] of Object.entries(origins)) records.span.set(id, spanWith({ id, origin }));
  const ids = (...sides: string[]) => {
    const chosen = chosenSpans([...records.span.values()], new Set(sides));
    expect(spansByArticle(records, new Set(sides)).get('a_1')).toEqual(chosen);
    return chosen.map(({ id }) => id);
  };
  expect(ids('mk')).toEqual(['s_1', 's_3', 's_4']);
  expect(ids('adjudicated')).toEqual(['s_2']);
  expect(ids('mk', 'adjudicated')).toHaveLength(4);
});
