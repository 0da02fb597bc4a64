/** Letters that Unicode does not take apart, as people type them. */
const plainLetters: Record<string, string> = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ς: 'σ' };

/**
 * A text as it is searched: without case, accents and the difference between apostrophes. Offsets do not survive it.
 * By way of capitals, because some small letters become two (ß, ﬁ, ᾀ), and lowering alone would leave them one.
 */
export const foldText = (text: string): string => (plain.test(text) ? text.toLowerCase() : foldedText(text));

/** What stands on an English keyboard has only its case to lose, and most texts are that: a tenth of the time. */
const plain = /^[\0-_a-\x7f]*$/;

const foldedText = (text: string): string =>
  text
    .normalize('NFKD')
    .toLocaleLowerCase('en')
    .toLocaleUpperCase('en')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’ʼ`´]/g, "'")
    .toLocaleLowerCase('en')
    .replace(/[øłđðþæœς]/g, (letter) => plainLetters[letter] ?? letter);
