import { hashOf } from './hash.ts';

/** A side under the name that hides whose it is. */
export interface Blind {
  readonly side: string;
  readonly name: string;
}

/**
 * The sides of a case in an order that tells nothing of who they are, named “Annotator 1”, “Annotator 2” and so on: the
 * same for the same case, whatever the order of `sides`, and another from case to case.
 */
export function blindSides(caseId: string, sides: readonly string[]): Blind[] {
  return sides
    .map((side) => ({ side, order: hashOf(`${side}\n${caseId}`) }))
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.side < b.side ? -1 : 1))
    .map(({ side }, i) => ({ side, name: `Annotator ${i + 1}` }));
}
