import { hash52 } from '../files/hash.ts';

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
    this.#hashes[this.#count++] = hash52(id);
  }

  /** Whether two of them have the same hash: of a million different ones, once in nine thousand times. */
  mayHaveTwice(): boolean {
    const sorted = this.#hashes.subarray(0, this.#count).sort();
    for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) return true;
    return false;
  }
}
