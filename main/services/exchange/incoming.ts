import type { Change } from '#shared/changes/change.ts';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Article } from '#shared/model/article.ts';

/** The original file of an article that came along. */
export interface IncomingFile {
  /** Where it was in the sender's folder, `/` between the parts; not checked for being a path that can be written. */
  readonly path: string;
  readonly bytes: number;
  /** Of the bytes. */
  readonly sha256: string;
  /** @throws Failure when the bytes cannot be read again, or are not those of `sha256` */
  read(): Promise<Buffer>;
}

/** What a file that is taken in comes to, whatever its format. Nothing has been written when there is one. */
export interface Incoming {
  readonly kind: 'bundle' | 'journal' | 'jsonl';
  readonly path: string;
  /** The file's name, without its folder. */
  readonly name: string;
  /** The bundle's id; null for what is no bundle. */
  readonly id: string | null;
  /** Who made it and when (ISO 8601), as far as it says. */
  readonly by: Annotator | null;
  readonly at: string | null;
  readonly corpus: { readonly id: string; readonly name: string } | null;
  readonly codebook: Codebook | null;
  /** Everybody whom the file names. */
  readonly annotators: readonly Annotator[];
  /** The articles as they are there: their ids and paths in the sender's folder, the text they have there. */
  readonly articles: readonly Article[];
  /** With their own ids, instants and annotators. Records inside are not checked. */
  readonly changes: readonly Change[];
  /** By article id. */
  readonly files: ReadonlyMap<string, IncomingFile>;
  /** What was passed over, for the person. */
  readonly notices: readonly string[];
  /** Lets go of the file; `read` of its files fails afterwards. */
  close(): Promise<void>;
}
