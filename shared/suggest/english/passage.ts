import type { Range } from '../../model/range.ts';
import type { Quotation } from '../../text/quotations.ts';
import { isEnglish } from './is-english.ts';
import { type Token, tokensOf } from './tokens.ts';
import { reportingVerb } from './verbs.ts';
import { subjects } from './words.ts';

/** A token of a paragraph, or one of its quotations. */
export type Item = Token;

/** Items `from` (inclusive) to `to` (exclusive) of a paragraph. */
export interface Sentence {
  from: number;
  to: number;
  /** How many of them are words, and how many quotations. */
  words: number;
  quotes: number;
}

/** A paragraph with its quotations closed up. */
export interface Passage {
  range: Range;
  /** All tokens, those inside quotations too. */
  tokens: Token[];
  items: Item[];
  sentences: Sentence[];
  /** Whether it is in English, or too short to tell and after English. */
  english: boolean;
}

/**
 * The paragraphs of a text as items and sentences. A quotation that runs over several paragraphs is an item in each.
 * @param quotations in order, none inside another
 */
export function passagesOf(text: string, paragraphs: readonly Range[], quotations: readonly Quotation[]): Passage[] {
  let next = 0;
  let english = true;
  return paragraphs.map((range) => {
    const tokens: Token[] = [];
    const items: Item[] = [];
    const read = (start: number, end: number, into: Item[] | null) => {
      const first = tokens.length;
      tokensOf(text, { start, end }, tokens);
      if (into !== null) for (let i = first; i < tokens.length; i++) into.push(tokens[i]!);
    };
    let at = range.start;
    while (next < quotations.length && quotations[next]!.end <= range.start) next++;
    for (let i = next; i < quotations.length && quotations[i]!.start < range.end; i++) {
      const start = Math.max(range.start, quotations[i]!.start);
      const end = Math.min(range.end, quotations[i]!.end);
      read(at, start, items);
      items.push({ start, end, text: '', lower: '', kind: 'quote', capital: false, quote: i });
      read(start, end, null);
      at = end;
    }
    read(at, range.end, items);
    english = isEnglish(tokens) ?? english;
    return { range, tokens, items, sentences: sentencesOf(text, items), english };
  });
}

/** No sentence of prose is longer; what is longer is cut, so that the work stays linear in the length of the text. */
const longest = 300;

function sentencesOf(text: string, items: readonly Item[]): Sentence[] {
  const sentences: Sentence[] = [];
  const dateline = datelineEnd(items);
  let current: Sentence = { from: 0, to: 0, words: 0, quotes: 0 };
  for (let i = 0; i < items.length; i++) {
    const { kind } = items[i]!;
    if (kind === 'word') current.words++;
    else if (kind === 'quote') current.quotes++;
    if (i + 1 < items.length && i + 1 - current.from < longest && i !== dateline && !endsSentence(text, items, i))
      continue;
    sentences.push({ ...current, to: i + 1 });
    current = { from: i + 1, to: i + 1, words: 0, quotes: 0 };
  }
  return sentences;
}

/** The dash that parts “WASHINGTON, Dec. 8 (Agency) —” from the text; −1: there is none. */
function datelineEnd(items: readonly Item[]): number {
  const first = items[0];
  if (first === undefined || first.text.length < 3 || !/^[\p{Lu}.]+$/u.test(first.text)) return -1;
  for (let i = 1; i < Math.min(items.length, 14); i++) {
    if (/^[—–]$|^-$/.test(items[i]!.text)) return i;
    if (items[i]!.kind === 'quote') return -1;
  }
  return -1;
}

function endsSentence(text: string, items: readonly Item[], i: number): boolean {
  const item = items[i]!;
  const next = items[i + 1]!;
  if (item.kind === 'quote') {
    const last = lastWritten(text, item);
    if (last === '.') return !(next.kind === 'word' && !next.capital) && !isInner(next);
    if (last !== '?' && last !== '!' && last !== '…') return false;
    return (next.capital || next.kind === 'quote') && !attributionFollows(items, i + 1);
  }
  if (item.kind === 'mark') {
    if (item.text === '?' || item.text === '!' || item.text === '.' || item.text === '…')
      return !isInner(next) && !(next.kind === 'word' && !next.capital) && next.text !== item.text;
    return (
      (item.text === ')' || item.text === ']') &&
      itemBefore(items, i)?.text === '.' &&
      (next.capital || next.kind === 'quote')
    );
  }
  // “… of the U.S. He said” and “… at 3 p.m. Then”: the dot of an abbreviation ends a sentence before words that begin one.
  return (
    item.text.endsWith('.') && item.text.length > 2 && item.text.slice(0, -1).includes('.') && starters.has(next.text)
  );
}

const isInner = (item: Item) => item.kind === 'mark' && /^[,;:)\]—–-]/.test(item.text);
const starters = new Set('The A An He She It They We But And In On At This That These Those His Her Their'.split(' '));

/** The item before a place; undefined at the beginning. Engines take a look at −1 for a name, and slowly. */
export const itemBefore = (items: readonly Item[], at: number): Item | undefined =>
  at > 0 ? items[at - 1] : undefined;

/** The last character of a quotation that is neither a mark of quotation nor white space. */
export function lastWritten(text: string, { start, end }: Range): string {
  let at = end - 1;
  while (at > start && /[\s"“”'’»«‘]/.test(text[at]!)) at--;
  return text[at] ?? '';
}

/** Whether “Berg asked”, “asked Berg” or “she said” follows, and not a new sentence. */
function attributionFollows(items: readonly Item[], i: number): boolean {
  const first = items[i]!;
  if (first.kind !== 'word') return false;
  for (let at = i; at < Math.min(items.length, i + 9); at++) {
    const item = items[at]!;
    if (item.kind === 'quote' || (item.kind === 'mark' && !/^[,.)('’]/.test(item.text) && item.lower !== "'s"))
      return false;
    const verb = item.capital ? undefined : reportingVerb(item.lower);
    if (verb?.strength === 3 && verb.form === 'finite') {
      const after = items[at + 1];
      const ends = after === undefined || after.kind === 'mark' || after.kind === 'quote';
      const goesOn =
        after !== undefined &&
        /^(?:in|on|at|to|of|during|as|when|after|before|with|while|aloud|reporters|him|her|them|the|a|\p{Lu}.*)$/u.test(
          after.text,
        );
      return ends || (goesOn && (subjects.has(first.lower) || at - i < 6));
    }
  }
  return false;
}
