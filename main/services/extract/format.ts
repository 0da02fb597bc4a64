import type { Block, Meta, PageMark, Provenance } from '#shared/model/article.ts';
import type { Columns } from '#shared/model/source.ts';

/** What a person has chosen for the reading of files. */
export interface How {
  /** For this file: a name that the web's encoding standard knows. */
  readonly encoding: string | null;
  /** For tables by the signature of their heads. */
  readonly columns: Readonly<Record<string, Columns>>;
}

export const asGuessed: How = { encoding: null, columns: {} };

/** A file to be read; `path` names it in the folder and says by its ending what it is. */
export interface SourceFile {
  readonly bytes: Uint8Array;
  readonly path: string;
  readonly how: How;
}

/** An article as a format finds it in a file. */
export interface Piece {
  /**
   * Null: the file is the article. Otherwise the part's name, the same as long as the part is the same article: what the
   * source itself calls it (an accession number, a row's id, a path in an archive), else its number from 1. Never twice in
   * a file, no `/` at its beginning or end, and neither `.` nor `..` between two.
   */
  readonly part: string | null;
  /** The part's own bytes, or what stands for them; null: those of the file. Their hash tells when a part has changed. */
  readonly source: Uint8Array | string | null;
  /** The canonical text: `\n` for every line end, no byte order mark, no characters that UTF-8 cannot have. */
  readonly text: string;
  /** The text in UTF-8, where it is at hand: to write it takes as long as to look through it several times. */
  readonly utf8?: Uint8Array;
  /** In order, never empty, never overlapping, beginning and ending on something other than white space, with white space only between them. */
  readonly blocks: Block[];
  readonly meta: Meta;
  /** What the person should know of how it was read. */
  readonly notices: readonly string[];
  readonly pages?: readonly PageMark[];
  readonly encoding?: Provenance['encoding'];
}

/** A kind of file that articles come in. */
export interface Format {
  /**
   * Name and version, kept with everything it reads: a file read by another version is read again. Raise it with every
   * change that can make other text, blocks, metadata or line hashes out of the same bytes.
   */
  readonly id: string;
  /** Endings of file names in small letters, without the dot. */
  readonly endings: readonly string[];
  /** The largest file that is read, in bytes. */
  readonly largest: number;
  /** Loaded when the first file of the kind is read, and only in the worker that reads it. */
  load(): Promise<ReadPieces>;
}

/**
 * The articles of a file, one after the other; of many, none is kept once it is given. Depends on nothing but the file;
 * opens nothing, fetches nothing. Ends with a `Failure` (`unsupported`, `too-large`) in words for the person where the
 * file, or the rest of it, cannot be read: what came before holds.
 */
export type ReadPieces = (file: SourceFile) => Iterable<Piece> | AsyncIterable<Piece>;
