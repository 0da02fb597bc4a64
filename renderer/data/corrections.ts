import { useMemo } from 'react';
import { finished } from '#shared/agreement/options.ts';
import type { Comment } from '#shared/model/comment.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { Reading } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import { type Correction, correctionsOf } from '#shared/review/corrections.ts';
import { isOwnOf } from '#shared/review/side.ts';
import { threadsOf } from '#shared/review/threads.ts';
import { useComments, useDecisions, useReadings, useSession, useSpansOf } from './hooks.ts';

/** What the corrections of an article follow from. */
export interface Reviewed {
  me: string;
  decisions: readonly Decision[];
  comments: readonly Comment[];
  readings: readonly Reading[];
}

/** What was decided about an annotator's work in one article. */
export function correctionsIn(article: string, spans: readonly Span[], reviewed: Reviewed): Correction[] {
  const { me } = reviewed;
  const of = <T extends { article: string }>(all: readonly T[]) => all.filter((one) => one.article === article);
  const decisions = of(reviewed.decisions);
  if (decisions.every(({ adjudicator }) => adjudicator === me)) return [];
  const own = spans.filter((span) => isOwnOf(span, me));
  const status = of(reviewed.readings).find(({ annotator }) => annotator === me)?.status ?? 'unread';
  return correctionsOf({
    me,
    spans: own,
    adjudicated: spans.filter(({ origin }) => origin === 'adjudicated'),
    decisions,
    comments: of(reviewed.comments),
    worked: () => own.length > 0 || finished(status),
  });
}

/**
 * The articles in which something may be open for an annotator: somebody else has decided there, or asked them to look
 * again and was not answered.
 */
export function articlesToAnswer({ me, decisions, comments }: Omit<Reviewed, 'readings'>): ReadonlySet<string> {
  const articles = new Set<string>();
  for (const { adjudicator, verdict, article } of decisions)
    if (adjudicator !== me && verdict !== 'later') articles.add(article);
  for (const { article } of threadsOf(comments.filter(({ article }) => !articles.has(article))).asking(me))
    articles.add(article);
  return articles;
}

/** What the corrections of this annotator follow from, in all articles; undefined while it is being read. */
export function useReviewed(): Reviewed | undefined {
  const me = useSession((state) => state.project?.annotator.id);
  const decisions = useDecisions();
  const comments = useComments();
  const readings = useReadings();
  return useMemo(
    () => (me && decisions && comments && readings ? { me, decisions, comments, readings } : undefined),
    [me, decisions, comments, readings],
  );
}

const none: readonly Correction[] = [];

/** What was decided about this annotator's work in an article, in text order. */
export function useCorrections(article: string): readonly Correction[] {
  const reviewed = useReviewed();
  const spans = useSpansOf(article);
  return useMemo(
    () => (reviewed && spans ? correctionsIn(article, spans, reviewed) : none),
    [article, reviewed, spans],
  );
}
