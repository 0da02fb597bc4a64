import { useMemo, useRef } from 'react';
import type { Edit } from '#shared/changes/change.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { Reading, ReadingStatus } from '#shared/model/reading.ts';
import type { Case } from '#shared/review/case.ts';
import type { Thread } from '#shared/review/threads.ts';
import { type Act, useAct } from '../../data/act.ts';
import { useSession } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { addComment, askAgain, type Saying } from '../../data/review-answers.ts';
import { type DecideOptions, decide, setReviewStatus, withdrawDecision } from '../../data/review-gestures.ts';
import type { QueuedCase } from './queue.ts';
import type { ReviewData } from './use-comparison.ts';

/** What became of a case, as its buttons show it. */
export interface Taken {
  how: Decision['verdict'];
  /** For `take`: whose spans stand. */
  sides: readonly string[];
}

export const takenOf = ({ verdict, judged, taken }: Decision): Taken => ({
  how: verdict,
  sides: judged.flatMap(({ span, side }) => (taken.includes(span) ? side : [])),
});

export type Verdict = Pick<DecideOptions, 'verdict' | 'taken' | 'merged' | 'reason'>;

/** Deciding, commenting and answering; each is one change that can be undone, and false when it was refused. */
export interface Deciding {
  /** Nothing can be written in this folder. */
  readOnly: boolean;
  /** @param one the case at its places in `text` */
  decide(queued: QueuedCase, one: Case, verdict: Verdict, text: ArticleText | null): Promise<boolean>;
  withdraw(queued: QueuedCase): Promise<boolean>;
  comment(one: Case, text: string, thread: Thread | undefined): Promise<boolean>;
  /** Asks several people at once, for one reason. */
  askAgain(one: Case, asks: readonly string[], reason: string): Promise<boolean>;
  setStatus(article: string, annotator: string, reading: Reading | undefined, status: ReadingStatus): Promise<boolean>;
}

export function useDeciding(data: ReviewData | undefined): Deciding {
  const act = useAct();
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const latest = useRef(data);
  latest.current = data;
  return useMemo(() => {
    const spansOf = (article: string, { spans: ids }: Decision) =>
      (latest.current?.spans.get(article) ?? []).filter(({ id }) => ids.includes(id));
    return {
      readOnly,
      decide: (queued, one, verdict, text) =>
        commit(act, () => {
          const earlier = queued.decision;
          const earlierSpans = earlier === null ? [] : spansOf(one.article, earlier);
          return decide({ case: one, ...verdict, adjudicator: me, at: now(), text, earlier, earlierSpans }).edits;
        }),
      withdraw: ({ case: one, decision }) =>
        commit(act, () => (decision === null ? [] : withdrawDecision(decision, spansOf(one.article, decision)))),
      comment: (one, text, thread) =>
        commit(
          act,
          () => addComment({ ...aboutOf(one), ...(thread ? { thread } : {}), author: me, text, at: now() }).edits,
        ),
      askAgain: (one, asks, text) =>
        commit(act, () => {
          const at = now();
          let thread: Saying['thread'];
          return asks.flatMap((asked) => {
            const { comment, edits } = askAgain({ ...aboutOf(one), thread, author: me, asks: asked, text, at });
            thread ??= { id: comment.thread, article: comment.article, about: comment.about };
            return edits;
          });
        }),
      setStatus: (article, annotator, reading, status) =>
        commit(act, () => setReviewStatus(reading, { article, annotator, status, by: me, at: now() })),
    };
  }, [act, me, readOnly]);
}

const aboutOf = ({ article, spans }: Case) => ({ article, about: spans.map(({ span }) => span.id) });
const now = () => new Date().toISOString();

/** A gesture of its own; what does not go is told to the person. */
const commit = async (act: Act, edits: () => Edit[]): Promise<boolean> =>
  (await act.trying(async () => {
    const made = edits();
    return made.length === 0 || (await act(made, { gesture: newId('g') }));
  })) ?? false;
