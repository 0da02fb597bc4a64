import { Failure } from '#shared/contract/failure.ts';
import type { Block, Meta } from '#shared/model/article.ts';
import { readDatabase } from './databases/read-database.ts';
import { decode } from './decode.ts';
import { fileKind } from './file-kind.ts';
import type { Piece, SourceFile } from './format.ts';
import { longestFile } from './formats.ts';
import { readHtml } from './html.ts';
import { readMarkdown } from './markdown.ts';
import { readText } from './text.ts';

/** The one article of a text, Markdown or HTML file; several where a news database exported them. */
export function* readPlain({ bytes, path, how }: SourceFile): Generator<Piece> {
  const source = readSource(bytes, path, how.encoding);
  const { encoding } = source;
  const { text, blocks, meta, notices: ofReading } = readArticle(source);
  const notices = [...source.notices, ...ofReading];
  const isLines = source.extractor.startsWith('text/');
  const found = source.extractor.startsWith('markdown/')
    ? null
    : readDatabase(text, asPieces(text, blocks), notices, isLines);
  if (found === null) yield { part: null, source: null, text, blocks, meta, notices, encoding };
  else for (const piece of found) yield { ...piece, encoding };
}

const asPieces = (text: string, blocks: readonly Block[]) =>
  blocks.map(({ start, end, kind }) => ({
    start,
    end,
    words: text.slice(start, end),
    known: null,
    bullet: kind === 'list',
  }));

/** A file's bytes as characters, `\n` for every line end and no byte order mark. */
export interface Source {
  readonly text: string;
  readonly extractor: string;
  readonly notices: readonly string[];
  readonly encoding: NonNullable<Piece['encoding']>;
}

/** The first half of `extract`, for who may not need the second. Throws as `extract` does. */
export function readSource(bytes: Uint8Array, path: string, chosen: string | null = null): Source {
  const extractor = fileKind(path);
  if (extractor === null) throw unreadable();
  refuseSize(bytes.length);
  if (bytes.length === 0) throw new Failure('unsupported', 'The file is empty.');
  const decoded = decode(bytes, extractor.startsWith('html/') ? declaredEncoding : () => null, chosen);
  const text = decoded.text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (text.trim() === '') throw new Failure('unsupported', 'The file holds nothing but white space.');
  return { text, extractor, notices: decoded.notices, encoding: decoded.encoding };
}

/** The canonical text with its blocks and what it says of itself, as `extract` gives them but for the language. */
export function readArticle({ text, extractor }: Source): {
  text: string;
  blocks: Block[];
  meta: Meta;
  notices: string[];
} {
  const read = extractor.startsWith('html/')
    ? readHtml(text)
    : extractor.startsWith('markdown/')
      ? readMarkdown(text)
      : { text, notices: [], ...readText(text) };
  if (read.blocks.length === 0)
    throw new Failure(
      'unsupported',
      extractor.startsWith('html/')
        ? 'The page shows no text of its own; it may need a program to draw it.'
        : 'The file holds no text besides its front matter, links and comments.',
    );
  return read;
}

/** Throws a `Failure` for a file of more than 10 MB (`bytes`), which is not read at all. */
export function refuseSize(bytes: number): void {
  if (bytes <= longestFile) return;
  const size = Math.max(11, Math.round(bytes / 1024 / 1024));
  throw new Failure(
    'too-large',
    `The file has ${size} MB; Rapporteur reads articles of up to 10 MB. Split it into one file for each article.`,
  );
}

/**
 * A page that stands in another file, which may tell its encoding (`told`). A person's choice comes first.
 * @throws Failure for what is no text, or shows none
 */
export function readPage(
  bytes: Uint8Array,
  chosen: string | null,
  told: string | null,
): Omit<Piece, 'part' | 'source' | 'pages' | 'encoding'> & Pick<Source, 'encoding'> {
  const { text, notices, encoding } = decode(bytes, (head) => told ?? declaredEncoding(head), chosen);
  const extractor = fileKind('.html')!;
  const read = readArticle({ text: text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'), extractor, notices, encoding });
  return { ...read, notices: [...notices, ...read.notices], encoding };
}

/** What a page says of its own encoding, near its beginning. */
function declaredEncoding(head: string): string | null {
  const found =
    /<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head) ??
    /^\s*<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)/i.exec(head);
  return found?.[1] ?? null;
}

/** What is said of a file whose ending no format has. */
export const unreadable = (): Failure =>
  new Failure('unsupported', 'Rapporteur does not know this kind of file. The README lists those that it reads.');
