import type { Range } from '../../model/range.ts';
import { type Phrase, phraseAfter } from '../english/noun-phrase.ts';
import { type Item, itemBefore, type Passage, type Sentence } from '../english/passage.ts';
import { clauseSubject } from '../english/subject.ts';
import { isNominal, isPerson } from '../english/word-class.ts';
import {
  auxiliaries,
  conjunctions,
  determiners,
  isAdverb,
  possessives,
  prepositions,
  subjects,
  weekdays,
} from '../english/words.ts';
import { rangeOf } from './attribution.ts';
import { beginningOf, type Cue, type Cues } from './cues.ts';

/** A statement that is reported without quotation marks; ranges of the text. */
export interface Reported extends Range {
  cue: Range;
  mention: Range;
  rule: 'that' | 'clause' | 'according' | 'trailing' | 'infinitive' | 'object';
  sure: number;
  /** The quotations inside, by their places in the list of quotations: then they are suggested, and this is what they are part of. */
  quotes: number[];
}

/** The reported statements of a text in order: “Berg said that …”, “…, the ministry said”, “according to …”, “vowed to …”. */
export function reportedIn(passages: readonly Passage[], cues: Cues): Reported[] {
  const found: Reported[] = [];
  for (const { items, sentences } of passages) {
    for (const sentence of sentences) {
      const said = cues.get(sentence)!;
      if (said.length > 0) found.push(...reportedInSentence(items, sentence, said));
    }
  }
  return found;
}

function reportedInSentence(items: readonly Item[], sentence: Sentence, all: readonly Cue[]): Reported[] {
  const cues = all.filter((cue) => cue.strength >= 2 && cue.source !== undefined && isSaid(items, sentence, cue));
  if (cues.length === 0) return [];
  const found: Reported[] = [];
  let taken = sentence.from;
  for (const cue of cues) {
    if (cue.from < taken) continue;
    const content = contentOf(items, sentence, cue, cues);
    if (content === undefined || wordsIn(items, content) < 3) continue;
    if (found.length > 0 && overlaps(found, items, content)) continue;
    found.push({
      ...rangeOf(items, content),
      cue: rangeOf(items, cue),
      mention: rangeOf(items, cue.source!),
      rule: content.rule,
      sure: content.sure,
      quotes: sentence.quotes === 0 ? [] : quotesIn(items, content),
    });
    taken = Math.max(taken, content.to);
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Whether somebody else than the writer says it, and does say it: not “refused to say”, “stopped short of saying”, “I think”. */
function isSaid(items: readonly Item[], { from }: Sentence, cue: Cue): boolean {
  const { lower } = items[cue.source!.from]!;
  if (lower === 'i' || lower === 'you' || (lower === 'it' && cue.form === 'base')) return false;
  for (let i = cue.from - 1; i >= Math.max(from, cue.from - 4); i--) {
    const word = items[i]!.lower;
    if (items[i]!.kind !== 'word' || word === 'that') break;
    if (denials.has(word) || word.endsWith("n't")) return false;
  }
  return true;
}
const denials = new Set(
  'not never without neither nor cannot short refuse refused refuses decline declined declines fail failed fails stop stopped avoid avoided would could might'.split(
    ' ',
  ),
);

interface Content extends Phrase {
  rule: Reported['rule'];
  sure: number;
}

const overlaps = (found: readonly Reported[], items: readonly Item[], { from, to }: Phrase) =>
  found.some(({ start, end }) => items[from]!.start < end && items[to - 1]!.end > start);

/** Verbs that an infinitive or a bare object can follow as what is said: “vowed to hold drills”, “warned against a boycott”. */
const promising = new Set('vow pledge promise threaten agree refuse decline swear undertake'.split(' '));
const asking = new Set(
  'urge ask tell order advise warn instruct request invite exhort implore press call appeal'.split(' '),
);
const objecting = new Set(
  'warn caution call demand oppose support reject deny reiterate stress emphasize emphasise propose recommend back welcome condemn denounce criticize criticise express reaffirm endorse'.split(
    ' ',
  ),
);
/** Verbs that take a clause without being speech: what is believed or found is given as somebody’s all the same. */
const clausal = new Set(
  'believe think expect fear hope suggest estimate predict find conclude reveal confirm deny feel hint indicate imply speculate reason determine worry mention report'.split(
    ' ',
  ),
);

function contentOf(items: readonly Item[], sentence: Sentence, cue: Cue, cues: readonly Cue[]): Content | undefined {
  const end = withoutMarks(items, sentence.from, sentence.to);
  if (cue.kind === 'words') {
    // “dismissed Berg’s remark that the levy would go”; as a subject its own verb follows, and nothing tells where.
    const at = cue.to + 1;
    const isSubject = clauseSubject(items, sentence.from, cue.from)?.from === cue.source!.from;
    if (isSubject || items[cue.to]?.lower !== 'that' || !startsClause(items, at, end)) return undefined;
    return { from: at, to: clauseEnd(items, at, end, cues, cue), rule: 'that', sure: 0.65 };
  }
  if (cue.kind === 'according') return accordingTo(items, sentence, cue, end);
  if (
    cue.strength < 3 &&
    !clausal.has(cue.lemma) &&
    !promising.has(cue.lemma) &&
    !asking.has(cue.lemma) &&
    !objecting.has(cue.lemma)
  )
    return undefined;
  const parenthetical = trailing(items, sentence, cue, end);
  if (parenthetical !== undefined) return parenthetical;
  if (cue.inverted) return undefined;
  const start = cue.to;
  const to = clauseEnd(items, start, end, cues, cue);
  if (conditional.has(itemBefore(items, cue.source!.from)?.lower ?? '')) return undefined;
  const promise = promising.has(cue.lemma) ? infinitiveAfter(items, start, to) : undefined;
  const that = promise === undefined ? thatAfter(items, start, to) : undefined;
  if (that !== undefined && startsClause(items, that + 1, to))
    return { from: that + 1, to, rule: 'that', sure: cue.strength === 3 ? 0.85 : 0.7 };
  if (promise !== undefined) return { from: promise, to, rule: 'infinitive', sure: 0.7 };
  if (asking.has(cue.lemma)) {
    const from = items[start]?.lower === 'on' || items[start]?.lower === 'for' ? start + 1 : start;
    const asked = phraseAfter(items, from, to);
    if (asked !== undefined && items[asked.to]?.lower === 'to' && isBareVerb(items[asked.to + 1]) && to - asked.to > 3)
      return { from, to, rule: 'infinitive', sure: 0.65 };
  }
  if (objecting.has(cue.lemma)) {
    const last = items[cue.to - 1]!.lower;
    if ((last === 'against' || last === 'for') && cue.to - cue.from > 1)
      return { from: start, to, rule: 'object', sure: 0.6 };
    return undefined;
  }
  if (cue.strength === 3 || clausal.has(cue.lemma)) {
    const from = afterHearers(items, start, to, cue.lemma);
    const subject = phraseAfter(items, from, to);
    // A clause: a subject with a verb of its own after it.
    if (subject !== undefined && subject.to < to && startsPredicate(items, subject.to))
      return { from, to, rule: 'clause', sure: cue.strength === 3 ? 0.75 : 0.6 };
  }
  return undefined;
}

/** “agreed (through diplomatic channels) to use …”: where what is promised begins, with the quotation if it is quoted from “to” on. */
function infinitiveAfter(items: readonly Item[], from: number, to: number): number | undefined {
  if (items[from]?.kind === 'quote') return from;
  for (let i = from; i < Math.min(to, from + 9); i++) {
    if (items[i]!.lower === 'to' && isBareVerb(items[i + 1])) return i + 1;
    if (items[i]!.kind !== 'word') return undefined;
  }
  return undefined;
}

/** Whether a subject with more words after it begins at an item: not “that down as well”. */
function startsClause(items: readonly Item[], at: number, to: number): boolean {
  if (items[at] !== undefined && at < to && leadsClause.has(items[at]!.lower)) return true;
  const subject = phraseAfter(items, at, to);
  return subject !== undefined && subject.to < to;
}
const leadsClause = new Set(
  'if when while as in on at by after before because although there under with without for since once only even'.split(
    ' ',
  ),
);

/** Past the last word of a sentence or clause: without the marks that close it. */
function withoutMarks(items: readonly Item[], from: number, to: number): number {
  let end = to;
  while (end > from && items[end - 1]!.kind === 'mark' && !/^['’)\]]/.test(items[end - 1]!.text)) end--;
  return end;
}

/** Past the conjunctions and marks that a sentence begins with. */
function afterLead(items: readonly Item[], from: number, to: number): number {
  let start = from;
  while (start < to && (conjunctions.has(items[start]!.lower) || items[start]!.kind === 'mark')) start++;
  return start;
}

/** “…, Berg said on Monday.”: what stands before the comma. */
function trailing(items: readonly Item[], sentence: Sentence, cue: Cue, end: number): Content | undefined {
  const first = beginningOf(cue);
  if (cue.form !== 'finite' || cue.strength < 3 || itemBefore(items, first)?.text !== ',' || first - 1 <= sentence.from)
    return undefined;
  const from = afterLead(items, sentence.from, first);
  const subject = phraseAfter(items, from, first - 1);
  if (subject === undefined || subject.to >= first - 1 || !startsPredicate(items, subject.to)) return undefined;
  // “the head of the guild, Ann Berg, said”: the comma parts a name from its description.
  const described = items[first - 2]?.lower ?? '';
  if (!cue.inverted && items[first]!.capital && isPerson(described) && !described.endsWith('s')) return undefined;
  // “It is the pilots, Berg remarked, who decide”: it goes on after the attribution, which stays in its middle.
  const after = Math.max(cue.to, cue.source!.to);
  const goesOn =
    items[after]?.text === ',' &&
    end - after > 3 &&
    !apart.has(items[after + 1]!.lower) &&
    !(cue.inverted && relative.has(items[after + 1]!.lower));
  return { from, to: goesOn ? end : first - 1, rule: 'trailing', sure: 0.75 };
}

/** What follows the name of a speaker, not the statement: “said Berg, who”. */
const relative = new Set(['who', 'which', 'whose', 'a', 'the']);

/** What follows an attribution that closes a statement. */
const apart = new Set('and but adding while citing referring according after before as'.split(' '));

function accordingTo(items: readonly Item[], sentence: Sentence, cue: Cue, end: number): Content | undefined {
  if (cue.from - sentence.from <= 1) {
    for (let i = cue.source!.to; i < end; i++)
      if (items[i]!.text === ',' && i + 1 < end && startsPhraseLike(items[i + 1]!))
        return { from: i + 1, to: end, rule: 'according', sure: 0.8 };
    return undefined;
  }
  const to = items[cue.from - 1]!.text === ',' ? cue.from - 1 : cue.from;
  return { from: afterLead(items, sentence.from, to), to, rule: 'according', sure: 0.8 };
}

/** Words before a subject that make its saying a condition, not a report. */
const conditional = new Set('until if when unless once whether'.split(' '));

/** A word after “to” that can be a verb. */
const isBareVerb = (item: Item | undefined): boolean =>
  item !== undefined && item.kind === 'word' && !item.capital && isNominal(item) && !/(?:s|ed|ing)$/.test(item.lower);

const startsPhraseLike = (item: Item) => item.kind !== 'mark' && item.kind !== 'quote';

/** Where the clause that begins at an item ends: before the next thing that is said in the same sentence, or a semicolon. */
function clauseEnd(items: readonly Item[], from: number, end: number, cues: readonly Cue[], cue: Cue): number {
  let to = end;
  for (const other of cues) {
    if (other.from <= cue.from || other.from >= to) continue;
    const before = items[other.from - 1]!;
    if (conjunctions.has(before.lower) || (other.form === 'participle' && before.text === ',')) to = other.from - 1;
    else if (
      other.form === 'finite' &&
      !other.inverted &&
      other.source!.from > from &&
      conjunctions.has(itemBefore(items, other.source!.from)?.lower ?? '')
    )
      to = other.source!.from - 1;
  }
  for (let i = from; i < to; i++) {
    const { text, lower } = items[i]!;
    const next = items[i + 1]?.lower;
    if (
      text === ';' ||
      text === '—' ||
      (text === ',' && (next === 'but' || next === 'while')) ||
      ((lower === 'adding' || lower === 'according') && i > from)
    ) {
      to = i;
      break;
    }
  }
  return withoutMarks(items, from, to);
}

/** “said (in a statement on Monday) that”: where the content begins, if only circumstances stand before it. */
function thatAfter(items: readonly Item[], from: number, to: number): number | undefined {
  for (let i = from; i < Math.min(to, from + 14); i++) {
    const item = items[i]!;
    if (item.lower === 'that') return i === from || !prepositions.has(items[i - 1]!.lower) ? i : undefined;
    if (item.kind === 'quote' || item.text === ':' || item.text === ';') return undefined;
    if (auxiliaries.has(item.lower)) return undefined;
  }
  return undefined;
}

/** Past “reporters”, “CNN in an interview on Monday”: those who are told. */
function afterHearers(items: readonly Item[], from: number, to: number, lemma: string): number {
  let at = from;
  if (lemma === 'tell' || lemma === 'inform' || lemma === 'assure' || lemma === 'remind' || lemma === 'warn') {
    const hearer =
      items[at] !== undefined && /^(?:me|him|her|us|them|you|reporters|lawmakers|journalists)$/.test(items[at]!.lower)
        ? { from: at, to: at + 1 }
        : phraseAfter(items, at, to);
    if (hearer !== undefined && hearer.to < to) at = hearer.to;
  }
  while (
    at < to &&
    (weekdays.has(items[at]!.lower) || (isAdverb(items[at]!.lower) && !determiners.has(items[at]!.lower)))
  )
    at++;
  return at;
}

function startsPredicate(items: readonly Item[], at: number): boolean {
  let i = at;
  while (items[i] !== undefined && isAdverb(items[i]!.lower)) i++;
  const item = items[i];
  if (item === undefined || item.kind !== 'word' || item.capital) return false;
  if (auxiliaries.has(item.lower)) return true;
  return (
    !prepositions.has(item.lower) &&
    !conjunctions.has(item.lower) &&
    !determiners.has(item.lower) &&
    !possessives.has(item.lower) &&
    !subjects.has(item.lower) &&
    isNominal(item) &&
    /(?:s|ed|t|d|w|e|n|p|k|g)$/.test(item.lower)
  );
}

function quotesIn(items: readonly Item[], { from, to }: Phrase): number[] {
  const quotes: number[] = [];
  for (let i = from; i < to; i++) if (items[i]!.quote >= 0) quotes.push(items[i]!.quote);
  return quotes;
}

/** How many words stand outside quotations. */
function wordsIn(items: readonly Item[], { from, to }: Phrase): number {
  let words = 0;
  for (let i = from; i < to; i++) if (items[i]!.kind === 'word') words++;
  return words;
}
