import { fnv1a } from '#shared/text/hash.ts';
import type { Entry } from './chain.ts';

/*
 * A million changes are a million places to know. As objects they take hundreds of megabytes; in columns, ids as the
 * sixteen bytes that a UUID is, they take fifty bytes each, and can be written to a file as they are.
 */

const rowsAChunk = 4096;
const bytesARow = 3 * 8 + 6 * 4 + 2 + 1;

const chunkBytes = rowsAChunk * bytesARow;
const chunksOf = (rows: number): number => Math.ceil(rows / rowsAChunk);

/** The bytes of so many rows as they are kept in a file; little-endian, as is every machine that the app runs on. */
export const bytesOf = (rows: number): number => chunksOf(rows) * chunkBytes;

/** Columns of 4,096 rows in one piece of memory. */
interface Chunk {
  bytes: Uint8Array;
  n: Float64Array;
  /** Milliseconds since 1970; NaN: `counter` is the number of an unusual instant. */
  ms: Float64Array;
  offset: Float64Array;
  /** Four a row. */
  id: Uint32Array;
  counter: Uint32Array;
  length: Uint32Array;
  file: Uint16Array;
  /** Which prefix an id has; 255: its first word is the number of an unusual id. */
  prefix: Uint8Array;
}

/** @param bytes from a multiple of eight on in their piece of memory */
function chunkOf(bytes: Uint8Array): Chunk {
  const { buffer } = bytes;
  let at = bytes.byteOffset;
  const next = (size: number) => {
    const from = at;
    at += size * rowsAChunk;
    return from;
  };
  return {
    bytes,
    n: new Float64Array(buffer, next(8), rowsAChunk),
    ms: new Float64Array(buffer, next(8), rowsAChunk),
    offset: new Float64Array(buffer, next(8), rowsAChunk),
    id: new Uint32Array(buffer, next(16), rowsAChunk * 4),
    counter: new Uint32Array(buffer, next(4), rowsAChunk),
    length: new Uint32Array(buffer, next(4), rowsAChunk),
    file: new Uint16Array(buffer, next(2), rowsAChunk),
    prefix: new Uint8Array(buffer, next(1), rowsAChunk),
  };
}

/** Texts by number, each once; for what few entries have, so that it is never let go of. */
class Numbered {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  of(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.texts.push(text) - 1;
      this.numbers.set(text, number);
    }
    return number;
  }
}

const unusual = 255;
const prefixes = new Numbered();
const unusualTexts = new Numbered();

/** An id as four words and a prefix. */
export interface IdWords {
  readonly words: Uint32Array;
  prefix: number;
}

const usualId = /^([a-z]{0,8}_?)([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})([0-9a-f]{8})$/;

/** Writes what an id comes to into `into`, and returns that. */
export function wordsOfId(id: string, into: IdWords): IdWords {
  const usual = usualId.exec(id);
  const prefix = usual === null ? unusual : prefixes.of(usual[1] as string);
  if (usual === null || prefix >= unusual) {
    into.prefix = unusual;
    into.words[0] = unusualTexts.of(id);
    into.words.fill(0, 1);
    return into;
  }
  const [, , a, b, c, d, e, f] = usual as unknown as string[];
  into.prefix = prefix;
  into.words[0] = Number.parseInt(a as string, 16);
  into.words[1] = Number.parseInt(`${b}${c}`, 16);
  into.words[2] = Number.parseInt(`${d}${e}`, 16);
  into.words[3] = Number.parseInt(f as string, 16);
  return into;
}

export const newIdWords = (): IdWords => ({ words: new Uint32Array(4), prefix: 0 });
const scratch = newIdWords();

const usualInstant = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\+([0-9a-z]{4})$/;

/** What cannot be said in columns, to be kept beside chunks in a file. */
export interface Named {
  length: number;
  files: string[];
  prefixes: string[];
  /** By number, as columns have it. */
  unusual: [number, string][];
}

/** Where changes stand, in the order in which they were added; entries are made when they are asked for. */
export class Entries implements Iterable<Entry> {
  #length = 0;
  readonly #files = new Numbered();
  readonly #chunks: Chunk[] = [];

  static from(entries: Iterable<Entry>): Entries {
    const made = new Entries();
    for (const entry of entries) made.push(entry);
    return made;
  }

  get length(): number {
    return this.#length;
  }

  /** Names of the files in which they stand. */
  get files(): readonly string[] {
    return this.#files.texts;
  }

  push({ id, at, n, file, offset, length }: Entry): void {
    const row = this.#length % rowsAChunk;
    if (row === 0 && this.#chunks.length * rowsAChunk === this.#length)
      this.#chunks.push(chunkOf(new Uint8Array(chunkBytes)));
    const chunk = this.#chunks.at(-1) as Chunk;
    wordsOfId(id, scratch);
    chunk.id.set(scratch.words, row * 4);
    chunk.prefix[row] = scratch.prefix;
    const [, time = '', counter = ''] = usualInstant.exec(at) ?? [];
    const ms = Date.parse(time);
    const usual = !Number.isNaN(ms) && new Date(ms).toISOString() === time;
    chunk.ms[row] = usual ? ms : Number.NaN;
    chunk.counter[row] = usual ? Number.parseInt(counter, 36) : unusualTexts.of(at);
    chunk.n[row] = n;
    chunk.offset[row] = offset;
    chunk.length[row] = length;
    chunk.file[row] = this.#files.of(file);
    this.#length++;
  }

  #chunk(i: number): Chunk {
    return this.#chunks[Math.floor(i / rowsAChunk)] as Chunk;
  }

  n(i: number): number {
    return this.#chunk(i).n[i % rowsAChunk] as number;
  }
  offset(i: number): number {
    return this.#chunk(i).offset[i % rowsAChunk] as number;
  }
  lineLength(i: number): number {
    return this.#chunk(i).length[i % rowsAChunk] as number;
  }
  /** The number of its file in `files`. */
  file(i: number): number {
    return this.#chunk(i).file[i % rowsAChunk] as number;
  }
  /** Milliseconds since 1970; NaN for an instant that is not written as instants are. */
  ms(i: number): number {
    return this.#chunk(i).ms[i % rowsAChunk] as number;
  }

  at(i: number): string {
    const [ms, counter] = [this.ms(i), this.#chunk(i).counter[i % rowsAChunk] as number];
    if (Number.isNaN(ms)) return unusualTexts.texts[counter] as string;
    return `${new Date(ms).toISOString()}+${counter.toString(36).padStart(4, '0')}`;
  }

  id(i: number): string {
    const { words, prefix } = this.words(i, scratch);
    if (prefix === unusual) return unusualTexts.texts[words[0] as number] as string;
    const [a, b, c, d] = [...words].map((word) => word.toString(16).padStart(8, '0')) as [
      string,
      string,
      string,
      string,
    ];
    const uuid = `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`;
    return `${prefixes.texts[prefix]}${uuid}`;
  }

  /** Writes the words of an id into `into`, and returns that. */
  words(i: number, into: IdWords): IdWords {
    const { id, prefix } = this.#chunk(i);
    const row = i % rowsAChunk;
    for (let k = 0; k < 4; k++) into.words[k] = id[row * 4 + k] as number;
    into.prefix = prefix[row] as number;
    return into;
  }

  /** Copies the words and prefixes of all ids, and the numbers, to where there is room for them from a place on. */
  copyIds(words: Uint32Array, prefixes: Uint8Array, numbers: Float64Array, place: number): void {
    for (const [i, { id, prefix, n }] of this.#chunks.entries()) {
      const from = i * rowsAChunk;
      const count = Math.min(rowsAChunk, this.#length - from);
      words.set(id.subarray(0, count * 4), (place + from) * 4);
      prefixes.set(prefix.subarray(0, count), place + from);
      numbers.set(n.subarray(0, count), place + from);
    }
  }

  entry(i: number): Entry {
    return {
      ...{ id: this.id(i), at: this.at(i), n: this.n(i), file: this.files[this.file(i)] as string },
      ...{ offset: this.offset(i), length: this.lineLength(i) },
    };
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let i = 0; i < this.#length; i++) yield this.entry(i);
  }

  slice(from: number, to = this.#length): Entry[] {
    const entries: Entry[] = [];
    for (let i = Math.max(0, from); i < Math.min(to, this.#length); i++) entries.push(this.entry(i));
    return entries;
  }

  /** The first of them, which are in the order of their numbers, that comes after a number; their count when none does. */
  firstAfter(n: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.n(middle) <= n) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** These without some of them. */
  without(rows: ReadonlySet<number>): Entries {
    const kept = new Entries();
    for (let i = 0; i < this.#length; i++) if (!rows.has(i)) kept.push(this.entry(i));
    return kept;
  }

  /** Compares the clocks of two entries, of these or others. */
  compareAt(i: number, other: Entries, j: number): number {
    const [a, b] = [this.ms(i), other.ms(j)];
    if (Number.isNaN(a) || Number.isNaN(b)) return compare(this.at(i), other.at(j));
    return (
      a - b || (this.#chunk(i).counter[i % rowsAChunk] as number) - (other.#chunk(j).counter[j % rowsAChunk] as number)
    );
  }

  /** A whole number below 2^32 that stands for the ids and numbers of some of them. */
  sum(from: number, to: number): number {
    let sum = 0;
    for (let i = from; i < to; i++) {
      const { words, prefix } = this.words(i, scratch);
      // The number of an unusual id is another each time that the app is started.
      const first = prefix === unusual ? fnv1a(this.id(i)) : (words[0] as number);
      let hash = Math.imul(first ^ 0x811c9dc5, 0x01000193);
      for (let k = 1; k < 4; k++) hash = Math.imul(hash ^ (words[k] as number), 0x01000193);
      hash = Math.imul(hash ^ this.n(i), 0x85ebca6b);
      sum = (sum + (hash ^ (hash >>> 15))) >>> 0;
    }
    return sum;
  }

  /** Rows in the order of their clocks, of two of one instant in that of their numbers. */
  inClockOrder(): Uint32Array {
    const rows = Uint32Array.from({ length: this.#length }, (_, i) => i);
    const isBefore = (a: number, b: number) => this.compareAt(a, this, b) || this.n(a) - this.n(b);
    for (let i = 1; i < rows.length; i++) if (isBefore(i - 1, i) > 0) return rows.sort(isBefore);
    return rows;
  }

  /** The first `length` of them as they are kept in a file: what `restore` takes. Only valid until one is added. */
  keep(length: number): { named: Named; chunks: Uint8Array[] } {
    const numbers = new Set<number>();
    for (let i = 0; i < length; i++) {
      const chunk = this.#chunk(i);
      const row = i % rowsAChunk;
      if (chunk.prefix[row] === unusual) numbers.add(chunk.id[row * 4] as number);
      if (Number.isNaN(chunk.ms[row])) numbers.add(chunk.counter[row] as number);
    }
    const unusualOnes = [...numbers].map((number): [number, string] => [number, unusualTexts.texts[number] as string]);
    return {
      named: { length, files: [...this.files], prefixes: [...prefixes.texts], unusual: unusualOnes },
      chunks: this.#chunks.slice(0, chunksOf(length)).map(({ bytes }) => bytes),
    };
  }

  /** @param chunks one behind the other; they become part of it, and begin at a multiple of eight in their memory */
  static restore({ length, files, prefixes: names, unusual: ones }: Named, chunks: Uint8Array): Entries {
    const made = new Entries();
    for (const file of files) made.#files.of(file);
    for (let at = 0; at < bytesOf(length); at += chunkBytes)
      made.#chunks.push(chunkOf(chunks.subarray(at, at + chunkBytes)));
    made.#length = length;
    const prefixNow = names.map((name) => prefixes.of(name));
    if (ones.length === 0 && prefixNow.every((now, i) => now === i)) return made;
    const numberNow = new Map(ones.map(([number, text]) => [number, unusualTexts.of(text)]));
    for (let i = 0; i < length; i++) {
      const chunk = made.#chunk(i);
      const row = i % rowsAChunk;
      const prefix = chunk.prefix[row] as number;
      if (prefix === unusual) chunk.id[row * 4] = numberNow.get(chunk.id[row * 4] as number) as number;
      else chunk.prefix[row] = prefixNow[prefix] as number;
      if (Number.isNaN(chunk.ms[row])) chunk.counter[row] = numberNow.get(chunk.counter[row] as number) as number;
    }
    return made;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
