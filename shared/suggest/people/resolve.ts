import type { Range } from '../../model/range.ts';
import type { Token } from '../tokens.ts';
import type { Actor, Reference } from './actors.ts';
import { antecedent } from './antecedent.ts';
import { countryOfCode, placeAt } from './countries.ts';
import { genderOfTitle } from './names.ts';
import { isPossessiveAt, wordsOf } from './paragraph.ts';
import type { Entity, Resolved } from './people.ts';
import type { People } from './read-people.ts';
import { readDescription, roleWord } from './titles.ts';
import { is, isPreposition, kindOfWord } from './words.ts';

/**
 * Whom the words of a mention mean, as far as the text up to them tells: a name its bearer, a pronoun or “the minister”
 * somebody named before, “a senior official of the ministry” somebody of their own. The entity is null when the words name
 * nobody or it cannot be known. Nothing that stands after the mention counts, but for a description that belongs to it.
 * Offsets are UTF-16 code units of the text that was read.
 * @param at up to where names and facts of the article count; the mention’s end unless told
 */
export function resolve(people: People, mention: Range, at: number = mention.end): Resolved {
  const words = people.text.slice(mention.start, mention.end).replace(/\s+/g, ' ').trim();
  const tokens = tokensIn(people, mention);
  const upTo = Math.max(at, mention.end);
  const quoted = `“${words}”`;
  if (tokens.length === 0) return unknown(`${quoted} names nobody`);
  const lower = tokens[0]!.lower;
  if (tokens.length === 1) {
    if (singular.has(lower)) return pronoun(people, mention, singular.get(lower)!, quoted, upTo);
    if (plural.has(lower)) return several(people, mention, 0, quoted, upTo);
    if (relatives.has(lower)) return relative(people, mention, quoted, upTo);
    if (speakers.has(lower)) return unknown(`${quoted} does not say who`);
  }
  const inside = referencesIn(people, mention);
  const named = inside.filter(({ inside, how }) => !inside && how !== 'pronoun');
  const head = headOf(tokens);
  const word = tokens[head.index]!;
  const names = named.filter(({ how, start }) => how === 'name' || start < head.end);
  const first =
    names.find(({ nameStart, nameEnd }) => nameStart <= word.start && nameEnd >= word.end) ??
    names.find(({ nameStart }) => nameStart >= head.end || word.capital) ??
    // “Bell’s”: the possessive alone; “a Bell poll” is not Bell.
    (word.capital ? inside.find(({ how, nameEnd }) => how === 'name' && nameEnd >= word.end) : undefined);
  if (first !== undefined) {
    const before = tokens.filter(({ end }) => end <= first.start);
    const after = before.some((token, i) => i > 0 && isPreposition(token));
    if (!after || before.some(({ text }) => text === ',')) {
      const list = listFrom(tokens, names, names[0] ?? first);
      if (list.length > 1 && list.includes(first))
        return group(
          list.map(({ actor }) => actor),
          upTo,
          quoted,
          true,
          null,
        );
      return fromReference(first, quoted, upTo);
    }
  }
  const found = nominal(people, mention, tokens, head, quoted, upTo);
  // “Master of ceremonies Jo Bell”: what the word before says is not known, but somebody is named.
  if (found.entity === null && first !== undefined && kindOfWord(word.lower) === 0 && !word.capital)
    return { ...fromReference(first, quoted, upTo), sure: false };
  return found;
}

const unknown = (reason: string): Resolved => ({ entity: null, sure: true, reason });

const singular = new Map([
  ['he', 'he'],
  ['him', 'he'],
  ['his', 'he'],
  ['himself', 'he'],
  ['she', 'she'],
  ['her', 'she'],
  ['hers', 'she'],
  ['herself', 'she'],
  ['it', 'it'],
  ['its', 'it'],
  ['itself', 'it'],
]);
const plural = new Set(['they', 'them', 'their', 'themselves', 'both']);
const relatives = new Set(['who', 'whom', 'whose', 'which', 'that']);
const speakers = new Set(['i', 'we', 'you', 'us', 'me', 'one', 'my', 'our', 'your']);
const articles = new Set(['the', 'this', 'that', 'these', 'those', 'its', 'his', 'her', 'their']);
const indefinite = new Set([
  'a',
  'an',
  'one',
  'another',
  'some',
  'many',
  'several',
  'other',
  'most',
  'few',
  'any',
  'no',
]);
const counts = new Map([
  ['two', 2],
  ['both', 2],
  ['pair', 2],
  ['three', 3],
  ['four', 4],
  ['five', 5],
  ['six', 6],
]);

/** The index of the first element for which `after` holds; they are in order. */
function firstIndex<T>(list: readonly T[], after: (item: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (after(list[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function tokensIn(people: People, { start, end }: Range): Token[] {
  const found: Token[] = [];
  let paragraph = Math.max(
    0,
    firstIndex(people.paragraphs, (range) => range.end > start),
  );
  for (; paragraph < people.tokens.length; paragraph++) {
    const list = people.tokens[paragraph]!;
    if (list.length > 0 && list[0]!.start >= end) break;
    for (let i = firstIndex(list, (token) => token.end > start); i < list.length && list[i]!.start < end; i++)
      found.push(list[i]!);
  }
  return found;
}

/** The phrases of a text are in order, the mentions inside one are not: so many may stand out of order. */
const loose = 6;

/** How many references begin before an offset. */
function countBefore({ references }: People, at: number): number {
  let count = Math.max(0, firstIndex(references, (reference) => reference.start >= at) - loose);
  while (count < references.length && references[count]!.start < at) count++;
  return count;
}

function referencesIn(people: People, { start, end }: Range): Reference[] {
  const { references } = people;
  const found: Reference[] = [];
  const from = Math.max(0, firstIndex(references, (reference) => reference.end > start) - loose);
  for (let i = from; i < references.length && references[i]!.start < end + 200; i++) {
    const reference = references[i]!;
    if (reference.nameStart < end && reference.nameEnd > start) found.push(reference);
  }
  return found.sort((a, b) => a.nameStart - b.nameStart);
}

const sentenceAt = (people: People, at: number) => firstIndex(people.sentences, (start) => start > at);

/** What an article says of somebody up to an offset. */
export function entityOf(actor: Actor, upTo: number): Entity {
  let name = actor.forms[0]!;
  for (const form of actor.forms) if (form.at <= upTo && form.length > name.length) name = form;
  const country = actor.kind === 'government' ? countryOfCode(actor.words[0]!) : null;
  const title = country === null ? name.text : country.name;
  const aliases: string[] = [];
  for (const { text, at } of actor.forms) {
    if (at <= upTo && text !== title && !aliases.includes(text)) aliases.push(text);
  }
  const entity: Entity = {
    kind: actor.kind,
    name: title,
    aliases,
    role: null,
    affiliation: null,
    country: country?.code ?? null,
  };
  for (const fact of actor.facts) {
    if (fact.at > upTo) continue;
    // “Secretary” becomes “Secretary of State” when the text says so.
    if (fact.role !== null && (entity.role === null || saysMore(fact.role, entity.role))) entity.role = fact.role;
    entity.affiliation ??= fact.affiliation;
    entity.country ??= fact.country;
  }
  return entity;
}

/** Whether a role says more than another: “Secretary of State” than “Secretary”, an office than “rival”. */
function saysMore(role: string, than: string): boolean {
  if (role.length > than.length && role.includes(than)) return true;
  return isRelation(than) && !isRelation(role);
}

const isRelation = (role: string) =>
  (kindOfWord(role.slice(role.lastIndexOf(' ') + 1).toLowerCase()) & is.relation) !== 0;

function fromReference(reference: Reference, quoted: string, upTo: number): Resolved {
  const entity = entityOf(reference.actor, upTo);
  const { others, from } = reference;
  if (others.length > 0)
    return {
      entity,
      sure: false,
      reason: `${quoted} may be ${[entity.name, ...others.slice(0, 3).map((other) => entityOf(other, upTo).name)].join(' or ')}: ${entity.name} was named last`,
    };
  if (reference.how === 'nominal' && from !== null)
    return { entity, sure: reference.sure, reason: `${quoted} is ${entity.name}, who was called so before` };
  if (reference.how === 'description')
    return { entity, sure: reference.sure, reason: `${quoted} is described, but not named` };
  const same = quoted.slice(1, -1) === entity.name;
  return { entity, sure: reference.sure, reason: same ? `${quoted} is named here` : `${quoted} is ${entity.name}` };
}

function pronoun(people: People, mention: Range, word: string, quoted: string, upTo: number): Resolved {
  const read = referencesIn(people, mention).find(({ how, start }) => how === 'pronoun' && start === mention.start);
  const sentence = sentenceAt(people, mention.start);
  const found =
    read?.from != null
      ? { reference: read.from, others: read.others, sure: read.sure }
      : antecedent(people.references, countBefore(people, mention.start), word, mention.start, sentence);
  if (found === null) return unknown(`nobody whom ${quoted} could mean is named before`);
  const { reference, others, sure } = found;
  const entity = entityOf(reference.actor, upTo);
  const distance = sentence - reference.sentence;
  const where =
    distance === 0
      ? 'named in the same sentence'
      : distance === 1
        ? `${reference.subject ? 'the subject of' : 'named in'} the sentence before`
        : 'of whom the text spoke last';
  const rivals = others.slice(0, 2).map((other) => entityOf(other, upTo).name);
  return {
    entity,
    sure,
    reason: `${quoted} is ${entity.name}, ${where}${rivals.length > 0 ? `; it may be ${rivals.join(' or ')}` : ''}`,
  };
}

function relative(people: People, mention: Range, quoted: string, upTo: number): Resolved {
  const count = countBefore(people, mention.start);
  const sentence = sentenceAt(people, mention.start);
  let best: Reference | undefined;
  for (let i = count - 1; i >= 0 && i >= count - 12; i--) {
    const reference = people.references[i]!;
    if (reference.sentence !== sentence || reference.how === 'pronoun') break;
    if (quoted !== '“which”' && quoted !== '“that”' && reference.actor.kind !== 'person') continue;
    if (!reference.inside && (best === undefined || reference.end > best.end)) best = reference;
  }
  if (best === undefined) return unknown(`nobody whom ${quoted} could mean is named before it`);
  const entity = entityOf(best.actor, upTo);
  return { entity, sure: true, reason: `${quoted} is ${entity.name}, named just before` };
}

/** “They”, “the two leaders”: the persons named last; of `count` is 0, those of the last sentence that names several. */
function several(people: People, mention: Range, count: number, quoted: string, upTo: number): Resolved {
  const before = countBefore(people, mention.start);
  const sentence = sentenceAt(people, mention.start);
  const actors: Actor[] = [];
  let thing: Reference | undefined;
  let last = -1;
  let oldest = 0;
  for (let i = before - 1; i >= 0 && i >= before - 60; i--) {
    const reference = people.references[i]!;
    if (reference.quoted || reference.inside) continue;
    if (
      count === 0 &&
      (sentence - reference.sentence > 3 || (last >= 0 && actors.length > 1 && reference.sentence !== last))
    )
      break;
    if (reference.actor.kind !== 'person') {
      if (reference.subject && thing === undefined) thing = reference;
      continue;
    }
    if (count === 0 && last !== reference.sentence) {
      if (actors.length > 1) break;
      actors.length = 0;
      last = reference.sentence;
    }
    if (!actors.includes(reference.actor)) {
      actors.push(reference.actor);
      oldest = reference.sentence;
    }
    if (count > 0 && actors.length === count) break;
  }
  if (actors.length > 1 && (count === 0 || actors.length === count))
    return group(actors.reverse(), upTo, quoted, count > 0 && sentence - oldest < 3, 'the ones named last');
  if (count === 0 && thing !== undefined && sentence - thing.sentence < 2) {
    const entity = entityOf(thing.actor, upTo);
    return { entity, sure: false, reason: `${quoted} may be ${entity.name}, the subject of the sentence before` };
  }
  return unknown(`the text before does not say who ${quoted} are`);
}

const kinds = { person: 'persons', government: 'governments', organisation: 'organisations', group: 'groups' };

/**
 * Several who speak together, all of one kind.
 * @param why those are meant; null when the words name them
 */
function group(actors: readonly Actor[], upTo: number, quoted: string, sure: boolean, why: string | null): Resolved {
  const names = actors.map((actor) => entityOf(actor, upTo).name);
  const name = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return {
    entity: { kind: 'group', name, aliases: [], role: null, affiliation: null, country: null },
    sure,
    reason:
      why === null ? `${quoted} names ${names.length} ${kinds[actors[0]!.kind]}` : `${quoted} are ${name}, ${why}`,
  };
}

/** The persons or governments of a list that a mention begins with: “Patrick Roe and Chris Dunn”, “Tokyo, Seoul and Washington”. */
function listFrom(tokens: readonly Token[], named: readonly Reference[], first: Reference): Reference[] {
  const list = [first];
  for (const reference of named) {
    const previous = list.at(-1)!;
    if (
      reference.start < previous.end ||
      reference.actor === previous.actor ||
      reference.actor.kind !== first.actor.kind
    )
      continue;
    const between = tokens.filter(({ start, end }) => start >= previous.end && end <= reference.start);
    if (between.length === 0 || between.length > 3) continue;
    if (between.every(({ lower }) => lower === 'and' || lower === ',' || lower === '&' || lower === 'the'))
      list.push(reference);
  }
  // Two names with a comma between are a name and what describes it.
  const joined = tokens.some(({ lower, start }) => (lower === 'and' || lower === '&') && start >= first.end);
  return joined ? list : [first];
}

interface Head {
  /** The token that says what the mention is; an index. */
  index: number;
  /** Where it ends. */
  end: number;
}

function headOf(tokens: readonly Token[]): Head {
  let end = 0;
  while (end < tokens.length) {
    const token = tokens[end]!;
    if (token.text === '(' && tokens[end + 2]?.text === ')' && tokens[end + 3]?.kind === 'word') {
      end += 3;
      continue;
    }
    if (end > 0 && (isPreposition(token) || relatives.has(token.lower) || token.text === ',' || token.text === '('))
      break;
    end++;
  }
  let index = end - 1;
  while (index > 0 && !isNoun(tokens[index]!)) index--;
  return { index, end: tokens[index]!.end };
}

/** Words for an organisation that was not called so before. */
const general = new Set(
  'company firm group organization organisation agency network newspaper outlet website magazine broadcaster campaign institution'.split(
    ' ',
  ),
);

/** A word that can end a description; “himself” and “also” after it do not belong to it. */
const isNoun = (token: Token) =>
  token.kind === 'word' &&
  (token.capital || (kindOfWord(token.lower) & (is.grammar | is.says)) === 0 || isThing(token));

const isThing = (token: Token) => (kindOfWord(token.lower) & is.thing) !== 0;

function nominal(people: People, mention: Range, tokens: Token[], head: Head, quoted: string, upTo: number): Resolved {
  const word = tokens[head.index]!;
  const kind = kindOfWord(word.lower);
  const first = tokens[0]!.lower;
  const counted = tokens.slice(0, head.index + 1).find(({ lower }) => counts.has(lower));
  if ((kind & is.roles) !== 0 || (counted !== undefined && word.lower.endsWith('s')) || counts.has(word.lower)) {
    if (counted !== undefined && (articles.has(first) || first === 'both'))
      return several(people, mention, counts.get(counted.lower)!, quoted, upTo);
    const title = describedGroup(people.text, tokens, head);
    if (title !== null) return { entity: title, sure: false, reason: `${quoted} are described, but not named` };
    if (first === 'the' && (kind & is.nobody) === 0 && head.index === tokens.length - 1)
      return several(people, mention, 0, quoted, upTo);
    return unknown(`${quoted} names nobody`);
  }
  if ((kind & is.thing) !== 0 && !word.capital) return unknown(`${quoted} is something written or shown, not somebody`);
  const possessive = tokens.findIndex((_, i) => i <= head.index && isPossessiveAt(tokens, i));
  if ((kind & is.organisation) !== 0) {
    if (possessive > 0 || tokens.slice(0, head.index).some(({ capital }, i) => capital && i > 0)) {
      const name = wordsOf(people.text, tokens, articles.has(first) || indefinite.has(first) ? 1 : 0, head.index + 1);
      if (name === '') return unknown(`${quoted} names nobody`);
      const place = placeAt(tokens, 0);
      return {
        entity: {
          kind: 'organisation',
          name,
          aliases: [],
          role: null,
          affiliation: null,
          country: place?.country.code ?? null,
        },
        sure: true,
        reason: `${quoted} is named here`,
      };
    }
    if (articles.has(first) && general.has(word.lower))
      return recent(people, mention, 'the organisation', quoted, upTo);
    return unknown(
      articles.has(first) ? `nothing is called ${word.lower} in the text before ${quoted}` : `${quoted} names nobody`,
    );
  }
  if ((kind & is.role) !== 0 || genderOfTitle(word.lower) !== null) {
    const title = readDescription(people.text, tokens, 0, tokens.length);
    if (title !== null && title.role !== null && (indefinite.has(first) || possessive > 0 || !articles.has(first))) {
      if (title.affiliation === null && title.country === null) return unknown(`${quoted} names nobody`);
      const from = indefinite.has(first) || articles.has(first) ? 1 : 0;
      return {
        entity: {
          kind: 'person',
          name: wordsOf(people.text, tokens, from, tokens.length).replace(/[\s,]+$/, ''),
          aliases: [],
          role: title.role,
          affiliation: title.affiliation,
          country: title.country,
        },
        sure: false,
        reason: `${quoted} is described, but not named`,
      };
    }
    const gender = genderOfTitle(word.lower);
    if (articles.has(first) && (kind & is.anyone) !== 0)
      return recent(people, mention, gender === 'f' ? 'she' : gender === 'm' ? 'he' : 'they', quoted, upTo);
    return articles.has(first)
      ? unknown(`nobody is called ${roleWord(word.lower)} in the text before ${quoted}`)
      : unknown(`${quoted} names nobody`);
  }
  if (first === 'the' && /\d-year-old/.test(quoted)) return recent(people, mention, 'they', quoted, upTo);
  if (word.capital && !indefinite.has(first)) return asNamed(people, tokens, head, quoted);
  return unknown(`${quoted} names nobody`);
}

/** “The company”, “the candidate”, of whom the text said nothing of the kind before: who was spoken of last, perhaps. */
function recent(people: People, mention: Range, word: string, quoted: string, upTo: number): Resolved {
  const sentence = sentenceAt(people, mention.start);
  const count = countBefore(people, mention.start);
  const found =
    word === 'they'
      ? better(
          antecedent(people.references, count, 'he', mention.start, sentence),
          antecedent(people.references, count, 'she', mention.start, sentence),
        )
      : antecedent(people.references, count, word, mention.start, sentence);
  if (found === null || !found.reference.actor.sure) return unknown(`nobody whom ${quoted} could mean is named before`);
  const entity = entityOf(found.reference.actor, upTo);
  return { entity, sure: false, reason: `${quoted} may be ${entity.name}, of whom the text spoke last` };
}

type Found = ReturnType<typeof antecedent>;

const better = (a: Found, b: Found): Found =>
  a === null ? b : b === null || a.reference.start >= b.reference.start ? a : b;

/** “White House officials”: a group with an affiliation or a country, or null. */
function describedGroup(text: string, tokens: readonly Token[], head: Head): Entity | null {
  let from = 0;
  while (
    from < head.index &&
    (articles.has(tokens[from]!.lower) || indefinite.has(tokens[from]!.lower) || counts.has(tokens[from]!.lower))
  )
    from++;
  const capital = tokens
    .slice(from, head.index)
    .some(({ capital }, i) => capital && (i > 0 || from > 0 || head.index > from));
  if (!capital) return null;
  const place = placeAt(tokens, from);
  return {
    kind: 'group',
    name: wordsOf(text, tokens, from, head.index + 1),
    aliases: [],
    role: null,
    affiliation: null,
    country: place !== null && place.kind !== 'part' ? place.country.code : null,
  };
}

/** Capitalised words that reading the article took for no name: they are one here, since somebody is said to speak. */
function asNamed(people: People, tokens: readonly Token[], head: Head, quoted: string): Resolved {
  let from = 0;
  while (from < head.index && !tokens[from]!.capital) from++;
  if (from < head.index && (kindOfWord(tokens[from]!.lower) & is.grammar) !== 0) from++;
  const kind = kindOfWord(tokens[head.index]!.lower);
  if (from === head.index && (kind & (is.grammar | is.noName | is.field | is.place)) !== 0)
    return unknown(`${quoted} names nobody`);
  const name = wordsOf(people.text, tokens, from, head.index + 1);
  const article = tokens.slice(0, from).some(({ lower }) => lower === 'the');
  const words = head.index + 1 - from;
  return {
    entity: {
      kind: article || words > 3 ? 'organisation' : 'person',
      name,
      aliases: [],
      role: null,
      affiliation: null,
      country: null,
    },
    sure: false,
    reason: `${quoted} is named here`,
  };
}
