import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstView, isShown, isUnfiltered, noFilter, type ReviewView, readReviewView } from './view.ts';

test('what was remembered is read back as it was', () => {
  const view: ReviewView = {
    sides: ['mk', 'jw'],
    blind: true,
    list: 'decided',
    order: 'article',
    filter: {
      ...noFilter,
      kind: 'stance',
      figure: { name: 'Stance', opens: ['stance'], layer: null },
      cell: { of: 'stance', sides: ['mk', 'jw'], row: 'support', column: 'oppose' },
    },
    current: 's_1+s_2',
    figures: true,
  };
  expect(readReviewView(structuredClone(view))).toEqual(view);
  expect(isUnfiltered(view.filter)).toBe(false);
});

test('whatever else is remembered gives a view that can be shown', () => {
  const one = { id: 'x', article: 'a', start: 0, end: 1, spans: [], missing: [], differences: [], weight: 0 };
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything(),
        fc.record({ sides: fc.anything(), list: fc.anything(), order: fc.anything(), filter: fc.anything() }),
        fc.record({
          filter: fc.record({ kind: fc.anything(), figure: fc.anything(), cell: fc.anything(), layer: fc.anything() }),
        }),
      ),
      (kept) => {
        const view = readReviewView(kept);
        expect(['open', 'decided', 'agreed']).toContain(view.list);
        expect(typeof isShown(one, view.filter)).toBe('boolean');
      },
    ),
  );
  expect(readReviewView(undefined)).toEqual(firstView);
});
