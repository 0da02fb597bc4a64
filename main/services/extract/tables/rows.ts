import { isUtf8 } from 'node:buffer';
import { type Decoded, decode } from '../decode.ts';
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
  readonly encoding: Decoded['encoding'];
  /** Whether a file of this kind without texts is some other file, about which nobody wants to hear. */
  readonly quiet: boolean;
  /** Whether the file is one article and no list of them. */
  readonly alone: boolean;
}

/** So many rows tell what the columns are. */
export const fewRows = 200;

/** What is known of a file's characters before they are read. */
export interface Characters {
  readonly notices: readonly string[];
  readonly encoding: Decoded['encoding'];
}

/** A file's characters in pieces: of one in UTF-8, or whose encoding is chosen, never all at once. */
export function charactersOf(file: SourceFile): Characters & { readonly pieces: Iterable<string> } {
  const { buffer, name } = streamed(file);
  if (name !== null)
    return {
      pieces: decoded(buffer, name),
      notices: [],
      encoding: { name, sure: true, chosen: file.how.encoding !== null },
    };
  const { text, ...told } = decode(file.bytes, () => null, file.how.encoding);
  return { pieces: [text], ...told };
}

/** The bytes with the encoding in which they can be read piece by piece; null when they must be looked at as a whole. */
export function streamed({ bytes, how }: SourceFile): { readonly buffer: Buffer; readonly name: string | null } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (how.encoding !== null) return { buffer, name: isKnown(how.encoding) ? how.encoding : null };
  // UTF-16 can be UTF-8 by its bytes, with a NUL between all letters; some older files escape into other alphabets.
  const head = buffer.subarray(0, 4096);
  const plain = isUtf8(buffer) && !head.includes(0) && !head.includes(0x1b);
  return { buffer, name: plain ? 'utf-8' : null };
}

function isKnown(name: string): boolean {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
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
