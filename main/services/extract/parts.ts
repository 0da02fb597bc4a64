import type { BlockKind } from '#shared/model/article.ts';
import { classify, type MarkedPiece } from './classify.ts';
import { readDatabase } from './databases/read-database.ts';
import type { Piece } from './format.ts';

/** A paragraph, a list item, a caption or a table's row, as a document's markup tells it. */
export interface Part {
  readonly words: string;
  /** Null: to be found out by how it looks. */
  readonly known: BlockKind | null;
  readonly bullet: boolean;
}

/** What a document's properties say of it: what its program filled in, which need not be true of the article. */
export interface Properties {
  readonly title: string | null;
  readonly author: string | null;
  /** ISO 8601. */
  readonly created: string | null;
}

/** Words without what UTF-8 and readers cannot have: control characters and halves of characters. */
export function plainWords(words: string): string {
  return (
    words
      .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\0-\x08\x0e-\x1f\x7f]/g, '')
      .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
      .replace(/[ \t]*\n[ \t]*/g, '\n')
      .trim()
  );
}

/**
 * A table's row: a line with tabs between the cells where each is one paragraph; else it lays out a page, and its cells
 * are read one after the other.
 */
export function rowParts(cells: readonly (readonly Part[])[]): Part[] {
  const filled = cells.map((cell) => cell.filter(({ words }) => words.trim() !== '')).filter((cell) => cell.length > 0);
  if (filled.length < 2 || filled.some((cell) => cell.length > 1)) return filled.flat();
  return [{ words: filled.map(([part]) => part!.words.trim()).join('\t'), known: 'paragraph', bullet: false }];
}

/** What the name of a paragraph's style says of it; Word and its like give these in English everywhere. */
export function kindOfStyle(name: string): BlockKind | null {
  const style = name.toLowerCase();
  if (/^(?:title|heading ?1|headline)$/.test(style)) return 'headline';
  if (/^(?:subtitle|heading ?[2-9])$/.test(style)) return 'subheading';
  return style === 'caption' ? 'caption' : null;
}

/** The text with an empty line between the parts; empty parts are left out. */
export function layParts(parts: readonly Part[]): { text: string; pieces: MarkedPiece[] } {
  const pieces: MarkedPiece[] = [];
  const written: string[] = [];
  let length = 0;
  for (const { words, known, bullet } of parts) {
    const plain = plainWords(words);
    if (plain === '') continue;
    if (length > 0) length += 2;
    // What a note's number follows ends as it would without it.
    const looks = plain.replace(/(?:\[\d+\])+$/, '') || plain;
    pieces.push({ start: length, end: length + plain.length, words: looks, known, bullet });
    written.push(plain);
    length += plain.length;
  }
  return { text: written.join('\n\n'), pieces };
}

/** The article of a document, or the articles if it is what a news database exported; none when there is no text. */
export function* articlesOf(
  parts: readonly Part[],
  properties: Properties,
  notices: readonly string[],
): Generator<Piece> {
  const { text, pieces } = layParts(parts);
  if (pieces.length === 0) return;
  const found = readDatabase(text, () => pieces, notices);
  if (found !== null) {
    yield* found;
    return;
  }
  const { blocks, meta } = classify(withOneHeadline(pieces), properties.title);
  const told: string[] = [];
  const orTold = (read: string | null, fallback: string | null, name: string) => {
    if (read !== null || fallback === null) return read;
    told.push(name);
    return fallback;
  };
  const filled = {
    ...meta,
    title: orTold(meta.title, properties.title, 'title'),
    byline: orTold(meta.byline, properties.author, 'writer'),
    published: orTold(meta.published, properties.created, 'date'),
  };
  const fromProperties =
    told.length === 0
      ? []
      : [`The text does not say its ${listed(told)}: taken from the document’s properties, which may be wrong.`];
  yield { part: null, source: null, text, blocks, meta: filled, notices: [...notices, ...fromProperties] };
}

/** Documents make headings of the first order out of every part's. */
function withOneHeadline(pieces: readonly MarkedPiece[]): MarkedPiece[] {
  const first = pieces.findIndex(({ known }) => known === 'headline');
  return pieces.map((piece, at) =>
    piece.known === 'headline' && at > first ? { ...piece, known: 'subheading' } : piece,
  );
}

const listed = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
