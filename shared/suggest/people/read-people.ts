import type { Range } from '../../model/range.ts';
import { type Quotation, quotationsIn } from '../../text/quotations.ts';
import type { Token } from '../tokens.ts';
import { type Actor, addFact, addForm, type How, type Reference, type SpeakerKind } from './actors.ts';
import { antecedent } from './antecedent.ts';
import { type Country, countryNamed, countryOfCode, type Place, placeAt } from './countries.ts';
import { familyAt, type Gender, genderOfName, genderOfTitle, isSuffix, namesAgree } from './names.ts';

import { type Description, isPossessiveAt, readDescription, wordsOf } from './titles.ts';
import { is, isGeneralCompound, kindOfWord } from './words.ts';

/** The named actors of an article, and where it mentions them. Everything about a mention depends on the text before it. */
export interface People {
  readonly text: string;
  readonly paragraphs: readonly Range[];
  /** The tokens of each paragraph. */
  readonly tokens: readonly (readonly Token[])[];
  /** In the order of the text, but for those inside one phrase. */
  readonly references: readonly Reference[];
  /** The offsets at which sentences begin; what a quotation holds counts as one. */
  readonly sentences: readonly number[];
}

/** What a word is inside a name or title. */
const none = 0;
const name = 1;
const place = 2;
const role = 3;
const modifier = 4;
const organisation = 5;
const field = 6;
const honorific = 7;
const link = 8;
const possessive = 9;
const bracket = 10;
const roles = 11;
const scenery = 12;
const adjective = 13;

const links = new Set(['of', 'for', 'at', 'and', '&', 'on', 'to', 'the']);
/** Longer phrases are lists or headlines in capitals. */
const longest = 24;
/** Of those who share a name, only the last so many are compared. */
const namesakes = 8;

const companies = new Set(
  'reuters bloomberg cnn bbc abc nbc cbs msnbc npr pbs fox twitter facebook google apple microsoft amazon xinhua yonhap kcna nhk kyodo tass interfax breitbart politico wikileaks youtube al-jazeera afp ap upi boeing toyota sony samsung huawei pfizer exxon walmart uber airbus siemens'.split(
    ' ',
  ),
);

/**
 * Reads who is named in an article, in one pass: persons by their full names, titles, family names and unambiguous given
 * names, organisations, and countries that stand for their governments; pronouns and “the minister” are read on the way,
 * because whom they mean shifts with every sentence. Linear in the length of the text; what stands after a mention changes
 * nothing about it, but for a description that follows it in its own paragraph.
 * @param tokens those of each paragraph
 * @param quotations in the order of the text; persons who are named only in quoted words are poor antecedents
 */
export function readPeople(
  text: string,
  paragraphs: readonly Range[],
  tokens: readonly (readonly Token[])[],
  quotations: readonly Quotation[] = quotationsIn(text, paragraphs),
): People {
  const reader = createReader(text, quotations);
  for (const list of tokens) reader.read(list);
  return { text, paragraphs, tokens, references: reader.references, sentences: reader.sentences };
}

/** Initials name nobody by themselves. */
const isIndexed = (word: string) => word.length > 1 && !word.endsWith('.');

/** Whether two genders can be one person’s. */
const genderFits = (a: Gender | null, b: Gender | null) => a === null || b === null || a === b;

function createReader(text: string, quotations: readonly Quotation[]) {
  const references: Reference[] = [];
  const byWord = new Map<string, Actor[]>();
  const byRole = new Map<string, Reference>();
  const countries = new Map<string, Actor>();
  const sentences: number[] = [];
  let sentence = 0;
  let quotation = 0;
  let tokens: readonly Token[] = [];
  /** What the words of the paragraph can be. */
  const kinds: number[] = [];
  /** Up to which token the words describe the person named before them. */
  let describedTo = 0;
  let headline = false;
  let koreas = false;
  /** What each token of the phrase that is being read is. */
  const codes: number[] = [];

  const isQuoted = (at: number): boolean => {
    while (quotation < quotations.length && quotations[quotation]!.end <= at) quotation++;
    const next = quotations[quotation];
    return next !== undefined && next.start <= at;
  };

  const refer = (reference: Reference): Reference => {
    reference.actor.last = references.length;
    references.push(reference);
    return reference;
  };

  const createActor = (kind: SpeakerKind, words: string[], family: number, sure: boolean, described = false): Actor => {
    const actor: Actor = {
      kind,
      words,
      family,
      forms: [],
      facts: [],
      gender: null,
      genderFrom: 0,
      sure,
      described,
      bare: 0,
      last: -1,
    };
    return actor;
  };

  const index = (actor: Actor, word: string) => {
    const list = byWord.get(word);
    if (list === undefined) byWord.set(word, [actor]);
    else if (list.at(-1) !== actor) {
      if (list.length >= namesakes) {
        const known = list.indexOf(actor);
        list.splice(known < 0 ? 0 : known, 1);
      } else if (list.includes(actor)) return;
      list.push(actor);
    }
  };

  const setGender = (actor: Actor, gender: Gender | null, at: number) => {
    if (gender === null || actor.gender !== null) return;
    actor.gender = gender;
    actor.genderFrom = at;
  };

  /** The person of the article whom a name means, or a new one. */
  const personNamed = (words: string[], gender: Gender | null, sure: boolean): { actor: Actor; others: Actor[] } => {
    const family = familyAt(words);
    const known = byWord.get(words[family]!) ?? byWord.get(words.at(-1)!) ?? [];
    let best: Actor | undefined;
    const others: Actor[] = [];
    if (words.length === 1) {
      // A family name before a given name; among those who bear it, whom it meant before, then who was named last.
      let bestScore = -1;
      for (const actor of known) {
        if (actor.kind !== 'person' || !genderFits(gender, actor.gender)) continue;
        const isFamily =
          actor.words[actor.family] === words[0] || actor.words.length === 1 || actor.words.at(-1) === words[0];
        const score = (isFamily ? 1e6 : 0) + Math.min(actor.bare, 3) * 1e4 + actor.last / 1e4;
        if (score > bestScore) {
          if (best !== undefined && bestScore >= 1e6) others.push(best);
          best = actor;
          bestScore = score;
        } else if (isFamily) others.push(actor);
      }
      // A given name means somebody only when nobody else bears it.
      if (best !== undefined && bestScore < 1e6 && known.filter(({ kind }) => kind === 'person').length > 1)
        best = undefined;
      if (best !== undefined && others.length > 0 && best.bare > 1 && others.every(({ bare }) => bare === 0))
        others.length = 0;
    } else {
      const agrees = (actor: Actor) =>
        actor.kind === 'person' &&
        genderFits(gender ?? genderOfName(words, family), actor.gender) &&
        (actor.words.length === 1 || namesAgree(actor.words, words));
      for (let i = known.length - 1; i >= 0 && best === undefined; i--) if (agrees(known[i]!)) best = known[i];
      if (best === undefined && words.length === 2) {
        const reversed = byWord.get(words[family === 0 ? 1 : 0]!) ?? [];
        for (const actor of reversed)
          if (actor.kind === 'person' && actor.words.length > 1 && namesAgree(actor.words, words)) best = actor;
      }
    }
    if (best === undefined) {
      best = createActor('person', words, family, sure);
      for (const word of words) if (isIndexed(word) || words.length === 1) index(best, word);
    } else {
      if (words.length === 1) best.bare++;
      if (words.length > best.words.length) {
        best.words = words;
        best.family = family;
        for (const word of words) if (isIndexed(word)) index(best, word);
      }
      best.sure ||= sure;
    }
    return { actor: best, others };
  };

  const thingNamed = (kind: SpeakerKind, key: string): Actor => {
    const known = byWord.get(key);
    for (const actor of known ?? []) if (actor.kind === kind) return actor;
    const actor = createActor(kind, [key], 0, true);
    index(actor, key);
    return actor;
  };

  const governmentOf = ({ code }: Country): Actor => {
    const known = countries.get(code);
    if (known !== undefined) return known;
    const actor = createActor('government', [code], 0, true);
    countries.set(code, actor);
    return actor;
  };

  const remember = (description: Description | null, reference: Reference) => {
    for (const head of description?.heads ?? []) byRole.set(head, reference);
  };

  /** What the words before and after a mention say about its place in the sentence. */
  const isSubject = (from: number, to: number): boolean => {
    let before = from - 1;
    while (before >= 0 && determiners.has(tokens[before]!.lower)) before--;
    const previous = tokens[before];
    const next = tokens[to];
    if (previous !== undefined && previous.kind === 'word') {
      const kind = kinds[before]!;
      if ((kind & is.preposition) !== 0 && !clauseOpeners.has(previous.lower)) return false;
      if ((kind & is.says) !== 0) return true;
      if ((kind & is.grammar) === 0 && !previous.lower.endsWith('ly')) return false;
    }
    if (next === undefined) return previous === undefined;
    if (next.kind === 'word') return next.capital ? previous === undefined : (kinds[to]! & is.preposition) === 0;
    return next.text === ',' || next.text === '(' || next.text === ':';
  };

  const mention = (
    actor: Actor,
    how: How,
    span: { from: number; to: number; nameFrom: number; nameTo: number },
    subject: boolean,
    rest: Partial<Pick<Reference, 'inside' | 'sure' | 'from' | 'others'>> = {},
  ): Reference => {
    const start = tokens[span.from]!.start;
    return refer({
      start,
      end: tokens[span.to - 1]!.end,
      nameStart: tokens[span.nameFrom]!.start,
      nameEnd: tokens[span.nameTo - 1]!.end,
      actor,
      how,
      sentence,
      subject,
      quoted: isQuoted(start),
      inside: rest.inside === true || isPossessiveAt(tokens, span.to),
      sure: rest.sure ?? true,
      from: rest.from ?? null,
      others: rest.others ?? [],
    });
  };

  /** What a token is inside a phrase, or `none` when no phrase goes on there. */
  const codeAt = (at: number, from: number, found: Place | null): number => {
    const token = tokens[at]!;
    const kind = kinds[at]!;
    if (token.kind !== 'word') return none;
    if (!token.capital) {
      if ((kind & is.role) !== 0) return role;
      if ((kind & is.roles) !== 0) return roles;
      if ((kind & is.modifier) !== 0) return modifier;
      if ((kind & is.organisation) !== 0) return organisation;
      if ((kind & is.field) !== 0) return field;
      if ((kind & is.particle) !== 0 && at > from && codes[at - from - 1] === name && tokens[at + 1]?.capital === true)
        return name;
      return none;
    }
    const before = at > from ? codes[at - from - 1] : none;
    const given = before === name && (kinds[at - 1]! & (is.female | is.male)) !== 0;
    const last = tokens[at + 1] === undefined || !tokens[at + 1]!.capital;
    if (found !== null) {
      const also = (kind & (is.female | is.male)) !== 0;
      if (given && found.kind !== 'demonym' && last) return name;
      if (also && !last && before !== link && kindOfCapital(tokens[at + 1]!, kinds[at + 1]!) === name) return name;
      return place;
    }
    if (calendar.has(token.lower)) return isNamedAfterMonth(at, given, last) ? name : none;
    if (given && last && (kind & (is.role | is.organisation | is.field | is.place)) !== 0) return name;
    return kindOfCapital(token, kind);
  };

  /** “Theresa May”, and “May” after her; “April Ryan”. */
  const isNamedAfterMonth = (at: number, given: boolean, last: boolean): boolean => {
    const next = tokens[at + 1];
    if (given && last) return true;
    if (next?.kind === 'number') return false;
    if (!last) return (kinds[at]! & (is.female | is.male)) !== 0 && kinds[at + 1] === 0;
    const before = tokens[at - 1];
    if (before?.kind === 'word' && (kinds[at - 1]! & is.preposition) !== 0) return false;
    return byWord.get(tokens[at]!.lower)?.some(({ kind }) => kind === 'person') === true;
  };

  /** Reads a phrase of names and titles that begins at a token; answers where it ends, `from` when there is none. */
  const readPhrase = (from: number): number => {
    codes.length = 0;
    let at = from;
    let inTitle = false;
    while (at < tokens.length && at - from < longest) {
      const token = tokens[at]!;
      if (token.kind === 'mark') {
        if (at === from) return from;
        if (isPossessiveAt(tokens, at) && goesOn(at + 1)) {
          codes.push(possessive);
          at++;
          continue;
        }
        // “(NSC)” after the name of an organisation.
        if (token.text === '(' && tokens[at + 2]?.text === ')' && isAcronym(tokens[at + 1]!) && inTitle) {
          codes.push(bracket, bracket, bracket);
          at += 3;
          continue;
        }
        if (token.text !== '&') break;
      }
      const found = placeAt(tokens, at);
      const code = codeAt(at, from, found);
      if (code === place) {
        for (let i = 0; i < found!.length; i++) codes.push(place);
        at += found!.length;
        continue;
      }
      if (code !== none) {
        inTitle ||= code === role || code === organisation || code === honorific;
        codes.push(code);
        at++;
        continue;
      }
      if (!inTitle || !links.has(token.lower) || token.lower === 'the') break;
      // “of”, “for the”, “and” inside a title or the name of an organisation.
      let next = at + 1;
      while (next < tokens.length && tokens[next]!.lower === 'the') next++;
      const after = tokens[next];
      if (after === undefined || after.kind !== 'word') break;
      const fieldNext = (kinds[next]! & is.field) !== 0;
      const before = codes.at(-1);
      if (token.lower === 'and' || token.lower === '&') {
        // “Asian and Pacific”, but not “President Moon and Prime Minister Abe”.
        if (before !== field && before !== place && before !== organisation) break;
        if (!fieldNext || !codes.includes(link)) break;
      } else if (token.lower === 'on' || token.lower === 'to' || token.lower === 'at') {
        if (before !== role || !after.capital || (kinds[next]! & is.noName) !== 0) break;
      } else if (!after.capital && !(fieldNext && before === role)) break;
      else if (after.capital && (kinds[next]! & is.noName) !== 0 && !fieldNext) break;
      while (at < next) {
        codes.push(link);
        at++;
      }
    }
    while (codes.length > 0 && isTrailing(codes.at(-1)!, tokens[from + codes.length - 1]!)) codes.pop();
    return from + codes.length;
  };

  const goesOn = (at: number): boolean => {
    const token = tokens[at];
    if (token === undefined || token.kind !== 'word') return false;
    const kind = kinds[at]!;
    if (token.capital) return (kind & is.grammar) === 0;
    return (kind & (is.role | is.modifier | is.organisation | is.roles)) !== 0;
  };

  /** Reads the mentions of a phrase `[from, to)`; answers where reading goes on. */
  const takePhrase = (from: number, to: number, starts: boolean): number => {
    let at = from;
    let owner: Reference | null = null;
    let described = to;
    for (let i = from; i < to - 1 && described === to; i++)
      if (codes[i - from] === role && codes[i + 1 - from] === link) described = i;
    for (let i = described - 1; i > from; i--) {
      if (codes[i - from] !== possessive) continue;
      owner = takeOwner(from, i, from);
      at = i + 1;
      break;
    }
    // A possessive may stand on either side of a description: the whole of it is read for what it says.
    let lastRole = -1;
    let lastOrganisation = -1;
    for (let i = at; i < to; i++) {
      const code = codes[i - from]!;
      if (code === role || code === honorific) lastRole = i;
      else if (code === organisation) lastOrganisation = i;
    }
    const linked = lastRole >= 0 && codes[lastRole + 1 - from] === link;
    if (lastRole >= 0 && (lastRole > lastOrganisation || linked)) return takeTitled(from, at, lastRole, to);
    if (lastOrganisation >= 0) return takeOrganisation(from, at, lastOrganisation, to);
    const count = references.length;
    const end = takeNames(from, at, to, starts);
    const named = references[count];
    if (owner !== null && named?.actor.kind === 'person') {
      // “The Post’s Jo Bell”, “Japan’s Jo Bell”.
      const { name, country } = { name: owner.actor.forms[0]!.text, country: owner.actor.facts[0]?.country ?? null };
      if (owner.actor.kind === 'organisation')
        addFact(named.actor, { at: named.start, role: null, affiliation: name, country });
      else if (owner.actor.kind === 'government')
        addFact(named.actor, { at: named.start, role: null, affiliation: null, country: owner.actor.words[0]! });
    }
    return end;
  };

  /** “Trump’s lawyer”: Trump is mentioned, but is nobody’s antecedent while there is another. */
  const takeOwner = (from: number, to: number, first: number): Reference | null => {
    let at = from;
    let organisations = 0;
    for (let i = from; i < to; i++) if (codes[i - first] === organisation) organisations++;
    const found = placeAt(tokens, at);
    if (found !== null && at + found.length >= to)
      return found.kind === 'part' ? null : mentionCountry(found, at, to, false, true);
    if (organisations > 0) return tokens[to - 1]!.capital ? mentionThing(from, to, false, true) : null;
    while (at < to && codes[at - first] !== name) at++;
    let end = at;
    while (end < to && codes[end - first] === name) end++;
    if (end - at === 1 && isThing(tokens[at]!, kinds[at]!)) return mentionThing(at, end, false, true);
    return end > at && end - at <= 4 ? mentionPerson(from, at, end, end, null, false, { inside: true }) : null;
  };

  const mentionCountry = (found: Place, from: number, to: number, subject: boolean, inside: boolean): Reference => {
    const actor = governmentOf(found.country);
    if (found.country.code === 'KR' || found.country.code === 'KP') koreas = true;
    addForm(actor, wordsOf(text, tokens, from, to), tokens[from]!.start, 1);
    return mention(actor, 'name', { from, to, nameFrom: from, nameTo: to }, subject, { inside });
  };

  const mentionThing = (from: number, to: number, subject: boolean, inside: boolean): Reference => {
    let bracketAt = to;
    for (let i = from; i < to; i++) if (tokens[i]!.text === '(') bracketAt = Math.min(bracketAt, i);
    const words = wordsOf(text, tokens, from, bracketAt);
    const key = words.toLowerCase();
    const actor = thingNamed('organisation', key.startsWith('the ') ? key.slice(4) : key);
    const start = tokens[from]!.start;
    addForm(actor, words, start, bracketAt - from);
    if (bracketAt < to) {
      const short = tokens[bracketAt + 1]!;
      addForm(actor, short.text, start, 0);
      index(actor, short.lower);
    }
    const front = placeAt(tokens, from);
    if (front !== null) addFact(actor, { at: start, role: null, affiliation: null, country: front.country.code });
    else if (words === 'White House') addFact(actor, { at: start, role: null, affiliation: null, country: 'US' });
    const reference = mention(actor, 'name', { from, to, nameFrom: from, nameTo: to }, subject, { inside });
    for (let i = from; i < bracketAt; i++) {
      const { lower } = tokens[i]!;
      if ((kindOfWord(lower) & is.organisation) !== 0) byRole.set(lower, reference);
    }
    return reference;
  };

  const mentionPerson = (
    from: number,
    nameFrom: number,
    nameTo: number,
    to: number,
    title: Description | null,
    subject: boolean,
    rest: { inside?: boolean; sure?: boolean; honorific?: Gender | null } = {},
  ): Reference | null => {
    const words: string[] = [];
    for (let i = nameFrom; i < nameTo; i++) {
      const { lower, kind } = tokens[i]!;
      if (kind === 'word' && !isSuffix(lower)) words.push(lower);
    }
    if (words.length === 0) return null;
    const gender = title?.gender ?? rest.honorific ?? null;
    const family = familyAt(words);
    const sure =
      title !== null ||
      rest.sure === true ||
      family === 0 ||
      (words.length > 1 && (kindOfWord(words[0]!) & (is.female | is.male)) !== 0);
    const { actor, others } = personNamed(words, gender, sure);
    const start = tokens[from]!.start;
    const form = wordsOf(text, tokens, nameFrom, nameTo);
    addForm(actor, form, tokens[nameFrom]!.start, words.length);
    setGender(actor, gender ?? genderOfName(words, family), start);
    if (title !== null) addFact(actor, { at: start, ...factsOf(title) });
    const reference = mention(actor, 'name', { from, to, nameFrom, nameTo }, subject, {
      inside: rest.inside ?? false,
      sure: others.length === 0,
      others,
    });
    remember(title, reference);
    return reference;
  };

  const takeTitled = (from: number, at: number, lastRole: number, to: number): number => {
    const outer = outerRole(from, lastRole, to);
    if (outer >= 0) return takeNested(from, at, outer, lastRole, to);
    // After “of State” or “for Korea” a name may follow; after “of” itself an organisation does.
    let nameFrom = lastRole + 1;
    if (codes[nameFrom - from] === link) {
      let hasOrganisation = false;
      nameFrom = to;
      for (let i = lastRole + 1; i < to; i++) {
        const code = codes[i - from]!;
        if (code === organisation) hasOrganisation = true;
        if (code !== name) continue;
        const before = codes[i - 1 - from]!;
        let end = i;
        while (end < to && codes[end - from] === name) end++;
        const given = (kinds[i]! & (is.female | is.male)) !== 0;
        if (
          before !== link &&
          before !== name &&
          end === to &&
          (given || (!hasOrganisation && (before === field || end - i > 1)))
        ) {
          nameFrom = i;
          break;
        }
        i = end - 1;
      }
    }
    while (nameFrom < to && codes[nameFrom - from] !== name) nameFrom++;
    let nameTo = nameFrom;
    while (nameTo < to && codes[nameTo - from] === name) nameTo++;
    let titleTo = Math.max(lastRole + 1, nameFrom);
    if (nameFrom === lastRole + 1) while (titleTo > at && codes[titleTo - 1 - from] === honorific) titleTo--;
    const bare = titleTo === at;
    const title = bare ? null : readDescription(text, tokens, from, titleTo);
    const honorificGender = honorificOf(from, nameFrom);
    if (nameTo > nameFrom) {
      takeInside(from, at, lastRole);
      return finishPerson(from, nameFrom, nameTo, title, honorificGender, bare);
    }
    return takeRole(from, at, lastRole, to, title);
  };

  /** The first role of “donor to Sen. Bell” or “spokesman for President Bell”, where the name is the other’s; −1 when none. */
  const outerRole = (from: number, lastRole: number, to: number): number => {
    if (codes[lastRole + 1 - from] !== name) return -1;
    for (let i = from; i < lastRole - 1; i++) {
      if (codes[i - from] !== role || codes[i + 1 - from] !== link) continue;
      for (let k = i + 2; k <= lastRole; k++) {
        const code = codes[k - from]!;
        if (code === link || code === modifier || code === place || code === adjective) continue;
        return (code === role || code === honorific) && k < to ? i : -1;
      }
    }
    return -1;
  };

  const takeNested = (from: number, at: number, outer: number, lastRole: number, to: number): number => {
    const title = readDescription(text, tokens, from, to);
    let first = outer + 1;
    while (codes[first - from] === link) first++;
    let end = lastRole + 1;
    while (end < to && codes[end - from] === name) end++;
    const inner = codes[lastRole - from] === role ? readDescription(text, tokens, first, lastRole + 1) : null;
    mentionPerson(first, lastRole + 1, end, end, inner, false, {
      inside: true,
      honorific: honorificOf(first, lastRole + 1),
    });
    return takeRole(from, at, outer, to, title);
  };

  const honorificOf = (from: number, to: number): Gender | null => {
    for (let i = from; i < to; i++) {
      const gender = genderOfTitle(tokens[i]!.lower);
      if (gender !== null) return gender;
    }
    return null;
  };

  /** Names in a title, before the role: “Hillary Clinton campaign spokesman Lee Dorn”. */
  const takeInside = (from: number, at: number, lastRole: number): void => {
    let first = at;
    while (first < lastRole && codes[first - from] !== name) first++;
    let end = first;
    while (end < lastRole && codes[end - from] === name) end++;
    if (end === first || end - first > 3) return;
    const { lower } = tokens[first]!;
    const given = end - first > 1 && (kindOfWord(lower) & (is.female | is.male)) !== 0;
    if (given || (end - first === 1 && byWord.get(lower)?.some(({ kind }) => kind === 'person') === true))
      mentionPerson(first, first, end, end, null, false, { inside: true });
  };

  /** A person’s name with its title; reads the description that may follow: “, 66, spokesman of …,”, “(D-Ohio)”. */
  const finishPerson = (
    from: number,
    nameFrom: number,
    nameTo: number,
    title: Description | null,
    gender: Gender | null,
    sure: boolean,
  ): number => {
    let end = nameTo;
    let party: Token | undefined;
    if (tokens[end]?.text === '(' && tokens[end + 2]?.text === ')' && tokens[end + 1]!.capital) {
      party = tokens[end + 1];
      end += 3;
    }
    const after = readAfter(end);
    const subject = isSubject(from, after === null ? end : after.end);
    const both = title ?? (after !== null && !after.description.thing ? after.description : null);
    const reference = mentionPerson(from, nameFrom, nameTo, end, both, subject, { sure, honorific: gender });
    if (reference === null) return end;
    const { actor, start } = reference;
    if (after !== null) describedTo = after.end;
    const belongs = readOf(end);
    if (belongs !== null)
      addFact(actor, { at: start, role: null, affiliation: belongs.affiliation, country: belongs.country });
    if (title !== null && after !== null) {
      addFact(actor, { at: start, ...factsOf(after.description) });
      remember(after.description, reference);
    }
    if (party !== undefined && /^[DRI](?:-\p{Lu}|$)/u.test(party.text))
      addFact(actor, {
        at: start,
        role: null,
        affiliation: party.text.length > 1 ? party.text : null,
        country: party.text.length > 1 ? 'US' : null,
      });
    return end;
  };

  /** “Jo Bell of the Lantern Institute”, “Jo Bell [of Norway]”: what the words after a name say of it. */
  const readOf = (at: number): { affiliation: string | null; country: string | null } | null => {
    let first = tokens[at]?.text === '[' || tokens[at]?.text === '(' ? at + 1 : at;
    const { lower } = tokens[first] ?? { lower: '' };
    if (lower !== 'of' && lower !== 'with' && lower !== 'from') return null;
    first++;
    while (tokens[first]?.lower === 'the') first++;
    let end = first;
    let organisations = 0;
    while (end < tokens.length && end - first < 12) {
      const token = tokens[end]!;
      const kind = kinds[end]!;
      const joins = token.lower === 'of' || token.lower === 'for' || token.lower === 'the' || token.lower === '&';
      if (!joins && (!token.capital || (kind & is.grammar) !== 0)) break;
      if ((kind & is.organisation) !== 0 || isThing(token, kind)) organisations++;
      end++;
    }
    while (end > first && !tokens[end - 1]!.capital) end--;
    if (end === first || isPossessiveAt(tokens, end)) return null;
    const found = placeAt(tokens, first);
    if (found !== null && first + found.length === end && found.kind !== 'demonym')
      return {
        affiliation: found.kind === 'part' ? wordsOf(text, tokens, first, end) : null,
        country: found.country.code,
      };
    if (organisations === 0 && !(lower === 'of' && end - first > 1)) return null;
    return { affiliation: wordsOf(text, tokens, first, end), country: found?.country.code ?? null };
  };

  /** The description after a name and a comma, or null. */
  const readAfter = (at: number): { description: Description; end: number } | null => {
    if (tokens[at]?.text !== ',') return null;
    let first = at + 1;
    if (tokens[first]?.kind === 'number' && tokens[first + 1]?.text === ',') first += 2;
    let end = first;
    // Most of what follows commas describes nobody, and is not read.
    let says = false;
    while (end < tokens.length && end - first < 32) {
      if ((kinds[end]! & (is.role | is.honorific | is.organisation)) !== 0) says = true;
      const token = tokens[end]!;
      if (
        token.kind === 'mark' &&
        token.text !== '(' &&
        token.text !== ')' &&
        token.text !== '&' &&
        !isPossessiveAt(tokens, end)
      )
        break;
      if (end > first && (token.lower === 'who' || token.lower === 'whose' || token.lower === 'which')) break;
      end++;
    }
    if (end - first >= 32 || !says) return null;
    const start = tokens[first]!;
    if (pronouns.has(start.lower) && tokens[first + 1] === undefined) return null;
    const description = readDescription(text, tokens, first, end);
    if (description === null || (!description.thing && description.role === null)) return null;
    if (!isDescription(first, end)) return null;
    return { description, end: tokens[end]?.text === ',' ? end + 1 : end };
  };

  /** Whether a phrase after a comma describes what stands before it, and is not the next item of a list or a clause. */
  const isDescription = (first: number, end: number): boolean => {
    for (let i = first; i < end; i++) {
      const token = tokens[i]!;
      if (token.kind !== 'word') continue;
      const kind = kinds[i]!;
      if (i > first && (kind & is.preposition) !== 0) return true;
      if ((kind & is.says) !== 0 && !token.capital && (kind & (is.field | is.organisation)) === 0) return false;
      if (token.lower === 'and' && i === first) return false;
    }
    return true;
  };

  /** The organisation in “official of the Ministry of Trade” and “Ministry of Trade official”, which “the ministry” may mean later. */
  const takeEmployer = (from: number, lastRole: number, to: number): void => {
    let first = from;
    let end = to;
    if (codes[lastRole + 1 - from] === link) {
      first = lastRole + 1;
      while (first < to && codes[first - from] === link) first++;
    } else end = lastRole;
    while (end > first && codes[end - 1 - from] !== organisation && codes[lastRole + 1 - from] !== link) end--;
    let organisations = 0;
    for (let i = first; i < end; i++) {
      const code = codes[i - from]!;
      if (code === organisation && tokens[i]!.capital) organisations++;
      if (code === possessive && first > lastRole && withCountry(first, i + 1) !== first) return;
    }
    if (organisations > 0 && (kinds[end - 1]! & is.modifier) === 0) mentionThing(first, end, false, true);
  };

  /** A role without a name: “the minister”, “a senior official of the ministry”, “a spokeswoman for Acme, Jo Bell”. */
  const takeRole = (from: number, at: number, lastRole: number, to: number, title: Description | null): number => {
    takeInside(from, at, lastRole);
    takeEmployer(from, lastRole, to);
    const before = tokens[from - 1]?.lower;
    // A name may follow after a comma.
    if (tokens[to]?.text === ',' && tokens[to + 1]?.capital === true && title !== null) {
      const named = nameAt(to + 1);
      const next = tokens[named]?.text;
      if (
        named > to + 1 &&
        (next === ',' || next === undefined || tokens[named]!.kind === 'word' || next === '.' || next === '(')
      )
        if (tokens[named]?.lower !== 'and') return finishPerson(from, to + 1, named, title, title.gender, true);
    }
    if (title === null || title.role === null) return to;
    const subject = isSubject(from, to);
    const span = { from, to, nameFrom: from, nameTo: to };
    if (before === 'a' || before === 'an' || before === 'one' || before === 'another') {
      if ((title.affiliation === null && title.country === null) || from < describedTo) return to;
      const actor = createActor('person', title.heads.slice(0, 1) as string[], 0, true, true);
      const start = tokens[from]!.start;
      addForm(actor, wordsOf(text, tokens, from, to), start, to - from);
      addFact(actor, { at: start, ...factsOf(title) });
      setGender(actor, title.gender, start);
      remember(title, mention(actor, 'description', span, subject));
      return to;
    }
    const possessed = codes.includes(possessive);
    if (before !== 'the' && !(possessed && before !== undefined)) return to;
    const heads = title.heads;
    const known =
      byRole.get(heads.at(-1)!) ?? (heads.length > 1 && title.affiliation === null ? undefined : byRole.get(heads[0]!));
    if (known !== undefined && known.actor.kind === 'person' && allows(known.actor, title))
      mention(known.actor, 'nominal', span, subject, { from: known, sure: sentence - known.sentence < 30 });
    return to;
  };

  /** Where the person’s name that begins at a token ends; the token itself when none does. */
  const nameAt = (at: number): number => {
    let end = at;
    while (end < tokens.length && end - at < 5) {
      const token = tokens[end]!;
      if (token.kind !== 'word') break;
      if (
        token.capital
          ? kindOfCapital(token, kinds[end]!) !== name
          : (kindOfWord(token.lower) & is.particle) === 0 || end === at
      )
        break;
      if (end === at && placeAt(tokens, at) !== null && (kindOfWord(token.lower) & (is.female | is.male)) === 0) break;
      end++;
    }
    return end - at > 1 ? end : at;
  };

  const takeOrganisation = (from: number, at: number, lastOrganisation: number, to: number): number => {
    // “Fox News host” is a role; “Fox News’s Jo Bell” and “Acme Group Jo Bell” end with a name.
    let nameFrom = lastOrganisation + 1;
    if (codes[nameFrom - from] === link) nameFrom = to;
    while (nameFrom < to && codes[nameFrom - from] !== name) nameFrom++;
    if (to - nameFrom > 1 && (kinds[nameFrom]! & (is.female | is.male)) !== 0) {
      mentionThing(at, lastOrganisation + 1, false, true);
      return finishPerson(nameFrom, nameFrom, to, null, null, false);
    }
    const last = tokens[lastOrganisation]!;
    let capitals = 0;
    for (let i = at; i < (last.capital ? to : lastOrganisation); i++) if (tokens[i]!.capital) capitals++;
    const subject = isSubject(from, to);
    if (last.lower === 'government' || last.lower === 'governments') {
      const found = placeAt(tokens, from);
      if (found !== null && from + found.length >= lastOrganisation - 1) {
        mentionCountry(found, from, to, subject, last.lower === 'governments');
        return to;
      }
    }
    if (codes[to - 1 - from] === roles) {
      // “Finance Ministry officials”.
      if (capitals > 1) mentionThing(at, lastOrganisation + 1, false, true);
      return to;
    }
    const named = last.capital ? to : namedThing(to);
    if (named > to) {
      // “A political magazine, The Lantern,”.
      const reference = mentionThing(to + 1, named, isSubject(to + 1, named), false);
      const description = readDescription(text, tokens, from, to);
      if (description !== null) describeThing(description, reference);
      return named;
    }
    if (capitals === 0) {
      const known = byRole.get(last.lower);
      if (tokens[from - 1]?.lower === 'the' && known !== undefined && known.actor.kind !== 'person')
        mention(known.actor, 'nominal', { from, to, nameFrom: from, nameTo: to }, subject, { from: known });
      return to;
    }
    if (headline && to - from > 4) return to;
    // An organisation keeps the country or owner before it in its name: “China’s Foreign Ministry”.
    const reference = mentionThing(withCountry(from, at), to, subject, false);
    const after = readAfter(to);
    if (after?.description.thing === true) describeThing(after.description, reference);
    return to;
  };

  /** Where a phrase begins with the country that owns it: “China’s Foreign Ministry”. */
  const withCountry = (from: number, at: number): number => {
    if (at < 2 || !isPossessiveAt(tokens, at - 1)) return at;
    for (let i = Math.max(from, at - 5); i < at - 1; i++) {
      const found = placeAt(tokens, i);
      if (found !== null && i + found.length === at - 1) return i;
    }
    return at;
  };

  /** Where the name ends that stands between commas after the description of an organisation; `at` when none does. */
  const namedThing = (at: number): number => {
    if (tokens[at]?.text !== ',') return at;
    let end = at + 1;
    if (tokens[end]?.lower === 'the' && tokens[end]!.capital) end++;
    const first = end;
    while (end < tokens.length && end - first < 5 && tokens[end]!.capital && (kinds[end]! & is.grammar) === 0) end++;
    return end > first && tokens[end]?.text === ',' ? end : at;
  };

  const describeThing = (description: Description, reference: Reference): void => {
    addFact(reference.actor, {
      at: reference.start,
      role: null,
      affiliation: description.affiliation,
      country: description.country,
    });
    remember(description, reference);
  };

  /** Names without a title or a word that says what they are. */
  const takeNames = (from: number, at: number, to: number, starts: boolean): number => {
    let first = at;
    let country: Place | null = null;
    while (first < to && codes[first - from] === place) {
      country = placeAt(tokens, first);
      first += country?.length ?? 1;
    }
    while (first < to && codes[first - from] !== name) {
      if (codes[first - from] === scenery) return to;
      first++;
    }
    if (first >= to) {
      if (country !== null && country.kind !== 'demonym' && country.kind !== 'part' && country.length >= to - at)
        takeCountry(country, at, to);
      else if (to - at === 1) takeDirection(at);
      return to;
    }
    let end = first;
    while (end < to && codes[end - from] === name) end++;
    if (end < to && codes[end - from] === scenery) return to;
    if (
      country?.kind === 'demonym' &&
      from === at &&
      tokens[from - 1]?.lower === 'the' &&
      (kinds[first]! & (is.female | is.male)) === 0
    ) {
      // “The American Legion”.
      mentionThing(at, end, isSubject(at, end), false);
      return to;
    }
    if (starts && end - first > 1 && first === from && isOpening(tokens[first]!)) first++;
    // Capitals that begin a heading are not part of the name in it.
    for (let i = end - 2; end - first > 3 && i > first && (kinds[first]! & (is.female | is.male)) === 0; i--)
      if ((kinds[i]! & (is.female | is.male)) !== 0) first = i;
    if (end - first > 5) return to;
    if (headline) return takeHeadline(first, end, to);
    if (country?.kind === 'name' && from === at && first === at + country.length && end - first < 3) {
      const { lower } = tokens[first]!;
      // “America Rising”, but “Japan Tanaka” of a list when he is known.
      if ((kinds[first]! & (is.female | is.male | is.familyFirst)) === 0 && !byWord.has(lower)) {
        mentionThing(at, end, isSubject(at, end), false);
        return to;
      }
    }
    if (end - first === 1) return takeSingle(from, first, to, starts && first === from, country);
    if (allCapitals(first, end)) return to;
    return finishPerson(first, first, end, null, null, false);
  };

  const takeCountry = (found: Place, from: number, to: number) =>
    mentionCountry(found, from, to, isSubject(from, to), false);

  /** “The North”, “the South”, where the article is about Korea. */
  const takeDirection = (at: number): void => {
    const { lower } = tokens[at]!;
    if (!koreas || (lower !== 'north' && lower !== 'south') || tokens[at - 1]?.lower !== 'the') return;
    const country = countryOfCode(lower === 'north' ? 'KP' : 'KR')!;
    const actor = governmentOf(country);
    addForm(actor, wordsOf(text, tokens, at - 1, at + 1), tokens[at - 1]!.start, 1);
    mention(actor, 'name', { from: at, to: at + 1, nameFrom: at, nameTo: at + 1 }, isSubject(at, at + 1));
  };

  /** In a headline whose words all have capitals only known names and given names count. */
  const takeHeadline = (first: number, end: number, to: number): number => {
    for (let i = first; i < end; i++) {
      const { lower } = tokens[i]!;
      const given = (kindOfWord(lower) & (is.female | is.male)) !== 0;
      if (given && i + 1 < end) {
        const stop = i + 2 < end && tokens[i + 1]!.text.length <= 2 ? i + 3 : i + 2;
        mentionPerson(i, i, stop, stop, null, i === first);
        return to;
      }
      if (byWord.get(lower)?.some(({ kind }) => kind === 'person') === true)
        mentionPerson(i, i, i + 1, i + 1, null, i === first);
    }
    return to;
  };

  const takeSingle = (from: number, at: number, to: number, starts: boolean, country: Place | null): number => {
    const token = tokens[at]!;
    const { lower } = token;
    const known = byWord.get(lower);
    const person = known?.some(({ kind }) => kind === 'person') === true;
    const after = readAfter(at + 1);
    const before = tokens[at - 1]?.lower;
    const subject = isSubject(at, after === null ? at + 1 : after.end);
    const evident = isThing(token, kinds[at]!);
    if (!person && (evident || before === 'the' || after?.description.thing === true || known !== undefined)) {
      if (starts && before === undefined && !evident && after === null && known === undefined) return to;
      const reference = mentionThing(at, at + 1, subject, false);
      if (after?.description.thing === true) describeThing(after.description, reference);
      return to;
    }
    const next = tokens[at + 1];
    const says = next !== undefined && (kindOfWord(next.lower) & is.says) !== 0;
    if (!person && starts && after === null && !says) return to;
    if ((country !== null && !person && from < at) || tokens.length < 4) return to;
    if (after !== null) return finishPerson(at, at, at + 1, null, null, false);
    mentionPerson(at, at, at + 1, at + 1, null, subject, { sure: says });
    return to;
  };

  const allCapitals = (from: number, to: number): boolean => {
    for (let i = from; i < to; i++) {
      const word = tokens[i]!.text;
      if (word.length > 2 && word !== word.toUpperCase()) return false;
    }
    return tokens[from]!.text.length > 2 || tokens[to - 1]!.text.length > 2;
  };

  const takePronoun = (at: number): void => {
    const token = tokens[at]!;
    const { lower } = token;
    if (isQuoted(token.start)) return;
    const before = tokens[at - 1];
    // After a preposition or a verb it is no subject, and may mean somebody else in the same breath.
    if (
      before?.kind === 'word' &&
      (kindOfWord(before.lower) & is.preposition) !== 0 &&
      !clauseOpeners.has(before.lower)
    )
      return;
    if (lower === 'it' && isEmptyIt(at)) return;
    const found = antecedent(references, references.length, lower, token.start, sentence);
    if (found === null) return;
    const { reference, others, sure } = found;
    if (sure && lower !== 'it') setGender(reference.actor, lower === 'she' ? 'f' : 'm', token.start);
    const span = { from: at, to: at + 1, nameFrom: at, nameTo: at + 1 };
    mention(reference.actor, 'pronoun', span, true, { from: reference, others, sure });
  };

  /** “It is possible”, “it appears that”: it means nothing. */
  const isEmptyIt = (at: number): boolean => {
    const next = tokens[at + 1]?.lower ?? '';
    return (
      next === 'appears' ||
      next === 'seems' ||
      next === 'is' ||
      next === 'was' ||
      next === 'remains' ||
      next === 'takes'
    );
  };

  /** Whether a phrase of names and titles may begin with a word. */
  const mayBegin = (at: number): boolean => {
    const token = tokens[at]!;
    const kind = kinds[at]!;
    if (!token.capital) {
      if ((kind & (is.role | is.modifier | is.organisation)) !== 0) return true;
      // “The trade minister”.
      return (
        (kind & is.field) !== 0 &&
        tokens[at + 1]?.capital === false &&
        (kinds[at + 1]! & (is.role | is.field | is.organisation)) !== 0
      );
    }
    if ((kind & is.grammar) === 0 || placeAt(tokens, at) !== null) return true;
    return calendar.has(token.lower) && isNamedAfterMonth(at, false, true);
  };

  const read = (list: readonly Token[]): void => {
    tokens = list;
    describedTo = 0;
    kinds.length = 0;
    for (const token of list) kinds.push(token.kind === 'word' ? kindOfWord(token.lower) : 0);
    headline = isHeadline(list);
    let starts = true;
    let ended = true;
    let wasQuoted = false;
    let at = 0;
    while (at < list.length) {
      const token = list[at]!;
      if (token.kind === 'mark') {
        if (token.text === '.' || token.text === '!' || token.text === '?') ended = true;
        else if (openings.has(token.text)) starts = true;
        at++;
        continue;
      }
      const kind = kinds[at]!;
      const abbreviated = at > 0 && list[at - 1]!.kind === 'word' && list[at - 1]!.text.endsWith('.');
      if (ended || (abbreviated && token.capital && (kind & is.grammar) !== 0)) {
        const quoted = isQuoted(token.start);
        if (at === 0 || !quoted || !wasQuoted) {
          sentence++;
          sentences.push(token.start);
        }
        wasQuoted = quoted;
        starts = true;
        ended = false;
      }
      if (token.kind === 'word' && mayBegin(at)) {
        const end = readPhrase(at);
        if (end > at) {
          at = Math.max(end, takePhrase(at, end, starts));
          starts = false;
          continue;
        }
      }
      if (token.lower === 'he' || token.lower === 'she' || token.lower === 'it') takePronoun(at);
      starts = false;
      at++;
    }
  };

  return { references, sentences, read };
}

const determiners = new Set(['the', 'a', 'an', 'this', 'that', 'his', 'her', 'their', 'its', 'one', 'another']);
/** Prepositions that also begin clauses, with a subject after them. */
const clauseOpeners = new Set(['after', 'before', 'since', 'until', 'like', 'as']);
const pronouns = new Set(['he', 'she', 'it', 'they', 'who', 'which']);

/** After these a capital may be that of a sentence. */
const openings = new Set(['“', '"', '„', '«', '‘', ':', '—', '•', '「']);

/** Two to six capitals, as organisations are shortened. */
function isAcronym({ text, kind }: Token): boolean {
  if (kind !== 'word' || text.length < 2 || text.length > 6) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x41 || code > 0x5a) return false;
  }
  return true;
}

/** A capitalised word that by itself names an organisation. */
const isThing = (token: Token, kind: number): boolean =>
  isAcronym(token) || companies.has(token.lower) || (kind & is.seat) !== 0;

/** What a capitalised word that is no place is inside a phrase. */
function kindOfCapital(token: Token, kind: number): number {
  if (kind === 0) return token.text.includes('-') && isGeneralCompound(token.text, isCountry) ? adjective : name;
  if ((kind & is.honorific) !== 0) return honorific;
  if ((kind & is.role) !== 0) return role;
  if ((kind & is.grammar) !== 0) return none;
  if ((kind & (is.female | is.male)) !== 0) return name;
  if ((kind & is.roles) !== 0) return roles;
  if ((kind & is.organisation) !== 0) return organisation;
  if ((kind & is.modifier) !== 0) return modifier;
  if ((kind & is.field) !== 0) return field;
  if ((kind & is.place) !== 0) return scenery;
  if ((kind & is.noName) !== 0)
    return token.lower === 'white' || token.lower === 'black' ? name : adjectiveOrDay(token.lower);
  return name;
}

const isCountry = (word: string) => countryNamed(word) !== null;

const adjectiveOrDay = (lower: string): number => (calendar.has(lower) ? none : adjective);

const calendar = new Set(
  'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. mon. tue. tues. wed. thu. thur. thurs. fri. sat. sun. christmas easter thanksgiving ramadan a.m. p.m. am pm est edt gmt pst pdt'.split(
    ' ',
  ),
);

const isTrailing = (code: number, token: Token) =>
  code === link || code === possessive || (!token.capital && (code === modifier || code === field));

/** A word that begins a sentence and is no name, by its ending: “Citing”, “Recently”. */
function isOpening(token: Token): boolean {
  if ((kindOfWord(token.lower) & (is.female | is.male | is.familyFirst)) !== 0) return false;
  return (
    token.lower.length > 4 && (token.lower.endsWith('ing') || token.lower.endsWith('ly') || token.lower.endsWith('ed'))
  );
}

/** Whether nearly all the long words of a paragraph have capitals. */
function isHeadline(tokens: readonly Token[]): boolean {
  if (tokens.length > 40) return false;
  let words = 0;
  let capitals = 0;
  for (const token of tokens) {
    if (token.kind !== 'word' || token.text.length < 4) continue;
    words++;
    if (token.capital) capitals++;
  }
  const last = tokens.at(-1)?.text;
  return words > 3 && capitals >= words * 0.75 && last !== '.';
}

/** Whether nothing that a description says is against its being of somebody. */
function allows({ gender, facts }: Actor, { gender: own, country: from, affiliation: house }: Description): boolean {
  if (!genderFits(own, gender)) return false;
  if (from !== null && !facts.every(({ country }) => country === null || country === from)) return false;
  return (
    house === null ||
    facts.some(
      ({ affiliation }) => affiliation !== null && (affiliation.includes(house) || house.includes(affiliation)),
    )
  );
}

const factsOf = ({ role, affiliation, country }: Description) => ({ role, affiliation, country });
