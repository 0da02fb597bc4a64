import { currentActions } from '../ui/actions.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Keys } from '../ui/Keys.tsx';
import styles from './ShortcutSheet.module.css';

/** Every key that works now, by what it is about. */
export function ShortcutSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Keys" isOpen={isOpen} onClose={onClose} width={1060}>
      {isOpen && (
        <div className={styles.sheet}>
          {[...groups()].map(([group, rows]) => (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {rows.map((row) => (
                  <div key={row.id}>
                    <dt>{row.name}</dt>
                    <dd>
                      {row.keys.map((keys) => (
                        <Keys key={keys} keys={keys} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      )}
    </Dialog>
  );
}

function groups(): Map<string, { id: string; name: string; keys: readonly string[] }[]> {
  const found = new Map<string, { id: string; name: string; keys: readonly string[] }[]>();
  const seen = new Set<string>();
  for (const { id, name, group, keys } of currentActions()) {
    if (!keys?.length || seen.has(id)) continue;
    seen.add(id);
    found.set(group, [...(found.get(group) ?? []), { id, name, keys }]);
  }
  return found;
}
