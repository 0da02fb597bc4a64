import type { Range } from '../model/range.ts';
import { defined, type Outcome, undefinedFor } from './outcome.ts';
import { noSpans } from './span-f1.ts';

/** Observed and expected disagreement of one category, each 0 or more. */
export interface Disagreement {
  observed: number;
  expected: number;
}

/**
 * Disagreement of unitizing one category (Krippendorff 1995, doi 10.2307/271061; 2004, ch. 11.6): `observers[i]` are an
 * observer's units in a continuum of `length`, where they do not overlap. Over pairs of observers, Do = Σ δ² / (m (m − 1)
 * L²), with δ² = Δb² + Δe² for units that intersect, and the squared length for a unit that none of the other's
 * intersects. De is the mean over all ways in which the units and gaps could lie. Null without units.
 * @throws RangeError for fewer than two observers
 */
export function unitizingDisagreement(observers: readonly (readonly Range[])[], length: number): Disagreement | null {
  const m = observers.length;
  if (m < 2) throw new RangeError('unitizing alpha wants two observers or more');
  const sorted = observers.map((units) => (units.length < 2 ? units : [...units].sort((a, b) => a.start - b.start)));
  let count = 0;
  let spread = 0;
  for (const units of sorted) {
    count += units.length;
    for (const { start, end } of units) spread += (end - start) * (end - start - 1);
  }
  if (count === 0) return null;

  let squared = 0;
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) if (i !== j) squared += apart(sorted[i]!, sorted[j]!, i < j);

  const gaps: number[] = [];
  for (const units of sorted) addGaps(gaps, units, length);
  let chance = 0;
  for (const units of sorted) {
    for (const { start, end } of units) {
      const long = end - start;
      const square = long * long;
      chance += ((count - 1) * (2 * square * long - 3 * square + long)) / 3;
      let ways = 0;
      for (const gap of gaps) if (gap >= long) ways += gap - long + 1;
      chance += square * ways;
    }
  }
  return {
    observed: squared / (m * (m - 1) * length * length),
    expected: ((2 / length) * chance) / (m * length * (m * length - 1) - spread),
  };
}

/**
 * α_U = 1 − ΣDo / ΣDe over categories or continua, each weighted alike unless the caller has weighted them. At most 1;
 * undefined without units (nulls), and where chance could bring no disagreement.
 */
export function unitizingAlpha1995(parts: readonly (Disagreement | null)[]): Outcome {
  let observed = 0;
  let expected = 0;
  let any = false;
  for (const part of parts) {
    if (part === null) continue;
    any = true;
    observed += part.observed;
    expected += part.expected;
  }
  if (!any) return undefinedFor(noSpans);
  return expected <= 0 ? undefinedFor('chance could bring no disagreement') : defined(1 - observed / expected);
}

/** δ² of one's units against the other's; where they intersect once for the two of them, as `both` says. */
function apart(units: readonly Range[], others: readonly Range[], both: boolean): number {
  let sum = 0;
  let from = 0;
  for (const { start, end } of units) {
    while (from < others.length && others[from]!.end <= start) from++;
    if (from === others.length || others[from]!.start >= end) {
      // Each ordered pair of observers is gone through, and each unordered one counts twice.
      sum += 2 * (end - start) ** 2;
      continue;
    }
    if (!both) continue;
    for (let i = from; i < others.length && others[i]!.start < end; i++)
      sum += 2 * ((start - others[i]!.start) ** 2 + (end - others[i]!.end) ** 2);
  }
  return sum;
}

function addGaps(gaps: number[], units: readonly Range[], length: number): void {
  let from = 0;
  for (const { start, end } of units) {
    if (start > from) gaps.push(start - from);
    from = end;
  }
  if (length > from) gaps.push(length - from);
}
