import { addFact, type Reference } from './actors.ts';
import { descriptionAfter, withCountry } from './beside.ts';
import { countryNamed, placeAt } from './countries.ts';
import { call, countryAfter, mayBeOf, mention, mentionCountry, mentionOrganisation } from './mentions.ts';
import { isSubject, type Paragraph, tokenBefore } from './paragraph.ts';
import { part, partAt } from './parts.ts';
import { takePerson } from './person.ts';
import type { Reading } from './reading.ts';
import { type Description, readDescription } from './titles.ts';
import { is } from './words.ts';

/**
 * Reads the mentions of a phrase that ends with no role, and whose last word for an organisation stands at `head`: “China’s
 * Foreign Ministry”, “the ministry”, “a magazine, The Lantern,”. Answers where reading goes on.
 * @param at where it begins after a possessive
 * @param to where the phrase ends
 */
export function takeOrganisation(reading: Reading, at: number, head: number, to: number): number {
  const { phrase, paragraph, text, cast } = reading;
  const { tokens, kinds } = paragraph;
  const { from } = phrase;
  // “Fox News host” is a role; “Fox News’s Jo Bell” and “Acme Group Jo Bell” end with a name.
  let nameFrom = head + 1;
  if (partAt(phrase, nameFrom) === part.link) nameFrom = to;
  while (nameFrom < to && partAt(phrase, nameFrom) !== part.name) nameFrom++;
  if (to - nameFrom > 1 && (kinds[nameFrom]! & is.given) !== 0) {
    mentionOrganisation(reading, at, head + 1, false, true);
    return takePerson(reading, nameFrom, [nameFrom, to]);
  }
  const last = tokens[head]!;
  if (!last.capital && isOwnName(reading, head + 1, to)) {
    // “The website Harbor Voice”.
    const reference = mentionOrganisation(reading, head + 1, to, isSubject(paragraph, from, to));
    const description = readDescription(text, tokens, from, head + 1, cast.knows);
    if (description !== null) describe(reading, description, reference);
    for (let i = at; i < head; i++) {
      const country = tokens[i]!.capital ? countryOfCompound(tokens[i]!.text) : null;
      if (country !== null) addFact(reference.actor, { at: reference.start, role: null, affiliation: null, country });
    }
    return to;
  }
  const subject = isSubject(paragraph, from, to);
  if (last.lower === 'government' || last.lower === 'governments') {
    const found = placeAt(tokens, from);
    if (found !== null && from + found.length >= head - 1) {
      mentionCountry(reading, found, from, to, subject, last.lower === 'governments');
      return to;
    }
  }
  let capitals = 0;
  for (let i = at; i < (last.capital ? to : head); i++) if (tokens[i]!.capital) capitals++;
  if (partAt(phrase, to - 1) === part.roles) {
    // “Finance Ministry officials”.
    if (capitals > 1) mentionOrganisation(reading, at, head + 1, false, true);
    return to;
  }
  const named = last.capital ? to : nameBetweenCommas(paragraph, to);
  if (named > to) {
    // “A political magazine, The Lantern,”.
    const reference = mentionOrganisation(reading, to + 1, named, isSubject(paragraph, to + 1, named));
    const description = readDescription(text, tokens, from, to, cast.knows);
    if (description !== null) describe(reading, description, reference);
    return named;
  }
  if (capitals === 0) {
    const known = tokenBefore(tokens, from)?.lower === 'the' ? cast.called(last.lower) : undefined;
    const country = countryAfter(paragraph, to);
    if (known !== undefined && known.actor.kind !== 'person' && mayBeOf(known.actor, country))
      mention(reading, known.actor, 'nominal', [from, to], subject, { from: known });
    return to;
  }
  if (paragraph.headline && to - from > 4) return to;
  // An organisation keeps the country or owner before it in its name: “China’s Foreign Ministry”.
  takeDescribed(reading, withCountry(paragraph, from, at), to, subject);
  return to;
}

/** Whether the words after a description of an organisation are its name. */
function isOwnName({ phrase, paragraph, cast }: Reading, from: number, to: number): boolean {
  const { tokens } = paragraph;
  if (from >= to || partAt(phrase, from) !== part.name) return false;
  for (let i = from; i < to; i++) if (!tokens[i]!.capital) return false;
  return to - from > 1 || !cast.knowsPerson(tokens[from]!.lower);
}

/** The country of “Pyongyang-run”, “U.S.-led”. */
function countryOfCompound(text: string): string | null {
  const hyphen = text.indexOf('-');
  return hyphen > 0 ? (countryNamed(text.slice(0, hyphen))?.country.code ?? null) : null;
}

/** The name of an organisation, and the description that may follow it: “The Lantern, a magazine,”. */
export function takeDescribed(reading: Reading, from: number, to: number, subject: boolean): void {
  const reference = mentionOrganisation(reading, from, to, subject);
  const after = descriptionAfter(reading, to);
  if (after?.description.thing === true) describe(reading, after.description, reference);
}

function describe(reading: Reading, description: Description, reference: Reference): void {
  const { affiliation, country } = description;
  addFact(reference.actor, { at: reference.start, role: null, affiliation, country });
  call(reading, description, reference);
}

/** Where the name ends that stands between commas after the description of an organisation; `at` when none does. */
function nameBetweenCommas({ tokens, kinds }: Paragraph, at: number): number {
  if (tokens[at]?.text !== ',') return at;
  let end = at + 1;
  if (tokens[end]?.lower === 'the' && tokens[end]!.capital) end++;
  const first = end;
  while (end < tokens.length && end - first < 5 && tokens[end]!.capital && (kinds[end]! & is.grammar) === 0) end++;
  return end > first && tokens[end]?.text === ',' ? end : at;
}
