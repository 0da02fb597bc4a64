import { addFact, addForm, createActor, type Reference, setGender } from './actors.ts';
import { withCountry } from './beside.ts';
import { placeAt } from './countries.ts';
import { call, factOf, mention, mentionOrganisation, mentionPerson } from './mentions.ts';
import { type Gender, genderFits, genderOfTitle, isJoinedName } from './names.ts';
import { isPossessiveAt, isSubject, type Paragraph, tokenBefore, wordsOf } from './paragraph.ts';
import { isFamilyFirst, part, partAt, partOfCapital } from './parts.ts';
import { takeInside, takePerson } from './person.ts';
import type { Reading } from './reading.ts';
import { type Description, readDescription } from './titles.ts';
import { is } from './words.ts';

/**
 * Reads the mentions of a phrase whose last role stands at `role`: “Trade Minister Hana Mori”, “the minister”, “a spokesman
 * for President Bell”. Answers where reading goes on.
 * @param at where it begins after a possessive
 * @param to where the phrase ends
 */
export function takeTitled(reading: Reading, at: number, role: number, to: number): number {
  const { phrase, text, cast } = reading;
  const { tokens } = reading.paragraph;
  const { from } = phrase;
  const outer = outerRole(reading, role, to);
  if (outer >= 0) return takeNested(reading, at, outer, role, to);
  const nameFrom = nameAfterRole(reading, role, to);
  let nameTo = nameFrom;
  while (nameTo < to && partAt(phrase, nameTo) === part.name) nameTo++;
  let titleTo = Math.max(role + 1, nameFrom);
  if (nameFrom === role + 1) while (titleTo > at && partAt(phrase, titleTo - 1) === part.honorific) titleTo--;
  const bare = titleTo === at;
  const title = bare ? null : readDescription(text, tokens, from, titleTo, cast.knows);
  if (nameTo === nameFrom) return takeRole(reading, at, role, to, title);
  takeInside(reading, at, role);
  const gender = genderOfAddress(reading, from, nameFrom);
  return takePerson(reading, from, [nameFrom, nameTo], { title, gender, sure: bare });
}

/** Where the name begins after a role. After “of State” or “for Korea” one may follow; after “of” itself an organisation does. */
function nameAfterRole({ phrase, paragraph }: Reading, role: number, to: number): number {
  let at = role + 1;
  if (partAt(phrase, at) !== part.link) {
    while (at < to && partAt(phrase, at) !== part.name) at++;
    return at;
  }
  let hasOrganisation = false;
  for (; at < to; at++) {
    if (partAt(phrase, at) === part.organisation) hasOrganisation = true;
    if (partAt(phrase, at) !== part.name) continue;
    const before = partAt(phrase, at - 1);
    let end = at;
    while (end < to && partAt(phrase, end) === part.name) end++;
    const given = (paragraph.kinds[at]! & is.given) !== 0;
    if (before !== part.link && end === to && (given || (!hasOrganisation && (before === part.field || end - at > 1))))
      return at;
    at = end - 1;
  }
  return to;
}

/** The first role of “donor to Sen. Bell” or “spokesman for President Bell”, where the name is the other’s; −1 when none. */
function outerRole({ phrase }: Reading, lastRole: number, to: number): number {
  if (partAt(phrase, lastRole + 1) !== part.name) return -1;
  for (let i = phrase.from; i < lastRole - 1; i++) {
    if (partAt(phrase, i) !== part.role || partAt(phrase, i + 1) !== part.link) continue;
    for (let k = i + 2; k <= lastRole; k++) {
      const code = partAt(phrase, k);
      if (code === part.link || code === part.modifier || code === part.place || code === part.adjective) continue;
      return (code === part.role || code === part.honorific) && k < to ? i : -1;
    }
  }
  return -1;
}

/** Whoever has the outer role, and the person in it. */
function takeNested(reading: Reading, at: number, outer: number, lastRole: number, to: number): number {
  const { phrase, text, cast } = reading;
  const { tokens } = reading.paragraph;
  const description = readDescription(text, tokens, phrase.from, to, cast.knows);
  let first = outer + 1;
  while (partAt(phrase, first) === part.link) first++;
  const nameFrom = lastRole + 1;
  let end = nameFrom;
  while (end < to && partAt(phrase, end) === part.name) end++;
  const isRole = partAt(phrase, lastRole) === part.role;
  const title = isRole ? readDescription(text, tokens, first, nameFrom, cast.knows) : null;
  const gender = genderOfAddress(reading, first, nameFrom);
  mentionPerson(reading, [first, end], [nameFrom, end], false, { title, gender, inside: true });
  return takeRole(reading, at, outer, to, description);
}

/** The gender that the first title that shows one does: “Mr.”, “Spokeswoman”. */
function genderOfAddress({ paragraph }: Reading, from: number, to: number): Gender | null {
  for (let i = from; i < to; i++) {
    const gender = genderOfTitle(paragraph.tokens[i]!.lower);
    if (gender !== null) return gender;
  }
  return null;
}

/** After these a description is of somebody of whom the text has not spoken. */
const introducing = new Set(['a', 'an', 'one', 'another', 'my', 'our', 'your']);

/** A role without a name: “the minister”, “a senior official of the ministry”, “a spokeswoman for Acme, Jo Bell”. */
function takeRole(reading: Reading, at: number, role: number, to: number, title: Description | null): number {
  const { phrase, paragraph, text } = reading;
  const { tokens } = paragraph;
  const { from } = phrase;
  takeInside(reading, at, role);
  takeEmployer(reading, role, to);
  if (title === null) return to;
  const comma = commaAfter(paragraph, to);
  const named = nameAfterComma(paragraph, comma);
  if (named > comma && (comma === to || closes(paragraph, named))) {
    const whole = comma === to ? title : readDescription(text, tokens, from, comma, reading.cast.knows);
    return takePerson(reading, from, [comma + 1, named], { title: whole ?? title, gender: title.gender, sure: true });
  }
  if (title.role === null) return to;
  const before = tokenBefore(tokens, from)?.lower;
  const subject = isSubject(paragraph, from, to);
  if (before !== undefined && introducing.has(before)) {
    if ((title.affiliation === null && title.country === null) || from < reading.describedTo) return to;
    const actor = createActor('person', title.heads.slice(0, 1), 0, true, true);
    const { start } = tokens[from]!;
    addForm(actor, wordsOf(text, tokens, from, to), start, to - from);
    addFact(actor, factOf(start, title));
    setGender(actor, title.gender, start);
    call(reading, title, mention(reading, actor, 'description', [from, to], subject));
    return to;
  }
  if (before !== 'the' && !(before !== undefined && phrase.parts.includes(part.possessive))) return to;
  const known = whoIsCalled(reading, title);
  if (known !== undefined) {
    const { country } = title;
    const of = country === null || known.actor.facts.some((fact) => fact.country === country);
    const sure = of && reading.sentences.starts.length - known.sentence < 30;
    mention(reading, known.actor, 'nominal', [from, to], subject, { from: known, sure });
  }
  return to;
}

/** The person of whom a description has been said before, when nothing in it is against that. */
function whoIsCalled({ cast }: Reading, title: Description): Reference | undefined {
  const { heads, affiliation } = title;
  const known =
    cast.called(heads.at(-1)!) ?? (heads.length > 1 && affiliation === null ? undefined : cast.called(heads[0]!));
  return known !== undefined && known.actor.kind === 'person' && allows(known, title) ? known : undefined;
}

/** Whether nothing that a description says is against its being of somebody. */
function allows({ actor }: Reference, { gender, country: from, affiliation: house }: Description): boolean {
  if (!genderFits(gender, actor.gender)) return false;
  if (from !== null && !actor.facts.every(({ country }) => country === null || country === from)) return false;
  return (
    house === null ||
    actor.facts.some(
      ({ affiliation }) => affiliation !== null && (affiliation.includes(house) || house.includes(affiliation)),
    )
  );
}

/** The organisation in “official of the Ministry of Trade” and “Ministry of Trade official”, which “the ministry” may mean later. */
function takeEmployer(reading: Reading, role: number, to: number): void {
  const { phrase, paragraph } = reading;
  const { tokens, kinds } = paragraph;
  const linked = partAt(phrase, role + 1) === part.link;
  let first = phrase.from;
  let end = to;
  if (linked) {
    first = role + 1;
    while (first < to && partAt(phrase, first) === part.link) first++;
  } else {
    end = role;
    while (end > first && partAt(phrase, end - 1) !== part.organisation) end--;
  }
  let organisations = 0;
  for (let i = first; i < end; i++) {
    const code = partAt(phrase, i);
    if (code === part.organisation && tokens[i]!.capital) organisations++;
    if (code === part.possessive && linked && withCountry(paragraph, first, i + 1) !== first) return;
  }
  if (organisations > 0 && (kinds[end - 1]! & is.modifier) === 0) mentionOrganisation(reading, first, end, false, true);
}

/** A longer complement of a role is a clause. */
const longestComplement = 12;

/** The comma after what goes on in a description (“the head of the dockers’ union,”); the place itself when none does. */
function commaAfter({ tokens, kinds }: Paragraph, at: number): number {
  if (at >= tokens.length || !complements.has(tokens[at]!.lower)) return at;
  for (let i = at + 1; i < tokens.length && i < at + longestComplement; i++) {
    if (tokens[i]!.text === ',') return i;
    if (tokens[i]!.kind !== 'word' ? !isPossessiveAt(tokens, i) : (kinds[i]! & (is.says | is.pronoun)) !== 0) return at;
  }
  return at;
}

/** Whether a comma ends an aside there, and no list goes on after it. */
const closes = ({ tokens }: Paragraph, at: number): boolean => {
  const next = tokens[at + 1];
  return tokens[at]?.text === ',' && next !== undefined && next.lower !== 'and' && next.lower !== 'or' && !next.capital;
};

const complements = new Set(['of', 'for', 'at']);

/** Where the name of the person ends that follows a description after a comma: “a spokeswoman for Acme, Jo Bell,”; `at` when none does. */
function nameAfterComma(paragraph: Paragraph, at: number): number {
  const { tokens } = paragraph;
  if (tokens[at]?.text !== ',' || tokens[at + 1]?.capital !== true) return at;
  const end = nameFrom(paragraph, at + 1);
  if (end === at + 1) return at;
  const next = tokens[end];
  if (next === undefined || next.text === ',' || next.text === '.' || next.text === '(') return end;
  return next.kind === 'word' && next.lower !== 'and' ? end : at;
}

/** “Will”, “Per”, “Dean”: given names besides what else they are. */
const isGivenToo = (kind: number) => (kind & is.nameToo) !== 0 && (kind & is.given) !== 0;

/** Where the name of two words or more ends that begins at a token; the token itself when none does. */
function nameFrom({ tokens, kinds }: Paragraph, at: number): number {
  let end = at;
  while (end < tokens.length && end - at < 5) {
    const token = tokens[end]!;
    const kind = kinds[end]!;
    if (token.kind !== 'word') break;
    const isName = token.capital
      ? partOfCapital(token, kind) === part.name ||
        isFamilyFirst(tokens, kinds, end) ||
        (end === at && isGivenToo(kind))
      : end > at && ((kind & is.particle) !== 0 || isJoinedName(token));
    if (!isName) break;
    if (end === at && (kind & is.given) === 0 && placeAt(tokens, at) !== null) break;
    end++;
  }
  return end - at > 1 ? end : at;
}
