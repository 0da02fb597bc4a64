import { useEffect, useMemo, useRef } from 'react';
import type { Decision } from '#shared/model/decision.ts';
import { type QueuedCase, queueOf, stepFrom } from './queue.ts';
import type { ReviewData } from './use-comparison.ts';
import type { ReviewView } from './view.ts';

export interface Walk {
  /** The list that is shown. */
  rows: readonly QueuedCase[];
  /** The case that is looked at: usually one of the rows. */
  current: QueuedCase | undefined;
  /** Its place in the rows, from 0; −1: it is in another list. */
  at: number;
  byId: ReadonlyMap<string, QueuedCase>;
  goTo(id: string): void;
  /** The next case of the list, or the one before; false at its end. */
  step(by: 1 | -1): boolean;
  /** To the first case of the next article of the list, or of the one before. */
  stepArticle(by: 1 | -1): void;
  /** To the case that is to be decided next, before the current one leaves the list. */
  pass(): void;
}

/** Going from case to case, across articles. */
export function useWalk(options: {
  data: ReviewData;
  view: ReviewView;
  change: (fields: Partial<ReviewView>) => void;
  placeOf: (article: string) => number;
}): Walk {
  const { data, view, change, placeOf } = options;
  const { list, order, filter } = view;
  const rows = useMemo(
    () => queueOf(data.all, { list, order, filter }, placeOf),
    [data.all, list, order, filter, placeOf],
  );
  const byId = useMemo(() => new Map(data.all.map((one) => [one.case.id, one])), [data.all]);
  const current = (view.current === null ? undefined : byId.get(view.current)) ?? rows[0];
  const id = current?.case.id ?? null;
  const at = useMemo(() => rows.findIndex((one) => one.case.id === id), [rows, id]);
  /** Where the current case was in the list last: from there walking goes on when it is not in it any more. */
  const place = useRef(0);
  if (at >= 0) place.current = at;

  useFollowedUndo(data, byId, (one) => change({ current: one.case.id, list: one.list }));

  const goTo = (next: string) => change({ current: next });
  return {
    rows,
    current,
    at,
    byId,
    goTo,
    step(by) {
      const next = stepFrom(rows, id, place.current, by);
      if (next === undefined) return false;
      goTo(next.case.id);
      return true;
    },
    stepArticle(by) {
      const articles = [...new Set(rows.map((one) => one.case.article))];
      const next = articles[articles.indexOf(current?.case.article ?? '') + by];
      const first = rows.find((one) => one.case.article === next);
      if (first) goTo(first.case.id);
    },
    pass() {
      const next = stepFrom(rows, id, place.current, 1) ?? stepFrom(rows, id, place.current, -1);
      change({ current: next?.case.id ?? null });
    },
  };
}

/** When a decision is taken back, its case is what is looked at. */
function useFollowedUndo(
  data: ReviewData,
  byId: ReadonlyMap<string, QueuedCase>,
  show: (one: QueuedCase) => void,
): void {
  const before = useRef<ReadonlyMap<string, Decision>>(undefined);
  const decisions = useMemo(
    () => new Map([...data.decisions.values()].flat().map((decision) => [decision.id, decision])),
    [data.decisions],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: only decisions that go are followed
  useEffect(() => {
    const old = before.current;
    before.current = decisions;
    if (old === undefined || old === decisions) return;
    // One that comes in place of another is a new decision, and no step back.
    if ([...decisions.keys()].some((id) => !old.has(id))) return;
    const gone = [...old.values()].filter(({ id }) => !decisions.has(id));
    if (gone.length === 0) return;
    const spans = new Set(gone[0]!.judged.map(({ span }) => span));
    const reopened = [...byId.values()].find(({ case: one }) => one.spans.some(({ span }) => spans.has(span.id)));
    if (reopened) show(reopened);
  }, [decisions]);
}
