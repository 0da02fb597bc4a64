import type { Quotation } from '../../text/quotations.ts';
import type { Passage } from '../english/passage.ts';
import { type Attribution, foreign, nobody } from './attribution.ts';
import type { Cues } from './cues.ts';
import { inContext, type Latest } from './in-context.ts';
import { inSentence } from './in-sentence.ts';

/** Who says each quotation: as its sentence tells, or what stands before it. */
export function attributeQuotations(
  text: string,
  quotations: readonly Quotation[],
  passages: readonly Passage[],
  cues: Cues,
): Attribution[] {
  const found: (Attribution | undefined)[] = quotations.map(() => undefined);
  let last: Latest | undefined;
  passages.forEach(({ items, sentences, english }, p) => {
    sentences.forEach((sentence, s) => {
      if (sentence.quotes === 0) return;
      for (let at = sentence.from; at < sentence.to; at++) {
        const { quote } = items[at]!;
        if (quote < 0) continue;
        if (!english) {
          found[quote] ??= foreign;
          continue;
        }
        const own = inSentence(text, items, sentence, at, cues.get(sentence)!);
        // What runs over paragraphs is ascribed where it begins, or at its end when the beginning does not tell.
        const begun = found[quote];
        if (begun !== undefined && (own?.rule !== 'after' || (begun.sure >= 0.9 && begun.rule !== 'goes-on'))) continue;
        const attribution = own === undefined ? inContext(passages, cues, [p, s, at], last) : interrupted(own, last);
        found[quote] = attribution;
        if (attribution.mention !== null) last = { attribution, quote, passage: p };
      }
    });
  });
  return found.map((one) => one ?? nobody);
}

/** “…,” Berg said, “…”: the same words ascribe both parts. */
function interrupted(own: Attribution, last: Latest | undefined): Attribution {
  const same =
    last !== undefined &&
    last.attribution.rule === 'after' &&
    own.rule === 'before' &&
    own.cue !== null &&
    own.cue.start === last.attribution.cue?.start;
  return same ? { ...own, continues: last.quote } : own;
}
