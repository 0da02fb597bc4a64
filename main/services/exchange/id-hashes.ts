/** Remembers ids by eight bytes of each, and tells at the end whether any may have come twice. */
export class IdHashes {
  #hashes = new Float64Array(1024);
  #count = 0;

  add(id: string): void {
    if (this.#count === this.#hashes.length) {
      const before = this.#hashes;
      this.#hashes = new Float64Array(before.length * 2);
      this.#hashes.set(before);
    }
    this.#hashes[this.#count++] = hashOf(id);
  }

  /** Whether two of them have the same hash: of a million different ones, once in twenty thousand times. */
  mayHaveTwice(): boolean {
    const sorted = this.#hashes.subarray(0, this.#count).sort();
    for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) return true;
    return false;
  }
}

/** 53 bits: FNV-1a from two beginnings, mixed at the end. */
function hashOf(text: string): number {
  let high = 0x811c9dc5;
  let low = 0x050c5d1f;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x85ebca6b);
  }
  high = Math.imul(high ^ (high >>> 15) ^ low, 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 13) ^ high, 0x27d4eb2f);
  return ((high ^ (high >>> 16)) >>> 0) * 0x20_0000 + ((low ^ (low >>> 16)) >>> 11);
}
