import { useRef, useState } from 'react';
import type { ArticleText } from '#shared/contract/contract.ts';
import { useAct } from '../../data/act.ts';
import type { Comparison } from '../../data/comparison.ts';
import { type LibraryEntry, useSession, useSessionActions } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { decideAgreed } from '../../data/review-gestures.ts';
import type { Session, SessionState } from '../../data/session.ts';
import type { QueuedCase } from './queue.ts';

export interface TakeAgreed {
  /** How far taking has come; null while nothing is being taken. */
  taking: { done: number; total: number } | null;
  /**
   * Takes cases in which everybody agrees, in portions that are undone one by one. Answers how many there were; 0: one
   * was refused, which the person has been told.
   */
  take(cases: readonly QueuedCase[]): Promise<number>;
}

/** Takes agreements in bulk. */
export function useTakeAgreed(
  comparison: Comparison | undefined,
  entries: ReadonlyMap<string, LibraryEntry> | undefined,
): TakeAgreed {
  const act = useAct();
  const session = useSessionActions();
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const [taking, setTaking] = useState<TakeAgreed['taking']>(null);
  const latest = useRef({ comparison, entries });
  latest.current = { comparison, entries };
  return {
    taking,
    async take(cases) {
      const { comparison, entries } = latest.current;
      // Only where the text has changed since it was marked do spans need it to find their place in it.
      const changed = [...new Set(cases.map(({ case: one }) => one.article))].filter((article) => {
        const now = entries?.get(article);
        return now?.failure === null && now.textSha256 !== comparison?.articles.get(article)?.textSha256;
      });
      setTaking({ done: 0, total: cases.length });
      const done = await act.trying(async () => {
        const texts = new Map<string, ArticleText>();
        for (const article of changed) {
          const text = await session.link.call('corpus.read', { id: article }, 60_000).catch(() => null);
          if (text) texts.set(article, text);
        }
        const portions = decideAgreed({
          cases: cases.map(({ case: one }) => one),
          adjudicator: me,
          at: new Date().toISOString(),
          textOf: (article) => texts.get(article) ?? null,
        });
        for (const [i, portion] of portions.entries()) {
          // Each is undone by itself: all of them at once would be more than one transaction takes in good time.
          if (!(await act(portion, { gesture: newId('g') }))) return 0;
          // Not more at once than the journal has taken, or a crash would lose much and the database had no rest.
          if (!(await whenSaved(session))) return 0;
          setTaking({ done: Math.round(((i + 1) * cases.length) / portions.length), total: cases.length });
        }
        return portions.length;
      });
      setTaking(null);
      return done ?? 0;
    },
  };
}

/** So long a portion may take to be in the journal, in milliseconds, however busy the machine is. */
const patience = 60_000;

/** Resolves when the journal has everything and the database answers; false: not in good time, which the window says by itself. */
const whenSaved = ({ store }: Session): Promise<boolean> =>
  new Promise((resolve) => {
    const isQuiet = ({ saved, degraded }: SessionState) => saved.unsaved === 0 && degraded === null;
    if (isQuiet(store.getState())) return resolve(true);
    const end = (quiet: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(quiet);
    };
    const timer = setTimeout(() => end(false), patience);
    const stop = store.subscribe((state) => {
      if (isQuiet(state)) end(true);
    });
  });
