import type { ReadArticle } from './job.ts';

/** An article as it goes to the store. */
export interface PackedArticle extends Omit<ReadArticle, 'text'> {
  /** UTF-16 code units of its text. */
  readonly length: number;
}

/** Articles of a file as they go from thread to thread: who passes them on need not read them. */
export interface Packed {
  /** Articles of several files in one piece of shared memory, which its reader knows by a number, and where this file's stand in it. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly pack: number;
  readonly from: number;
  readonly to: number;
  /** UTF-16 code units of text. */
  readonly characters: number;
}

/** Bytes to begin with, and bytes that stay at hand for the next pack: what one very large file has taken is given back. */
const firstRoom = 1 << 20;
const roomAtHand = 1 << 22;
/** Packs have so many bytes, or a multiple. */
const roundedTo = 1 << 16;
/** Packs whose memory is waited for; that of more is left to the collectors. */
const mostOut = 40;

/**
 * Writes articles of several files into one piece of memory: handing many on costs more than copying them. Each is
 * written as soon as it is read, as JSON with its bytes behind: V8's own serializer takes four times as long, and holds
 * what it has written until the collector finds it.
 *
 * Memory of packs that were read is used again. Left to the collectors it would be there until each thread that has had
 * a pack has tidied its old objects, which some do not once while hundreds of megabytes go through them: they are shared
 * memory, which no thread counts as its own.
 */
export class Packing {
  private places: Omit<Packed, 'bytes' | 'pack'>[] = [];
  private last = 0;
  private readonly out = new Map<number, SharedArrayBuffer>();
  private readonly free: SharedArrayBuffer[] = [];
  private room = Buffer.alloc(firstRoom);
  private length = 0;

  /** UTF-16 code units of text so far. */
  characters = 0;

  /** Answers which of the files at the end these are. */
  add(articles: readonly ReadArticle[]): number {
    const from = this.length;
    const json = JSON.stringify(articles.map(valuesOf));
    // No code unit takes more than three bytes.
    this.reach(from + lengthBytes + 3 * json.length);
    const written = this.room.write(json, from + lengthBytes);
    this.room.writeUInt32LE(written, from);
    this.length += lengthBytes + written;
    let characters = 0;
    for (const { text, utf8, sketch } of articles) {
      characters += text.length;
      this.append(utf8);
      if (sketch !== null) this.append(sketch);
    }
    this.characters += characters;
    return this.places.push({ from, to: this.length, characters }) - 1;
  }

  private append(bytes: Uint8Array): void {
    this.reach(this.length + bytes.length);
    this.room.set(bytes, this.length);
    this.length += bytes.length;
  }

  private reach(bytes: number): void {
    if (bytes <= this.room.length) return;
    const larger = Buffer.alloc(Math.max(bytes, 2 * this.room.length));
    larger.set(this.room.subarray(0, this.length));
    this.room = larger;
  }

  /** The articles of each file that was added; the next one begins another pack. */
  end(): Packed[] {
    const memory = this.memoryFor(this.length);
    const pack = ++this.last;
    this.out.set(pack, memory);
    this.out.delete(pack - mostOut);
    const bytes = new Uint8Array(memory, 0, this.length);
    bytes.set(this.room.subarray(0, this.length));
    if (this.room.length > roomAtHand) this.room = Buffer.alloc(firstRoom);
    const { places } = this;
    this.places = [];
    this.length = 0;
    this.characters = 0;
    return places.map(({ from, to, characters }) => ({ bytes, pack, from, to, characters }));
  }

  /** Nobody reads this pack any more. */
  release(pack: number): void {
    const memory = this.out.get(pack);
    this.out.delete(pack);
    if (memory === undefined || memory.byteLength > roomAtHand) return;
    if (this.free.push(memory) > mostOut) this.free.shift();
  }

  private memoryFor(bytes: number): SharedArrayBuffer {
    const at = this.free.findIndex(({ byteLength }) => byteLength >= bytes);
    return at < 0 ? new SharedArrayBuffer(Math.ceil(bytes / roundedTo) * roundedTo) : this.free.splice(at, 1)[0]!;
  }
}

/** A file's articles begin with the length of their JSON, of four bytes. */
const lengthBytes = 4;

/** In an order, since names take as long as what they name; of bytes, how many. */
const valuesOf = (article: ReadArticle) =>
  [
    article.utf8.length,
    article.sketch === null ? null : article.sketch.length,
    article.text.length,
    article.part,
    article.bytes,
    article.sourceSha256,
    // Of most plain texts the same.
    article.textSha256 === article.sourceSha256 ? null : article.textSha256,
    article.meta,
    article.encoding,
    article.notices,
    article.blocks,
    article.pages,
    article.lines,
    article.words,
  ] as const;

/** The articles of a file that was packed. Their bytes are in memory that other programs' code takes, which is not shared. */
export function unpacked({ bytes, from, to }: Packed): PackedArticle[] {
  const own = Buffer.from(bytes.subarray(from, to));
  let at = lengthBytes + own.readUInt32LE();
  const all: ReturnType<typeof valuesOf>[] = JSON.parse(own.toString('utf8', lengthBytes, at));
  const next = (length: number) => {
    at += length;
    return own.subarray(at - length, at);
  };
  return all.map((values) => ({
    utf8: next(values[0]),
    sketch: values[1] === null ? null : next(values[1]),
    length: values[2],
    part: values[3],
    bytes: values[4],
    sourceSha256: values[5],
    textSha256: values[6] ?? values[5],
    meta: values[7],
    encoding: values[8],
    notices: values[9],
    blocks: values[10],
    pages: values[11],
    lines: values[12],
    words: values[13],
  }));
}
