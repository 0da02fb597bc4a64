import type { Token } from '../english/tokens.ts';
import { addForm } from './actors.ts';
import { descriptionAfter } from './beside.ts';
import { countryOfCode, type Place, placeAt } from './countries.ts';
import { mention, mentionCountry, mentionOrganisation, mentionPerson } from './mentions.ts';
import { isNoName } from './no-names.ts';
import { takeDescribed } from './organisation.ts';
import { isSubject, type Paragraph, tokenBefore, wordsOf } from './paragraph.ts';
import { isThing, part, partAt } from './parts.ts';
import { takePerson } from './person.ts';
import type { Reading } from './reading.ts';
import { is } from './words.ts';

/**
 * Reads the mentions of a phrase of names without a role or a word for an organisation: “Hana Mori”, “Mori”, “Beijing”,
 * “the American Legion”. Answers where reading goes on.
 * @param at where it begins after a possessive
 * @param to where the phrase ends
 * @param starts whether its capital may be that of a sentence
 */
export function takeNames(reading: Reading, at: number, to: number, starts: boolean): number {
  const { phrase, paragraph, cast } = reading;
  const { tokens, kinds, headline } = paragraph;
  const { from } = phrase;
  let first = at;
  let country: Place | null = null;
  while (first < to && partAt(phrase, first) === part.place) {
    country = placeAt(tokens, first);
    first += country?.length ?? 1;
  }
  while (first < to && partAt(phrase, first) !== part.name) {
    if (partAt(phrase, first) === part.scenery) return to;
    first++;
  }
  if (first >= to) {
    takePlace(reading, country, at, to);
    return to;
  }
  let end = first;
  while (end < to && partAt(phrase, end) === part.name) end++;
  if (end < to && partAt(phrase, end) === part.scenery) return to;
  const isKnownFirst = (kinds[first]! & is.given) !== 0;
  if (country?.kind === 'demonym' && from === at && tokenBefore(tokens, from)?.lower === 'the' && !isKnownFirst) {
    // “The American Legion”.
    mentionOrganisation(reading, at, end, isSubject(paragraph, at, end));
    return to;
  }
  if (starts && end - first > 1 && first === from && isOpening(tokens[first]!, kinds[first]!)) first++;
  // Capitals that begin a heading are not part of the name in it.
  for (let i = end - 2; end - first > 3 && i > first && (kinds[first]! & is.given) === 0; i--)
    if ((kinds[i]! & is.given) !== 0) first = i;
  if (end - first > 5) return to;
  if (headline) {
    takeHeadline(reading, first, end);
    return to;
  }
  if (country?.kind === 'name' && from === at && first === at + country.length && end - first < 3) {
    // “America Rising”, but “Japan Tanaka” of a list when he is known.
    if ((kinds[first]! & (is.given | is.familyFirst)) === 0 && !cast.knows(tokens[first]!.lower)) {
      mentionOrganisation(reading, at, end, isSubject(paragraph, at, end));
      return to;
    }
  }
  if (end - first === 1)
    return takeSingle(reading, first, to, starts && first === from, country !== null && from < first);
  if (!isKnownFirst && (kinds[first]! & is.familyFirst) === 0 && isWhere(paragraph, first)) {
    if (!cast.knowsPerson(tokens[end - 1]!.lower)) return to;
  }
  return allCapitals(tokens, first, end) ? to : takePerson(reading, first, [first, end]);
}

/** A phrase of places only. */
function takePlace(reading: Reading, country: Place | null, at: number, to: number): void {
  if (country !== null && country.kind !== 'demonym' && country.kind !== 'part' && country.length >= to - at)
    mentionCountry(reading, country, at, to, isSubject(reading.paragraph, at, to));
  else if (to - at === 1) takeDirection(reading, at);
}

/** “The North”, “the South”, where the article is about Korea. */
function takeDirection(reading: Reading, at: number): void {
  const { paragraph, cast, text, koreas } = reading;
  const { tokens } = paragraph;
  const { lower } = tokens[at]!;
  if (!koreas || (lower !== 'north' && lower !== 'south') || tokenBefore(tokens, at)?.lower !== 'the') return;
  const actor = cast.government(countryOfCode(lower === 'north' ? 'KP' : 'KR')!);
  addForm(actor, wordsOf(text, tokens, at - 1, at + 1), tokens[at - 1]!.start, 1);
  mention(reading, actor, 'name', [at, at + 1], isSubject(paragraph, at, at + 1));
}

/** In a heading whose words all have capitals only known names and given names count. */
function takeHeadline(reading: Reading, first: number, end: number): void {
  const { tokens, kinds } = reading.paragraph;
  for (let i = first; i < end; i++) {
    if ((kinds[i]! & is.given) !== 0 && i + 1 < end) {
      // With its middle initial.
      const stop = i + 2 < end && tokens[i + 1]!.text.length <= 2 ? i + 3 : i + 2;
      mentionPerson(reading, [i, stop], [i, stop], i === first);
      return;
    }
    if (reading.cast.knowsPerson(tokens[i]!.lower)) mentionPerson(reading, [i, i + 1], [i, i + 1], i === first);
  }
}

/**
 * A name of one word. An organisation by its look or its article, a person when one bears it or speaks; what may be any
 * capitalised word is nobody.
 * @param afterPlace whether a place stands before it in the phrase: “Ohio Bell”
 */
function takeSingle(reading: Reading, at: number, to: number, starts: boolean, afterPlace: boolean): number {
  const { paragraph, cast } = reading;
  const { tokens, kinds } = paragraph;
  const token = tokens[at]!;
  const known = cast.knows(token.lower);
  const person = known && cast.knowsPerson(token.lower);
  if (!known && (isNoName(token) || isWhere(paragraph, at))) return to;
  const after = descriptionAfter(reading, at + 1);
  const before = tokenBefore(tokens, at)?.lower;
  const subject = isSubject(paragraph, at, after === null ? at + 1 : after.end);
  const evident = isThing(token, kinds[at]!);
  if (!person && (evident || known || before === 'the' || after?.description.thing === true)) {
    if (starts && before === undefined && !evident && after === null && !known) return to;
    takeDescribed(reading, at, at + 1, subject);
    return to;
  }
  const says =
    at + 1 < tokens.length &&
    ((kinds[at + 1]! & is.says) !== 0 || (tokens[at + 1]!.text === ',' && tokens[at + 2]?.lower === 'who'));
  if (!person && starts && after === null && !says) return to;
  if ((!person && afterPlace) || tokens.length < 4) return to;
  if (after !== null) return takePerson(reading, at, [at, at + 1]);
  mentionPerson(reading, [at, at + 1], [at, at + 1], subject, { sure: says });
  return to;
}

const placing = new Set(['in', 'near', 'outside', 'across', 'throughout']);

/** Whether a capitalised word is where something is: “in Harwich, the mayor said”. */
const isWhere = ({ tokens }: Paragraph, at: number) => placing.has(tokenBefore(tokens, at)?.lower ?? '');

function allCapitals(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const { text } = tokens[i]!;
    if (text.length > 2 && text !== text.toUpperCase()) return false;
  }
  return tokens[from]!.text.length > 2 || tokens[to - 1]!.text.length > 2;
}

/** A word that begins a sentence and is no name, by its ending: “Citing”, “Recently”. */
function isOpening({ lower }: Token, kind: number): boolean {
  if ((kind & (is.given | is.familyFirst)) !== 0) return false;
  return lower.length > 4 && (lower.endsWith('ing') || lower.endsWith('ly') || lower.endsWith('ed'));
}
