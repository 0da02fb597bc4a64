import { cmp, Dexie, type IntervalTree, type ObservabilitySet } from 'dexie';
import type { ProjectDb } from './db.ts';

/**
 * Follows what transactions of this and of other windows did to a table: `keys` are the primary keys of the rows they
 * touched, `all` that they may have touched any. Told after they were committed. Returns what stops it.
 */
export function onMutations(
  db: ProjectDb,
  table: string,
  listener: (touched: { keys: readonly unknown[]; all: boolean }) => void,
): () => void {
  const part = `idb://${db.name}/${table}/`;
  const told = (parts: ObservabilitySet) => {
    const tree = parts[part];
    if (parts.all === undefined && tree === undefined) return;
    const keys: unknown[] = [];
    let all = parts.all !== undefined;
    for (const { from, to } of rangesOf(tree)) {
      if (cmp(from, to) === 0) keys.push(from);
      else all = true;
    }
    if (all || keys.length > 0) listener({ keys, all });
  };
  Dexie.on.storagemutated.subscribe(told);
  return () => Dexie.on.storagemutated.unsubscribe(told);
}

/** What comes from another window has lost its prototype, so Dexie's own iterator is not there. */
function* rangesOf(tree: IntervalTree | null | undefined): Generator<{ from: unknown; to: unknown }> {
  if (!tree || !('from' in tree)) return;
  yield* rangesOf(tree.l);
  yield tree;
  yield* rangesOf(tree.r);
}
