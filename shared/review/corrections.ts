import type { Comment } from '../model/comment.ts';
import type { Decision, Judged } from '../model/decision.ts';
import { groupBy } from '../model/groups.ts';
import type { Span } from '../model/span.ts';
import { alignPairs } from './align.ts';
import { latestDecisions } from './deciding.ts';
import { type ComparedField, fieldsThatDiffer } from './same.ts';
import { type Thread, threadsOf } from './threads.ts';

/** What a decision means for one annotator's work. */
export interface Correction {
  /** The same for the same decision about the same span. */
  readonly id: string;
  readonly article: string;
  readonly decision: Decision;
  /** `changed`: my span was decided otherwise. `dropped`: it is not to stand. `added`: I had none where one stands. */
  readonly kind: 'changed' | 'dropped' | 'added';
  /** My span as it is now; null: there is none. */
  readonly mine: Span | null;
  /** My span as it was judged; null for `added`. */
  readonly judged: Judged | null;
  /** What stands instead: first the one that mine is compared with. */
  readonly adjudicated: readonly Span[];
  /** For `changed`: in what mine still differs from the first of `adjudicated`, or did when it was judged. */
  readonly fields: readonly ComparedField[];
  readonly reason: string | null;
  /** Those about the case in which I am asked to look again, answered or not. */
  readonly threads: readonly Thread[];
  /** `accepted`: my work now says what was decided. `answered`: I wrote that it stays, or why. */
  readonly state: 'open' | 'accepted' | 'answered';
}

export interface CorrectionsOf {
  /** The annotator's id. */
  readonly me: string;
  /** My own spans. */
  readonly spans: readonly Span[];
  readonly adjudicated: readonly Span[];
  readonly decisions: readonly Decision[];
  readonly comments: readonly Comment[];
  /** Whether I have worked on an article: where I have not, nothing is missing. */
  readonly worked: (article: string) => boolean;
}

/**
 * What was decided otherwise than I marked it, by article, then in text order. What agreed with my mark when it was
 * judged is left out, and so is what was put off, or decided by me.
 */
export function correctionsOf({ me, spans, adjudicated, decisions, comments, worked }: CorrectionsOf): Correction[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const byArticle = groupBy(spans, ({ article }) => article);
  const standing = new Map(adjudicated.map((span) => [span.id, span]));
  const threads = threadsOf(comments);
  const corrections: Correction[] = [];

  for (const decision of latestDecisions(decisions)) {
    if (decision.verdict === 'later' || decision.adjudicator === me) continue;
    const stand = decision.spans.flatMap((id) => standing.get(id) ?? []);
    const about = [...decision.judged.map(({ span }) => ({ span: { id: span } })), ...stand.map((span) => ({ span }))];
    const discussed = threads.ofCase({ spans: about });
    const asked = discussed.filter((thread) => thread.comments.some(({ asks }) => asks === me));
    const answered = discussed.some((thread) =>
      thread.comments.some(
        ({ author, answer, createdAt }) => author === me && answer !== null && createdAt > decision.at,
      ),
    );
    const base = { article: decision.article, decision, reason: decision.reason, threads: asked };
    const state = (accepted: boolean) => (accepted ? 'accepted' : answered ? 'answered' : 'open');

    const own = decision.judged.filter(({ side }) => side === me);
    for (const judged of own) {
      const mine = byId.get(judged.span) ?? null;
      if (decision.taken.includes(judged.span)) continue;
      const id = `${decision.id}:${judged.span}`;
      if (stand.length === 0) {
        // Decided to be nothing, or what was decided has been taken away again since: then there is nothing to follow.
        if (decision.verdict !== 'none') continue;
        corrections.push({
          ...base,
          id,
          kind: 'dropped',
          mine,
          judged,
          adjudicated: [],
          fields: [],
          state: state(mine === null),
        });
        continue;
      }
      const sorted = nearestFirst(judged, stand);
      const then = fieldsThatDiffer(judged, sorted[0]!);
      if (then.length === 0) continue;
      const now = mine === null ? [] : fieldsThatDiffer(mine, sorted[0]!);
      corrections.push({
        ...base,
        id,
        kind: 'changed',
        mine,
        judged,
        adjudicated: sorted,
        fields: now.length > 0 ? now : then,
        state: state(now.length === 0),
      });
    }
    if (own.length > 0 || !worked(decision.article)) continue;
    for (const span of stand) {
      const mine = byArticle.get(decision.article)?.find((other) => fieldsThatDiffer(other, span).length === 0) ?? null;
      corrections.push({
        ...base,
        id: `${decision.id}:${span.id}`,
        kind: 'added',
        mine,
        judged: null,
        adjudicated: [span],
        fields: [],
        state: state(mine !== null),
      });
    }
  }
  return corrections.sort(byPlace);
}

/** The adjudicated spans of a decision, that which stands for a judged one first. */
function nearestFirst(judged: Judged, stand: readonly Span[]): Span[] {
  const [pair] = alignPairs([{ ...judged, id: judged.span }], stand);
  return pair === undefined ? [...stand] : [pair[1], ...stand.filter((span) => span !== pair[1])];
}

const startOf = ({ mine, judged, adjudicated }: Correction): number => (mine ?? judged ?? adjudicated[0])?.start ?? 0;
const byPlace = (a: Correction, b: Correction): number =>
  a.article === b.article ? startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1) : a.article < b.article ? -1 : 1;
