import type { Difference } from '../review/case.ts';
import type { AllSums, Continua } from './all-sums.ts';
import type { Codes, PairedValues } from './nominal-sums.ts';
import { noVariation } from './outcome.ts';
import type { PairSums } from './pair-sums.ts';
import type { Figure, Measure } from './report.ts';
import { noSpans, ratesOf, schemes } from './span-f1.ts';
import { boundariesAlpha, codingAlpha, uDisagreement } from './unitizing-alpha.ts';

/** A figure that can be computed from the totals of whichever articles. */
export interface FigureSource {
  readonly measure: Measure;
  /** NaN: undefined. */
  readonly compute: (totals: Float64Array) => number;
  /** All else, of all articles; `why` is for where the value is undefined. */
  readonly about: (totals: Float64Array) => Omit<Figure, 'measure' | 'value' | 'interval'> & { why: string };
}

/** The figure of totals, without an interval. */
export function figureOf({ measure, compute, about }: FigureSource, totals: Float64Array): Figure {
  const value = compute(totals);
  const { why, ...rest } = about(totals);
  const isDefined = Number.isFinite(value);
  return { measure, value: isDefined ? value : null, why: isDefined ? null : why, interval: null, ...rest };
}

/** What a measure's sums are of: all pairs of sides, and all sides at once. */
export interface ScopeSums {
  readonly pairs: readonly PairSums[];
  readonly all: AllSums;
}

export const opens = {
  'f1-strict': ['only', 'layer', 'boundary'],
  'f1-exact': ['only', 'boundary'],
  'f1-partial': ['only', 'boundary'],
  'f1-type': ['only', 'layer'],
  'u-alpha': ['only', 'layer', 'boundary'],
  'u-alpha-boundaries': ['only', 'boundary'],
  'cu-alpha': ['layer'],
  'alpha-u-1995': ['only', 'layer', 'boundary'],
  gamma: ['only', 'layer', 'boundary'],
  'speaker-kappa': ['speaker'],
  'speaker-alpha': ['speaker'],
  'stance-alpha-ordinal': ['stance'],
  'stance-kappa-weighted': ['stance'],
  'target-kappa': ['target'],
  'target-alpha': ['target'],
  'mode-kappa': ['mode'],
  'layer-kappa': ['layer'],
  'layer-fleiss': ['layer'],
} as const satisfies Record<Measure, readonly Difference[]>;

const unfixed = 'Kappa wants units that were fixed beforehand; this one only tells of spans that both marked.';

/** The mean over pairs of sides for which it is defined; NaN where it is for none. */
function meanOver(pairs: readonly PairSums[], of: (pair: PairSums) => number): number {
  if (pairs.length === 1) return of(pairs[0]!);
  let [sum, count] = [0, 0];
  for (const pair of pairs) {
    const value = of(pair);
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

const sumOver = (pairs: readonly PairSums[], of: (pair: PairSums) => number): number =>
  pairs.reduce((sum, pair) => sum + of(pair), 0);

const said = (...sentences: (string | null)[]): string | null =>
  sentences.filter((sentence) => sentence !== null).join(' ') || null;

const meanOfPairs = ({ pairs }: ScopeSums): string | null =>
  pairs.length === 1 ? null : `Mean over ${pairs.length} pairs of sides.`;

/** The F1 figures of a scope. */
export const f1Figures = (scope: ScopeSums): FigureSource[] =>
  schemes.map((scheme) => ({
    measure: `f1-${scheme}`,
    compute: (totals) => meanOver(scope.pairs, (pair) => pair.f1(totals, scheme)),
    about: (totals) => {
      const counts = { cor: 0, inc: 0, par: 0, mis: 0, spu: 0 };
      for (const pair of scope.pairs) {
        const of = pair.counts(totals, scheme);
        for (const key of Object.keys(counts) as (keyof typeof counts)[]) counts[key] += of[key];
      }
      const { precision, recall } = ratesOf(counts);
      const rates = { ...(precision === null ? {} : { precision }), ...(recall === null ? {} : { recall }) };
      return {
        why: noSpans,
        n: sumOver(scope.pairs, (pair) => pair.spans(totals)),
        of: 'spans' as const,
        detail: scope.pairs.length === 1 ? { ...counts, ...rates } : counts,
        caution: meanOfPairs(scope),
        opens: opens[`f1-${scheme}`],
      };
    },
  }));

export interface Continuous {
  readonly continua: Continua;
  /** The layers in whose sums the scope's are. */
  readonly layers: () => readonly AllSums[];
}

/** uα of a scope: 1 − ΣDo/ΣDe over its layers, each of which is a continuum of its own. */
export function uAlphaFigure({ continua, layers }: Continuous): FigureSource {
  return {
    measure: 'u-alpha',
    compute: (totals) => {
      let [observed, expected] = [0, 0];
      for (const layer of layers()) {
        const part = uDisagreement(totals[continua.total]!, layer.units.of(totals));
        observed += part.observed;
        expected += part.expected;
      }
      return expected > 0 ? 1 - observed / expected : Number.NaN;
    },
    about: (totals) => {
      const units = layers().flatMap((layer) => layer.units.of(totals));
      return {
        ...unitizing(continua, layers(), totals),
        why: units.every(({ length }) => length === 0) ? noSpans : 'no variation: all of the text is marked',
        opens: opens['u-alpha'],
      };
    },
  };
}

function unitizing(continua: Continua, layers: readonly AllSums[], totals: Float64Array) {
  const joined = layers.reduce((sum, layer) => sum + totals[layer.joined]!, 0);
  return {
    n: totals[continua.total]!,
    of: 'characters' as const,
    detail: { joined },
    caution: said(
      joined === 0
        ? null
        : `A side’s spans may not overlap within a layer here: ${joined} were joined with the ones they overlap.`,
      totals[continua.unmeasured] === 0
        ? null
        : 'Where a text’s length was not known, it was taken to end with its last span.',
    ),
  };
}

/** |uα, cuα and the form of 1995, of all layers together. */
export function continuumFigures(continuous: Continuous): FigureSource[] {
  const { continua, layers } = continuous;
  const about = (totals: Float64Array) => unitizing(continua, layers(), totals);
  const none = (totals: Float64Array) => continua.layers.of(totals).every(({ length }) => length === 0);
  const common = (totals: Float64Array) => continua.layers.of(totals).reduce((sum, { marked }) => sum + marked, 0);
  return [
    {
      measure: 'u-alpha-boundaries',
      compute: (totals) => boundariesAlpha(totals[continua.total]!, continua.layers.of(totals)),
      about: (totals) => ({
        ...about(totals),
        why: none(totals) ? noSpans : 'no variation: all of the text is marked',
        opens: opens['u-alpha-boundaries'],
      }),
    },
    {
      measure: 'cu-alpha',
      compute: (totals) => codingAlpha(continua.layers.of(totals)),
      about: (totals) => {
        const { detail, ...rest } = about(totals);
        const marked = common(totals);
        return {
          ...rest,
          // With three sides and more each character counts by how many of them marked it.
          n: Math.round(marked),
          detail: { ...detail, coverage: totals[continua.total] === 0 ? 0 : marked / totals[continua.total]! },
          why: none(totals)
            ? noSpans
            : marked === 0
              ? 'nothing is marked by two sides'
              : 'no variation: what two sides marked has one layer everywhere',
          opens: opens['cu-alpha'],
        };
      },
    },
  ];
}

export function oldFigure({ continua, layers }: Continuous): FigureSource {
  const sum = (totals: Float64Array, at: number) =>
    layers().reduce((total, layer) => total + totals[layer.old + at]!, 0);
  return {
    measure: 'alpha-u-1995',
    compute: (totals) => {
      const expected = sum(totals, 1);
      return expected > 0 ? 1 - sum(totals, 0) / expected : Number.NaN;
    },
    about: (totals) => ({
      ...unitizing(continua, layers(), totals),
      why: layers().every((layer) => layer.units.of(totals).every(({ length }) => length === 0))
        ? noSpans
        : 'chance could bring no disagreement',
      opens: opens['alpha-u-1995'],
    }),
  };
}

type Attribute = 'speaker' | 'target' | 'mode' | 'layer';

/** What is said where everybody says one value everywhere; those of speakers and targets are ids that tell nobody anything. */
function noVariationOf(attribute: Attribute, totals: Float64Array, pairs: readonly PairSums[], codes: Codes): string {
  const only = new Set(pairs.flatMap((pair) => pair[attribute].codes(totals)));
  const value = only.size === 1 ? codes.values[[...only][0]!]! : undefined;
  if (value === undefined) return noVariation;
  if (value === null) return `no variation: nobody names a ${attribute}`;
  return attribute === 'mode' || attribute === 'layer'
    ? `no variation: everybody says ${value} everywhere`
    : `no variation: everybody names the same ${attribute} everywhere`;
}

const noPairs = 'no spans that both sides marked';

/** Kappa and alpha of what spans say once, on matched pairs. */
export function valueFigures(
  scope: ScopeSums,
  attribute: Attribute,
  codes: Codes,
  sides: number,
): { kappa: FigureSource; alpha: FigureSource; fleiss: FigureSource } {
  const pairsOf = (totals: Float64Array) => sumOver(scope.pairs, (pair) => pair[attribute].pairs(totals));
  const why = (totals: Float64Array) =>
    pairsOf(totals) === 0 ? noPairs : noVariationOf(attribute, totals, scope.pairs, codes);
  const agreed = (totals: Float64Array) => sumOver(scope.pairs, (pair) => pair[attribute].agreed(totals));
  const shared = attribute === 'mode' ? null : scope.all[attribute];
  const of = (values: (pair: PairedValues) => number) => meanOver(scope.pairs, (pair) => values(pair[attribute]));
  const common = (totals: Float64Array) => ({
    why: why(totals),
    n: pairsOf(totals),
    of: 'pairs' as const,
    detail: { agreed: agreed(totals) },
  });
  const native = (totals: Float64Array) =>
    sides === 2 || !shared ? common(totals) : { ...common(totals), detail: { passages: shared.passages(totals) } };
  const kappaOf = `${attribute}-kappa` as const;
  return {
    kappa: {
      measure: kappaOf,
      compute: (totals) => of((values) => values.kappa(totals)),
      about: (totals) => ({ ...common(totals), caution: said(unfixed, meanOfPairs(scope)), opens: opens[kappaOf] }),
    },
    alpha: {
      measure: attribute === 'target' ? 'target-alpha' : 'speaker-alpha',
      compute: (totals) => (sides === 2 || !shared ? of((values) => values.alpha(totals)) : shared.alpha(totals)),
      about: (totals) => ({ ...native(totals), caution: null, opens: [attribute] }),
    },
    fleiss: {
      measure: 'layer-fleiss',
      compute: (totals) => (sides === 2 || !shared ? of((values) => values.fleiss(totals)) : shared.fleiss(totals)),
      about: (totals) => {
        const { why, ...rest } = native(totals);
        const none = sides > 2 && shared?.passages(totals) === 0;
        return {
          ...rest,
          ...(sides === 2 || !shared ? {} : { n: shared.passages(totals), of: 'passages' as const }),
          why: none ? 'no passage that all sides marked' : why,
          caution: unfixed,
          opens: opens['layer-fleiss'],
        };
      },
    },
  };
}

/** Ordinal alpha and weighted kappa of stances toward the same target, on matched pairs. */
export function stanceFigures(scope: ScopeSums, stances: readonly string[], sides: number): FigureSource[] {
  const pairsOf = (totals: Float64Array) => sumOver(scope.pairs, (pair) => pair.stance.count(totals));
  const about = (totals: Float64Array) => {
    const n = pairsOf(totals);
    const agreed = sumOver(scope.pairs, (pair) =>
      stances.reduce((sum, _, value) => sum + pair.stance.row(totals, value)[value]!, 0),
    );
    const only = stances.filter((_, value) =>
      scope.pairs.some((pair) =>
        stances.some((_, other) => pair.stance.row(totals, value)[other]! + pair.stance.row(totals, other)[value]! > 0),
      ),
    );
    return {
      n,
      of: 'pairs' as const,
      detail: { agreed },
      why:
        n === 0
          ? 'no stances of both sides toward the same target'
          : only.length === 1
            ? `no variation: everybody says ${only[0]} everywhere`
            : noVariation,
    };
  };
  return [
    {
      measure: 'stance-alpha-ordinal',
      compute: (totals) =>
        sides === 2 ? scope.pairs[0]!.stance.alpha(totals, 'pairs') : scope.all.stance.alpha(totals, 'coincidences'),
      about: (totals) => ({ ...about(totals), caution: null, opens: opens['stance-alpha-ordinal'] }),
    },
    {
      measure: 'stance-kappa-weighted',
      compute: (totals) => meanOver(scope.pairs, (pair) => pair.stance.kappa(totals, 'linear')),
      about: (totals) => {
        const { detail, ...rest } = about(totals);
        const quadratic = meanOver(scope.pairs, (pair) => pair.stance.kappa(totals, 'quadratic'));
        return {
          ...rest,
          detail: Number.isNaN(quadratic) ? detail : { ...detail, quadratic },
          caution: said(unfixed, 'Each step on the scale weighs alike.', meanOfPairs(scope)),
          opens: opens['stance-kappa-weighted'],
        };
      },
    },
  ];
}
