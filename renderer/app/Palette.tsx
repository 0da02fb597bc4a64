import { useEffect, useMemo, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  TextField,
} from 'react-aria-components';
import { type Action, currentActions } from '../ui/actions.ts';
import { Keys } from '../ui/Keys.tsx';
import { createFinder, type Find, type FoundGroup, foldedWords, prepareSources, type Source } from './find.ts';
import styles from './Palette.module.css';

/** One box for everything: articles, speakers and commands, best first, as one types. */
export function Palette(props: {
  isOpen: boolean;
  onClose: () => void;
  /** What can be found besides commands; asked for when the box opens. */
  sources: () => Source<never>[];
  /** What the last entry does with what is typed, wherever a folder is open. */
  onSearch: ((typed: string) => void) | undefined;
}) {
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen={props.isOpen}
      isDismissable
      onOpenChange={(open) => open || props.onClose()}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''} aria-label="Find an article, speaker or command">
          <PaletteBox {...props} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** So many are listed of each group: of commands all when nothing is typed, for those who look what there is. */
const most = { typed: 12, nothingTyped: 60 };

function PaletteBox({ onClose, sources, onSearch }: Omit<Parameters<typeof Palette>[0], 'isOpen'>) {
  const [typed, setTyped] = useState('');
  const commands = useMemo(actionsAsSource, []);
  const all = useMemo(() => [commands, ...sources()], [commands, sources]);
  const findAll = useMemo(() => createFinder(all), [all]);
  useEffect(() => {
    const handle = requestIdleCallback(() => prepareSources(all));
    return () => cancelIdleCallback(handle);
  }, [all]);
  const findCommand = useMemo(() => createFinder([commands]), [commands]);
  const groups = useMemo(() => {
    const only = /^\s*>(.*)$/s.exec(typed)?.[1];
    const found =
      only !== undefined
        ? findCommand(only, most.nothingTyped)
        : findAll(typed, typed.trim() === '' ? most.nothingTyped : most.typed);
    const query = typed.trim();
    if (onSearch === undefined || only !== undefined || query === '') return found;
    const search: Find = { id: 'search all', name: `Search all texts for “${query}”`, run: () => onSearch(query) };
    return [...found, { name: '', count: 1, found: [search] }];
  }, [findAll, findCommand, typed, onSearch]);

  return (
    <Autocomplete inputValue={typed} onInputChange={setTyped}>
      <TextField aria-label="Find" className={styles.field ?? ''} autoFocus>
        <Input
          className={styles.input ?? ''}
          placeholder="Find an article, speaker, command; > for commands alone"
          spellCheck={false}
        />
      </TextField>
      <Menu
        aria-label="Found"
        items={groups}
        className={styles.list ?? ''}
        renderEmptyState={() => <p className={styles.none}>Nothing fits “{typed}”.</p>}
        onAction={(key) => {
          const picked = groups.flatMap(({ found }) => found).find((thing) => thing.id === key);
          onClose();
          // The dialog gives the focus back when it is gone; what runs next may want it elsewhere.
          if (picked) requestAnimationFrame(() => picked.run());
        }}
      >
        {(group: FoundGroup) => (
          <MenuSection id={`group ${group.name}`} className={styles.section ?? ''} aria-label={group.name || 'Texts'}>
            {group.name !== '' && (
              <Header className={styles.heading ?? ''}>
                {group.name} <span>{group.count.toLocaleString('en')}</span>
              </Header>
            )}
            {group.found.map((thing) => (
              <MenuItem key={thing.id} id={thing.id} textValue={thing.name} className={styles.item ?? ''}>
                <span className={styles.name} dir="auto">
                  {thing.name}
                </span>
                {thing.detail && <span className={styles.detail}>{thing.detail}</span>}
                {thing.keys && <Keys keys={thing.keys} />}
              </MenuItem>
            ))}
          </MenuSection>
        )}
      </Menu>
    </Autocomplete>
  );
}

function actionsAsSource(): Source<never> {
  const seen = new Set<string>();
  const source: Source<Action> = {
    name: 'Commands',
    items: currentActions()
      .filter((action) => !action.hidden && (action.enabled?.() ?? true))
      .filter((action) => !seen.has(action.id) && seen.add(action.id)),
    wordsOf: (action) => foldedWords(action.name, action.group),
    show: ({ id, name, keys, run }) => ({ id, name, ...(keys?.[0] ? { keys: keys[0] } : {}), run }),
  };
  return source as unknown as Source<never>;
}
