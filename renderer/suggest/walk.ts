import type { Range } from '#shared/model/range.ts';
import { doubtful, type Suggestion } from '#shared/suggest/suggestion.ts';

type Walked = Range & Pick<Suggestion, 'id' | 'confidence'>;

export const isDoubtful = ({ confidence }: Pick<Suggestion, 'confidence'>): boolean => confidence < doubtful;

/** The order in which suggestions are walked: those that are sure in text order, then the doubtful ones. */
export const walkOrder = <S extends Walked>(waiting: readonly S[]): S[] => [
  ...waiting.filter((one) => !isDoubtful(one)),
  ...waiting.filter(isDoubtful),
];

/**
 * The suggestion one step on from the selected one, or from the caret when none is selected; round at the ends.
 * Undefined when nothing waits.
 */
export function step<S extends Walked>(
  waiting: readonly S[],
  from: { selected: string | undefined; caret: number },
  by: 1 | -1,
): S | undefined {
  const order = walkOrder(waiting);
  const at = order.findIndex(({ id }) => id === from.selected);
  if (at >= 0) return order[(at + by + order.length) % order.length];
  const sure = order.filter((one) => !isDoubtful(one));
  const among = sure.length > 0 ? sure : order;
  return by > 0
    ? (among.find(({ start }) => start >= from.caret) ?? among[0])
    : (among.findLast(({ start }) => start < from.caret) ?? among.at(-1));
}

/** The suggestion to go on to once those with these ids are decided: the next that is left after the first of them. */
export function nextAfter<S extends Walked>(waiting: readonly S[], decided: ReadonlySet<string>): S | undefined {
  const order = walkOrder(waiting);
  const at = order.findIndex(({ id }) => decided.has(id));
  const left = (one: S) => !decided.has(one.id);
  return order.slice(Math.max(0, at)).find(left) ?? order.find(left);
}
