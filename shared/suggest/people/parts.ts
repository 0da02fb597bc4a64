import type { Token } from '../english/tokens.ts';
import type { Cast } from './cast.ts';
import { countryNamed, type Place, placeAt } from './countries.ts';
import { isJoinedName } from './names.ts';
import { type Paragraph, tokenBefore } from './paragraph.ts';
import { is, isGeneralCompound, isUnderSecretary } from './words.ts';

/** What a word is inside a phrase of names and titles; one of these. */
export const part = {
  /** No phrase goes on here. */
  none: 0,
  name: 1,
  place: 2,
  role: 3,
  modifier: 4,
  organisation: 5,
  field: 6,
  honorific: 7,
  /** “of”, “for the” inside a title. */
  link: 8,
  possessive: 9,
  /** Around and of a short form: “(MOT)”. */
  bracket: 10,
  roles: 11,
  scenery: 12,
  adjective: 13,
} as const;

export type Part = (typeof part)[keyof typeof part];

/** A phrase of names and titles, as far as it has been read. */
export interface Phrase {
  /** The token that it begins with. */
  from: number;
  /** What each of its tokens is. */
  readonly parts: Part[];
}

/** What a token of the phrase is; `none` outside of it. */
export const partAt = ({ from, parts }: Phrase, at: number): Part =>
  at >= from && at - from < parts.length ? parts[at - from]! : part.none;

/**
 * What the word after those of a phrase is in it, `none` when it does not belong to it.
 * @param found the place that begins at the word
 */
export function partOf(paragraph: Paragraph, cast: Cast, phrase: Phrase, at: number, found: Place | null): Part {
  const { tokens, kinds } = paragraph;
  const token = tokens[at]!;
  const kind = kinds[at]!;
  if (token.kind !== 'word') return part.none;
  const next = tokens[at + 1];
  const last = next === undefined || !next.capital;
  const before = partAt(phrase, at - 1);
  if (isUnderSecretary(tokens, at)) return part.modifier;
  if (!token.capital) {
    if (kind === 0) return isJoinedName(token) ? part.name : part.none;
    return partOfSmall(kind, before === part.name && (!last || leadsToName(tokens, kinds, at)));
  }
  const afterGiven = before === part.name && (kinds[at - 1]! & is.given) !== 0;
  if (found !== null) {
    if (afterGiven && found.kind !== 'demonym' && last) return part.name;
    const leads = !last && (kind & is.given) !== 0 && before !== part.link;
    return leads && partOfCapital(next, kinds[at + 1]!) === part.name ? part.name : part.place;
  }
  // “Petty Officer Second Class Jo Bell”.
  if (before === part.role && next?.lower === 'class' && ordinals.has(token.lower)) return part.modifier;
  if (token.lower === 'class' && at > phrase.from && ordinals.has(tokens[at - 1]!.lower)) return part.modifier;
  if (token.lower === 'nations' && before === part.name && tokens[at - 1]!.lower === 'united') return part.organisation;
  if (isFamilyFirst(tokens, paragraph.kinds, at)) return part.name;
  if ((kind & is.date) !== 0) return isNamedAfterMonth(paragraph, cast, at, afterGiven) ? part.name : part.none;
  // “Anna Banks”, but “Jo Bell Center”.
  const full = (kind & is.organisation) !== 0 && partAt(phrase, at - 2) === part.name;
  if (afterGiven && last && !full && (kind & mayBeFamily) !== 0) return part.name;
  if ((kind & is.nameToo) !== 0 && isNameToo(paragraph, cast, phrase, at)) return part.name;
  return partOfCapital(token, kind);
}

const ordinals = new Set(['first', 'second', 'third']);

/** Whether a word that is grammar is a family name by the given name after it: “Oh Se-ra”, not “An Acme-built ship”. */
export function isFamilyFirst(tokens: readonly Token[], kinds: readonly number[], at: number): boolean {
  if ((kinds[at]! & is.familyFirst) === 0 || (kinds[at]! & is.grammar) === 0) return false;
  const next = tokens[at + 1];
  return (
    next?.capital === true &&
    /^\p{Lu}\p{Ll}{0,5}-\p{Ll}{1,5}$/u.test(next.text) &&
    !/(?:ed|en|ing|based|led|run|made|born|style|wide|type|only)$/.test(next.lower) &&
    !isGeneralCompound(next.text, isCountry)
  );
}

/** These end a name after a given name: “Stephen King”, “Ann Banks”, “Mark Field”. */
const mayBeFamily = is.role | is.organisation | is.field | is.place;

/** The most particles that a name has one after another: “van de der”. */
const mostParticles = 3;

/** Whether only particles stand between a word and a name: “von der Ahe”, “bin al-Sabri”. */
function leadsToName(tokens: readonly Token[], kinds: readonly number[], at: number): boolean {
  for (let i = at + 1; i < tokens.length && i <= at + mostParticles; i++) {
    if (tokens[i]!.capital || isJoinedName(tokens[i]!)) return true;
    if ((kinds[i]! & is.particle) === 0) return false;
  }
  return false;
}

/** @param inName whether a name stands on both sides */
function partOfSmall(kind: number, inName: boolean): Part {
  if (kind === 0) return part.none;
  if ((kind & is.role) !== 0) return part.role;
  if ((kind & is.roles) !== 0) return part.roles;
  if ((kind & is.modifier) !== 0) return part.modifier;
  if ((kind & is.organisation) !== 0) return part.organisation;
  if ((kind & is.field) !== 0) return part.field;
  return inName && (kind & is.particle) !== 0 ? part.name : part.none;
}

/** What a capitalised word that is no place is by itself. */
export function partOfCapital(token: Token, kind: number): Part {
  if (kind === 0)
    return token.text.includes('-') && isGeneralCompound(token.text, isCountry) ? part.adjective : part.name;
  if ((kind & is.honorific) !== 0) return part.honorific;
  if ((kind & is.role) !== 0) return part.role;
  if ((kind & is.grammar) !== 0) return part.none;
  if ((kind & is.given) !== 0) return part.name;
  if ((kind & is.roles) !== 0) return part.roles;
  if ((kind & is.organisation) !== 0) return part.organisation;
  if ((kind & is.modifier) !== 0) return part.modifier;
  if ((kind & is.field) !== 0) return part.field;
  if ((kind & is.place) !== 0) return part.scenery;
  if ((kind & is.date) !== 0) return part.none;
  if ((kind & is.noName) !== 0) return token.lower === 'white' || token.lower === 'black' ? part.name : part.adjective;
  return part.name;
}

const isCountry = (word: string) => countryNamed(word) !== null;

/** After these a month is one: “in June”, “last May”. */
const dating = new Set('in since until till during throughout last next this every late early mid'.split(' '));

/** “Theresa May”, and “May” after her; “April Ryan”, “May Holm”. */
function isNamedAfterMonth(paragraph: Paragraph, cast: Cast, at: number, afterGiven: boolean): boolean {
  const { tokens, kinds } = paragraph;
  const next = tokens[at + 1];
  const before = tokenBefore(tokens, at);
  if (next?.capital === true)
    return (kinds[at]! & is.given) !== 0 && !dating.has(before?.lower ?? '') && isBeforeName(paragraph, cast, at);
  if (afterGiven) return true;
  if (next?.kind === 'number' || (before?.kind === 'word' && (kinds[at - 1]! & is.preposition) !== 0)) return false;
  return cast.knowsPerson(tokens[at]!.lower);
}

/** “Will Holm”, “Dean Holm”, “Ann King”, and “King” after her; not “Will Holm go?”, “Dean Ann Holm” or “the King”. */
function isNameToo(paragraph: Paragraph, cast: Cast, phrase: Phrase, at: number): boolean {
  const { tokens, kinds, headline } = paragraph;
  if (headline) return false;
  const { lower } = tokens[at]!;
  const kind = kinds[at]!;
  const next = tokens[at + 1];
  const isTitle = (kind & is.role) !== 0;
  if (next?.capital === true) {
    // After a capital “Will” goes on in a heading, unless that is of a title.
    const goesOn =
      at === phrase.from ? tokenBefore(tokens, at)?.capital === true : partAt(phrase, at - 1) === part.name;
    if ((kind & is.given) === 0 || goesOn) return false;
    return isBeforeName(paragraph, cast, at) && !(isTitle && tokens[at + 2]?.capital === true);
  }
  if (partAt(phrase, at - 1) === part.name) {
    if ((kinds[at - 1]! & is.given) !== 0) return true;
    const given = tokens[at - 1]!;
    const first = at - 1 === phrase.from || partAt(phrase, at - 2) !== part.name;
    return (
      isTitle &&
      first &&
      next?.lower !== 'of' &&
      !isDetermined(tokens, at - 1) &&
      !isThing(given, kinds[at - 1]!) &&
      (!cast.knows(given.lower) || cast.knowsPerson(given.lower))
    );
  }
  if (at !== phrase.from || !cast.knowsPerson(lower) || isDetermined(tokens, at)) return false;
  // A capital that begins a sentence may be grammar.
  return (
    isTitle || tokenBefore(tokens, at)?.kind === 'word' || (next !== undefined && (kinds[at + 1]! & is.says) !== 0)
  );
}

/** Whether the capitalised word after a given name that may be grammar is the family name of somebody else than is known. */
function isBeforeName({ tokens, kinds }: Paragraph, cast: Cast, at: number): boolean {
  const next = tokens[at + 1]!;
  const kind = kinds[at + 1]!;
  if (partOfCapital(next, kind) !== part.name || isThing(next, kind) || placeAt(tokens, at + 1) !== null) return false;
  if (cast.knowsPerson(next.lower) && !cast.knowsPerson(tokens[at]!.lower)) return false;
  return !isQuestion(tokens, at);
}

const isDetermined = (tokens: readonly Token[], at: number): boolean => {
  const before = tokenBefore(tokens, at)?.lower;
  return before === 'the' || before === 'a' || before === 'an';
};

/** How far a question is read for its mark. */
const longestQuestion = 60;

/** Whether a word begins a question: “Will Holm go?” */
function isQuestion(tokens: readonly Token[], at: number): boolean {
  if (tokenBefore(tokens, at)?.kind === 'word') return false;
  for (let i = at; i < tokens.length && i < at + longestQuestion; i++) {
    const { text } = tokens[i]!;
    if (text === '?') return true;
    if (text === '.' || text === '!') return false;
  }
  return false;
}

const companies = new Set(
  'reuters bloomberg cnn bbc abc nbc cbs msnbc npr pbs fox twitter facebook google apple microsoft amazon xinhua yonhap kcna nhk kyodo tass interfax breitbart politico wikileaks youtube al-jazeera al-qaeda al-qaida al-shabaab al-ahram al-arabiya al-nusra al-manar afp ap upi boeing toyota sony samsung huawei pfizer exxon walmart uber airbus siemens'.split(
    ' ',
  ),
);

/** Whether a capitalised word by itself names an organisation. */
export const isThing = (token: Token, kind: number): boolean =>
  isAcronym(token) || companies.has(token.lower) || (kind & is.seat) !== 0;

/** Two to six capitals, as organisations are shortened. */
export function isAcronym({ text, kind }: Token): boolean {
  if (kind !== 'word' || text.length < 2 || text.length > 6) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x41 || code > 0x5a) return false;
  }
  return true;
}
