import { useEffect, useMemo, useReducer, useRef, useSyncExternalStore } from 'react';
import { groupBy } from '#shared/model/groups.ts';
import { type LibraryEntry, useAssistance, useLive, useRejections, useSession } from '../data/hooks.ts';
import { useSuggesting } from './context.ts';
import type { Counted } from './waiting-counts.ts';

/** Has what waits counted in all readable articles of the library, while suggestions are on and the folder can be written. */
export function useCountWaiting(entries: readonly LibraryEntry[] | undefined): void {
  const { counts } = useSuggesting();
  const project = useSession((state) => state.project);
  const tallies = useLive((live) => live.tallies('article'));
  const rejections = useRejections();
  const assistance = useAssistance();
  const me = project?.annotator.id;
  const id = project?.id;
  const on = assistance?.on && project?.readOnly === false;
  const singleMarks = assistance?.singleMarks ?? false;

  const own = useMemo(() => {
    if (tallies === undefined) return undefined;
    const counts = new Map<string, string>();
    for (const { key, annotator, layer, spans } of tallies) {
      if (annotator === me && spans > 0) counts.set(key, `${counts.get(key) ?? ''}${layer}:${spans};`);
    }
    return counts;
  }, [tallies, me]);
  const articles = useMemo(() => {
    if (entries === undefined || own === undefined) return undefined;
    return entries.flatMap(({ id, textSha256, failure, duplicateOf }) =>
      failure === null && duplicateOf === null && textSha256 !== null
        ? [{ id, textSha256, own: own.get(id) ?? '' }]
        : [],
    );
  }, [entries, own]);
  const noes = useMemo(
    () =>
      rejections &&
      groupBy(
        rejections.filter((one) => one.annotator === me && one.layer === 'statement'),
        (one) => one.article,
      ),
    [rejections, me],
  );

  useEffect(() => {
    if (on === false || project === null) return counts.forget();
    if (!on || id === undefined || me === undefined || articles === undefined || noes === undefined) return;
    const counted: Counted = { project: id, annotator: me, singleMarks, articles, rejections: noes };
    return counts.follow(counted);
  }, [counts, project, on, id, me, singleMarks, articles, noes]);
}

/** How many suggestions wait in an article that is in sight; undefined while that is not known. */
export function useWaitingIn(article: string): number | undefined {
  const { counts } = useSuggesting();
  useEffect(() => counts.look(article), [counts, article]);
  return useSyncExternalStore(counts.subscribe, () => counts.get(article));
}

/** Tells what an open article shows to wait, so that lists say the same at once; undefined: it does not know. */
export function useSeenWaiting(article: string, count: number | undefined): void {
  const { counts } = useSuggesting();
  useEffect(() => {
    if (count !== undefined) counts.seen(article, count);
  }, [counts, article, count]);
}

/** Whether numbers of what waits are shown at all. */
export function useCountsWaiting(): boolean {
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  return useAssistance()?.on === true && !readOnly;
}

/** How long a list that is sorted by what waits stands still while counting goes on, in milliseconds. */
const still = 1500;

/** The numbers as a list may be sorted by them: followed only while `wanted`, and not at every single one. */
export function useWaitingOrder(wanted: boolean): ((article: string) => number | undefined) | undefined {
  const { counts } = useSuggesting();
  const [, again] = useReducer((count: number) => count + 1, 0);
  const order = useRef<(article: string) => number | undefined>(undefined);
  useEffect(() => {
    const anew = () => {
      order.current = wanted ? (article) => counts.get(article) : undefined;
      again();
    };
    anew();
    if (!wanted) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = counts.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        anew();
      }, still);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [counts, wanted]);
  return order.current;
}
