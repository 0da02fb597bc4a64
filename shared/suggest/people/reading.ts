import type { Reference } from './actors.ts';
import type { Cast } from './cast.ts';
import type { Paragraph } from './paragraph.ts';
import type { Phrase } from './parts.ts';
import type { Sentences } from './sentences.ts';

/** An article as far as it has been read: all that later words are understood by. */
export interface Reading {
  readonly text: string;
  readonly cast: Cast;
  /** In the order of the text, but for those inside one phrase. */
  readonly references: Reference[];
  readonly sentences: Sentences;
  paragraph: Paragraph;
  /** The phrase at hand. */
  readonly phrase: Phrase;
  /** Up to which token of the paragraph the words describe the person named before them. */
  describedTo: number;
  /** Whether the article is about Korea, so that “the North” is a country. */
  koreas: boolean;
}
