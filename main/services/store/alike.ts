import type Database from 'libsql';
import { groupNearBySteps, resemblance, Sketches } from '#shared/text/near.ts';
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
  private readonly idOf;
  private readonly sketchOf;
  private readonly group;
  private steps: Generator<void, Regrouped[]> | null = null;

  constructor(db: Database.Database) {
    this.some = db
      .prepare('SELECT n, sketch, near FROM article WHERE n > ? AND duplicate_of IS NULL ORDER BY n LIMIT ?')
      .raw();
    this.count = db.prepare('SELECT count(*) FROM article WHERE duplicate_of IS NULL').raw();
    this.state = db.prepare("SELECT value FROM about WHERE key = 'grouped'").raw();
    this.setState = db.prepare("INSERT OR REPLACE INTO about(key, value) VALUES ('grouped', ?)");
    this.setNear = db.prepare('UPDATE article SET near = ? WHERE n = ?');
    this.idOf = db.prepare('SELECT id FROM article WHERE n = ?').raw();
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
    const sketches = new Sketches(count);
    const ns = new Float64Array(count);
    // Of most articles none.
    const before = new Map<number, string>();
    let read = 0;
    for (let after = -1; read < count; ) {
      const some = this.some.all(after, portion) as [number, Uint8Array | null, string | null][];
      for (const [n, bytes, near] of some.slice(0, count - read)) {
        if (bytes !== null) sketches.set(read, sketchOfBytes(bytes));
        if (near !== null) before.set(read, near);
        ns[read++] = Number(n);
      }
      if (some.length === 0) break;
      after = some.at(-1)![0];
      yield;
    }
    const groups = yield* groupNearBySteps(sketches);
    const sizes = new Int32Array(count);
    for (const first of groups) sizes[first]!++;
    const regrouped: Regrouped[] = [];
    for (let i = 0; i < read; i++) {
      const first = groups[i]!;
      const near = sizes[first] === 1 ? null : this.idAt(ns[first]!);
      if (near !== (before.get(i) ?? null)) regrouped.push({ n: ns[i]!, near });
    }
    return regrouped;
  }

  private idAt(n: number): string {
    return (this.idOf.all(n) as [[string]])[0][0];
  }
}
