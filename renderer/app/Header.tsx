import { useEntries, useSession } from '../data/hooks.ts';
import { plural } from '../ui/format.ts';
import { Keys } from '../ui/Keys.tsx';
import { MenuButton, type MenuItems } from '../ui/MenuButton.tsx';
import styles from './Header.module.css';
import { type Place, tabs } from './place.ts';

/** The folder, the way to everything, and the screens. */
export function Header(props: {
  /** The screen shown; null while no folder is open. */
  place: Place | null;
  onPlace: (place: Place) => void;
  onPalette: () => void;
  onExport: () => void;
  /** What is done with colleagues. */
  exchange: MenuItems;
  canRead: boolean;
}) {
  const project = useSession((state) => state.project);
  const entries = useEntries();
  const readable = entries?.filter((entry) => entry.failure === null && entry.duplicateOf === null).length;
  return (
    <header className={styles.header}>
      <div className={styles.folder} title={project?.path}>
        <h1>{project?.name ?? 'Rapporteur'}</h1>
        {project && readable !== undefined && <span>{plural(readable, 'article')}</span>}
      </div>
      <button type="button" className={styles.palette} onClick={props.onPalette}>
        <span>Find an article, speaker, command</span>
        <Keys keys="Mod+K" />
      </button>
      <nav className={styles.tabs} aria-label="Screens">
        {props.place &&
          tabs.map(([tab, name], index) => (
            <button
              key={tab}
              type="button"
              title={`Ctrl ${index + 1}`}
              aria-current={props.place?.tab === tab ? 'page' : undefined}
              disabled={tab === 'read' && !props.canRead}
              onClick={() => props.onPlace({ tab })}
            >
              {name}
            </button>
          ))}
        {props.place && (
          <button type="button" className={styles.export} onClick={props.onExport}>
            Export…
          </button>
        )}
        {props.place && <MenuButton label="Exchange" items={props.exchange} className={styles.menu} />}
      </nav>
    </header>
  );
}
