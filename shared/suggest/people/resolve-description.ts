import type { Token } from '../english/tokens.ts';
import { type Question, unknown } from './answers.ts';
import { placeAt } from './countries.ts';
import { entityNamed } from './entity.ts';
import { genderOfTitle } from './names.ts';
import { isNoName } from './no-names.ts';
import { isPossessiveAt, wordsOf } from './paragraph.ts';
import type { Entity, Resolved } from './people.ts';
import { recent, relatives, several } from './resolve-pronoun.ts';
import { readDescription, roleWord } from './titles.ts';
import { is, isPrepositionAt, kindOfWord } from './words.ts';

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
/** “My colleague”: of whoever speaks, and so somebody whom the text does not name. */
const ours = new Set(['my', 'our', 'your']);
const counts = new Map([
  ['two', 2],
  ['both', 2],
  ['pair', 2],
  ['three', 3],
  ['four', 4],
  ['five', 5],
  ['six', 6],
]);

/** Words for an organisation that was not called so before. */
const general = new Set(
  'company firm group organization organisation agency network newspaper outlet website magazine broadcaster campaign institution'.split(
    ' ',
  ),
);

/** “The company”, “a senior official of the ministry”, “the two leaders”: by what its head says. */
export function nominal(question: Question, head: Head): Resolved {
  const { people, tokens, quoted } = question;
  const word = tokens[head.index]!;
  const kind = kindOfWord(word.lower);
  const first = tokens[0]!.lower;
  const counted = tokens.slice(0, head.index + 1).find(({ lower }) => counts.has(lower));
  if ((kind & is.roles) !== 0 || (counted !== undefined && word.lower.endsWith('s')) || counts.has(word.lower)) {
    if (counted !== undefined && (articles.has(first) || first === 'both'))
      return several(question, counts.get(counted.lower)!);
    const title = describedGroup(people.text, tokens, head);
    if (title !== null) return { entity: title, sure: false, reason: `${quoted} are described, but not named` };
    if (first === 'the' && (kind & is.nobody) === 0 && head.index === tokens.length - 1) return several(question, 0);
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
        entity: entityNamed('organisation', name, { country: place?.country.code ?? null }),
        sure: true,
        reason: `${quoted} is named here`,
      };
    }
    if (articles.has(first) && general.has(word.lower)) return recent(question, 'the organisation');
    return unknown(
      articles.has(first) ? `nothing is called ${word.lower} in the text before ${quoted}` : `${quoted} names nobody`,
    );
  }
  if ((kind & is.role) !== 0 || genderOfTitle(word.lower) !== null) {
    const title = readDescription(people.text, tokens, 0, tokens.length);
    if (title !== null && title.role !== null && (indefinite.has(first) || possessive > 0 || !articles.has(first))) {
      if (title.affiliation === null && title.country === null) return unknown(`${quoted} names nobody`);
      const from = indefinite.has(first) || articles.has(first) || ours.has(first) ? 1 : 0;
      return {
        entity: entityNamed('person', wordsOf(people.text, tokens, from, tokens.length).replace(/[\s,]+$/, ''), {
          role: title.role,
          affiliation: title.affiliation,
          country: title.country,
        }),
        sure: false,
        reason: `${quoted} is described, but not named`,
      };
    }
    const gender = genderOfTitle(word.lower);
    if (articles.has(first) && (kind & is.anyone) !== 0)
      return recent(question, gender === 'f' ? 'she' : gender === 'm' ? 'he' : 'they');
    return articles.has(first)
      ? unknown(`nobody is called ${roleWord(word.lower)} in the text before ${quoted}`)
      : unknown(`${quoted} names nobody`);
  }
  if (first === 'the' && /\d-year-old/.test(quoted)) return recent(question, 'they');
  const place = /^(?:an?|one|another)$/.test(first) && head.index === 1 ? placeAt(tokens, 1) : null;
  if (place?.kind === 'demonym') {
    const name = wordsOf(people.text, tokens, 1, 2);
    const country = place.country.code;
    return {
      entity: entityNamed('person', name, { country }),
      sure: false,
      reason: `${quoted} is described, but not named`,
    };
  }
  if (word.capital && !indefinite.has(first)) return asNamed(question, head);
  return unknown(`${quoted} names nobody`);
}

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
  const country = place !== null && place.kind !== 'part' ? place.country.code : null;
  return entityNamed('group', wordsOf(text, tokens, from, head.index + 1), { country });
}

/** Capitalised words that reading the article took for no name: they are one here, since somebody is said to speak. */
function asNamed({ people, tokens, quoted }: Question, head: Head): Resolved {
  let from = 0;
  while (from < head.index && !tokens[from]!.capital) from++;
  if (from < head.index && (kindOfWord(tokens[from]!.lower) & is.grammar) !== 0) from++;
  const kind = kindOfWord(tokens[head.index]!.lower);
  const lone = from === head.index;
  if (lone && ((kind & (is.grammar | is.noName | is.field | is.place)) !== 0 || isNoName(tokens[from]!)))
    return unknown(`${quoted} names nobody`);
  const name = wordsOf(people.text, tokens, from, head.index + 1);
  const article = tokens.slice(0, from).some(({ lower }) => lower === 'the');
  const words = head.index + 1 - from;
  return {
    entity: entityNamed(article || words > 3 ? 'organisation' : 'person', name),
    sure: false,
    reason: `${quoted} is named here`,
  };
}

/** The word that says what the words of a mention describe. */
export interface Head {
  /** The token that says what the mention is; an index. */
  index: number;
  /** Where it ends. */
  end: number;
}

export function headOf(tokens: readonly Token[]): Head {
  let end = 0;
  while (end < tokens.length) {
    const token = tokens[end]!;
    if (token.text === '(' && tokens[end + 2]?.text === ')' && tokens[end + 3]?.kind === 'word') {
      end += 3;
      continue;
    }
    if (
      end > 0 &&
      (isPrepositionAt(tokens, end) || relatives.has(token.lower) || token.text === ',' || token.text === '(')
    )
      break;
    end++;
  }
  let index = end - 1;
  while (index > 0 && !isNoun(tokens[index]!)) index--;
  return { index, end: tokens[index]!.end };
}

/** A word that can end a description; “himself” and “also” after it do not belong to it. */
const isNoun = (token: Token) =>
  token.kind === 'word' &&
  (token.capital || (kindOfWord(token.lower) & (is.grammar | is.says)) === 0 || isThing(token));

const isThing = (token: Token) => (kindOfWord(token.lower) & is.thing) !== 0;
