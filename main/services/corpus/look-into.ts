import type { TablePreview } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { type Columns, columnsSource, fileSource, type Source } from '#shared/model/source.ts';
import { type EncodingChoice, encodingsOf } from '../extract/decode.ts';
import { previewTable } from '../extract/tables/read-table.ts';
import { readBeginning } from '../files/read-beginning.ts';
import type { Chosen } from '../store/protocol.ts';

/** So much of a table is looked at, in bytes: some thousand rows tell what its columns are. */
const beginning = 4_000_000;
/** JSON can only be looked at as a whole; larger ones would hold everything else up. */
const largestJson = 24_000_000;

/** What people have said of the reading of files, as the corpus is told it. */
export function chosenIn(sources: Iterable<Source>): Chosen {
  const encodings = new Map<string, string>();
  const columns: Record<string, Columns> = {};
  for (const { id, encoding, columns: said } of sources) {
    if (id.startsWith(ofFile) && encoding !== null) encodings.set(id.slice(ofFile.length), encoding);
    if (id.startsWith(ofColumns) && said !== null) columns[id.slice(ofColumns.length)] = said;
  }
  return { encodings, columns };
}

const ofFile = fileSource('');
const ofColumns = columnsSource('');

/**
 * The first rows of a table of the folder as they would be read.
 * @throws Failure `unsupported` for what is none, `too-large`, or why the file cannot be read
 */
export async function lookIntoTable(root: string, path: string, chosen: Chosen): Promise<TablePreview> {
  const json = /\.json$/i.test(path);
  const { bytes, whole } = await readBeginning(root, path, json ? largestJson : beginning);
  if (json && !whole)
    throw new Failure(
      'too-large',
      'The file is too large to be shown here. Make several files of it, or save it as .jsonl.',
    );
  const how = { encoding: chosen.encodings.get(path) ?? null, columns: chosen.columns };
  const preview = previewTable(whole ? bytes : wholeLines(bytes), path, how);
  if (preview === null) throw new Failure('unsupported', 'The file holds no table of articles.');
  return preview;
}

/** What a file of the folder would read like in other encodings. @throws Failure why it cannot be read */
export async function lookAtEncodings(root: string, path: string): Promise<EncodingChoice[]> {
  const { bytes } = await readBeginning(root, path, 200_000);
  return encodingsOf(bytes);
}

/** Without the last line, which may not be all there. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  const end = bytes.lastIndexOf(0x0a);
  return end < 0 ? bytes : bytes.subarray(0, end + 1);
}
