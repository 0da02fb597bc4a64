import type { Quotation } from '../../text/quotations.ts';
import type { Paragraph } from './paragraph.ts';
import { is } from './words.ts';

/** Where sentences begin as an article is read from its beginning; what a quotation holds counts as one. */
export interface Sentences {
  /** Offsets. */
  readonly starts: number[];
  /** Whether an offset stands in quoted words; asked in the order of the text, but for a few tokens back. */
  isQuoted(at: number): boolean;
  /** A paragraph ends every sentence. */
  beginParagraph(): void;
  /** Takes a mark; it may end the sentence. */
  mark(text: string): void;
  /** Takes a word or number; answers whether it begins a sentence. */
  word(paragraph: Paragraph, at: number): boolean;
}

export function createSentences(quotations: readonly Quotation[]): Sentences {
  const starts: number[] = [];
  let quotation = 0;
  let ended = true;
  let wasQuoted = false;

  const isQuoted = (at: number): boolean => {
    while (quotation < quotations.length && quotations[quotation]!.end <= at) quotation++;
    const next = quotations[quotation];
    return next !== undefined && next.start <= at;
  };

  return {
    starts,
    isQuoted,
    beginParagraph() {
      ended = true;
      wasQuoted = false;
    },
    mark(text) {
      if (text === '.' || text === '!' || text === '?') ended = true;
    },
    word(paragraph, at) {
      if (!ended && !isAfterAbbreviation(paragraph, at)) return false;
      const { start } = paragraph.tokens[at]!;
      const quoted = isQuoted(start);
      if (at === 0 || !quoted || !wasQuoted) starts.push(start);
      wasQuoted = quoted;
      ended = false;
      return true;
    },
  };
}

/** “… of Acme Inc. The …”: the dot of the abbreviation is the full stop as well. */
function isAfterAbbreviation({ tokens, kinds }: Paragraph, at: number): boolean {
  if (at === 0 || !tokens[at]!.capital || (kinds[at]! & is.grammar) === 0) return false;
  const before = tokens[at - 1]!;
  return before.kind === 'word' && before.text.endsWith('.');
}
