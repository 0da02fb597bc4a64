import { type Actor, addFact, addForm, type Fact, type How, type Reference, setGender } from './actors.ts';
import { type Place, placeAt } from './countries.ts';
import { familyAt, type Gender, genderOfName, isSuffix, withoutArticle } from './names.ts';
import { isPossessiveAt, type Paragraph, wordsOf } from './paragraph.ts';
import type { Reading } from './reading.ts';
import type { Description } from './titles.ts';
import { is, kindOfWord } from './words.ts';

/** Records that tokens `[from, to)` mean somebody, by the name in them unless told otherwise. */
export function mention(
  reading: Reading,
  actor: Actor,
  how: How,
  [from, to]: readonly [number, number],
  subject: boolean,
  rest: {
    name?: readonly [number, number];
    inside?: boolean;
    sure?: boolean;
    from?: Reference;
    others?: readonly Actor[];
  } = {},
): Reference {
  const { references, sentences } = reading;
  const { tokens } = reading.paragraph;
  const [nameFrom, nameTo] = rest.name ?? [from, to];
  const { start } = tokens[from]!;
  const reference: Reference = {
    start,
    end: tokens[to - 1]!.end,
    nameStart: tokens[nameFrom]!.start,
    nameEnd: tokens[nameTo - 1]!.end,
    actor,
    how,
    sentence: sentences.starts.length,
    subject,
    quoted: sentences.isQuoted(start),
    inside: rest.inside === true || isPossessiveAt(tokens, to),
    sure: rest.sure ?? true,
    from: rest.from ?? null,
    others: rest.others ?? [],
  };
  actor.last = references.length;
  references.push(reference);
  return reference;
}

/** What is known of a person besides the name. */
export interface Known {
  /** What the words beside the name describe; what it says becomes a fact. */
  title?: Description | null;
  /** That of the form of address. */
  gender?: Gender | null;
  inside?: boolean;
  /** Whether more than capitals shows that it is a person. */
  sure?: boolean;
}

/** Records a person’s name in `[name[0], name[1])`, with the title before it from `from`; null when it is no name. */
export function mentionPerson(
  reading: Reading,
  [from, to]: readonly [number, number],
  name: readonly [number, number],
  subject: boolean,
  known: Known = {},
): Reference | null {
  const { text, cast } = reading;
  const { tokens } = reading.paragraph;
  const words: string[] = [];
  for (let i = name[0]; i < name[1]; i++) {
    const { lower, kind } = tokens[i]!;
    if (kind === 'word' && !isSuffix(lower)) words.push(withoutArticle(lower));
  }
  if (words.length === 0) return null;
  const title = known.title ?? null;
  const gender = title?.gender ?? known.gender ?? null;
  const family = familyAt(words);
  const sure =
    title !== null ||
    known.sure === true ||
    (words.length > 1 && (family === 0 || (kindOfWord(words[0]!) & is.given) !== 0));
  const { actor, others } = cast.person(words, family, gender, sure);
  const { start } = tokens[from]!;
  addForm(actor, wordsOf(text, tokens, name[0], name[1]), tokens[name[0]]!.start, words.length);
  setGender(actor, gender ?? genderOfName(words, family), start);
  if (title !== null) addFact(actor, factOf(start, title));
  const reference = mention(reading, actor, 'name', [from, to], subject, {
    name,
    inside: known.inside ?? false,
    sure: others.length === 0,
    others,
  });
  call(reading, title, reference);
  return reference;
}

/** Records the name of an organisation, with its short form in brackets. */
export function mentionOrganisation(
  reading: Reading,
  from: number,
  to: number,
  subject: boolean,
  inside = false,
): Reference {
  const { text, cast } = reading;
  const { tokens, kinds } = reading.paragraph;
  let bracket = from;
  while (bracket < to && tokens[bracket]!.text !== '(') bracket++;
  const words = wordsOf(text, tokens, from, bracket);
  const key = words.toLowerCase();
  const bare = key.startsWith('the ') ? key.slice(4) : key;
  const seat = countryAfter(reading.paragraph, to);
  const known = cast.organisation(bare);
  // “The Foreign Ministry in Oslo” after that in Riga is another.
  const actor = mayBeOf(known, seat) ? known : cast.organisation(`${bare} in ${seat}`);
  const { start } = tokens[from]!;
  addForm(actor, words, start, bracket - from);
  if (bracket < to) {
    const short = tokens[bracket + 1]!;
    addForm(actor, short.text, start, 0);
    cast.name(actor, short.lower);
  }
  const front = placeAt(tokens, from);
  const country = front?.country.code ?? (words === 'White House' ? 'US' : seat);
  addFact(actor, { at: start, role: null, affiliation: null, country });
  const reference = mention(reading, actor, 'name', [from, to], subject, { inside });
  for (let i = from; i < bracket; i++) if ((kinds[i]! & is.organisation) !== 0) cast.call(tokens[i]!.lower, reference);
  return reference;
}

/** The country in which an organisation sits by the words after it, “in Oslo”; null when they do not say. */
export function countryAfter({ tokens }: Paragraph, at: number): string | null {
  if (tokens[at]?.lower !== 'in' || at + 1 >= tokens.length) return null;
  const place = placeAt(tokens, at + 1);
  return place?.kind === 'capital' ? place.country.code : null;
}

/** Whether nothing that the text says of somebody is against their being of a country. */
export const mayBeOf = ({ facts }: Actor, code: string | null): boolean =>
  code === null || facts.every(({ country }) => country === null || country === code);

/** Records words that stand for a country’s government. */
export function mentionCountry(
  reading: Reading,
  { country }: Place,
  from: number,
  to: number,
  subject: boolean,
  inside = false,
): Reference {
  const { tokens } = reading.paragraph;
  const actor = reading.cast.government(country);
  if (country.code === 'KR' || country.code === 'KP') reading.koreas = true;
  addForm(actor, wordsOf(reading.text, tokens, from, to), tokens[from]!.start, 1);
  return mention(reading, actor, 'name', [from, to], subject, { inside });
}

/** Lets what a description calls somebody mean them from here on: “the minister”. */
export function call({ cast }: Reading, description: Description | null, reference: Reference): void {
  if (description !== null) for (const head of description.heads) cast.call(head, reference);
}

export const factOf = (at: number, { role, affiliation, country }: Description): Fact => ({
  at,
  role,
  affiliation,
  country,
});
