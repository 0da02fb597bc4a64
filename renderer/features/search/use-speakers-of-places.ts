import { useEffect, useState } from 'react';
import type { SearchedArticle } from '#shared/contract/contract.ts';
import { groupBy } from '#shared/model/groups.ts';
import { useAct } from '../../data/act.ts';
import { useById, useSessionActions, useSpeakers } from '../../data/hooks.ts';
import { type SpeakingSpan, speakerAt } from './speaker-at.ts';

/**
 * Who says what stands at a place, by anybody's marks there: a name, null where nobody is marked as its speaker.
 * Undefined while it is not wanted or not yet looked up.
 */
export function useSpeakersOfPlaces(
  found: readonly SearchedArticle[],
  wanted: boolean,
): ((article: string, start: number, end: number) => string | null) | undefined {
  const session = useSessionActions();
  const { trying } = useAct();
  const speakers = useById(useSpeakers());
  const [spans, setSpans] = useState<ReadonlyMap<string, readonly SpeakingSpan[]>>();

  useEffect(() => {
    if (!wanted) return;
    let live = true;
    void trying(async () => {
      const all = await session.readSpansOf(found.map(({ article }) => article));
      if (live) setSpans(groupBy(all, ({ article }) => article));
    });
    return () => {
      live = false;
    };
  }, [session, trying, found, wanted]);

  if (!wanted || spans === undefined || speakers === undefined) return undefined;
  return (article, start, end) => {
    const id = speakerAt(spans.get(article) ?? [], start, end);
    return (id === null ? undefined : speakers.get(id)?.name) ?? null;
  };
}
