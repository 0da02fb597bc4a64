import { addFact, type Reference } from './actors.ts';
import { takeNames } from './bare-names.ts';
import { placeAt } from './countries.ts';
import { mentionCountry, mentionOrganisation, mentionPerson } from './mentions.ts';
import { takeOrganisation } from './organisation.ts';
import { isThing, type Phrase, part, partAt } from './parts.ts';
import type { Reading } from './reading.ts';
import { takeTitled } from './titled.ts';

/**
 * Reads the mentions of the phrase at hand, by what its last telling word is: a role, a word for an organisation, or only
 * names. Answers where reading goes on.
 * @param to where the phrase ends
 * @param starts whether its capital may be that of a sentence
 */
export function takePhrase(reading: Reading, to: number, starts: boolean): number {
  const { phrase, references } = reading;
  const { from } = phrase;
  const possessive = ownerEnd(phrase, to);
  const owner = possessive > from ? takeOwner(reading, possessive) : null;
  const at = possessive > from ? possessive + 1 : from;
  // A possessive may stand on either side of a description: the whole of it is read for what it says.
  let role = -1;
  let organisation = -1;
  for (let i = at; i < to; i++) {
    const is = partAt(phrase, i);
    if (is === part.role || is === part.honorific) role = i;
    else if (is === part.organisation) organisation = i;
  }
  const linked = role >= 0 && partAt(phrase, role + 1) === part.link;
  if (role >= 0 && (role > organisation || linked)) return takeTitled(reading, at, role, to);
  if (organisation >= 0) return takeOrganisation(reading, at, organisation, to);
  const count = references.length;
  const end = takeNames(reading, at, to, starts);
  const named = references[count];
  if (owner !== null && named?.actor.kind === 'person') belong(named, owner);
  return end;
}

/** The last possessive before a role of somebody (“of …”, “for …”), which is not the other’s; the beginning when there is none. */
function ownerEnd(phrase: Phrase, to: number): number {
  const { from } = phrase;
  let described = from;
  while (
    described < to - 1 &&
    !(partAt(phrase, described) === part.role && partAt(phrase, described + 1) === part.link)
  )
    described++;
  if (described >= to - 1) described = to;
  for (let i = described - 1; i > from; i--) if (partAt(phrase, i) === part.possessive) return i;
  return from;
}

/** “Berg’s lawyer”: Berg is mentioned, but is nobody’s antecedent while there is another. */
function takeOwner(reading: Reading, to: number): Reference | null {
  const { phrase } = reading;
  const { tokens, kinds } = reading.paragraph;
  const { from } = phrase;
  const found = placeAt(tokens, from);
  if (found !== null && from + found.length >= to)
    return found.kind === 'part' ? null : mentionCountry(reading, found, from, to, false, true);
  for (let i = from; i < to; i++)
    if (partAt(phrase, i) === part.organisation)
      return tokens[to - 1]!.capital ? mentionOrganisation(reading, from, to, false, true) : null;
  let at = from;
  while (at < to && partAt(phrase, at) !== part.name) at++;
  let end = at;
  while (end < to && partAt(phrase, end) === part.name) end++;
  if (end - at === 1 && isThing(tokens[at]!, kinds[at]!)) return mentionOrganisation(reading, at, end, false, true);
  return end > at && end - at <= 4 ? mentionPerson(reading, [from, end], [at, end], false, { inside: true }) : null;
}

/** “The Post’s Jo Bell”, “Japan’s Jo Bell”. */
function belong({ actor, start: at }: Reference, { actor: owner }: Reference): void {
  if (owner.kind === 'organisation')
    addFact(actor, {
      at,
      role: null,
      affiliation: owner.forms[0]!.text,
      country: owner.facts[0]?.country ?? null,
    });
  else if (owner.kind === 'government') addFact(actor, { at, role: null, affiliation: null, country: owner.words[0]! });
}
