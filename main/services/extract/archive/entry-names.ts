import iconv from 'iconv-lite';
import type { Entry } from 'yauzl';
import { likeliest } from '../guess-encoding.ts';

type Named = Pick<Entry, 'fileNameRaw' | 'generalPurposeBitFlag' | 'extraFields' | 'versionMadeBy'>;

/** The encoding that a zip's flag promises. */
const utf8Flag = 0x800;
/** Info-ZIP's extra field with the name in UTF-8: a version, a checksum of the other name, the name. */
const unicodePath = 0x7075;
const strict = new TextDecoder('utf-8', { fatal: true });

/**
 * The names of a zip's entries, `/` between the parts. What is not told to be UTF-8 is UTF-8 all the same when all of
 * them can be; else one encoding is guessed from all names together, because a zip comes from one machine: that of
 * Windows in its country (Shift_JIS, windows-1251, …), or the IBM PC's (437) that the specification names.
 */
export function decodeNames(entries: readonly Named[]): string[] {
  const told = entries.map(toldName);
  const rest = entries.filter((_, index) => told[index] === null).map(({ fileNameRaw }) => fileNameRaw);
  const decode = decoderOf(rest);
  return entries.map(({ fileNameRaw }, index) => normal(told[index] ?? decode(fileNameRaw)));
}

/** Old programs of Windows put a `\` between the parts. A name begins with no `./`. */
const normal = (name: string) => name.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');

function toldName({ fileNameRaw, generalPurposeBitFlag, extraFields }: Named): string | null {
  const extra = extraFields.find(({ id, data }) => id === unicodePath && data.length > 5 && data[0] === 1);
  const raw = extra ? extra.data.subarray(5) : (generalPurposeBitFlag & utf8Flag) !== 0 ? fileNameRaw : null;
  if (raw !== null) return raw.toString('utf8');
  return fileNameRaw.every((byte) => byte < 0x80) ? fileNameRaw.toString('latin1') : null;
}

function decoderOf(names: readonly Buffer[]): (name: Buffer) => string {
  if (names.length === 0) return (name) => name.toString('latin1');
  const joined = Buffer.concat(names.flatMap((name) => [name, Buffer.from('\n')]));
  try {
    strict.decode(joined);
    return (name) => name.toString('utf8');
  } catch {
    const encoding = likeliest(joined, ['cp437', 'cp850']) ?? 'cp437';
    return (name) => iconv.decode(name, encoding);
  }
}
