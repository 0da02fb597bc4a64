import type { Block } from '#shared/model/article.ts';
import { type Classified, classify, type MarkedPiece } from './classify.ts';
import { readDatabase } from './databases/read-database.ts';
import type { Piece, SourceFile } from './format.ts';
import { piecesOf } from './lines.ts';
import { readSource } from './source.ts';

/** Blocks and metadata of a plain text, by how its lines look. */
export function readText(text: string): Classified {
  return classify(
    piecesOf(text).map(({ start, end, bullet }) => ({
      start,
      end,
      bullet,
      known: null,
      words: text.slice(start, end),
    })),
  );
}

/** The one article of a plain text; several where a news database exported them. Loads nothing that reads pages. */
export function* readTextFile({ bytes, path, how }: SourceFile): Generator<Piece> {
  const { text, notices, encoding, utf8 } = readSource(bytes, path, how.encoding);
  const { blocks, meta } = readText(text);
  const found = readDatabase(text, () => piecesOfBlocks(text, blocks), notices, true);
  if (found === null) yield { part: null, source: null, text, blocks, meta, notices, encoding, ...(utf8 && { utf8 }) };
  else for (const piece of found) yield { ...piece, encoding };
}

/** Blocks as what they were made of. */
export const piecesOfBlocks = (text: string, blocks: readonly Block[]): MarkedPiece[] =>
  blocks.map(({ start, end, kind }) => ({
    start,
    end,
    words: text.slice(start, end),
    known: null,
    bullet: kind === 'list',
  }));
