import type { Block, Meta } from '#shared/model/article.ts';
import { candidateLines } from '../corpus/repeated-lines.ts';
import type { Extracted } from './extracted.ts';
import { asGuessed, type Format, type How, type Piece, type ReadPieces, type SourceFile } from './format.ts';
import { formatOf } from './formats.ts';
import { languageByWords } from './language.ts';
import { unreadable } from './source.ts';

/**
 * Reads the articles out of a file's bytes, one after the other; `path` says by its ending how. Depends on nothing but
 * its arguments. Throws a `Failure` whose message is for a person, also in the middle: what came before holds.
 */
export async function* extractAll(bytes: Uint8Array, path: string, how: How = asGuessed): AsyncGenerator<Extracted> {
  const format = formatOf(path);
  if (format === null) throw unreadable();
  let read = loaded.get(format);
  if (read === undefined) {
    read = await format.load();
    loaded.set(format, read);
  }
  const file: SourceFile = { bytes, path, how };
  for await (const piece of read(file)) {
    let language = languageBySample(piece);
    // The table is loaded for the first text that needs it.
    if (language === undefined)
      language = (await import('./language-by-letters.ts')).languageByLetters(lettersOf(piece));
    yield finished(piece, format.id, language);
  }
}

/** Asking for a module takes longer than many a file, even one that is there. */
const loaded = new Map<Format, ReadPieces>();

/** The language that an article's words tell; undefined: its letters have to (`languageByLetters`). */
export const languageBySample = (piece: Piece) => languageByWords((most) => sampleOf(piece, most));

/** As much of an article as tells its language by the letters. */
export const lettersOf = (piece: Piece): string => sampleOf(piece, enoughLetters);

/** UTF-16 code units that tell a language by its letters. */
const enoughLetters = 1000;

/** What every article is asked for, whatever it came in. */
export function finished(read: Piece, extractor: string, language: string | null): Extracted {
  const piece = withoutNul(read);
  const { text, blocks, meta } = piece;
  // What is new stands before what is copied: the other way round each object gets a shape of its own, which takes V8
  // longer than all the rest here.
  return {
    extractor,
    lines: candidateLines(text, blocks),
    ...piece,
    meta: { ...meta, language: language ?? meta.language },
  };
}

/**
 * The store and other programs take U+0000 for the end of a text, and nobody sees it: U+FFFD stands in its place, as
 * HTML and CommonMark have it, so that every other character keeps its offset.
 */
function withoutNul(piece: Piece): Piece {
  const { part, text, meta, notices } = piece;
  // Bytes are searched ten times as quickly as characters of two of them, of which mostly one is 0.
  const has = piece.utf8?.includes(0) ?? holdsNul(text);
  if (!has && !holdsNul(part) && !Object.values(meta).some(holdsNul)) return piece;
  const visible = <T>(value: T): T => (typeof value === 'string' ? (value.replaceAll('\0', '\uFFFD') as T) : value);
  const clean = {
    part: visible(part),
    text: visible(text),
    meta: Object.fromEntries(Object.entries(meta).map(([name, value]) => [name, visible(value)])) as unknown as Meta,
  };
  const { utf8: _, ...read } = piece;
  return {
    ...read,
    ...clean,
    notices:
      text === clean.text ? notices : [...notices, 'It has characters without a meaning (U+0000), shown as \uFFFD.'],
  };
}

const holdsNul = (value: string | null) => value?.includes('\0') === true;

/** The first `most` UTF-16 code units of what an article itself says, which tells its language. */
function sampleOf({ text, blocks }: Piece, most: number): string {
  return sample(text, blocks, isTelling, most) || sample(text, blocks, () => true, most);
}

const isTelling = ({ kind }: Block) => kind === 'paragraph' || kind === 'headline' || kind === 'list';

function sample(text: string, blocks: readonly Block[], counts: (block: Block) => boolean, most: number): string {
  let words = '';
  for (const block of blocks) {
    if (!counts(block)) continue;
    words += `${text.slice(block.start, Math.min(block.end, block.start + most - words.length))}\n`;
    if (words.length >= most) break;
  }
  return words;
}
