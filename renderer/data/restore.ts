import type { Edit } from '#shared/changes/change.ts';
import { added, changed } from '#shared/changes/edits.ts';
import type { Span } from '#shared/model/span.ts';
import type { Registered } from '#shared/review/deciding.ts';

/** What an annotator can change of a span; the rest is how it came to be. */
const fields = [
  'textSha256',
  'start',
  'end',
  'quote',
  'layer',
  'speaker',
  'mention',
  'cue',
  'mode',
  'stances',
  'attributes',
  'labels',
  'note',
  'confidence',
  'status',
] as const satisfies (keyof Span)[];

/**
 * Brings a span back to what it was, as a change like any other. A speaker or target that the registry has no more is left
 * out, and named in `lost`.
 * @param now the span as it is; undefined: it was removed
 * @returns no edits when it is so already
 */
export function restoreSpan(
  then: Span,
  { now, registered, at }: { now: Span | undefined; registered: Registered; at: string },
): { edits: Edit[]; lost: ('speaker' | 'target')[] } {
  const noSpeaker = then.speaker !== null && !registered.speakers.has(then.speaker);
  const known = (target: string | null) => target === null || registered.targets.has(target);
  const noTarget = then.stances.some(({ target }) => !known(target));
  const span: Span = {
    ...then,
    speaker: noSpeaker ? null : then.speaker,
    stances: then.stances.map((stance) => (known(stance.target) ? stance : { ...stance, target: null })),
  };
  const lost = [...(noSpeaker ? (['speaker'] as const) : []), ...(noTarget ? (['target'] as const) : [])];
  if (now === undefined) return { edits: [added('span', { ...span, updatedAt: at })], lost };
  const was = Object.fromEntries(fields.map((field) => [field, span[field]])) as Partial<Span>;
  if (changed('span', now, was) === undefined) return { edits: [], lost };
  return { edits: [changed('span', now, { ...was, updatedAt: at })!], lost };
}
