import type { Meta } from '#shared/model/article.ts';
import { candidateLines } from '../corpus/repeated-lines.ts';
import type { Extracted } from './extracted.ts';
import { asGuessed, type How, type Piece, type SourceFile } from './format.ts';
import { formatOf } from './formats.ts';
import { languageOf } from './language.ts';
import { readPlain, unreadable } from './plain.ts';

/**
 * Reads the articles out of a file's bytes, one after the other; `path` says by its ending how. Depends on nothing but
 * its arguments. Throws a `Failure` whose message is for a person, also in the middle: what came before holds.
 */
export async function* extractAll(bytes: Uint8Array, path: string, how: How = asGuessed): AsyncGenerator<Extracted> {
  const format = formatOf(path);
  if (format === null) throw unreadable();
  const read = await format.load();
  const file: SourceFile = { bytes, path, how };
  for await (const piece of read(file)) yield finished(piece, format.id);
}

/** The one article of a text, Markdown or HTML file, as `extractAll` gives it. */
export function extract(bytes: Uint8Array, path: string): Extracted {
  const format = formatOf(path);
  if (format === null) throw unreadable();
  const [piece] = readPlain({ bytes, path, how: asGuessed });
  return finished(piece as Piece, format.id);
}

/** What every article is asked for, whatever it came in. */
function finished(read: Piece, extractor: string): Extracted {
  const piece = withoutNul(read);
  const { text, blocks, meta } = piece;
  const own = blocks.filter(({ kind }) => kind === 'paragraph' || kind === 'headline' || kind === 'list');
  const spoken = languageOf(sample(text, own.length > 0 ? own : blocks));
  return {
    ...piece,
    meta: { ...meta, language: spoken ?? meta.language },
    extractor,
    lines: candidateLines(text, blocks),
  };
}

/**
 * The store and other programs take U+0000 for the end of a text, and nobody sees it: U+FFFD stands in its place, as
 * HTML and CommonMark have it, so that every other character keeps its offset.
 */
function withoutNul(piece: Piece): Piece {
  const { part, text, meta, notices } = piece;
  if (![part, text, ...Object.values(meta)].some((value) => value?.includes('\0'))) return piece;
  const visible = <T>(value: T): T => (typeof value === 'string' ? (value.replaceAll('\0', '\uFFFD') as T) : value);
  const clean = {
    part: visible(part),
    text: visible(text),
    meta: Object.fromEntries(Object.entries(meta).map(([name, value]) => [name, visible(value)])) as unknown as Meta,
  };
  return {
    ...piece,
    ...clean,
    notices:
      text === clean.text ? notices : [...notices, 'It has characters without a meaning (U+0000), shown as \uFFFD.'],
  };
}

function sample(text: string, blocks: readonly { start: number; end: number }[]): string {
  let words = '';
  for (const { start, end } of blocks) {
    words += `${text.slice(start, Math.min(end, start + 2000))}\n`;
    if (words.length > 5000) break;
  }
  return words;
}
