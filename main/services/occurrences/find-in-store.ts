import type { FailureCode } from '#shared/contract/failure.ts';
import { blocksOf } from '../store/packed.ts';
import { openReader, type Reader } from '../store/reader.ts';
import { type FoundInText, findInText, hasWords, type WordsToFind } from './find-in-text.ts';
import { matchFor } from './narrow.ts';

/** Words to be found in texts of a store: its file, and the numbers of the articles. */
export interface FindJob {
  readonly database: string;
  readonly articles: readonly number[];
  readonly find: WordsToFind;
}

export type FindResult =
  | {
      readonly kind: 'searched';
      /** Of each article in the order asked for: the places, or null where there is no text. */
      readonly found: readonly (readonly FoundInText[] | null)[];
    }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string };

let open: { file: string; reader: Reader } | null = null;

/** Finds words in texts as the store has them. Never throws: what goes wrong is the result. */
export function runFindJob({ database, articles, find }: FindJob): FindResult {
  try {
    if (open?.file !== database) {
      open?.reader.close();
      open = { file: database, reader: openReader(database) };
    }
    const { reader } = open;
    const match = matchFor(find);
    // Most articles have none of the words: the index says so without their texts.
    const bodies = new Map(
      reader.bodies(match === null ? articles : reader.having(match, articles)).map((body) => [body.n, body]),
    );
    const there = match === null ? null : new Set(reader.withText(articles));
    const found = articles.map((n) => {
      const body = bodies.get(n);
      if (body === undefined) return there?.has(n) ? [] : null;
      return hasWords(body.text, find) ? findInText(body.text, blocksOf(body.blocks), find) : [];
    });
    return { kind: 'searched', found };
  } catch (error) {
    open?.reader.close();
    open = null;
    return {
      kind: 'failed',
      code: 'internal',
      message: `The texts kept of the folder cannot be read: ${String(error)}`,
    };
  }
}
