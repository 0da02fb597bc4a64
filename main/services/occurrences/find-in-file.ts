import { readArticle } from '../extract/plain.ts';
import { readSource } from '../extract/source.ts';
import { sha256 } from '../files/hash.ts';
import { type FoundInText, findInText, hasWords, type WordsToFind } from './find-in-text.ts';

/** Where words stand in a file's article, and which state of it that was. */
export interface FoundInFile {
  readonly sourceSha256: string;
  readonly textSha256: string;
  readonly length: number;
  readonly title: string | null;
  /** Never empty. */
  readonly words: FoundInText[];
}

/** Finds words in the article that a file's bytes make; null when it has none of them. Throws as `extract` does. */
export function findInFile(
  bytes: Uint8Array,
  path: string,
  sourceSha256: string,
  find: WordsToFind,
): FoundInFile | null {
  const source = readSource(bytes, path);
  // A plain text is its own canonical text: most have none of the words, and need not be taken apart.
  if (source.extractor.startsWith('text/') && !hasWords(source.text, find)) return null;
  const { text, blocks, meta } = readArticle(source);
  const words = findInText(text, blocks, find);
  return words.length === 0
    ? null
    : { sourceSha256, textSha256: sha256(text), length: text.length, title: meta.title, words };
}
