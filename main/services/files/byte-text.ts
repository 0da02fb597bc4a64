import { type Bytes, type ByteText, byteTexts } from '#shared/formats/jsonl/byte-text.ts';

/** What Node has for bytes. */
export const nodeBytes: Bytes = {
  allocate: (length) => Buffer.allocUnsafeSlow(length),
  encode: (text, into) => (into as Buffer).write(text),
  read: (bytes, length) => (bytes as Buffer).toString('latin1', 0, length),
};

/** The UTF-8 of a text. */
export const toBytes = byteTexts(nodeBytes);

/** The text whose UTF-8 it is. */
export const fromBytes = (bytes: ByteText): string => Buffer.from(bytes, 'latin1').toString();
