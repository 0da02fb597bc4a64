import { isUtf8 } from 'node:buffer';
import { decode } from '../decode.ts';
import type { SourceFile } from '../format.ts';

/** A row of a table: an article, or why it is none. */
export type Row = {
  /** From 1, heads and empty lines not counted. */
  readonly number: number;
  /** Where it begins in the file, from 1; null where the file has no lines of its own. */
  readonly line: number | null;
} & (
  | {
      readonly cells: ReadonlyMap<string, string>;
      readonly own: Record<string, unknown> | null;
      readonly notice: string | null;
    }
  | { readonly fault: string }
);

export interface Table {
  readonly heads: readonly string[];
  /** In the order of the file, made as they are asked for; of some kinds only once. */
  readonly rows: Iterable<Row>;
  readonly notices: readonly string[];
  /** Whether a file of this kind without texts is some other file, about which nobody wants to hear. */
  readonly quiet: boolean;
  /** Whether the file is one article and no list of them. */
  readonly alone: boolean;
}

/** So many rows tell what the columns are. */
export const fewRows = 200;

/** A file's characters in pieces: of one in UTF-8, or whose encoding is chosen, never all at once. */
export function charactersOf({ bytes, how }: SourceFile): { pieces: Iterable<string>; notices: readonly string[] } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide =
    buffer.length >= 2 && ((buffer[0] === 0xff && buffer[1] === 0xfe) || (buffer[0] === 0xfe && buffer[1] === 0xff));
  // UTF-16 can be valid UTF-8 by its bytes, with a NUL between all letters.
  const plain = !wide && isUtf8(buffer) && !buffer.subarray(0, 4096).includes(0);
  const name = how.encoding ?? (plain ? 'utf-8' : null);
  if (name === null) {
    const { text, notices } = decode(bytes, () => null);
    return { pieces: [text], notices };
  }
  return { pieces: decoded(buffer, name), notices: [] };
}

function* decoded(buffer: Buffer, name: string): Generator<string> {
  const decoder = new TextDecoder(name);
  const size = 1 << 20;
  for (let at = 0; at < buffer.length; at += size) {
    const piece = decoder.decode(buffer.subarray(at, at + size), { stream: true });
    if (piece !== '') yield piece;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}
