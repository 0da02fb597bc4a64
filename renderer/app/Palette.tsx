import { useMemo, useState } from 'react';
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, TextField } from 'react-aria-components';
import { currentActions } from '../ui/actions.ts';
import { shortDate } from '../ui/format.ts';
import { Keys } from '../ui/Keys.tsx';
import { type Find, find } from './find.ts';
import styles from './Palette.module.css';

/** One box for everything: articles, speakers and commands, best first, as one types. */
export function Palette(props: { isOpen: boolean; onClose: () => void; things: () => Find[] }) {
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen={props.isOpen}
      isDismissable
      onOpenChange={(open) => open || props.onClose()}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''} aria-label="Find an article, speaker or command">
          <PaletteBox onClose={props.onClose} things={props.things} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBox({ onClose, things }: { onClose: () => void; things: () => Find[] }) {
  const [typed, setTyped] = useState('');
  const all = useMemo(() => [...actionsAsFinds(), ...things()], [things]);
  const found = useMemo(() => find(all, typed).slice(0, 60), [all, typed]);

  return (
    <Autocomplete inputValue={typed} onInputChange={setTyped}>
      <TextField aria-label="Find" className={styles.field ?? ''} autoFocus>
        <Input className={styles.input ?? ''} placeholder="Find an article, speaker, command" spellCheck={false} />
      </TextField>
      <Menu
        aria-label="Found"
        items={found}
        className={styles.list ?? ''}
        renderEmptyState={() => <p className={styles.none}>Nothing fits “{typed}”.</p>}
        onAction={(key) => {
          const picked = found.find((thing) => thing.id === key);
          onClose();
          // The dialog gives the focus back when it is gone; what runs next may want it elsewhere.
          if (picked) requestAnimationFrame(() => picked.run());
        }}
      >
        {(thing) => (
          <MenuItem id={thing.id} textValue={thing.name} className={styles.item ?? ''}>
            <span className={styles.group}>{thing.group}</span>
            <span className={styles.name} dir="auto">
              {thing.name}
            </span>
            {thing.detail && (
              <span className={styles.detail}>{thing.group === 'Article' ? detailOf(thing.detail) : thing.detail}</span>
            )}
            {thing.keys && <Keys keys={thing.keys} />}
          </MenuItem>
        )}
      </Menu>
    </Autocomplete>
  );
}

const detailOf = (detail: string) => detail.split('|').map(shortDate).join(' · ');

function actionsAsFinds(): Find[] {
  const seen = new Set<string>();
  return currentActions()
    .filter((action) => !action.hidden && (action.enabled?.() ?? true))
    .filter((action) => !seen.has(action.id) && seen.add(action.id))
    .map((action) => ({
      id: action.id,
      group: 'Command',
      name: action.name,
      also: action.group,
      ...(action.keys?.[0] ? { keys: action.keys[0] } : {}),
      run: action.run,
    }));
}
