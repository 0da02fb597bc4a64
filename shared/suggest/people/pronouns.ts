import { setGender } from './actors.ts';
import { antecedent } from './antecedent.ts';
import { mention } from './mentions.ts';
import { isGoverning, tokenBefore } from './paragraph.ts';
import type { Reading } from './reading.ts';

/** After “it”, verbs that leave it without a meaning: “it is possible”, “it appears that”. */
const impersonal = new Set(['appears', 'seems', 'is', 'was', 'remains', 'takes']);

/** Records whom a pronoun means: the person shows the gender from here on, and may be meant by the next pronoun again. */
export function takePronoun(reading: Reading, at: number): void {
  const { paragraph, references, sentences } = reading;
  const { tokens, kinds } = paragraph;
  const { lower, start } = tokens[at]!;
  if (sentences.isQuoted(start)) return;
  const before = tokenBefore(tokens, at);
  // After a preposition it is no subject, and may mean somebody else in the same breath.
  if (before?.kind === 'word' && isGoverning(before.lower, kinds[at - 1]!)) return;
  if (lower === 'it' && impersonal.has(tokens[at + 1]?.lower ?? '')) return;
  const found = antecedent(references, references.length, lower, start, sentences.starts.length, tokens[0]!.start);
  if (found === null) return;
  const { reference, others, sure } = found;
  if (sure && lower !== 'it') setGender(reference.actor, lower === 'she' ? 'f' : 'm', start);
  mention(reading, reference.actor, 'pronoun', [at, at + 1], true, { from: reference, others, sure });
}
