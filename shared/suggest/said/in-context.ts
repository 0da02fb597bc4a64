import type { Passage } from '../english/passage.ts';
import { clauseSubject } from '../english/subject.ts';
import { type Attribution, by, nobody, type Rule, rangeOf } from './attribution.ts';
import type { Cues } from './cues.ts';

/** The quotation that was ascribed last, and the paragraph it stands in. */
export interface Latest {
  attribution: Attribution;
  quote: number;
  passage: number;
}

/** Who says a quotation whose own sentence does not tell; `p`, `s` and `at` are the places of paragraph, sentence and item. */
export function inContext(
  passages: readonly Passage[],
  cues: Cues,
  [p, s, at]: readonly [number, number, number],
  last: Latest | undefined,
): Attribution {
  const { items, sentences } = passages[p]!;
  const sentence = sentences[s]!;
  if (sentence.words > 0) {
    const subject = clauseSubject(items, sentence.from, at);
    if (subject !== undefined) return { ...nobody, mention: rangeOf(items, subject), rule: 'subject', sure: 0.3 };
    return last !== undefined && last.passage >= p - 1 ? after(last, 'same-paragraph', 0.4) : nobody;
  }
  const previous = sentences[s - 1];
  if (previous === undefined) return alone(passages, cues, p, last);
  if (last?.passage === p && previous.quotes > 0) return goingOn(last, 0.95);
  const cue = cues.get(previous)!.findLast(({ source, strength }) => source !== undefined && strength >= 2);
  if (cue !== undefined) return by(items, cue, 'announced', 0.75);
  const subject = clauseSubject(items, previous.from, previous.to);
  if (subject !== undefined) return { ...nobody, mention: rangeOf(items, subject), rule: 'announced', sure: 0.6 };
  return last === undefined ? nobody : goingOn(last, p - last.passage <= 1 ? 0.8 : 0.5);
}

/** A paragraph that begins with nothing but a quotation: it goes on, unless the paragraph before tells of somebody else. */
function alone(passages: readonly Passage[], cues: Cues, p: number, last: Latest | undefined): Attribution {
  if (last?.passage === p) return goingOn(last, 0.95);
  const before = passages[p - 1];
  const told = before?.sentences.at(-1);
  if (before !== undefined && told !== undefined && before.items.at(-1)!.text === ':') {
    const cue = cues.get(told)!.find(({ source }) => source !== undefined);
    if (cue !== undefined) return by(before.items, cue, 'announced', 0.8);
    const subject = clauseSubject(before.items, told.from, told.to);
    if (subject !== undefined)
      return { ...nobody, mention: rangeOf(before.items, subject), rule: 'announced', sure: 0.7 };
  }
  if (before !== undefined && told !== undefined && told.quotes === 0 && last?.passage !== p - 1) {
    const cue = cues.get(told)!.findLast(({ source, strength }) => source !== undefined && strength >= 2);
    if (cue !== undefined) return by(before.items, cue, 'announced', 0.65);
  }
  return last === undefined ? nobody : goingOn(last, p - last.passage <= 1 ? 0.8 : 0.5);
}

const goingOn = (last: Latest, sure: number): Attribution => ({
  ...after(last, 'goes-on', sure),
  continues: last.quote,
});

const after = ({ attribution }: Latest, rule: Rule, sure: number): Attribution => ({
  ...attribution,
  rule,
  sure: Math.min(sure, attribution.sure),
  continues: -1,
});
