import type { Item } from './passage.ts';
import {
  auxiliaries,
  bodyNouns,
  conjunctions,
  determiners,
  isAdverb,
  months,
  objects,
  possessives,
  prepositions,
  roleNouns,
  subjects,
  subordinators,
  weekdays,
} from './words.ts';

/** Whether an item is the mark of a possessive: “’s” or “’”. */
export const isPossessive = (item: Item): boolean =>
  item.kind === 'mark' && (item.lower === "'s" || item.lower === "'");
/** Whether a small word names somebody or something that speaks: “spokesman”, “ministry”, “report”. */
export const isPerson = (word: string) => roleNouns.has(word) || bodyNouns.has(word);
/** “Per” with a capital is a given name. */
export const isPreposition = ({ lower, capital }: Item) => prepositions.has(lower) && !(capital && lower === 'per');

/** A word that can stand in a phrase that names somebody, whatever stands around it. */
export function isNominal(item: Item | undefined): boolean {
  if (item === undefined || item.kind !== 'word') return false;
  const { lower } = item;
  if (item.capital)
    return !(
      subjects.has(lower) ||
      objects.has(lower) ||
      subordinators.has(lower) ||
      conjunctions.has(lower) ||
      determiners.has(lower) ||
      possessives.has(lower)
    );
  return !(
    subjects.has(lower) ||
    objects.has(lower) ||
    determiners.has(lower) ||
    possessives.has(lower) ||
    prepositions.has(lower) ||
    conjunctions.has(lower) ||
    subordinators.has(lower) ||
    auxiliaries.has(lower) ||
    isAdverb(lower)
  );
}

/** Whether an item is a weekday or a month. */
export const isTime = (item: Item | undefined) =>
  item !== undefined && (weekdays.has(item.lower) || months.has(item.lower));
/** Whether a phrase that names somebody can begin with an item. */
export const startsPhrase = (item: Item | undefined) =>
  item !== undefined &&
  (item.kind === 'number' ||
    (item.kind === 'word' && (determiners.has(item.lower) || possessives.has(item.lower) || isNominal(item))));

/** Nouns that name a time, and the words with which they are no phrase but an adverb: “last week”. */
export const timeNouns = new Set(
  'week month year night morning afternoon evening weekend summer spring fall winter day time decade'.split(' '),
);
export const timeLeads = new Set('last this next that one earlier same each every'.split(' '));

/** Determiners that stand for somebody by themselves: “others, in Iowa, said”. */
export const pronominal = new Set(
  'some many several few others another both most all this that these those each one'.split(' '),
);
