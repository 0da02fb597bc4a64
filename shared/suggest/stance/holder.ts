import { bodyNouns, isAdverb } from '../english/words.ts';
import { countryNamed } from '../people/countries.ts';
import { formsOf } from './forms.ts';
import { type PhraseWord, wordAt } from './words.ts';

/*
 * Whose stance a cue phrase tells. “Support” tells that of its subject: of the speaker in “we support it”, of somebody
 * else in “voters who support it”, of nobody in “a vote for it”. “A mistake” is always the speaker’s.
 */

/** What somebody does or is who takes a stance, in dictionary form. */
const holding =
  'support back backing endorse favour call push vote advocate approve agree praise applaud hail commend insist demand ' +
  'stand vow condemn denounce oppose reject warn caution advise argue speak come criticise object express voice deplore ' +
  'regret decry slam protest dismiss take cast accept allow recognise welcome committed concerned encouraged opposed ' +
  'sceptical optimistic reservations';
/** Each form of these words, and whether it may be the bare verb. */
const heads = new Map(holding.split(' ').flatMap((word) => [...formsOf(word)].map((form) => [form, form === word])));
/** “In favour of” tells the stance of whoever is. */
const nouns = new Set(['favour', 'favor', 'backing', 'reservations']);
/** Participles that are said of people like adjectives. */
const states = new Set(['committed', 'concerned', 'encouraged', 'opposed', 'sceptical', 'skeptical', 'optimistic']);

const be = new Set([...formsOf('be'), "'s"]);
const have = formsOf('have');
const helpers = new Set([...be, ...have, ...'do does did will would can shall should must both all too'.split(' ')]);
/** What could be is no stance. */
const possible = new Set(['may', 'might', 'could']);
/** Who means to do something does it, as far as the stance goes; so does who refuses, the other way round. */
const meaning = formsFor(
  'want plan intend go continue decide prepare agree promise vow pledge refuse decline fail begin start have choose incline',
);
const willing = new Set(
  'ready willing glad proud happy pleased determined unwilling likely unlikely able here'.split(' '),
);
/** What makes a stance of the noun that follows: “expressed support for”. */
const voicing = formsFor('express voice pledge offer give reiterate repeat declare announce state reaffirm');
const own = new Set(['i', 'we']);
const others = new Set(['he', 'she', 'it', 'they']);
const bodies = new Set([
  ...bodyNouns,
  ...'country nation government party administration side republic capital house bloc alliance states kingdom'.split(
    ' ',
  ),
]);
/** Nouns for bodies of which nobody speaks as one. */
const crowds = new Set(['people', 'citizens', 'voters']);

/** So many words are looked through for the subject. */
const subjectReach = 14;

export interface InStatement {
  text: string;
  words: readonly PhraseWord[];
  /** The place of the first word of the statement; those before it only lead up to it. */
  begins: number;
  /** Whether the statement stands in quotation marks, so that “he” is not the speaker. */
  quoted: boolean;
}

const nounEnds = /^(?:for|from|of|among|will|is|was|has|in|and)$/;

/**
 * Whether a phrase tells the stance of who speaks, by a few words before it and one after. A phrase without any of the
 * words for what a person does is taken to be said of a thing, and so by the speaker.
 */
export function isSpeakers(at: readonly number[], statement: InStatement): boolean {
  const { words, begins } = statement;
  const head = at.find((place) => heads.has(words[place]!.word));
  if (head === undefined) return isPredicate(at, words);
  const first = at[0]!;
  const { word } = words[head]!;
  const after = words[at.at(-1)! + 1];
  if ((after?.word === 'by' && !states.has(word)) || isOfWhoever(at.at(-1)!, words)) return false;
  // “Support for it”, “support will fall”: the noun, which is the speaker’s only where the words before it say so.
  const isNoun = word.startsWith('support') && nounEnds.test(after?.word ?? '') && wordAt(words, first - 1) !== 'to';
  if (isNoun && first === begins) return false;
  if (word === 'welcome') return isWelcome(first, head, statement);
  return hasSpeakerAsSubject(first, word, statement);
}

/** Whether a phrase has an object that the stance is toward: “support” has, “is welcome” and “a mistake” are said of a subject. */
export function isHolding(at: readonly number[], words: readonly PhraseWord[]): boolean {
  const head = at.find((place) => heads.has(words[place]!.word));
  if (head === undefined) return false;
  return words[head]!.word !== 'welcome' || !be.has(wordAt(words, beforeAdverbs(words, at[0]!)));
}

/**
 * Words that report a statement have its speaker as their subject, unless they are passive. Those that stand before the
 * cue, which only goes on from them, have it when they are verbs that stand by themselves.
 */
export function isActive(at: readonly number[], words: readonly PhraseWord[], cue: number): boolean {
  const last = at.at(-1)!;
  if (words[at[0]!]!.end <= cue && heads.get(words[at[0]!]!.word) === true) return false;
  if (words.slice(Math.max(0, at[0]! - 3), at[0]!).some(({ word }) => /^(?:few|nobody|none|neither)$/.test(word)))
    return false;
  if (isOfWhoever(last, words)) return false;
  if (words[last + 1]?.word === 'by') return false;
  const { word } = words[at[0]!]!;
  if (word.endsWith('ing') && /^(?:into|of|for)$/.test(wordAt(words, at[0]! - 1))) return false;
  if (!heads.has(word) || states.has(word) || !word.endsWith('ed')) return true;
  for (let i = at[0]! - 1; i >= 0 && i >= at[0]! - 3; i--) {
    if (be.has(words[i]!.word)) return false;
    if (!isAdverb(words[i]!.word)) return true;
  }
  return true;
}

/** “Agree with you”, “insisted on Monday”, “rules called for under a law”: nothing that a stance is toward. */
function isOfWhoever(last: number, words: readonly PhraseWord[]): boolean {
  const after = wordAt(words, last + 1);
  if (words[last]!.word === 'for' && after === 'under') return true;
  if (words[last]!.word === 'with') return /^(?:you|him|her|them|me)$/.test(after);
  return (
    words[last]!.word === 'on' && /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|cnn|twitter|television)$/.test(after)
  );
}

/** “Dialogue is welcome”, but not “you are welcome to explain”. */
function isWelcome(first: number, head: number, statement: InStatement): boolean {
  const { words } = statement;
  const before = beforeAdverbs(words, first);
  const after = words[head + 1];
  if (after?.word === 'to' || after?.word === 'back') return false;
  if (head === 0 && statement.quoted) return false;
  if (be.has(wordAt(words, before))) {
    const subject = wordAt(words, before - 1);
    return isEnd(after) && !/^(?:i|we|you|he|she|they|who|all|everyone|everybody|anyone|people)$/.test(subject);
  }
  if (/^(?:a|very|most|more)$/.test(wordAt(words, first - 1))) return true;
  return hasSpeakerAsSubject(first, 'welcome', statement);
}

/** What is said of a thing counts where it is said: “the fee is unfair”, not “an unfair fee was paid”, “I made a mistake”. */
function isPredicate(at: readonly number[], words: readonly PhraseWord[]): boolean {
  const [first, last] = [at[0]!, at.at(-1)!];
  if (/^ma(?:ke|kes|de|king)$/.test(wordAt(words, beforeAdverbs(words, first)))) return false;
  if (have.has(words[first]!.word) && own.has(wordAt(words, first - 1))) return false;
  if (first !== last || !/(?:able|fair|ive|ate|tic)$/.test(words[first]!.word)) return true;
  return isEnd(words[last + 1]);
}

const following = new Set(
  'to for that if and or because in as on at but when while by since until unless from now today of under with so this'.split(
    ' ',
  ),
);
const isEnd = (word: PhraseWord | undefined) => word === undefined || word.ends !== null || following.has(word.word);

function beforeAdverbs(words: readonly PhraseWord[], at: number): number {
  let i = at - 1;
  while (i >= 0 && at - i < 4 && words[i]!.ends === null && isAdverb(words[i]!.word)) i--;
  return i;
}

/** Walks back over helping verbs and adverbs to the subject, in its clause. */
function hasSpeakerAsSubject(first: number, head: string, statement: InStatement): boolean {
  const { words, begins } = statement;
  const mayBeNoun = head === 'support' || nouns.has(head);
  /** Whether an “-ing” or a noun still waits for the verb that it hangs on. */
  let waits = head.endsWith('ing') && !nouns.has(head);
  let passive = false;
  let infinitive = false;
  const counts = () => !waits && !(passive && isPassive(head));
  for (let i = first - 1; i >= first - subjectReach; i--) {
    if (i < begins || i < 0) return counts();
    const { word, ends } = words[i]!;
    const before = wordAt(words, i - 1);
    if (ends === 'sentence') return !waits && heads.get(head) === true;
    if (ends === 'clause') return !waits && !isParticiple(head) && coordinated(i, statement);
    if (own.has(word) || (others.has(word) && !statement.quoted)) return counts() && !/^(?:whether|if)$/.test(before);
    if (possible.has(word)) return false;
    // “Would have voted for it” had things been otherwise.
    if (have.has(word) && before === 'would') return false;
    if (word === 'and' || word === 'or') {
      return !waits && words[first + 1]?.ends !== 'sentence' && coordinated(i, statement);
    }
    if (be.has(word)) {
      waits = false;
      passive = !infinitive;
    } else if (word === 'to') {
      if (i === begins) return true;
      if (!meaning.has(before) && !willing.has(before)) return false;
      if (meaning.has(before) && before.endsWith('ing')) waits = true;
      infinitive = true;
      i--;
    } else if (mayBeNoun && /^(?:no|my|our)$/.test(word)) return true;
    else if (mayBeNoun && voicing.has(word)) waits = false;
    else if (mayBeNoun && /^(?:its|his|her|their|full|strong)$/.test(word)) waits = true;
    else if (!helpers.has(word) && !isAdverb(word) && word !== 'not' && word !== 'never') {
      return counts() && isOwnBody(i, head, statement);
    }
  }
  return false;
}

const isParticiple = (head: string) => head.endsWith('ed') || states.has(head);

/** “Is rejected”, “is support for”: what is done to somebody, or a noun. */
const isPassive = (head: string) => !head.endsWith('ing') && !states.has(head) && !nouns.has(head);

/** “We have read it and support it”: the nearest pronoun before is the subject. */
function coordinated(at: number, { words, begins, quoted }: InStatement): boolean {
  for (let i = at - 1; i >= begins && at - i < subjectReach && words[i]!.ends !== 'sentence'; i--) {
    const { word } = words[i]!;
    if (own.has(word)) return true;
    if (others.has(word)) return !quoted;
    if (/^(?:you|who|which|that|whether|if|to)$/.test(word)) return false;
  }
  // “Was ‘dissatisfied with and opposed to’ it”: quoted words that go on the sentence they stand in.
  return quoted && begins > 0;
}

/** “My government”, “the alliance”, “Romania”: whoever speaks for them means them. */
function isOwnBody(at: number, head: string, { text, words, begins }: InStatement): boolean {
  const { word, start, end } = words[at]!;
  for (let i = at - 1; i >= Math.max(begins, at - 3); i--) if (/^(?:my|our)$/.test(words[i]!.word)) return true;
  if (/ed$/.test(head) && !states.has(head) && !have.has(wordAt(words, at + 1))) return false;
  if (crowds.has(word)) return false;
  const place = countryNamed(text.slice(start, end))?.kind;
  return bodies.has(word) || place === 'name' || place === 'capital';
}

function formsFor(words: string): Set<string> {
  return new Set(words.split(' ').flatMap((word) => [...formsOf(word)]));
}
