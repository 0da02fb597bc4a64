import { describe, expect, test } from 'vitest';
import type { Decision } from '#shared/model/decision.ts';
import type { Span } from '#shared/model/span.ts';
import { spanWith } from '#shared/model/testing.ts';
import type { Case, Difference } from '#shared/review/case.ts';
import { choicesOf, countLists, progressOf, type QueuedCase, queueOf, stepFrom } from './queue.ts';
import { noFilter, type ReviewView } from './view.ts';

/** A case of mk and jw; `only`: jw has marked nothing. */
function queued(
  id: string,
  fields: Partial<Omit<QueuedCase, 'case'>> & { of?: Partial<Case>; span?: Partial<Span> } = {},
): QueuedCase {
  const { of, span, ...rest } = fields;
  const differences = of?.differences ?? (['stance'] as Difference[]);
  const spans = ['mk', ...(differences.includes('only') ? [] : ['jw'])].map((side) => ({
    ...{ side, start: 0, end: side === 'jw' && differences.includes('boundary') ? 4 : 5 },
    span: spanWith({ id: `${id}-${side}`, annotator: side, ...span }),
  }));
  const missing = differences.includes('only') ? ['jw'] : [];
  return {
    case: { id, article: 'a_1', start: 0, end: 5, spans, missing, differences, weight: 1, ...of },
    list: 'open',
    changes: null,
    later: false,
    decision: null,
    ...rest,
  };
}
const decisionAt = (at: string): Decision => ({
  ...{
    id: `d_${at}`,
    article: 'a_1',
    verdict: 'none',
    judged: [],
    taken: [],
    spans: [],
    reason: 'x',
    adjudicator: 'ao',
  },
  at,
});
const ids = (rows: readonly QueuedCase[]) => rows.map((row) => row.case.id);
const places = ['a_2', 'a_1'];
const placeOf = (article: string) => places.indexOf(article);
const shown = (all: readonly QueuedCase[], view: Partial<ReviewView> = {}) =>
  ids(queueOf(all, { list: 'open', order: 'weight', filter: noFilter, ...view }, placeOf));

describe('the order of the queue', () => {
  const light = queued('light', { of: { weight: 1 } });
  const heavy = queued('heavy', { of: { weight: 9, article: 'a_2', start: 7 } });
  const early = queued('early', { of: { weight: 5, article: 'a_2', start: 3 } });

  test('is by weight, whatever article it is in, or by article and place', () => {
    expect(shown([light, heavy, early])).toEqual(['heavy', 'early', 'light']);
    expect(shown([light, heavy, early], { order: 'article' })).toEqual(['early', 'heavy', 'light']);
  });

  test('has what is open again first and what was put off last', () => {
    const again = queued('again', { changes: [], of: { weight: 2 } });
    const later = queued('later', { later: true, of: { weight: 99 } });
    expect(shown([later, light, heavy, again])).toEqual(['again', 'heavy', 'light', 'later']);
  });

  test('has the latest decisions first', () => {
    const first = queued('first', { list: 'decided', decision: decisionAt('2026-11-22T08:00:00.000Z') });
    const second = queued('second', { list: 'decided', decision: decisionAt('2026-11-22T09:00:00.000Z') });
    expect(shown([first, second, light], { list: 'decided' })).toEqual(['second', 'first']);
  });

  test('walks on from where a case stood that has left the list', () => {
    const rows = [heavy, early, light];
    expect(stepFrom(rows, 'early', 0, 1)).toBe(light);
    expect(stepFrom(rows, 'early', 0, -1)).toBe(heavy);
    expect(stepFrom(rows, 'light', 2, 1)).toBeUndefined();
    expect(stepFrom(rows, 'gone', 1, 1)).toBe(early);
    expect(stepFrom(rows, 'gone', 1, -1)).toBe(heavy);
    expect(stepFrom([], 'gone', 0, 1)).toBeUndefined();
  });
});

describe('a filter', () => {
  const all = [
    queued('only', { of: { differences: ['only'] } }),
    queued('frame', { of: { differences: ['boundary'], article: 'a_2' }, span: { layer: 'frame' } }),
    queued('both', { of: { differences: ['stance', 'boundary'] } }),
    queued('agreed', { of: { differences: [] }, list: 'agreed' }),
    queued('decided', { of: { differences: ['stance'] }, list: 'decided' }),
  ];
  const stances = all[2]!.case.spans;
  stances[0]!.span.stances.push({ target: 't_1', value: 'support' });
  stances[1]!.span.stances.push({ target: 't_1', value: 'oppose' });
  const filtered = (filter: Partial<ReviewView['filter']>) => shown(all, { filter: { ...noFilter, ...filter } }).sort();

  test('narrows by how sides differ, by who alone marked something, by layer and by article', () => {
    expect(filtered({})).toEqual(['both', 'frame', 'only']);
    expect(filtered({ kind: 'boundary' })).toEqual(['both', 'frame']);
    expect(filtered({ only: 'mk' })).toEqual(['only']);
    expect(filtered({ only: 'jw' })).toEqual([]);
    expect(filtered({ layer: 'frame' })).toEqual(['frame']);
    expect(filtered({ kind: 'boundary', article: 'a_1' })).toEqual(['both']);
  });

  test('narrows by what a figure or a cell of a matrix opened', () => {
    expect(filtered({ figure: { name: 'F1', opens: ['only', 'stance'], layer: null } })).toEqual(['both', 'only']);
    expect(filtered({ figure: { name: 'F1', opens: ['boundary'], layer: 'frame' } })).toEqual(['frame']);
    const cell = { of: 'stance' as const, sides: ['mk', 'jw'] as const, row: 'support', column: 'oppose' };
    expect(filtered({ cell })).toEqual(['both']);
    expect(filtered({ cell: { ...cell, row: 'oppose', column: 'support' } })).toEqual([]);
    expect(filtered({ cell: { ...cell, of: 'layer', row: 'frame', column: 'frame' } })).toEqual(['frame']);
  });

  test('holds for the counts of all lists; choices count what a list would leave', () => {
    expect(countLists(all, noFilter)).toEqual({ open: 3, decided: 1, agreed: 1 });
    expect(countLists(all, { ...noFilter, kind: 'stance' })).toEqual({ open: 1, decided: 1, agreed: 0 });
    const choices = choicesOf(all, 'open');
    expect([...choices.kinds]).toEqual([
      ['only', 1],
      ['stance', 1],
      ['boundary', 2],
    ]);
    expect([...choices.only]).toEqual([['mk', 1]]);
    expect(choices.layers.get('frame')).toBe(1);
    expect(choices.articles.get('a_1')).toBe(2);
  });

  test('progress counts disagreements only', () => {
    expect(progressOf(all)).toEqual({ decided: 1, of: 4 });
  });
});
