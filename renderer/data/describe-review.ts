import type { Edit } from '#shared/changes/change.ts';
import type { Comment } from '#shared/model/comment.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { Settlement } from '#shared/model/settlement.ts';
import type { Names } from './describe.ts';
import { quoted } from './quoted.ts';

/** What edits did to a review, in a few words; undefined: nothing, or something that is told better by its other edits. */
export function describeReview(edits: readonly Edit[], names: Names): string | undefined {
  const of = <K extends Edit['kind']>(kind: K) =>
    edits.filter((edit): edit is Extract<Edit, { kind: K }> => edit.kind === kind);
  const decisions = of('decision');
  const comments = of('comment');
  const made = decisions.flatMap(({ before, after }) => (before === undefined && after ? [after as Decision] : []));
  const [decision] = made;
  if (made.length > 1) return `Decided ${made.length} cases`;
  if (decision) return describeDecision(decision, edits, names);
  if (decisions.length > 1) return `Took back ${decisions.length} decisions`;
  if (decisions.length > 0) return 'Took back a decision';

  const said = comments.flatMap(({ before, after }) => (before === undefined && after ? [after as Comment] : []));
  if (said[0]) return describeComment(said[0], edits, names);
  if (comments[0]) return comments[0].after === undefined ? 'Deleted a comment' : 'Changed a comment';

  const [settlement] = of('settlement');
  const [dropped] = of('span').flatMap(({ before, after }) => (after === undefined && before ? [before] : []));
  const chosen = settlement?.after as Partial<Settlement> | undefined;
  if (chosen?.choice === 'dropped' && dropped) return `Dropped the mark ${quoted(dropped.quote?.exact)}`;
  if (chosen?.choice === 'apart') return 'Kept two entries apart';
  // A value that was taken, or entries that were merged, are told by the edits beside it.
  if (settlement && edits.length === 1) return chosen === undefined ? 'Took back a choice' : 'Kept what holds';
  return undefined;
}

function describeDecision({ verdict, judged, taken, spans }: Decision, edits: readonly Edit[], names: Names): string {
  if (verdict === 'later') return 'Put a decision off';
  if (verdict === 'none') return judged.length > 1 ? 'Decided for none of the marks' : 'Decided against a mark';
  if (verdict === 'merge') {
    const [span] = edits.flatMap((edit) => (edit.kind === 'span' && spans.includes(edit.id) ? (edit.after ?? []) : []));
    return `Decided for ${quoted(span?.quote?.exact)}`;
  }
  const sides = judged.filter(({ span }) => taken.includes(span)).map(({ side }) => names.annotator?.(side));
  const known = sides.filter((name) => name !== undefined);
  if (known.length < sides.length || known.length === 0) return 'Decided a case';
  return `Decided for ${known.length > 1 ? `${known.slice(0, -1).join(', ')} and ${known.at(-1)}` : known[0]}`;
}

function describeComment({ asks, answer }: Comment, edits: readonly Edit[], names: Names): string {
  if (answer === 'accepted')
    return edits.some(({ kind }) => kind === 'span') ? 'Accepted a correction' : 'Answered that the mark was changed';
  if (answer === 'kept') return 'Answered that the mark stays';
  if (asks === null) return 'Commented on a mark';
  const name = names.annotator?.(asks);
  return name === undefined ? 'Asked to look again' : `Asked ${name} to look again`;
}
