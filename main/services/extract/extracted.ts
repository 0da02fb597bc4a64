import type { Piece } from './format.ts';

/** What was read of one article. */
export interface Extracted extends Piece {
  /** The format that read it, with its version. */
  readonly extractor: string;
  /** Hashes of the short lines that are boilerplate if other articles have them too; see `repeated-lines.ts`. */
  readonly lines: string[];
}
