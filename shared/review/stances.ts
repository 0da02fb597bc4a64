import type { Stance } from '../model/stance.ts';

/** Whether two lists hold the same stances, in whatever order and however often. */
export function sameStances(a: readonly Stance[], b: readonly Stance[]): boolean {
  return a === b || (holdsAll(a, b) && holdsAll(b, a));
}

const holdsAll = (a: readonly Stance[], b: readonly Stance[]): boolean =>
  b.every(({ target, value }) => a.some((stance) => stance.target === target && stance.value === value));

/** What two sides say toward one target. */
export interface StancePair {
  readonly target: string | null;
  /** A value on the codebook's scale. */
  readonly a: string;
  readonly b: string;
}

/**
 * The values that two spans take toward the same target, each with each where a side takes several: what is compared
 * when stances are. A stance whose target is not named yet is compared with others of that kind; where the two have no
 * target in common, their values are compared whatever they are toward, and the target is null.
 */
export function stancePairs(a: readonly Stance[], b: readonly Stance[]): StancePair[] {
  const pairs: StancePair[] = [];
  for (const { target, value } of a)
    for (const other of b) if (other.target === target) pairs.push({ target, a: value, b: other.value });
  if (pairs.length > 0) return pairs;
  return a.flatMap(({ value }) => b.map((other) => ({ target: null, a: value, b: other.value })));
}

/**
 * The values that two spans take toward each target that both have a stance toward, as figures compare them: not naming
 * the target yet counts as a target of its own, and a side with several values toward one has none there.
 */
export function measuredPairs(a: readonly Stance[], b: readonly Stance[]): StancePair[] {
  return [...new Set(a.map(({ target }) => target))].flatMap((target): StancePair[] => {
    const [one, ...more] = new Set(valuesToward(a, target));
    const [other, ...others] = new Set(valuesToward(b, target));
    return one === undefined || other === undefined || more.length + others.length > 0
      ? []
      : [{ target, a: one, b: other }];
  });
}

/** Whether two spans take different values toward a target that both name, or, where they name none in common, at all. */
export function stancesDiffer(a: readonly Stance[], b: readonly Stance[]): boolean {
  const shared = a.filter(({ target }) => b.some((stance) => stance.target === target));
  if (shared.length === 0)
    return !sameSet(
      a.map(({ value }) => value),
      b.map(({ value }) => value),
    );
  return shared.some(({ target }) => !sameSet(valuesToward(a, target), valuesToward(b, target)));
}

/** Whether two spans name different targets; a stance without a target names none. */
export const targetsDiffer = (a: readonly Stance[], b: readonly Stance[]): boolean =>
  !sameSet(namedTargets(a), namedTargets(b));

const valuesToward = (stances: readonly Stance[], toward: string | null): string[] =>
  stances.flatMap(({ target, value }) => (target === toward ? [value] : []));
const namedTargets = (stances: readonly Stance[]): string[] =>
  stances.flatMap(({ target }) => (target === null ? [] : [target]));
const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.every((item) => b.includes(item)) && b.every((item) => a.includes(item));
