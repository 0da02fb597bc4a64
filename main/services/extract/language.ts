/** Fewer letters than this say too little (logographs count threefold: a sentence of 14 is enough). */
const fewestLetters = 40;
const sample = 4000;
/** So much shows which function words a text has: mostly the first, plainly the second. */
const counted = [500, 1200];

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
 */
export function languageByWords(text: string): string | null | undefined {
  const part = text.slice(0, sample);
  let letters = 0;
  let dense = 0;
  for (let at = 0; at < part.length; at++) {
    const code = part.charCodeAt(at);
    if (code < 128) {
      letters += (code | 32) >= 97 && (code | 32) <= 122 ? 1 : 0;
      continue;
    }
    const point = part.codePointAt(at)!;
    if (point > 0xffff) at++;
    const kind = kindOf(point);
    letters += kind === 'other' ? 0 : 1;
    dense += kind === 'letter' || kind === 'other' ? 0 : 1;
  }
  if (letters + 2 * dense < fewestLetters) return null;
  if (dense > letters / 2) return eastAsian(part);
  for (const length of counted) {
    const language = byFunctionWords(part.slice(0, length));
    if (language !== null) return language;
  }
  return undefined;
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
/** The places in `languages` of those that have a word. */
const languagesOfWord = new Map<string, number[]>();
for (const [place, words] of Object.values(functionWords).entries())
  for (const word of new Set(words.split(' ')))
    languagesOfWord.set(word, [...(languagesOfWord.get(word) ?? []), place]);

/** The language whose function words a text is full of, with hardly any of another; null where that is not plain. */
function byFunctionWords(text: string): string | null {
  const counts = languages.map(() => 0);
  const words = text.toLowerCase().match(/[a-zà-ÿß]+/g) ?? [];
  for (const word of words) {
    const found = languagesOfWord.get(word);
    if (found !== undefined) for (const place of found) counts[place]!++;
  }
  const best = Math.max(...counts);
  if (best < 8 || best < words.length * 0.12) return null;
  const isPlain = counts.filter((count) => count * 4 > best).length === 1;
  return isPlain ? languages[counts.indexOf(best)]! : null;
}

/** Scripts tell these apart more surely than letter statistics do. */
function eastAsian(text: string): string {
  const counts = { han: 0, hangul: 0, kana: 0, letter: 0, other: 0 };
  for (let at = 0; at < text.length; at++) {
    const point = text.codePointAt(at)!;
    if (point > 0xffff) at++;
    counts[kindOf(point)]++;
  }
  const { kana, hangul, han } = counts;
  if (hangul > kana && hangul > han / 2) return 'ko';
  return kana > han / 10 ? 'ja' : 'zh';
}

/** The language part of a tag such as `en-GB` or `ja_JP`; null for what is none. */
export function languageTag(tag: string | null | undefined): string | null {
  const found = /^\s*([a-z]{2})(?:[-_][a-z0-9-_]+)?\s*$/i.exec(tag ?? '');
  return found?.[1]?.toLowerCase() ?? null;
}
