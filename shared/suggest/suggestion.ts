import type { Mode } from '../model/mode.ts';
import type { Mention, Range } from '../model/range.ts';
import type { Speaker } from '../model/speaker.ts';
import type { Stance } from '../model/stance.ts';

/** Changes whenever the same text may be suggested something else; kept with what was accepted, and in caches. */
export const engine = 'rules/1';

/** Somebody who is not in the registry yet, as the article names and describes them. */
export type ProposedSpeaker = Pick<Speaker, 'name' | 'kind' | 'aliases' | 'role' | 'affiliation' | 'country'>;

/** Whom a statement is ascribed to. */
export type SuggestedSpeaker =
  /** One entry of the registry. */
  | { how: 'known'; id: string; name: string }
  /** Several entries fit what the article says, best first: a person has to choose. */
  | { how: 'choice'; among: { id: string; name: string }[] }
  /** The article names somebody whom the registry does not have. */
  | { how: 'new'; proposal: ProposedSpeaker }
  /** The article does not say, or says it in a way that names nobody (“officials”). */
  | { how: 'open' };

/** A stance that the words of a statement speak for, and what it was read from. */
export interface SuggestedStance extends Stance {
  /** The cue phrase that was seen, in the text; null when the stance was learned from labels. */
  cue: Mention | null;
  /** 0 … 1. */
  confidence: number;
  /** In words: “‘cautioned against’ stands for oppose”. */
  reason: string;
}

/**
 * A statement as the app would mark it. Offsets are UTF-16 code units into the text it was found in; a statement in
 * quotation marks goes from its first to its last quoted character, without the marks.
 */
export interface Suggestion extends Range {
  /** The same for the same passage in the same text: `<layer>:<start>-<end>`. */
  id: string;
  layer: 'statement';
  /** For words quoted in what is reported: all that is reported there, quoted and not. */
  clause?: Range;
  /** Null for a term, a title or words at a distance in quotation marks, which nobody may have said. */
  mode: Mode | null;
  /** The words that report the saying: “said”, “warned against”, “according to”. */
  cue: Mention | null;
  /** The words that name the speaker, as they stand: “he” stays “he”. */
  mention: Mention | null;
  speaker: SuggestedSpeaker;
  stances: SuggestedStance[];
  /** 0 … 1; below `doubtful` it is likelier no statement than one. */
  confidence: number;
  /** The rules that decided, in words for a person, the weightiest first; never empty. */
  reasons: string[];
  /** The statement whose turn of speech this one goes on, after an attribution or in the next paragraph. */
  continues: string | null;
}

/** Suggestions less sure than this are shown last and never accepted in bulk. */
export const doubtful = 0.5;
