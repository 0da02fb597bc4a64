import type { Range } from '../model/range.ts';
import type { Aligning } from '../review/align.ts';
import { alignPairs } from '../review/align.ts';
import { defined, type Outcome, undefinedFor } from './outcome.ts';

/** What a pair of spans is judged by: place and layer, place, overlap, or overlap and layer. */
export const schemes = ['strict', 'exact', 'partial', 'type'] as const;
export type Scheme = (typeof schemes)[number];

/** Correct, incorrect and partial pairs, and spans that only the first (missing) or the second side has (spurious). */
export interface Counts {
  cor: number;
  inc: number;
  par: number;
  mis: number;
  spu: number;
}

/** Precision and recall from 0 to 1, with the first side as the one that is right; F1 is the same either way. */
export interface Rates {
  precision: number | null;
  recall: number | null;
  f1: Outcome;
}

/**
 * Counts by the rules of SemEval-2013 task 9.1 (Segura-Bedmar et al. 2013, https://aclanthology.org/S13-2056/; MUC-5).
 * Pairs are taken one-to-one by `alignPairs`, so that the order of spans does not matter. Offsets of both sides are into
 * one text.
 */
export function spanCounts<S extends Range & Aligning>(a: readonly S[], b: readonly S[]): Record<Scheme, Counts> {
  const pairs = alignPairs(a, b);
  const counts = (): Counts => ({ cor: 0, inc: 0, par: 0, mis: a.length - pairs.length, spu: b.length - pairs.length });
  const result = { strict: counts(), exact: counts(), partial: counts(), type: counts() };
  for (const [one, other] of pairs) {
    const place = one.start === other.start && one.end === other.end;
    const layer = one.layer === other.layer;
    result.strict[place && layer ? 'cor' : 'inc']++;
    result.exact[place ? 'cor' : 'inc']++;
    result.partial[place ? 'cor' : 'par']++;
    result.type[layer ? 'cor' : 'inc']++;
  }
  return result;
}

/** Said where there is nothing to find. */
export const noSpans = 'no spans on either side';

/**
 * What counts come to: P = (COR + ½ PAR) / ACT, R = (COR + ½ PAR) / POS, F1 = 2 (COR + ½ PAR) / (POS + ACT). As agreement
 * of two sides it is symmetric and needs no model of chance (Hripcsak and Rothschild 2005, doi 10.1197/jamia.M1733).
 * Undefined without spans on either side.
 */
export function ratesOf({ cor, inc, par, mis, spu }: Counts): Rates {
  const right = cor + par / 2;
  const possible = cor + inc + par + mis;
  const actual = cor + inc + par + spu;
  return {
    precision: actual === 0 ? null : right / actual,
    recall: possible === 0 ? null : right / possible,
    f1: possible + actual === 0 ? undefinedFor(noSpans) : defined((2 * right) / (possible + actual)),
  };
}
