import type { Decision } from '#shared/model/decision.ts';
import { type Case, type Difference, differences } from '#shared/review/case.ts';
import { byWeight } from '#shared/review/cases.ts';
import type { BasisChange, CaseState } from '#shared/review/deciding.ts';
import { compareSpans } from '#shared/text/order.ts';
import { isShown, type List, type ReviewView } from './view.ts';

/** A case with what has become of it. */
export interface QueuedCase {
  case: Case;
  list: List;
  /** What has changed since it was decided, which is why it is open again; null: it is not. */
  changes: readonly BasisChange[] | null;
  /** Put off: it comes after the other open ones. */
  later: boolean;
  decision: Decision | null;
}

/** A case with its state, as the queue lists it; the same object as long as neither differs. */
export function queuedOf(one: Case, state: CaseState): QueuedCase {
  const known = queuedBefore.get(state);
  if (known?.case === one) return known;
  const made: QueuedCase = {
    case: one,
    list: state.state === 'agreed' ? 'agreed' : state.state === 'decided' ? 'decided' : 'open',
    changes: state.state === 'reopened' ? state.changes : null,
    later: state.state === 'later',
    decision: state.decision,
  };
  queuedBefore.set(state, made);
  return made;
}
const queuedBefore = new WeakMap<CaseState, QueuedCase>();

/** The cases of the list that is shown, in its order: open ones by weight or by article, decided ones the latest first. */
export function queueOf(
  all: readonly QueuedCase[],
  { list, order, filter }: Pick<ReviewView, 'list' | 'order' | 'filter'>,
  placeOf: (article: string) => number,
): QueuedCase[] {
  const shown = all.filter((one) => one.list === list && isShown(one.case, filter));
  const byPlace = (a: QueuedCase, b: QueuedCase) =>
    placeOf(a.case.article) - placeOf(b.case.article) || compareSpans(a.case, b.case);
  if (order === 'article' || list === 'agreed') return shown.sort(byPlace);
  if (list === 'decided')
    return shown.sort((a, b) => compareText(b.decision?.at ?? '', a.decision?.at ?? '') || byPlace(a, b));
  return shown.sort(
    (a, b) =>
      Number(a.later) - Number(b.later) ||
      Number(b.changes !== null) - Number(a.changes !== null) ||
      byWeight(a.case, b.case),
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export type Counts = Record<List, number>;

/** How many cases each list holds of those that the filter lets through. */
export function countLists(all: readonly QueuedCase[], filter: ReviewView['filter']): Counts {
  const counts: Counts = { open: 0, decided: 0, agreed: 0 };
  for (const one of all) if (isShown(one.case, filter)) counts[one.list]++;
  return counts;
}

/** What a list can be narrowed to, with how many cases that would leave. */
export interface Choices {
  kinds: ReadonlyMap<Difference, number>;
  only: ReadonlyMap<string, number>;
  layers: ReadonlyMap<string, number>;
  articles: ReadonlyMap<string, number>;
}

export function choicesOf(all: readonly QueuedCase[], list: List): Choices {
  const kinds = new Map<Difference, number>();
  const only = new Map<string, number>();
  const layers = new Map<string, number>();
  const articles = new Map<string, number>();
  for (const { case: one, list: there } of all) {
    if (there !== list) continue;
    for (const kind of one.differences) count(kinds, kind);
    if (one.missing.length > 0 && one.spans.length === 1) count(only, one.spans[0]!.side);
    for (const layer of new Set(one.spans.map(({ span }) => span.layer))) count(layers, layer);
    count(articles, one.article);
  }
  return { kinds: new Map(differences.flatMap((kind) => entryOf(kinds, kind))), only, layers, articles };
}

const count = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
const entryOf = <K>(counts: Map<K, number>, key: K): [K, number][] =>
  counts.has(key) ? [[key, counts.get(key) as number]] : [];

/** How far a review has come: how many disagreements are decided; what is agreed on needs no decision. */
export interface Progress {
  decided: number;
  of: number;
}

export function progressOf(all: readonly QueuedCase[]): Progress {
  const differing = all.filter(({ case: one }) => one.differences.length > 0);
  return { decided: differing.filter(({ list }) => list === 'decided').length, of: differing.length };
}

/**
 * The case that comes after another in a list, or before it; from one that is not in the list any more, what is at its
 * old place. Undefined in an empty list and beyond its ends.
 * @param place where the case was in the list when it was there last
 */
export function stepFrom(
  rows: readonly QueuedCase[],
  current: string | null,
  place: number,
  by: number,
): QueuedCase | undefined {
  const at = rows.findIndex((one) => one.case.id === current);
  if (at >= 0) return rows[at + by];
  return rows[by > 0 ? place : place - 1] ?? (by > 0 ? undefined : rows.at(-1));
}
