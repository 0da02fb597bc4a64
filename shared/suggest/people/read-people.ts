import type { Range } from '../../model/range.ts';
import { type Quotation, quotationsIn } from '../../text/quotations.ts';
import type { Token } from '../english/tokens.ts';
import type { Reference } from './actors.ts';
import { createCast } from './cast.ts';
import { readParagraph } from './paragraph.ts';
import { mayBegin, readPhrase } from './phrase.ts';
import { takePhrase } from './phrase-mentions.ts';
import { takePronoun } from './pronouns.ts';
import type { Reading } from './reading.ts';
import { createSentences } from './sentences.ts';
import { is } from './words.ts';

/** The named actors of an article, and where it mentions them. Everything about a mention depends on the text before it. */
export interface People {
  readonly text: string;
  readonly paragraphs: readonly Range[];
  /** The tokens of each paragraph. */
  readonly tokens: readonly (readonly Token[])[];
  /** In the order of the text, but for those inside one phrase. */
  readonly references: readonly Reference[];
  /** The offsets at which sentences begin; what a quotation holds counts as one. */
  readonly sentences: readonly number[];
}

/**
 * Reads who is named in an article, in one pass: persons by their full names, titles, family names and unambiguous given
 * names, organisations, and countries that stand for their governments; pronouns and “the minister” are read on the way,
 * because whom they mean shifts with every sentence. Linear in the length of the text; what stands after a mention changes
 * nothing about it, but for a description that follows it in its own paragraph.
 * @param tokens those of each paragraph
 * @param quotations in the order of the text; persons who are named only in quoted words are poor antecedents
 */
export function readPeople(
  text: string,
  paragraphs: readonly Range[],
  tokens: readonly (readonly Token[])[],
  quotations: readonly Quotation[] = quotationsIn(text, paragraphs),
): People {
  const reading: Reading = {
    text,
    cast: createCast(),
    references: [],
    sentences: createSentences(quotations),
    paragraph: { tokens: [], kinds: [], headline: false },
    phrase: { from: 0, parts: [] },
    describedTo: 0,
    koreas: false,
  };
  for (const list of tokens) {
    reading.paragraph = readParagraph(list);
    takeParagraph(reading);
  }
  return { text, paragraphs, tokens, references: reading.references, sentences: reading.sentences.starts };
}

/** After these a capital may be that of a sentence. */
const openings = new Set(['“', '"', '„', '«', '‘', ':', '—', '•', '「']);

/** Reads the mentions of the paragraph at hand. */
function takeParagraph(reading: Reading): void {
  const { paragraph, phrase, cast, sentences } = reading;
  const { tokens, kinds } = paragraph;
  reading.describedTo = 0;
  sentences.beginParagraph();
  let starts = true;
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at]!;
    if (token.kind === 'mark') {
      sentences.mark(token.text);
      if (openings.has(token.text)) starts = true;
      at++;
      continue;
    }
    if (sentences.word(paragraph, at)) starts = true;
    const end = mayBegin(paragraph, at) ? readPhrase(paragraph, cast, at, phrase) : at;
    if (end > at) at = Math.max(end, takePhrase(reading, end, starts));
    else {
      if ((kinds[at]! & is.pronoun) !== 0) takePronoun(reading, at);
      at++;
    }
    starts = false;
  }
}
