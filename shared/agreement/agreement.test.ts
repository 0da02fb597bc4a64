import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AgreementOptions, createAgreement, type MeasuredArticle, type MeasuredSpan } from './agreement.ts';
import { cohenKappa, weightedKappa } from './cohen-kappa.ts';
import { fleissKappa } from './fleiss-kappa.ts';
import { gamma } from './gamma.ts';
import { krippendorffAlpha } from './krippendorff-alpha.ts';
import { mixed } from './random.ts';
import type { AgreementReport, Figure, Measure, Scope } from './report.ts';
import { ratesOf, schemes, spanCounts } from './span-f1.ts';
import { unitizingAlphas } from './unitizing-alpha.ts';
import { unitizingAlpha1995, unitizingDisagreement } from './unitizing-alpha-1995.ts';

const stances = ['oppose', 'mixed', 'support'];
const plain: AgreementOptions = {
  ...{ sides: ['a', 'b'], stances, layers: ['statement', 'frame'], seed: 11, resamples: 20, gammaSamples: 4 },
  byArticle: false,
};
const reportOf = (articles: readonly MeasuredArticle[], options: Partial<AgreementOptions> = {}): AgreementReport => {
  const agreement = createAgreement({ ...plain, ...options });
  for (const article of articles) agreement.add(article);
  return agreement.report();
};
const figure = (scope: Scope, measure: Measure): Figure => scope.figures.find((each) => each.measure === measure)!;
const span = (side: string, start: number, end: number, more: Partial<MeasuredSpan> = {}): MeasuredSpan => ({
  ...{ side, start, end, layer: 'statement', speaker: 'berg', mode: 'direct', stances: [] },
  ...more,
});
const article = (id: string, spans: MeasuredSpan[], worked = ['a', 'b']): MeasuredArticle => ({
  ...{ id, spans, worked, length: 400 },
});
const about = (value: string, target: string | null = 'dam') => ({ stances: [{ target, value }] });
const closeTo = (found: number | null, expected: number | null) => {
  if (found === null || expected === null) expect(found).toBe(expected);
  else expect(found).toBeCloseTo(expected, 9);
};

/** Spans of one side that do not overlap, at places that others have, too. */
const marked = (side: string) =>
  fc
    .array(
      fc.record({
        place: fc.nat(9),
        shift: fc.nat(6),
        long: fc.integer({ min: 1, max: 30 }),
        layer: fc.constantFrom('statement', 'frame'),
        speaker: fc.constantFrom('berg', 'vik', null),
        mode: fc.constantFrom('direct', 'indirect', null),
        stances: fc.array(
          fc.record({ target: fc.constantFrom('dam', 'tax', null), value: fc.constantFrom(...stances, 'gone') }),
          { maxLength: 2 },
        ),
      }),
      { maxLength: 6 },
    )
    .map((given) =>
      [...new Map(given.map((one) => [one.place, one])).values()].map(({ place, shift, long, ...said }) => ({
        ...{ side, start: 40 * place + shift, end: 40 * place + shift + long, ...said },
      })),
    );
const articlesOf = (sides: string[], most = 4) =>
  fc
    .array(fc.tuple(...sides.map(marked)), { minLength: 1, maxLength: most })
    .map((given) => given.map((spans, i) => article(`article ${i}`, spans.flat(), sides)));

/** Everything that must not depend on order, with numbers cut where rounding begins. */
const told = (report: AgreementReport) =>
  JSON.parse(
    JSON.stringify(report, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(9)) + 0 : value)),
  ) as AgreementReport;
const allFigures = ({ pooled, layers, byArticle, macro }: AgreementReport) => [
  ...[pooled, ...layers, ...byArticle].flatMap(({ figures }) => figures),
  ...macro,
];

describe('the report of two sides', { timeout: 30_000 }, () => {
  test('says of one article what each measure says of it', () => {
    fc.assert(
      fc.property(marked('a'), marked('b'), (a, b) => {
        const { pooled, layers, confusion } = reportOf([article('one', [...a, ...b])]);
        const counts = spanCounts(a, b);
        for (const scheme of schemes) {
          const { cor, inc, par, mis, spu } = counts[scheme];
          const found = figure(pooled, `f1-${scheme}`);
          closeTo(found.value, ratesOf(counts[scheme]).f1.value);
          expect(found.detail).toMatchObject({ cor, inc, par, mis, spu });
        }
        const units = [a, b].map((own) => own.map(({ start, end, layer }) => ({ start, end, layer, value: layer })));
        const alphas = unitizingAlphas(units, 400);
        closeTo(figure(pooled, 'u-alpha-boundaries').value, alphas.boundaries.value);
        closeTo(figure(pooled, 'cu-alpha').value, alphas.coding.value);
        expect(figure(pooled, 'cu-alpha').detail.coverage).toBeCloseTo(alphas.coding.coverage, 9);
        const ofLayer = (layer: string) => units.map((own) => own.filter((unit) => unit.layer === layer));
        const disagreements = ['statement', 'frame'].map((layer) => unitizingDisagreement(ofLayer(layer), 400));
        closeTo(figure(pooled, 'alpha-u-1995').value, unitizingAlpha1995(disagreements).value);
        for (const scope of layers)
          closeTo(figure(scope, 'u-alpha').value, unitizingAlphas(ofLayer(scope.layer!), 400).all.value);
        if (a.length + b.length > 0) {
          const sampling = { seed: mixed('one', 11) ^ 11, samples: 4 };
          closeTo(figure(pooled, 'gamma').value, gamma(units, sampling).value);
        }

        // Places that both marked, in text order, as they overlap at no other.
        const pairs = a.flatMap((one) => {
          const other = b.find((each) => each.start < one.end && one.start < each.end);
          return other ? [[one, other] as const] : [];
        });
        expect(pooled.matched).toBe(pairs.length);
        const tableOf = (values: readonly unknown[], of: (one: MeasuredSpan) => unknown) =>
          values.map((row) =>
            values.map((column) => pairs.filter(([x, y]) => of(x) === row && of(y) === column).length),
          );
        const speakers = tableOf(['berg', 'vik', null], ({ speaker }) => speaker);
        closeTo(figure(pooled, 'speaker-kappa').value, cohenKappa(speakers).value);
        const said = [0, 1].map((side) => pairs.map((pair) => pair[side as 0 | 1].speaker ?? 'nobody'));
        closeTo(figure(pooled, 'speaker-alpha').value, krippendorffAlpha(said, 'nominal').value);
        const modes = tableOf(['direct', 'indirect', null], ({ mode }) => mode);
        closeTo(figure(pooled, 'mode-kappa').value, cohenKappa(modes).value);
        const kinds = tableOf(['statement', 'frame'], ({ layer }) => layer);
        closeTo(figure(pooled, 'layer-kappa').value, cohenKappa(kinds).value);
        if (pairs.length > 0) {
          expect(confusion.layer).toEqual({ sides: ['a', 'b'], values: ['statement', 'frame'], counts: kinds });
          const votes = pairs.map((pair) =>
            ['statement', 'frame'].map((layer) => pair.filter((one) => one.layer === layer).length),
          );
          closeTo(figure(pooled, 'layer-fleiss').value, fleissKappa(votes).value);
        } else expect(confusion.layer).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  test('compares stances toward targets that both have, each once', () => {
    const both = (i: number, first: MeasuredSpan['stances'], second: MeasuredSpan['stances']) => [
      span('a', 40 * i, 40 * i + 9, { stances: first }),
      span('b', 40 * i, 40 * i + 9, { stances: second }),
    ];
    const on = (value: string, target: string | null = 'dam') => ({ target, value });
    const { pooled, confusion } = reportOf([
      article('one', [
        ...both(0, [on('oppose')], [on('oppose')]),
        ...both(1, [on('oppose')], [on('mixed')]),
        ...both(2, [on('support'), on('mixed', 'tax')], [on('mixed', 'tax'), on('support')]),
        // Other targets, a value that is not on the scale, two values toward one target: nothing to compare.
        ...both(3, [on('support')], [on('oppose', 'tax')]),
        ...both(4, [on('gone')], [on('oppose')]),
        ...both(5, [on('support'), on('oppose')], [on('oppose')]),
        ...both(6, [on('support', null)], [on('mixed', null)]),
        ...both(7, [], [on('mixed')]),
      ]),
    ]);
    const counts = [
      [1, 1, 0],
      [0, 1, 0],
      [0, 1, 1],
    ];
    expect(confusion.stance).toEqual({ sides: ['a', 'b'], values: stances, counts });
    const found = figure(pooled, 'stance-alpha-ordinal');
    expect(found).toMatchObject({ n: 5, of: 'pairs', detail: { agreed: 3 }, opens: ['stance'] });
    closeTo(
      found.value,
      krippendorffAlpha(
        [
          [0, 0, 2, 1, 2],
          [0, 1, 2, 1, 1],
        ],
        'ordinal',
      ).value,
    );
    closeTo(figure(pooled, 'stance-kappa-weighted').value, weightedKappa(counts, 'linear').value);
    closeTo(figure(pooled, 'stance-kappa-weighted').detail.quadratic!, weightedKappa(counts, 'quadratic').value);
    expect(figure(pooled, 'target-kappa').n).toBe(8);
  });

  test('depends neither on the order of articles and spans nor on who is first, and is never beyond its bounds', () => {
    fc.assert(
      fc.property(articlesOf(['a', 'b']), (articles) => {
        const report = reportOf(articles, { byArticle: true });
        const turned = articles.toReversed().map((each) => ({ ...each, spans: each.spans.toReversed() }));
        const other = reportOf(turned, { byArticle: true });
        expect(told(other)).toEqual(told(report));
        const mirrored = reportOf(articles, { sides: ['b', 'a'], byArticle: true });
        const figures = allFigures(report);
        allFigures(mirrored).forEach(({ measure, value, n }, i) => {
          expect(measure).toBe(figures[i]!.measure);
          expect(n).toBe(figures[i]!.n);
          closeTo(value, figures[i]!.value);
        });
        for (const { value, why, interval, detail } of figures) {
          expect(value === null).toBe(why !== null);
          expect(Object.values(detail).every(Number.isFinite)).toBe(true);
          if (value !== null) expect(value).toBeLessThanOrEqual(1 + 1e-9);
          if (value === null) expect(interval).toBeNull();
          if (interval) expect(interval.low).toBeLessThanOrEqual(interval.high);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('is 1 or undefined where both did the same, wherever it stands in the text', () => {
    fc.assert(
      fc.property(fc.array(marked('a'), { minLength: 2, maxLength: 4 }), fc.nat(9), (given, by) => {
        const articles = given.map((own, i) =>
          article(
            `article ${i}`,
            own.flatMap((one) =>
              ['a', 'b'].map((side) => ({ ...one, side, start: one.start + by, end: one.end + by })),
            ),
          ),
        );
        const report = reportOf(articles, { byArticle: true });
        for (const { value, interval } of allFigures(report)) {
          if (value !== null) expect(value).toBeCloseTo(1, 9);
          if (interval) expect(interval.low).toBeCloseTo(1, 9);
        }
        if (given.some((own) => own.length > 0))
          for (const measure of ['f1-strict', 'u-alpha', 'alpha-u-1995', 'gamma'] as const)
            expect(figure(report.pooled, measure).value).toBeCloseTo(1, 9);
      }),
      { numRuns: 20 },
    );
  });

  test('gives reasons where there is no figure', () => {
    const nothing = reportOf([article('one', []), article('two', [])]).pooled;
    for (const { measure, value, why, interval } of nothing.figures) {
      expect([measure, value, interval]).toEqual([measure, null, null]);
      expect(why).toMatch(/^no /);
    }
    expect(figure(nothing, 'f1-strict').why).toBe('no spans on either side');
    const same = ['a', 'b'].flatMap((side) => [
      span(side, 10, 20, about('support')),
      span(side, 50, 60, { ...about('support'), speaker: null }),
    ]);
    const { pooled } = reportOf([article('one', same)]);
    expect(figure(pooled, 'stance-alpha-ordinal').why).toBe('no variation: everybody says support everywhere');
    expect(figure(pooled, 'mode-kappa').why).toBe('no variation: everybody says direct everywhere');
    expect(figure(pooled, 'target-alpha').why).toBe('no variation: everybody names the same target everywhere');
    expect(figure(pooled, 'speaker-kappa').value).toBe(1);
    const apart = reportOf([article('one', [span('a', 1, 5), span('b', 6, 9)])]).pooled;
    expect(figure(apart, 'speaker-kappa').why).toBe('no spans that both sides marked');
    expect(figure(apart, 'cu-alpha').why).toBe('nothing is marked by two sides');
    expect(figure(apart, 'f1-strict')).toMatchObject({ value: 0, detail: { cor: 0, mis: 1, spu: 1 } });
  });
});

describe('what counts', { timeout: 30_000 }, () => {
  test('is an article that both have worked on; what is left out is said', () => {
    const report = reportOf([
      article('both', [span('a', 1, 5), span('b', 1, 5), span('c', 1, 5)]),
      article('nothing', [span('a', 1, 5)]),
      article('alone', [span('a', 1, 5)], ['a']),
      article('nobody', [], ['c']),
    ]);
    expect(report).toMatchObject({ articles: 2, pooled: { spans: { a: 2, b: 1 }, matched: 1 } });
    expect(figure(report.pooled, 'f1-strict').value).toBeCloseTo(2 / 3, 9);
    expect(report.left).toEqual([{ what: '1 article', reason: 'only one of the sides has worked on it' }]);
    const three = reportOf([article('both', [span('c', 1, 5)])], { sides: ['a', 'b', 'c'] });
    expect(three.left).toEqual([{ what: '1 span', reason: 'its side has not said that it worked on the article' }]);
  });

  test('is pooled and a mean over articles', () => {
    const agreed = [0, 1, 2].flatMap((i) => [span('a', 30 * i, 30 * i + 9), span('b', 30 * i, 30 * i + 9)]);
    const report = reportOf([article('one', agreed), article('two', [span('a', 1, 5)]), article('three', [])], {
      byArticle: true,
    });
    expect(figure(report.pooled, 'f1-strict').value).toBeCloseTo(6 / 7, 9);
    const macro = report.macro.find(({ measure }) => measure === 'f1-strict')!;
    expect(macro).toMatchObject({ value: 0.5, detail: { articles: 2 } });
    expect(macro.caution).toContain('2 of 3 articles');
    expect(report.byArticle.map((scope) => [scope.article, figure(scope, 'f1-strict').value])).toEqual([
      ['one', 1],
      ['three', null],
      ['two', 0],
    ]);
    expect(report.byArticle[0]).toMatchObject({ layer: null, spans: { a: 3, b: 3 }, matched: 3 });
  });

  test('in a layer is aligned within it, and a layer that no codebook knows is one, too', () => {
    const { layers, pooled } = reportOf([
      article('one', [
        ...[span('a', 0, 100), span('a', 10, 20, { layer: 'frame' }), span('b', 0, 30, { layer: 'frame' })],
        span('b', 200, 210, { layer: 'older' }),
      ]),
    ]);
    expect(layers.map(({ layer }) => layer)).toEqual(['statement', 'frame', 'older']);
    expect(layers.map(({ matched }) => matched)).toEqual([0, 1, 0]);
    expect(pooled.matched).toBe(1);
    expect(figure(pooled, 'layer-kappa').value).toBe(0);
    expect(layers.map((scope) => figure(scope, 'f1-type').value)).toEqual([0, 1, 0]);
  });

  test('joins what a side marked over itself in one layer, and says so', () => {
    const twice = [span('a', 0, 20), span('a', 10, 30), span('b', 0, 30)];
    const { pooled } = reportOf([article('one', twice)]);
    expect(figure(pooled, 'u-alpha')).toMatchObject({ value: 1, detail: { joined: 1 } });
    expect(figure(pooled, 'u-alpha').caution).toContain('1 were joined');
    const known = reportOf([{ ...article('one', twice), length: undefined }]);
    expect(figure(known.pooled, 'u-alpha').n).toBe(60);
    expect(figure(known.pooled, 'u-alpha').caution).toContain('length was not known');
    // Layers may lie over each other: the stretch under both is neither’s alone.
    const nested = ['a', 'b'].flatMap((side) => [span(side, 0, 40), span(side, 10, 20, { layer: 'frame' })]);
    expect(figure(reportOf([article('one', nested)]).pooled, 'cu-alpha').value).toBe(1);
  });

  test('refuses sides that are none or one twice', () => {
    expect(() => createAgreement({ ...plain, sides: ['a'] })).toThrow(RangeError);
    expect(() => createAgreement({ ...plain, sides: ['a', 'a'] })).toThrow(RangeError);
  });
});

describe('three sides', { timeout: 30_000 }, () => {
  const sides = ['a', 'b', 'c'];

  test('have means over pairs, and figures of all at once', () => {
    const articles = [
      article(
        'one',
        [
          ...[span('a', 0, 10), span('b', 0, 10), span('c', 0, 12, { speaker: 'vik' })],
          ...[span('a', 50, 60, { layer: 'frame' }), span('b', 50, 60, { layer: 'frame' }), span('c', 50, 60)],
          ...[span('a', 90, 99, about('oppose')), span('c', 90, 99, about('mixed'))],
          ...sides.map((side) => span(side, 150, 160, { speaker: 'vik', ...about('support') })),
        ],
        sides,
      ),
    ];
    const report = reportOf(articles, { sides });
    const pairs = [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ].map((two) => reportOf([{ ...articles[0]!, worked: two }], { sides: two }));
    for (const measure of ['f1-strict', 'f1-partial', 'speaker-kappa', 'layer-kappa'] as const) {
      const values = pairs.map(({ pooled }) => figure(pooled, measure).value!);
      closeTo(figure(report.pooled, measure).value, values.reduce((sum, value) => sum + value, 0) / 3);
      expect(figure(report.pooled, measure).caution).toContain('Mean over 3 pairs');
    }
    const speakers = [
      ['berg', 'berg', 'berg', 'vik'],
      ['berg', 'berg', null, 'vik'],
      ['vik', 'berg', 'berg', 'vik'],
    ];
    closeTo(figure(report.pooled, 'speaker-alpha').value, krippendorffAlpha(speakers, 'nominal').value);
    const scale = [
      [0, 2],
      [null, 2],
      [1, 2],
    ];
    closeTo(figure(report.pooled, 'stance-alpha-ordinal').value, krippendorffAlpha(scale, 'ordinal').value);
    closeTo(
      figure(report.pooled, 'layer-fleiss').value,
      fleissKappa([
        [3, 0],
        [1, 2],
        [3, 0],
      ]).value,
    );
    expect(figure(report.pooled, 'layer-fleiss')).toMatchObject({ n: 3, of: 'passages' });
    expect(figure(report.pooled, 'cu-alpha').n).toSatisfy(Number.isInteger);
    expect(figure(report.pooled, 'gamma')).toMatchObject({
      value: null,
      why: 'gamma is computed for exactly two sides',
    });
    expect(report.confusion).toEqual({ stance: null, layer: null });
  });

  test('have unitizing alphas of all at once', () => {
    fc.assert(
      fc.property(marked('a'), marked('b'), marked('c'), (...given) => {
        const { pooled } = reportOf([article('one', given.flat(), sides)], { sides });
        const units = given.map((own) => own.map(({ start, end, layer }) => ({ start, end, value: layer })));
        const alphas = unitizingAlphas(units, 400);
        closeTo(figure(pooled, 'u-alpha-boundaries').value, alphas.boundaries.value);
        closeTo(figure(pooled, 'cu-alpha').value, alphas.coding.value);
      }),
      { numRuns: 20 },
    );
  });

  test('may be in any order, and need not all have worked on every article', () => {
    fc.assert(
      fc.property(articlesOf(sides), fc.shuffledSubarray(sides, { minLength: 3 }), (articles, order) => {
        const some = articles.map((each, i) => (i === 0 ? { ...each, worked: ['a', 'c'] } : each));
        const figures = allFigures(reportOf(some, { sides }));
        allFigures(reportOf(some.toReversed(), { sides: order })).forEach(({ value, why, detail }, i) => {
          closeTo(value, figures[i]!.value);
          expect(value === null).toBe(why !== null);
          expect(Object.values(detail).every(Number.isFinite)).toBe(true);
        });
      }),
      { numRuns: 25 },
    );
  });
});

describe('intervals', { timeout: 30_000 }, () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => {
      const shift = mixed(String(i), 5) % 3 === 0 ? 3 : 0;
      return article(`article ${i}`, [span('a', 10, 30), span('b', 10 + shift, 30)]);
    });

  test('are the same for the same seed, hold the figure, and need two articles', () => {
    const report = reportOf(many(60));
    const found = figure(report.pooled, 'f1-strict');
    expect(reportOf(many(60)).pooled).toEqual(report.pooled);
    expect(figure(reportOf(many(60), { seed: 12 }).pooled, 'f1-strict').interval).not.toEqual(found.interval);
    expect(found.interval!.low).toBeLessThan(found.value!);
    expect(found.interval!.high).toBeGreaterThan(found.value!);
    expect(figure(reportOf(many(1)).pooled, 'f1-strict').interval).toBeNull();
    expect(figure(reportOf(many(60), { resamples: 0 }).pooled, 'f1-strict').interval).toBeNull();
    expect(report.sampling).toEqual({ seed: 11, resamples: 20, gammaSamples: 4 });
  });

  test('of very many articles are drawn from bundles of them; figures stay what they are', () => {
    const articles = many(4200);
    const options = { gammaSamples: 1, resamples: 150 };
    const report = reportOf(articles, options);
    const strict = articles.filter(({ spans }) => spans[0]!.start === spans[1]!.start).length / 4200;
    const { value, interval } = figure(report.pooled, 'f1-strict');
    expect(value).toBeCloseTo(strict, 12);
    expect(report.sampling.bundles).toBe(256);
    // The spread of a share among 4200: ± 1.96 √(p (1 − p) / n).
    const half = 1.96 * Math.sqrt((strict * (1 - strict)) / 4200);
    expect(interval!.low).toBeGreaterThan(strict - 1.4 * half);
    expect(interval!.low).toBeLessThan(strict - 0.6 * half);
    expect(interval!.high).toBeGreaterThan(strict + 0.6 * half);
    expect(interval!.high).toBeLessThan(strict + 1.4 * half);
    expect(figure(report.pooled, 'gamma')).toMatchObject({ n: 4000, detail: { articles: 2000 } });
    expect(figure(report.pooled, 'gamma').caution).toContain('On 2000 articles drawn from 4200.');
    expect(told(reportOf(articles.toReversed(), options))).toEqual(told(report));
  });
});
