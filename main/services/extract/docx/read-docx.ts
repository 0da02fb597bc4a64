import mammoth from 'mammoth';
import { ZipFile } from 'yazl';
import { Failure } from '#shared/contract/failure.ts';
import type { Piece, SourceFile } from '../format.ts';
import { articlesOf } from '../parts.ts';
import { openWord, type WordFiles } from './container.ts';
import { type Node, Notes, partsOf } from './paragraphs.ts';
import { chunksOf } from './xml-chunks.ts';

const withoutMacros = 'The document has macros. Only its text was read; nothing in it was run.';

/**
 * The article of a Word document (ECMA-376), or the articles of a news database's export: headings, lists, captions,
 * rows of tables with a tab between the cells, text boxes behind the paragraph that they hang on, notes at the end with
 * their number in the text. What was deleted with changes tracked is left out; so are headers, footers, comments and
 * pictures. Never runs macros and opens nothing that the document refers to.
 */
export async function* readDocx({ bytes }: SourceFile): AsyncGenerator<Piece> {
  const files = await openWord(bytes);
  const notes = new Notes();
  for (const [kind, xml] of [
    ['footnote', files.footnotes],
    ['endnote', files.endnotes],
  ] as const) {
    if (xml === null) continue;
    for (const chunk of chunksOf(xml, `w:${kind}s`, `w:${kind}`)) notes.take(kind, await parse(chunk, files));
  }
  const parts = [];
  for (const chunk of chunksOf(files.document, 'w:body')) parts.push(...partsOf(await parse(chunk, files), notes));
  parts.push(...notes.referred());
  let any = false;
  for (const piece of articlesOf(parts, files.properties, files.macros ? [withoutMacros] : [])) {
    any = true;
    yield piece;
  }
  if (!any)
    throw new Failure('unsupported', 'The document holds no text; it may be a picture of one. Save its words as .txt.');
}

const contentTypes =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';

/** What mammoth understands of a document, with its styles and lists if these can be understood as well. */
async function parse(document: string, { styles, numbering }: WordFiles): Promise<Node> {
  const beside = {
    ...(isHarmless(styles) ? { 'word/styles.xml': styles } : {}),
    ...(isHarmless(numbering) ? { 'word/numbering.xml': numbering } : {}),
  };
  try {
    return await parseAlone(document, beside);
  } catch (error) {
    if (Object.keys(beside).length === 0) throw error;
    return await parseAlone(document, {});
  }
}

async function parseAlone(document: string, beside: Readonly<Record<string, string>>): Promise<Node> {
  // The container that mammoth opens holds nothing but what was counted.
  const buffer = await zipped({ '[Content_Types].xml': contentTypes, 'word/document.xml': document, ...beside });
  let read: Node | null = null;
  try {
    await mammoth.convertToHtml(
      { buffer },
      {
        includeEmbeddedStyleMap: false,
        externalFileAccess: false,
        // The tree is all that is wanted of mammoth: no HTML is made of it.
        transformDocument: (tree: Node) => {
          read = tree;
          return { ...tree, children: [] };
        },
      },
    );
  } catch (cause) {
    throw new Failure('damaged', 'The document is damaged: its text cannot be understood. Copy it again.', { cause });
  }
  if (read === null) throw new Failure('damaged', 'The document is damaged: it has no text that can be read.');
  return read;
}

/** Styles and lists are some kilobytes, flat, and declare no entities; of others the text is read without them. */
function isHarmless(xml: string | null): xml is string {
  if (xml === null || xml.length > 5_000_000) return false;
  try {
    for (const _ of chunksOf(xml, '')) return false;
    return true;
  } catch {
    return false;
  }
}

async function zipped(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name, { compress: false });
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
