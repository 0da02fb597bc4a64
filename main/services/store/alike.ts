import type Database from 'libsql';
import { bins, groupNearBySteps, resemblance } from '#shared/text/near.ts';
import { sketchOfBytes } from './packed.ts';

/** An article that belongs to another group than the store says. */
export interface Regrouped {
  readonly n: number;
  /** The id that stands for the group; null: it is alone. */
  readonly near: string | null;
}

/** Rows read at once. */
const portion = 2000;

/** Which articles have nearly the same text, and how alike they are. */
export class Alike {
  private readonly some;
  private readonly count;
  private readonly state;
  private readonly setState;
  private readonly setNear;
  private readonly sketchOf;
  private readonly group;
  private steps: Generator<void, Regrouped[]> | null = null;

  constructor(db: Database.Database) {
    this.some = db
      .prepare('SELECT n, id, sketch, near FROM article WHERE n > ? AND duplicate_of IS NULL ORDER BY n LIMIT ?')
      .raw();
    this.count = db.prepare('SELECT count(*) FROM article WHERE duplicate_of IS NULL').raw();
    this.state = db.prepare("SELECT value FROM about WHERE key = 'grouped'").raw();
    this.setState = db.prepare("INSERT OR REPLACE INTO about(key, value) VALUES ('grouped', ?)");
    this.setNear = db.prepare('UPDATE article SET near = ? WHERE n = ?');
    this.sketchOf = db.prepare('SELECT sketch, near FROM article WHERE id = ?').raw();
    this.group = db.prepare('SELECT id, sketch FROM article WHERE near = ? AND id <> ? AND sketch IS NOT NULL').raw();
  }

  /** Texts have come or gone: they are to be grouped anew. Within a transaction. */
  texts(): void {
    this.steps = null;
    if (this.isGrouped()) this.setState.run([0]);
  }

  isGrouped(): boolean {
    return (this.state.all() as [number][])[0]?.[0] === 1;
  }

  /** Takes a step that does not take long; the last one gives what is to be written. */
  step(): Regrouped[] | null {
    this.steps ??= this.grouping();
    const step = this.steps.next();
    if (!step.done) return null;
    this.steps = null;
    return step.value;
  }

  /** Within a transaction. */
  write(regrouped: readonly Regrouped[]): void {
    for (const { n, near } of regrouped) this.setNear.run([near, n]);
    this.setState.run([1]);
  }

  /** The other articles of an article's group, the most alike first. */
  similarTo(id: string): { id: string; similarity: number }[] {
    const [[bytes, near] = [null, null]] = this.sketchOf.all(id) as [Uint8Array | null, string | null][];
    if (bytes === null || near === null) return [];
    const own = sketchOfBytes(bytes);
    return (this.group.all(near, id) as [string, Uint8Array][])
      .map(([other, sketch]) => ({ id: other, similarity: resemblance(own, sketchOfBytes(sketch)) }))
      .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1));
  }

  private *grouping(): Generator<void, Regrouped[]> {
    const [[count]] = this.count.all() as [[number]];
    // In one piece: a hundred thousand small arrays and the rows they came in take four times as much.
    const words = new Uint32Array(count * bins);
    const sketches: (Uint32Array | null)[] = [];
    const rows: { n: number; id: string; near: string | null }[] = [];
    for (let after = -1; rows.length < count; ) {
      const some = this.some.all(after, portion) as [number, string, Uint8Array | null, string | null][];
      for (const [n, id, bytes, near] of some.slice(0, count - rows.length)) {
        const own = words.subarray(rows.length * bins, (rows.length + 1) * bins);
        if (bytes !== null) own.set(sketchOfBytes(bytes));
        sketches.push(bytes === null ? null : own);
        rows.push({ n, id, near });
      }
      if (some.length === 0) break;
      after = some.at(-1)![0];
      yield;
    }
    const groups = yield* groupNearBySteps(sketches);
    const sizes = new Map<number, number>();
    for (const first of groups) sizes.set(first, (sizes.get(first) ?? 0) + 1);
    return rows.flatMap(({ n, near }, i) => {
      const first = groups[i]!;
      const now = sizes.get(first) === 1 ? null : rows[first]!.id;
      return now === near ? [] : [{ n, near: now }];
    });
  }
}
