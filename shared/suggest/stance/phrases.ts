import { addTo } from '../../model/groups.ts';
import { formsOf } from './forms.ts';
import { type PhraseWord, phraseWordsOf } from './words.ts';

/** A phrase that was seen: the places of its words in the list that was looked through. */
export interface Seen<T> {
  means: T;
  /** How many words it has. */
  words: number;
  /** The places of its words; those of a gap are not among them. */
  at: readonly number[];
}

/** Looks for many phrases at once. */
export interface PhraseFinder<T> {
  /**
   * The phrases in a list of words, in text order. Where several want the same word, the one with more words gets it;
   * of as many, the earlier one. Linear in the number of words.
   * @param fits whether a phrase at these places counts; one that does not takes no word from others
   */
  find(words: readonly PhraseWord[], fits?: (at: readonly number[]) => boolean): Seen<T>[];
}

/** So many words may stand in the place of “…”. */
export const gapWords = 10;
const gap = Symbol('gap');

interface Phrase<T> {
  means: T;
  parts: readonly (ReadonlySet<string> | typeof gap)[];
  words: number;
}

/**
 * Prepares phrases, written as `stanceCueSchema` describes, to be looked for.
 */
export function phraseFinder<T>(phrases: Iterable<{ phrase: string; means: T }>): PhraseFinder<T> {
  const byFirst = new Map<string, Phrase<T>[]>();
  const forms = new Map<string, ReadonlySet<string>>();
  for (const { phrase, means } of phrases) {
    const compiled = compile(phrase, means, forms);
    const [first] = compiled.parts;
    if (first === undefined || first === gap) continue;
    for (const form of first) addTo(byFirst, form, compiled);
  }
  return {
    find(words, fits) {
      const seen: Seen<T>[] = [];
      words.forEach(({ word }, at) => {
        for (const phrase of byFirst.get(word) ?? []) {
          const places = placesOf(phrase, words, at);
          if (places !== null && (fits === undefined || fits(places)))
            seen.push({ means: phrase.means, words: phrase.words, at: places });
        }
      });
      return withoutOverlaps(seen);
    },
  };
}

function compile<T>(phrase: string, means: T, forms: Map<string, ReadonlySet<string>>): Phrase<T> {
  const parts: (ReadonlySet<string> | typeof gap)[] = [];
  for (const piece of phrase.split(/(…|\.\.\.)/)) {
    if (piece === '…' || piece === '...') {
      // A gap at either end of a phrase says nothing.
      if (parts.length > 0 && parts.at(-1) !== gap) parts.push(gap);
      continue;
    }
    for (const { word, ends } of phraseWordsOf(piece, { start: 0, end: piece.length })) {
      if (ends !== null) continue;
      const known = forms.get(word) ?? formsOf(word);
      forms.set(word, known);
      parts.push(known);
    }
  }
  if (parts.at(-1) === gap) parts.pop();
  return { means, parts, words: parts.filter((part) => part !== gap).length };
}

/** Where the words of a phrase stand that begins at this place; null when it does not. */
function placesOf<T>({ parts }: Phrase<T>, words: readonly PhraseWord[], first: number): number[] | null {
  const places = [first];
  let at = first + 1;
  for (let part = 1; part < parts.length; part++) {
    const wanted = parts[part]!;
    if (wanted === gap) {
      // The next part is looked for among the words that the gap may take in; a gap is never the last part.
      const next = parts[++part] as ReadonlySet<string>;
      let left = gapWords;
      while (at < words.length && words[at]!.ends !== 'sentence' && !next.has(words[at]!.word)) {
        if (words[at]!.ends === null && left-- === 0) return null;
        at++;
      }
      if (at >= words.length || words[at]!.ends === 'sentence') return null;
    } else if (at >= words.length || !wanted.has(words[at]!.word)) return null;
    places.push(at++);
  }
  return places;
}

function withoutOverlaps<T>(seen: Seen<T>[]): Seen<T>[] {
  const taken = new Set<number>();
  return [...seen]
    .sort((a, b) => b.words - a.words || a.at[0]! - b.at[0]!)
    .filter(({ at }) => {
      if (at.some((place) => taken.has(place))) return false;
      for (const place of at) taken.add(place);
      return true;
    })
    .sort((a, b) => a.at[0]! - b.at[0]!);
}
