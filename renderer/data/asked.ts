import { create } from 'zustand';

/** What a screen has asked to be shown over it: something to correct of what was read. One at a time. */
export type Asked =
  /** The details of one article, or of several at once; by id. */
  | { what: 'details'; articles: readonly string[] }
  /** What the folder was taught about lines. */
  | { what: 'lines' }
  /** What the columns of a table hold; `path` is the file's. */
  | { what: 'columns'; path: string }
  /** The encoding that a file is read in. */
  | { what: 'encoding'; path: string };

export const useAsked = create<{ asked: Asked | null }>(() => ({ asked: null }));

export const ask = (asked: Asked): void => useAsked.setState({ asked });
export const answered = (): void => useAsked.setState({ asked: null });

/** Files that hold a table of articles, by their endings. */
export const isTable = (path: string): boolean => /\.(?:csv|tsv|tab|jsonl|ndjson|json)$/i.test(path);
