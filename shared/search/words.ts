import { codeUnits } from '../text/code-units.ts';
import { foldText } from '../text/fold.ts';

/** A word as the index has it, and where it stands: UTF-16 code units of the text. */
export interface Token {
  word: string;
  start: number;
  end: number;
  /** Where the first of a pair's two characters ends; undefined for a word of letters. */
  middle?: number;
}

/** What words of a query are looked up as: neighbours in this order, the last one perhaps only a beginning. */
export interface Phrase {
  words: readonly string[];
  prefix: boolean;
}

/** Characters that FTS5's `unicode61 remove_diacritics 2` folds and parts as `tokensOf` does, tried one by one. */
const asItIs =
  '\\0-\\xa9\\xab\\xac\\xae-\\xb1\\xb4-\\xb8\\xbb\\xbf-\\xc5\\xc7-\\xcf\\xd1-\\xd7\\xd9-\\xdd\\xe0-\\xe5\\xe7-\\xef\\xf1-\\xf7\\xf9-\\xfd\\xff-\\u010f\\u0112-\\u0130\\u0134-\\u013e\\u0143-\\u0148\\u014a-\\u0151\\u0154-\\u017e\\u03b1-\\u03c9\\u0391-\\u03a1\\u03a3-\\u03a9\\u0410-\\u0418\\u041a-\\u0438\\u043a-\\u044f\\u2010-\\u2027\\u2030-\\u203a\\u20ac';
const usual = new RegExp(`^[${asItIs}]$`);
const others = new RegExp(`[^${asItIs}]+`, 'g');

/** What is folded together: a Hangul syllable from its parts, a kana with its voicing mark, else a character. */
const unitAt =
  /[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|[\u3041-\u30ff\uff66-\uff9d][\u3099\u309a\uff9e\uff9f]|\p{Any}/uy;

/** Where what is folded together from `at` on ends. */
function endOfUnit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  const isHalf = code >= 0xd800 && code <= 0xdfff;
  // The expression takes ten times as long.
  if (!isHalf && !joinsWhatIsBefore(text.charCodeAt(at + 1))) return at + 1;
  unitAt.lastIndex = at;
  unitAt.test(text);
  return unitAt.lastIndex;
}

const joinsWhatIsBefore = (code: number) =>
  (code >= 0x1160 && code <= 0x11ff) || code === 0x3099 || code === 0x309a || code === 0xff9e || code === 0xff9f;

const ignorable = /^\p{Default_Ignorable_Code_Point}$/u;
const mark = /^\p{M}$/u;
const letter = /^[\p{L}\p{N}\p{M}\p{Co}]/u;
const wordy = /^[\p{L}\p{N}\p{Co}]$/u;
const composed = /[\p{sc=Hang}\u3099\u309a]/u;
/** Scripts without blanks between words, and Korean, where particles stand at the end of the word they belong to. */
const unspaced =
  /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Yiii}\p{sc=Tibt}\p{sc=Lana}\p{sc=Talu}\p{sc=Tavt}\u30fc]$/u;

/** A folded character: part of a word, of a run without blanks, or what stands between words. */
interface Letter {
  text: string;
  kind: 'word' | 'run' | 'gap';
}

const folded = new Map<string, readonly Letter[]>();

function fold(unit: string): readonly Letter[] {
  const known = folded.get(unit);
  if (known !== undefined) return known;
  const letters = ignorable.test(unit) ? [] : lettersOf(unit);
  folded.set(unit, letters);
  return letters;
}

function lettersOf(unit: string): Letter[] {
  let text = '';
  for (const character of unit.normalize('NFKD')) {
    if (!mark.test(character)) text += composed.test(character) ? character : foldText(character);
    else if (isSign(character.codePointAt(0)!) || composed.test(character)) text += character;
  }
  if (composed.test(text)) text = text.normalize('NFC');
  // 1½ is no 11 over 2, and a sign that stands for letters, as ™ does, is no end of the word before it.
  if (text.includes('\u2044') || !letter.test(unit)) text = ` ${text} `;
  const letters: Letter[] = [];
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const kept = isSign(point) && mark.test(character) ? String.fromCodePoint(point - 0x900 + 0xe000) : character;
    const kind = unspaced.test(character) ? 'run' : wordy.test(kept) ? 'word' : 'gap';
    letters.push({ text: kind === 'gap' ? ' ' : kept, kind });
  }
  return letters;
}

/**
 * Vowel signs and tones of Indic and South-East Asian scripts: they tell words apart, but FTS5 would end a word at each.
 * So they are indexed as characters of private use.
 */
const isSign = (point: number) =>
  point >= 0x900 && point <= 0x1fff && !(point >= 0x1ab0 && point <= 0x1aff) && !(point >= 0x1dc0 && point <= 0x1dff);

/**
 * What stands in the index for a text: the text itself where FTS5 folds and parts it as `tokensOf` does; other characters
 * folded, and in scripts without blanks each run as overlapping pairs of characters, with its last one alone.
 * @param units the text's code units, for who has them at hand
 */
export function indexed(text: string, units: Uint16Array = codeUnits(text)): string {
  if (isUsual(units)) return text;
  return text.replace(others, (part) => {
    let out = '';
    let before = '';
    const endRun = () => {
      if (before !== '') out += `${before} `;
      before = '';
    };
    for (let at = 0, end = 0; at < part.length; at = end) {
      end = endOfUnit(part, at);
      const letters = fold(part.slice(at, end));
      // An iterator of the array takes twice as long here.
      for (let i = 0; i < letters.length; i++) {
        const { text, kind } = letters[i]!;
        if (kind === 'run') {
          out += before === '' ? ' ' : `${before}${text} `;
          before = text;
        } else {
          endRun();
          out += text;
        }
      }
    }
    endRun();
    return out;
  });
}

/** By UTF-16 code unit: 1 for one that is indexed as it is, 2 for another, 4 for one not looked at yet. */
const looked = new Uint8Array(0x10000).fill(1, 0, 0x80).fill(4, 0x80);

/** Whether all of a text is indexed as it is. What each character says is put together first: a branch at each takes longer. */
function isUsual(units: Uint16Array): boolean {
  let all = 0;
  for (let at = 0; at < units.length; at++) all |= looked[units[at]!]!;
  if (all < 4) return all < 2;
  for (const code of units) if (looked[code] === 4) looked[code] = usual.test(String.fromCharCode(code)) ? 1 : 2;
  return isUsual(units);
}

/** The words of a text in order, as the index has them. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let word = '';
  let start = 0;
  let end = 0;
  let last: Token | null = null;
  const endWord = () => {
    if (word !== '') tokens.push({ word, start, end });
    word = '';
  };
  const endRun = () => {
    last = null;
  };
  const take = (unit: string, from: number) => {
    const to = from + unit.length;
    const letters = fold(unit);
    // An accent belongs to the letter before it.
    if (letters.length === 0 && mark.test(unit)) {
      if (last !== null) extend(to);
      else if (word !== '') end = to;
    }
    for (const { text, kind } of letters) {
      if (kind === 'run') {
        endWord();
        if (last !== null) {
          last.word += text;
          last.middle = last.end;
          last.end = to;
        }
        last = { word: text, start: from, end: to, middle: to };
        tokens.push(last);
      } else {
        endRun();
        if (kind === 'gap') endWord();
        else {
          if (word === '') start = from;
          word += text;
          end = to;
        }
      }
    }
  };
  /** The run's last character stands in two tokens. */
  const extend = (to: number) => {
    const alone = last!;
    const pair = tokens[tokens.length - 2];
    if (pair !== undefined && pair.middle === alone.start && pair.end === alone.end) pair.end = to;
    alone.end = to;
    alone.middle = to;
  };
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) {
      const unit = text.slice(at, endOfUnit(text, at));
      take(unit, at);
      at += unit.length;
      continue;
    }
    endRun();
    let to = at;
    while (to < text.length && isPlain(text.charCodeAt(to))) to++;
    if (to === at) {
      endWord();
      at++;
      continue;
    }
    if (word === '') start = at;
    word += text.slice(at, to).toLowerCase();
    end = to;
    at = to;
  }
  endWord();
  return tokens;
}

const isPlain = (code: number) =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);

/**
 * What a word or phrase of a query is looked up as; null when nothing in it is indexed. In scripts without blanks it is
 * found wherever its characters stand in this order.
 */
export function phraseOf(text: string, prefix = false): Phrase | null {
  const tokens = tokensOf(text);
  const last = tokens.at(-1);
  if (last === undefined) return null;
  if (last.middle === undefined) return { words: tokens.map(({ word }) => word), prefix };
  const before = tokens.at(-2);
  const inPair = before?.middle === last.start && before.end === last.end;
  if (inPair) tokens.pop();
  return { words: tokens.map(({ word }) => word), prefix: !inPair || prefix };
}

/** A phrase in FTS5's own language. */
export const written = ({ words, prefix }: Phrase): string => `"${words.join(' ')}"${prefix ? ' *' : ''}`;

/** `phraseOf` in FTS5's own language; null when nothing in it is indexed. */
export function asPhrase(text: string, prefix = false): string | null {
  const phrase = phraseOf(text, prefix);
  return phrase === null ? null : written(phrase);
}
