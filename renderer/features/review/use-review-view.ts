import { useCallback, useEffect, useRef, useState } from 'react';
import { useSessionActions } from '../../data/hooks.ts';
import { type ReviewView, readReviewView } from './view.ts';

/** How the review is looked at: undefined while it is read; every change is remembered for the next time. */
export function useReviewView(): {
  view: ReviewView | undefined;
  change: (fields: Partial<ReviewView>) => void;
} {
  const session = useSessionActions();
  const [view, setView] = useState<ReviewView>();
  const latest = useRef(view);

  useEffect(() => {
    let live = true;
    void session.readView('review').then((kept) => {
      if (!live) return;
      latest.current = readReviewView(kept);
      setView(latest.current);
    });
    return () => {
      live = false;
    };
  }, [session]);

  const change = useCallback(
    (fields: Partial<ReviewView>) => {
      if (latest.current === undefined) return;
      latest.current = { ...latest.current, ...fields };
      setView(latest.current);
      void session.writeView('review', latest.current);
    },
    [session],
  );
  return { view, change };
}
