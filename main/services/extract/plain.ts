import { Failure } from '#shared/contract/failure.ts';
import type { Block, Meta } from '#shared/model/article.ts';
import { readDatabase } from './databases/read-database.ts';
import { decode } from './decode.ts';
import { fileKind } from './file-kind.ts';
import type { Piece, SourceFile } from './format.ts';
import { readHtml } from './html.ts';
import { readMarkdown } from './markdown.ts';
import { declaredEncoding, readSource, type Source, withPlainLineEnds } from './source.ts';
import { piecesOfBlocks, readText } from './text.ts';

/** The one article of a text, Markdown or HTML file; several where a news database exported them. */
export function* readPlain({ bytes, path, how }: SourceFile): Generator<Piece> {
  const source = readSource(bytes, path, how.encoding);
  const { encoding } = source;
  const { text, blocks, meta, notices: ofReading } = readArticle(source);
  const notices = [...source.notices, ...ofReading];
  const isLines = source.extractor.startsWith('text/');
  const found = source.extractor.startsWith('markdown/')
    ? null
    : readDatabase(text, () => piecesOfBlocks(text, blocks), notices, isLines);
  if (found === null) yield { part: null, source: null, text, blocks, meta, notices, encoding };
  else for (const piece of found) yield { ...piece, encoding };
}

/** The canonical text with its blocks and what it says of itself, as `extract` gives them but for the language. */
export function readArticle({ text, extractor }: Pick<Source, 'text' | 'extractor'>): {
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
  const read = readArticle({ text: withPlainLineEnds(text), extractor: fileKind('.html')! });
  return { ...read, notices: [...notices, ...read.notices], encoding };
}
