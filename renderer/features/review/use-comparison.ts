import { useMemo, useState } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { Span } from '#shared/model/span.ts';
import type { CaseState } from '#shared/review/deciding.ts';
import {
  type LibraryEntry,
  useAllSpans,
  useById,
  useDecisions,
  useReadings,
  useSpeakers,
  useTargets,
} from '../../data/hooks.ts';
import { createByArticle } from './by-article.ts';
import { type Comparison, createComparer, createJudge, queuedOf } from './compare.ts';
import type { QueuedCase } from './queue.ts';
import { useTexts } from './use-texts.ts';

export interface ReviewData {
  /** Everybody's spans by article. */
  spans: ReadonlyMap<string, readonly Span[]>;
  decisions: ReadonlyMap<string, readonly Decision[]>;
  comparison: Comparison;
  /** The cases of all articles with what has become of them. */
  all: readonly QueuedCase[];
  stateOf: (id: string) => CaseState | undefined;
}

/** What the sides have marked in the whole corpus, compared; undefined while it is read for the first time. */
export function useComparison(
  codebook: Codebook,
  sides: readonly string[],
  entries: ReadonlyMap<string, LibraryEntry> | undefined,
): ReviewData | undefined {
  const [made] = useState(() => ({
    spans: createByArticle<Span>(),
    decisions: createByArticle<Decision>(),
    compare: createComparer(),
    judge: createJudge(),
  }));
  const allSpans = useAllSpans();
  const allDecisions = useDecisions();
  const readings = useReadings();
  const speakers = useById(useSpeakers());
  const targets = useById(useTargets());
  const spans = useMemo(() => allSpans && made.spans(allSpans), [made, allSpans]);
  const decisions = useMemo(() => allDecisions && made.decisions(allDecisions), [made, allDecisions]);
  const textOf = useTexts(entries);

  const comparison = useMemo(
    () => spans && readings && textOf && made.compare({ codebook, sides, spans, readings, textOf }),
    [made, codebook, sides, spans, readings, textOf],
  );

  return useMemo(() => {
    if (!spans || !decisions || !comparison || !speakers || !targets) return undefined;
    const states = made.judge({ comparison, spans, decisions, registered: { speakers, targets } });
    const byId = new Map<string, CaseState>();
    const all: QueuedCase[] = [];
    for (const [article, { cases }] of comparison.articles) {
      const own = states.get(article);
      cases.forEach((one, i) => {
        const state = own?.[i];
        if (state === undefined) return;
        byId.set(one.id, state);
        all.push(queuedOf(one, state));
      });
    }
    return { spans, decisions, comparison, all, stateOf: (id: string) => byId.get(id) };
  }, [made, spans, decisions, comparison, speakers, targets]);
}
