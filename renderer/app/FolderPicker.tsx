import { useEffect, useState } from 'react';
import type { CallResult } from '#shared/contract/contract.ts';
import { useHost } from '../data/host.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { plural, sizeInWords } from '../ui/format.ts';
import { VirtualList } from '../ui/VirtualList.tsx';
import styles from './FolderPicker.module.css';

type Listing = CallResult<'host.listFolder'>;

/** A row of the list: a folder to look into, or a file to choose. */
interface Row {
  path: string;
  name: string;
  detail: string;
  isFile: boolean;
}

/**
 * Chooses a folder, or with `endings` a file, where there is no system dialog to ask: the web host lists them.
 */
export function FolderPicker(props: {
  title: string;
  /** How the files end that can be chosen (“.jsonl”); none: a folder is chosen. */
  endings?: readonly string[] | undefined;
  isOpen: boolean;
  onClose: () => void;
  onOpen: (path: string) => void;
}) {
  const { link, info } = useHost();
  const [listing, setListing] = useState<Listing>();
  const [active, setActive] = useState<string>();
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<string>();

  const { endings } = props;
  const go = async (path: string | null) => {
    try {
      const named = endings?.some((ending) => path?.toLowerCase().endsWith(ending)) ? path : null;
      const [, folderOfIt, nameOfIt] = (named === null ? null : /^(.*[\\/])([^\\/]+)$/.exec(named)) ?? [];
      const folder = folderOfIt ?? path;
      const next = await link.call('host.listFolder', {
        path: folder,
        ...(endings ? { endings: [...endings] } : {}),
      });
      const file = next.files.find((one) => one.name === nameOfIt);
      if (file) return choose(file.path);
      setListing(next);
      setTyped(next.path);
      setActive(rowsOf(next)[0]?.path);
      setFailure(named === null ? undefined : `There is no file ${named}.`);
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
  const rows = listing ? rowsOf(listing) : [];
  const open = (path: string) => {
    if (rows.find((row) => row.path === path)?.isFile) choose(path);
    else void go(path);
  };
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
          aria-label={endings ? 'File or folder' : 'Folder'}
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
            label={endings ? 'Files and folders' : 'Folders'}
            rows={rows}
            rowHeight={32}
            idOf={(row) => row.path}
            activeId={active}
            onActive={setActive}
            onOpen={open}
            renderRow={(row, { active }) => (
              <div className={styles.row} data-active={active || undefined} data-file={row.isFile || undefined}>
                <span>{row.name}</span>
                <small>{row.detail}</small>
              </div>
            )}
            empty={
              <p>{endings ? `No folders and no files that end in ${endings.join(', ')}.` : 'No folders in here.'}</p>
            }
          />
        )}
      </div>
      <DialogButtons>
        <Button look="plain" onPress={props.onClose}>
          Cancel
        </Button>
        {!endings && (
          <Button look="primary" isDisabled={!listing} onPress={() => listing && choose(listing.path)}>
            Choose “{listing?.path.split(/[\\/]/).filter(Boolean).at(-1) ?? '/'}”
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

/** The files first: there are few of them, and they are what is looked for. */
const rowsOf = ({ files, folders }: Listing): Row[] => [
  ...files.map(({ name, path, bytes }) => ({ name, path, isFile: true, detail: sizeInWords(bytes) })),
  ...folders.map(({ name, path, articles }) => ({
    name,
    path,
    isFile: false,
    detail: articles > 0 ? plural(articles, 'article') : '',
  })),
];
