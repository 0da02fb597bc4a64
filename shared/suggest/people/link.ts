import type { Speaker } from '../../model/speaker.ts';
import { foldText } from '../../text/fold.ts';
import type { SuggestedSpeaker } from '../suggestion.ts';
import { countryNamed } from './countries.ts';
import { familyAt, fullForm, givenOf, isSuffix } from './names.ts';
import type { Entity } from './people.ts';
import { roleWord } from './titles.ts';
import { is, kindOfWord } from './words.ts';

/** The registry as names are looked up in it. */
export interface RegistryIndex {
  /** By name or alias without case, accents, articles and marks. */
  readonly exact: ReadonlyMap<string, readonly Entry[]>;
  /** Persons by each word of their names that can be a family name, as transliterations of it agree. */
  readonly families: ReadonlyMap<string, readonly Entry[]>;
  /** Governments by country. */
  readonly governments: ReadonlyMap<string, readonly Entry[]>;
  /** Organisations by their words in any order, without country and small words. */
  readonly organisations: ReadonlyMap<string, readonly Entry[]>;
}

interface Entry {
  readonly speaker: Speaker;
  /** ISO 3166-1 alpha-2 when the entry’s country or name tells it. */
  readonly country: string | null;
  /** Each name of a person, as it can be taken apart. */
  readonly names: readonly (readonly Parts[])[];
  /** What the role is, whoever has it. */
  readonly office: string | null;
  /** Where it stands in the registry. */
  readonly place: number;
}

/** More than this is no choice that a person can make. */
const mostChoices = 8;

/** Family names that so many bear that one of them alone, without a role or country that fits, decides nothing. */
const common = new Set(
  'kim lee park choi jung kang cho yoon jang lim wang li zhang liu chen yang huang zhao wu zhou nguyen tran smith johnson williams brown jones miller davis garcia rodriguez wilson singh khan sato suzuki tanaka ali mohammed muhammad'.split(
    ' ',
  ),
);

/** Builds the index; linear in the length of the registry. */
export function indexRegistry(speakers: readonly Speaker[]): RegistryIndex {
  const exact = new Map<string, Entry[]>();
  const families = new Map<string, Entry[]>();
  const governments = new Map<string, Entry[]>();
  const organisations = new Map<string, Entry[]>();
  const put = (map: Map<string, Entry[]>, key: string, entry: Entry) => {
    if (key === '') return;
    const list = map.get(key);
    if (list === undefined) map.set(key, [entry]);
    else if (list.at(-1) !== entry) list.push(entry);
  };
  speakers.forEach((speaker, place) => {
    const forms = [speaker.name, ...speaker.aliases].flatMap(withoutBrackets);
    const names = speaker.kind === 'person' ? forms.map((form) => partsOf(personWords(form))) : [];
    const office = speaker.role === null ? null : officeOf(speaker.role);
    const entry: Entry = { speaker, country: countryOf(speaker), names, office, place };
    for (const form of forms) put(exact, keyOf(form), entry);
    for (const parts of names)
      for (const sound of new Set(parts.map((part) => part.sound))) put(families, sound, entry);
    if (speaker.kind === 'government') {
      for (const form of forms) {
        const named = governmentNamed(form);
        if (named !== null) put(governments, named, entry);
      }
      if (
        entry.country !== null &&
        governments.get(entry.country)?.includes(entry) !== true &&
        forms.every(isBareGovernment)
      )
        put(governments, entry.country, entry);
    }
    if (speaker.kind !== 'person') for (const form of forms) put(organisations, organisationKey(form).key, entry);
  });
  return { exact, families, governments, organisations };
}

/**
 * The entry of the registry that somebody named in an article is: by name or alias in any of the ways it is written, by
 * family name when given name, country and role allow it, by country for governments. Several that fit are a choice, best
 * first; when none does it is new, and when nobody is named open. Takes time by how many bear the name, not by the registry.
 *
 * A choice may have one entry alone: it is the only one that may be meant, but something is against it or too little for
 * it, so a person decides between it and somebody new. That is so when the country of a full name is another than the
 * entry’s; when a very common family name stands alone, with no country or role that fits; when the entry has nothing but
 * the family name of somebody named in full; and when only one of two organisations of the same words has a country.
 */
export function link(entity: Entity | null, registry: RegistryIndex): SuggestedSpeaker {
  if (entity === null) return { how: 'open' };
  // Nothing to look up: names are not folded for nothing.
  if (registry.exact.size === 0) return proposed(entity);
  const scored = new Map<Entry, number>();
  const rate = (entry: Entry, score: number) => {
    const known = scored.get(entry);
    if (score >= leastScore && (known === undefined || known < score)) scored.set(entry, score);
  };
  if (entity.kind === 'government') rateGovernments(entity, registry, rate);
  else if (entity.kind === 'person') ratePersons(entity, registry, rate);
  else rateOrganisations(entity, registry, rate);
  if (scored.size === 0) return proposed(entity);
  const ranked = [...scored].sort((a, b) => b[1] - a[1] || a[0].place - b[0].place);
  const [best, score] = ranked[0]!;
  const second = ranked[1]?.[1] ?? 0;
  if (score >= sureScore && score - second >= margin)
    return { how: 'known', id: best.speaker.id, name: best.speaker.name };
  return {
    how: 'choice',
    among: ranked.slice(0, mostChoices).map(([{ speaker }]) => ({ id: speaker.id, name: speaker.name })),
  };
}

const proposed = (entity: Entity): SuggestedSpeaker => ({
  how: 'new',
  proposal: { ...entity, aliases: [...entity.aliases] },
});

/** Scores are up to 150; below this an entry does not fit. */
const leastScore = 20;
/** This much is a match, and this much better than the next is one alone. */
const sureScore = 60;
const margin = 25;

type Rate = (entry: Entry, score: number) => void;

function rateGovernments(entity: Entity, registry: RegistryIndex, rate: Rate): void {
  for (const form of [entity.name, ...entity.aliases])
    for (const entry of registry.exact.get(keyOf(form)) ?? [])
      if (entry.speaker.kind !== 'person') rate(entry, form === entity.name ? 130 : 90);
  const code = entity.country ?? governmentNamed(entity.name);
  for (const entry of (code === null ? undefined : registry.governments.get(code)) ?? []) rate(entry, 90);
}

function ratePersons(entity: Entity, registry: RegistryIndex, rate: Rate): void {
  const words = personWords(entity.name);
  const single = words.length < 2;
  const office = entity.role === null ? null : officeOf(entity.role);
  for (const entry of registry.exact.get(keyOf(entity.name)) ?? [])
    rate(entry, (single ? 70 : 130) + compatibility(entity, office, entry));
  for (const parts of partsOf(words)) {
    for (const entry of registry.families.get(parts.sound) ?? []) {
      const fit = bestFit(entry, parts, single);
      if (fit === 0) continue;
      const bonus = compatibility(entity, office, entry);
      rate(entry, fit + bonus + (single && bonus <= 0 && common.has(parts.family) ? -30 : 0));
    }
  }
}

/** How far country and office speak for an entry or against it: −80 … 20. */
function compatibility({ country }: Entity, office: string | null, entry: Entry): number {
  let score = 0;
  if (country !== null && entry.country !== null) score += country === entry.country ? 10 : -80;
  if (office !== null && office === entry.office) score += 10;
  return score;
}

/** The word of a role that says what somebody is: “minister” of “Deputy Minister of Trade”. */
const officeOf = (role: string): string => {
  for (const word of foldText(role).split(/[^\p{L}.-]+/u))
    if ((kindOfWord(word) & is.role) !== 0) return roleWord(word);
  return role;
};

/** How well a family and given name fit the names of an entry: 0, not at all, … 100. */
function bestFit(entry: Entry, { sound, given }: Parts, single: boolean): number {
  let best = 0;
  for (const name of entry.names)
    for (const other of name) {
      if (other.sound !== sound) continue;
      // An entry that has a family name only, a family name only that is looked up, both in full.
      if (name.length === 1) best = Math.max(best, single ? 70 : 45);
      else if (!single) best = Math.max(best, givenFit(given, other.given));
      else if (other.first) best = Math.max(best, 65);
    }
  return best;
}

function givenFit(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const whole = a.join('');
  const other = b.join('');
  if (whole === other) return 100;
  if (soundOf(whole) === soundOf(other)) return 90;
  const [first, second] = [a[0]!, b[0]!];
  if (first === second) return a.length === b.length && !agreeAfterFirst(a, b) ? 0 : 88;
  if (fullForm(first) === fullForm(second)) return 85;
  if (soundOf(first) === soundOf(second) && first.length > 1 && a.length !== b.length && a.length < 2 === b.length < 2)
    return 70;
  const initials = (first.length === 1 || second.length === 1) && first[0] === second[0];
  return initials && agreeAfterFirst(a, b) ? 65 : 0;
}

/** “David F.” and “David Frank” agree, “Kyung Hwa” and “Kyung Ae” do not. */
function agreeAfterFirst(a: readonly string[], b: readonly string[]): boolean {
  for (let i = 1; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (x !== y && soundOf(x) !== soundOf(y) && !((x.length === 1 || y.length === 1) && x[0] === y[0])) return false;
  }
  return true;
}

function rateOrganisations(entity: Entity, registry: RegistryIndex, rate: Rate): void {
  const forms = [entity.name, ...entity.aliases].flatMap(withoutBrackets);
  const { key, country } = organisationKey(entity.name);
  const from = entity.country ?? country;
  for (const form of forms) {
    const own = form === forms[0];
    for (const entry of registry.exact.get(keyOf(form)) ?? [])
      if (entry.speaker.kind !== 'person' && !contradicts(entry, from)) rate(entry, own ? 110 : 80);
  }
  for (const entry of registry.organisations.get(key) ?? []) {
    if (contradicts(entry, from)) continue;
    // Two ministries of the same name are two countries’, unless both are known to be one’s.
    const general = from === null || entry.country === null;
    rate(entry, general && (from !== null || entry.country !== null) ? 55 : 95);
  }
}

const contradicts = (entry: Entry, country: string | null) =>
  country !== null && entry.country !== null && entry.country !== country;

function countryOf(speaker: Speaker): string | null {
  if (speaker.country !== null && speaker.country !== '') {
    if (/^[A-Za-z]{2}$/.test(speaker.country) && speaker.country.toUpperCase() !== 'UK')
      return speaker.country.toUpperCase();
    return countryNamed(speaker.country)?.country.code ?? speaker.country;
  }
  if (speaker.kind === 'person') return null;
  return governmentNamed(speaker.name) ?? organisationKey(speaker.name).country;
}

/** The country of “North Korea”, “Pyongyang”, “the Chinese government”, “government of Japan”. */
function governmentNamed(name: string): string | null {
  const bare = name
    .replace(/^the /i, '')
    .replace(/^(?:national )?government of (?:the )?/i, '')
    .replace(/['’]s? government$| government$/i, '');
  const named = countryNamed(bare);
  return named !== null && named.kind !== 'part' && (named.kind !== 'demonym' || bare !== name)
    ? named.country.code
    : null;
}

/** Whether a government’s name is no country’s, and so only its country tells whose it is: “Regierung”. */
const isBareGovernment = (name: string) => /govern|^regierung|^gouvernement|^gobierno/i.test(name);

/** A name, and what stands in brackets in it as a name of its own: “Ministry of Foreign Affairs (MOFA)”. */
function withoutBrackets(name: string): string[] {
  const open = name.indexOf('(');
  const close = name.indexOf(')', open);
  if (open <= 0 || close < open) return [name];
  const inner = name.slice(open + 1, close).trim();
  const outer = `${name.slice(0, open).trim()} ${name.slice(close + 1).trim()}`.trim();
  return inner === '' ? [outer] : [outer, inner];
}

/** A name without case, accents, “the” and marks. */
const keyOf = (name: string): string =>
  foldText(name)
    .replace(/['.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^the /, '');

/** The words of a person’s name, folded, without titles before it, suffixes and the Arabic article; hyphens part words as blanks do. */
function personWords(name: string): string[] {
  const comma = name.indexOf(',');
  // “Suga, Yoshihide”.
  const turned =
    comma > 0 &&
    !isSuffix(
      name
        .slice(comma + 1)
        .trim()
        .toLowerCase(),
    )
      ? `${name.slice(comma + 1)} ${name.slice(0, comma)}`
      : name;
  const words = foldText(turned)
    .replace(/(^|\s)[ae]l[-‐‑](?=\p{L})/gu, '$1')
    .replace(/\./g, ' ')
    .replace(/[’']/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !isSuffix(word));
  while (words.length > 1 && (kindOfWord(words[0]!) & is.honorific) !== 0) words.shift();
  return words;
}

/** A name taken apart. */
interface Parts {
  readonly family: string;
  /** The family name as `soundOf` has it. */
  readonly sound: string;
  readonly given: readonly string[];
  /** Whether this is the likelier way to take it apart. */
  readonly first: boolean;
}

/** How a name can be taken apart: family name last, and first where that can be; a name of one word in one way. */
function partsOf(words: readonly string[]): Parts[] {
  if (words.length === 0) return [];
  const parts = (family: string, given: readonly string[], first: boolean): Parts => ({
    family,
    sound: soundOf(family),
    given,
    first,
  });
  if (words.length === 1) return [parts(words[0]!, [], true)];
  const at = familyAt(words);
  const kind = kindOfWord(words[0]!);
  const leads = at === 0 || (words.length < 4 && (kind & is.familyFirst) !== 0 && (kind & is.given) === 0);
  const found = [parts(words.at(-1)!, words.slice(0, -1), !leads), parts(words[0]!, words.slice(1), leads)];
  // “Van Hollen”, “bin Salman”: with its particles, too.
  if (at > 0 && at < words.length - 1) found.push(parts(words.slice(at).join(' '), givenOf(words, at), true));
  return found;
}

/**
 * What the spellings of a name in Latin letters have in common: Kyung-hwa and Kyong-wha, Jong-un and Jŏng-ŭn, Zelensky and
 * Zelenskyy, Muhammad and Mohammed, Ōno, Oono and Ohno. Different names may share it, so it never decides alone.
 */
export function soundOf(word: string): string {
  const known = families.get(word);
  if (known !== undefined) return known;
  return word
    .replace(/ /g, '')
    .replace(/wh/g, 'hw')
    .replace(/(?:iy|yy|ij|yi|iy|ii|ey|ie|y)$/, 'i')
    .replace(/^moham|^muham|^moh?amm?/, 'muham')
    .replace(/eo/g, 'o')
    .replace(/eu/g, 'u')
    .replace(/oo/g, 'o')
    .replace(/ou/g, 'o')
    .replace(/oh(?=[^aeiou]|$)/g, 'o')
    .replace(/uu/g, 'u')
    .replace(/u/g, 'o')
    .replace(/^g(?=[yio])/, 'k')
    .replace(/kh/g, 'h')
    .replace(/ph/g, 'f')
    .replace(/(.)\1+/g, '$1')
    .replace(/ye(?=[nl])/g, 'e')
    .replace(/w/g, 'v')
    .replace(/e(?=d$)/, 'a');
}

/** Family names that are written so differently that no rule tells. */
const families = new Map(
  (
    'lee:lee yi:lee rhee:lee ri:lee park:park pak:park bak:park choi:choi choe:choi jung:jung jeong:jung chung:jung chong:jung ' +
    'moon:moon mun:moon kang:kang gang:kang cho:cho jo:cho yoon:yoon yun:yoon youn:yoon shin:shin sin:shin noh:roh roh:roh no:roh ' +
    'ahn:ahn an:ahn woo:woo wu:woo seo:seo suh:seo so:seo oh:oh o:oh kwon:kwon gwon:kwon ko:ko koh:ko go:ko paik:baek paek:baek ' +
    'baek:baek lim:lim im:lim rim:lim yoo:yoo yu:yoo ryu:yoo qadhafi:gaddafi gaddafi:gaddafi kadafi:gaddafi qaddafi:gaddafi gadhafi:gaddafi ' +
    'hussein:husein hussain:husein husayn:husein tchaikovsky:chaikovski'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

const smallWords = new Set(['of', 'the', 'for', 'and', 'on', 'in', 'at', 'to', 's', 'affairs']);

/** Spellings and short forms of the words of organisations. */
const spelling = new Map([
  ['defence', 'defense'],
  ['centre', 'center'],
  ['labour', 'labor'],
  ['organisation', 'organization'],
  ['dept', 'department'],
  ['dept.', 'department'],
  ['programme', 'program'],
  ['univ', 'university'],
  ['comm', 'committee'],
]);

/** The words of an organisation’s name in alphabetical order, without its country, small words and “national”. */
function organisationKey(name: string): { key: string; country: string | null } {
  const tokens = keyOf(name.replace(/['’]s\b/g, '')).split(' ');
  let country: string | null = null;
  let from = 0;
  for (let length = Math.min(3, tokens.length - 1); length > 0; length--) {
    const named = countryNamed(tokens.slice(0, length).join(' ')) ?? abbreviation(tokens.slice(0, length));
    if (named === null || named.kind === 'part') continue;
    country = named.country.code;
    from = length;
    break;
  }
  let to = tokens.length;
  // “Ministry of Defense of Japan”.
  for (let length = 1; country === null && length < 4 && tokens.length - length > 1; length++) {
    if (!/^(?:of|the)$/.test(tokens[tokens.length - length - 1]!)) continue;
    const named = countryNamed(tokens.slice(-length).join(' '));
    if (named === null || named.kind === 'part' || named.kind === 'demonym') continue;
    country = named.country.code;
    to = tokens.length - length;
  }
  const ministry = tokens.includes('ministry');
  const words = tokens
    .slice(from, to)
    .filter((word) => !smallWords.has(word) && !(ministry && word === 'national'))
    .map((word) => spelling.get(word) ?? word)
    .sort();
  return { key: words.join(' '), country };
}

const abbreviation = (words: readonly string[]) =>
  words.length === 1 && /^(?:us|uk|uae|prc|dprk|rok)$/.test(words[0]!) ? countryNamed(words[0]!.toUpperCase()) : null;
