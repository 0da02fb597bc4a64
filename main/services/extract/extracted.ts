import type { Block, Meta } from '#shared/model/article.ts';

/**
 * The version of each reader, kept in the catalogue: a file read by another version is read again. Raise it with every
 * change that can make other text, blocks, metadata or line hashes out of the same bytes.
 */
export type Extractor = 'text/2' | 'markdown/2' | 'html/2';

/** What was read from one file. */
export interface Extracted {
  /** The canonical text: `\n` for every line end, no byte order mark; of a `.txt` file otherwise as it is, of others the words a person reads. */
  readonly text: string;
  readonly blocks: Block[];
  readonly meta: Meta;
  /** What the person should know of how the file was read. */
  readonly notices: string[];
  readonly extractor: Extractor;
  /** Hashes of the short lines that are boilerplate if other articles have them too; see `repeated-lines.ts`. */
  readonly lines: string[];
}
