import type { Format } from './format.ts';

/** The longest file of one article that is read, in bytes: an article of this length would be a shelf of books. */
export const longestFile = 10 * 1024 * 1024;

/** Documents carry pictures, which are not read, and exports of databases hold hundreds of articles; in bytes. */
const largestDocument = 100 * 1024 * 1024;

const plain = async () => (await import('./plain.ts')).readPlain;
const rtf = async () => (await import('./rtf/read-rtf.ts')).readRtf;
const docx = async () => (await import('./docx/read-docx.ts')).readDocx;
const pdf = async () => (await import('./pdf/read-pdf.ts')).readPdf;

/** Every kind of file that articles come in. A new one is one line here and one module. */
export const formats: readonly Format[] = [
  { id: 'text/3', endings: ['txt', 'text'], largest: longestFile, load: plain },
  { id: 'markdown/2', endings: ['md', 'markdown'], largest: longestFile, load: plain },
  { id: 'html/3', endings: ['html', 'htm', 'xhtml'], largest: longestFile, load: plain },
  { id: 'rtf/1', endings: ['rtf'], largest: largestDocument, load: rtf },
  { id: 'docx/1', endings: ['docx', 'docm'], largest: largestDocument, load: docx },
  { id: 'pdf/1', endings: ['pdf'], largest: largestDocument, load: pdf },
];

const byEnding = new Map(formats.flatMap((format) => format.endings.map((ending) => [ending, format] as const)));

/** The format of a file by its name; null for files that are no articles. */
export function formatOf(name: string): Format | null {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  return (ending !== undefined && byEnding.get(ending)) || null;
}
