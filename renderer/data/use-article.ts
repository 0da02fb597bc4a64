import { useEffect, useRef, useState } from 'react';
import type { ArticleText } from '#shared/contract/contract.ts';
import { useSessionActions } from './hooks.ts';

export type Opening =
  | { state: 'loading'; slow: boolean; article?: never; failure?: never }
  | { state: 'open'; article: ArticleText; slow?: never; failure?: never }
  | { state: 'failed'; failure: string; article?: never; slow?: never };

/**
 * An article's text; the one shown before stays until the next is there, or has been awaited for 200 ms.
 * @param onRead is told the text as soon as it is there, before it is shown
 */
export function useArticle(id: string | undefined, version: string, onRead: (article: ArticleText) => void): Opening {
  const session = useSessionActions();
  const read = useRef(onRead);
  read.current = onRead;
  const [opening, setOpening] = useState<Opening>({ state: 'loading', slow: false });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version of the same article is read again
  useEffect(() => {
    if (id === undefined) return;
    let live = true;
    const slow = setTimeout(() => live && setOpening({ state: 'loading', slow: true }), 200);
    session
      .readArticle(id)
      .then((article) => {
        if (!live) return;
        read.current(article);
        setOpening({ state: 'open', article });
      })
      .catch((error: unknown) => {
        if (live) setOpening({ state: 'failed', failure: error instanceof Error ? error.message : String(error) });
      })
      .finally(() => clearTimeout(slow));
    return () => {
      live = false;
      clearTimeout(slow);
    };
  }, [session, id, version]);

  return opening;
}
