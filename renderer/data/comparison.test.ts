import { describe, expect, test } from 'vitest';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { Reading } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import { spanWith } from '#shared/model/testing.ts';
import { createByArticle } from './by-article.ts';
import { createComparer, createJudge, type ToCompare } from './comparison.ts';

let made = 0;
const span = (article: string, annotator: string, fields: Partial<Span> = {}): Span =>
  spanWith({
    id: `s_${++made}`,
    article,
    annotator,
    start: 0,
    end: 4,
    quote: { exact: 'word', prefix: '', suffix: '' },
    ...fields,
  });
const reading = (article: string, annotator: string, status: Reading['status']): Reading => ({
  ...{ id: `${article}:${annotator}`, article, annotator, status, updatedAt: '2026-11-22T08:00:00.000Z' },
});
const comparing = (spans: readonly Span[], fields: Partial<ToCompare> = {}) => {
  const byArticle = createByArticle<Span>();
  const compare = createComparer();
  const base = {
    ...{ codebook: policyNews, sides: ['mk', 'jw'], readings: [], records: new Map(), textOf: () => undefined },
    ...fields,
  };
  return {
    compare: (now: readonly Span[], changed: Partial<ToCompare> = {}) =>
      compare({ ...base, spans: byArticle(now), ...changed }),
    first: compare({ ...base, spans: byArticle(spans) }),
    byArticle,
  };
};

describe('spans by article', () => {
  test('are the same array as long as they say the same, also when they were read again', () => {
    const spans = [span('a_1', 'mk'), span('a_1', 'jw'), span('a_2', 'mk')];
    const byArticle = createByArticle<Span>();
    const before = byArticle(spans);
    const again = byArticle(structuredClone(spans));
    expect(again.get('a_1')).toBe(before.get('a_1'));
    const changed = byArticle([spans[0]!, { ...spans[1]!, speaker: 'p_1' }, spans[2]!]);
    expect(changed.get('a_1')).not.toBe(before.get('a_1'));
    expect(changed.get('a_2')).toBe(before.get('a_2'));
    expect(byArticle(spans.slice(1)).get('a_1')).toEqual([spans[1]]);
  });
});

describe('a comparison', () => {
  test('knows how long a text is where its record is of the version that was marked', () => {
    const record = { id: 'a_1', path: 'a.txt', sourceSha256: 'x', textSha256: 'text', length: 4000, title: null };
    const lengthOf = (textSha256: string) => {
      const records = new Map([['a_1', { ...record, textSha256 }]]);
      const { first } = comparing([span('a_1', 'mk'), span('a_1', 'jw')], { records });
      return first.measured().get('a_1')?.length;
    };
    expect(lengthOf('text')).toBe(4000);
    expect(lengthOf('other')).toBeUndefined();
  });

  test('counts an article that several have read to its end and found nothing in', () => {
    const readings = [reading('a_1', 'mk', 'done'), reading('a_1', 'jw', 'accepted'), reading('a_2', 'mk', 'done')];
    const { first } = comparing([], { readings });
    expect([...first.articles.keys()]).toEqual(['a_1']);
    expect(first.measured().get('a_1')).toMatchObject({ worked: ['mk', 'jw'], spans: [] });
  });

  test('is the same when a decision’s spans come to an article, and another when a side’s do', () => {
    const spans = [span('a_1', 'mk'), span('a_1', 'jw'), span('a_2', 'mk'), span('a_2', 'jw')];
    const { first, compare } = comparing(spans);
    const decided = [...spans, span('a_1', 'mk', { origin: 'adjudicated' })];
    expect(compare(decided)).toBe(first);
    const marked = compare([...decided, span('a_1', 'jw', { start: 10, end: 14 })]);
    expect(marked).not.toBe(first);
    expect(marked.articles.get('a_1')?.cases).toHaveLength(2);
    expect(marked.articles.get('a_2')).toBe(first.articles.get('a_2'));
    expect(compare(decided, { sides: ['jw', 'mk'] }).sides).toEqual(['jw', 'mk']);
  });

  test('is of articles that two have worked on: by marking, or by reading to the end', () => {
    const spans = [span('a_1', 'mk'), span('a_1', 'jw'), span('a_2', 'mk'), span('a_3', 'mk'), span('a_4', 'xx')];
    const { first, compare } = comparing(spans);
    expect([...first.articles.keys()]).toEqual(['a_1']);
    expect([...first.measured().keys()]).toEqual(['a_1', 'a_2', 'a_3']);
    const read = compare(spans, { readings: [reading('a_2', 'jw', 'done'), reading('a_3', 'jw', 'in-progress')] });
    expect([...read.articles.keys()]).toEqual(['a_1', 'a_2']);
    expect(read.articles.get('a_2')?.cases[0]?.missing).toEqual(['jw']);
  });

  test('is made again only where something differs', () => {
    const spans = [span('a_1', 'mk'), span('a_1', 'jw'), span('a_2', 'mk'), span('a_2', 'jw')];
    const { first, compare } = comparing(spans);
    const next = compare([spans[0]!, { ...spans[1]!, mode: 'direct' }, spans[2]!, spans[3]!]);
    expect(next.articles.get('a_2')).toBe(first.articles.get('a_2'));
    expect(next.measured().get('a_2')).toBe(first.measured().get('a_2'));
    expect(next.articles.get('a_1')?.cases[0]?.differences).toEqual(['mode']);
    expect(compare(spans, { sides: ['jw', 'mk'] }).articles.get('a_2')).not.toBe(first.articles.get('a_2'));
  });

  test('waits for the text of an article whose spans were marked in several texts, and asks for no other', () => {
    const asked: string[] = [];
    const spans = [
      span('a_1', 'mk', { start: 0, end: 4 }),
      span('a_1', 'jw', { textSha256: 'older', start: 9, end: 13 }),
      span('a_2', 'mk'),
      span('a_2', 'jw'),
    ];
    const texts = new Map<string, { text: string; textSha256: string } | null>();
    const textOf = (article: string) => {
      asked.push(article);
      return texts.get(article);
    };
    const { first, compare } = comparing(spans, { textOf });
    expect([...first.articles.keys()]).toEqual(['a_2']);
    expect(asked).toEqual(['a_1']);
    texts.set('a_1', { text: 'word by then', textSha256: 'text' });
    const [one] = compare(spans).articles.get('a_1')!.cases;
    expect(one).toMatchObject({ start: 0, end: 4, differences: [] });
    expect(one?.spans).toHaveLength(2);
    texts.set('a_1', null);
    expect(compare(spans).articles.get('a_1')?.orphans).toHaveLength(1);
  });
});

test('what was decided stands beside the cases, and is looked at again only where something differs', () => {
  const spans = [span('a_1', 'mk'), span('a_1', 'jw', { mode: 'direct' }), span('a_2', 'mk'), span('a_2', 'jw')];
  const { first, byArticle } = comparing(spans);
  const judge = createJudge();
  const registered = { speakers: new Map(), targets: new Map() };
  const decisions = createByArticle<Decision>();
  const before = judge({ comparison: first, spans: byArticle(spans), decisions: decisions([]), registered });
  expect(before.get('a_1')?.map(({ state }) => state)).toEqual(['open']);
  expect(before.get('a_2')?.map(({ state }) => state)).toEqual(['agreed']);
  const later: Decision = {
    ...{ id: 'd_1', article: 'a_1', verdict: 'later', taken: [], spans: [], reason: null, adjudicator: 'ao' },
    judged: spans.slice(0, 2).map(({ id, annotator, textSha256, start, end, layer, speaker, mode, stances }) => ({
      ...{ span: id, side: annotator, textSha256, start, end, layer, speaker, mode, stances },
    })),
    at: '2026-11-22T08:00:00.000Z',
  };
  const after = judge({ comparison: first, spans: byArticle(spans), decisions: decisions([later]), registered });
  expect(after.get('a_1')?.map(({ state }) => state)).toEqual(['later']);
  expect(after.get('a_2')).toBe(before.get('a_2'));
});
