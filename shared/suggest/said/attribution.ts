import type { Range } from '../../model/range.ts';
import type { Phrase } from '../english/noun-phrase.ts';
import type { Item } from '../english/passage.ts';
import type { Cue } from './cues.ts';

/** How a quotation came to its speaker; the texts are for people. */
export type Rule =
  | 'after'
  | 'before'
  | 'trailing'
  | 'within'
  | 'according'
  | 'colon'
  | 'subject'
  | 'goes-on'
  | 'same-paragraph'
  | 'announced'
  | 'foreign'
  | 'none';

/** A quotation with the words that ascribe it, all ranges of the text. */
export interface Attribution {
  cue: Range | null;
  mention: Range | null;
  rule: Rule;
  /** How sure the rule is of the speaker: 0 … 1. */
  sure: number;
  /** The quotation whose turn of speech this goes on, or −1. */
  continues: number;
}

/** A quotation in a language that the rules do not know. */
export const foreign: Attribution = { cue: null, mention: null, rule: 'foreign', sure: 0.45, continues: -1 };

export const nobody: Attribution = { cue: null, mention: null, rule: 'none', sure: 0, continues: -1 };

/** The stretch of the text that items take. */
export const rangeOf = (items: readonly Item[], { from, to }: Phrase): Range => ({
  start: items[from]!.start,
  end: items[to - 1]!.end,
});

/** Ascribed to the source of a cue. */
export function by(items: readonly Item[], cue: Cue, rule: Rule, sure: number): Attribution {
  return {
    cue: rangeOf(items, cue),
    mention: cue.source ? rangeOf(items, cue.source) : null,
    rule,
    sure,
    continues: -1,
  };
}
