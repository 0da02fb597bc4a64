import type { Range } from '../model/range.ts';
import { foldText } from './fold.ts';
import { insideWord } from './letters.ts';
import { withoutOverlaps } from './order.ts';

/** Kept with what was accepted of what was found; changes whenever the same words may be found elsewhere. */
export const occurrencesEngine = 'occurrences/1';

export interface OccurrenceOptions {
  /**
   * Only where the words begin and end as words, in scripts that put blanks between words. Korean particles stand at the
   * end of the word they belong to, so that in Hangul only the beginning counts.
   */
  wholeWords: boolean;
  /** Whether capitals make no difference. If not, a capital in a phrase stands for a capital; a small letter for either. */
  foldCase: boolean;
}

/** A place where one of the phrases stands: UTF-16 code units of the text, whole graphemes. */
export interface Occurrence extends Range {
  /** Which of the phrases, counted from 0. */
  phrase: number;
}

/** Finds phrases in one text after another. */
export interface PhraseMatcher {
  /**
   * All places where one of the phrases stands, in order. Where several begin at one place the longest is taken, and no
   * two overlap. Takes time in proportion to the text, however many phrases there are and however long they are.
   */
  in(text: string): Occurrence[];
}

/**
 * Reads phrases as a person does: accents, the kind of quotation mark or apostrophe, and what blanks there are between
 * words make no difference, but a blank line does. White space around a phrase does not count; a phrase of nothing else
 * is found nowhere.
 *
 * An automaton after Aho and Corasick, “Efficient string matching: an aid to bibliographic search”, CACM 18 (1975). It is
 * the smaller part: what a package could not take over is coming back from the folded text to the original's offsets.
 */
export function createMatcher(phrases: readonly string[], options: OccurrenceOptions): PhraseMatcher {
  const automaton = createAutomaton(phrases.map((phrase) => trimmed(fold(phrase))));
  return {
    in(text) {
      const found: Occurrence[] = [];
      const folded = fold(text);
      let node = 0;
      for (let at = 0; at < folded.length; at++) {
        node = automaton.step(node, folded.units[at]!);
        for (let one = node; one > 0; one = automaton.shorter[one]!) {
          const ending = automaton.phrases[one]!;
          const range = ending.length > 0 && rangeOf(text, folded, at + 1 - automaton.depth[one]!, at + 1);
          if (!range || (options.wholeWords && !areWords(text, range))) continue;
          const words = text.slice(range.start, range.end);
          const phrase = options.foldCase ? ending[0] : ending.find((index) => keepsCapitals(phrases[index]!, words));
          if (phrase !== undefined) found.push({ ...range, phrase });
        }
      }
      return withoutOverlaps(found);
    },
  };
}

/** All places of a text where one of the phrases stands: `createMatcher` for a single text. */
export const occurrencesOf = (text: string, phrases: readonly string[], options: OccurrenceOptions): Occurrence[] =>
  createMatcher(phrases, options).in(text);

/** Words as they are compared: two passages that give the same are the same words to a reader. */
export function foldWords(words: string): string {
  const { units, length } = trimmed(fold(words));
  let text = '';
  for (let at = 0; at < length; at++) text += String.fromCharCode(units[at]!);
  return text;
}

interface Automaton {
  step(node: number, unit: number): number;
  /** By node: how many units lead to it, which phrases end there, and the longest shorter end (0: none). */
  depth: number[];
  phrases: number[][];
  shorter: number[];
}

function createAutomaton(words: readonly Pick<Folded, 'units' | 'length'>[]): Automaton {
  const next: Map<number, number>[] = [new Map()];
  const depth = [0];
  const phrases: number[][] = [[]];
  words.forEach(({ units, length }, index) => {
    let node = 0;
    for (let at = 0; at < length; at++) {
      const unit = units[at]!;
      let to = next[node]!.get(unit);
      if (to === undefined) {
        to = next.length;
        next[node]!.set(unit, to);
        next.push(new Map());
        depth.push(depth[node]! + 1);
        phrases.push([]);
      }
      node = to;
    }
    if (node > 0) phrases[node]!.push(index);
  });

  const fallback = new Int32Array(next.length);
  const shorter = new Array<number>(next.length).fill(0);
  const step = (from: number, unit: number): number => {
    for (let node = from; ; node = fallback[node]!) {
      const to = next[node]!.get(unit);
      if (to !== undefined) return to;
      if (node === 0) return 0;
    }
  };
  const waiting = [0];
  for (const node of waiting) {
    for (const [unit, child] of next[node]!) {
      const back = node === 0 ? 0 : step(fallback[node]!, unit);
      fallback[child] = back;
      shorter[child] = phrases[back]!.length > 0 ? back : shorter[back]!;
      waiting.push(child);
    }
  }
  return { step, depth, phrases, shorter };
}

/** A text as it is compared, in UTF-16 code units, with the place in the original that each was read from. */
interface Folded {
  units: Uint16Array;
  origins: Int32Array;
  length: number;
}

const blank = 0x20;
const blankLine = 0x0a;

function fold(text: string): Folded {
  let units = new Uint16Array(text.length + 16);
  let origins = new Int32Array(text.length + 16);
  let length = 0;
  const push = (unit: number, origin: number) => {
    if (length === units.length) {
      const larger = new Uint16Array(2 * length);
      larger.set(units);
      units = larger;
      const more = new Int32Array(2 * length);
      more.set(origins);
      origins = more;
    }
    units[length] = unit;
    origins[length++] = origin;
  };
  let inBlanks = false;
  let lines = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code > 0x20 && code < 0x7f) {
      push(plain[code]!, at++);
      inBlanks = false;
    } else if (isWhite(code)) {
      if (!inBlanks) {
        push(blank, at);
        inBlanks = true;
        lines = 0;
      }
      const endsLine = code === 0x0a || code === 0x2028 || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a);
      if (endsLine && ++lines === 2) units[length - 1] = blankLine;
      at++;
    } else {
      const point = text.codePointAt(at)!;
      const folded = foldPoint(point);
      for (let i = 0; i < folded.length; i++) push(folded.charCodeAt(i), at);
      if (folded !== '') inBlanks = false;
      at += widthOf(point);
    }
  }
  return { units, origins, length };
}

function trimmed({ units, length }: Folded): Pick<Folded, 'units' | 'length'> {
  let start = 0;
  while (start < length && (units[start] === blank || units[start] === blankLine)) start++;
  let end = length;
  while (end > start && (units[end - 1] === blank || units[end - 1] === blankLine)) end--;
  return { units: units.subarray(start, end), length: end - start };
}

const widthOf = (point: number) => (point > 0xffff ? 2 : 1);

function isWhite(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

const plain = new Uint16Array(0x80);
for (let code = 0; code < 0x80; code++) plain[code] = code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
plain[0x60] = 0x27;

const sameMarks: Record<string, string> = {};
for (const mark of '“”„‟«»″〝〞＂') sameMarks[mark] = '"';
for (const mark of '‘’‚‛‹›ʼ´′＇') sameMarks[mark] = "'";
for (const mark of '‐‑') sameMarks[mark] = '-';

/** What no reader sees. */
const ignorable = /^\p{Default_Ignorable_Code_Point}$/u;
/** Accents and points that a reader does without; not the vowel signs of Indic scripts, nor Japanese voicing. */
const accent = /^(?=\p{M})(?!\p{scx=Hira})[\p{sc=Zinh}\p{sc=Hebr}\p{sc=Arab}]$/u;
const ownMark = /(?=\p{M})(?:\p{scx=Hira}|[^\p{sc=Zinh}\p{sc=Hebr}\p{sc=Arab}])/u;

const foldedPoints = new Map<number, string>();
function foldPoint(point: number): string {
  const known = foldedPoints.get(point);
  if (known !== undefined) return known;
  const folded = foldCharacter(String.fromCodePoint(point));
  foldedPoints.set(point, folded);
  return folded;
}

function foldCharacter(character: string): string {
  if (ignorable.test(character) || accent.test(character)) return '';
  const mark = sameMarks[character];
  if (mark !== undefined) return mark;
  const apart = character.normalize('NFKD');
  const folded = ownMark.test(apart) ? apart : foldText(character);
  // A spacing accent is taken apart into a blank and an accent; it stays itself.
  return folded === '' || /\s/.test(folded) ? character : folded;
}

/** Where folded units come from; null when they begin or end inside a character or a grapheme of the original. */
function rangeOf(text: string, { origins, length }: Folded, from: number, to: number): Range | null {
  const start = origins[from]!;
  const last = origins[to - 1]!;
  if ((from > 0 && origins[from - 1] === start) || (to < length && origins[to] === last)) return null;
  let end = last + widthOf(text.codePointAt(last)!);
  while (splitsGrapheme(text, end)) {
    const point = text.codePointAt(end)!;
    if (foldPoint(point) !== '') return null;
    end += widthOf(point);
  }
  return splitsGrapheme(text, start) ? null : { start, end };
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** How far back a grapheme's beginning is looked for, in code units: flags and families are shorter. */
const lookBack = 64;

function splitsGrapheme(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  // Nothing below U+0300 joins what stands before it, but the second half of a line end.
  if (after < 0x300 && before < 0x300) return before === 0x0d && after === 0x0a;
  let from = at - 1;
  while (from > 0 && from > at - lookBack && text.charCodeAt(from) >= 0x300) from--;
  if ((text.charCodeAt(from) & 0xfc00) === 0xdc00 && from > 0) from--;
  return graphemes.segment(text.slice(from, at + 2)).containing(at - from)?.index !== at - from;
}

const hangul = /[\p{sc=Hang}]/u;

function areWords(text: string, { start, end }: Range): boolean {
  if (insideWord(text, start)) return false;
  return !insideWord(text, end) || (hangul.test(text[end - 1]!) && hangul.test(text[end]!));
}

/** Whether words have a capital wherever the phrase has one. Where letters do not stand side by side, they count as kept. */
function keepsCapitals(phrase: string, words: string): boolean {
  const wanted = lettersOf(phrase);
  const there = lettersOf(words);
  return wanted.length !== there.length || wanted.every((letter, at) => !isCapital(letter) || isCapital(there[at]!));
}

const lettersOf = (words: string): string[] => words.normalize('NFKD').match(/\p{L}/gu) ?? [];
const isCapital = (letter: string) => letter !== letter.toLowerCase();

/** Words with what stands before and after them, on one line. */
export interface Concordance {
  before: string;
  words: string;
  after: string;
}

/**
 * A range as it is listed among others (keyword in context): with up to `length` UTF-16 code units on either side, cut
 * between words and never inside a grapheme, and each run of white space as one blank. For showing only: the lengths
 * say nothing about the text.
 */
export function inContext(text: string, { start, end }: Range, length: number): Concordance {
  let from = Math.max(0, start - length);
  if (from > 0) {
    while (from < start && insideWord(text, from)) from++;
    if (from === start) from = start - length;
    while (from < start && splitsGrapheme(text, from)) from++;
  }
  let to = Math.min(text.length, end + length);
  if (to < text.length) {
    while (to > end && insideWord(text, to)) to--;
    if (to === end) to = end + length;
    while (to > end && splitsGrapheme(text, to)) to--;
  }
  return {
    before: onOneLine(text.slice(from, start)).trimStart(),
    words: onOneLine(text.slice(start, end)),
    after: onOneLine(text.slice(end, to)).trimEnd(),
  };
}

const onOneLine = (words: string) => words.replace(/\s+/g, ' ');
