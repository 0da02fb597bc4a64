/** Fewer letters than this say too little (logographs count threefold: a sentence of 14 is enough). */
const fewestLetters = 40;
const sample = 4000;
/** So much shows which function words a text has: mostly the first, plainly the second. */
const counted = [500, 1200];

const letter = /\p{L}/u;
const eastAsianLetter = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

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
    const character = String.fromCodePoint(part.codePointAt(at)!);
    at += character.length - 1;
    if (!letter.test(character)) continue;
    letters++;
    if (code >= 0x1100) dense += eastAsianLetter.test(character) ? 1 : 0;
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
const languagesOfWord = new Map<string, string[]>();
for (const [language, words] of Object.entries(functionWords))
  for (const word of new Set(words.split(' ')))
    languagesOfWord.set(word, [...(languagesOfWord.get(word) ?? []), language]);

/** The language whose function words a text is full of, with hardly any of another; null where that is not plain. */
function byFunctionWords(text: string): string | null {
  const found = new Map<string, number>();
  const words = text.toLowerCase().match(/[a-zà-ÿß]+/g) ?? [];
  for (const word of words)
    for (const language of languagesOfWord.get(word) ?? []) found.set(language, (found.get(language) ?? 0) + 1);
  const [best, second] = [...found].sort(([, a], [, b]) => b - a);
  if (best === undefined || best[1] < 8 || best[1] < words.length * 0.12) return null;
  return second === undefined || second[1] * 4 <= best[1] ? best[0] : null;
}

/** Scripts tell these apart more surely than letter statistics do. */
function eastAsian(text: string): string {
  const kana = text.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const hangul = text.match(/\p{Script=Hangul}/gu)?.length ?? 0;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  if (hangul > kana && hangul > han / 2) return 'ko';
  return kana > han / 10 ? 'ja' : 'zh';
}

/** The language part of a tag such as `en-GB` or `ja_JP`; null for what is none. */
export function languageTag(tag: string | null | undefined): string | null {
  const found = /^\s*([a-z]{2})(?:[-_][a-z0-9-_]+)?\s*$/i.exec(tag ?? '');
  return found?.[1]?.toLowerCase() ?? null;
}
