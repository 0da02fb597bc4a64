import { RE2JS, RE2JSException } from 're2js';
import type { Pattern } from './tree.ts';

/** Programs of more than this many instructions take too long for each text. */
const largestProgram = 20_000;

/**
 * The regular expression, to run in time in proportion to a text however it is written (Cox, “Regular Expression Matching
 * Can Be Simple And Fast”, 2007). ^ and $ match at lines; capitals make no difference unless it is `exact`.
 * @throws RE2JSException as `patternFault` explains
 */
export function compilePattern({ source, exact }: Pick<Pattern, 'source' | 'exact'>): RE2JS {
  const compiled = RE2JS.compile(source, RE2JS.MULTILINE | (exact ? 0 : RE2JS.CASE_INSENSITIVE));
  if (compiled.programSize() > largestProgram) throw new RE2JSException('it is too large');
  return compiled;
}

/** What is wrong with a regular expression, and where in its source; null: nothing. */
export function patternFault(source: string): { message: string; start: number; end: number } | null {
  try {
    compilePattern({ source, exact: false });
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const [, reason = error.message, part = ''] =
      /^(?:error parsing regexp: )?(.*?)(?:: `(.*)`)?$/s.exec(error.message) ?? [];
    const at = part === '' ? -1 : source.lastIndexOf(part);
    const hint = /perl|named|lookahead|escape/i.test(reason)
      ? ' Lookahead and back-references are not known here.'
      : '';
    return {
      message: `The regular expression does not hold: ${reason}${part === '' || part === source ? '' : ` in ${part}`}.${hint}`,
      ...(at >= 0 ? { start: at, end: at + part.length } : { start: 0, end: source.length }),
    };
  }
}

/** Characters outside of letters and digits that mean something in a regular expression. */
const special = /[\\^$.|?*+()[\]{}]/;

/**
 * What every match has in it: words after a blank, the last of them perhaps going on, for the index, and the longest
 * piece of plain letters, without case. Nothing where alternatives or flags make it unsure.
 */
export function neededBy({ source, exact }: Pick<Pattern, 'source' | 'exact'>): { begins: string[]; letters: string } {
  const pieces: string[] = [];
  let piece = '';
  let depth = 0;
  const none = { begins: [], letters: '' };
  if (/\\[QE]|\(\?[^:]/.test(source)) return none;
  const end = () => {
    if (piece !== '') pieces.push(piece);
    piece = '';
  };
  for (let at = 0; at < source.length; at++) {
    const character = source[at]!;
    if (!special.test(character)) {
      const next = source[at + 1] ?? '';
      if (depth > 0 || ('?*{'.includes(next) && next !== '')) end();
      else {
        piece += character;
        if (next === '+') end();
      }
      continue;
    }
    end();
    if (character === '|' && depth === 0) return none;
    if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '\\') at++;
    else if (character === '[') {
      at += source[at + 1] === '^' ? 2 : 1;
      for (; at + 1 < source.length && source[at + 1] !== ']'; at++) if (source[at + 1] === '\\') at++;
      at++;
    } else if (character === '{') while (at + 1 < source.length && source[at] !== '}') at++;
  }
  end();
  const begins = pieces.flatMap((text) => [...text.matchAll(/(?<= )[a-z]{3,}/gi)].map(([word]) => word.toLowerCase()));
  const letters = pieces
    .flatMap((text) => text.match(/[a-z0-9 ]{3,}/gi) ?? [])
    .reduce((longest, text) => (text.length > longest.length ? text : longest), '');
  return { begins, letters: exact ? letters : letters.toLowerCase() };
}
