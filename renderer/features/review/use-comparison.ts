import { useMemo } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { Span } from '#shared/model/span.ts';
import { createByArticle } from '../../data/by-article.ts';
import { type Comparison, createComparer, createJudge } from '../../data/comparison.ts';
import {
  type LibraryEntry,
  useAllSpans,
  useArticleRecords,
  useById,
  useDecisions,
  useReadings,
  useSession,
  useSessionActions,
  useSpeakers,
  useTargets,
} from '../../data/hooks.ts';
import type { LiveTables } from '../../data/live-tables.ts';
import type { Session } from '../../data/session.ts';
import type { QueuedCase } from './queue.ts';
import { queuedOf } from './queue.ts';
import { useTexts } from './use-texts.ts';

export interface ReviewData {
  /** Everybody's spans by article. */
  spans: ReadonlyMap<string, readonly Span[]>;
  decisions: ReadonlyMap<string, readonly Decision[]>;
  comparison: Comparison;
  /** The cases of all articles with what has become of them. */
  all: readonly QueuedCase[];
}

/** What was compared of a folder, kept while it is open, for the person who comes back. */
interface Memory {
  spans: ReturnType<typeof createByArticle<Span>>;
  decisions: ReturnType<typeof createByArticle<Decision>>;
  compare: ReturnType<typeof createComparer>;
  judge: ReturnType<typeof createJudge>;
}

const memories = new WeakMap<LiveTables, Memory>();

/** From the first time on, the list of spans is kept up until the folder is closed: reading it again is what takes long. */
function memoryOf(session: Session, live: LiveTables): Memory {
  const known = memories.get(live);
  if (known !== undefined) return known;
  const stop = live.allSpans().subscribe(() => {});
  const unfollow = session.store.subscribe((state) => {
    if (state.live === live) return;
    stop();
    unfollow();
    memories.delete(live);
  });
  const made: Memory = {
    spans: createByArticle(),
    decisions: createByArticle(),
    compare: createComparer(),
    judge: createJudge(),
  };
  memories.set(live, made);
  return made;
}

/** What the sides have marked in the whole corpus, compared; undefined while it is read for the first time. */
export function useComparison(
  codebook: Codebook,
  sides: readonly string[],
  entries: ReadonlyMap<string, LibraryEntry> | undefined,
): ReviewData | undefined {
  const session = useSessionActions();
  const live = useSession((state) => state.live);
  const made = live === null ? undefined : memoryOf(session, live);
  const allSpans = useAllSpans();
  const allDecisions = useDecisions();
  const readings = useReadings();
  const records = useById(useArticleRecords());
  const speakers = useById(useSpeakers());
  const targets = useById(useTargets());
  const spans = useMemo(() => allSpans && made?.spans(allSpans), [made, allSpans]);
  const decisions = useMemo(() => allDecisions && made?.decisions(allDecisions), [made, allDecisions]);
  const textOf = useTexts(entries);

  const comparison = useMemo(
    () =>
      sides.length < 2 || !spans || !readings || !records || !textOf
        ? undefined
        : made?.compare({ codebook, sides, spans, readings, records, textOf }),
    [made, codebook, sides, spans, readings, records, textOf],
  );

  return useMemo(() => {
    if (!made || !spans || !decisions || !comparison || !speakers || !targets) return undefined;
    const states = made.judge({ comparison, spans, decisions, registered: { speakers, targets } });
    const all: QueuedCase[] = [];
    for (const [article, { cases }] of comparison.articles) {
      const own = states.get(article);
      cases.forEach((one, i) => {
        const state = own?.[i];
        if (state === undefined) return;
        all.push(queuedOf(one, state));
      });
    }
    return { spans, decisions, comparison, all };
  }, [made, spans, decisions, comparison, speakers, targets]);
}
