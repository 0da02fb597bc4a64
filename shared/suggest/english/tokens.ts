import type { Range } from '../../model/range.ts';

/** `quote`: a whole quotation, where a sentence is read over its quotations as if each were one word. */
export type TokenKind = 'word' | 'number' | 'mark' | 'quote';

/** A word, a number, a mark or a quotation of a text; offsets are UTF-16 code units of the text. */
export interface Token extends Range {
  /** As it stands. */
  text: string;
  /** In lower case, with a straight apostrophe for a curly one. */
  lower: string;
  kind: TokenKind;
  /** A word that begins with a capital. */
  capital: boolean;
  /** The quotation's place in the list of quotations; −1 for all else. */
  quote: number;
}

/**
 * The tokens of a stretch of text in order; what lies between them is white space. A word keeps the hyphens, apostrophes
 * and abbreviating dots inside it (“Jae-in”, “O’Malley”, “U.S.”, “Sen.”); the possessive (“’s”) and what is contracted (“’ve”, “’d”) are tokens of their own.
 * Linear in the length of the stretch.
 * @param tokens where they are added
 */
export function tokensOf(text: string, { start, end }: Range, tokens: Token[] = []): Token[] {
  let at = start;
  while (at < end) {
    const is = classAt(text, at);
    if (is === blank) at++;
    else if (is === letter) at = readWord(tokens, text, at, end);
    else if (is === digit) at = readNumber(tokens, text, at, end);
    else {
      const next = Math.min(end, at + widthAt(text, at));
      add(tokens, 'mark', text.slice(at, next), at, false);
      at = next;
    }
  }
  return tokens;
}

const blank = 0;
const letter = 1;
const digit = 2;

/** The classes of the characters of the first plane, looked up once each: regular expressions would be most of the work. */
const classes = new Int8Array(0x10000).fill(-1);

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  const known = classes[code]!;
  if (known >= 0) return known;
  if (code >= 0xd800 && code <= 0xdbff) return classOf(String.fromCodePoint(text.codePointAt(at)!));
  const found = classOf(String.fromCharCode(code));
  classes[code] = found;
  return found;
}

function classOf(char: string): number {
  if (/\s/.test(char)) return blank;
  if (/[\p{L}\p{M}]/u.test(char)) return letter;
  return /\p{N}/u.test(char) ? digit : 3;
}

const widthAt = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff && at + 1 < text.length ? 2 : 1;
};

const isApostrophe = (code: number) => code === 0x27 || code === 0x2019;
/** What may stand inside a word: apostrophes, hyphens, a dot, an ampersand. */
const isJoiner = (code: number) =>
  isApostrophe(code) || code === 0x2d || code === 0x2010 || code === 0x2011 || code === 0x2e || code === 0x26;

/** Reads a word and its possessive or full stop, as far as they belong to it; answers where reading goes on. */
function readWord(tokens: Token[], text: string, start: number, end: number): number {
  let at = start;
  let dots = 0;
  let joined = false;
  /** Nothing but small letters of ASCII: most words, for which nothing has to be found out. */
  let small = true;
  let stop = end;
  while (at < end) {
    const code = text.charCodeAt(at);
    const is = classAt(text, at);
    if (is === letter || is === digit) {
      small &&= code >= 0x61 && code <= 0x7a;
      at += widthAt(text, at);
      continue;
    }
    if (!isJoiner(code) || at + 1 >= end) break;
    const next = classAt(text, at + 1);
    if (next !== letter && !(next === digit && code === 0x2d)) break;
    if (isApostrophe(code) && contractionEnd(text, at, end) >= 0) {
      stop = at;
      break;
    }
    if (code === 0x2e) dots++;
    joined = true;
    at++;
  }
  if (text.charCodeAt(at) === 0x2e && at < end && at < stop && (dots > 0 || isAbbreviation(text, start, at))) at++;
  const word = text.slice(start, at);
  if (small && !joined)
    tokens.push({ start, end: at, text: word, lower: word, kind: 'word', capital: false, quote: -1 });
  else add(tokens, 'word', word, start, isCapital(word) || (joined && smallBeginning.test(word)));
  if (stop === end) return at;
  const after = contractionEnd(text, stop, end);
  const ending = text.slice(stop, after);
  add(tokens, ending.length === 2 && /s/i.test(ending) ? 'mark' : 'word', ending, stop, false);
  return after;
}

/** Where “’s”, “’d”, “’ve” and their like end that begin with an apostrophe; −1: it is part of a name, or of “n’t”. */
function contractionEnd(text: string, at: number, end: number): number {
  contraction.lastIndex = at + 1;
  const found = contraction.exec(text);
  if (found === null) return -1;
  const after = contraction.lastIndex;
  if (after > end) return -1;
  const next = after < end ? classAt(text, after) : blank;
  return next === letter || next === digit ? -1 : after;
}
const contraction = /(?:s|d|m|ve|ll|re)/iy;

function isAbbreviation(text: string, start: number, end: number): boolean {
  const tail = text.slice(Math.max(start, end - longestAbbreviation - 1), end);
  const word = tail.slice(tail.lastIndexOf('-') + 1);
  if (word.length > longestAbbreviation) return false;
  if (word === word.toLowerCase()) return smallAbbreviations.has(word);
  return word.length === 1 || abbreviations.has(word.toLowerCase());
}

const longestAbbreviation = 5;

/** Words whose full stop belongs to them wherever they stand, written small; others are words as well: “ill”, “no”. */
const smallAbbreviations = new Set('vs etc inc ltd jr sr approx'.split(' '));

/** The same for words with a capital. */
const abbreviations = new Set(
  (
    'mr mrs ms mx dr prof gen lt col maj capt cmdr adm sgt cpl rep reps sen sens gov govs pres amb hon rev fr supt atty ' +
    'sec st ste mt jr sr inc ltd co corp bros vs no nos jan feb mar apr jun jul aug sept sep oct nov dec ala ariz ark ' +
    'calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex vt va ' +
    'wash wis wyo etc'
  ).split(' '),
);

function readNumber(tokens: Token[], text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const is = classAt(text, at);
    if (is === digit || is === letter) at += widthAt(text, at);
    else if (/[.,:/]/.test(text[at]!) && at + 1 < end && classAt(text, at + 1) === digit) at++;
    else if (text.charCodeAt(at) === 0x2d && at + 1 < end && classAt(text, at + 1) === letter) at++;
    else break;
  }
  add(tokens, 'number', text.slice(start, at), start, false);
  return at;
}

function isCapital(word: string): boolean {
  const first = word.charCodeAt(0);
  return first < 0x80 ? first >= 0x41 && first <= 0x5a : /^[\p{Lu}\p{Lt}]/u.test(word);
}

/** “al-Khatouni” and “d’Estaing” are names although they begin small. */
const smallBeginning = /^(?:a[lnrstz]|ash|el|[dl])[-’'](?=\p{Lu})/u;

function add(tokens: Token[], kind: TokenKind, text: string, start: number, capital: boolean): void {
  const lower = kind === 'number' ? text : text.toLowerCase();
  const plain = lower.includes('’') ? lower.replaceAll('’', "'") : lower;
  tokens.push({ start, end: start + text.length, text, lower: plain, kind, capital, quote: -1 });
}
