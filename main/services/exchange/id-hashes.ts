import { hash52 } from '../files/hash.ts';

/** Bytes of addresses that are set aside: for a hundred million ids. They take no memory until they are used. */
const most = 2 ** 30;
/** Bytes by which the memory in use grows. */
const step = 64 * 1024;

/** Remembers ids by eight bytes of each, and tells at the end whether any may have come twice. */
export class IdHashes {
  /** Grows in its place: a larger one instead would stand beside those before it until these are collected. */
  readonly #bytes = new ArrayBuffer(0, { maxByteLength: most });
  readonly #hashes = new Float64Array(this.#bytes);
  #count = 0;

  add(id: string): void {
    if (this.#count === this.#hashes.length) this.#bytes.resize(this.#bytes.byteLength + step);
    this.#hashes[this.#count++] = hash52(id);
  }

  /** Whether two of them have the same hash: of a million different ones, once in nine thousand times. */
  mayHaveTwice(): boolean {
    const sorted = this.#hashes.subarray(0, this.#count).sort();
    for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) return true;
    return false;
  }
}
