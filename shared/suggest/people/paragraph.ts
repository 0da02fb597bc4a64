import type { Token } from '../english/tokens.ts';
import { is, kindOfWord } from './words.ts';

/** A paragraph, each of its words looked up once. */
export interface Paragraph {
  readonly tokens: readonly Token[];
  /** What the words can be, as flags of `is`; 0 for all that is no word. */
  readonly kinds: readonly number[];
  /** Whether it is a heading, in which capitals tell no names. */
  readonly headline: boolean;
}

export function readParagraph(tokens: readonly Token[]): Paragraph {
  const kinds = tokens.map(({ kind, lower }) => (kind === 'word' ? kindOfWord(lower) : 0));
  return { tokens, kinds, headline: isHeadline(tokens) };
}

/** Whether nearly all the long words of a paragraph have capitals. */
function isHeadline(tokens: readonly Token[]): boolean {
  if (tokens.length > 40) return false;
  let words = 0;
  let capitals = 0;
  for (const { kind, text, capital } of tokens) {
    if (kind !== 'word' || text.length < 4) continue;
    words++;
    if (capital) capitals++;
  }
  return words > 3 && capitals >= words * 0.75 && tokens.at(-1)?.text !== '.';
}

/** The token before another. Reading at −1 would make every reading at that place of the program slow. */
export const tokenBefore = (tokens: readonly Token[], at: number): Token | undefined =>
  at > 0 ? tokens[at - 1] : undefined;

/** The words of some tokens as they stand, with one blank for each stretch of white space. */
export function wordsOf(text: string, tokens: readonly Token[], from: number, to: number): string {
  if (to <= from) return '';
  if (to - from === 1) return tokens[from]!.text;
  const words = text.slice(tokens[from]!.start, tokens[to - 1]!.end);
  return words.includes('\n') || words.includes('  ') || words.includes('\u00a0') ? words.replace(/\s+/g, ' ') : words;
}

/** Whether a token is the mark of a possessive: “’s”, or the apostrophe after a word that ends in s. */
export function isPossessiveAt(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined || token.kind !== 'mark') return false;
  if (token.text.length === 2) return token.lower === "'s";
  if (token.text !== '’' && token.text !== "'") return false;
  const before = tokenBefore(tokens, at);
  return (
    before !== undefined && before.end === token.start && before.lower.endsWith('s') && tokens[at + 1]?.kind === 'word'
  );
}

const determiners = new Set(['the', 'a', 'an', 'this', 'that', 'his', 'her', 'their', 'its', 'one', 'another']);
/** Prepositions that also begin clauses, with a subject after them. */
const clauseOpeners = new Set(['after', 'before', 'since', 'until', 'like', 'as']);

/** Whether a word is a preposition that begins no clause, so that what follows it is no subject. */
export const isGoverning = (lower: string, kind: number): boolean =>
  (kind & is.preposition) !== 0 && !clauseOpeners.has(lower);

/** Whether `[from, to)` is the subject of its clause, as far as the words right before and after it say. */
export function isSubject({ tokens, kinds }: Paragraph, from: number, to: number): boolean {
  let before = from - 1;
  while (before >= 0 && determiners.has(tokens[before]!.lower)) before--;
  const previous = tokenBefore(tokens, before + 1);
  const next = tokens[to];
  if (previous !== undefined && previous.kind === 'word') {
    const kind = kinds[before]!;
    if (isGoverning(previous.lower, kind)) return false;
    if ((kind & is.says) !== 0) return true;
    if ((kind & is.grammar) === 0 && !previous.lower.endsWith('ly')) return false;
  }
  if (next === undefined) return previous === undefined;
  if (next.kind === 'word') return next.capital ? previous === undefined : (kinds[to]! & is.preposition) === 0;
  return next.text === ',' || next.text === '(' || next.text === ':';
}
