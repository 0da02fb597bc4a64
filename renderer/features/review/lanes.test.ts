import { describe, expect, test } from 'vitest';
import { spanWith } from '#shared/model/testing.ts';
import type { PaintedSpan } from '../../editor/TextView.tsx';
import { caseOfPainted, laneOf, lanesOf } from './lanes.ts';
import type { QueuedCase } from './queue.ts';

const sides = [
  { id: 'jw', name: 'Jonas Weber', short: 'JW', number: 1 },
  { id: 'mk', name: 'Min-seo Kim', short: 'MK', number: 2 },
];
const queued = (id: string, list: QueuedCase['list'], differences: QueuedCase['case']['differences']): QueuedCase => ({
  case: {
    ...{ id, article: 'a_1', start: 0, end: 9, missing: [], differences, weight: 0 },
    spans: [
      { span: spanWith({ id: `${id}1` }), side: 'mk', start: 0, end: 6 },
      { span: spanWith({ id: `${id}2` }), side: 'jw', start: 2, end: 9 },
    ],
  },
  ...{ list, changes: null, later: false, decision: null },
});
const paints = (cases: readonly QueuedCase[], current: string | null, known = new Map<string, PaintedSpan>()) =>
  lanesOf(cases, () => sides, current, known);

describe('lanes', () => {
  test('each side has its own where they differ; what is agreed on or decided is one quiet passage', () => {
    const cases = [queued('x', 'open', ['stance']), queued('y', 'agreed', []), queued('z', 'decided', ['stance'])];
    expect(paints(cases, null).map(({ id, paint }) => [id, paint])).toEqual([
      ['x mk', 'side-2'],
      ['x jw', 'side-1'],
      ['y', 'agreed'],
      ['z', 'decided'],
    ]);
    expect(paints(cases, null).map(({ id }) => caseOfPainted(id))).toEqual(['x', 'x', 'y', 'z']);
  });

  test('the case that is looked at stands out, and shows both sides even when it is decided', () => {
    const cases = [queued('y', 'agreed', []), queued('z', 'decided', ['stance'])];
    expect(paints(cases, 'z').map(({ paint }) => paint)).toEqual(['agreed', 'side-2-now', 'side-1-now']);
    expect(paints(cases, 'y').map(({ paint }) => paint)).toEqual(['agreed-now', 'decided']);
  });

  test('what looks as before is the same object, so that it is not painted anew', () => {
    const cases = [queued('x', 'open', ['stance']), queued('y', 'open', ['mode'])];
    const known = new Map<string, PaintedSpan>();
    const before = paints(cases, 'x', known);
    const after = paints(cases, 'y', known);
    expect(after.map((span, i) => span === before[i])).toEqual([false, false, false, false]);
    const again = paints([...cases, queued('z', 'agreed', [])], 'y', known);
    expect(again.slice(0, 4).every((span, i) => span === after[i])).toBe(true);
  });

  test('kinds of lines come again where there are more sides than kinds', () => {
    expect([1, 6, 7, 12].map((number) => laneOf({ number }))).toEqual([1, 6, 1, 6]);
  });
});
