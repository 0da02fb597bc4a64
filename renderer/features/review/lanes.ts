import type { Case, Sided } from '#shared/review/case.ts';
import type { ShownSide } from '#shared/review/words.ts';
import type { PaintedSpan } from '../../editor/TextView.tsx';
import type { QueuedCase } from './queue.ts';

/** How many kinds of lines there are; with more sides they come again, and the names tell them apart. */
const kinds = 6;

/** Which of the kinds of lines a side has, from 1. */
export const laneOf = ({ number }: Pick<ShownSide, 'number'>): number => ((number - 1) % kinds) + 1;

/** What a painted passage belongs to: its id names the case and, where sides differ, the side. */
export const caseOfPainted = (id: string): string => id.split(' ')[0] ?? id;

/**
 * The cases of an article as its text shows them: where sides differ each has its own line and ground, what is agreed
 * on or decided is one quiet passage, and the case that is looked at is the strongest.
 * @param sidesOf the sides in the order in which they are shown for a case
 * @param known what was painted before, so that only what differs is painted anew
 */
export function lanesOf(
  cases: readonly QueuedCase[],
  sidesOf: (caseId: string) => readonly ShownSide[],
  current: string | null,
  known: Map<string, PaintedSpan>,
): PaintedSpan[] {
  const painted = cases.flatMap(({ case: one, list }): PaintedSpan[] => {
    const now = one.id === current;
    if (list === 'open' || (now && one.differences.length > 0)) {
      const sides = sidesOf(one.id);
      return one.spans.map((sided) => {
        const side = sides.find(({ id }) => id === sided.side);
        const lane = side ? laneOf(side) : kinds;
        return { id: `${one.id} ${sided.side}`, ...placeOf(sided), paint: `side-${lane}${now ? '-now' : ''}` };
      });
    }
    return [{ id: one.id, ...placeOf(one), paint: `${list}${now ? '-now' : ''}` }];
  });
  return painted.map((span) => {
    const before = known.get(span.id);
    if (before && before.paint === span.paint && before.start === span.start && before.end === span.end) return before;
    known.set(span.id, span);
    return span;
  });
}

const placeOf = ({ start, end }: Case | Sided) => ({ start, end });
