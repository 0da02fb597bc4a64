/*
 * Letters and digits of scripts that put blanks between words. Scripts that do not (Chinese, Japanese, Thai …) are left
 * out, because there a letter beside a letter does not mean that a word goes on.
 */
const unspaced = '\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmr}\\p{scx=Mymr}';
const letterAtEnd = new RegExp(`(?![${unspaced}])[\\p{L}\\p{N}]\\p{M}{0,8}$`, 'u');
const letterAtStart = new RegExp(`^(?![${unspaced}])[\\p{L}\\p{N}]`, 'u');

/** How many code units before an offset `letterBefore` looks at. */
const lookBack = 8;

/** The answer for ASCII and general punctuation, which is nearly all that is asked about; NaN is the end of the text. */
function plainLetter(code: number): boolean | undefined {
  if (code < 0x80)
    return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
  return (code >= 0x2000 && code <= 0x206f) || Number.isNaN(code) ? false : undefined;
}

/** Whether the character before the offset is a letter or digit of a script that puts blanks between words. */
export function letterBefore(text: string, offset: number): boolean {
  return (
    plainLetter(text.charCodeAt(offset - 1)) ?? letterAtEnd.test(text.slice(Math.max(0, offset - lookBack), offset))
  );
}

/** Whether the character after the offset is a letter or digit of a script that puts blanks between words. */
export function letterAfter(text: string, offset: number): boolean {
  return plainLetter(text.charCodeAt(offset)) ?? letterAtStart.test(text.slice(offset, offset + 2));
}

/** Whether an offset stands inside a word, in scripts that put blanks between words. */
export const insideWord = (text: string, offset: number): boolean =>
  letterBefore(text, offset) && letterAfter(text, offset);
