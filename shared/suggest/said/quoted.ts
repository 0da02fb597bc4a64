import type { Mode } from '../../model/mode.ts';
import type { Quotation } from '../../text/quotations.ts';
import type { Item, Passage } from '../english/passage.ts';
import { isPossessive } from '../english/word-class.ts';
import type { Attribution } from './attribution.ts';
import { whyNoSpeech } from './doubt.ts';

/** What a quotation is, besides who says it. */
export type Quoted =
  | { mode: Mode }
  /** A term, a title or a nickname, and why it is likelier that than a statement. */
  | { mode: null; doubt: string };

/** What each quotation is: a statement of its own, part of what is reported, or no speech at all. */
export function readQuoted(
  text: string,
  quotations: readonly Quotation[],
  passages: readonly Passage[],
  attributions: readonly Attribution[],
): Quoted[] {
  const read: Quoted[] = quotations.map(() => ({ mode: null, doubt: 'words in quotation marks' }));
  const seen = new Set<number>();
  for (const { items, sentences } of passages) {
    for (const { from, to } of sentences) {
      for (let at = from; at < to; at++) {
        const { quote } = items[at]!;
        if (quote < 0 || seen.has(quote)) continue;
        seen.add(quote);
        const attribution = attributions[quote]!;
        if (attribution.rule === 'foreign') {
          read[quote] = { mode: 'direct' };
          continue;
        }
        const doubt = whyNoSpeech(text, quotations[quote]!, items, at, attribution);
        read[quote] =
          doubt === null ? { mode: isWhole(items, from, at, attribution) ? 'direct' : 'mixed' } : { mode: null, doubt };
      }
    }
  }
  return read;
}

/** Whether a quotation is all of what is said, and not some words of it in a reporter’s sentence. */
function isWhole(items: readonly Item[], from: number, at: number, { rule }: Attribution): boolean {
  if (at === from || rule === 'goes-on') return true;
  const before = items[at - 1]!;
  return (
    rule !== 'trailing' && before.kind === 'mark' && !isPossessive(before) && (before.text !== ',' || rule !== 'after')
  );
}
