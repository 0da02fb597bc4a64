import { type Change, changeSchema } from '#shared/changes/change.ts';

/*
 * Where changes wait that neither the journal nor IndexedDB could take: this origin's local storage, which has a store
 * of its own. Other windows may use it at the same time, so changes are added and removed by their ids.
 */

const keyOf = (projectId: string) => `rapporteur.rescue.${projectId}`;

/** Throws what local storage throws when it is full. */
export function keepAside(projectId: string, changes: readonly Change[]): void {
  const there = readAside(projectId);
  const known = new Set(there.map((change) => change.id));
  write(projectId, [...there, ...changes.filter((change) => !known.has(change.id))]);
}

export function dropAside(projectId: string, ids: ReadonlySet<string>): void {
  const there = readAside(projectId);
  if (there.some((change) => ids.has(change.id)))
    write(
      projectId,
      there.filter((change) => !ids.has(change.id)),
    );
}

export function readAside(projectId: string): Change[] {
  const text = localStorage.getItem(keyOf(projectId));
  if (text === null) return [];
  try {
    return readChanges(JSON.parse(text) as unknown[]);
  } catch (error) {
    console.error('What was kept aside could not be read', text, error);
    return [];
  }
}

/** Foreign values as changes; what does not look like one is told and left out. */
export function readChanges(values: readonly unknown[]): Change[] {
  return values.flatMap((value) => {
    const parsed = changeSchema.safeParse(value);
    if (parsed.success) return [parsed.data];
    console.error('A rescued change could not be read', value, parsed.error);
    return [];
  });
}

function write(projectId: string, changes: readonly Change[]): void {
  if (changes.length === 0) localStorage.removeItem(keyOf(projectId));
  else localStorage.setItem(keyOf(projectId), JSON.stringify(changes));
}
