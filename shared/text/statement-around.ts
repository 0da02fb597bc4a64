import type { Block } from '../model/article.ts';
import type { Range } from '../model/range.ts';
import { expand } from './expand.ts';
import type { Quotation } from './quotations.ts';

/**
 * What somebody who is named at a range (UTF-16 code units) most likely says there: the words of the longest quotation
 * that reaches into the sentence around the name and does not hold the name itself; without one, the sentence.
 * @param quotations of the text, as `quotationsIn` gives them
 */
export function statementAround(
  text: string,
  blocks: readonly Block[],
  quotations: readonly Quotation[],
  name: Range,
): Range {
  const sentence = expand(text, blocks, name, 'sentence', quotations);
  const longest = quotations
    .filter(
      ({ start, end, inner, depth }) =>
        depth === 0 &&
        inner.end > inner.start &&
        start < sentence.end &&
        sentence.start < end &&
        (end <= name.start || name.end <= start),
    )
    .reduce<Range | null>(
      (best, { inner }) => (best === null || inner.end - inner.start > best.end - best.start ? inner : best),
      null,
    );
  return longest === null ? sentence : { start: longest.start, end: longest.end };
}
