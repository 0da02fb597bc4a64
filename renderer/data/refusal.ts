import type { Refused } from './record-writer.ts';

/**
 * `conflict`: what the edits build on is not as they say; `too-large`: no line of a journal can hold them;
 * `read-only`, `superseded`, `loading`, `closed`: nothing can be written here now.
 */
export type RefusalWhy = 'conflict' | 'too-large' | 'read-only' | 'superseded' | 'loading' | 'closed';

/** Why a commit was not done at all; `message` is for the person, `refused` lists each edit's objections. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly why: RefusalWhy,
    message: string,
    readonly refused: readonly Refused[] = [],
  ) {
    super(message);
  }
}

const nouns = {
  span: 'mark',
  speaker: 'speaker',
  target: 'target',
  article: 'article',
  reading: 'article’s status',
  annotator: 'annotator',
  rejection: 'rejected suggestion',
  assistance: 'setting for suggestions',
  decision: 'decision',
  comment: 'comment',
  settlement: 'choice',
  transfer: 'record of a bundle',
  metadata: 'correction of an article’s details',
  blockRole: 'word on a passage',
  source: 'way of reading a file',
  search: 'saved search',
} as const;

/** The refusal of edits that cannot be applied, in words. */
export function conflict(refused: readonly Refused[]): Refusal {
  const [first] = refused;
  return new Refusal('conflict', first === undefined ? 'This cannot be done any more.' : wordsOf(first), refused);
}

function wordsOf({ edit, objections }: Refused): string {
  const noun = nouns[edit.kind];
  const [objection] = objections;
  switch (objection?.why) {
    case 'exists':
      return `This ${noun} is there already.`;
    case 'missing':
      return `This ${noun} is not there any more: it was removed in the meantime.`;
    case 'stale':
      return `This ${noun} has been changed in the meantime (${objection.fields.join(', ')}).`;
    case 'invalid':
      return objection.message;
    default:
      return `This ${noun} cannot be changed.`;
  }
}
