import type { Range } from '../model/range.ts';
import type { Quotation } from '../text/quotations.ts';
import { type Cue, cuesOf } from './cues.ts';
import { clauseSubject, commaAfter, type Phrase, phraseAfter, phraseBefore } from './noun-phrase.ts';
import { type Item, lastWritten, type Passage, type Sentence } from './passage.ts';

/** How a quotation came to its speaker; the texts are for people. */
export type Rule =
  | 'after'
  | 'before'
  | 'trailing'
  | 'within'
  | 'according'
  | 'colon'
  | 'subject'
  | 'goes-on'
  | 'same-paragraph'
  | 'announced'
  | 'none';

/** A quotation with the words that ascribe it, all ranges of the text. */
export interface Attribution {
  cue: Range | null;
  mention: Range | null;
  rule: Rule;
  /** How sure the rule is of the speaker: 0 … 1. */
  sure: number;
  /** The quotation whose turn of speech this goes on, or −1. */
  continues: number;
}

const nobody: Attribution = { cue: null, mention: null, rule: 'none', sure: 0, continues: -1 };

/** Who says each quotation, as far as the words around it tell. */
export function attributeQuotations(
  text: string,
  quotations: readonly Quotation[],
  passages: readonly Passage[],
): Attribution[] {
  const found: (Attribution | undefined)[] = quotations.map(() => undefined);
  let last: { attribution: Attribution; quote: number; passage: number } | undefined;
  passages.forEach((passage, p) => {
    const { items } = passage;
    passage.sentences.forEach((sentence, s) => {
      let quotes = 0;
      for (let i = sentence.from; i < sentence.to; i++) if (items[i]!.kind === 'quote') quotes++;
      if (quotes === 0) return;
      const cues = cuesOf(items, sentence);
      for (let i = sentence.from; i < sentence.to; i++) {
        const { quote } = items[i]!;
        if (quote < 0) continue;
        const own = inSentence(text, items, sentence, i, cues);
        // What runs over paragraphs is ascribed where it begins, or at its end when the beginning does not tell.
        const begun = found[quote];
        if (begun !== undefined && (own?.rule !== 'after' || (begun.sure >= 0.9 && begun.rule !== 'goes-on'))) continue;
        const attribution = own ?? inContext(text, passages, p, s, i, last);
        found[quote] = attribution;
        if (attribution.mention !== null) last = { attribution, quote, passage: p };
      }
    });
  });
  return found.map((one) => one ?? nobody);
}

const rangeOf = (items: readonly Item[], { from, to }: Phrase): Range => ({
  start: items[from]!.start,
  end: items[to - 1]!.end,
});

function by(items: readonly Item[], cue: Cue, rule: Rule, sure: number): Attribution {
  return {
    cue: rangeOf(items, cue),
    mention: cue.source ? rangeOf(items, cue.source) : null,
    rule,
    sure,
    continues: -1,
  };
}

/** Whether nothing but commas stands between two items. */
function onlyCommas(items: readonly Item[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (items[i]!.text !== ',') return false;
  return true;
}

function inSentence(
  text: string,
  items: readonly Item[],
  sentence: Sentence,
  at: number,
  cues: readonly Cue[],
): Attribution | undefined {
  const sourced = cues.filter((cue) => cue.source !== undefined);
  const main = mainClause(items, sentence, at);
  const before = sourced.filter((cue) => cue.to <= at && (cue.from >= main || cue.kind !== 'verb'));
  const closing = lastWritten(text, items[at]!);

  // “… ,” Trump said / said Trump
  const after = sourced.find(
    (cue) => cue.from > at && cue.strength >= 2 && cue.form !== 'participle' && followsDirectly(items, at, cue),
  );
  const nearest = governing(items, before);
  const opens = nearest !== undefined && introduces(items, nearest, at);
  if (after !== undefined && !(opens && closing !== ',' && closing !== '?' && closing !== '!'))
    return by(items, after, 'after', after.strength === 3 ? 0.97 : 0.9);
  if (opens && items[at + 1]?.lower !== 'by') return by(items, nearest, 'before', nearest.strength === 3 ? 0.96 : 0.9);
  const agent =
    nearest?.strength === 2 && items[at + 1]?.lower === 'by' ? phraseAfter(items, at + 2, sentence.to) : undefined;
  if (agent !== undefined && nearest !== undefined) return by(items, { ...nearest, source: agent }, 'after', 0.9);
  const according = sourced.find((cue) => cue.kind !== 'verb');
  if (according !== undefined && nearest === undefined) return by(items, according, 'according', 0.9);
  // The deal is “a sham” for workers, Trump said.
  const trailing = sourced.find(
    (cue) => cue.from > at && cue.strength >= 2 && cue.form === 'finite' && isParenthetical(items, cue),
  );
  if (nearest !== undefined && nearest.strength === 3) return by(items, nearest, 'within', 0.85);
  if (trailing !== undefined && trailing.strength === 3) return by(items, trailing, 'trailing', 0.85);
  if (nearest !== undefined) return by(items, nearest, 'within', 0.8);
  if (items[at - 1]?.text === ':' && at - 1 > sentence.from) {
    const subject =
      before.at(-1)?.source ?? namedLast(items, sentence.from, at - 1) ?? clauseSubject(items, sentence.from, at - 1);
    if (subject) return { ...nobody, mention: rangeOf(items, subject), rule: 'colon', sure: 0.75 };
  }
  const weak = before.findLast(({ kind }) => kind === 'verb') ?? before.at(-1);
  if (weak !== undefined) return by(items, weak, 'within', 0.6);
  return undefined;
}

/** Where the main clause begins when a sentence begins with another: “When Berg asked about the levy, Falk fired back: …”. */
function mainClause(items: readonly Item[], { from }: Sentence, at: number): number {
  const first = items[from]!.lower;
  if (!leads.has(first)) return from;
  const comma = commaAfter(items, from, at);
  if (comma === undefined || comma + 1 >= at) return from;
  const subject = phraseAfter(items, comma + 1, at);
  return subject !== undefined && subject.to < at && items[subject.to]!.kind === 'word' ? comma + 1 : from;
}
const leads = new Set('when while after before although though since because if once until whereas asked'.split(' '));

/** A full name right before a colon: “It is no surprise to pollster Anna Berg: …”. */
function namedLast(items: readonly Item[], from: number, to: number): Phrase | undefined {
  const phrase = phraseBefore(items, to - 1, from);
  return phrase !== undefined && items[to - 1]!.capital && items[to - 2]?.capital ? phrase : undefined;
}

/**
 * The cue that a quotation after it belongs to: the nearest strong one, or the nearest that mostly reports. A saying that is
 * itself reported (“Trump said he replied”) belongs to whoever reports it.
 */
function governing(items: readonly Item[], before: readonly Cue[]): Cue | undefined {
  // “He repeated his claim that …”: the verb has the saying for its object. “She expects him to announce …”: hers.
  const verbs = before.filter(
    ({ kind, form, from }, i) =>
      !(kind === 'words' && before.some((other) => other.kind === 'verb' && other.to <= from)) &&
      !(
        form === 'base' &&
        items[from - 1]?.lower === 'to' &&
        before.slice(0, i).some((other) => other.strength >= 2 && other.form === 'finite')
      ),
  );
  let cue = verbs.findLast(({ strength }) => strength === 3) ?? verbs.findLast(({ strength }) => strength === 2);
  for (let steps = 0; cue !== undefined && steps < 3; steps++) {
    const { source } = cue;
    const outer: Cue | undefined = before.findLast(
      (other) =>
        other !== cue &&
        other.strength === 3 &&
        other.kind === 'verb' &&
        source !== undefined &&
        !other.inverted &&
        (other.to === source.from || (other.to === source.from - 1 && items[other.to]!.lower === 'that')),
    );
    if (outer === undefined) break;
    cue = outer;
  }
  return cue;
}

/** Whether a cue and its source follow a quotation with nothing else before them. */
function followsDirectly(items: readonly Item[], at: number, cue: Cue): boolean {
  if (cue.source!.remote) return false;
  const first = cue.inverted ? cue.from : cue.source!.from;
  return first > at && onlyCommas(items, at + 1, first);
}

/** Whether a cue leads straight to a quotation: “said, “…””, “told reporters: “…””. */
function introduces(items: readonly Item[], cue: Cue, at: number): boolean {
  if (at === cue.to) return true;
  const mark = items[at - 1]!.text;
  if (mark === ',' || mark === ':') return true;
  return at - cue.to === 1 && items[cue.to]!.lower === 'that';
}

/** “…, Trump said …”: a clause of saying set off by a comma before it. */
function isParenthetical(items: readonly Item[], cue: Cue): boolean {
  if (cue.source!.remote) return false;
  const first = cue.inverted ? cue.from : cue.source!.from;
  const before = items[first - 1];
  return before !== undefined && (before.text === ',' || before.kind === 'quote') && !cue.inverted
    ? true
    : cue.inverted && before?.text === ',';
}

/** Who says a quotation whose own sentence does not tell. */
function inContext(
  text: string,
  passages: readonly Passage[],
  p: number,
  s: number,
  at: number,
  last: { attribution: Attribution; quote: number; passage: number } | undefined,
): Attribution {
  const passage = passages[p]!;
  const { items, sentences } = passage;
  const sentence = sentences[s]!;
  const { quote } = items[at]!;
  const words = items.slice(sentence.from, sentence.to).filter((item) => item.kind === 'word').length;
  const alone = words === 0;
  const from = (attribution: Attribution, rule: Rule, sure: number, continues = -1): Attribution => ({
    ...attribution,
    rule,
    sure: Math.min(sure, attribution.sure),
    continues,
  });

  if (alone) {
    const previous = sentences[s - 1];
    // A paragraph of nothing but a quotation, after one that only tells about somebody.
    const told = previous === undefined ? passages[p - 1]?.sentences.at(-1) : undefined;
    const around = told === undefined ? undefined : passages[p - 1]!.items;
    if (
      told !== undefined &&
      around !== undefined &&
      last?.passage !== p - 1 &&
      !around.slice(told.from, told.to).some((item) => item.kind === 'quote')
    ) {
      const cue = cuesOf(around, told).findLast((one) => one.source !== undefined && one.strength >= 2);
      if (cue !== undefined) return by(around, cue, 'announced', 0.65);
    }
    const quoted =
      previous !== undefined && items.slice(previous.from, previous.to).some((item) => item.kind === 'quote');
    if (last !== undefined && last.passage === p && (quoted || previous === undefined))
      return from(last.attribution, 'goes-on', 0.95, last.quote);
    // The sentence before announces it.
    if (previous !== undefined) {
      const cues = cuesOf(items, previous).filter((cue) => cue.source !== undefined && cue.strength >= 2);
      const cue = cues.at(-1);
      if (cue) return by(items, cue, 'announced', 0.75);
      const subject = clauseSubject(items, previous.from, previous.to);
      if (subject) return { ...nobody, mention: rangeOf(items, subject), rule: 'announced', sure: 0.6 };
    }
    if (last !== undefined && last.passage === p - 1) return from(last.attribution, 'goes-on', 0.8, last.quote);
    if (last !== undefined) return from(last.attribution, 'goes-on', 0.5, last.quote);
    return nobody;
  }
  const subject = clauseSubject(items, sentence.from, at);
  if (subject !== undefined) return { ...nobody, mention: rangeOf(items, subject), rule: 'subject', sure: 0.3 };
  if (last !== undefined && last.passage >= p - 1) return from(last.attribution, 'same-paragraph', 0.4);
  void quote;
  void text;
  return nobody;
}
