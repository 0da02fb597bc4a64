import { Failure } from '#shared/contract/failure.ts';
import type { Block, Meta } from '#shared/model/article.ts';
import { openEntries, type ZipEntries } from '../archive/zip-entries.ts';
import { isBoilerplateLine } from '../boilerplate-rules.ts';
import { isOutletName } from '../datelines.ts';
import { isoDate } from '../dates.ts';
import type { Piece, SourceFile } from '../format.ts';
import { languageTag } from '../language.ts';
import { readPage } from '../plain.ts';
import { type Chapter, type Package, readPackage } from './package.ts';

/** Fewer letters than this, and a document is a cover, a title or a heading between parts. East Asian ones count threefold. */
const fewest = 200;

/**
 * The articles of an e-paper or a book: each document of its spine that has enough text, with its own heading as title.
 * Covers, tables of contents and indexes are passed over. Pictures, scripts and fonts are not looked at.
 */
export async function* readEpub({ bytes, how }: SourceFile): AsyncGenerator<Piece> {
  const zip = await openEntries(bytes, 'book');
  const book = await readPackage(zip);
  const seen = new Set<string>();
  const failed: string[] = [];
  let any = false;
  for (const chapter of book.spine) {
    if (chapter.furniture || seen.has(chapter.path)) continue;
    seen.add(chapter.path);
    try {
      const piece = await readChapter(zip, chapter, book, how.encoding);
      if (piece === null) continue;
      any = true;
      yield piece;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failed.push(`“${chapter.path}” ${/^\p{Lu}/u.test(error.message) ? `(${error.message})` : error.message}`);
    }
  }
  if (failed.length > 0)
    throw new Failure(
      'damaged',
      `${failed.length === 1 ? 'One document' : `${failed.length} documents`} of the book could not be read: ${failed.slice(0, 8).join('; ')}${failed.length > 8 ? ' …' : ''}`,
    );
  if (!any) throw new Failure('unsupported', 'The book holds no text; it may be made of pictures.');
}

async function readChapter(
  zip: ZipEntries,
  chapter: Chapter,
  book: Package,
  chosen: string | null,
): Promise<Piece | null> {
  const entry = zip.named.get(chapter.path);
  if (entry === undefined) throw new Failure('damaged', 'is missing');
  const source = await zip.read(entry);
  if (source.length === 0) return null;
  let page: ReturnType<typeof readPage>;
  try {
    page = readPage(asHtml(source), chosen, null);
  } catch (error) {
    // A page without text of its own is a picture.
    if (error instanceof Failure && /no text of its own/.test(error.message)) return null;
    throw error;
  }
  const blocks = ownBlocks(page);
  if (weight(page.text, blocks) < fewest || isList(page.text, blocks)) return null;
  return { ...page, part: chapter.path, source, blocks, meta: metaOf(page, blocks, chapter, book) };
}

const decoder = new TextDecoder('latin1');
/** Elements that HTML knows as empty; others end where XML says, not at what HTML takes for their end. */
const empty = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i;

/** XHTML as HTML's parser takes it: `<title/>` would swallow the rest of the page. */
function asHtml(bytes: Uint8Array): Uint8Array {
  const text = decoder.decode(bytes);
  const changed = text.replace(/<([a-z][\w:-]*)((?:\s[^<>]*)?)\/>/gi, (whole, name: string, inside: string) =>
    empty.test(name) ? whole : `<${name}${inside}></${name}>`,
  );
  return changed === text ? bytes : Buffer.from(changed, 'latin1');
}

/** A book's document has no page around its text: what finds an article in a page must not take most of it away. */
function ownBlocks({ text, blocks }: { text: string; blocks: readonly Block[] }): Block[] {
  const whole = blocks.reduce((sum, { start, end }) => sum + end - start, 0);
  const kept = blocks.reduce((sum, { kind, start, end }) => (kind === 'boilerplate' ? sum : sum + end - start), 0);
  if (kept >= whole * 0.7) return [...blocks];
  return blocks.map((block) =>
    block.kind === 'boilerplate' && !isBoilerplateLine(text.slice(block.start, Math.min(block.end, block.start + 601)))
      ? { ...block, kind: 'paragraph' }
      : block,
  );
}

function weight(text: string, blocks: readonly Block[]): number {
  let letters = 0;
  for (const { kind, start, end } of blocks) {
    if (kind === 'boilerplate') continue;
    const words = text.slice(start, end);
    letters += words.length + 2 * (words.match(/[\u2e80-\ua4cf\uac00-\ud7a3]/g)?.length ?? 0);
    if (letters >= fewest) break;
  }
  return letters;
}

/** A table of contents that the book does not call one: many lines, none of them a sentence. */
function isList(text: string, blocks: readonly Block[]): boolean {
  const own = blocks.filter(({ kind }) => kind !== 'boilerplate');
  const sentences = own.filter(
    ({ start, end }) => end - start > 80 || /[.!?。！？…]["”’」]?$/.test(text.slice(end - 3, end)),
  );
  return own.length >= 8 && sentences.length < own.length * 0.15;
}

/** Calibre makes e-papers of web pages, and names itself where the paper's name belongs. */
const isProgram = (name: string | null) => name !== null && /^calibre\b/i.test(name);

function metaOf(page: { text: string; meta: Meta }, blocks: readonly Block[], chapter: Chapter, book: Package): Meta {
  const { meta } = page;
  const headline = blocks.find(({ kind }) => kind === 'headline');
  const own = headline ? page.text.slice(headline.start, headline.end).replace(/\s+/g, ' ') : null;
  const titled = meta.title !== null && meta.title !== book.title ? meta.title : null;
  const [creator, publisher] = [book.creator, book.publisher].map((name) => (isProgram(name) ? null : name));
  const paper = book.title?.replace(/\s*[[(].*$/, '') ?? null;
  const outlet =
    publisher ??
    (isProgram(book.creator) || isProgram(book.publisher) || (paper !== null && isOutletName(paper)) ? paper : null);
  const writer = creator && creator !== publisher && creator !== paper && !isOutletName(creator) ? creator : null;
  return {
    ...meta,
    title: own ?? titled ?? chapter.label ?? meta.title ?? book.title,
    outlet: meta.outlet ?? outlet,
    byline: meta.byline ?? writer,
    published: meta.published ?? (book.date === null ? null : isoDate(book.date)),
    language: meta.language ?? languageTag(book.language),
  };
}
