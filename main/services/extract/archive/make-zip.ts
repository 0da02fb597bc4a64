import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

/** A zip of these files, for tests; names are told as UTF-8 and kept as they are as far as yazl lets them. */
export async function makeZip(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: { mode?: number; compress?: boolean } = {},
): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name, options);
  zip.end();
  return buffer(zip.outputStream);
}

/** The zip with other names for its entries in their order, and no flag that says in which encoding, for tests. */
export function withRawNames(zip: Buffer, names: readonly Buffer[]): Buffer {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const table = zip.readUInt32LE(end + 16);
  const heads: Buffer[] = [];
  let at = table;
  for (const name of names) {
    const [nameLength, extraLength] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30)];
    const head = Buffer.from(zip.subarray(at, at + 46));
    head.writeUInt16LE(head.readUInt16LE(8) & ~0x800, 8);
    head.writeUInt16LE(name.length, 28);
    heads.push(head, name, zip.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength));
    at += 46 + nameLength + extraLength;
  }
  const directory = Buffer.concat(heads);
  const tail = Buffer.from(zip.subarray(end));
  tail.writeUInt32LE(directory.length, 12);
  return Buffer.concat([zip.subarray(0, table), directory, tail]);
}
