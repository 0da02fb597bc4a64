import type { Decision, Judged } from '../model/decision.ts';
import { addTo } from '../model/groups.ts';
import type { Span } from '../model/span.ts';
import type { Stance } from '../model/stance.ts';
import type { Case, Sided } from './case.ts';
import { type ComparedField, fieldsThatDiffer } from './same.ts';

/** What a decision keeps of a span that it judges: the span's own place, in the text in which it was marked. */
export function judgedOf({ span, side }: Sided): Judged {
  const { id, textSha256, start, end, layer, speaker, mode, stances } = span;
  return {
    span: id,
    side,
    textSha256,
    start,
    end,
    layer,
    speaker,
    mode,
    stances: stances.map((stance) => ({ ...stance })),
  };
}

/** What has changed since a case was decided. */
export interface BasisChange {
  /** Whose span it is. */
  readonly side: string;
  /** Its id. */
  readonly span: string;
  /** `gone`: it is not there, or not in this case. `added`: it was not judged. */
  readonly what: 'changed' | 'gone' | 'added';
  /** For `changed`: in what. */
  readonly fields: readonly ComparedField[];
}

/**
 * How far a case is. `agreed`: at least two sides, and all say the same; nobody has decided it. `decided`, `later`: as the
 * decision says. `reopened`: it was decided, and what the decision rests on has changed.
 */
export interface CaseState {
  readonly state: 'agreed' | 'open' | 'decided' | 'later' | 'reopened';
  /** The decision that holds, or held. */
  readonly decision: Decision | null;
  /** For `reopened`: what has changed. */
  readonly changes: readonly BasisChange[];
}

/** Which entries the registry has: one that it has no more was merged into another, which changes nobody's mind. */
export interface Registered {
  readonly speakers: { has(id: string): boolean };
  readonly targets: { has(id: string): boolean };
}

/**
 * The state of a case. A decision belongs to it when it judged one of its spans; of several the latest holds, of equally
 * late ones that with the greater id. Nothing has changed for a side that followed the decision: its span now says what
 * was decided, or it removed one that was not to stand.
 * @param decisions those of the case's article; others do no harm
 * @param adjudicated the adjudicated spans of the article; others do no harm
 */
export const stateOf = (
  one: Case,
  decisions: readonly Decision[],
  registered: Registered,
  adjudicated: readonly Span[],
): CaseState => statesOf([one], decisions, registered, adjudicated)[0]!;

/** `stateOf` for many cases, in their order; takes no longer the more decisions there are beside those of each case. */
export function statesOf(
  cases: readonly Case[],
  decisions: readonly Decision[],
  registered: Registered,
  adjudicated: readonly Span[],
): CaseState[] {
  const bySpan = new Map<string, Decision>();
  for (const decision of decisions) {
    for (const { span } of decision.judged) {
      const other = bySpan.get(span);
      if (other === undefined || isLater(decision, other)) bySpan.set(span, decision);
    }
  }
  const spans = new Map(adjudicated.map((span) => [span.id, span]));
  return cases.map((one) => {
    let decision: Decision | undefined;
    for (const { span } of one.spans) {
      const found = bySpan.get(span.id);
      if (found !== undefined && (decision === undefined || isLater(found, decision))) decision = found;
    }
    return stateWith(one, decision, registered, spans);
  });
}

/** Whether a decision holds rather than another. */
export const isLater = (a: Decision, b: Decision): boolean => a.at > b.at || (a.at === b.at && a.id > b.id);

function stateWith(
  one: Case,
  decision: Decision | undefined,
  registered: Registered,
  adjudicated: ReadonlyMap<string, Span>,
): CaseState {
  const undecided: CaseState['state'] = one.differences.length === 0 && one.spans.length > 1 ? 'agreed' : 'open';
  if (decision === undefined) return { state: undecided, decision: null, changes: [] };
  const changes = changesSince(one, decision, registered, adjudicated);
  if (changes.length === 0) return { state: decision.verdict === 'later' ? 'later' : 'decided', decision, changes };
  // What was put off until the sides agree needs nobody any more once they do.
  if (decision.verdict === 'later' && undecided === 'agreed') return { state: 'agreed', decision, changes: [] };
  return { state: 'reopened', decision, changes };
}

function changesSince(
  { spans }: Case,
  decision: Decision,
  registered: Registered,
  adjudicated: ReadonlyMap<string, Span>,
): BasisChange[] {
  const decided = decision.spans.flatMap((id) => adjudicated.get(id) ?? []);
  const follows = (span: Span) => decided.some((other) => fieldsThatDiffer(span, other).length === 0);
  const now = new Map(spans.map((sided) => [sided.span.id, sided]));
  const changes: BasisChange[] = [];
  for (const judged of decision.judged) {
    const there = now.get(judged.span);
    now.delete(judged.span);
    if (there === undefined) {
      if (!decidedAway(judged, decision))
        changes.push({ side: judged.side, span: judged.span, what: 'gone', fields: [] });
      continue;
    }
    const fields = fieldsChanged(judged, there.span, registered);
    if (fields.length > 0 && !follows(there.span))
      changes.push({ side: there.side, span: judged.span, what: 'changed', fields });
  }
  for (const { span, side } of now.values())
    if (!follows(span)) changes.push({ side, span: span.id, what: 'added', fields: [] });
  return changes;
}

/** Whether the span was not to stand, nor to become something else. */
const decidedAway = ({ span }: Judged, { verdict, taken }: Decision): boolean =>
  verdict === 'none' || (verdict === 'take' && !taken.includes(span));

/** In what a span is not as it was judged; what became of a speaker or target that was merged is no change. */
function fieldsChanged(judged: Judged, span: Span, { speakers, targets }: Registered): ComparedField[] {
  return fieldsThatDiffer(judged, span).filter((field) => {
    if (field === 'speaker') return judged.speaker === null || span.speaker === null || speakers.has(judged.speaker);
    if (field === 'stances') return !mergedInto(judged.stances, span.stances, targets);
    return true;
  });
}

/** Whether stances are what earlier ones became when targets that are not there any more were merged into others. */
function mergedInto(before: readonly Stance[], now: readonly Stance[], targets: Registered['targets']): boolean {
  const without = (all: readonly Stance[], some: readonly Stance[]) =>
    all.filter(({ target, value }) => !some.some((other) => other.target === target && other.value === value));
  const lost = without(before, now);
  return (
    lost.every(
      ({ target, value }) =>
        target !== null &&
        !targets.has(target) &&
        now.some((stance) => stance.target !== null && stance.value === value),
    ) &&
    without(now, before).every(({ target, value }) => target !== null && lost.some((stance) => stance.value === value))
  );
}

/** How many cases are in which state. */
export type Progress = Record<CaseState['state'] | 'cases', number>;

/** Progress overall and by article. */
export function progressOf(
  cases: readonly Case[],
  states: readonly CaseState[],
): {
  overall: Progress;
  byArticle: Map<string, Progress>;
} {
  const none = (): Progress => ({ cases: 0, agreed: 0, open: 0, decided: 0, later: 0, reopened: 0 });
  const overall = none();
  const byArticle = new Map<string, Progress>();
  cases.forEach(({ article }, i) => {
    const progress = byArticle.get(article) ?? none();
    byArticle.set(article, progress);
    for (const counts of [overall, progress]) {
      counts.cases++;
      counts[states[i]!.state]++;
    }
  });
  return { overall, byArticle };
}

/**
 * Adjudicated spans that no decision stands for any more: what they were based on is gone, or somebody decided the case
 * anew elsewhere.
 * @param states those of all cases of the spans' articles
 */
export function leftoverSpans<S extends Pick<Span, 'id'>>(
  adjudicated: readonly S[],
  states: readonly CaseState[],
): S[] {
  const stand = new Set(states.flatMap(({ decision }) => decision?.spans ?? []));
  return adjudicated.filter(({ id }) => !stand.has(id));
}

/** The decisions that hold: of those that judged one span the latest, by the ids of the spans. */
export function latestDecisions(decisions: readonly Decision[]): Decision[] {
  const bySpan = new Map<string, Decision[]>();
  for (const decision of decisions) for (const { span } of decision.judged) addTo(bySpan, span, decision);
  return decisions.filter((decision) =>
    decision.judged.every(({ span }) =>
      bySpan.get(span)!.every((other) => other === decision || isLater(decision, other)),
    ),
  );
}
