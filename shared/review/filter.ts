import type { Case, Difference, Sided } from './case.ts';
import { measuredPairs, targetsDiffer } from './stances.ts';

/** What a list of cases is narrowed to; what is left out does not narrow it. */
export interface CaseFilter {
  /** Cases that differ in one of these; an empty list: in whatever. */
  readonly differences?: readonly Difference[];
  /** Cases in which only this side has marked something, of those that worked on the article. */
  readonly only?: string;
  /** Cases in which one of the sides marked on this layer. */
  readonly layer?: string;
  readonly article?: string;
  /** Cases that lower a figure. */
  readonly behind?: Behind;
  /** A cell of the matrix of stances: `a` took the value `row` where `b` took `column`, toward the same target. */
  readonly stances?: Cell;
  /** A cell of the matrix of layers. */
  readonly layers?: Cell;
  /** Whether cases on which everybody agrees are left out. */
  readonly differing?: boolean;
}

/** A figure, by what lowers it. */
export interface Behind {
  /** The ways to differ that it counts. */
  readonly opens: readonly Difference[];
  /** The layer whose spans it is of; null: of all layers. */
  readonly layer: string | null;
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
  const { differences = [], only, layer, article, behind, stances, layers, differing = false } = filter;
  return (
    (article === undefined || one.article === article) &&
    (!differing || one.differences.length > 0) &&
    (differences.length === 0 || differences.some((difference) => one.differences.includes(difference))) &&
    (only === undefined || isOnly(one, only)) &&
    (layer === undefined || one.spans.some(({ span }) => span.layer === layer)) &&
    (behind === undefined || isBehind(one, behind)) &&
    (stances === undefined || hasStances(one, stances)) &&
    (layers === undefined || hasLayers(one, layers))
  );
}

const isOnly = ({ spans, missing }: Case, side: string): boolean =>
  missing.length > 0 && spans.length === 1 && spans[0]?.side === side;

/**
 * Whether a case is among those that a figure counts as different. A layer's figures see nothing of spans on other layers:
 * where one side has taken another layer it has nothing there, and what else differs between the two does not count.
 */
function isBehind({ spans, missing }: Case, { opens, layer }: Behind): boolean {
  const seen = layer === null ? spans : spans.filter(({ span }) => span.layer === layer);
  const anyTwo = (differ: (a: Sided, b: Sided) => boolean) =>
    seen.some((a, i) => seen.slice(i + 1).some((b) => differ(a, b)));
  const differs: Record<Difference, () => boolean> = {
    only: () => seen.length > 0 && (missing.length > 0 || seen.length < spans.length),
    layer: () => anyTwo((a, b) => a.span.layer !== b.span.layer),
    speaker: () => anyTwo((a, b) => a.span.speaker !== b.span.speaker),
    stance: () => anyTwo((a, b) => measuredPairs(a.span.stances, b.span.stances).some((pair) => pair.a !== pair.b)),
    target: () => anyTwo((a, b) => targetsDiffer(a.span.stances, b.span.stances)),
    mode: () => anyTwo((a, b) => a.span.mode !== b.span.mode),
    boundary: () => anyTwo((a, b) => a.start !== b.start || a.end !== b.end),
  };
  return opens.some((kind) => differs[kind]());
}

function hasStances(one: Case, { sides, row, column }: Cell): boolean {
  const [a, b] = spansOf(one, sides);
  return (
    a !== undefined &&
    b !== undefined &&
    measuredPairs(a.stances, b.stances).some((pair) => pair.a === row && pair.b === column)
  );
}

function hasLayers(one: Case, { sides, row, column }: Cell): boolean {
  const [a, b] = spansOf(one, sides);
  return a?.layer === row && b?.layer === column;
}

const spansOf = ({ spans }: Case, sides: readonly [string, string]) =>
  sides.map((side) => spans.find((sided) => sided.side === side)?.span);
