import { groupBy } from '#shared/model/groups.ts';
import { fnv1a } from '#shared/text/hash.ts';
import { databaseNoun, type PackName, type PackRow, type ProjectDb, type SpanRow, writeMeta } from './db.ts';
import { bulkDeadline, within } from './deadline.ts';
import { cutIntoPacks, encodePack, type Packed, referencesOf } from './packs.ts';

/** So many rows are written at a time; spans of one article among them stand together. */
const rowsAWrite = 8_000;
/** So many references stand in one row, about. */
const bucketEntries = 1_000;

/**
 * Writes rows in bulk into a database that has no packs yet. What was written counts only from `end` on; should that
 * not be reached, the packs are to be cleared.
 */
export class PackWriter {
  readonly #db: ProjectDb;
  readonly #gathered = new Map<PackName, Packed[]>();
  #next = 0;
  /** Hashes of references and the numbers of packs, in turn. */
  #references = new Uint32Array(1 << 12);
  #used = 0;
  /** While one portion is being written, the next is made. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(db: ProjectDb) {
    this.#db = db;
  }

  /** Takes rows on; resolves when the next may come. Rejects when what came before could not be written. */
  async add(name: PackName, rows: readonly Packed[]): Promise<void> {
    const gathered = this.#gathered.get(name) ?? [];
    this.#gathered.set(name, gathered);
    for (const row of rows) gathered.push(row);
    if (gathered.length >= rowsAWrite) await this.#write(name);
  }

  /** Writes what is left, and what the packs are found by. */
  async end(): Promise<void> {
    for (const name of this.#gathered.keys()) await this.#write(name);
    await this.#writing;
    await this.#writeReferences();
  }

  async #write(name: PackName): Promise<void> {
    const rows = this.#gathered.get(name) ?? [];
    this.#gathered.set(name, []);
    const packs = cutIntoPacks(name === 'span' ? byArticle(rows as SpanRow[]) : rows).map(
      ({ rows, json }): PackRow => ({ name, n: this.#pack(name, rows), last: lastOf(rows), rows: encodePack(json) }),
    );
    await this.#writing;
    this.#writing = within(bulkDeadline, this.#db.packs.bulkAdd(packs), databaseNoun);
    // Met when the next portion is there.
    this.#writing.catch(() => {});
  }

  /** Notes what a new pack is found by; answers its number. */
  #pack(name: PackName, rows: readonly Packed[]): number {
    const n = this.#next++;
    const hashes = new Set<number>();
    for (const row of rows) for (const reference of referencesOf(name, row)) hashes.add(fnv1a(reference));
    for (const hash of hashes) {
      if (this.#used + 2 > this.#references.length) {
        const larger = new Uint32Array(2 * this.#references.length);
        larger.set(this.#references);
        this.#references = larger;
      }
      this.#references[this.#used++] = hash;
      this.#references[this.#used++] = n;
    }
    return n;
  }

  async #writeReferences(): Promise<void> {
    const db = this.#db;
    const all = this.#references.subarray(0, this.#used);
    const buckets = Math.ceil(all.length / 2 / bucketEntries);
    // Counted first, then each put into the place of its bucket.
    const ends = new Uint32Array(buckets + 1);
    for (let i = 0; i < all.length; i += 2) ends[((all[i] as number) % buckets) + 1]! += 2;
    for (let bucket = 0; bucket < buckets; bucket++) ends[bucket + 1]! += ends[bucket] as number;
    const sorted = new Uint32Array(all.length);
    const at = ends.slice();
    for (let i = 0; i < all.length; i += 2) {
      const bucket = (all[i] as number) % buckets;
      const place = at[bucket] as number;
      sorted[place] = all[i] as number;
      sorted[place + 1] = all[i + 1] as number;
      at[bucket] = place + 2;
    }
    const rows = Array.from({ length: buckets }, (_, bucket) => ({
      bucket,
      entries: sorted.slice(ends[bucket], ends[bucket + 1]),
    }));
    await within(
      bulkDeadline,
      db.transaction('rw', db.references, db.meta, async () => {
        await db.references.bulkAdd(rows);
        await writeMeta(db, 'buckets', buckets);
      }),
      databaseNoun,
    );
  }
}

const byArticle = (rows: readonly SpanRow[]): SpanRow[] => [...groupBy(rows, ({ article }) => article).values()].flat();

const lastOf = (rows: readonly Packed[]): string => rows.reduce((last, { id }) => (id > last ? id : last), '');
