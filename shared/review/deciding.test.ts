import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../model/decision.ts';
import type { Span } from '../model/span.ts';
import type { Case, Sided } from './case.ts';
import { casesOf } from './cases.ts';
import {
  judgedOf,
  latestDecisions,
  leftoverSpans,
  progressOf,
  type Registered,
  stateOf,
  statesOf,
} from './deciding.ts';
import { arbitrarySided, sided } from './testing.ts';

const everything: Registered = { speakers: { has: () => true }, targets: { has: () => true } };
const compare = (spans: readonly Sided[], sides = ['a', 'b']): Case[] =>
  casesOf({ article: 'a_1', spans, sides, worked: sides, scoreOf: () => null });
const decisionOn = (one: Case, fields: Partial<Decision> = {}): Decision => ({
  id: 'd_1',
  article: 'a_1',
  verdict: 'take',
  judged: one.spans.map(judgedOf),
  taken: [],
  spans: [],
  reason: null,
  adjudicator: 'z',
  at: '2026-01-01T00:00:00.000Z',
  ...fields,
});
const stands = (span: Span, fields: Partial<Span> = {}): Span => ({
  ...span,
  id: `adj_${span.id}`,
  origin: 'adjudicated',
  annotator: 'z',
  ...fields,
});

const x = sided({
  id: 'x',
  annotator: 'a',
  start: 0,
  end: 10,
  speaker: 'p_1',
  stances: [{ target: 't_1', value: 'support' }],
});
const y = sided({
  id: 'y',
  annotator: 'b',
  start: 0,
  end: 12,
  speaker: 'p_2',
  stances: [{ target: 't_1', value: 'oppose' }],
});
const [xy] = compare([x, y]) as [Case];
const becoming = (of: Sided, fields: Partial<Span>) => {
  const span = { ...of.span, ...fields };
  return { ...of, span, start: span.start, end: span.end };
};
/** The state of the one case that spans make, after x was taken over y. */
const stateAfter = (spans: readonly Sided[], registered = everything) => {
  const decision = decisionOn(xy, { taken: ['x'], spans: ['adj_x'] });
  return stateOf(compare(spans)[0]!, [decision], registered, [stands(x.span)]);
};

test('a case nobody decided is agreed or open; what one side alone marked is not agreed', () => {
  expect(stateOf(xy, [], everything, [])).toEqual({ state: 'open', decision: null, changes: [] });
  const [same] = compare(
    [x, becoming(x, { id: 'x2', annotator: 'b' })].map((one) => ({ ...one, side: one.span.annotator })),
  );
  expect(stateOf(same!, [], everything, []).state).toBe('agreed');
  expect(stateOf(compare([x], ['a'])[0]!, [], everything, []).state).toBe('open');
});

test('decided stays decided when the same spans come again, in whatever order and with other notes', () => {
  fc.assert(
    fc.property(arbitrarySided(['a', 'b', 'c'], 20), (spans) => {
      const sides = ['a', 'b', 'c'];
      const cases = compare(spans, sides);
      const decisions = cases.map((one, i) => decisionOn(one, { id: `d_${i}`, taken: [one.spans[0]!.span.id] }));
      const again = spans
        .map((one) => becoming(one, { note: 'read again', updatedAt: '2027-01-01T00:00:00.000Z' }))
        .reverse();
      const states = statesOf(compare(again, sides), decisions, everything, []);
      expect(states.map(({ state }) => state)).toEqual(cases.map(() => 'decided'));
      // Who compares in another order of sides, or for one more side that has marked nothing, finds the same.
      const more = statesOf(compare(spans, ['d', 'c', 'b', 'a']), decisions, everything, []);
      expect(more.every(({ state }) => state === 'decided')).toBe(true);
    }),
  );
});

describe('what opens a case again', () => {
  test.each<[string, Partial<Span>, string[]]>([
    ['another speaker', { speaker: 'p_3' }, ['speaker']],
    ['no speaker', { speaker: null }, ['speaker']],
    ['another layer and mode', { layer: 'event', mode: 'direct' }, ['layer', 'mode']],
    ['other stances', { stances: [] }, ['stances']],
    ['another end', { end: 9 }, ['boundary']],
    [
      'other words, in another version of the text',
      { textSha256: 'new', quote: { exact: 'y', prefix: '', suffix: '' } },
      ['boundary'],
    ],
  ])('%s', (_, fields, expected) => {
    const { state, changes, decision } = stateAfter([becoming(x, fields), y]);
    expect(state).toBe('reopened');
    expect(decision?.id).toBe('d_1');
    expect(changes).toEqual([{ side: 'a', span: 'x', what: 'changed', fields: expected }]);
  });

  test('a new span, and one that was taken and is gone', () => {
    const z = sided({ id: 'z', annotator: 'c', start: 3, end: 9 });
    const [three] = compare([x, y, z], ['a', 'b', 'c']);
    expect(stateOf(three!, [decisionOn(xy)], everything, [])).toMatchObject({
      state: 'reopened',
      changes: [{ side: 'c', span: 'z', what: 'added' }],
    });
    expect(stateAfter([y])).toMatchObject({ state: 'reopened', changes: [{ side: 'a', span: 'x', what: 'gone' }] });
  });

  test('what was merged into something else and is gone, because nobody decided it away', () => {
    const decision = decisionOn(xy, { verdict: 'merge', spans: ['adj_x'] });
    expect(stateOf(compare([x])[0]!, [decision], everything, [stands(x.span)]).state).toBe('reopened');
  });

  test('something that was put off, unless the sides agree by then', () => {
    const off = [decisionOn(xy, { verdict: 'later' })];
    expect(stateOf(xy, off, everything, []).state).toBe('later');
    expect(stateOf(compare([x, becoming(y, { speaker: 'p_1' })])[0]!, off, everything, []).state).toBe('reopened');
    const { end, speaker, stances } = x.span;
    expect(stateOf(compare([x, becoming(y, { end, speaker, stances })])[0]!, off, everything, []).state).toBe('agreed');
  });
});

describe('what opens nothing', () => {
  test('a side that followed: its span says what was decided, is removed as decided, or is marked as decided', () => {
    const { start, end, speaker, stances } = x.span;
    expect(stateAfter([x, becoming(y, { start, end, speaker, stances })]).state).toBe('decided');
    expect(stateAfter([x, becoming(y, { end, speaker })])).toMatchObject({ state: 'reopened' });
    expect(stateAfter([x]).state).toBe('decided');
    const [onlyX] = compare([x]);
    const added = { ...becoming(x, { id: 'x2', annotator: 'b' }), side: 'b' };
    const decision = decisionOn(onlyX!, { taken: ['x'], spans: ['adj_x'] });
    expect(stateOf(compare([x, added])[0]!, [decision], everything, [stands(x.span)]).state).toBe('decided');
    expect(stateOf(compare([x, added])[0]!, [decision], everything, []).state).toBe('reopened');
  });

  test('following a correction of the boundaries in a newer version of the text', () => {
    const quote = { exact: 'ten letter', prefix: '', suffix: '' };
    const moved = stands(x.span, { textSha256: 'new', start: 5, end: 15, quote });
    const decision = decisionOn(xy, { verdict: 'merge', spans: [moved.id] });
    const follows = becoming(y, { quote, speaker: 'p_1', stances: x.span.stances, end: 10 });
    expect(stateOf(compare([x, follows])[0]!, [decision], everything, [moved]).state).toBe('decided');
  });

  test('speakers and targets that were merged into others', () => {
    const without = (gone: string) => ({ has: (id: string) => id !== gone });
    const changed = [becoming(x, { speaker: 'p_9' }), y];
    expect(stateAfter(changed, { ...everything, speakers: without('p_1') }).state).toBe('decided');
    expect(stateAfter(changed, { ...everything, speakers: without('p_2') }).state).toBe('reopened');
    const stance = (target: string | null, value: string) => [becoming(x, { stances: [{ target, value }] }), y];
    const merged = { ...everything, targets: without('t_1') };
    expect(stateAfter(stance('t_9', 'support'), merged).state).toBe('decided');
    expect(stateAfter(stance('t_9', 'oppose'), merged).state).toBe('reopened');
    expect(stateAfter(stance(null, 'support'), merged).state).toBe('reopened');
    expect(stateAfter([becoming(x, { stances: [] }), y], merged).state).toBe('reopened');
    expect(stateAfter(stance('t_9', 'support')).state).toBe('reopened');
  });
});

test('of several decisions the latest holds; spans that none stands for are left over', () => {
  const early = decisionOn(xy, { id: 'd_1', spans: ['adj_x'], taken: ['x'] });
  const late = decisionOn(xy, { id: 'd_0', spans: ['adj_y'], taken: ['y'], at: '2026-02-01T00:00:00.000Z' });
  const other = decisionOn(compare([sided({ id: 'q', annotator: 'a' })])[0]!, { id: 'd_9' });
  const all = [late, other, early];
  const states = statesOf([xy], all, everything, []);
  expect(states[0]?.decision).toBe(late);
  expect(statesOf([xy], [...all].reverse(), everything, [])).toEqual(states);
  expect(leftoverSpans([stands(x.span), stands(y.span)], states).map(({ id }) => id)).toEqual(['adj_x']);
  expect(latestDecisions(all)).toEqual([late, other]);
  expect(stateOf(xy, [early, { ...early, id: 'd_2' }], everything, []).decision?.id).toBe('d_2');
});

test('progress by article and overall', () => {
  const elsewhere = { ...xy, id: 'other', article: 'a_2', spans: [sided({ id: 'n', article: 'a_2' })] };
  const cases = [xy, elsewhere];
  const { overall, byArticle } = progressOf(cases, statesOf(cases, [decisionOn(xy)], everything, []));
  expect(overall).toEqual({ cases: 2, agreed: 0, open: 1, decided: 1, later: 0, reopened: 0 });
  expect(byArticle.get('a_1')).toMatchObject({ cases: 1, decided: 1, open: 0 });
  expect(byArticle.get('a_2')).toMatchObject({ cases: 1, decided: 0, open: 1 });
});
