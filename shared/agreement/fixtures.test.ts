import { describe, expect, test } from 'vitest';
import { cohenKappa, type Table, weightedKappa } from './cohen-kappa.ts';
import fixtures from './fixtures.json' with { type: 'json' };
import { fleissKappa } from './fleiss-kappa.ts';
import { gamma, observedDisorder } from './gamma.ts';
import { krippendorffAlpha, type Metric } from './krippendorff-alpha.ts';
import { coveredF1, diceF1 } from './overlap-f1.ts';
import { type Rates, ratesOf, type Scheme, schemes, spanCounts } from './span-f1.ts';
import { unitizingAlphas } from './unitizing-alpha.ts';
import { unitizingAlpha1995, unitizingDisagreement } from './unitizing-alpha-1995.ts';

/** Published worked examples; each says where it is from. */
interface Fixture {
  id: string;
  metric: string;
  source: string;
  input: Record<string, unknown>;
  expected: Record<string, unknown>;
  tolerance: number;
}
const all = fixtures as unknown as Fixture[];
const of = (...metrics: string[]) => all.filter(({ metric }) => metrics.includes(metric));

type Triple = [number, number, string];
const unit = ([start, end, layer]: Triple) => ({ start, end, layer, value: layer });

/** Within the tolerance; an expected null means undefined, with a reason. */
function holds(found: { value: number | null; why: string | null }, expected: unknown, tolerance: number) {
  if (expected === null) {
    expect(found.value).toBeNull();
    expect(found.why).toMatch(/./);
  } else near(found.value, expected, tolerance);
}
function near(found: number | null, expected: unknown, tolerance: number) {
  expect(expected).toBeTypeOf('number');
  expect(Math.abs((found ?? Number.NaN) - (expected as number))).toBeLessThanOrEqual(tolerance + 1e-12);
}

test('there are as many as were published', () => {
  expect(all).toHaveLength(36);
  const tested = of(
    ...['cohen_kappa', 'cohen_kappa_weighted_linear', 'fleiss_kappa', 'krippendorff_alpha', 'alpha_U_1995'],
    ...['u_alpha_2016', 'gamma_mathet', 'span_f1', 'semeval_2013'],
  );
  expect(tested).toEqual(all);
});

describe('Cohen’s kappa', () => {
  test.each(of('cohen_kappa', 'cohen_kappa_weighted_linear'))('$id', ({ metric, input, expected, tolerance }) => {
    const table = input.table as Table;
    const found = metric === 'cohen_kappa' ? cohenKappa(table) : weightedKappa(table, 'linear');
    holds(found, expected.kappa, tolerance);
    if ('po' in expected) near(found.observed, expected.po, tolerance);
    if ('pe' in expected) near(found.expected, expected.pe, tolerance);
  });
});

describe('Fleiss’ kappa', () => {
  test.each(of('fleiss_kappa'))('$id', ({ input, expected, tolerance }) => {
    const found = fleissKappa(input.counts as number[][]);
    holds(found, expected.kappa, tolerance);
    if ('po' in expected) near(found.observed, expected.po, tolerance);
    if ('pe' in expected) near(found.expected, expected.pe, tolerance);
  });
});

describe('Krippendorff’s alpha', () => {
  const rows = of('krippendorff_alpha').flatMap((fixture) =>
    Object.entries(fixture.expected).map(([metric, value]) => ({ ...fixture, metric: metric as Metric, value })),
  );
  test.each(rows)('$id, $metric', ({ input, metric, value, tolerance }) => {
    holds(krippendorffAlpha(input.coders_x_units as (number | string | null)[][], metric), value, tolerance);
  });
});

describe('unitizing alpha of 1995', () => {
  const disagreementOf = (id: string) => {
    const { input } = all.find((fixture) => fixture.id === id)!;
    const units = (input.units_start_length as [number, number][][]).map((each) =>
      each.map(([start, length]) => ({
        start: start - (input.begin as number),
        end: start + length - (input.begin as number),
      })),
    );
    return unitizingDisagreement(units, input.length as number)!;
  };
  test.each(of('alpha_U_1995'))('$id', ({ id, input, expected, tolerance }) => {
    const parts = ((input.combine as string[] | undefined) ?? [id]).map(disagreementOf);
    holds(unitizingAlpha1995(parts), expected.alpha, tolerance);
    if ('Do' in expected) near(parts[0]!.observed, expected.Do, tolerance);
    if ('De' in expected) near(parts[0]!.expected, expected.De, tolerance);
  });
});

describe('unitizing alphas of 2016', () => {
  test.each(of('u_alpha_2016'))('$id', ({ input, expected, tolerance }) => {
    const observers = (input.units_half_open as Triple[][]).map((units) => units.map(unit));
    const found = unitizingAlphas(observers, input.L as number);
    holds(found.all, expected.u_alpha, tolerance);
    holds(found.boundaries, expected.bar_u_alpha, tolerance);
    holds(found.coding, expected.cu_alpha, tolerance);
    near(found.coding.coverage, expected.cu_coverage, tolerance);
    const values = expected.ku_alpha as Record<string, { alpha: number | null; coverage: number }>;
    expect([...found.values.keys()].sort()).toEqual(Object.keys(values).sort());
    for (const [value, { alpha, coverage }] of Object.entries(values)) {
      holds(found.values.get(value)!, alpha, tolerance);
      near(found.values.get(value)!.coverage, coverage, tolerance);
    }
  });
});

describe('gamma', () => {
  test.each(of('gamma_mathet'))('$id', ({ input, expected, tolerance }) => {
    const annotators = (input.units_half_open as Triple[][]).map((units) => units.map(unit));
    const weights = { alpha: input.alpha, beta: input.beta, empty: input.delta_empty } as {
      alpha: number;
      beta: number;
      empty: number;
    };
    near(observedDisorder(annotators, weights), expected.observed_disorder, tolerance);
    if (annotators.length > 2) return;
    for (const seed of [1, 2, 3]) {
      const found = gamma(annotators, { seed, samples: 100 }, weights);
      // The published figure is itself a mean over 30 samples of chance.
      holds(found, expected.gamma_monte_carlo, expected.gamma_monte_carlo === 1 ? 0 : 0.2);
      expect(found).toMatchObject({ seed, samples: 100 });
    }
  });
});

describe('F1 of spans', () => {
  const rates = (
    { precision, recall, f1 }: Rates,
    expected: { p: number; r: number; f1?: number },
    tolerance: number,
  ) => {
    near(precision, expected.p, tolerance);
    near(recall, expected.r, tolerance);
    if (expected.f1 !== undefined) holds(f1, expected.f1, tolerance);
  };
  type Expected = {
    COR: number;
    INC: number;
    PAR: number;
    MIS: number;
    SPU: number;
    p: number;
    r: number;
    f1?: number;
  };
  const lower = ({ COR, INC, PAR, MIS, SPU }: Expected) => ({ cor: COR, inc: INC, par: PAR, mis: MIS, spu: SPU });

  test.each(of('semeval_2013'))('$id', ({ input, expected, tolerance }) => {
    const given = input.counts as Record<Scheme, Expected> | undefined;
    const counts = given ? null : spanCounts((input.gold as Triple[]).map(unit), (input.pred as Triple[]).map(unit));
    for (const scheme of schemes) {
      const wanted = expected[scheme] as Expected;
      if (counts) expect(counts[scheme]).toEqual(lower(wanted));
      rates(ratesOf(counts ? counts[scheme] : lower(given![scheme])), wanted, tolerance);
    }
  });

  test.each(of('span_f1'))('$id', ({ input, expected, tolerance }) => {
    const [gold, found] = [(input.gold as Triple[]).map(unit), (input.pred as Triple[]).map(unit)];
    const wanted = expected as Record<string, { p: number; r: number; f1: number }>;
    rates(diceF1(gold, found, 1), wanted.exact!, tolerance);
    rates(ratesOf(spanCounts(gold, found).strict), wanted.exact!, tolerance);
    rates(coveredF1(gold, found), wanted.token!, tolerance);
    rates(diceF1(gold, found, 0.5), wanted.overlap_dice_0_5!, tolerance);
  });
});
