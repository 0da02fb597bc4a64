import type { Edit } from '#shared/changes/change.ts';
import { type Assistance, defaultAssistance } from '#shared/model/assistance.ts';
import type { Span } from '#shared/model/span.ts';
import { describeCorrections } from './describe-corrections.ts';
import { describeReview } from './describe-review.ts';
import { describeSearches } from './describe-search.ts';
import { quoted } from './quoted.ts';

/** What ids are called; an id without a name is left out of the words. */
export interface Names {
  speaker?(id: string): string | undefined;
  target?(id: string): string | undefined;
  stance?(value: string): string | undefined;
  annotator?(id: string): string | undefined;
}

/** What edits did, in a few words for a message or a menu: “Marked “Japan wants to…””, “Set stance to Supports”. */
export function describeEdits(edits: readonly Edit[], names: Names = {}): string {
  const of = <K extends Edit['kind']>(kind: K) =>
    edits.filter((edit): edit is Extract<Edit, { kind: K }> => edit.kind === kind);
  const spans = of('span');
  const speakers = of('speaker');
  const targets = of('target');

  const addedSpans = spans.filter((edit) => edit.before === undefined);
  const removedSpans = spans.filter((edit) => edit.after === undefined);
  const changedSpans = spans.filter((edit) => edit.before !== undefined && edit.after !== undefined);
  const goneSpeaker = speakers.find((edit) => edit.after === undefined);
  const newSpeaker = speakers.find((edit) => edit.before === undefined);
  const goneTarget = targets.find((edit) => edit.after === undefined);
  const newTarget = targets.find((edit) => edit.before === undefined);

  const reviewed = describeReview(edits, names);
  if (reviewed !== undefined) return reviewed;
  const searched = describeSearches(edits);
  if (searched !== undefined) return searched;
  const corrected = describeCorrections(edits);
  if (corrected !== undefined) return corrected;
  const noes = of('rejection');
  if (addedSpans.length > 0 && addedSpans.every((edit) => edit.after?.origin === 'accepted')) {
    return addedSpans.length > 1
      ? `Accepted ${addedSpans.length} suggestions`
      : `Accepted ${quoted(addedSpans[0]?.after?.quote?.exact)}`;
  }
  if (addedSpans.length > 1) return `Marked ${addedSpans.length} passages`;
  if (addedSpans[0]) return `Marked ${quoted(addedSpans[0].after?.quote?.exact)}`;
  if (removedSpans.length > 1) return `Deleted ${removedSpans.length} marks`;
  if (removedSpans[0]) return `Deleted the mark ${quoted(removedSpans[0].before?.quote?.exact)}`;
  if (goneSpeaker && (changedSpans.length > 0 || speakers.length > 1))
    return `Merged speaker ${goneSpeaker.before?.name}`;
  if (goneTarget && (changedSpans.length > 0 || targets.length > 1)) return `Merged target ${goneTarget.before?.name}`;
  if (newSpeaker && changedSpans.some((edit) => edit.before?.speaker === newSpeaker.id)) {
    return `Split speaker ${newSpeaker.after?.name}`;
  }
  if (newTarget && changedSpans.length > 1) return `Split target ${newTarget.after?.name}`;
  if (changedSpans.length > 1) return `Changed ${changedSpans.length} marks`;
  if (changedSpans[0]) {
    return describeFields(changedSpans[0].before ?? {}, changedSpans[0].after ?? {}, {
      ...names,
      speaker: (id) => (newSpeaker?.id === id ? newSpeaker.after?.name : names.speaker?.(id)),
      target: (id) => (newTarget?.id === id ? newTarget.after?.name : names.target?.(id)),
    });
  }
  if (newSpeaker) return `Added speaker ${newSpeaker.after?.name}`;
  if (goneSpeaker) return `Deleted speaker ${goneSpeaker.before?.name}`;
  if (speakers[0]) return `Changed speaker ${speakers[0].after?.name ?? names.speaker?.(speakers[0].id) ?? ''}`.trim();
  if (newTarget) return `Added target ${newTarget.after?.name}`;
  if (goneTarget) return `Deleted target ${goneTarget.before?.name}`;
  if (targets[0]) return `Changed target ${targets[0].after?.name ?? names.target?.(targets[0].id) ?? ''}`.trim();
  if (noes.length > 1) return `Rejected ${noes.length} suggestions`;
  if (noes[0]) return `Rejected ${quoted((noes[0].after ?? noes[0].before)?.quote?.exact)}`;
  const [assistance] = of('assistance');
  if (assistance) return describeAssistance(assistance.before ?? {}, assistance.after);
  const [reading] = of('reading');
  if (reading) return statusWords[reading.after?.status ?? 'unread'];
  return 'Changed the annotations';
}

const statusWords = {
  unread: 'Set the article to unread',
  'in-progress': 'Set the article to in progress',
  done: 'Submitted the article',
  'changes-requested': 'Requested changes to the article',
  accepted: 'Accepted the article',
} as const;

/** What nobody has set yet is as it is by default. */
function describeAssistance(before: Partial<Assistance>, after: Partial<Assistance> | undefined): string {
  const was = { ...defaultAssistance, ...before };
  const is = after === undefined ? defaultAssistance : { ...was, ...after };
  if (was.on !== is.on) return `Switched suggestions ${is.on ? 'on' : 'off'}`;
  if (was.learnsFrom !== is.learnsFrom)
    return is.learnsFrom === null ? 'Learned from all labels again' : 'Forgot what was learned';
  return 'Changed what is suggested';
}

function describeFields(before: Partial<Span>, after: Partial<Span>, names: Names): string {
  if (after.stances !== undefined) return describeStances(before.stances ?? [], after.stances, names);
  if (after.speaker !== undefined) {
    if (after.speaker === null) return 'Removed the speaker';
    const name = names.speaker?.(after.speaker);
    return name === undefined ? 'Set the speaker' : `Set the speaker to ${name}`;
  }
  if (after.start !== undefined || after.end !== undefined) return 'Moved a boundary';
  if (after.mention !== undefined)
    return after.mention === null ? 'Removed the mention' : `Set the mention to ${quoted(after.mention.text)}`;
  if (after.cue !== undefined)
    return after.cue === null ? 'Removed the cue' : `Set the cue to ${quoted(after.cue.text)}`;
  if (after.mode !== undefined) return after.mode === null ? 'Removed the mode' : `Set the mode to ${after.mode}`;
  if (after.layer !== undefined) return `Changed the layer to ${after.layer}`;
  if (after.note !== undefined)
    return after.note === null ? 'Removed the note' : before.note ? 'Changed the note' : 'Added a note';
  if (after.labels !== undefined) return 'Changed the labels';
  return 'Changed a mark';
}

function describeStances(before: Span['stances'], after: Span['stances'], names: Names): string {
  const nameOf = (stance: Span['stances'][number]) => {
    const value = names.stance?.(stance.value) ?? stance.value;
    const target = stance.target === null ? undefined : names.target?.(stance.target);
    return target === undefined ? value : `${value} → ${target}`;
  };
  const differing = after.find((stance, i) => stance.value !== before[i]?.value || stance.target !== before[i]?.target);
  if (after.length > before.length) {
    const added = after.find(
      (stance) => !before.some((old) => old.value === stance.value && old.target === stance.target),
    );
    return `Added stance ${nameOf(added ?? (after.at(-1) as Span['stances'][number]))}`;
  }
  if (after.length < before.length || differing === undefined) return 'Removed a stance';
  return `Set stance to ${nameOf(differing)}`;
}
