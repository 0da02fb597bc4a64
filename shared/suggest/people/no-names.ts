import type { Token } from '../english/tokens.ts';
import { reportingVerb } from '../english/verbs.ts';
import { is, kindOfWord } from './words.ts';

/** The commonest words of the languages that English news quotes: a capital on one of them is that of its sentence. */
const foreign = new Set(
  (
    'der die das den dem des ein eine einen und oder aber nicht ist sind war wir ich sie es auch mit von zu auf für im am wie was wer ' +
    'le la les un une des et ou mais est sont il elle nous vous je ce cette dans pour sur avec qui que ne pas ' +
    'el los las uno una unos y o pero es son no en con por para como yo nosotros ' +
    'os um uma não é são com mas nós eu gli lo che di e è sono per ma noi io het een en niet maar wij ik met voor'
  ).split(' '),
);

/** How many capitals a word of grammar has before it is shouted: “WHO” and “IT” are organisations and fields as well. */
const shortest = 4;

/**
 * Whether a capitalised word names nobody when it stands alone: what is left of a contraction, a function word of another
 * language (“Und”), a word that is shouted (“WRITE”).
 */
export function isNoName({ text, lower }: Token): boolean {
  if (foreign.has(lower) || contraction.test(lower)) return true;
  if (text.length < 2 || text !== text.toUpperCase() || text === lower) return false;
  if (reportingVerb(lower) !== undefined) return true;
  return text.length >= shortest && (kindOfWord(lower) & (is.grammar | is.preposition)) !== 0;
}

const contraction = /(?:n't|'(?:re|ve|ll|m|d))$/;
