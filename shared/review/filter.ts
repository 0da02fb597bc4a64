import type { Case, Difference } from './case.ts';
import { stancePairs } from './stances.ts';

/** What a list of cases is narrowed to; what is left out does not narrow it. */
export interface CaseFilter {
  /** Cases that differ in one of these; an empty list: in whatever. */
  readonly differences?: readonly Difference[];
  /** Cases in which only this side has marked something, of those that worked on the article. */
  readonly only?: string;
  /** Cases in which one of the sides marked on this layer. */
  readonly layer?: string;
  readonly article?: string;
  /** A cell of the matrix of stances: `a` took the value `row` where `b` took `column`, toward the same target. */
  readonly stances?: Cell;
  /** A cell of the matrix of layers. */
  readonly layers?: Cell;
  /** Whether cases on which everybody agrees are left out. */
  readonly differing?: boolean;
}

/** A cell of a `ConfusionMatrix`, see `shared/agreement/report.ts`. */
export interface Cell {
  readonly sides: readonly [string, string];
  readonly row: string;
  readonly column: string;
}

/** The cases that a filter lets through, in their order. */
export const filterCases = <C extends Case>(cases: readonly C[], filter: CaseFilter): C[] =>
  cases.filter((one) => fits(one, filter));

/** Whether a filter lets a case through: every part of it that is given has to. */
export function fits(one: Case, filter: CaseFilter): boolean {
  const { differences = [], only, layer, article, stances, layers, differing = false } = filter;
  return (
    (article === undefined || one.article === article) &&
    (!differing || one.differences.length > 0) &&
    (differences.length === 0 || differences.some((difference) => one.differences.includes(difference))) &&
    (only === undefined || isOnly(one, only)) &&
    (layer === undefined || one.spans.some(({ span }) => span.layer === layer)) &&
    (stances === undefined || hasStances(one, stances)) &&
    (layers === undefined || hasLayers(one, layers))
  );
}

const isOnly = ({ spans, missing }: Case, side: string): boolean =>
  missing.length > 0 && spans.length === 1 && spans[0]?.side === side;

function hasStances(one: Case, { sides, row, column }: Cell): boolean {
  const [a, b] = spansOf(one, sides);
  return (
    a !== undefined &&
    b !== undefined &&
    stancePairs(a.stances, b.stances).some((pair) => pair.a === row && pair.b === column)
  );
}

function hasLayers(one: Case, { sides, row, column }: Cell): boolean {
  const [a, b] = spansOf(one, sides);
  return a?.layer === row && b?.layer === column;
}

const spansOf = ({ spans }: Case, sides: readonly [string, string]) =>
  sides.map((side) => spans.find((sided) => sided.side === side)?.span);
