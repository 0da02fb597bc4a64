import type { Token } from './tokens.ts';

/** Small words that English cannot do without; some of them are words of other languages, but not all of them are. */
const common = new Set(
  (
    'the of and to that with for by from said is are it they this which who not his her has been its their would about after ' +
    "at be but can don't get go had have he how i i'm if just know like my our out she so some than them " +
    'then there these up us was we were what when where will you your'
  ).split(' '),
);

const longest = Math.max(...[...common].map(({ length }) => length));

/** Fewer words than this do not tell their language, and more tell nothing new. */
const enough = 8;
const most = 40;

/**
 * Whether the words of a paragraph are English, which is all the rules know; undefined when they are too few to tell. In
 * English at least every fourth word is one of the common ones, elsewhere hardly any.
 */
export function isEnglish(tokens: readonly Token[]): boolean | undefined {
  let words = 0;
  let found = 0;
  for (const { kind, lower } of tokens) {
    if (words >= most) break;
    if (kind !== 'word') continue;
    words++;
    if (lower.length <= longest && common.has(lower)) found++;
  }
  // Scripts without blanks make few words of many letters.
  if (words < enough && !tokens.some(({ kind, lower }) => kind === 'word' && unspaced.test(lower))) return undefined;
  return found * 20 >= words;
}

const unspaced = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}]/u;
