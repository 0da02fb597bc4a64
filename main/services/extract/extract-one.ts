import { finished, languageBySample, lettersOf } from './extract.ts';
import type { Extracted } from './extracted.ts';
import { asGuessed } from './format.ts';
import { formatOf } from './formats.ts';
import { languageByLetters } from './language-by-letters.ts';
import { readPlain } from './plain.ts';
import { unreadable } from './source.ts';

/** The one article of a text, Markdown or HTML file, as `extractAll` gives it. */
export function extract(bytes: Uint8Array, path: string): Extracted {
  const format = formatOf(path);
  if (format === null) throw unreadable();
  const [piece] = readPlain({ bytes, path, how: asGuessed });
  const byWords = languageBySample(piece!);
  const language = byWords === undefined ? languageByLetters(lettersOf(piece!)) : byWords;
  return finished(piece!, format.id, language);
}
