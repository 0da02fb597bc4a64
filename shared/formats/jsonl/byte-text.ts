import type { OffsetUnit } from '../../text/offsets.ts';

/**
 * UTF-8 as a text in which each character stands for one byte: it is cut, compared and written to a file in a fraction
 * of the time that the characters take for which the bytes stand.
 */
export type ByteText = string;

/** What a platform has for bytes. */
export interface Bytes {
  allocate(length: number): Uint8Array;
  /** Writes the UTF-8 of a text into bytes of `allocate`, three or more for each code unit; answers how many there are. */
  encode(text: string, into: Uint8Array): number;
  read(bytes: Uint8Array, length: number): ByteText;
}

/** Gives the UTF-8 of texts. */
export function byteTexts({ allocate, encode, read }: Bytes): (text: string) => ByteText {
  const scratch = allocate(6144);
  return (text) => {
    const bytes = text.length * 3 > scratch.length ? allocate(text.length * 3) : scratch;
    return read(bytes, encode(text, bytes));
  };
}

/** Bytes of JSON beyond which no places are kept: the table would be large. */
const longest = 4_000_000;

/** Where the characters of a text stand in its JSON, which is counted in bytes; for one text after another. */
export class JsonPlaces {
  #at = new Uint32Array(8192);
  #length = -1;
  #pairs = true;

  /** False: no character of the text that `write` was given takes two code units. */
  get pairs(): boolean {
    return this.#pairs;
  }

  /** Where the character at an offset begins, or the text ends; −1: outside the text or inside a character. */
  at(offset: number): number {
    if (!(offset >= 0 && offset <= this.#length)) return -1;
    const place = this.#at[offset] as number;
    return place === inside ? -1 : place;
  }

  /**
   * Takes the places of a text by its JSON, instead of those before.
   * @param bytes what stands between the quotation marks, whole characters of UTF-8, from and to these places
   * @param unit that of the offsets that `at` is asked for
   * @returns false, and no offset has a place, when it is no JSON, has a character beyond ASCII as an escape, or is longer
   *   than four megabytes
   */
  read(bytes: Uint8Array, from: number, to: number, unit: OffsetUnit): boolean {
    this.clear();
    if (to - from > longest) return false;
    const at = this.#reserve(to - from + 1);
    let offset = 0;
    for (let i = from; i < to; ) {
      const byte = bytes[i] as number;
      at[offset++] = i - from;
      if (byte >= 0x80) {
        const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
        const more = unit === 'byte' ? length - 1 : unit === 'utf16' && length === 4 ? 1 : 0;
        for (let k = 0; k < more; k++) at[offset++] = inside;
        i += length;
      } else if (byte === backslash) {
        const length = escapeLength(bytes, i, to);
        if (length === 0) return false;
        i += length;
      } else if (byte < 0x20 || byte === quote) return false;
      else i++;
    }
    at[offset] = to - from;
    this.#length = offset;
    return true;
  }

  /**
   * Takes the places of a text in UTF-16 code units, instead of those before, and writes its JSON.
   * @param utf8 so many bytes of it
   * @param json gets what stands between the quotation marks; has six times as many bytes
   * @returns how many bytes were written
   */
  write(utf8: Uint8Array, length: number, json: Uint8Array): number {
    const at = this.#reserve(length + 1);
    this.#pairs = false;
    let offset = 0;
    let to = 0;
    for (let i = 0; i < length; i++) {
      const byte = utf8[i] as number;
      if (byte >= 0x80) {
        if (byte >= 0xc0) at[offset++] = to;
        if (byte >= 0xf0) {
          at[offset++] = inside;
          this.#pairs = true;
        }
        json[to++] = byte;
        continue;
      }
      at[offset++] = to;
      const letter = escapes[byte] as number;
      if (letter === 0) json[to++] = byte;
      else {
        json[to++] = backslash;
        json[to++] = letter;
        if (letter !== letterU) continue;
        json[to++] = 0x30;
        json[to++] = 0x30;
        json[to++] = 0x30 + (byte >> 4);
        json[to++] = hexDigits[byte & 15] as number;
      }
    }
    at[offset] = to;
    this.#length = offset;
    return to;
  }

  clear(): void {
    this.#length = -1;
    this.#pairs = true;
  }

  #reserve(length: number): Uint32Array {
    if (this.#at.length < length) this.#at = new Uint32Array(length * 2);
    return this.#at;
  }
}

const inside = 0xffffffff;
const codeOf = (letter: string) => letter.charCodeAt(0);
const [quote, backslash, letterU] = ['"', '\\', 'u'].map(codeOf) as [number, number, number];
const hexDigits = Uint8Array.from([...'0123456789abcdef'], codeOf);

/** By character, the letter that stands for it after a backslash as `JSON.stringify` writes it; 0: it stands for itself. */
const escapes = new Uint8Array(128);
escapes.fill(letterU, 0, 0x20);
for (const [char, letter] of [...'\b\f\n\r\t"\\'].map((char, i) => [char, 'bfnrt"\\'[i]] as [string, string]))
  escapes[codeOf(char)] = codeOf(letter);
const afterBackslash: ReadonlySet<number> = new Set([...'"\\/bfnrt'].map(codeOf));

const isBetween = (byte: number | undefined, from: string, to: string) =>
  byte !== undefined && byte >= codeOf(from) && byte <= codeOf(to);

/** Bytes of an escape that stands for a character of ASCII; 0: it is another, or none. */
function escapeLength(bytes: Uint8Array, i: number, to: number): number {
  if (i + 1 < to && afterBackslash.has(bytes[i + 1] as number)) return 2;
  const [letter, first, second, third, fourth] = bytes.subarray(i + 1, Math.min(i + 6, to));
  const isAscii =
    letter === letterU && first === 0x30 && second === 0x30 && isBetween(third, '0', '7') && isHex(fourth);
  return isAscii ? 6 : 0;
}

const isHex = (byte: number | undefined) =>
  isBetween(byte, '0', '9') || isBetween(byte, 'a', 'f') || isBetween(byte, 'A', 'F');

/** A text as a line has it. */
export interface JsonText {
  /** Without the quotation marks, as `JSON.stringify` writes it. */
  json: ByteText;
  /** In UTF-16 code units; none where the text has half characters, or is very long. Good until the next text. */
  places: JsonPlaces;
}

/** Makes JSON of texts and remembers where their characters stand in it. */
export function jsonTexts(bytes: Bytes): (text: string) => JsonText {
  const { allocate, encode, read } = bytes;
  const toBytes = byteTexts(bytes);
  const places = new JsonPlaces();
  let utf8 = allocate(0);
  let json = allocate(0);
  function written(text: string): ByteText | null {
    if (text.length > longest / 6) return null;
    if (utf8.length < text.length * 3) utf8 = allocate(text.length * 6);
    const length = encode(text, utf8);
    if (json.length < length * 6) json = allocate(length * 12);
    return read(json, places.write(utf8, length, json));
  }
  return (text) => {
    const found = written(text);
    // For half a character there is a replacement in UTF-8, and an escape in JSON.
    if (found !== null && !(found.includes(replacement) && halfCharacter.test(text))) return { json: found, places };
    places.clear();
    return { json: toBytes(JSON.stringify(text)).slice(1, -1), places };
  };
}

const replacement: ByteText = '\xef\xbf\xbd';
const halfCharacter = /\p{Surrogate}/u;
