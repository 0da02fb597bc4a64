import type { Difference } from '../review/case.ts';

/*
 * What a reviewer is told of agreement: the same report on screen, on the command line and in the printed review.
 */

/** Measures by the names that figures carry; the order is the order of reports: spans first. */
export const measures = [
  'f1-strict',
  'f1-exact',
  'f1-partial',
  'f1-type',
  'u-alpha',
  'u-alpha-boundaries',
  'cu-alpha',
  'alpha-u-1995',
  'gamma',
  'speaker-kappa',
  'speaker-alpha',
  'stance-alpha-ordinal',
  'stance-kappa-weighted',
  'target-kappa',
  'target-alpha',
  'mode-kappa',
  'layer-kappa',
  'layer-fleiss',
] as const;
export type Measure = (typeof measures)[number];

/** One figure with all that is needed not to misread it. */
export interface Figure {
  measure: Measure;
  /** Null: undefined, for the reason in `why`. Never 0 or 1 in its place. */
  value: number | null;
  why: string | null;
  /** 95 % percentile interval of a bootstrap over articles; null where the value or too many resamples are undefined. */
  interval: { low: number; high: number } | null;
  /** How many of what it was computed on. */
  n: number;
  of: 'spans' | 'pairs' | 'passages' | 'characters';
  /** Counts behind it, e.g. COR, INC, PAR, MIS, SPU, precision, recall, coverage. */
  detail: Record<string, number>;
  /** Why it should be read with care, e.g. that kappa wants units that were fixed beforehand. */
  caution: string | null;
  /** The differences whose cases explain it: what a click on the figure opens. */
  opens: readonly Difference[];
}

/** How often one side said the row's value where the other said the column's, on matched spans. */
export interface ConfusionMatrix {
  /** Of two sides: rows are the first's. */
  sides: readonly [string, string];
  values: readonly string[];
  /** `counts[row][column]` */
  counts: readonly (readonly number[])[];
}

/** Figures of all articles together, of one layer, or of one article. */
export interface Scope {
  /** Null: all layers. */
  layer: string | null;
  /** Null: all articles, pooled (micro-averaged: counts are summed, then the figure is computed). */
  article: string | null;
  /** Spans by side. */
  spans: Record<string, number>;
  /** Aligned pairs of spans. */
  matched: number;
  figures: readonly Figure[];
}

export interface AgreementReport {
  /** Annotators' ids, or `adjudicated`; figures of three and more sides are means over pairs where the measure is one of pairs. */
  sides: readonly string[];
  /** Articles on which at least two of the sides have worked, and which the figures are of. */
  articles: number;
  /** What was left out, with its reason: spans without a place in the text, articles only one side has worked on. */
  left: readonly { what: string; reason: string }[];
  pooled: Scope;
  layers: readonly Scope[];
  /** One scope an article, span figures only; may be empty where nobody asked for them. */
  byArticle: readonly Scope[];
  /** Means over articles of the span figures (macro-averaged), beside the pooled ones. */
  macro: readonly Figure[];
  /** Of two sides only, and null without matched spans: summed over pairs of sides it would say nothing of anybody. */
  confusion: { stance: ConfusionMatrix | null; layer: ConfusionMatrix | null };
  /** With `bundles`, there were so many articles that they were put into that many by chance, which the bootstrap draws. */
  sampling: { seed: number; resamples: number; gammaSamples: number; bundles?: number };
}
