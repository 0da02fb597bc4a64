import type { Range } from '../../model/range.ts';
import type { Token } from '../english/tokens.ts';
import type { Reference } from './actors.ts';
import type { People } from './read-people.ts';

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

/** The tokens that a range of the text touches. */
export function tokensIn(people: People, { start, end }: Range): Token[] {
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
export function countBefore({ references }: People, at: number): number {
  let count = Math.max(0, firstIndex(references, (reference) => reference.start >= at) - loose);
  while (count < references.length && references[count]!.start < at) count++;
  return count;
}

/** The references whose names a range of the text touches, in the order of the text. */
export function referencesIn(people: People, { start, end }: Range): Reference[] {
  const { references } = people;
  const found: Reference[] = [];
  const from = Math.max(0, firstIndex(references, (reference) => reference.end > start) - loose);
  for (let i = from; i < references.length && references[i]!.start < end + 200; i++) {
    const reference = references[i]!;
    if (reference.nameStart < end && reference.nameEnd > start) found.push(reference);
  }
  return found.sort((a, b) => a.nameStart - b.nameStart);
}

/** Who is named right after words that describe them: Jo Bell for “its director” of “its director, Jo Bell,”. */
export function namedAfter({ references }: People, { start, end }: Range): Reference | undefined {
  const from = Math.max(0, firstIndex(references, (reference) => reference.end > start) - loose);
  for (let i = from; i < references.length && references[i]!.start < end; i++) {
    const reference = references[i]!;
    if (reference.nameStart >= end && reference.end > start && !reference.inside) return reference;
  }
  return undefined;
}

/** Where the paragraph begins that an offset stands in. */
export const paragraphStart = ({ paragraphs }: People, at: number): number =>
  paragraphs[firstIndex(paragraphs, ({ end }) => end > at)]?.start ?? at;

/** The sentence that an offset stands in, as `Reference.sentence` counts them. */
export const sentenceAt = (people: People, at: number) => firstIndex(people.sentences, (start) => start > at);
