import type { Speaker } from '../model/speaker.ts';
import { foldText } from '../text/fold.ts';

/** Something with a name and other names: a speaker or a target. */
export interface Named extends Partial<Pick<Speaker, 'role' | 'affiliation' | 'country'>> {
  id: string;
  name: string;
  aliases: readonly string[];
}

/** Without case, diacritics and compatibility forms. Upper case first: it takes more letters apart than lower case. */
const wordsOf = (folded: string): string[] => folded.match(/[\p{L}\p{N}]+/gu) ?? [];

interface Folded {
  name: string;
  words: string[];
  aliases: { text: string; words: string[] }[];
  initials: string[];
  more: string[];
}

/** Folding a registry of thousands at each keystroke would be felt; records are never changed in place. */
const foldedOnes = new WeakMap<object, Folded>();

function foldedOf(entry: Named): Folded {
  const known = foldedOnes.get(entry);
  if (known !== undefined) return known;
  const name = foldText(entry.name);
  const words = wordsOf(name);
  const aliases = entry.aliases.map((alias) => ({ text: foldText(alias), words: wordsOf(foldText(alias)) }));
  const more = [entry.role, entry.affiliation, entry.country].flatMap((text) => (text ? wordsOf(foldText(text)) : []));
  const initials = [words, ...aliases.map((alias) => alias.words)].map((all) => all.map((word) => word[0]).join(''));
  const folded = { name, words, aliases, initials, more };
  foldedOnes.set(entry, folded);
  return folded;
}

/** How well an entry fits; 0 is best. Undefined: not at all. */
function rank(entry: Named, typed: string, typedWords: readonly string[]): number | undefined {
  const { name, words, aliases, initials, more } = foldedOf(entry);
  if (name === typed) return 0;
  if (aliases.some((alias) => alias.text === typed)) return 1;
  if (typedWords.length === 0) return subsequence(typed, name) ? 8 : undefined;
  if (words.join(' ').startsWith(typedWords.join(' '))) return 2;
  if (beginAll(typedWords, words)) return 3;
  if (aliases.some((alias) => beginAll(typedWords, alias.words))) return 4;
  const letters = typedWords.join('');
  if (letters.length > 1 && initials.some((all) => all.startsWith(letters))) return 5;
  const names = [...words, ...aliases.flatMap((alias) => alias.words)];
  if (beginAll(typedWords, [...names, ...more])) return 6;
  // Scripts without blanks between words: the family name's or the title's characters stand anywhere.
  if (typedWords.every((word) => name.includes(word) || aliases.some((alias) => alias.text.includes(word)))) return 7;
  if (letters.length > 2 && subsequence(letters, words.join(''))) return 8;
  return undefined;
}

/** Whether every typed word begins a word of its own. */
function beginAll(typed: readonly string[], words: readonly string[]): boolean {
  const free = [...words];
  // The longest first: “an andrea” must not spend “andrea” on “an”.
  return [...typed]
    .sort((a, b) => b.length - a.length)
    .every((word) => {
      const at = free.findIndex((candidate) => candidate.startsWith(word));
      if (at >= 0) free.splice(at, 1);
      return at >= 0;
    });
}

function subsequence(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * The entries that fit what is typed, best first: the name itself, an alias itself, the name's beginning, the beginnings
 * of its words in any order, an alias's, initials, role, affiliation or country, part of a name, letters in their order.
 * Case and diacritics do not matter. Nothing typed: all. Ties: those in `recent` first and in its order, then by name.
 */
export function searchNames<T extends Named>(
  entries: readonly T[],
  typed: string,
  recent: ReadonlySet<string> = new Set(),
): T[] {
  const folded = foldText(typed).trim();
  const words = wordsOf(folded);
  const places = new Map([...recent].map((id, place) => [id, place]));
  const placeOf = (entry: T) => places.get(entry.id) ?? places.size;
  return entries
    .flatMap((entry) => {
      const fit = folded === '' ? 0 : rank(entry, folded, words);
      return fit === undefined ? [] : [{ entry, fit }];
    })
    .sort(
      (a, b) =>
        a.fit - b.fit ||
        placeOf(a.entry) - placeOf(b.entry) ||
        collator.compare(a.entry.name, b.entry.name) ||
        (a.entry.id < b.entry.id ? -1 : 1),
    )
    .map(({ entry }) => entry);
}

/** `searchNames` over the registry: role, affiliation and country are looked at as well. */
export const searchSpeakers = (
  speakers: readonly Speaker[],
  typed: string,
  recent: ReadonlySet<string> = new Set(),
): Speaker[] => searchNames(speakers, typed, recent);
