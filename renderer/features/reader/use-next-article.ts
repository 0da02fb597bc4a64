import { useCallback, useRef } from 'react';
import { threadsOf } from '#shared/review/threads.ts';
import { useAct } from '../../data/act.ts';
import { articlesToAnswer, correctionsIn, useReviewed } from '../../data/corrections.ts';
import { useEntries, useSessionActions } from '../../data/hooks.ts';
import { toast } from '../../ui/toasts.ts';
import { correctionId } from './placed-corrections.ts';

/**
 * Opens the next article, by path, in which this annotator's answer is waited for, at the first place of it; after the
 * last comes the first. Resolves with false when no other article has one.
 */
export function useNextArticle(here: string, onOpen: (article: string, at?: string) => void): () => Promise<boolean> {
  const session = useSessionActions();
  const act = useAct();
  const entries = useEntries();
  const reviewed = useReviewed();
  const latest = useRef({ entries, reviewed, onOpen });
  latest.current = { entries, reviewed, onOpen };
  return useCallback(async () => {
    const { entries = [], reviewed, onOpen } = latest.current;
    if (reviewed === undefined) return false;
    const readable = entries.filter(({ failure, duplicateOf }) => failure === null && duplicateOf === null);
    const at = readable.findIndex(({ id }) => id === here);
    const candidates = articlesToAnswer(reviewed);
    const order = [...readable.slice(at + 1), ...readable.slice(0, Math.max(0, at))];
    const found = await act.trying(async () => {
      for (const { id } of order) {
        if (!candidates.has(id)) continue;
        const spans = await session.readSpansIn(id);
        const open = correctionsIn(id, spans, reviewed).find(({ state }) => state === 'open');
        const [asked] = threadsOf(reviewed.comments.filter(({ article }) => article === id)).asking(reviewed.me);
        const there = asked?.about.filter((about) => spans.some((span) => span.id === about)) ?? [];
        const own = there.find((id) => spans.some((span) => span.id === id && span.annotator === reviewed.me));
        if (open) onOpen(id, correctionId(open));
        else if (there[0] !== undefined) onOpen(id, own ?? there[0]);
        else continue;
        return true;
      }
      return false;
    });
    if (found === false) toast('No other article waits for your answer.');
    return found ?? false;
  }, [session, act, here]);
}
