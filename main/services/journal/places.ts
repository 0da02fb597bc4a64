import { type Entries, type IdWords, newIdWords, wordsOfId } from './entries.ts';

/** Finds a change by its id: in whose journal it counts, and under which number. Some thirty bytes a change. */
export class Places {
  #capacity = 1024;
  #count = 0;
  #words = new Uint32Array(this.#capacity * 4);
  #prefix = new Uint8Array(this.#capacity);
  /** The writer's number and one; 0: the slot is free. */
  #writer = new Uint16Array(this.#capacity);
  #n = new Float64Array(this.#capacity);
  readonly #writers: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #scratch = newIdWords();

  get(id: string): { writer: string; n: number } | undefined {
    const slot = this.#slotOf(wordsOfId(id, this.#scratch));
    const writer = this.#writer[slot] as number;
    return writer === 0 ? undefined : { writer: this.#writers[writer - 1] as string, n: this.#n[slot] as number };
  }

  has(id: string): boolean {
    return this.#writer[this.#slotOf(wordsOfId(id, this.#scratch))] !== 0;
  }

  /** Where the change of a row stands already; null, and it is put there, when it stood nowhere. */
  add(writer: string, entries: Entries, row: number): { n: number; writer: string } | null {
    const slot = this.#slotOf(entries.words(row, this.#scratch));
    const there = this.#writer[slot] as number;
    if (there !== 0) return { writer: this.#writers[there - 1] as string, n: this.#n[slot] as number };
    this.#fill(slot, this.#scratch, this.#numberOf(writer), entries.n(row));
    if (++this.#count * 4 > this.#capacity * 3) this.#grow();
    return null;
  }

  /** Under which number an id stands already; null, and it is put there under this one, when it stood nowhere. */
  first(id: string, n: number): number | null {
    const slot = this.#slotOf(wordsOfId(id, this.#scratch));
    if (this.#writer[slot] !== 0) return this.#n[slot] as number;
    this.#fill(slot, this.#scratch, this.#numberOf(''), n);
    if (++this.#count * 4 > this.#capacity * 3) this.#grow();
    return null;
  }

  /** Puts the change of a row where it is, whatever stood there before, which is the answer. */
  move(writer: string, entries: Entries, row: number, n: number): { n: number; writer: string } | null {
    const slot = this.#slotOf(entries.words(row, this.#scratch));
    const there = this.#writer[slot] as number;
    const before = there === 0 ? null : { writer: this.#writers[there - 1] as string, n: this.#n[slot] as number };
    this.#fill(slot, this.#scratch, this.#numberOf(writer), n);
    if (before === null && ++this.#count * 4 > this.#capacity * 3) this.#grow();
    return before;
  }

  #numberOf(writer: string): number {
    let number = this.#numbers.get(writer);
    if (number === undefined) {
      number = this.#writers.push(writer);
      this.#numbers.set(writer, number);
    }
    return number;
  }

  #fill(slot: number, { words, prefix }: IdWords, writer: number, n: number): void {
    this.#words.set(words, slot * 4);
    this.#prefix[slot] = prefix;
    this.#writer[slot] = writer;
    this.#n[slot] = n;
  }

  /** Where an id is, or would be. */
  #slotOf({ words, prefix }: IdWords): number {
    const a = words[0] as number;
    const b = words[1] as number;
    const c = words[2] as number;
    const d = words[3] as number;
    const mask = this.#capacity - 1;
    let hash = Math.imul(
      a ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f) ^ prefix,
      0x9e3779b1,
    );
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      if (this.#writer[slot] === 0) return slot;
      const at = slot * 4;
      const all = this.#words;
      const same = all[at] === a && all[at + 1] === b && all[at + 2] === c && all[at + 3] === d;
      if (same && this.#prefix[slot] === prefix) return slot;
    }
  }

  /** Makes room for so many more at once. */
  reserve(count: number): void {
    let capacity = this.#capacity;
    while ((this.#count + count) * 4 > capacity * 3) capacity *= 2;
    if (capacity > this.#capacity) this.#grow(capacity);
  }

  #grow(capacity = this.#capacity * 2): void {
    const [words, prefix, writer, n] = [this.#words, this.#prefix, this.#writer, this.#n];
    this.#capacity = capacity;
    this.#words = new Uint32Array(this.#capacity * 4);
    this.#prefix = new Uint8Array(this.#capacity);
    this.#writer = new Uint16Array(this.#capacity);
    this.#n = new Float64Array(this.#capacity);
    const id = newIdWords();
    for (let slot = 0; slot < writer.length; slot++) {
      if (writer[slot] === 0) continue;
      for (let k = 0; k < 4; k++) id.words[k] = words[slot * 4 + k] as number;
      id.prefix = prefix[slot] as number;
      this.#fill(this.#slotOf(id), id, writer[slot] as number, n[slot] as number);
    }
  }
}
