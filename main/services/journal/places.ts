import { type Entries, type IdWords, newIdWords, wordsOfId } from './entries.ts';

/** Where a change counts: in whose journal, and under which number. */
interface Place {
  writer: string;
  n: number;
}

/**
 * Finds a change by its id: in whose journal it counts, and under which number. Some fifty bytes a change. Ids stand in
 * the order in which they came, and a table, which is in the order of their hashes, tells where each of them is.
 */
export class Places {
  #count = 0;
  /** Always more than there are: the id that is looked for stands after the last. */
  #room = 1024;
  #words = new Uint32Array(this.#room * 4);
  #prefix = new Uint8Array(this.#room);
  /** Its place in `#writers`. */
  #writer = new Uint16Array(this.#room);
  #n = new Float64Array(this.#room);
  /** Two a slot: one more than the place of an id, 0 for a free slot, and the hash of the id. */
  #slots = new Uint32Array(2 * 2048);
  readonly #writers: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #scratch = newIdWords();

  get(id: string): Place | undefined {
    const found = this.#find(wordsOfId(id, this.#scratch));
    return found === null ? undefined : this.#place(found);
  }

  has(id: string): boolean {
    return this.#find(wordsOfId(id, this.#scratch)) !== null;
  }

  /** Where the change of a row stands already; null, and it is put there, when it stood nowhere. */
  add(writer: string, entries: Entries, row: number): Place | null {
    const found = this.#findOrPut(entries.words(row, this.#scratch), this.#numberOf(writer), entries.n(row));
    return found === null ? null : this.#place(found);
  }

  /**
   * Puts there the changes of all rows that stood nowhere; answers the other rows, in their order. The table is filled
   * from its beginning to its end: back and forth, as the rows come, a million would take more than twice as long.
   */
  addAll(writer: string, entries: Entries): number[] {
    const { length } = entries;
    this.#makeRoom(length);
    const first = this.#count;
    entries.copyIds(this.#words, this.#prefix, this.#n, first);
    this.#writer.fill(this.#numberOf(writer), first, first + length);
    const hashes = new Uint32Array(length);
    for (let row = 0; row < length; row++) hashes[row] = this.#hashAt(first + row);
    this.#count += length;
    const others: number[] = [];
    const { rows, sorted } = nearlySorted(hashes);
    for (let i = 0; i < length; i++) {
      const [row, hash] = [rows[i] as number, sorted[i] as number];
      const slot = this.#slotOf(first + row, hash);
      if (this.#slots[slot * 2] === 0) this.#fill(slot, first + row, hash);
      else others.push(row);
    }
    return others.sort((a, b) => a - b);
  }

  /** Under which number an id stands already; null, and it is put there under this one, when it stood nowhere. */
  first(id: string, n: number): number | null {
    const found = this.#findOrPut(wordsOfId(id, this.#scratch), this.#numberOf(''), n);
    return found === null ? null : (this.#n[found] as number);
  }

  /** Puts the change of a row where it is, whatever stood there before, which is the answer. */
  move(writer: string, entries: Entries, row: number, n: number): Place | null {
    const number = this.#numberOf(writer);
    const found = this.#findOrPut(entries.words(row, this.#scratch), number, n);
    if (found === null) return null;
    const before = this.#place(found);
    this.#writer[found] = number;
    this.#n[found] = n;
    return before;
  }

  #place(at: number): Place {
    return { writer: this.#writers[this.#writer[at] as number] as string, n: this.#n[at] as number };
  }

  #numberOf(writer: string): number {
    let number = this.#numbers.get(writer);
    if (number === undefined) {
      number = this.#writers.push(writer) - 1;
      this.#numbers.set(writer, number);
    }
    return number;
  }

  #find(id: IdWords): number | null {
    const hash = this.#write(this.#count, id, 0, 0);
    const there = this.#slots[this.#slotOf(this.#count, hash) * 2] as number;
    return there === 0 ? null : there - 1;
  }

  #findOrPut(id: IdWords, writer: number, n: number): number | null {
    const hash = this.#write(this.#count, id, writer, n);
    const slot = this.#slotOf(this.#count, hash);
    const there = this.#slots[slot * 2] as number;
    if (there !== 0) return there - 1;
    this.#fill(slot, this.#count++, hash);
    this.#makeRoom(0);
    return null;
  }

  /** Answers the hash of the id, which is in the table only once a slot tells of it. */
  #write(at: number, { words, prefix }: IdWords, writer: number, n: number): number {
    for (let k = 0; k < 4; k++) this.#words[at * 4 + k] = words[k] as number;
    this.#prefix[at] = prefix;
    this.#writer[at] = writer;
    this.#n[at] = n;
    return this.#hashAt(at);
  }

  #hashAt(at: number): number {
    const words = this.#words;
    const [a, b] = [words[at * 4] as number, words[at * 4 + 1] as number];
    const [c, d] = [words[at * 4 + 2] as number, words[at * 4 + 3] as number];
    const mixed = a ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f);
    return Math.imul(mixed ^ (this.#prefix[at] as number), 0x9e3779b1) >>> 0;
  }

  #fill(slot: number, at: number, hash: number): void {
    this.#slots[slot * 2] = at + 1;
    this.#slots[slot * 2 + 1] = hash;
  }

  /** The slot of the id that stands at a place, or that it would have. */
  #slotOf(at: number, hash: number): number {
    const slots = this.#slots;
    const last = slots.length / 2 - 1;
    // The first bits of the hash, so that the table is in the order of hashes.
    for (let slot = hash >>> Math.clz32(last); ; slot = (slot + 1) & last) {
      const there = slots[slot * 2] as number;
      if (there === 0 || (slots[slot * 2 + 1] === hash && this.#isSame(there - 1, at))) return slot;
    }
  }

  #isSame(one: number, other: number): boolean {
    const words = this.#words;
    for (let k = 0; k < 4; k++) if (words[one * 4 + k] !== words[other * 4 + k]) return false;
    return this.#prefix[one] === this.#prefix[other];
  }

  /** For so many more, and one that is looked for. */
  #makeRoom(count: number): void {
    const least = this.#count + count + 1;
    if (least > this.#room) {
      this.#room = Math.ceil(least * 1.25);
      this.#words = copied(this.#words, new Uint32Array(this.#room * 4));
      this.#prefix = copied(this.#prefix, new Uint8Array(this.#room));
      this.#writer = copied(this.#writer, new Uint16Array(this.#room));
      this.#n = copied(this.#n, new Float64Array(this.#room));
    }
    const before = this.#slots;
    let capacity = before.length / 2;
    // A quarter of the slots stays free.
    while (least * 4 > capacity * 3) capacity *= 2;
    if (capacity * 2 === before.length) return;
    this.#slots = new Uint32Array(capacity * 2);
    for (let i = 0; i < before.length; i += 2) {
      if (before[i] === 0) continue;
      const [at, hash] = [(before[i] as number) - 1, before[i + 1] as number];
      this.#fill(this.#slotOf(at, hash), at, hash);
    }
  }
}

/** Values in the order of their first bits, and of the same bits in the order in which they are, with their rows. */
function nearlySorted(values: Uint32Array): { rows: Uint32Array; sorted: Uint32Array } {
  const shift = 20;
  const next = new Uint32Array(2 ** (32 - shift));
  for (let row = 0; row < values.length; row++) next[(values[row] as number) >>> shift]!++;
  let before = 0;
  for (let i = 0; i < next.length; i++) {
    const count = next[i] as number;
    next[i] = before;
    before += count;
  }
  const rows = new Uint32Array(values.length);
  const sorted = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    const place = next[value >>> shift]!++;
    rows[place] = row;
    sorted[place] = value;
  }
  return { rows, sorted };
}

function copied<T extends Uint32Array | Uint8Array | Uint16Array | Float64Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
