import { type Phrase, phraseAfter, phraseBefore } from '../english/noun-phrase.ts';
import { type Item, itemBefore, lastWritten, type Sentence } from '../english/passage.ts';
import { clauseSubject, commaAfter } from '../english/subject.ts';
import { type Attribution, by, nobody, rangeOf } from './attribution.ts';
import { beginningOf, type Cue } from './cues.ts';

/**
 * Who says a quotation, as far as its own sentence tells; undefined when it does not.
 * @param at the quotation among the items
 */
export function inSentence(
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

  // “… ,” Berg said / said Berg
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
  // The deal is “a sham” for workers, Berg said.
  const trailing = sourced.find(
    (cue) => cue.from > at && cue.strength >= 2 && cue.form === 'finite' && isParenthetical(items, cue),
  );
  if (nearest !== undefined && nearest.strength === 3) return by(items, nearest, 'within', 0.85);
  if (trailing !== undefined && trailing.strength === 3) return by(items, trailing, 'trailing', 0.85);
  if (nearest !== undefined) return by(items, nearest, 'within', 0.8);
  if (itemBefore(items, at)?.text === ':' && at - 1 > sentence.from) {
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
 * itself reported (“Berg said he replied”) belongs to whoever reports it.
 */
function governing(items: readonly Item[], before: readonly Cue[]): Cue | undefined {
  // “He repeated his claim that …”: the verb has the saying for its object. “She expects him to announce …”: hers.
  const verbs = before.filter(
    ({ kind, form, from }, i) =>
      !(kind === 'words' && before.some((other) => other.kind === 'verb' && other.to <= from)) &&
      !(
        form === 'base' &&
        itemBefore(items, from)?.lower === 'to' &&
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
  const first = beginningOf(cue);
  return first > at && onlyCommas(items, at + 1, first);
}

/** Whether a cue leads straight to a quotation: “said, “…””, “told reporters: “…””. */
function introduces(items: readonly Item[], cue: Cue, at: number): boolean {
  if (at === cue.to) return true;
  const mark = items[at - 1]!.text;
  if (mark === ',' || mark === ':') return true;
  return at - cue.to === 1 && items[cue.to]!.lower === 'that';
}

/** “…, Berg said …”, “…” Berg said, “…, said Berg”: a clause of saying set off by what stands before it. */
function isParenthetical(items: readonly Item[], cue: Cue): boolean {
  if (cue.source!.remote) return false;
  const before = itemBefore(items, beginningOf(cue));
  return before?.text === ',' || (!cue.inverted && before?.kind === 'quote');
}

/** Whether nothing but commas stands between two items. */
function onlyCommas(items: readonly Item[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (items[i]!.text !== ',') return false;
  return true;
}
