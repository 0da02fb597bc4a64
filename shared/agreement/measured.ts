import type { Range } from '../model/range.ts';
import type { Stance } from '../model/stance.ts';

/** A span as measures see it; offsets are UTF-16 code units in the one text that the article's sides are compared on. */
export interface MeasuredSpan extends Range {
  /** An annotator's id, or `adjudicated`. */
  readonly side: string;
  readonly layer: string;
  readonly speaker: string | null;
  readonly mode: string | null;
  readonly stances: readonly Stance[];
}

export interface MeasuredArticle {
  readonly id: string;
  /** In any order; those of sides that are not compared are passed over. */
  readonly spans: readonly MeasuredSpan[];
  /** The sides that have worked on the article; it counts for two of them when both are here. */
  readonly worked: readonly string[];
  /** Length of the text in UTF-16 code units. Without it the text is taken to end with its last span. */
  readonly length?: number | undefined;
}

export interface AgreementOptions {
  /** Two or more, each once; their order is that of the report. */
  readonly sides: readonly string[];
  /** Ids of the stance scale, in its order. */
  readonly stances: readonly string[];
  /** Ids of the codebook's layers, in its order; layers that turn up beside them come after. */
  readonly layers: readonly string[];
  /** Of the bootstrap and of gamma's sampling, 32 bits. */
  readonly seed: number;
  /** How often the bootstrap draws, 0 for no intervals. */
  readonly resamples: number;
  /** How many continua gamma draws for each article, 0 for no gamma. */
  readonly gammaSamples: number;
  /** Whether the report has a scope for each article; memory then grows with them. */
  readonly byArticle: boolean;
}
