import { expect, test, vi } from 'vitest';
import type { Rejection } from '#shared/model/rejection.ts';
import type { Span } from '#shared/model/span.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { markSpan } from '../data/gestures.ts';
import { articleText, until } from '../data/testing/harness.ts';
import { type Counted, createWaitingCounts } from './waiting-counts.ts';

const text = 'He said “one of them” and she said “two of them” and all said “three”.';
const one = { start: text.indexOf('one'), end: text.indexOf('one') + 11 };
const two = { start: text.indexOf('two'), end: text.indexOf('two') + 11 };
const three = { start: text.indexOf('three'), end: text.indexOf('three') + 5 };
const passages = Uint32Array.from([one, two, three].flatMap(({ start, end }) => [start, end]));

/** Many articles of one text each, whose passages are found by an engine that notes what it was asked. */
function corpus(ids: readonly string[]) {
  const memory = new Map<string, Uint32Array>();
  const spans: Span[] = [];
  const read: string[] = [];
  const source = {
    readText: vi.fn(async (id: string) => {
      read.push(id);
      return { ...articleText(id), text };
    }),
    readPassages: vi.fn(
      async (texts: readonly string[]) =>
        new Map(texts.flatMap((sha) => (memory.has(sha) ? [[sha, memory.get(sha)!] as const] : []))),
    ),
    writePassages: vi.fn(async (found: ReadonlyMap<string, Uint32Array>) => {
      for (const [sha, ranges] of found) memory.set(sha, ranges);
    }),
    keepPassages: vi.fn(async (texts: ReadonlySet<string>) => {
      for (const sha of [...memory.keys()]) if (!texts.has(sha)) memory.delete(sha);
    }),
    readSpansBy: vi.fn(async (annotator: string, articles: readonly string[]) =>
      spans.filter((span) => span.annotator === annotator && articles.includes(span.article)),
    ),
  };
  const suggester = { passages: vi.fn(async () => passages), working: () => true };
  const counted = (fields: Partial<Counted> = {}): Counted => ({
    project: 'x',
    annotator: 'ann',
    singleMarks: false,
    articles: ids.map((id) => ({ id, textSha256: `text-${id}`, own: own(id) })),
    rejections: new Map(),
    ...fields,
  });
  const own = (id: string) => String(spans.filter((span) => span.article === id).length || '');
  const mark = (id: string, range: { start: number; end: number }, annotator = 'ann') => {
    const { span } = markSpan({
      article: { ...articleText(id), text },
      path: '',
      range,
      layer: 'statement',
      mode: null,
      annotator,
      at: '2026-01-01T00:00:00.000Z',
      binding: undefined,
      reading: undefined,
    });
    spans.push(span);
  };
  return { source, suggester, counted, mark, read, memory };
}

const ids = Array.from({ length: 30 }, (_, i) => `a_${i}`);
const soon = () => new Promise<void>((resolve) => setTimeout(resolve));

test('what waits is what was found without the annotator’s own spans and rejections', async () => {
  const { source, suggester, counted, mark } = corpus(['a_1', 'a_2']);
  mark('a_1', one);
  mark('a_1', two, 'colleague');
  const rejection = (id: string): Rejection => ({
    id: `r_${id}`,
    article: id,
    textSha256: `text-${id}`,
    annotator: 'ann',
    layer: 'statement',
    ...three,
    quote: quoteOf(text, three),
    of: 'suggestion',
    at: '2026-01-01T00:00:00.000Z',
  });
  const counts = createWaitingCounts(suggester, source, soon);
  counts.follow(counted({ rejections: new Map([['a_1', [rejection('a_1')]]]) }));
  await until('both are counted', () => counts.get('a_1') !== undefined && counts.get('a_2') !== undefined);
  expect([counts.get('a_1'), counts.get('a_2')]).toEqual([1, 3]);
});

test('those in sight come first, and each text is looked through once', async () => {
  const { source, suggester, counted, read } = corpus(ids);
  const counts = createWaitingCounts(suggester, source, soon);
  const away = counts.look('a_27');
  counts.follow(counted());
  await until('all are counted', () => ids.every((id) => counts.get(id) !== undefined));
  expect(read[0]).toBe('a_27');
  expect([...read].sort()).toEqual([...ids].sort());
  away();

  const again = createWaitingCounts(suggester, source, soon);
  again.follow(counted());
  await until('all are remembered', () => ids.every((id) => again.get(id) === 3));
  expect(read).toHaveLength(ids.length);
});

test('so many texts are on their way and no more, and what comes in sight is the next that is read', async () => {
  const many = Array.from({ length: 200 }, (_, i) => `a_${i}`);
  const { source, suggester, counted, read } = corpus(many);
  const arrivals: (() => void)[] = [];
  let [onTheWay, most] = [0, 0];
  source.readText.mockImplementation(async (id) => {
    read.push(id);
    most = Math.max(most, ++onTheWay);
    await new Promise<void>((arrive) => arrivals.push(arrive));
    onTheWay--;
    return { ...articleText(id), text };
  });
  const counts = createWaitingCounts(suggester, source, soon);
  counts.follow(counted());
  await until('the first are on their way', () => read.length === 16);
  arrivals.shift()?.();
  await until('another follows the one that is there', () => read.length === 17);
  const away = counts.look('a_150');
  while (arrivals.length > 0) arrivals.shift()?.();
  await until('the next is read', () => read.length > 17);
  expect(read[17]).toBe('a_150');
  away();
  const arriving = setInterval(() => arrivals.shift()?.());
  await until('all are counted', () => many.every((id) => counts.get(id) === 3));
  clearInterval(arriving);
  expect(most).toBe(16);
  expect([...read].sort()).toEqual([...many].sort());
});

test('a decision is counted anew for its article alone', async () => {
  const { source, suggester, counted, mark } = corpus(ids);
  const counts = createWaitingCounts(suggester, source, soon);
  counts.follow(counted());
  await until('all are counted', () => ids.every((id) => counts.get(id) === 3));
  source.readPassages.mockClear();
  mark('a_5', two);
  counts.follow(counted());
  await until('the number has gone down', () => counts.get('a_5') === 2);
  expect(source.readPassages.mock.calls.map(([texts]) => texts)).toEqual([['text-a_5']]);
  expect(suggester.passages).toHaveBeenCalledTimes(ids.length);
});

test('a decision on an earlier state of the text still counts where its words stand now', async () => {
  const { source, suggester, counted, mark } = corpus(['a_1']);
  mark('a_1', one);
  const before = `Corrected. ${text}`;
  source.readText.mockImplementation(async (id) => ({ ...articleText(id), textSha256: 'new', text: before }));
  suggester.passages.mockImplementation(async () => passages.map((offset) => offset + 'Corrected. '.length));
  const counts = createWaitingCounts(suggester, source, soon);
  counts.follow(counted({ articles: [{ id: 'a_1', textSha256: 'new', own: '1' }] }));
  await until('it is counted', () => counts.get('a_1') !== undefined);
  expect(counts.get('a_1')).toBe(2);
});

test('switched off, nothing is counted and no number stays; what cannot be read keeps none', async () => {
  const { source, suggester, counted } = corpus(['a_1', 'a_2']);
  source.readText.mockImplementation(async (id) => {
    if (id === 'a_2') throw new Error('gone');
    return { ...articleText(id), text };
  });
  const counts = createWaitingCounts(suggester, source, soon);
  const listener = vi.fn();
  counts.subscribe(listener);
  counts.follow(counted());
  await until('one is counted', () => counts.get('a_1') === 3);
  expect(counts.get('a_2')).toBeUndefined();
  counts.forget();
  expect(counts.get('a_1')).toBeUndefined();
  const calls = suggester.passages.mock.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(suggester.passages).toHaveBeenCalledTimes(calls);
  expect(listener).toHaveBeenCalledTimes(2);

  counts.follow(counted({ project: 'y' }));
  await until('another project is counted', () => counts.get('a_1') === 3);
});

test('passages of texts that are gone are forgotten once all is counted, and none before', async () => {
  const { source, suggester, counted, memory } = corpus(['a_1', 'a_2']);
  for (const sha of ['text-a_2', 'text-of-before']) memory.set(sha, passages);
  const counts = createWaitingCounts(suggester, source, soon);
  counts.follow(counted({ articles: [] }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([...memory.keys()]).toEqual(['text-a_2', 'text-of-before']);
  counts.follow(counted());
  await until('it is tidied', () => source.keepPassages.mock.calls.length === 1);
  expect([...memory.keys()].sort()).toEqual(['text-a_1', 'text-a_2']);
  expect(counts.get('a_2')).toBe(3);
  counts.follow(counted({ articles: [{ id: 'a_1', textSha256: 'text-a_1', own: '' }] }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(source.keepPassages).toHaveBeenCalledTimes(1);
});

test('what an open article shows is the number at once, and is counted again once the decision is known', async () => {
  const { source, suggester, counted, mark } = corpus(['a_1', 'a_2']);
  const counts = createWaitingCounts(suggester, source, soon);
  counts.follow(counted());
  await until('both are counted', () => counts.get('a_1') === 3 && counts.get('a_2') === 3);
  const listener = vi.fn();
  counts.subscribe(listener);
  counts.seen('a_1', 1);
  counts.seen('a_1', 1);
  expect(counts.get('a_1')).toBe(1);
  expect(listener).toHaveBeenCalledOnce();
  mark('a_1', one);
  counts.follow(counted());
  await until('it is counted again', () => counts.get('a_1') === 2);
});
