import { useCallback, useRef } from 'react';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { MarkOptions } from '../../data/gestures.ts';
import { useArticleRecord, useEntry, useReading } from '../../data/hooks.ts';

export type Marking = Omit<MarkOptions, 'range' | 'layer' | 'mode'>;

/** What every new span of the article needs besides its passage, as it is at the moment of marking. */
export function useMarking(article: ArticleText, me: string): () => Marking {
  const binding = useArticleRecord(article.id);
  const reading = useReading(article.id);
  const entry = useEntry(article.id);
  const latest = useRef({ article, me, binding, reading, entry });
  latest.current = { article, me, binding, reading, entry };
  return useCallback(() => {
    const { article, me, binding, reading, entry } = latest.current;
    return {
      article,
      path: entry?.path ?? binding?.path ?? '',
      annotator: me,
      at: new Date().toISOString(),
      binding: binding ?? undefined,
      reading: reading ?? undefined,
    };
  }, []);
}
