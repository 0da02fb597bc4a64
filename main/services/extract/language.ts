import { detectAll } from 'tinyld';

/** Fewer letters than this say too little (logographs count threefold: a sentence of 14 is enough). */
const fewestLetters = 40;
const sample = 4000;

/** The language of a text as ISO 639-1, or null when the text is too short to be sure. */
export function languageOf(text: string): string | null {
  const part = text.slice(0, sample);
  const letters = part.match(/\p{L}/gu) ?? [];
  const dense = part.match(/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  if (letters.length + 2 * dense < fewestLetters) return null;
  if (dense > letters.length / 2) return eastAsian(part);
  const [best, second] = detectAll(part);
  if (!best || (second && second.accuracy > best.accuracy * 0.9)) return null;
  return best.lang;
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
