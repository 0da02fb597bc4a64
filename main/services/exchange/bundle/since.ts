import type { Positions } from '#shared/contract/contract.ts';
import type { Transfer } from '#shared/model/transfer.ts';

/** Where a bundle of what is new begins. */
export interface Since {
  /** When the last bundle of the whole folder was sent. */
  readonly at: string;
  /** How far the journals had gone when one of these sides' work, or with null any, was last sent; null: never. */
  of(sides: readonly string[] | null): Positions | null;
}

/**
 * What an annotator has sent already; null when that is nothing. Each side has a beginning of its own, so that somebody
 * whose work was not in the last bundle comes whole in the next. Bundles of chosen articles do not count: what they left
 * out would never be sent.
 */
export function sinceLastSent(transfers: Iterable<Transfer>, annotator: string): Since | null {
  const sent = [...transfers]
    .filter((one) => one.direction === 'sent' && one.annotator === annotator && one.positions !== null)
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  const last = sent[0];
  if (last === undefined) return null;
  return {
    at: last.at,
    of: (sides) =>
      (sides === null ? last : sent.find(({ annotators }) => sides.some((side) => annotators.includes(side))))
        ?.positions ?? null,
  };
}
