import { noVariation, type Outcome, undefinedFor } from './outcome.ts';

/** How often one side said the row's value where the other said the column's: square, the same values in both directions. */
export type Table = readonly (readonly number[])[];

/** A figure corrected for chance, with what was observed and what chance would bring; these two from 0 to 1. */
export type Corrected = Outcome & { readonly observed: number | null; readonly expected: number | null };

/**
 * Cohen's kappa (Cohen 1960, doi 10.1177/001316446002000104): κ = (Po − Pe) / (1 − Pe), Pe = Σ p_k· p_·k. From −1 to
 * 1; undefined for an empty table and where both sides say one and the same value everywhere.
 * It wants units that were fixed beforehand: on freely drawn spans it is conditional on spans that were matched.
 * @throws RangeError for a table that is not square
 */
export function cohenKappa(table: Table): Corrected {
  const { total, rows, columns } = sumsOf(table);
  if (total === 0) return { ...undefinedFor('nothing that both sides valued'), observed: null, expected: null };
  let agreed = 0;
  let chance = 0;
  for (let k = 0; k < table.length; k++) {
    agreed += table[k]![k]!;
    chance += rows[k]! * columns[k]!;
  }
  return corrected(kappa(agreed, total, chance), agreed / total, chance / (total * total));
}

/** How much a step on the scale weighs: by its length, or by the square of it. */
export type Weighting = 'linear' | 'quadratic';

/**
 * Weighted kappa (Cohen 1968, doi 10.1037/h0026256): 1 − Σ w·O / Σ w·E with w = |i − j| or (i − j)², rows and columns in
 * the order of the scale. From −1 to 1; undefined as `cohenKappa` is. `observed` and `expected` are agreement: 1 less the
 * mean weight as a share of the greatest.
 * @throws RangeError for a table that is not square
 */
export function weightedKappa(table: Table, weighting: Weighting): Corrected {
  const { total, rows, columns } = sumsOf(table);
  if (total === 0) return { ...undefinedFor('nothing that both sides valued'), observed: null, expected: null };
  let observed = 0;
  let chance = 0;
  table.forEach((row, i) => {
    row.forEach((count, j) => {
      const weight = weightOf(i, j, weighting);
      observed += weight * count;
      chance += weight * rows[i]! * columns[j]!;
    });
  });
  const most = total * weightOf(0, Math.max(1, table.length - 1), weighting);
  const value = chance === 0 ? Number.NaN : 1 - (observed * total) / chance;
  return corrected(value, 1 - observed / most, 1 - chance / (total * most));
}

export const weightOf = (i: number, j: number, weighting: Weighting): number =>
  weighting === 'linear' ? Math.abs(i - j) : (i - j) ** 2;

/** From sums: how often both said the same, out of how often, and Σ row·column over the values. NaN: undefined. */
export function kappa(agreed: number, total: number, chance: number): number {
  const most = total * total;
  return total === 0 || chance >= most ? Number.NaN : (agreed * total - chance) / (most - chance);
}

function corrected(value: number, observed: number, expected: number): Corrected {
  if (Number.isNaN(value)) return { ...undefinedFor(noVariation), observed, expected };
  return { value, why: null, observed, expected };
}

function sumsOf(table: Table) {
  if (table.some((row) => row.length !== table.length)) throw new RangeError('a table of counts must be square');
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = table.map((_, k) => table.reduce((sum, row) => sum + row[k]!, 0));
  return { rows, columns, total: rows.reduce((sum, row) => sum + row, 0) };
}
