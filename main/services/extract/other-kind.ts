import { Failure } from '#shared/contract/failure.ts';

const rename = (ending: string) => `Rename it to end in .${ending}.`;
const unpack = 'Unpack it into the folder.';
const picture = 'Run text recognition (OCR) on it, and put the text into the folder.';

/** What files begin with, and what to do with one that has another ending. */
const beginnings: readonly [bytes: string, what: string, advice: string][] = [
  ['%PDF-', 'a PDF document', rename('pdf')],
  ['{\\rtf', 'an RTF document', rename('rtf')],
  ['\xd0\xcf\x11\xe0', 'an old office document (.doc, .xls, .ppt) or mail (.msg)', 'Save it as .docx or .txt.'],
  ['bplist', 'a web archive of Safari', 'Open the page in Safari and save it as page source (.html).'],
  ['\x89PNG', 'a PNG picture', picture],
  ['\xff\xd8\xff', 'a JPEG picture', picture],
  ['GIF8', 'a GIF picture', picture],
  ['\x1f\x8b', 'a gzip archive', unpack],
  ['7z\xbc\xaf', 'a 7-Zip archive', unpack],
  ['Rar!', 'a RAR archive', unpack],
];
const page = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,500}?-->\s*)?<(?:!doctype html|html|head)\b/i;

/** What is said of a file that is no `wanted`, by what it begins with: what it is and what to do, if that can be told. */
export function otherKind(bytes: Uint8Array, wanted: string): Failure {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = buffer.subarray(0, 1000).toString('latin1');
  const found = beginnings.find(([begins]) => head.startsWith(begins));
  const [what, advice] = found
    ? [found[1], found[2]]
    : head.startsWith('PK\x03\x04')
      ? zipKind(buffer, head)
      : page.test(head)
        ? ['a web page', rename('html')]
        : [null, ''];
  return new Failure(
    'unsupported',
    what === null
      ? `The file is no ${wanted}, whatever its name says.`
      : `The file is ${what}, whatever its name says. ${advice}`,
  );
}

function zipKind(buffer: Buffer, head: string): [what: string, advice: string] {
  if (head.includes('application/epub+zip')) return ['a book (EPUB)', rename('epub')];
  if (buffer.includes('word/document.xml')) return ['a Word document', rename('docx')];
  if (buffer.includes('xl/workbook.xml')) return ['an Excel table', 'Save it as .csv.'];
  if (head.includes('application/vnd.oasis.opendocument')) return ['an OpenDocument file', 'Save it as .docx.'];
  return ['a zip archive', rename('zip')];
}
