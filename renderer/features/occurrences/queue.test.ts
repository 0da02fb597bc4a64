import { describe, expect, test } from 'vitest';
import type { FoundArticle, FoundWords } from '#shared/contract/contract.ts';
import type { Rejection } from '#shared/model/rejection.ts';
import type { Span } from '#shared/model/span.ts';
import { countRows, nextOpen, type QueueOptions, rowsOf, theRest, toMark } from './queue.ts';

const quote = (exact: string, prefix = 'before ') => ({ exact, prefix, suffix: ' after' });
const hit = (start: number, fields: Partial<FoundWords> = {}): FoundWords => ({
  start,
  end: start + 5,
  quote: quote('words', `before ${start} `),
  mode: 'indirect',
  before: 'before ',
  words: 'words',
  after: ' after',
  statement: null,
  ...fields,
});
const found = (id: string, hits: FoundWords[], left = 0): FoundArticle => ({
  article: { id, path: `${id}.txt`, sourceSha256: 'source', textSha256: 'text', title: null },
  hits,
  left,
});
type Place = Partial<Span> & Partial<Rejection>;
const kept = (article: string, start: number, fields: Place = {}) => ({
  id: `${article}-${start}`,
  article,
  textSha256: 'text',
  layer: 'frame',
  start,
  end: start + 5,
  quote: quote('words', `before ${start} `),
  ...fields,
});
const span = (...args: Parameters<typeof kept>) => kept(...args) as Span;
const rejection = (article: string, start: number, fields: Partial<Rejection> = {}) =>
  ({ ...kept(article, start), of: 'occurrence', ...fields }) as Rejection;
const rows = (articles: FoundArticle[], options: Partial<QueueOptions> = {}) =>
  rowsOf(articles, { by: 'words', layer: 'frame', spans: [], rejections: [], before: new Set(), ...options });
const states = (...args: Parameters<typeof rows>) => rows(...args).map(({ id, state }) => `${id} ${state}`);

describe('the list', () => {
  test('names each article once, and tells how much of it is not listed', () => {
    const list = rows([found('a', [hit(0), hit(10)], 7), found('b', [hit(3)])]);
    expect(list.map(({ id, first, left }) => [id, first, left])).toEqual([
      ['a:0-5', true, 7],
      ['a:10-15', false, 0],
      ['b:3-8', true, 0],
    ]);
    expect(countRows(list)).toEqual({ places: 3, articles: 2, open: 3, marked: 0 });
  });

  test('what is marked on the layer is done; on another layer it is not', () => {
    const spans = [span('a', 0), span('a', 8, { end: 40 }), span('b', 0, { layer: 'statement' }), span('b', 22)];
    expect(states([found('a', [hit(0), hit(10)]), found('b', [hit(0), hit(20)])], { spans })).toEqual([
      'a:0-5 marked',
      'a:10-15 marked',
      'b:0-5 open',
      'b:20-25 open',
    ]);
  });

  test('what was rejected before is not listed; what is rejected now stays in sight', () => {
    const rejections = [
      rejection('a', 0),
      rejection('a', 10),
      rejection('a', 20, { of: 'suggestion' }),
      rejection('a', 30, { layer: 'statement' }),
    ];
    const articles = [found('a', [hit(0), hit(10), hit(20), hit(30)])];
    expect(states(articles, { rejections, before: new Set(['a-0']) })).toEqual([
      'a:10-15 rejected',
      'a:20-25 open',
      'a:30-35 open',
    ]);
    expect(rows(articles, { rejections, before: new Set(['a-0']) })[0]?.first).toBe(true);
    // Marked by hand after all.
    expect(states(articles, { rejections, before: new Set(['a-0']), spans: [span('a', 0)] })[0]).toBe('a:0-5 marked');
  });

  test('in a corrected text the words and their surroundings tell', () => {
    const old = { textSha256: 'text before', start: 400, end: 405 };
    const spans = [span('a', 0, { ...old, quote: quote('words', 'before 0 ') })];
    const rejections = [rejection('a', 10, { ...old, quote: quote('words', 'before 10 ') })];
    expect(states([found('a', [hit(0), hit(10), hit(400)])], { spans, rejections, before: new Set(['a-10']) })).toEqual(
      ['a:0-5 marked', 'a:400-405 open'],
    );
  });
});

describe('names', () => {
  const statement = { start: 20, end: 60, quote: quote('what they say'), mode: 'direct' as const };
  const articles = [found('a', [hit(5, { statement }), hit(61, { statement }), hit(80)])];

  test('stand for the statement around them, which is listed once', () => {
    const list = rows(articles, { by: 'names' });
    expect(list.map(({ id }) => id)).toEqual(['a:20-60', 'a:80-85']);
    expect(toMark(list[0]!, 'names')).toEqual({
      article: articles[0]!.article,
      passage: statement,
      mention: { start: 5, end: 10, text: 'words' },
    });
    expect(toMark(list[1]!, 'words').mention).toBeNull();
  });

  test('are done where any part of the statement is marked', () => {
    expect(states(articles, { by: 'names', spans: [span('a', 18)] })[0]).toBe('a:20-60 marked');
  });

  test('the rest holds no two statements that overlap', () => {
    const overlapping = { ...statement, start: 50, end: 90 };
    const list = rows([found('a', [hit(5, { statement }), hit(61, { statement: overlapping }), hit(100)])], {
      by: 'names',
    });
    expect(theRest(list).map(({ id }) => id)).toEqual(['a:20-60', 'a:100-105']);
  });
});

test('after a decision comes the next open place, then the first one left open', () => {
  const list = rows([found('a', [hit(0), hit(10), hit(20)])], { spans: [span('a', 10)] });
  expect(nextOpen(list, 'a:0-5')).toBe('a:20-25');
  expect(nextOpen(list, 'a:20-25')).toBe('a:0-5');
  expect(nextOpen(list, undefined)).toBe('a:0-5');
  expect(nextOpen([], undefined)).toBeUndefined();
});
