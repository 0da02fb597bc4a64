import { Failure } from '#shared/contract/failure.ts';
import { decode } from './decode.ts';
import { fileKind } from './file-kind.ts';
import type { Piece } from './format.ts';
import { longestFile } from './formats.ts';

/** A file's bytes as characters, `\n` for every line end and no byte order mark. */
export interface Source {
  readonly text: string;
  readonly extractor: string;
  readonly notices: readonly string[];
  readonly encoding: NonNullable<Piece['encoding']>;
  /** The file's bytes, where they are the text in UTF-8. */
  readonly utf8?: Uint8Array;
}

/** The first half of `extract`, for who may not need the second. Throws as `extract` does. */
export function readSource(bytes: Uint8Array, path: string, chosen: string | null = null): Source {
  const extractor = fileKind(path);
  if (extractor === null) throw unreadable();
  refuseSize(bytes.length);
  if (bytes.length === 0) throw new Failure('unsupported', 'The file is empty.');
  const decoded = decode(bytes, extractor.startsWith('html/') ? declaredEncoding : () => null, chosen);
  const text = withPlainLineEnds(decoded.text);
  if (text.trim() === '') throw new Failure('unsupported', 'The file holds nothing but white space.');
  const { notices, encoding, exact } = decoded;
  return { text, extractor, notices, encoding, ...(exact && text === decoded.text && { utf8: bytes }) };
}

/** A text without a byte order mark and with `\n` for every line end. */
export function withPlainLineEnds(text: string): string {
  const words = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return words.includes('\r') ? words.replace(/\r\n?/g, '\n') : words;
}

/** Throws a `Failure` for a file of more than 10 MB (`bytes`), which is not read at all. */
export function refuseSize(bytes: number): void {
  if (bytes <= longestFile) return;
  const size = Math.max(11, Math.round(bytes / 1024 / 1024));
  throw new Failure(
    'too-large',
    `The file has ${size} MB; Rapporteur reads articles of up to 10 MB. Split it into one file for each article.`,
  );
}

/** What a page says of its own encoding, near its beginning. */
export function declaredEncoding(head: string): string | null {
  const found =
    /<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head) ??
    /^\s*<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)/i.exec(head);
  return found?.[1] ?? null;
}

/** What is said of a file whose ending no format has. */
export const unreadable = (): Failure =>
  new Failure('unsupported', 'Rapporteur does not know this kind of file. The README lists those that it reads.');
