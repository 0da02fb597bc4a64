import type { FailureCode } from '#shared/contract/failure.ts';
import type { Article, Entry } from '#shared/model/article.ts';
import type { How } from '../extract/format.ts';
import type { FileState } from '../extract/job.ts';
import type { Packed } from '../extract/packed.ts';

/** An annotated article, as the journal binds it to its file. */
export type Bound = Pick<Article, 'id' | 'path' | 'sourceSha256'>;

/** What people have chosen for the reading of files. */
export interface Chosen {
  /** By path of the file. */
  readonly encodings: ReadonlyMap<string, string>;
  readonly columns: How['columns'];
}

/** A file that a scan has found and that is to be read. */
export interface ToRead {
  readonly path: string;
  readonly bytes: number;
  /** The hash at the last reading, for a file that may be the same; null: it is read in any case. */
  readonly known: string | null;
  /** What a person has chosen for its reading; null: nothing. */
  readonly how: How | null;
  /** The path that it had, where it may have been moved: `known` is the hash of that file. */
  readonly from?: string;
}

/** A stretch of what a listing finds. */
export interface Listed {
  /** To be read. */
  readonly files: readonly ToRead[];
  /** Those of them that have changed or are new, and of these those of which nothing is known; where rows are wanted. */
  readonly shown: readonly string[];
  readonly fresh: readonly string[];
  /** The rows of what has changed, and of what was told to be gone and is not, for `entriesOf`. */
  readonly packed: Uint8Array;
  /** Files found so far that are articles by their names, and those and folders that cannot be read. */
  readonly found: number;
  readonly failures: readonly { path: string; code: FailureCode; message: string }[];
  readonly skipped: number;
  readonly done: boolean;
}

/** What came of reading a file; several reports of one file follow one another. */
export interface Report {
  readonly path: string;
  /** Null: none. */
  readonly articles: Packed | null;
  readonly end: End | null;
}

export type End =
  | {
      readonly kind: 'read';
      readonly file: FileState;
      readonly how: string | null;
      readonly failure: { readonly code: string; readonly message: string } | null;
    }
  | { readonly kind: 'same'; readonly file: FileState }
  /** Its bytes are those of the file that was at another path. */
  | { readonly kind: 'moved'; readonly from: string; readonly file: FileState }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly bytes: number }
  /** It is not there any more. */
  | { readonly kind: 'gone' };

/** What a change of the store comes to: rows that are new or differ, ids that are gone, and articles for the summary. */
export interface Taken {
  readonly entries: Entry[];
  readonly gone: string[];
  new: number;
  changed: number;
}

/** Files that are not there any more. */
export interface Missing {
  /** The ids of their rows, but for those of files that were moved as it seems. */
  readonly ids: readonly string[];
  /** Files that seem to be them, by size and time. */
  readonly moved: readonly ToRead[];
  /** The rows of what was moved as they were, for `entriesOf`. */
  readonly packed: Uint8Array;
  /** Fresh files of the same size as one that is gone. */
  readonly alike: readonly string[];
}

/** Some rows: those of articles as `entriesOf` reads them, so that only who wants them makes objects of them, and others. */
export interface Rows {
  readonly packed: Uint8Array;
  readonly failures: readonly Entry[];
  readonly after: string | null;
}

export interface Counts {
  readonly articles: number;
  readonly duplicates: number;
}

/** An article's text as it is kept, with what tells whether its file is still as it was. */
export interface Kept {
  readonly entry: Entry;
  readonly file: string;
  /** Null: the file is to be read again in any case. */
  readonly state: { readonly bytes: number; readonly mtime: number; readonly ctime: number } | null;
  readonly text: string | null;
  readonly blocks: string;
  readonly pages: string | null;
}

/** What the store’s thread is asked: arguments and answer of each request. */
export interface Requests {
  /**
   * Opens the store, or closes it and makes it anew; `look`: nothing is written, and all of it is checked; `beside`:
   * nothing is written, since another thread has it open, too.
   */
  open: {
    args: { folder: string | null; root: string; how: 'keep' | 'anew' | 'look' | 'beside' };
    result: { notice: string | null; file: string };
  };
  /** What holds from now on of annotated articles and of the reading of files. */
  know: { args: { bound: readonly Bound[]; chosen: Chosen }; result: null };
  /** Rows in the order in which they came in, after `after`; null begins and, in the answer, ends. */
  rows: { args: { after: string | null; most: number }; result: Rows };
  /**
   * Begins to list the folder, or what is named of it; `further`: besides what was listed before. `rows`: whether rows of
   * files that are to be read are wanted.
   */
  list: { args: { starts: readonly string[] | null; further: boolean; rows: boolean }; result: null };
  listed: { args: null; result: Listed };
  take: { args: { reports: readonly Report[] }; result: Taken };
  /** Files of articles that were copies of others which have gone: to be read before `sweep`. */
  orphans: { args: null; result: readonly ToRead[] };
  /** What the whole listing has not found, as long as what it has found is still to be read. */
  missing: { args: null; result: Missing };
  /** Removes some of what the listing has not found; `left`: whether there is more. */
  sweep: { args: null; result: Taken & Counts & { readonly left: boolean } };
  /** Files by path as they are to be read; with `anew` whatever is known of them. */
  files: { args: { paths: readonly string[]; anew: boolean }; result: readonly ToRead[] };
  /** The rows of the articles of files, for `entriesOf`. */
  rowsOf: { args: { files: readonly string[] }; result: Uint8Array };
  /** An article by id or path, a copy’s original; a file that cannot be read stands for itself. */
  kept: { args: { id: string } | { path: string }; result: Kept | null };
  /** Articles that can be read, by path in natural order, without copies. */
  articles: { args: null; result: { ns: Float64Array; ids: readonly string[] } };
  entries: { args: { ns: readonly number[] }; result: [number, Entry][] };
  /** The row of an id; a copy’s own. */
  entry: { args: { id: string }; result: Entry | null };
  repeated: { args: null; result: ReadonlySet<string> };
  earlier: { args: { id: string; textSha256: string }; result: string | null };
  /** Takes a step in grouping nearly the same texts; what that has changed once it is done, null until then. */
  group: { args: null; result: Pick<Taken, 'entries'> | null };
  /** Takes a step in merging what the index of words was written in; whether there may be more to merge. */
  merge: { args: null; result: boolean };
  similar: { args: { id: string }; result: { id: string; similarity: number }[] };
  /** Ends the transaction, so that readers see what was written. */
  commit: { args: null; result: null };
  close: { args: null; result: null };
}

export type RequestName = keyof Requests;
export type Args<N extends RequestName> = Requests[N]['args'];
export type Result<N extends RequestName> = Requests[N]['result'];

export interface ToStore {
  readonly n: number;
  readonly name: RequestName;
  readonly args: unknown;
}

export type FromStore =
  | { readonly n: number; readonly result: unknown }
  /** `damaged`: the store itself is no good and is to be made anew. */
  | { readonly n: number; readonly error: { readonly code: FailureCode | 'store-damaged'; readonly message: string } };
