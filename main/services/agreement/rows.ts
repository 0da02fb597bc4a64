import { finalised } from '#shared/text/hash.ts';

/*
 * What merging and comparing need of a journal's changes, as numbers in tables of 32-bit words, so that millions of them
 * take little memory and go from one thread to another without being copied. Texts (ids, names of layers) are numbers
 * into a list of texts.
 */

/** Rows of so many words each, in pieces that are never copied when more are added. */
export class Words {
  readonly pieces: Uint32Array[];
  length: number;

  constructor(
    readonly width: number,
    pieces: Uint32Array[] = [],
    length = 0,
  ) {
    this.pieces = pieces;
    this.length = length;
  }

  /** Adds a row of zeros and answers its number. */
  add(): number {
    if (this.length === this.pieces.length << pieceBits) this.pieces.push(new Uint32Array(this.width << pieceBits));
    return this.length++;
  }

  get(row: number, word: number): number {
    return this.pieces[row >>> pieceBits]![(row & pieceMask) * this.width + word]!;
  }

  set(row: number, word: number, value: number): void {
    this.pieces[row >>> pieceBits]![(row & pieceMask) * this.width + word] = value;
  }
}

const pieceBits = 14;
const pieceMask = (1 << pieceBits) - 1;
/** Rows in a piece: where the rows of several tables are counted on, each begins with a new piece. */
export const pieceRows = 1 << pieceBits;

/** The words of a change. */
export const C = {
  /** 64 bits of a hash of its id. */
  id: 0,
  /** Its instant, see `instant.ts`. */
  day: 2,
  millisecond: 3,
  counter: 4,
  /** The first of its edits; the next change's is the end. */
  firstEdit: 5,
  /** Byte of its line: 2^32s and rest, counted on over the writer's files. */
  byteHigh: 6,
  byte: 7,
} as const;
export const changeWidth = 8;

/** Negative when the first change comes before the other by the clock. */
export function compareInstants(changes: Words, change: number, other: number): number {
  return (
    changes.get(change, C.day) - changes.get(other, C.day) ||
    changes.get(change, C.millisecond) - changes.get(other, C.millisecond) ||
    changes.get(change, C.counter) - changes.get(other, C.counter)
  );
}

/** The words of an edit of a span, or of how far somebody has come with an article. */
export const E = {
  /** 64 bits of a hash of the record's kind and id. */
  id: 0,
  /** The fields that it sets, and `removes`, `adds`, `isReading`, `live`. */
  sets: 2,
  /** Of these fields, the ones whose values do not fit the schema. */
  faults: 3,
  article: 4,
  annotator: 5,
  /** For a reading its status, then nothing more. */
  origin: 6,
  start: 7,
  end: 8,
  layer: 9,
  speaker: 10,
  mode: 11,
  stances: 12,
  /** 64 bits of a hash of it: nothing asks but whether two are the same. */
  textSha256: 13,
} as const;
export const editWidth = 15;

export const flags = {
  removes: 2 ** 31,
  adds: 2 ** 30,
  isReading: 2 ** 29,
  /** Of all edits of a record the one that holds it, when everything is merged. */
  live: 2 ** 28,
} as const;

/** 64 bits made of a text. */
export interface Hash {
  high: number;
  low: number;
}

/**
 * Hashes bytes into `hash`, in two lanes of MurmurHash3 (Appleby 2011). Two of ten million texts are alike once in four
 * hundred thousand corpora.
 */
export function hashBytes(bytes: Uint8Array, from: number, to: number, hash: Hash): void {
  let a = 0x1747b28c;
  let b = 0x3c6ef372;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    a = lane(a, word, 0xcc9e2d51);
    b = (lane(b, word, 0x85ebca6b) + a) | 0;
  }
  for (; i < to; i++) {
    a = lane(a, bytes[i]!, 0x1b873593);
    b = (lane(b, bytes[i]!, 0xc2b2ae35) + a) | 0;
  }
  a ^= to - from;
  hash.high = finalised(a ^ Math.imul(b, 0x85ebca6b));
  hash.low = finalised(b ^ Math.imul(a, 0xc2b2ae35));
}

function lane(value: number, word: number, factor: number): number {
  const mixedIn = Math.imul(value ^ word, factor);
  return (mixedIn << 15) | (mixedIn >>> 17);
}

/** The hash of a text as UTF-8; the object is the same at every call. */
export function hashOf(text: string): Hash {
  const bytes = Buffer.from(text);
  hashBytes(bytes, 0, bytes.length, shared);
  return shared;
}
const shared: Hash = { high: 0, low: 0 };

/** Texts by number; 0 is null. Every text has one number. */
export class Texts {
  private readonly hashes = new Words(2);
  private readonly numbers = new IdTable(this.hashes);
  readonly list: (string | null)[] = [null];

  constructor() {
    // The row of null.
    this.hashes.add();
  }

  of(text: string | null): number {
    return text === null ? 0 : this.ofHashed(hashOf(text), () => text);
  }

  /** The number of a text by its hash; the text itself is asked for when it is new. */
  ofHashed({ high, low }: Hash, text: () => string): number {
    const known = this.numbers.get(high, low);
    if (known !== -1) return known;
    const row = this.hashes.add();
    this.hashes.set(row, 0, high);
    this.hashes.set(row, 1, low);
    this.numbers.put(row);
    return this.list.push(text()) - 1;
  }
}

/** Finds rows by the 64 bits of an id that they begin with; open addressing, at most half full. */
export class IdTable {
  /** Row numbers plus one. */
  private table: Uint32Array;
  private count = 0;

  /**
   * @param rows of which every row that is put in begins with its id
   * @param expected about so many
   */
  constructor(
    private readonly rows: Words,
    expected = 0,
  ) {
    this.table = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(512, expected) * 2)));
  }

  /** The row put in for an id; −1 when there is none. */
  get(high: number, low: number): number {
    return this.table[this.placeOf(high, low)]! - 1;
  }

  /** Puts a row in, in the place of the one that its id had. */
  put(row: number): void {
    if (this.count * 2 >= this.table.length) this.grow();
    const place = this.placeOf(this.rows.get(row, 0), this.rows.get(row, 1));
    if (this.table[place] === 0) this.count++;
    this.table[place] = row + 1;
  }

  private placeOf(high: number, low: number): number {
    const { table, rows } = this;
    const mask = table.length - 1;
    for (let place = low & mask; ; place = (place + 1) & mask) {
      const row = table[place]! - 1;
      if (row === -1 || (rows.get(row, 0) === high && rows.get(row, 1) === low)) return place;
    }
  }

  private grow(): void {
    const before = this.table;
    this.table = new Uint32Array(before.length * 2);
    for (const row of before)
      if (row !== 0) this.table[this.placeOf(this.rows.get(row - 1, 0), this.rows.get(row - 1, 1))] = row;
  }
}
