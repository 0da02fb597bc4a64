import { fnv1a } from '#shared/text/hash.ts';

/** Fewer letters than this say too little (logographs count threefold: a sentence of 14 is enough). */
const fewestLetters = 40;
/** UTF-16 code units that show which function words a text has: mostly the first, plainly the second. */
const looked = [500, 1200];

type Letter = 'han' | 'hangul' | 'kana' | 'letter' | 'other';
const kinds = new Map<number, Letter>();

/** What a code point is; kept, since asking takes ten times as long as looking it up. */
function kindOf(point: number): Letter {
  const known = kinds.get(point);
  if (known !== undefined) return known;
  const character = String.fromCodePoint(point);
  const kind = !/\p{L}/u.test(character)
    ? 'other'
    : /\p{Script=Han}/u.test(character)
      ? 'han'
      : /\p{Script=Hangul}/u.test(character)
        ? 'hangul'
        : /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)
          ? 'kana'
          : 'letter';
  kinds.set(point, kind);
  return kind;
}

/**
 * The language of a text as ISO 639-1 by its script or its function words; null when the text is too short to be sure,
 * undefined when its letters may tell (`language-by-letters.ts`).
 * @param sample gives so many UTF-16 code units of the text, or fewer where it is shorter
 */
export function languageByWords(sample: (most: number) => string): string | null | undefined {
  let isLong = false;
  for (const most of looked) {
    const text = sample(most);
    const { ascii, han, hangul, kana, letter } = lettersIn(text);
    const dense = han + hangul + kana;
    const letters = ascii + letter + dense;
    isLong = letters + 2 * dense >= fewestLetters;
    if (!isLong) continue;
    // Scripts tell these apart more surely than letter statistics do.
    if (dense > letters / 2) return hangul > kana && hangul > han / 2 ? 'ko' : kana > han / 10 ? 'ja' : 'zh';
    const language = byFunctionWords(text);
    if (language !== null) return language;
  }
  return isLong ? undefined : null;
}

function lettersIn(text: string): Record<Letter | 'ascii', number> {
  const counts = { ascii: 0, han: 0, hangul: 0, kana: 0, letter: 0, other: 0 };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      if ((code | 32) >= 97 && (code | 32) <= 122) counts.ascii++;
      continue;
    }
    const point = text.codePointAt(at)!;
    if (point > 0xffff) at++;
    counts[kindOf(point)]++;
  }
  return counts;
}

/** Words that stand in every few sentences of one language, and in those of no other that is written alike. */
const functionWords: Readonly<Record<string, string>> = {
  en: 'the and of that with was were have has had this from which would their been are is by they said',
  de: 'der und das ist nicht mit auf für von dem den sich eine wird auch wurde werden über nach bei sind einer',
  fr: 'les des est dans pour une qui du sur pas au avec plus sont aux cette mais ont être ces leur selon',
  es: 'los las y con su pero fue más una según también sus este hay muy esta desde hasta ha ser',
  it: 'gli della che il è di alla con sono delle nel dei anche della per dal ha più stato',
  pt: 'não uma com são pela pelo foi também mais dos das seus às ao que já ainda segundo está',
  nl: 'het een van niet zijn werd ook voor maar aan dat te worden bij naar heeft deze door wordt',
};
const languages = Object.keys(functionWords);

/** FNV-1a as in shared/text/hash.ts, letter by letter. */
const noWord = fnv1a('') | 0;
const prime = 0x01000193;

/**
 * The languages of each function word, one bit each, by a hash of the word that no two of them share; a word that is none
 * of them and has the same hash, one in a hundred million, counts once too often. To cut words out of the text and look
 * them up in a map takes three times as long.
 */
const places = 2048;
const hashOfPlace = new Int32Array(places);
const languagesOfPlace = new Uint8Array(places);

function placeOf(hash: number): number {
  let place = (hash ^ (hash >>> 15)) & (places - 1);
  while (languagesOfPlace[place] !== 0 && hashOfPlace[place] !== hash) place = (place + 1) & (places - 1);
  return place;
}

for (const [language, words] of Object.values(functionWords).entries())
  for (const word of words.split(' ')) {
    const hash = fnv1a(word) | 0;
    const place = placeOf(hash);
    hashOfPlace[place] = hash;
    languagesOfPlace[place]! |= 1 << language;
  }

/** İ becomes two characters, of which the second is no letter. */
const dottedI = 0x130;
/** By code unit: the small letter of the Latin alphabet that it stands for as the languages above write it; 0: none. */
const smallLetters = new Uint8Array(0x10000);
for (const code of [...Array(256).keys(), dottedI, 0x178, 0x1e9e, 0x212a, 0x212b]) {
  const small = String.fromCharCode(code).toLowerCase().charCodeAt(0);
  if ((small >= 0x61 && small <= 0x7a) || (small >= 0xdf && small <= 0xff)) smallLetters[code] = small;
}

/** The language whose function words a text is full of, with hardly any of another; null where that is not plain. */
function byFunctionWords(text: string): string | null {
  const counts = languages.map(() => 0);
  let words = 0;
  let hash = noWord;
  // The end of the text ends its last word.
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    const letter = smallLetters[code]!;
    if (letter !== 0) hash = Math.imul(hash ^ letter, prime);
    if ((letter !== 0 && code !== dottedI) || hash === noWord) continue;
    words++;
    const found = languagesOfPlace[placeOf(hash)]!;
    if (found !== 0)
      for (let language = 0; language < counts.length; language++) counts[language]! += (found >> language) & 1;
    hash = noWord;
  }
  const best = Math.max(...counts);
  if (best < 8 || best < words * 0.12) return null;
  const isPlain = counts.filter((count) => count * 4 > best).length === 1;
  return isPlain ? languages[counts.indexOf(best)]! : null;
}

/** The language part of a tag such as `en-GB` or `ja_JP`; null for what is none. */
export function languageTag(tag: string | null | undefined): string | null {
  const found = /^\s*([a-z]{2})(?:[-_][a-z0-9-_]+)?\s*$/i.exec(tag ?? '');
  return found?.[1]?.toLowerCase() ?? null;
}
