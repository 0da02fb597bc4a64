import { type Phrase, phraseAfter, phraseBefore } from '../english/noun-phrase.ts';
import type { Item, Passage, Sentence } from '../english/passage.ts';
import { clauseSubject, subjectOf } from '../english/subject.ts';
import { type ReportingVerb, reportingForms, reportingVerb } from '../english/verbs.ts';
import { isNominal, isPerson, isPossessive, pronominal } from '../english/word-class.ts';
import {
  auxiliaries,
  bodyNouns,
  conjunctions,
  determiners,
  isAdverb,
  possessives,
  prepositions,
  roleNouns,
  subjects,
  subordinators,
} from '../english/words.ts';

/** Words that report a saying, and who says it: items `from` (inclusive) to `to` (exclusive) of a paragraph. */
export interface Cue extends Phrase {
  kind: 'verb' | 'according' | 'words';
  form: ReportingVerb['form'];
  strength: 1 | 2 | 3;
  lemma: string;
  source: Phrase | undefined;
  /** The source follows: “said Berg”. */
  inverted: boolean;
}

/** The item that the clause of a cue with a source begins at: “Berg said”, “said Berg”. */
export const beginningOf = ({ from, source, inverted }: Cue): number => (inverted ? from : source!.from);

export type Cues = ReadonlyMap<Sentence, readonly Cue[]>;

/** The cues of every sentence, in order; none where the language is not English. */
export function cuesIn(passages: readonly Passage[]): Cues {
  const cues = new Map<Sentence, readonly Cue[]>();
  for (const { items, sentences, english } of passages)
    for (const one of sentences) cues.set(one, english ? cuesOf(items, one) : []);
  return cues;
}

function cuesOf(items: readonly Item[], { from, to, quotes }: Sentence): Cue[] {
  const cues: Cue[] = [];
  for (let i = from; i < to; i++) {
    const item = items[i]!;
    if (item.kind !== 'word') continue;
    const { lower } = item;
    if (lower === 'according' && items[i + 1]?.lower === 'to') {
      const source = phraseAfter(items, i + 2, to);
      if (source) cues.push(withoutVerb('according', { from: i, to: i + 2 }, 'according to', 3, source));
      continue;
    }
    if (lower === 'words' && i > from) {
      const source = wordsOf(items, i, from, to);
      if (source) cues.push(withoutVerb('words', { from: i, to: i + 1 }, lower, 3, source));
      continue;
    }
    if (!mayReport.has(lower) || (item.capital && i > from)) continue;
    if (sayings.has(lower)) {
      const source = possessor(items, i, from);
      if (source) {
        cues.push(withoutVerb('words', { from: i, to: i + 1 }, lower, 2, source));
        continue;
      }
    }
    const verb = prepositions.has(lower) ? undefined : reportingVerb(lower);
    if (verb?.lemma === 'continue' && items[i + 1]?.kind === 'word') continue;
    // Only a quotation makes a verb that seldom reports worth looking at.
    if (verb?.strength === 1 && quotes === 0) continue;
    if (verb?.lemma === 'point' && !/^(?:out|to)$/.test(items[i + 1]?.lower ?? '')) continue;
    if (verb?.lemma === 'comment' && lower === 'comment') continue;
    if (verb === undefined || isNoun(items, i, from, verb)) continue;
    const form =
      verb.form === 'participle' && verb.strength === 3 && isProgressive(items, i, from) ? 'finite' : verb.form;
    const end = particleAfter(items, i, to);
    const cue: Cue = {
      from: i,
      to: end,
      kind: 'verb',
      form,
      strength: verb.strength,
      lemma: verb.lemma,
      source: undefined,
      inverted: false,
    };
    if (
      verb.strength >= 2 &&
      form === 'finite' &&
      (isAfterQuote(items, i, from) || (followed.has(verb.lemma) && closesSentence(items, i, from, to)))
    ) {
      const source = phraseAfter(items, i + 1, to);
      if (source !== undefined) {
        cue.source = source;
        cue.inverted = true;
      }
    }
    if (cue.source === undefined)
      cue.source =
        form === 'participle'
          ? participleSource(items, i, from, cues)
          : verb.form === 'finite' && isPassive(items, i, from)
            ? agentOf(items, i, to)
            : subjectOf(items, i, from);
    cues.push(cue);
  }
  return cues;
}

/** A cue that is no verb: “according to” with the source after it, or a noun for what is said. */
const withoutVerb = (
  kind: 'according' | 'words',
  { from, to }: Phrase,
  lemma: string,
  strength: 2 | 3,
  source: Phrase,
): Cue => ({ from, to, kind, form: 'finite', strength, lemma, source, inverted: kind === 'according' });

/** “in the words of Berg”, “in Berg’s words”. */
function wordsOf(items: readonly Item[], i: number, from: number, to: number): Phrase | undefined {
  if (items[i + 1]?.lower === 'of') return phraseAfter(items, i + 2, to);
  const before = items[i - 1]!;
  if (isPossessive(before)) return phraseBefore(items, i - 2, from);
  if (possessives.has(before.lower)) return { from: i - 1, to: i };
  return undefined;
}

/** Nouns for what is said, when it is somebody’s: “his call for …”, “Berg’s remark that …”. */
const sayings = new Set(
  (
    'comment comments remark remarks claim claims call calls assertion suggestion warning promise promises pledge vow declaration description ' +
    'criticism accusation accusations argument motto slogan phrase demand demands proposal tweet tweets message letter email e-mail ' +
    'statement statements reply response answer assessment complaint conclusion view belief rhetoric'
  ).split(' '),
);
/** Looked up first: hardly one word in ten is any of these. */
const mayReport = new Set([...reportingForms, ...sayings]);

/** “Berg’s campaign slogan”: whose the noun is, with at most two words between. */
function possessor(items: readonly Item[], i: number, from: number): Phrase | undefined {
  for (let k = i - 1; k >= from && i - k <= 3; k--) {
    const item = items[k]!;
    if (possessives.has(item.lower)) return { from: k, to: k + 1 };
    if (isPossessive(item)) return k - 1 >= from ? phraseBefore(items, k - 1, from) : undefined;
    if (item.kind !== 'word' || prepositions.has(item.lower) || determiners.has(item.lower)) return undefined;
  }
  return undefined;
}

/** Whether a word that can be a verb is a noun here: “the call”, “his claims”. */
function isNoun(items: readonly Item[], i: number, from: number, verb: ReportingVerb): boolean {
  const before = i > from ? items[i - 1] : undefined;
  if (before === undefined) return verb.form === 'base';
  const { lower } = before;
  if (verb.form === 'participle') return determiners.has(lower) || possessives.has(lower) || isPossessive(before);
  if (determiners.has(lower) && !pronominal.has(lower)) return true;
  if (possessives.has(lower) || (isPossessive(before) && verb.strength < 3)) return true;
  if (prepositions.has(lower) && lower !== 'to' && (verb.form !== 'finite' || items[i]!.lower.endsWith('s')))
    return true;
  if (nounsToo.has(items[i]!.lower))
    return !(
      before.capital ||
      before.kind !== 'word' ||
      subjects.has(lower) ||
      isAdverb(lower) ||
      subordinators.has(lower) ||
      isPerson(lower)
    );
  if (verb.form !== 'base') return false;
  // The bare form is a verb after “to”, an auxiliary, a pronoun or a plural.
  if (
    lower === 'to' ||
    auxiliaries.has(lower) ||
    subjects.has(lower) ||
    isAdverb(lower) ||
    conjunctions.has(lower) ||
    lower === 'who'
  )
    return false;
  if (before.kind === 'quote' || before.kind === 'mark') return false;
  return !(/[^suio]s$|(?:men|people)$/.test(lower) || plurals.has(lower));
}

/** Forms that are likelier nouns, unless somebody stands before them. */
const nounsToo = new Set(
  'attacks calls claims reports comments notes questions demands promises pledges tweets posts remarks names views states hopes fears plans talks answers offers texts emails complaints charges looks'.split(
    ' ',
  ),
);
const plurals = new Set('people men women police critics children media'.split(' '));

/** The end of a cue with the particle or preposition that belongs to it: “warned against”, “called for”, “pointed out”. */
function particleAfter(items: readonly Item[], i: number, to: number): number {
  return i + 1 < to && verbParticles.has(items[i + 1]!.lower) ? i + 2 : i + 1;
}
const verbParticles = new Set('against for out back off down up about of'.split(' '));

function isAfterQuote(items: readonly Item[], i: number, from: number): boolean {
  const before = i > from ? items[i - 1] : undefined;
  if (before?.kind === 'quote') return true;
  return before?.text === ',' && items[i - 2]?.kind === 'quote' && i - 2 >= from;
}

/** Verbs that their subject can follow although nothing is quoted: “…, said the ministry.” */
const followed = new Set('say add explain insist'.split(' '));

/** “…, said the ministry, …”: inverted after words that are no quotation. */
function closesSentence(items: readonly Item[], i: number, from: number, to: number): boolean {
  if (i - 1 <= from || items[i - 1]!.text !== ',' || items[i + 1]?.lower === 'that') return false;
  const source = phraseAfter(items, i + 1, to);
  if (source === undefined) return false;
  const after = items[source.to];
  return source.to >= to || after!.kind === 'mark' || prepositions.has(after!.lower) || after!.lower === 'who';
}

/** The place of what stands before a verb and its adverbs; one before `from` when nothing does. */
function beforeAdverbs(items: readonly Item[], verb: number, from: number): number {
  let at = verb - 1;
  while (at >= from && isAdverb(items[at]!.lower)) at--;
  return at;
}

/** “was called”, “is believed”: somebody else says it. */
function isPassive(items: readonly Item[], i: number, from: number): boolean {
  if (items[i]!.lower.endsWith('s')) return false;
  const at = beforeAdverbs(items, i, from);
  return at >= from && beings.has(items[at]!.lower);
}
const beings = new Set('is are was were be been being'.split(' '));

/** “she was saying”: as good as “she said”. */
function isProgressive(items: readonly Item[], i: number, from: number): boolean {
  const at = beforeAdverbs(items, i, from);
  return at >= from && (beings.has(items[at]!.lower) || items[at]!.lower === "'s" || items[at]!.lower === "'re");
}

/** “was called … by Berg”: the agent of a passive. */
function agentOf(items: readonly Item[], i: number, to: number): Phrase | undefined {
  for (let k = i + 1; k < Math.min(to, i + 12); k++) {
    if (items[k]!.lower === 'by') return phraseAfter(items, k + 1, to);
    if (items[k]!.kind === 'mark' && items[k]!.text !== ',') break;
  }
  return undefined;
}

/** Writings that are issued by somebody: “issued a statement saying” is their saying. */
const writings = new Set('statement letter tweet email e-mail message release post memo ad note'.split(' '));

function participleSource(
  items: readonly Item[],
  i: number,
  from: number,
  earlier: readonly Cue[],
): Phrase | undefined {
  const at = beforeAdverbs(items, i, from);
  const before = at >= from ? items[at]! : undefined;
  if (before !== undefined && auxiliaries.has(before.lower)) return subjectOf(items, i, from);
  if (before !== undefined && before.kind === 'word' && isNominal(before) && !subordinators.has(before.lower)) {
    const phrase = phraseBefore(items, at, from);
    if (
      phrase !== undefined &&
      !writings.has(before.lower) &&
      (roleNouns.has(before.lower) || bodyNouns.has(before.lower) || before.capital)
    )
      return phrase;
  }
  const governing = earlier.find((cue) => cue.form === 'finite' && cue.source !== undefined && cue.kind === 'verb');
  return governing?.source ?? clauseSubject(items, from, i);
}
