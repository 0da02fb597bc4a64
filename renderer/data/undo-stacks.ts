import type { Change, Edit } from '#shared/changes/change.ts';
import { squash } from '#shared/changes/edits.ts';

/** Something that can be undone or redone: the gesture's id, and all its edits in one. */
export interface Step {
  gesture: string;
  edits: Edit[];
}

export interface Stacks {
  /** What undo takes back, the next one last. */
  done: Step[];
  /** What redo brings back, the next one last; `edits` are those of the undo. */
  undone: Step[];
}

/**
 * The undo and redo stacks that a writer's own changes make, in their order. A new gesture clears the redo stack; more
 * changes to an earlier gesture make it the latest again. What was undone in a part of the history that is not there
 * any more is passed over; so is what came with a file, which nobody did here.
 */
export function stacks(changes: readonly Change[]): Stacks {
  const done: { gesture: string; edits: Edit[] }[] = [];
  let undone: Step[] = [];
  for (const change of changes) {
    const { gesture, origin, edits } = change;
    if (origin === 'remote' || origin === 'import') continue;
    if (origin === 'undo') {
      if (change.reverts === undefined) continue;
      if (takeOut(done, change.reverts)) undone.push({ gesture, edits });
      else if (takeOut(undone, change.reverts)) done.push({ gesture, edits: [...edits] });
      continue;
    }
    undone = [];
    const earlier = takeOut(done, gesture);
    done.push({ gesture, edits: earlier === undefined ? [...edits] : [...earlier.edits, ...edits] });
  }
  return {
    done: done.map(({ gesture, edits }) => ({ gesture, edits: squash(edits) })).filter(({ edits }) => edits.length > 0),
    undone,
  };
}

/** Removes the latest step of a gesture and answers it. */
function takeOut<T extends { gesture: string }>(steps: T[], gesture: string): T | undefined {
  const at = steps.findLastIndex((step) => step.gesture === gesture);
  return at < 0 ? undefined : steps.splice(at, 1)[0];
}
