import { useEffect, useState } from 'react';
import type { CallResult } from '#shared/contract/contract.ts';
import { useHost } from '../data/host.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { plural } from '../ui/format.ts';
import { VirtualList } from '../ui/VirtualList.tsx';
import styles from './FolderPicker.module.css';

type Listing = CallResult<'host.listFolder'>;

/** Chooses a folder where there is no system dialog to ask: the web host lists them. */
export function FolderPicker(props: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  onOpen: (path: string) => void;
}) {
  const { link, info } = useHost();
  const [listing, setListing] = useState<Listing>();
  const [active, setActive] = useState<string>();
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<string>();

  const go = async (path: string | null) => {
    try {
      const next = await link.call('host.listFolder', { path });
      setListing(next);
      setTyped(next.path);
      setActive(next.folders[0]?.path);
      setFailure(undefined);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins anew each time it is opened
  useEffect(() => {
    if (props.isOpen && info.host !== 'electron') void go(null);
  }, [props.isOpen]);

  const choose = (path: string) => {
    props.onClose();
    props.onOpen(path);
  };
  const folders = listing?.folders ?? [];
  return (
    <Dialog title={props.title} isOpen={props.isOpen} onClose={props.onClose} width={560}>
      <form
        className={styles.path}
        onSubmit={(event) => {
          event.preventDefault();
          void go(typed);
        }}
      >
        <Button
          look="plain"
          aria-label="The folder above"
          isDisabled={listing?.parent == null}
          onPress={() => listing?.parent != null && void go(listing.parent)}
        >
          ↑
        </Button>
        <input
          aria-label="Folder"
          value={typed}
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <div className={styles.list}>
        {listing && (
          <VirtualList
            label="Folders"
            rows={folders}
            rowHeight={32}
            idOf={(folder) => folder.path}
            activeId={active}
            onActive={setActive}
            onOpen={(path) => void go(path)}
            renderRow={(folder, { active }) => (
              <div className={styles.row} data-active={active || undefined}>
                <span>{folder.name}</span>
                {folder.articles > 0 && <small>{plural(folder.articles, 'article')}</small>}
              </div>
            )}
            empty={<p>No folders in here.</p>}
          />
        )}
      </div>
      <DialogButtons>
        <Button look="plain" onPress={props.onClose}>
          Cancel
        </Button>
        <Button look="primary" isDisabled={!listing} onPress={() => listing && choose(listing.path)}>
          Choose “{listing?.path.split(/[\\/]/).filter(Boolean).at(-1) ?? '/'}”
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
