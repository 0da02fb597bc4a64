import { Failure } from '#shared/contract/failure.ts';
import type { Piece, SourceFile } from '../format.ts';
import { articlesOf, plainWords } from '../parts.ts';
import { readRtf as read } from './reader.ts';

/**
 * The article of an RTF document, or the articles of a news database's export: paragraphs, headings and items by their
 * styles, rows of tables with a tab between the cells, the results of fields, notes at the end with their number in the
 * text, headers and footers (each once) as boilerplate behind all. Hidden words, deleted ones, comments and pictures
 * are left out. Of a file that breaks off, what comes before is read and a notice says so.
 */
export function* readRtf({ bytes }: SourceFile): Generator<Piece> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { parts, properties, cut } = read(buffer, startOf(buffer));
  if (!parts.some(({ words, known }) => known !== 'boilerplate' && plainWords(words) !== ''))
    throw cut
      ? new Failure('damaged', 'The file breaks off before its text begins. Copy it again.')
      : new Failure('unsupported', 'The document holds no text; it may be a picture of one. Save its words as .txt.');
  yield* articlesOf(
    parts,
    properties,
    cut ? ['The file breaks off before its end; what there is of it is shown.'] : [],
  );
}

const begins: readonly [string, string][] = [
  [
    '\xd0\xcf\x11\xe0',
    'a Word document of the old kind (.doc) or locked with a password; save it as .docx without one',
  ],
  ['PK\x03\x04', 'a zip archive or a Word document; rename it to end in .docx, if it is one'],
  ['%PDF', 'a PDF document; rename it to end in .pdf'],
  ['<', 'a web page or other markup; rename it to end in .html, if it is a page'],
];

/** Where the document opens; a byte order mark and white space may stand before it. */
function startOf(buffer: Buffer): number {
  const head = buffer.subarray(0, 200).toString('latin1');
  const start = /^(?:\xef\xbb\xbf)?\s*(?=\{\\rtf)/.exec(head);
  if (start !== null) return start[0].length;
  const what = begins.find(([sign]) => head.startsWith(sign))?.[1];
  if (buffer.length === 0) throw new Failure('unsupported', 'The file is empty.');
  throw new Failure(
    'unsupported',
    what === undefined
      ? 'The file is no RTF document, whatever its name says. If it is plain text, rename it to end in .txt.'
      : `The file is ${what}.`,
  );
}
