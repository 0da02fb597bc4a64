import type { Corrected } from './cohen-kappa.ts';
import { noVariation, undefinedFor } from './outcome.ts';

/**
 * Fleiss' kappa (Fleiss 1971, doi 10.1037/h0031619): `counts[unit][value]` says how many gave the unit the value.
 * P_i = (Σ n_ij² − n) / (n (n − 1)); κ = (P̄ − Σ p_j²) / (1 − Σ p_j²). From −1/(n − 1) to 1; undefined without units and
 * where everybody says one and the same value everywhere.
 * @throws RangeError where units have not the same number of ratings, or fewer than two
 */
export function fleissKappa(counts: readonly (readonly number[])[]): Corrected {
  const first = counts[0];
  if (!first) return { ...undefinedFor('nothing that all sides valued'), observed: null, expected: null };
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const raters = sum(first);
  if (raters < 2) throw new RangeError('Fleiss’ kappa wants two ratings or more for each unit');
  if (counts.some((unit) => sum(unit) !== raters))
    throw new RangeError('Fleiss’ kappa wants the same number of ratings for each unit');
  const same = counts.reduce((total, unit) => total + sameOf(unit, raters), 0);
  const squares = first.reduce((total, _, value) => total + sum(counts.map((unit) => unit[value] ?? 0)) ** 2, 0);
  const value = fleiss(same, counts.length, squares / raters ** 2);
  const [observed, expected] = [same / counts.length, squares / (raters * counts.length) ** 2];
  return Number.isNaN(value)
    ? { ...undefinedFor(noVariation), observed, expected }
    : { value, why: null, observed, expected };
}

/** P_i: of all pairs of raters, the share that gave the unit the same value. */
export const sameOf = (unit: readonly number[], raters: number): number =>
  (unit.reduce((total, count) => total + count * count, 0) - raters) / (raters * (raters - 1));

/** From sums over units: of P_i, of units, and Σ (n_j / n)² over the values. NaN: undefined. */
export function fleiss(same: number, units: number, squares: number): number {
  const most = units * units;
  return units === 0 || squares >= most * (1 - 1e-15) ? Number.NaN : (same * units - squares) / (most - squares);
}
