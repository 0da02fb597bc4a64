import { addFact } from './actors.ts';
import { belongingAfter, descriptionAfter } from './beside.ts';
import { call, factOf, mentionPerson } from './mentions.ts';
import type { Gender } from './names.ts';
import { isSubject } from './paragraph.ts';
import { part, partAt } from './parts.ts';
import type { Reading } from './reading.ts';
import type { Description } from './titles.ts';
import { is } from './words.ts';

/** What the words before a name say of the person. */
export interface Introduced {
  title?: Description | null;
  /** That of the form of address. */
  gender?: Gender | null;
  /** Whether more than capitals shows that it is a person. */
  sure?: boolean;
}

/**
 * Reads a person’s name in `[name[0], name[1])`, the title before it from `from`, and what may follow: “(D-Ohio)”, “, 66,
 * spokesman of …,”, “of the Lantern Institute”. Answers where reading goes on.
 */
export function takePerson(
  reading: Reading,
  from: number,
  name: readonly [number, number],
  { title = null, gender = null, sure = false }: Introduced = {},
): number {
  const { paragraph } = reading;
  const { tokens } = paragraph;
  let end = name[1];
  let party: string | undefined;
  if (tokens[end]?.text === '(' && tokens[end + 2]?.text === ')' && tokens[end + 1]!.capital) {
    party = tokens[end + 1]!.text;
    end += 3;
  }
  const after = descriptionAfter(reading, end);
  const belongs = belongingAfter(reading, end);
  const subject = isSubject(paragraph, from, after?.end ?? belongs?.end ?? end);
  const both = title ?? (after !== null && !after.description.thing ? after.description : null);
  const reference = mentionPerson(reading, [from, end], name, subject, { title: both, gender, sure });
  if (reference === null) return end;
  const { actor, start } = reference;
  if (after !== null) reading.describedTo = after.end;
  if (belongs !== null)
    addFact(actor, { at: start, role: null, affiliation: belongs.affiliation, country: belongs.country });
  if (title !== null && after !== null) {
    addFact(actor, factOf(start, after.description));
    call(reading, after.description, reference);
  }
  if (party !== undefined && /^[DRI](?:-\p{Lu}|$)/u.test(party)) {
    const state = party.length > 1;
    addFact(actor, { at: start, role: null, affiliation: state ? party : null, country: state ? 'US' : null });
  }
  return end;
}

/** A person who is named in another’s title, before the role: “Anna Berg campaign spokesman Lee Dorn”. */
export function takeInside(reading: Reading, at: number, role: number): void {
  const { phrase, cast } = reading;
  const { tokens, kinds } = reading.paragraph;
  let first = at;
  while (first < role && partAt(phrase, first) !== part.name) first++;
  let end = first;
  while (end < role && partAt(phrase, end) === part.name) end++;
  const length = end - first;
  if (length === 0 || length > 3) return;
  if (length > 1 ? (kinds[first]! & is.given) !== 0 : cast.knowsPerson(tokens[first]!.lower))
    mentionPerson(reading, [first, end], [first, end], false, { inside: true });
}
