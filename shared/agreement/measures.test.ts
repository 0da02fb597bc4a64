import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assign } from './assignment.ts';
import { cohenKappa, weightedKappa } from './cohen-kappa.ts';
import { fleissKappa } from './fleiss-kappa.ts';
import { dissimilarity, gamma, observedDisorder } from './gamma.ts';
import { krippendorffAlpha, type Metric } from './krippendorff-alpha.ts';
import { percentileInterval } from './percentile.ts';
import { mixed, normal, seeded } from './random.ts';
import { ratesOf, schemes, spanCounts } from './span-f1.ts';
import { unitizingAlphas } from './unitizing-alpha.ts';
import { unitizingAlpha1995, unitizingDisagreement } from './unitizing-alpha-1995.ts';

const metrics: Metric[] = ['nominal', 'ordinal', 'interval', 'ratio'];
const closeTo = (a: number | null, b: number | null) => {
  if (a === null || b === null) expect(a).toBe(b);
  else expect(a).toBeCloseTo(b, 9);
};

/** Units of one observer, sorted and apart. */
const units = (length = 120) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 1, max: 15 }), fc.constantFrom('a', 'b', 'c')), {
      maxLength: 6,
    })
    .map((steps) => {
      let at = 0;
      return steps.flatMap(([gap, long, value]) => {
        const start = at + gap;
        at = start + long;
        return at <= length ? [{ start, end: at, value, layer: value }] : [];
      });
    });
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((size) =>
    fc.array(fc.array(fc.nat(9), { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
  );
const transposed = (rows: number[][]) => rows.map((_, k) => rows.map((row) => row[k]!));
const ratings = fc
  .integer({ min: 2, max: 4 })
  .chain((coders) =>
    fc.array(fc.array(fc.option(fc.integer({ min: 0, max: 4 })), { minLength: coders, maxLength: coders }), {
      minLength: 1,
      maxLength: 12,
    }),
  )
  .map((rows) => rows[0]!.map((_, coder) => rows.map((row) => row[coder]!)));

describe('kappa', { timeout: 30_000 }, () => {
  test('does not mind which side is first nor what values are called, and is within bounds', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const reversed = [...rows].reverse().map((row) => [...row].reverse());
        for (const of of [
          cohenKappa,
          (t: number[][]) => weightedKappa(t, 'linear'),
          (t: number[][]) => weightedKappa(t, 'quadratic'),
        ]) {
          const { value, why } = of(rows);
          closeTo(of(transposed(rows)).value, value);
          closeTo(of(reversed).value, value);
          expect(value === null).toBe(why !== null);
          if (value === null) continue;
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
          expect(value).toBeGreaterThanOrEqual(-1 - 1e-12);
        }
      }),
    );
  });

  test('is 1 where both say the same, and undefined where they say one thing only', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 5 }), (diagonal) => {
        const rows = diagonal.map((count, i) => diagonal.map((_, k) => (i === k ? count : 0)));
        const expected = diagonal.filter((count) => count > 0).length > 1 ? 1 : null;
        for (const { value } of [cohenKappa(rows), weightedKappa(rows, 'linear'), weightedKappa(rows, 'quadratic')])
          closeTo(value, expected);
      }),
    );
    expect(cohenKappa([[0]]).why).toBe('nothing that both sides valued');
    expect(cohenKappa([[4]]).why).toContain('no variation');
    expect(() => cohenKappa([[1, 2]])).toThrow(RangeError);
  });

  test('of Fleiss wants as many ratings of each unit, and is undefined without variation', () => {
    expect(() =>
      fleissKappa([
        [2, 0],
        [1, 0],
      ]),
    ).toThrow('same number');
    expect(() => fleissKappa([[1, 0]])).toThrow('two ratings');
    expect(fleissKappa([]).why).toBe('nothing that all sides valued');
    expect(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]),
    ).toMatchObject({ value: null, observed: 1, expected: 1 });
    expect(
      fleissKappa([
        [3, 0],
        [0, 3],
      ]).value,
    ).toBe(1);
  });
});

describe('Krippendorff’s alpha', { timeout: 30_000 }, () => {
  test('does not mind the order of coders, of units, nor what values are called where they are names', () => {
    fc.assert(
      fc.property(ratings, (coders) => {
        for (const metric of metrics) {
          const { value, why } = krippendorffAlpha(coders, metric);
          expect(value === null).toBe(why !== null);
          if (value !== null) expect(value).toBeLessThanOrEqual(1 + 1e-12);
          closeTo(krippendorffAlpha([...coders].reverse(), metric).value, value);
          closeTo(
            krippendorffAlpha(
              coders.map((row) => [...row].reverse()),
              metric,
            ).value,
            value,
          );
        }
        const renamed = coders.map((row) => row.map((value) => (value === null ? null : `v${(value * 7) % 5}`)));
        closeTo(krippendorffAlpha(renamed, 'nominal').value, krippendorffAlpha(coders, 'nominal').value);
        // A scale read from its other end, and moved.
        const whole = coders.map((row) => row.map((value) => value ?? 0));
        for (const metric of ['ordinal', 'interval'] as const)
          closeTo(
            krippendorffAlpha(
              whole.map((row) => row.map((value) => 9 - value)),
              metric,
            ).value,
            krippendorffAlpha(whole, metric).value,
          );
      }),
    );
  });

  test('is 1 for the same data twice, or undefined without variation', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 10 }), (row) => {
        for (const metric of metrics)
          closeTo(krippendorffAlpha([row, row, row], metric).value, new Set(row).size > 1 ? 1 : null);
      }),
    );
    expect(
      krippendorffAlpha(
        [
          [1, null],
          [null, 2],
        ],
        'nominal',
      ).why,
    ).toBe('nothing that two sides valued');
    expect(() => krippendorffAlpha([['a'], ['b']], 'ordinal')).toThrow(RangeError);
  });
});

describe('unitizing alphas', { timeout: 30_000 }, () => {
  const length = 150;
  const all = (observers: { start: number; end: number; value: string }[][]) => {
    const { all, boundaries, coding, values } = unitizingAlphas(observers, length);
    const old = ['a', 'b', 'c'].map((value) =>
      unitizingDisagreement(
        observers.map((own) => own.filter((unit) => unit.value === value)),
        length,
      ),
    );
    return [
      all,
      boundaries,
      coding,
      ...['a', 'b', 'c'].map((value) => values.get(value) ?? null),
      unitizingAlpha1995(old),
    ];
  };
  const observers = fc.array(units(), { minLength: 2, maxLength: 4 });

  test('do not mind the order of observers and units, where the text begins, nor what values are called', () => {
    fc.assert(
      fc.property(observers, fc.integer({ min: 0, max: 30 }), (given, by) => {
        const found = all(given);
        const same = (other: ReturnType<typeof all>) => {
          other.forEach((outcome, i) => {
            closeTo(outcome?.value ?? null, found[i]?.value ?? null);
          });
        };
        same(all([...given].reverse().map((own) => [...own].reverse())));
        // The 1995 form looks at how long gaps are, to which the ones at either end belong.
        const moved = all(
          given.map((own) => own.map((unit) => ({ ...unit, start: unit.start + by, end: unit.end + by }))),
        );
        same([...moved.slice(0, -1), found.at(-1)!]);
        const called = new Map([
          ['a', 'b'],
          ['b', 'c'],
          ['c', 'a'],
        ]);
        const renamed = all(given.map((own) => own.map((unit) => ({ ...unit, value: called.get(unit.value)! }))));
        same([...renamed.slice(0, 3), renamed[4]!, renamed[5]!, renamed[3]!, renamed[6]!]);
        for (const outcome of found) {
          if (outcome === null) continue;
          expect(outcome.value === null).toBe(outcome.why !== null);
          if (outcome.value !== null) expect(outcome.value).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  test('are 1 for the same units twice', () => {
    fc.assert(
      fc.property(units(), (own) => {
        for (const outcome of all([own, own]))
          if (outcome && outcome.value !== null) expect(outcome.value).toBeCloseTo(1, 9);
        if (own.length === 0) expect(all([own, own])[0]!.why).toBe('no spans on either side');
        else expect(all([own, own])[0]!.value).toBeCloseTo(1, 9);
      }),
    );
  });

  test('refuse what they cannot be of', () => {
    const unit = { start: 2, end: 5, value: 'a' };
    expect(() => unitizingAlphas([[unit]], 10)).toThrow('two observers');
    expect(() => unitizingAlphas([[unit, { ...unit, start: 4, end: 8 }], []], 10)).toThrow('overlaps');
    expect(() => unitizingAlphas([[unit], []], 4)).toThrow('outside');
    expect(
      unitizingAlphas([[{ ...unit, start: 0, end: 10 }], [{ ...unit, start: 0, end: 10 }]], 10).all.value,
    ).toBeNull();
  });

  test('of 1995 are 0 for one short unit in all, and undefined for none', () => {
    expect(unitizingAlpha1995([unitizingDisagreement([[{ start: 3, end: 4 }], []], 10)]).value).toBeCloseTo(0, 12);
    expect(unitizingAlpha1995([unitizingDisagreement([[], []], 10)])).toEqual({
      ...{ value: null, why: 'no spans on either side' },
    });
  });
});

describe('gamma', { timeout: 30_000 }, () => {
  const sampling = { seed: 7, samples: 5 };

  test('does not mind which annotator is first, the order of units, where the text begins, nor what layers are called', () => {
    fc.assert(
      fc.property(units(), units(), fc.integer({ min: 0, max: 1000 }), (a, b, by) => {
        const found = gamma([a, b], sampling);
        const moved = (own: typeof a) =>
          own.map((unit) => ({ start: unit.start + by, end: unit.end + by, layer: unit.layer }));
        closeTo(observedDisorder([b, a]), found.observed);
        closeTo(gamma([b, a], sampling).value, found.value);
        closeTo(gamma([[...a].reverse(), [...b].reverse()], sampling).value, found.value);
        closeTo(gamma([moved(a), moved(b)], sampling).value, found.value);
        closeTo(gamma([a, a], sampling).value, a.length === 0 ? null : 1);
        const renamed = (own: typeof a) => own.map((unit) => ({ ...unit, layer: `x${unit.layer}` }));
        closeTo(gamma([renamed(a), renamed(b)], sampling).value, found.value);
        if (found.value !== null) expect(found.value).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
  });

  test('aligns two annotators no worse than looking at all alignments does', () => {
    fc.assert(
      fc.property(units(60), units(60), (a, b) => {
        // All ways to pair up units, one after the other.
        const least = (i: number, free: number[]): number => {
          if (i === a.length) return free.length;
          let best = 1 + least(i + 1, free);
          for (const j of free)
            best = Math.min(
              best,
              dissimilarity(a[i]!, b[j]!) +
                least(
                  i + 1,
                  free.filter((other) => other !== j),
                ),
            );
          return best;
        };
        const cost = least(
          0,
          b.map((_, j) => j),
        );
        closeTo(observedDisorder([a, b]), a.length + b.length === 0 ? null : (2 * cost) / (a.length + b.length));
      }),
      { numRuns: 40 },
    );
  });

  test('refuses what it is not for', () => {
    expect(() => gamma([[], [], []], sampling)).toThrow('two annotators');
    const many = Array.from({ length: 9 }, (_, i) => ({ start: 5 * i, end: 5 * i + 3, layer: 'a' }));
    expect(() => observedDisorder([many, many, []])).toThrow('16 units');
    expect(observedDisorder([[], []])).toBeNull();
  });
});

test('an assignment is the cheapest of all', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 4 })
        .chain((rows) =>
          fc
            .integer({ min: rows, max: 5 })
            .chain((columns) =>
              fc
                .array(fc.integer({ min: -9, max: 9 }), { minLength: rows * columns, maxLength: rows * columns })
                .map((costs) => ({ rows, columns, costs })),
            ),
        ),
      ({ rows, columns, costs }) => {
        const least = (row: number, taken: number[]): number => {
          if (row === rows) return 0;
          let best = Number.POSITIVE_INFINITY;
          for (let column = 0; column < columns; column++)
            if (!taken.includes(column))
              best = Math.min(best, costs[row * columns + column]! + least(row + 1, [...taken, column]));
          return best;
        };
        const found = assign(costs, rows, columns);
        expect(new Set(found).size).toBe(rows);
        expect(found.reduce((sum, column, row) => sum + costs[row * columns + column]!, 0)).toBe(least(0, []));
      },
    ),
  );
  expect(() => assign([1, 2], 2, 1)).toThrow(RangeError);
});

describe('span F1', { timeout: 30_000 }, () => {
  const spans = fc.array(
    fc.record({
      start: fc.nat(40),
      long: fc.integer({ min: 1, max: 12 }),
      layer: fc.constantFrom('a', 'b'),
    }),
    { maxLength: 6 },
  );
  const placed = (given: { start: number; long: number; layer: string }[]) =>
    given.map(({ start, long, layer }) => ({ start, end: start + long, layer }));

  test('is symmetric, within bounds, independent of order and place, and 1 for the same spans', () => {
    fc.assert(
      fc.property(spans, spans, fc.nat(100), (first, second, by) => {
        const [a, b] = [placed(first), placed(second)];
        const counts = spanCounts(a, b);
        const mirrored = spanCounts(b, a);
        const moved = (own: typeof a) =>
          own.map(({ start, end, layer }) => ({ start: start + by, end: end + by, layer }));
        expect(spanCounts([...a].reverse(), [...b].reverse())).toEqual(counts);
        expect(spanCounts(moved(a), moved(b))).toEqual(counts);
        for (const scheme of schemes) {
          const { cor, inc, par, mis, spu } = counts[scheme];
          expect(cor + inc + par + mis).toBe(a.length);
          expect(cor + inc + par + spu).toBe(b.length);
          const { f1, precision, recall } = ratesOf(counts[scheme]);
          const other = ratesOf(mirrored[scheme]);
          expect(other.f1).toEqual(f1);
          expect([other.recall, other.precision]).toEqual([precision, recall]);
          if (f1.value !== null) expect(f1.value >= 0 && f1.value <= 1).toBe(true);
          else expect(f1.why).toBe('no spans on either side');
          closeTo(ratesOf(spanCounts(a, a)[scheme]).f1.value, a.length === 0 ? null : 1);
        }
      }),
    );
  });
});

describe('chance', { timeout: 30_000 }, () => {
  test('is the same for the same seed, even, and normal where it is to be', () => {
    const [one, other] = [seeded(3), seeded(3)];
    const drawn = Array.from({ length: 20_000 }, one);
    expect(drawn.slice(0, 50)).toEqual(Array.from({ length: 50 }, other));
    expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(drawn.reduce((sum, value) => sum + value, 0) / drawn.length).toBeCloseTo(0.5, 1);
    const random = seeded(4);
    const normals = Array.from({ length: 20_000 }, () => normal(random));
    expect(normals.reduce((sum, value) => sum + value, 0) / normals.length).toBeCloseTo(0, 1);
    expect(normals.reduce((sum, value) => sum + value * value, 0) / normals.length).toBeCloseTo(1, 1);
    expect(normals.every(Number.isFinite)).toBe(true);
  });

  test('of a text depends on the text and the seed', () => {
    expect(mixed('one', 1)).toBe(mixed('one', 1));
    expect(new Set(Array.from({ length: 1000 }, (_, i) => mixed(`article-${i}`, 1))).size).toBe(1000);
    expect(mixed('one', 1)).not.toBe(mixed('one', 2));
  });

  test('has an interval of the middle 95 %, and none where too much is undefined', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000);
    expect(percentileInterval(values)).toEqual({ low: 25, high: 974 });
    expect(percentileInterval(values.map((value) => (value < 50 ? Number.NaN : value)))).not.toBeNull();
    expect(percentileInterval(values.map((value) => (value < 51 ? Number.NaN : value)))).toBeNull();
    expect(percentileInterval(new Float64Array(0))).toBeNull();
  });
});
