import type { Range } from '../model/range.ts';
import type { Problem } from './tree.ts';

export type Lexeme = Range &
  (
    | { kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'comma' | 'near-of' }
    /** NEAR between two; null: no distance is given. */
    | { kind: 'near'; distance: number | null }
    | { kind: 'text'; text: string; quoted: boolean; prefix: boolean }
    | { kind: 'pattern'; source: string; flags: string }
    /** `speaker:`; its value follows without a blank. */
    | { kind: 'field'; name: string }
  );

/** What ends the reading of a query; `parse` makes it a `Problem`. */
export class Wrong extends Error {
  readonly problem: Problem;
  constructor(message: string, { start, end }: Range) {
    super(message);
    this.problem = { message, start, end };
  }
}

/** Quotation marks that begin a phrase, each with those that end it. */
const quotes: Record<string, string> = {
  '"': '"',
  '“': '”"“',
  '”': '”"',
  '„': '“”"',
  '«': '»"',
  '「': '」',
  '『': '』',
  '＂': '＂"',
};
const white = /\s/;
const fieldName = /^\p{L}[\p{L}_-]*(?=[:：])/u;

/** The parts of a query in order. @throws Wrong for a quotation mark or slash that is not closed and the like */
export function lexemesOf(query: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  /** For each open parenthesis, whether it is NEAR's: only there a comma is one. */
  const open: boolean[] = [];
  let at = 0;
  const isEnd = (character: string) =>
    white.test(character) ||
    '()（）|'.includes(character) ||
    Object.hasOwn(quotes, character) ||
    (character === ',' && open.at(-1) === true);

  const phrase = (): Lexeme => {
    const start = at;
    const ends = quotes[query[at++]!]!;
    let text = '';
    while (at < query.length && !ends.includes(query[at]!)) {
      if (query[at] === '\\' && (query[at + 1] === '\\' || ends.includes(query[at + 1] ?? ' '))) at++;
      text += query[at++];
    }
    if (at === query.length)
      throw new Wrong('This quotation mark is not closed. Put another one where the phrase ends.', {
        start,
        end: start + 1,
      });
    at++;
    const prefix = query[at] === '*';
    if (prefix) at++;
    return { kind: 'text', text, quoted: true, prefix, start, end: at };
  };

  const pattern = (): Lexeme => {
    const start = at++;
    let source = '';
    while (at < query.length && query[at] !== '/') {
      if (query[at] === '\\' && at + 1 < query.length) {
        if (query[at + 1] !== '/') source += '\\';
        at++;
      }
      source += query[at++];
    }
    if (at === query.length)
      throw new Wrong(
        'This slash begins a regular expression that is not closed. End it with another slash, or put words with a slash in quotation marks.',
        { start, end: start + 1 },
      );
    at++;
    const from = at;
    while (at < query.length && !isEnd(query[at]!)) at++;
    return { kind: 'pattern', source, flags: query.slice(from, at), start, end: at };
  };

  /** Reads on to the next blank, parenthesis or quotation mark. */
  const bare = (): string => {
    const start = at;
    while (at < query.length && !isEnd(query[at]!)) at++;
    return query.slice(start, at);
  };
  const textOf = (word: string, start: number): Lexeme => {
    const prefix = word.endsWith('*');
    const text = prefix ? word.replace(/\*+$/, '') : word;
    const star = text.indexOf('*');
    if (star >= 0 || text === '')
      throw new Wrong(
        '* stands for the rest of a word and comes after its beginning, as in minist*. For anything else there are regular expressions, as in /col\\w*r/.',
        { start: start + Math.max(star, 0), end: start + Math.max(star, 0) + 1 },
      );
    return { kind: 'text', text, quoted: false, prefix, start, end: start + word.length };
  };

  while (at < query.length) {
    const start = at;
    const character = query[at]!;
    const before = lexemes.at(-1);
    const isValue = before?.kind === 'field' && before.end === at;
    if (white.test(character)) at++;
    else if ('(（'.includes(character)) {
      open.push(before?.kind === 'near-of' && before.end === at);
      lexemes.push({ kind: 'open', start, end: ++at });
    } else if (')）'.includes(character)) {
      open.pop();
      lexemes.push({ kind: 'close', start, end: ++at });
    } else if (character === '|') {
      at += query[at + 1] === '|' ? 2 : 1;
      lexemes.push({ kind: 'or', start, end: at });
    } else if (character === ',' && open.at(-1) === true) lexemes.push({ kind: 'comma', start, end: ++at });
    else if (Object.hasOwn(quotes, character)) lexemes.push(phrase());
    else if (isValue) lexemes.push(textOf(bare(), start));
    else if (character === '/') lexemes.push(pattern());
    else if ('-−'.includes(character)) {
      const next = query[at + 1];
      if (next === undefined || white.test(next) || ')）|'.includes(next))
        throw new Wrong('- stands before what must not be there, without a blank: -word.', { start, end: start + 1 });
      // A number below nought, in a list of a field's values.
      const number = /^[-−]\d(?:\.\.[-−+]?\d)?(?=[\s)）|]|$)/.exec(query.slice(at, at + 12));
      if (number !== null && open.length > 0) lexemes.push(textOf(bare(), start));
      else lexemes.push({ kind: 'not', start, end: ++at });
    } else {
      const name = fieldName.exec(query.slice(at, at + 100))?.[0];
      if (name !== undefined) {
        at += name.length + 1;
        lexemes.push({ kind: 'field', name, start, end: at });
        continue;
      }
      const word = bare();
      const end = at;
      const near = /^NEAR(?:\/(.*))?$/.exec(word);
      if (word === 'AND' || word === '&&') lexemes.push({ kind: 'and', start, end });
      else if (word === 'OR') lexemes.push({ kind: 'or', start, end });
      else if (word === 'NOT') lexemes.push({ kind: 'not', start, end });
      else if (near === null) lexemes.push(textOf(word, start));
      else if (near[1] === undefined && '(（'.includes(query[at] ?? ' ')) lexemes.push({ kind: 'near-of', start, end });
      else
        lexemes.push({
          kind: 'near',
          distance: near[1] === undefined ? null : distanceOf(near[1], start + 5, end),
          start,
          end,
        });
    }
  }
  return lexemes;
}

/** As many words as NEAR spans without being told. */
export const usualDistance = 10;
const mostDistance = 1000;

/** @throws Wrong for what is no number of words */
export function distanceOf(text: string, start: number, end: number): number {
  if (/^\d{1,4}$/.test(text) && Number(text) <= mostDistance) return Number(text);
  throw new Wrong(`NEAR takes a number of words up to ${mostDistance}, as in NEAR/5.`, { start, end });
}
