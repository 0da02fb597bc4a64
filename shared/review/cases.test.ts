import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Span } from '../model/span.ts';
import { type Difference, differences } from './case.ts';
import { byWeight, casesOf } from './cases.ts';
import { filterCases } from './filter.ts';
import { arbitrarySided, sided, withShuffled } from './testing.ts';

const scores: Record<string, number> = { 'strong-support': 2, support: 1, neutral: 0, oppose: -1, 'strong-oppose': -2 };
const scoreOf = (value: string) => scores[value] ?? null;
const compare = (spans: Parameters<typeof casesOf>[0]['spans'], worked = ['a', 'b'], sides = ['a', 'b']) =>
  casesOf({ article: 'a_1', spans, sides, worked, scoreOf });
const both = (a: Partial<Span>, b: Partial<Span>) =>
  compare([
    sided({ id: 'x', annotator: 'a', start: 10, end: 20, ...a }),
    sided({ id: 'y', annotator: 'b', start: 10, end: 20, ...b }),
  ]);
const takes = (...stances: [string | null, string][]) => ({
  stances: stances.map(([target, value]) => ({ target, value })),
});

test('what two sides say alike is a case without a difference, however they put it', () => {
  const like = { speaker: 'p_1', mode: 'direct' as const };
  const [only, ...rest] = both(
    { ...like, ...takes(['t_1', 'support'], ['t_2', 'oppose']) },
    { ...like, ...takes(['t_2', 'oppose'], ['t_1', 'support']), note: 'mine', confidence: 0.5 },
  );
  expect(rest).toEqual([]);
  expect(only).toMatchObject({
    id: 'x+y',
    article: 'a_1',
    start: 10,
    end: 20,
    missing: [],
    differences: [],
    weight: 0,
  });
});

test.each<[string, Partial<Span>, Partial<Span>, string[]]>([
  ['layer', { layer: 'event' }, {}, ['layer']],
  ['speaker', { speaker: 'p_1' }, {}, ['speaker']],
  ['mode', { mode: 'direct' }, { mode: 'indirect' }, ['mode']],
  ['start', { start: 9 }, {}, ['boundary']],
  ['value toward one target', takes(['t_1', 'support']), takes(['t_1', 'oppose']), ['stance']],
  ['one more target', takes(['t_1', 'support']), takes(['t_1', 'support'], ['t_2', 'oppose']), ['target']],
  ['another target, same value', takes(['t_1', 'support']), takes(['t_2', 'support']), ['target']],
  ['another target, another value', takes(['t_1', 'support']), takes(['t_2', 'oppose']), ['stance', 'target']],
  ['a target named by one only', takes([null, 'support']), takes(['t_1', 'support']), ['target']],
  ['no stance at all', takes(['t_1', 'support']), {}, ['stance', 'target']],
  [
    'everything',
    { layer: 'event', speaker: 'p_1', mode: 'mixed', end: 21, ...takes(['t_1', 'support']) },
    {},
    differences.slice(1),
  ],
])('differs in: %s', (_, a, b, expected) => {
  expect(both(a, b)[0]?.differences).toEqual(expected);
  expect(both(b, a)[0]?.differences).toEqual(expected);
});

test('a side that worked on the article and has nothing here is missing; one that did not is not', () => {
  const span = sided({ annotator: 'a' });
  expect(compare([span])[0]).toMatchObject({ missing: ['b'], differences: ['only'] });
  expect(compare([span], ['a'])[0]).toMatchObject({ missing: [], differences: [] });
  expect(compare([span], ['a', 'b', 'c'])[0]).toMatchObject({ missing: ['b'] });
  expect(compare([sided({ annotator: 'z' })])).toEqual([]);
});

test('a graver difference weighs more than all lesser ones together', () => {
  const weigh = (a: Partial<Span>, b: Partial<Span> = {}) => both(a, b)[0]!.weight;
  const boundary = { start: 19, end: 40 };
  const mode = { ...boundary, mode: 'direct' as const };
  const step = { ...mode, ...takes(['t_1', 'support'], ['t_1', 'neutral']) };
  const other = takes(['t_1', 'support']);
  const target = { ...mode, ...takes(['t_1', 'strong-support'], ['t_2', 'support']) };
  const speaker = { ...target, speaker: 'p_1' };
  const opposed = { ...speaker, ...takes(['t_1', 'oppose'], ['t_2', 'oppose']) };
  const layer = { ...opposed, layer: 'event' };
  const [only] = compare([sided({ annotator: 'a' })]);
  const heap = [
    weigh(boundary),
    weigh(mode),
    weigh(step, other),
    weigh(target, other),
    weigh(speaker, other),
    weigh(opposed, other),
    weigh(layer, other),
    only!.weight,
  ];
  expect(heap).toEqual([...heap].sort((a, b) => a - b));
  const alone = [
    weigh({ mode: 'direct' }),
    weigh(takes(['t_1', 'neutral']), other),
    weigh({ ...other, ...takes(['t_1', 'support'], ['t_2', 'support']) }, other),
  ];
  const graver = [
    ...alone,
    weigh({ speaker: 'p_1' }),
    weigh(takes(['t_1', 'oppose']), other),
    weigh({ layer: 'event' }),
    only!.weight,
  ];
  for (const [i, weight] of graver.entries()) expect(weight).toBeGreaterThan(heap[i]!);
  expect(weigh(takes(['t_1', 'strong-oppose']), takes(['t_1', 'strong-support']))).toBeGreaterThan(
    weigh(takes(['t_1', 'oppose']), other),
  );
  expect(weigh(takes(['t_1', 'no longer on the scale']), other)).toBe(2);
});

test('every span is in one case, whatever the order of the spans; a case lists sides in the order given', () => {
  const sides = ['c', 'a', 'b'];
  fc.assert(
    fc.property(withShuffled(arbitrarySided(['a', 'b', 'c'], 30)), ([spans, shuffled]) => {
      const cases = compare(spans, ['a', 'b'], sides);
      expect(cases.flatMap((one) => one.spans.map(({ span }) => span.id)).sort()).toEqual(
        spans.map(({ span }) => span.id).sort(),
      );
      expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
      for (const one of cases) {
        const order = one.spans.map(({ side }) => sides.indexOf(side));
        expect(order).toEqual([...order].sort());
        expect(one.weight > 0).toBe(one.differences.length > 0);
        expect(one.differences.includes('only')).toBe(one.missing.length > 0);
      }
      // Equal ones of equal content are told apart by nothing but their ids, which the order does not touch.
      expect(compare(shuffled, ['a', 'b'], sides)).toEqual(cases);
      expect([...cases].sort(byWeight)).toEqual([...cases].reverse().sort(byWeight));
    }),
  );
});

test('which side comes first changes nothing but the order', () => {
  fc.assert(
    fc.property(arbitrarySided(['a', 'b'], 20), (spans) => {
      const plain = (sides: string[]) =>
        compare(spans, ['a', 'b'], sides).map((one) => ({ ...one, spans: one.spans.length }));
      expect(plain(['b', 'a'])).toEqual(plain(['a', 'b']));
    }),
  );
});

test('many sides keep an id of a sensible length, that is the same again', () => {
  const crowd = Array.from({ length: 12 }, (_, i) =>
    sided({ id: `s_0198c7a4-5d3e-7cc0-8a55-6f1f2b3c4d${10 + i}`, annotator: `n${10 + i}` }),
  );
  const names = crowd.map(({ side }) => side);
  const [one] = compare(crowd, names, names);
  expect(one?.spans).toHaveLength(12);
  expect(one!.id.length).toBeLessThan(40);
  expect(compare([...crowd].reverse(), names, names)[0]?.id).toBe(one!.id);
  expect(compare(crowd.slice(1), names, names)[0]?.id).not.toBe(one!.id);
});

test('filters', () => {
  const at = (start: number) => ({ start, end: start + 5 });
  const cases = compare([
    sided({ id: '1', annotator: 'a', ...at(0), ...takes(['t_1', 'support']) }),
    sided({ id: '2', annotator: 'b', ...at(0), ...takes(['t_1', 'oppose'], ['t_2', 'support']) }),
    sided({ id: '3', annotator: 'a', ...at(10), layer: 'event' }),
    sided({ id: '4', annotator: 'b', ...at(11) }),
    sided({ id: '5', annotator: 'b', ...at(20) }),
    sided({ id: '6', annotator: 'a', ...at(30) }),
    sided({ id: '7', annotator: 'b', ...at(30) }),
  ]);
  const found = (filter: Parameters<typeof filterCases>[1]) => filterCases(cases, filter).map(({ id }) => id);
  const sides = ['a', 'b'] as const;
  expect(found({})).toEqual(['1+2', '3+4', '5', '6+7']);
  expect(found({ differing: true })).toEqual(['1+2', '3+4', '5']);
  expect(found({ differences: ['boundary', 'only'] })).toEqual(['3+4', '5']);
  expect(found({ only: 'b' })).toEqual(['5']);
  expect(found({ only: 'a' })).toEqual([]);
  expect(found({ layer: 'event' })).toEqual(['3+4']);
  expect(found({ article: 'a_2' })).toEqual([]);
  expect(found({ stances: { sides, row: 'support', column: 'oppose' } })).toEqual(['1+2']);
  // Toward the other target b says support, of which a says nothing.
  expect(found({ stances: { sides, row: 'support', column: 'support' } })).toEqual([]);
  expect(found({ stances: { sides: ['b', 'a'], row: 'oppose', column: 'support' } })).toEqual(['1+2']);
  expect(found({ layers: { sides, row: 'event', column: 'statement' } })).toEqual(['3+4']);
  expect(found({ layers: { sides, row: 'statement', column: 'statement' }, differing: true })).toEqual(['1+2']);
});

test('a figure opens what lowers it, and nothing that it does not see', () => {
  const at = (start: number) => ({ start, end: start + 5 });
  const cases = compare([
    sided({ id: '1', annotator: 'a', ...at(0), ...takes(['t_1', 'support']) }),
    sided({ id: '2', annotator: 'b', ...at(0), ...takes(['t_1', 'oppose']) }),
    // Toward targets that they do not share they cannot be compared, nor where one has two values.
    sided({ id: '3', annotator: 'a', ...at(10), ...takes(['t_1', 'support']) }),
    sided({ id: '4', annotator: 'b', ...at(10), ...takes(['t_2', 'oppose']) }),
    sided({ id: '5', annotator: 'a', ...at(20), ...takes(['t_1', 'support']) }),
    sided({ id: '6', annotator: 'b', ...at(20), ...takes(['t_1', 'support'], ['t_1', 'oppose']) }),
    // On different layers each has its span alone.
    sided({ id: '7', annotator: 'a', ...at(30), layer: 'frame', speaker: 'sp_1' }),
    sided({ id: '8', annotator: 'b', ...at(30), speaker: 'sp_2' }),
  ]);
  const found = (opens: Difference[], layer: string | null) =>
    filterCases(cases, { behind: { opens, layer } }).map(({ id }) => id);
  expect(filterCases(cases, { differences: ['stance'] })).toHaveLength(3);
  expect(found(['stance'], null)).toEqual(['1+2']);
  expect(found(['target'], null)).toEqual(['3+4']);
  expect(found(['speaker'], null)).toEqual(['7+8']);
  expect(found(['speaker'], 'statement')).toEqual([]);
  expect(found(['only', 'boundary'], null)).toEqual([]);
  expect(found(['only', 'boundary'], 'frame')).toEqual(['7+8']);
  expect(found(['only', 'boundary'], 'statement')).toEqual(['7+8']);
  expect(found(['only', 'boundary'], 'commitment')).toEqual([]);
});
