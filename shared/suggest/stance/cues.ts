import type { Codebook, StanceValue } from '../../codebook/codebook.ts';
import { groupBy } from '../../model/groups.ts';
import type { Mention, Range } from '../../model/range.ts';
import type { Target } from '../../model/target.ts';
import { mentionOf } from '../../text/quote.ts';
import type { SuggestedStance } from '../suggestion.ts';
import { aboutWhich, isAsked, isOfSpeech } from './about.ts';
import { isActive, isSpeakers } from './holder.ts';
import { type PhraseFinder, phraseFinder } from './phrases.ts';
import { type TargetSeen, targetFinder } from './targets.ts';
import { type PhraseWord, phraseWordsOf, wordAt } from './words.ts';

/** How sure a cue phrase is by itself: as the verb that reports a statement, and among the statement's own words. */
const inCue = 0.8;
const inWords = 0.6;
/** What is left of it when the words do not say toward what, when it was turned round, when two speak against each other. */
const noTarget = 0.75;
const turned = 0.8;
const opposed = 0.8;

/** So many words of a statement are read with what reports it. */
const onward = 20;

/** How many code units before and after a cue are read with it. */
const around = 240;

export interface StatementInText {
  text: string;
  /** Without its quotation marks. */
  statement: Range;
  /** The words that report it. */
  cue: Mention | null;
  codebook: Codebook;
  /** What stances may be toward. */
  targets: readonly Target[];
}

/**
 * The stances that cue phrases of the codebook speak for: in the words that report a statement and in the statement's
 * own, where they tell the stance of who speaks. One at most for each target, the surest first. The target is the object of
 * the phrase or what the phrase is said of; null when that is not named. A negated phrase for a target counts against it, and
 * a negated one against it says nothing (“no longer opposes”); what denies it may stand before the statement. Questions take
 * no side. Offsets are UTF-16 code units of the text. Linear in the length of the statement.
 */
export function stancesByCue({ text, statement, cue, codebook, targets }: StatementInText): SuggestedStance[] {
  const finder = cueFinder(codebook);
  const { words: own, begins, quoted } = withLead(text, statement);
  const report = cue === null ? [] : phraseWordsOf(text, reportOf(text, statement, cue));
  const ownSeen = finder.find(
    own,
    (at) =>
      at[0]! >= begins &&
      isSpeakers(at, { text, words: own, begins, quoted }) &&
      !isAsked(text, own, at[0]!) &&
      speaksOfOne(own, at, targets),
  );
  const belongs = cue === null ? () => false : belongsTo(cue, report);
  const reportSeen = finder.find(
    report,
    (at) => belongs(at[0]!) && isActive(at, report, cue!.start) && speaksOfOne(report, at, targets),
  );
  // Most statements have no cue phrase, and what they are about need not be known.
  if (ownSeen.length + reportSeen.length === 0) return [];

  const named = targetFinder(targets);
  const ownTargets = named.find(own).filter(({ first }) => first >= begins);
  const reportTargets = named.find(report);
  // What reports a statement that follows goes on with its words: “called for ‹an end to the levy›”.
  const goesOn = cue !== null && cue.start < statement.start;
  const through = goesOn && reportSeen.length > 0 ? [...report, ...own.slice(begins, begins + onward)] : report;
  const throughTargets = through === report ? reportTargets : named.find(through);
  const found: Found[] = [];
  for (const seen of reportSeen) {
    const target = aboutWhich(throughTargets, through, seen.at, undefined);
    found.push(...read({ text, words: through, seen, target, codebook, byCue: true }));
  }
  for (const seen of ownSeen) {
    const target = aboutWhich(ownTargets, own, seen.at, reportTargets.at(-1));
    found.push(...read({ text, words: own, seen, target, codebook, byCue: false }));
  }
  return settle(found, codebook);
}

/** So many code units before a statement are read with it, for what denies its first words. */
const leading = 80;

/** The words of a statement after those that lead up to it in its sentence: “refused to ‹back the pact›”. */
function withLead(text: string, statement: Range): { words: PhraseWord[]; begins: number; quoted: boolean } {
  const mark = /["“„«‘']\s?$/.exec(text.slice(Math.max(0, statement.start - 2), statement.start));
  const quoted = mark !== null;
  const words = phraseWordsOf(text, statement);
  // A whole sentence that is quoted has nothing before it.
  if (quoted && /^\p{Lu}/u.test(text.slice(statement.start, statement.start + 2))) return { words, begins: 0, quoted };
  const end = statement.start - (mark?.[0].length ?? 0);
  const back = Math.max(0, end - leading);
  const before = text.slice(back, end);
  const lead = phraseWordsOf(text, { start: back + beginning(before, back > 0), end });
  return { words: [...lead, ...words], begins: lead.length, quoted };
}

/**
 * Whether what comes after the “but” of a phrase goes on about the same thing: it stands after a mark, nothing is denied
 * before it (“not this but that”), and no other target is named after it.
 */
function speaksOfOne(words: readonly PhraseWord[], at: readonly number[], targets: readonly Target[]): boolean {
  const last = at.at(-1)!;
  if (words[last]!.word !== 'but') return true;
  const first = at[0]!;
  if (words[last - 1]!.ends !== 'clause' || /^(?:also|rather|instead|because)$/.test(wordAt(words, last + 1)))
    return false;
  if (words.slice(first, last).some(({ word }) => negations.has(word)) || negation(words, first) !== undefined)
    return false;
  let end = last + 1;
  while (end < words.length && end - last <= butReach && words[end]!.ends !== 'sentence') end++;
  const named = targetFinder(targets);
  const [before, after] = [named.find(words.slice(first, last)), named.find(words.slice(last + 1, end))];
  return after.length === 0 || after.some((one) => before.some((other) => other.target === one.target));
}
/** So many words after a “but” are looked at. */
const butReach = 30;

/** The targets that a statement, or what reports it, names, each once and the statement's own first. */
export function targetsNamed({ text, statement, cue, targets }: Omit<StatementInText, 'codebook'>): Target[] {
  const named = targetFinder(targets);
  const ranges = cue === null ? [statement] : [statement, reportOf(text, statement, cue)];
  return [...new Set(ranges.flatMap((range) => named.find(phraseWordsOf(text, range)).map(({ target }) => target)))];
}

/** A stance before the stances toward the same target are weighed against each other. */
interface Found {
  value: StanceValue;
  target: TargetSeen | undefined;
  cue: Mention;
  confidence: number;
  /** “‘warned against’ stands for oppose”. */
  says: string;
  byCue: boolean;
}

const finders = new WeakMap<Codebook, PhraseFinder<StanceValue>>();

/** Prepares a codebook's cue phrases, once. */
function cueFinder(codebook: Codebook): PhraseFinder<StanceValue> {
  let finder = finders.get(codebook);
  if (finder === undefined) {
    finder = phraseFinder(
      codebook.stances.flatMap((value) => value.cues.map(({ phrase }) => ({ phrase, means: value }))),
    );
    finders.set(codebook, finder);
  }
  return finder;
}

/**
 * The stretch that a cue stands in: from some words before it to the statement, or, after the statement, to the end of
 * the sentence or to where the next quotation begins.
 */
function reportOf(text: string, statement: Range, cue: Mention): Range {
  const back = Math.max(0, cue.start - around, cue.start >= statement.end ? statement.end : 0);
  const before = text.slice(back, cue.start);
  const start = back + beginning(before, back > 0);
  if (cue.start < statement.start) return { start, end: Math.min(statement.start, cue.end + around) };
  const after = text.slice(cue.end, cue.end + around);
  const stop = after.search(/[.!?;…\n]["”’»]?(?:\s|$)|["“„«]/);
  return { start, end: cue.end + (stop < 0 ? after.length : stop) };
}

/** Where, before a cue, its sentence begins, or the first whole word of what is looked at. */
function beginning(before: string, cut: boolean): number {
  const ends = [...before.matchAll(/[.!?;…]["”’»)]*\s|\n|["”»]/g)].at(-1);
  if (ends !== undefined) return ends.index + ends[0].length;
  return cut ? Math.max(0, before.search(/\s/)) : 0;
}

/**
 * Whether a phrase may begin at a place of the words around a cue: within the cue, and, when that only goes on (“welcomed
 * the plan, saying”), before it as well.
 */
function belongsTo(cue: Mention, words: readonly PhraseWord[]): (place: number) => boolean {
  const goesOn = /^(?:saying|adding|calling(?! for)|arguing|noting|stressing|as)\b/i.test(cue.text);
  return (place) => words[place]!.end > (goesOn ? 0 : cue.start) && words[place]!.start < cue.end;
}

function read(options: {
  text: string;
  words: readonly PhraseWord[];
  seen: { means: StanceValue; at: readonly number[] };
  target: TargetSeen | undefined;
  codebook: Codebook;
  byCue: boolean;
}): Found[] {
  const { text, words, seen, target, codebook, byCue } = options;
  const first = words[seen.at[0]!]!;
  const last = words[seen.at.at(-1)!]!;
  const denied = negation(words, seen.at[0]!);
  const value = denied === undefined ? seen.means : turnedRound(codebook, seen.means);
  if (value === undefined || (value.score < 0 && isOfSpeech(words, seen.at.at(-1)!))) return [];
  const cue = mentionOf(text, { start: (denied ?? first).start, end: last.end });
  const confidence =
    (byCue ? inCue : inWords) * (denied === undefined ? 1 : turned) * (target === undefined ? noTarget : target.sure);
  return [{ value, target, cue, confidence, says: `‘${oneLine(cue.text)}’ stands for ${wordFor(value)}`, byCue }];
}

const wordFor = (value: StanceValue) => value.name.toLowerCase();
const oneLine = (words: string) => words.replace(/\s+/g, ' ');

/** So many words may stand between a negation and what it denies. */
const negationReach = 3;
const negations = new Set([
  'not',
  'never',
  'neither',
  'nor',
  'without',
  'hardly',
  'barely',
  'unable',
  'unwilling',
  'no',
]);
/** Verbs that deny the one that follows with “to”. */
const refusals = /^(?:refus|declin|fail)(?:e|es|ed|ing|s)?$/;

/** “I don’t think it is a mistake” denies that it is one. */
const thinks = /^(?:say|think|believe|call|suggest)$/;
const subjects = /^(?:i|we|he|she|it|they|you)$/;

/** The word that denies what stands at a place, in the same clause; undefined when nothing does. */
function negation(words: readonly PhraseWord[], at: number): PhraseWord | undefined {
  for (let i = at - 1; i >= Math.max(0, at - 1 - negationReach); i--) {
    const { word, ends } = words[i]!;
    if (subjects.test(word) && thinks.test(wordAt(words, i - 1))) return negation(words, i - 1);
    if (subjects.test(word) && !/^(?:do|does|did|have|has|will|can|would)$/.test(wordAt(words, i - 1)))
      return undefined;
    if (ends !== null || /^(?:but|and|that|because|while|which|who|whether|if)$/.test(word)) return undefined;
    if (refusals.test(word) && words[i + 1]?.word === 'to') return words[i];
    if (!negations.has(word)) continue;
    // “Or not” denies nothing, “not only” neither, and “no” denies only what it stands right before, or “no longer”.
    if (/^(?:only|just|merely|least)$/.test(wordAt(words, i + 1)) || wordAt(words, i - 1) === 'or') return undefined;
    if (word === 'no' && i !== at - 1 && words[i + 1]?.word !== 'longer') continue;
    return words[i];
  }
  return undefined;
}

/** What a denied value stands for: not to support is to oppose, not to oppose says nothing. */
function turnedRound(codebook: Codebook, value: StanceValue): StanceValue | undefined {
  if (value.score <= 0) return undefined;
  return codebook.stances.filter(({ score }) => score < 0).sort((a, b) => b.score - a.score)[0];
}

/** One stance for each target, the surest first. */
function settle(found: readonly Found[], codebook: Codebook): SuggestedStance[] {
  const byTarget = groupBy(found, ({ target }) => target?.target.id ?? null);
  return [...byTarget]
    .flatMap(([target, all]) => settleOne(target, all, codebook) ?? [])
    .sort((a, b) => b.confidence - a.confidence || a.cue!.start - b.cue!.start);
}

function settleOne(target: string | null, all: readonly Found[], codebook: Codebook): SuggestedStance | undefined {
  const best = strongest(all);
  const against = all.filter(({ value }) => value.score * best.value.score < 0);
  if (against.length === 0) return stanceOf(best);
  // Without a target it may well be for one thing and against another: what reports the statement decides, or nothing.
  if (target === null) {
    const byCue = all.filter((one) => one.byCue);
    return byCue.length > 0 && byCue.length < all.length ? settleOne(null, byCue, codebook) : undefined;
  }
  const mixed = codebook.stances.find(({ score }) => score === 0);
  if (mixed === undefined) return undefined;
  const other = strongest(against);
  return {
    target,
    value: mixed.id,
    cue: best.cue,
    confidence: rounded(Math.min(best.confidence, other.confidence) * opposed),
    reason: `${best.says}, ‘${oneLine(other.cue.text)}’ for ${wordFor(other.value)}${towards(best)}`,
  };
}

/** Of at least one: what is for and against by itself, or else the furthest from the middle; then the surest, the first. */
function strongest(all: readonly Found[]): Found {
  const weight = ({ value }: Found) => (value.score === 0 ? Number.POSITIVE_INFINITY : Math.abs(value.score));
  return [...all].sort(
    (a, b) => compare(weight(b), weight(a)) || b.confidence - a.confidence || a.cue.start - b.cue.start,
  )[0]!;
}
const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);

const stanceOf = (one: Found): SuggestedStance => ({
  target: one.target?.target.id ?? null,
  value: one.value.id,
  cue: one.cue,
  confidence: rounded(one.confidence),
  reason: `${one.says}${towards(one)}`,
});

const towards = ({ target }: Found) => (target === undefined ? '' : `, toward ${target.target.name}`);
const rounded = (confidence: number) => Math.round(confidence * 100) / 100;
