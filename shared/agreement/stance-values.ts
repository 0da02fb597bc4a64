import type { Stance } from '../model/stance.ts';

/** The targets that a span names, as one value: null where it names none. */
export function targetKey(stances: readonly Stance[]): string | null {
  if (stances.length === 0) return null;
  if (stances.length === 1) return stances[0]!.target;
  const targets = new Set<string>();
  for (const { target } of stances) if (target !== null) targets.add(target);
  return targets.size === 0 ? null : [...targets].sort().join('\n');
}

/**
 * Calls back with the places on the scale of two spans' values toward each target that both have a stance toward; not
 * naming it yet counts as a target of its own. Where they have no target in common, what they think of it cannot be
 * compared; a side with two values toward one target, or one that is not on the scale, has none there.
 */
export function comparable(
  a: readonly Stance[],
  b: readonly Stance[],
  scale: ReadonlyMap<string, number>,
  found: (one: number, other: number) => void,
): void {
  a.forEach(({ target }, i) => {
    if (a.findIndex((stance) => stance.target === target) !== i) return;
    const one = valueToward(a, target, scale);
    const other = valueToward(b, target, scale);
    if (one !== null && other !== null) found(one, other);
  });
}

/** The place on the scale of the one value that a span has toward the target; null without one. */
export function valueToward(
  stances: readonly Stance[],
  toward: string | null,
  scale: ReadonlyMap<string, number>,
): number | null {
  let only: string | null = null;
  for (const { target, value } of stances) {
    if (target !== toward) continue;
    if (only !== null && only !== value) return null;
    only = value;
  }
  return only === null ? null : (scale.get(only) ?? null);
}
