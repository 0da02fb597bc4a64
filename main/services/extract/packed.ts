import { deserialize, serialize } from 'node:v8';
import type { ReadArticle } from './job.ts';

/** Articles as they go from thread to thread: who passes them on need not read them. */
export interface Packed {
  /** As `pack` writes them. */
  readonly bytes: Uint8Array;
  /** UTF-16 code units of text. */
  readonly characters: number;
}

/** Texts in one piece of memory, which is handed on and not copied. */
export const pack = (articles: readonly ReadArticle[]): Packed => ({
  bytes: serialize(articles),
  characters: articles.reduce((sum, { text }) => sum + text.length, 0),
});

export const unpack = ({ bytes }: Packed): readonly ReadArticle[] => deserialize(bytes);
