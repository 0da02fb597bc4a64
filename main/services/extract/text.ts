import type { Classified } from './classify.ts';
import { classify } from './classify.ts';
import { piecesOf } from './lines.ts';

/** Blocks and metadata of a plain text, by how its lines look. */
export function readText(text: string): Classified {
  return classify(
    piecesOf(text).map((piece) => ({ ...piece, known: null, words: text.slice(piece.start, piece.end) })),
  );
}
