import type { Token } from '../english/tokens.ts';
import { is, kindOfWord } from './words.ts';

export type Gender = 'f' | 'm';

/** Whether two genders, as far as they are known, can be one person’s. */
export const genderFits = (a: Gender | null, b: Gender | null): boolean => a === null || b === null || a === b;

/** Short forms of given names, each with the name it is short for. */
const shortForms = new Map(
  (
    'bob:robert rob:robert bobby:robert bill:william billy:william will:william liam:william dick:richard rick:richard ' +
    'rich:richard ted:edward ed:edward eddie:edward ned:edward joe:joseph joey:joseph mike:michael mickey:michael ' +
    'jim:james jimmy:james jamie:james tom:thomas tommy:thomas tim:timothy dan:daniel danny:daniel dave:david ' +
    'steve:stephen steven:stephen stephan:stephen chris:christopher matt:matthew tony:anthony antony:anthony andy:andrew ' +
    'drew:andrew nick:nicholas ben:benjamin benny:benjamin sam:samuel greg:gregory jeff:jeffrey geoff:geoffrey ' +
    'jon:jonathan josh:joshua ken:kenneth ron:ronald don:donald pete:peter phil:philip phillip:philip pat:patrick ' +
    'larry:lawrence charlie:charles chuck:charles jack:john johnny:john harry:harold hank:henry fred:frederick ' +
    'frank:francis al:albert alex:alexander max:maximilian mitch:mitchell nate:nathan ray:raymond rudy:rudolph ' +
    'stan:stanley terry:terence vince:vincent walt:walter zach:zachary gabe:gabriel gerry:gerald jerry:gerald ' +
    'liz:elizabeth beth:elizabeth betty:elizabeth lizzie:elizabeth kate:katherine katie:katherine kathy:katherine ' +
    'cathy:katherine catherine:katherine katharine:katherine jen:jennifer jenny:jennifer sue:susan susie:susan ' +
    'deb:deborah debbie:deborah debra:deborah barb:barbara meg:margaret maggie:margaret peggy:margaret nikki:nicole ' +
    'tammy:tamara sandy:sandra chrissy:christine tina:christina vicky:victoria kim:kimberly abby:abigail becky:rebecca ' +
    'mandy:amanda jackie:jacqueline patty:patricia trish:patricia sally:sarah volodymyr:vladimir mohammed:muhammad ' +
    'mohamed:muhammad mohammad:muhammad mohamad:muhammad ahmad:ahmed hussain:hussein husain:hussein yousef:yusuf youssef:yusuf'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** The given name that a short form stands for, or the name itself. */
export const fullForm = (given: string): string => shortForms.get(given) ?? given;

const isGiven = (word: string) => (kindOfWord(word) & is.given) !== 0;

/** A second word such as “Jae-in” or “Kyung-hwa”: small after its hyphen, as given names of two syllables are written. */
const twoSyllables = (word: string) => {
  const hyphen = word.indexOf('-');
  return hyphen > 0 && hyphen === word.lastIndexOf('-') && word.length < 13;
};

/** Articles and such that are written together with the name after them: “al-Khatouni”, “d’Aubigny”. */
const joined = /^(?:a[dlnrstz]|ash|e[ls]|ul|ben|bin|abu|ibn|d|dell|dall|l|t)[-‐‑'’]\p{L}/iu;

/** Whether a word in small letters at its beginning is a name: “al-Khatouni”, “d’Aubigny”; not “e-mail”. */
export function isJoinedName({ text, kind }: Token): boolean {
  return kind === 'word' && joined.test(text) && /^\p{Ll}+.\p{Lu}/u.test(text);
}

/** A word of a name in small letters without the Arabic article, which texts set and leave out: “khatouni” for “al-khatouni”. */
export const withoutArticle = (lower: string): string =>
  lower.charCodeAt(2) === 0x2d && lower.length > 4 && (lower.startsWith('al') || lower.startsWith('el'))
    ? lower.slice(3)
    : lower;

const suffixes = new Set(['jr', 'jr.', 'sr', 'sr.', 'ii', 'iii', 'iv', 'junior', 'senior']);

export const isSuffix = (word: string): boolean => suffixes.has(word);

/**
 * Which of the words of a person’s name, in small letters and without suffixes, is the first of the family name. A family
 * name stands last, except in names that begin with one that is Korean, Chinese, Vietnamese or Hungarian.
 */
export function familyAt(words: readonly string[]): number {
  if (words.length < 2) return 0;
  const first = kindOfWord(words[0]!);
  if ((first & is.familyFirst) !== 0) {
    if (words.length === 2 && (twoSyllables(words[1]!) || (!isGiven(words[0]!) && !isGiven(words[1]!)))) return 0;
    if (
      words.length === 3 &&
      words[1]!.length < 7 &&
      words[2]!.length < 7 &&
      !isGiven(words[1]!) &&
      !words[1]!.includes('.')
    )
      return 0;
  }
  let at = words.length - 1;
  while (at > 1 && (kindOfWord(words[at - 1]!) & is.particle) !== 0) at--;
  return at;
}

/** Whether two given names can be one person’s: the same, an initial, a short form, or the same but for a hyphen. */
export function givenNamesAgree(a: string, b: string): boolean {
  if (a === b) return true;
  if (isInitials(a) || isInitials(b)) return a[0] === b[0];
  return (
    fullForm(a) === fullForm(b) ||
    (a.includes('-') || b.includes('-') ? a.replace('-', '') === b.replace('-', '') : false)
  );
}

const isInitials = (word: string) => word.length === 1 || (word.endsWith('.') && word.length <= 5);

/** The parts of a name that are not its family name, in one list. */
export const givenOf = (words: readonly string[], family: number): string[] =>
  family === 0 && words.length > 1 ? words.slice(1) : words.slice(0, family);

const familyOf = (words: readonly string[], family: number): string =>
  words.length === 1 ? words[0]! : family === 0 ? words[0]! : words.slice(family).join(' ');

/**
 * Whether two names of several words, in small letters, can be one person’s: “Sarah Sanders” and “Sarah Huckabee Sanders”,
 * “Abe Shinzo” and “Shinzo Abe”, “David F. Helvey” and “D. Helvey”, but not “Bill Clinton” and “Hillary Clinton”.
 */
export function namesAgree(a: readonly string[], b: readonly string[]): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  if (ends(long, short)) return true;
  if (long.length === 2 && short.length === 2 && long[0] === short[1] && long[1] === short[0]) return true;
  const atLong = familyAt(long);
  const atShort = familyAt(short);
  if (familyOf(long, atLong) !== familyOf(short, atShort) && long.at(-1) !== short.at(-1))
    return long.length !== short.length && long.join('').replaceAll('-', '') === short.join('').replaceAll('-', '');
  const givenLong = givenOf(long, atLong);
  const givenShort = givenOf(short, atShort);
  if (givenLong.length === 0 || givenShort.length === 0) return true;
  if (givenNamesAgree(givenLong[0]!, givenShort[0]!)) return true;
  return (
    givenLong.join('').replaceAll('-', '') === givenShort.join('').replaceAll('-', '') ||
    // “J. Edgar Hoover” is also “Edgar Hoover”.
    (isInitials(givenLong[0]!) && givenLong.includes(givenShort[0]!))
  );
}

function ends(long: readonly string[], short: readonly string[]): boolean {
  const from = long.length - short.length;
  for (let i = 0; i < short.length; i++) if (long[from + i] !== short[i]) return false;
  return true;
}

/** The gender that a given name shows, of the common ones that one gender has. */
export function genderOfName(words: readonly string[], family: number): Gender | null {
  if (words.length < 2 || family === 0) return null;
  const kind = kindOfWord(words[0]!);
  if ((kind & is.female) !== 0) return (kind & is.male) !== 0 ? null : 'f';
  return (kind & is.male) !== 0 ? 'm' : null;
}

const ofWomen =
  'mrs. mrs ms. ms miss dame madame madam lady frau señora spokeswoman chairwoman congresswoman councilwoman businesswoman woman actress queen princess mother wife daughter sister widow aunt niece grandmother girlfriend mom';
const ofMen =
  'mr. mr sir monsieur herr señor lord spokesman congressman councilman businessman man actor king prince father husband son brother widower uncle nephew grandfather boyfriend pope cardinal archbishop dad';
const titles = new Map<string, Gender>();
for (const title of ofWomen.split(' ')) titles.set(title, 'f');
for (const title of ofMen.split(' ')) titles.set(title, 'm');

/** The gender that a title or description shows. */
export const genderOfTitle = (lower: string): Gender | null => titles.get(lower) ?? null;
