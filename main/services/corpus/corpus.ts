import type { z } from 'zod';
import type { articleTextSchema, EventData } from '#shared/contract/contract.ts';
import type { Article, Entry } from '#shared/model/article.ts';
import type { Pool } from '../extract/pool.ts';
import type { FoundInText, WordsToFind } from '../occurrences/find-in-text.ts';
import type { Bound, Chosen } from '../store/protocol.ts';
import { FolderCorpus } from './folder-corpus.ts';

export type ArticleText = z.infer<typeof articleTextSchema>;

export interface CorpusOptions {
  readonly root: string;
  /** Where the store is kept between runs; null: nowhere. */
  readonly cacheDir: string | null;
  /** The built `services/worker.ts`. */
  readonly workerFile: string;
  /** The articles that the journal knows; asked at each scan. */
  readonly bindings: () => Iterable<Bound>;
  /** What people have chosen for the reading of files; asked at each scan. */
  readonly chosen: () => Chosen;
  /** At most every 50 ms, and always at the end of a phase. */
  readonly onProgress: (progress: EventData<'corpus.progress'>) => void;
  /** Rows that are new or differ, in batches, and ids that are gone. */
  readonly onEntries: (change: EventData<'corpus.entries'>) => void;
  /** Workers shared with others, which closing the corpus leaves running; without, it has its own. */
  readonly pool?: Pool;
}

/** What a scan found. Files of the corpus are articles, duplicates and failed; articles are new, changed or unchanged. */
export interface Summary {
  readonly articles: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly duplicates: number;
  readonly failed: { readonly path: string; readonly reason: string }[];
  /** Files and folders that are no articles, or were listed under another path. */
  readonly skipped: number;
  readonly notices: string[];
}

export interface Corpus {
  /**
   * Brings the rows in step with the folder; reads only files that are new or whose size or times differ. The first
   * scan tells the rows of the last run while it looks at the disk. But for a folder of which nothing was known, what has
   * gone, come, changed or moved is told as soon as it has been listed: what is still to be read is `pending`. Asked for
   * while one runs, that one looks at this, too, before it reads on. Rejects with a `Failure`: `folder-gone` (all rows stay), `no-permission`, `not-a-folder`, `cancelled`.
   * @param paths files and folders to look at; without, everything
   */
  scan(paths?: readonly string[]): Promise<Summary>;
  /**
   * The text of an article as its file has it now. Lines that many articles share are boilerplate, as counted over what
   * has been scanned by now. Rejects with a `Failure` for the person to read: `not-found` when the file has vanished,
   * `folder-gone`, or why the file cannot be read.
   */
  read(id: string): Promise<ArticleText>;
  /** The lines that so many articles share that they are boilerplate, as `candidateLine` gives them. */
  repeated(): Promise<ReadonlySet<string>>;
  /** The text with this hash that an annotated article has, or had; null: not kept. */
  earlier(id: string, textSha256: string): Promise<string | null>;
  /** Articles with nearly the same text, the most alike first, as far as they have been compared; 0 … 1. */
  similar(id: string): Promise<{ id: string; similarity: number }[]>;
  /**
   * Finds words in the texts after a scan that runs: in every article once, `first` first, the others by path. Articles
   * without a text are counted. What waits to be opened goes before. Rejects with a `Failure`: `cancelled` when the
   * signal says so, `closed`.
   */
  find(words: WordsToFind, options: FindOptions): Promise<{ articles: number; unreadable: number; complete: boolean }>;
  /** The row of an article or of a file that cannot be read; null when there is none. Of a copy its own. */
  entry(id: string): Promise<Entry | null>;
  /** All rows known by now, some at a time and in no order; also passing ones of files that have not been read yet. */
  portions(): AsyncIterable<readonly Entry[]>;
  /** All rows known by now, in the natural order of their paths: much memory for a large corpus. */
  entries(): Promise<Entry[]>;
  /** Where the store is, for who reads it; see `store/schema.ts`. What a scan has written is in it when the scan has ended. */
  database(): Promise<string>;
  /** Ends a scan that runs and the workers, and keeps what is known. */
  close(): Promise<void>;
}

export interface FindOptions {
  readonly first: string | null;
  readonly signal: AbortSignal;
  /** One article after another, null where there is nothing; what answers false ends the search. */
  onArticle(
    found: { readonly article: Article; readonly words: readonly FoundInText[] } | null,
    done: number,
    total: number,
  ): boolean;
}

export function openCorpus(options: CorpusOptions): Corpus {
  return new FolderCorpus(options);
}
