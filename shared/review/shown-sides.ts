import type { Span } from '../model/span.ts';
import type { AnnotatorNames } from './annotator-names.ts';
import { blindSides } from './blind.ts';
import { adjudicated, sideOf } from './side.ts';
import type { ShownSide } from './words.ts';

/**
 * The sides as they are shown: by name in the order chosen, or, where names are hidden, by numbers in an order that tells
 * nothing.
 * @param key what the hidden order is of: a case, or the review as a whole
 */
export function shownSides(
  sides: readonly string[],
  namesOf: AnnotatorNames,
  blind: boolean,
  key: string,
): ShownSide[] {
  if (blind)
    return blindSides(key, sides).map(({ side, name }, i) => ({
      id: side,
      name,
      short: String(i + 1),
      number: i + 1,
    }));
  return sides.map((id, i) => {
    const { name, initials } = namesOf(id);
    return { id, name, short: initials, number: i + 1 };
  });
}

/** Who can be compared: everybody with spans of their own, the one with the most first. */
export function sidesWithSpans(spans: readonly Span[]): string[] {
  const counts = new Map<string, number>();
  for (const span of spans) {
    const side = sideOf(span);
    if (side !== null && side !== adjudicated) counts.set(side, (counts.get(side) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([side]) => side);
}

/**
 * Whose work is compared when nobody has chosen: the two who have marked the most, one's own first if it is among them.
 */
export function firstSides(candidates: readonly string[], me: string): string[] {
  const [first, ...others] = candidates.includes(me) ? [me, ...candidates.filter((id) => id !== me)] : candidates;
  return first === undefined || others[0] === undefined ? [] : [first, others[0]];
}
