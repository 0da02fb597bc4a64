import { enoughLetters, finished, sampleOf } from './extract.ts';
import type { Extracted } from './extracted.ts';
import { asGuessed, type Piece } from './format.ts';
import { formatOf } from './formats.ts';
import { languageByWords } from './language.ts';
import { languageByLetters } from './language-by-letters.ts';
import { readPlain } from './plain.ts';
import { unreadable } from './source.ts';

/** The one article of a text, Markdown or HTML file, as `extractAll` gives it. */
export function extract(bytes: Uint8Array, path: string): Extracted {
  const format = formatOf(path);
  if (format === null) throw unreadable();
  const [piece] = readPlain({ bytes, path, how: asGuessed });
  const byWords = languageByWords((most) => sampleOf(piece as Piece, most));
  const language = byWords === undefined ? languageByLetters(sampleOf(piece as Piece, enoughLetters)) : byWords;
  return finished(piece as Piece, format.id, language);
}
