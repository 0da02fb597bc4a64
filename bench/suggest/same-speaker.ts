/*
 * Whether two mentions name the same speaker, by their words alone: a title, an apposition or a relative clause more or
 * less does not matter to the last name.
 */

/** Whether they are the same words, but for case, a leading article, a possessive ending and outer punctuation. */
export const sameName = (a: string, b: string): boolean => plain(a) === plain(b);

/** Whether they are the same words, or have a last name or head word in common. */
export function sharesLastName(a: string, b: string): boolean {
  if (sameName(a, b)) return true;
  const names = lastNames(a);
  return [...lastNames(b)].some((name) => names.has(name));
}

const plain = (mention: string) =>
  mention
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^(the|a|an) /, '')
    .replace(/'s$/, '')
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

/** What a clause or phrase that describes the speaker begins with. */
const describing = new Set(
  'who that which whose whom of in at from for with to on by as during after before about'.split(' '),
);
const generation = new Set(['jr', 'sr', 'ii', 'iii', 'iv']);
const particle = /^(?:de|la|van|von|der|bin|al|el|du|di)$/;
const joining = /^(?:and|or|&)$/i;

/** The last names or head words of a mention, in lower case: one for each of several people, and of names in apposition. */
export function lastNames(mention: string): Set<string> {
  const names = new Set<string>();
  const put = (words: readonly string[]) => {
    const name = lastName(words);
    if (name !== null) names.add(name);
  };
  const [first = '', ...appositions] = mention
    .replaceAll(/\([^)]*\)?|\[[^\]]*\]?|["“”]/g, ' ')
    .split(/[,;:—–]| - /)
    .map((part) => part.trim());
  const words = wordsOf(first);
  if (words.length > 0) {
    const clause = words.findIndex((word, i) => i > 0 && describing.has(word.toLowerCase()));
    let person: string[] = [];
    for (const word of clause === -1 ? words : words.slice(0, clause)) {
      if (!joining.test(word)) person.push(word);
      else {
        put(person);
        person = [];
      }
    }
    put(person);
    // “the chief of staff, for Ms Berg”: the name may come last.
    if (clause !== -1 && /^\p{Lu}/u.test(bare(words.at(-1)!))) put(words);
  }
  for (const apposition of appositions) {
    const parts = wordsOf(apposition);
    if (parts.length <= 5 && parts.every((word) => /^[^\p{L}]*\p{Lu}/u.test(word) || particle.test(word))) put(parts);
  }
  return names;
}

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== '');

function lastName(words: readonly string[]): string | null {
  const names = words.map(bare).filter((word) => word !== '');
  while (names.length > 1 && generation.has(names.at(-1)!.toLowerCase())) names.pop();
  const last = names.at(-1);
  // An initial alone names nobody, unless it is all there is.
  if (last === undefined || (last.length === 1 && names.length > 1)) return null;
  return last.toLowerCase().replaceAll('’', "'");
}

/** A word without outer punctuation and possessive ending; the full stop of an abbreviation inside stays. */
const bare = (word: string) =>
  word
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}.]+$/gu, '')
    .replace(/['’]s$/u, '')
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
