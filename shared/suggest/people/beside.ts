import { placeAt } from './countries.ts';
import { isPossessiveAt, type Paragraph, wordsOf } from './paragraph.ts';
import { isThing } from './parts.ts';
import type { Reading } from './reading.ts';
import { type Description, readDescription } from './titles.ts';
import { is } from './words.ts';

const pronouns = new Set(['he', 'she', 'it', 'they', 'who', 'which']);
/** A longer description is a clause or a list. */
const longest = 32;

/**
 * The description after a name and a comma, “, 66, spokesman of China’s Foreign Ministry,”, and where the words after it
 * begin; null when what follows describes nobody. Reads on in the paragraph as far as it goes.
 */
export function descriptionAfter(
  { text, paragraph, cast }: Reading,
  at: number,
): { description: Description; end: number } | null {
  const { tokens, kinds } = paragraph;
  if (tokens[at]?.text !== ',') return null;
  let first = at + 1;
  if (tokens[first]?.kind === 'number' && tokens[first + 1]?.text === ',') first += 2;
  let end = first;
  // Most of what follows commas describes nobody, and is not read.
  let says = false;
  while (end < tokens.length && end - first < longest) {
    if ((kinds[end]! & (is.role | is.honorific | is.organisation)) !== 0) says = true;
    const { kind, text: mark, lower } = tokens[end]!;
    if (kind === 'mark' && mark !== '(' && mark !== ')' && mark !== '&' && !isPossessiveAt(tokens, end)) break;
    if (end > first && (lower === 'who' || lower === 'whose' || lower === 'which')) break;
    end++;
  }
  if (end - first >= longest || !says) return null;
  if (pronouns.has(tokens[first]!.lower) && tokens[first + 1] === undefined) return null;
  const description = readDescription(text, tokens, first, end, cast.knows);
  if (description === null || (!description.thing && description.role === null)) return null;
  if (!describes(paragraph, first, end)) return null;
  return { description, end: tokens[end]?.text === ',' ? end + 1 : end };
}

/** These begin a clause: “Mr. Bell, you are a lawyer”. */
const clausal = new Set(['i', 'you', 'we', 'he', 'she', 'it', 'they']);

/** Whether a phrase after a comma describes what stands before it, and is not the next item of a list or a clause. */
function describes({ tokens, kinds }: Paragraph, first: number, end: number): boolean {
  for (let i = first; i < end; i++) {
    const token = tokens[i]!;
    if (token.kind !== 'word') continue;
    const kind = kinds[i]!;
    if (i > first && (kind & is.preposition) !== 0) return true;
    if ((kind & is.says) !== 0 && !token.capital && (kind & (is.field | is.organisation)) === 0) return false;
    if (i === first && (token.lower === 'and' || clausal.has(token.lower))) return false;
  }
  return true;
}

/**
 * Where somebody belongs by the words after the name, “of the Lantern Institute”, “[of Norway]”, and where these end; null
 * when they do not say.
 */
export function belongingAfter(
  { text, paragraph }: Reading,
  at: number,
): { affiliation: string | null; country: string | null; end: number } | null {
  const { tokens, kinds } = paragraph;
  let first = tokens[at]?.text === '[' || tokens[at]?.text === '(' ? at + 1 : at;
  const lower = tokens[first]?.lower;
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
  const words = wordsOf(text, tokens, first, end);
  const close = tokens[end]?.text === ']' || tokens[end]?.text === ')' ? end + 1 : end;
  const found = placeAt(tokens, first);
  const country = found?.country.code ?? null;
  if (found !== null && first + found.length === end && found.kind !== 'demonym')
    return { affiliation: found.kind === 'part' ? words : null, country, end: close };
  return organisations > 0 || (lower === 'of' && end - first > 1) ? { affiliation: words, country, end: close } : null;
}

/** Where a phrase begins with the country that owns what stands at a token: “China’s Foreign Ministry”; else the token. */
export function withCountry({ tokens }: Paragraph, from: number, at: number): number {
  if (at < 2 || !isPossessiveAt(tokens, at - 1)) return at;
  for (let i = Math.max(from, at - 5); i < at - 1; i++) {
    const found = placeAt(tokens, i);
    if (found !== null && i + found.length === at - 1) return i;
  }
  return at;
}
