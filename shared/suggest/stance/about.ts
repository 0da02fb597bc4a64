import { isHolding } from './holder.ts';
import type { TargetSeen } from './targets.ts';
import type { PhraseWord } from './words.ts';

/** So many words may stand between a phrase and its object, and between what it is said of and the phrase. */
const objectReach = 14;
/** So far back a pronoun may point. */
const pronounReach = 60;

/** Words that begin what the phrase is no longer about. */
const leadsOff =
  /^(?:because|if|when|while|although|though|after|before|since|who|whom|which|whose|unless|but|than|as|by)$/;
/** Who is for the end of something is against it: what is said is not said of what ends. */
const reverses =
  /^(?:ban(?:s|ning)?|suspen(?:d|ds|ding|sion)|end(?:s|ing)?|moratorium|halt(?:s|ing)?|repeal(?:s|ing)?|withdraw(?:al|ing)?|delay(?:s|ing)?|boycott|cancel\w*|abol\w*|reject(?:s|ing|ion)|review|investigat\w+|inquiry|remov(?:e|al|ing)|resign(?:s|ing|ation)?|criti\w+|oppos(?:e|es|ing|ition)|attacks?|leaving|scrap(?:s|ping)?|block(?:s|ing)?|without|against)$/;
/** Words that somebody said: who rejects them takes no side. */
const speech =
  /^(?:claims?|accusations?|allegations?|suggestions?|charges?|reports?|rumou?rs?|criticisms?|critiques?|assertions?|notions?|speculation|fears?|worries|concerns?|questions?|implications?|attacks?|insinuations?)$/;

/**
 * What a phrase is about. Of what somebody supports or rejects, the target named first after the phrase in its clause; of
 * what is said of a thing, the one named nearest before it, or else after it. A pronoun stands for the one named last.
 * @param earlier what was named last before these words
 */
export function aboutWhich(
  targets: readonly TargetSeen[],
  words: readonly PhraseWord[],
  at: readonly number[],
  earlier: TargetSeen | undefined,
): TargetSeen | undefined {
  const [first, last] = [at[0]!, at.at(-1)!];
  const next = firstAfter(targets, first);
  const before = next === 0 ? undefined : targets[next - 1];
  const after = targets[next];
  const object = isHolding(at, words);
  const follows = after !== undefined && reaches(words, first, last, after.first) ? after : undefined;
  if (object && follows !== undefined) return isBidden(words, last, follows) ? undefined : follows;
  const pointsBack = object ? hasPronounObject(words, last) : hasPronounSubject(words, first);
  if (!object) {
    if (before !== undefined && isInClause(words, before.last, first)) return before;
    if (follows !== undefined) return follows;
  }
  if (!pointsBack) return undefined;
  if (before === undefined) return earlier;
  return first - before.last <= pronounReach ? before : undefined;
}

/** Whether a phrase is said of words that somebody said: “rejected the claim that …”. */
export function isOfSpeech(words: readonly PhraseWord[], last: number): boolean {
  for (let i = last + 1; i < words.length && i <= last + 4 && words[i]!.ends === null; i++) {
    if (speech.test(words[i]!.word) || (words[i]!.word === 'idea' && words[i + 1]?.word === 'that')) return true;
    if (/^(?:of|to|for)$/.test(words[i]!.word)) return false;
  }
  return false;
}

/** Whether the sentence of a phrase is a question. */
export function isAsked(text: string, words: readonly PhraseWord[], at: number): boolean {
  for (let i = at; i < words.length && i < at + pronounReach; i++) {
    if (words[i]!.ends === 'sentence') return text[words[i]!.start] === '?';
  }
  return false;
}

function firstAfter(targets: readonly TargetSeen[], place: number): number {
  let low = 0;
  let high = targets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (targets[middle]!.first > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

function reaches(words: readonly PhraseWord[], first: number, last: number, to: number): boolean {
  if (to - last > objectReach) return false;
  const bids = words[last]!.word === 'for';
  for (let i = first + 1; i < to; i++) {
    const { word, ends } = words[i]!;
    // “Whom we support in April, with little doubt about the pact”.
    if (i > last && word === 'with' && words[i - 1]!.ends === 'clause') return false;
    if (ends === 'sentence' || (i > last && (leadsOff.test(word) || reverses.test(word) || (bids && word === 'to'))))
      return false;
  }
  return true;
}

function isInClause(words: readonly PhraseWord[], from: number, to: number): boolean {
  if (to - from > objectReach) return false;
  for (let i = from + 1; i < to; i++) if (words[i]!.ends === 'sentence' || leadsOff.test(words[i]!.word)) return false;
  return true;
}

function hasPronounObject(words: readonly PhraseWord[], last: number): boolean {
  const [after, next] = [words[last + 1], words[last + 2]];
  if (after === undefined || after.ends !== null || after.word === 'it') return true;
  // “We oppose that”, but “we demand that it ends” and “we oppose this plan”.
  return /^(?:this|that)$/.test(after.word) && (next === undefined || next.ends !== null);
}

/** “Called for Romania to sign”: what is asked for is what it does. */
const isBidden = (words: readonly PhraseWord[], last: number, target: TargetSeen) =>
  words[last]!.word === 'for' && words[target.last + 1]?.word === 'to';

function hasPronounSubject(words: readonly PhraseWord[], first: number): boolean {
  for (let i = first - 1; i >= 0 && i >= first - 4 && words[i]!.ends === null; i--) {
    if (/^(?:it|this|that)$/.test(words[i]!.word)) return true;
  }
  return false;
}
