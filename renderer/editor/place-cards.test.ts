import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeCards, type Wanted } from './place-cards.ts';

const cards = fc
  .array(fc.record({ top: fc.integer({ min: -50, max: 3000 }), height: fc.integer({ min: 20, max: 260 }) }), {
    maxLength: 60,
  })
  .map((all) => all.sort((a, b) => a.top - b.top).map((card, i) => ({ id: `c${i}`, ...card })));
const gap = 8;
const close = 1e-6;

function cost(wanted: readonly Wanted[], tops: readonly number[]): number {
  return wanted.reduce((sum, card, i) => sum + (tops[i]! - card.top) ** 2, 0);
}

/** Cards moved by little steps, each allowed only while order, gap and edge are kept: what cannot be improved this way is best. */
function improvable(wanted: readonly Wanted[], tops: readonly number[], fixed: number): boolean {
  const before = cost(wanted, tops);
  for (let from = 0; from < tops.length; from++) {
    for (let to = from; to < tops.length; to++) {
      if (fixed >= from && fixed <= to) continue;
      for (const step of [0.5, -0.5]) {
        const moved = tops.map((top, i) => (i >= from && i <= to ? top + step : top));
        const allowed =
          moved[0]! >= 0 &&
          moved.every((top, i) => i === 0 || top >= moved[i - 1]! + wanted[i - 1]!.height + gap - close);
        if (allowed && cost(wanted, moved) < before - close) return true;
      }
    }
  }
  return false;
}

describe('placeCards', () => {
  test('keeps the order, never overlaps, never starts above 0, and cannot be improved', () => {
    fc.assert(
      fc.property(cards, fc.option(fc.nat(59)), (wanted, pick) => {
        const fixed = pick !== null && pick < wanted.length ? pick : -1;
        const placed = placeCards(wanted, fixed < 0 ? null : `c${fixed}`, gap);
        const tops = wanted.map((card) => placed.get(card.id)!);
        expect(placed.size).toBe(wanted.length);
        for (const [i, top] of tops.entries()) {
          expect(top).toBeGreaterThanOrEqual(-close);
          if (i > 0) expect(top - tops[i - 1]!).toBeGreaterThanOrEqual(wanted[i - 1]!.height + gap - close);
        }
        expect(improvable(wanted.slice(0, 14), tops.slice(0, 14), fixed) && wanted.length <= 14).toBe(false);
      }),
    );
  });

  test('the selected card stands at its line, or right below the cards before it when they fill the page', () => {
    fc.assert(
      fc.property(cards, fc.nat(59), (wanted, pick) => {
        if (pick >= wanted.length) return;
        const above = wanted.slice(0, pick).reduce((sum, card) => sum + card.height + gap, 0);
        const top = placeCards(wanted, `c${pick}`, gap).get(`c${pick}`)!;
        expect(top).toBeCloseTo(Math.max(wanted[pick]!.top, above), 6);
      }),
    );
  });

  test('cards that stand well stay: placing again moves nothing', () => {
    fc.assert(
      fc.property(cards, fc.option(fc.nat(59)), (wanted, pick) => {
        const selected = pick === null ? null : `c${pick}`;
        const once = placeCards(wanted, selected, gap);
        const twice = placeCards(
          wanted.map((card) => ({ ...card, top: once.get(card.id)! })),
          selected,
          gap,
        );
        for (const [id, top] of once) expect(twice.get(id)).toBeCloseTo(top, 6);
      }),
    );
  });

  test('cards with room stand at their lines', () => {
    const wanted = [0, 100, 200].map((top, i) => ({ id: `c${i}`, top, height: 90 }));
    expect([...placeCards(wanted, null, gap).values()]).toEqual([0, 100, 200]);
  });
});
