import { type Actor, createActor, type Reference, type SpeakerKind } from './actors.ts';
import type { Country } from './countries.ts';
import { type Gender, genderFits, genderOfName, namesAgree, withoutArticle } from './names.ts';

/** Of those who share a name, only the last so many are compared. */
const namesakes = 8;

/** Initials name nobody by themselves. */
const isIndexed = (word: string) => word.length > 1 && !word.endsWith('.');

/** Who is named in an article so far, by their names and by what they are called: who the same words mean again. */
export interface Cast {
  /**
   * The person whom a name means, or a new one: a full name whose given and family names agree, a family name alone whom
   * it meant before or who was named last, a given name alone when one person bears it.
   * @param words in small letters, without suffixes
   * @param family the first word of the family name
   * @param sure whether more than capitals shows that it is a person
   * @returns with those whom the name may mean as well
   */
  person(words: string[], family: number, gender: Gender | null, sure: boolean): { actor: Actor; others: Actor[] };
  /** The organisation that was named so, or a new one. */
  organisation(key: string): Actor;
  /** The government of a country, the same for all its names. */
  government(country: Country): Actor;
  /** Lets a word mean somebody, as a short form in brackets does. */
  name(actor: Actor, word: string): void;
  /** Whether a word in small letters is in the name of anybody so far. */
  knows(word: string): boolean;
  knowsPerson(word: string): boolean;
  /** Lets “the minister” mean who was last called so. */
  call(role: string, reference: Reference): void;
  /** Who was last called so. */
  called(role: string): Reference | undefined;
}

export function createCast(): Cast {
  const byWord = new Map<string, Actor[]>();
  const byRole = new Map<string, Reference>();
  const governments = new Map<string, Actor>();

  const name = (one: Actor, word: string): void => {
    const list = byWord.get(word);
    if (list === undefined) byWord.set(word, [one]);
    else if (list.at(-1) !== one) {
      if (list.length >= namesakes) {
        const known = list.indexOf(one);
        list.splice(known < 0 ? 0 : known, 1);
      } else if (list.includes(one)) return;
      list.push(one);
    }
  };

  const ofKind = (word: string, kind: SpeakerKind): Actor | undefined => {
    const list = byWord.get(word);
    if (list !== undefined) for (const one of list) if (one.kind === kind) return one;
    return undefined;
  };

  const bearer = (words: string[], family: number, gender: Gender | null): Actor | undefined => {
    const agrees = (one: Actor) =>
      one.kind === 'person' &&
      genderFits(gender ?? genderOfName(words, family), one.gender) &&
      (one.words.length === 1 || namesAgree(one.words, words));
    const known = byWord.get(words[family]!) ?? byWord.get(words.at(-1)!) ?? [];
    for (let i = known.length - 1; i >= 0; i--) if (agrees(known[i]!)) return known[i];
    if (words.length !== 2) return undefined;
    // “Mori Shinzo” for “Shinzo Mori”.
    const reversed = byWord.get(words[family === 0 ? 1 : 0]!) ?? [];
    return reversed.findLast((one) => one.kind === 'person' && one.words.length > 1 && namesAgree(one.words, words));
  };

  return {
    person(words, family, gender, sure) {
      const single = words.length === 1;
      const { best: known, others } = single
        ? bearersOf(words[0]!, byWord.get(words[0]!) ?? [], gender)
        : { best: bearer(words, family, gender), others: [] };
      if (known === undefined) {
        const one = createActor('person', words, family, sure);
        for (const word of words) if (single || isIndexed(word)) name(one, word);
        return { actor: one, others };
      }
      if (single) known.bare++;
      if (words.length > known.words.length) {
        known.words = words;
        known.family = family;
        for (const word of words) if (isIndexed(word)) name(known, word);
      }
      known.sure ||= sure;
      return { actor: known, others };
    },
    organisation(key) {
      const known = ofKind(key, 'organisation');
      if (known !== undefined) return known;
      const one = createActor('organisation', [key], 0, true);
      name(one, key);
      return one;
    },
    government({ code }) {
      const known = governments.get(code);
      if (known !== undefined) return known;
      const one = createActor('government', [code], 0, true);
      governments.set(code, one);
      return one;
    },
    name,
    knows: (word) => byWord.has(word) || byWord.has(withoutArticle(word)),
    knowsPerson: (word) => ofKind(withoutArticle(word), 'person') !== undefined,
    call: (role, reference) => void byRole.set(role, reference),
    called: (role) => byRole.get(role),
  };
}

/** Who bears a name of one word, of those in whose names it stands: by family name before given name. */
function bearersOf(
  word: string,
  known: readonly Actor[],
  gender: Gender | null,
): { best: Actor | undefined; others: Actor[] } {
  const others: Actor[] = [];
  let best: Actor | undefined;
  let bestScore = -1;
  let persons = 0;
  for (const one of known) {
    if (one.kind !== 'person') continue;
    persons++;
    if (!genderFits(gender, one.gender)) continue;
    const isFamily = one.words[one.family] === word || one.words.length === 1 || one.words.at(-1) === word;
    // Among those who bear it as a family name, whom it meant before, then who was named last.
    const score = (isFamily ? familyScore : 0) + Math.min(one.bare, 3) * 1e4 + one.last / 1e4;
    if (score > bestScore) {
      if (best !== undefined && bestScore >= familyScore) others.push(best);
      best = one;
      bestScore = score;
    } else if (isFamily) others.push(one);
  }
  // A given name means somebody only when nobody else bears it.
  if (bestScore < familyScore && persons > 1) best = undefined;
  if (best !== undefined && best.bare > 1 && others.every(({ bare }) => bare === 0)) others.length = 0;
  return { best, others };
}

/** More than all else that counts. */
const familyScore = 1e6;
