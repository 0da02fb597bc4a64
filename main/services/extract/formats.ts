import type { Format } from './format.ts';

/** The longest file of one article that is read, in bytes: an article of this length would be a shelf of books. */
export const longestFile = 10 * 1024 * 1024;

/** Documents carry pictures, which are not read, and exports of databases hold hundreds of articles; in bytes. */
const largestDocument = 100 * 1024 * 1024;

/** Tables are read a row at a time; in bytes. */
const largestTable = 200 * 1024 * 1024;

const text = async () => (await import('./text.ts')).readTextFile;
const plain = async () => (await import('./plain.ts')).readPlain;
const table = async () => (await import('./tables/read-table.ts')).readTable;
const rtf = async () => (await import('./rtf/read-rtf.ts')).readRtf;
const docx = async () => (await import('./docx/read-docx.ts')).readDocx;
const pdf = async () => (await import('./pdf/read-pdf.ts')).readPdf;
const epub = async () => (await import('./epub/read-epub.ts')).readEpub;
const eml = async () => (await import('./mail/read-eml.ts')).readEml;
const mhtml = async () => (await import('./mail/read-mhtml.ts')).readMhtml;
const zip = async () => (await import('./archive/read-zip.ts')).readZip;

/** Every kind of file that articles come in. A new one is one line here and one module. */
const alone: readonly Format[] = [
  { id: 'text/3', endings: ['txt', 'text'], largest: longestFile, load: text },
  { id: 'markdown/3', endings: ['md', 'markdown'], largest: longestFile, load: plain },
  { id: 'html/4', endings: ['html', 'htm', 'xhtml'], largest: longestFile, load: plain },
  { id: 'csv/1', endings: ['csv', 'tsv'], largest: largestTable, load: table },
  { id: 'json/1', endings: ['json', 'jsonl', 'ndjson'], largest: largestTable, load: table },
  { id: 'rtf/1', endings: ['rtf'], largest: largestDocument, load: rtf },
  { id: 'docx/1', endings: ['docx', 'docm'], largest: largestDocument, load: docx },
  { id: 'pdf/1', endings: ['pdf'], largest: largestDocument, load: pdf },
];

/** Archives hold many files, of which one is in memory at a time; in bytes. */
const largestArchive = 512 * 1024 * 1024;
/** Grows with every version of what reads files inside of others, so that these are read again, too. */
const inside = alone.reduce((sum, { id }) => sum + Number(id.split('/')[1]), 0);

/** What holds files of the other kinds, or pages. */
const holders: readonly Format[] = [
  { id: `epub/1.${inside}`, endings: ['epub'], largest: largestDocument, load: epub },
  { id: `mhtml/1.${inside}`, endings: ['mhtml', 'mht'], largest: largestDocument, load: mhtml },
  { id: `eml/1.${inside}`, endings: ['eml'], largest: largestDocument, load: eml },
  { id: `zip/1.${inside}`, endings: ['zip'], largest: largestArchive, load: zip },
];

export const formats: readonly Format[] = [...alone, ...holders];

const byEnding = new Map(formats.flatMap((format) => format.endings.map((ending) => [ending, format] as const)));

/** The format of a file by its name; null for files that are no articles. */
export function formatOf(name: string): Format | null {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  return (ending !== undefined && byEnding.get(ending)) || null;
}
