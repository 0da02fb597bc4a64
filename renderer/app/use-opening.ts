import { useCallback, useEffect, useRef } from 'react';
import { useSessionActions } from '../data/hooks.ts';
import { useHost } from '../data/host.ts';
import { toast } from '../ui/toasts.ts';

/** Ways to open a folder. */
export interface Opening {
  /** Asks for one: the system's dialog in Electron, our own list of folders elsewhere. */
  pick: () => void;
  open: (path: string) => void;
  /** Asks for a folder to keep this folder's journal in, because the folder itself cannot be written. */
  pickJournal: () => void;
  /** Opens the folder that is open again, with its journal at another place. */
  keepJournalIn: (journalPath: string) => void;
}

/** What the person is asked for, by the system's dialog and by our own. */
export const titles = { folder: 'Open a folder of articles', journal: 'Keep the journal in this folder' } as const;

/** Opens folders; at the start the one that the app was started with, else the latest one, else the sample corpus. */
export function useOpening(options: {
  /** Puts things as they were looked at last, before anybody sees them. */
  arrange: () => Promise<void>;
  /** Shows our own list of folders, where the system has none to show. */
  list: (what: 'folder' | 'journal') => void;
}): Opening {
  const { link, info, settings } = useHost();
  const session = useSessionActions();
  const { arrange } = options;
  const list = useRef(options.list);
  list.current = options.list;

  const open = useCallback(
    (path: string, journalPath?: string) => session.openProject(path, journalPath, arrange),
    [session, arrange],
  );
  const keepJournalIn = useCallback(
    async (journalPath: string) => {
      const path = session.store.getState().project?.path;
      if (path !== undefined) await open(path, journalPath);
    },
    [session, open],
  );
  const ask = useCallback(
    async (what: 'folder' | 'journal', title: string, use: (path: string) => Promise<void>) => {
      if (info.host !== 'electron') return list.current(what);
      try {
        const path = await link.call('host.pickFolder', { title }, Number.POSITIVE_INFINITY);
        if (path !== null) await use(path);
      } catch (error) {
        toast(error instanceof Error ? error.message : String(error), { look: 'warning' });
      }
    },
    [link, info],
  );

  const begun = useRef(false);
  useEffect(() => {
    const first = info.open ?? settings.recent[0]?.path ?? info.samples;
    if (begun.current || first === null || session.store.getState().status !== 'none') return;
    begun.current = true;
    void open(first);
  }, [info, settings, open, session]);

  return {
    pick: () => void ask('folder', titles.folder, open),
    open: (path) => void open(path),
    pickJournal: () => void ask('journal', titles.journal, keepJournalIn),
    keepJournalIn: (path) => void keepJournalIn(path),
  };
}
