import type { Token } from '../english/tokens.ts';
import { countryNamed, placeAt } from './countries.ts';
import { type Gender, genderOfTitle } from './names.ts';
import { isPossessiveAt, tokenBefore, wordsOf } from './paragraph.ts';
import { isAcronym, isThing } from './parts.ts';
import { is, isGeneralCompound, isPrepositionAt, kindOfWord } from './words.ts';

/** What a title or a description after a name says of somebody; each part only if the words say it. */
export interface Description {
  role: string | null;
  affiliation: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
  gender: Gender | null;
  /** The word that says what they are, in small letters and written out, with the word before it where that belongs to it. */
  heads: readonly string[];
  /** Whether the description is of something, such as a website or a newspaper, and not of a person. */
  thing: boolean;
}

/** One word for the several that say the same of men and women, or are shortened. */
const written = new Map(
  (
    'sen.:senator rep.:representative gov.:governor gen.:general adm.:admiral col.:colonel lt.:lieutenant sgt.:sergeant ' +
    'capt.:captain cmdr.:commander amb.:ambassador pres.:president maj.:major congressman:representative ' +
    'congresswoman:representative congressperson:representative spokeswoman:spokesman spokesperson:spokesman ' +
    'chairwoman:chairman chairperson:chairman chair:chairman premier:minister businesswoman:businessman advisor:adviser ' +
    'councilwoman:councilman councillor:councilman councilor:councilman frontrunner:front-runner solicitor:lawyer ' +
    'attorney:lawyer reporter:journalist actress:actor'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** The word that stands for a role whoever has it: “spokesman” for “spokeswoman”, “senator” for “Sen.”. */
export const roleWord = (lower: string): string => written.get(lower) ?? lower;

const skipped = new Set([
  'a',
  'an',
  'the',
  'one',
  'then',
  'now',
  'also',
  'his',
  'her',
  'their',
  'its',
  'my',
  'our',
  'your',
  'another',
  'of',
]);
const former = new Set(['former', 'ex-', 'ex', 'then', 'late', 'retired']);
/** What may go on in a role after its head: “secretary of state”, “director for Asia”. */
const continuing = new Set(['of', 'for', 'on', 'to', 'and']);
/** Where somebody comes from or is, unless the words say that it is an organisation. */
const whereabouts = new Set(['from', 'in']);
const articles = new Set(['the', 'a', 'an', 'this', 'his', 'her', 'their', 'its']);
/** Where an organisation’s description ends. */
const ending = new Set(
  'who which that whose whom where such including during since under before after as about until through'.split(' '),
);
const relative = new Set(['who', 'which', 'that', 'whose', 'whom', 'where']);
/** A place after these is where somebody holds office. */
const holding = new Set(['of', 'from', 'in']);
/** An organisation after these is whom somebody works for. */
const employing = new Set(['of', 'for', 'at', 'with', 'from', 'in', 'to']);
/** Places that are states of the Union when a title of the Union stands with them. */
const stateTitles = new Set([
  'gov.',
  'governor',
  'sen.',
  'senator',
  'rep.',
  'representative',
  'congressman',
  'congresswoman',
]);

/**
 * Reads a title before a name (“U.S. Assistant Secretary of Defense”) or a description beside it (“spokesman of China’s
 * Foreign Ministry”); null when the words describe nobody. Looks at no token outside the range; linear in its length.
 * @param isKnown whether words in small letters were a name before: “Acme President” tells of an Acme that is known,
 * “Harbor Commissioner” of no Harbor; without it, capitals before a role are taken for names
 */
export function readDescription(
  text: string,
  tokens: readonly Token[],
  from: number,
  to: number,
  isKnown: (words: string) => boolean = () => true,
): Description | null {
  let at = from;
  while (at < to && skipped.has(tokens[at]!.lower)) at++;
  let end = at;
  while (end < to && !(end > at && isPrepositionAt(tokens, end)) && !relative.has(tokens[end]!.lower)) end++;
  // “President and chief executive of …” has its head after the “and”; “minister in Seoul” before the “in”.
  let head = headBefore(tokens, at, end);
  // “Office of Trade director”: the first preposition stands in the organisation’s name.
  for (let i = 0; i < 3 && head >= at && end < to && tokens[head]!.capital && !isRole(tokens[head]!); i++) {
    end++;
    while (end < to && !isPrepositionAt(tokens, end) && !relative.has(tokens[end]!.lower)) end++;
    head = headBefore(tokens, at, end);
  }
  // “Petty Officer Second Class”.
  const grade = head - 2 > at && tokens[head]!.lower === 'class' ? 2 : 0;
  head -= grade;
  if (head < at) return null;
  const kind = kindOfWord(tokens[head]!.lower);
  const person = (kind & (is.role | is.honorific)) !== 0;
  const thing = !person && (kind & is.organisation) !== 0 && !tokens[head]!.capital;
  if (!person && !thing) return null;

  const found = { affiliation: null as string | null, country: null as string | null };
  for (let i = head - 1; i > at; i--) {
    if (!isPossessiveAt(tokens, i)) continue;
    readOwner(text, tokens, at, i, found);
    at = i + 1;
    break;
  }
  const parts: string[] = [];
  at = readFront(text, tokens, at, head, found, parts, isKnown);
  let next = head + 1 + grade;
  if (at <= head) parts.push(wordsOf(text, tokens, at, next));
  while (next < end && isBracket(tokens, next)) next++;
  if (!thing) readComplements(text, tokens, next, to, found, parts);
  else readComplements(text, tokens, next, to, found, []);
  let gender: Gender | null = null;
  for (let i = from; i <= head && gender === null; i++) gender = genderOfTitle(tokens[i]!.lower);
  if (found.country === 'GE' && stateTitles.has(tokens[head]!.lower)) found.country = 'US';
  const role = parts.join(' ');
  return {
    role: role === '' || (kind & is.role) === 0 ? null : role,
    ...found,
    gender,
    heads: headsOf(tokens, at, head, from),
    thing,
  };
}

const isRole = (token: Token) => (kindOfWord(token.lower) & (is.role | is.honorific)) !== 0;

function headBefore(tokens: readonly Token[], at: number, end: number): number {
  let head = end - 1;
  while (head >= at && isBracket(tokens, head)) head--;
  return head;
}

const isBracket = (tokens: readonly Token[], at: number): boolean => {
  const { text } = tokens[at]!;
  return text === '(' || text === ')' || tokenBefore(tokens, at)?.text === '(';
};

function headsOf(tokens: readonly Token[], at: number, head: number, from: number): string[] {
  const word = roleWord(tokens[head]!.lower);
  const heads: string[] = [];
  let past = false;
  for (let i = from; i < head; i++) past ||= former.has(tokens[i]!.lower);
  if (past) heads.push(`former ${word}`);
  else heads.push(word);
  if (head > at && (kindOfWord(tokens[head - 1]!.lower) & (is.modifier | is.field | is.role)) !== 0)
    heads.push(`${past ? 'former ' : ''}${tokens[head - 1]!.lower} ${word}`);
  return heads;
}

/** Whose somebody is: “South Korean Defense Ministry’s”, “Florida’s”. */
function readOwner(
  text: string,
  tokens: readonly Token[],
  from: number,
  to: number,
  found: { affiliation: string | null; country: string | null },
): void {
  const place = placeAt(tokens, from);
  if (place !== null) {
    found.country = place.country.code;
    if (from + place.length >= to && place.kind !== 'part') return;
  }
  // “The state’s governor” says no more than the text before does.
  for (let i = from; i < to && found.affiliation === null; i++)
    if (tokens[i]!.capital && (i > from || !articles.has(tokens[i]!.lower)))
      found.affiliation = wordsOf(text, tokens, from, to);
}

/** Countries and organisations before the words of a role, as in “U.S.”, “White House”; answers where the role begins. */
function readFront(
  text: string,
  tokens: readonly Token[],
  from: number,
  head: number,
  found: { affiliation: string | null; country: string | null },
  parts: string[],
  isKnown: (words: string) => boolean,
): number {
  let at = from;
  // “Former Colorado Rep.”: the state stands inside the role.
  while (at < head && goesBefore(tokens[at]!)) at++;
  if (at > from && at < head && tokens[at]!.capital && (placeAt(tokens, at) !== null || isName(tokens[at]!)))
    parts.push(wordsOf(text, tokens, from, at));
  else at = from;
  const start = at;
  for (let place = placeAt(tokens, at); place !== null && at + place.length <= head; place = placeAt(tokens, at)) {
    found.country ??= place.country.code;
    if (place.kind === 'part') found.affiliation ??= wordsOf(text, tokens, at, at + place.length);
    at += place.length;
    if (at < head && tokens[at]!.kind === 'mark') at++;
  }
  let organisation = -1;
  for (let i = at; i < head; i++) {
    const kind = kindOfWord(tokens[i]!.lower);
    if ((kind & is.organisation) === 0) continue;
    const before = i > at ? tokens[i - 1] : undefined;
    const named = before?.capital === true && (kindOfWord(before.lower) & (is.modifier | is.field | is.role)) === 0;
    if (named || (kind & is.modifier) === 0) organisation = i;
  }
  if (organisation < 0) {
    let i = at;
    while (i < head && tokens[i]!.capital && isName(tokens[i]!)) i++;
    if (i > at && !belongsToRole(text, tokens, at, i, head, isKnown)) organisation = i - 1;
  }
  if (organisation >= at) {
    // “Office of Trade and Industry”: up to the words of the role.
    while (organisation + 2 < head && isPrepositionAt(tokens, organisation + 1)) {
      organisation++;
      while (
        organisation + 1 < head &&
        (tokens[organisation + 1]!.capital || tokens[organisation + 1]!.lower === 'and')
      )
        organisation++;
    }
    const first = at > start && (kindOfWord(tokens[organisation]!.lower) & is.organisation) !== 0 ? start : at;
    found.affiliation = wordsOf(text, tokens, first, organisation + 1);
    at = organisation + 1;
    if (found.country === null && isSeatOfUnion(found.affiliation)) found.country = 'US';
    while (at < head && isBracket(tokens, at)) at++;
  }
  return at;
}

/** Whether capitals before a role say what it is, and not whose: “Harbor Commissioner”, but “Acme CEO”, “Acme spokesman”. */
function belongsToRole(
  text: string,
  tokens: readonly Token[],
  from: number,
  to: number,
  head: number,
  isKnown: (words: string) => boolean,
): boolean {
  const role = tokens[head]!;
  if (!role.capital || isAcronym(role) || isKnown(wordsOf(text, tokens, from, to).toLowerCase())) return false;
  // “Orange County Mayor”.
  if (to - from > 1 && (kindOfWord(tokens[to - 1]!.lower) & is.place) !== 0) return false;
  for (let i = from; i < to; i++) {
    const token = tokens[i]!;
    if (isThing(token, kindOfWord(token.lower)) || isKnown(token.lower)) return false;
  }
  return true;
}

const goesBefore = (token: Token) => former.has(token.lower) || (!token.capital && token.kind === 'word');

const isSeatOfUnion = (words: string) => words === 'White House' || words === 'Pentagon';

const isName = (token: Token) =>
  token.kind === 'word' &&
  (kindOfWord(token.lower) & (is.modifier | is.role | is.field | is.honorific | is.grammar | is.noName)) === 0 &&
  !(token.text.includes('-') && isGeneralCompound(token.text, (word) => countryNamed(word) !== null));

/** What stands after the head: “of State”, “for Korea”, “of China’s Foreign Ministry”, “of France”. */
function readComplements(
  text: string,
  tokens: readonly Token[],
  from: number,
  to: number,
  found: { affiliation: string | null; country: string | null },
  parts: string[],
): void {
  let at = from;
  while (at < to && !relative.has(tokens[at]!.lower)) {
    let next = at + 1;
    while (next < to && !isPrepositionAt(tokens, next) && !relative.has(tokens[next]!.lower)) next++;
    if (!isPrepositionAt(tokens, at)) {
      if (parts.length > 0 && tokens[at]!.kind === 'word') parts.push(wordsOf(text, tokens, at, next));
      at = next;
      continue;
    }
    let first = at + 1;
    while (first < next && articles.has(tokens[first]!.lower)) first++;
    const place = first < next ? placeAt(tokens, first) : null;
    if (place !== null && first + place.length >= next && holding.has(tokens[at]!.lower)) {
      found.country ??= place.country.code;
      if (place.kind === 'part') found.affiliation ??= wordsOf(text, tokens, first, next);
    } else if (
      first < next &&
      employing.has(tokens[at]!.lower) &&
      namesOrganisation(tokens, first, next, whereabouts.has(tokens[at]!.lower))
    ) {
      if (place !== null) found.country ??= place.country.code;
      let end = first;
      while (end < to && end - first < 14 && !ending.has(tokens[end]!.lower)) end++;
      found.affiliation ??= wordsOf(text, tokens, first, end);
      return;
    } else if (parts.length > 0 && first < next && continuing.has(tokens[at]!.lower))
      parts.push(wordsOf(text, tokens, at, next));
    at = next;
  }
}

/** Whether words after “of”, “for” or “at” name an organisation or a person, and not a field or a country. */
function namesOrganisation(tokens: readonly Token[], from: number, to: number, strict: boolean): boolean {
  let at = from;
  const place = placeAt(tokens, at);
  if (place !== null) at += place.length;
  if (at < to && isPossessiveAt(tokens, at)) at++;
  for (let i = at; i < to; i++) {
    const token = tokens[i]!;
    const kind = kindOfWord(token.lower);
    if ((kind & is.organisation) !== 0 && (token.capital || (place !== null && (kind & is.modifier) === 0)))
      return true;
    if (!strict && token.capital && isName(token) && (kind & is.place) === 0 && placeAt(tokens, i) === null)
      return true;
    if ((kind & is.seat) !== 0) return true;
  }
  return false;
}
