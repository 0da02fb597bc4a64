import { useCallback, useEffect, useRef } from 'react';
import { useSessionActions } from '../data/hooks.ts';
import { useHost } from '../data/host.ts';
import { toast } from '../ui/toasts.ts';

/** Ways to open a folder. */
export interface Opening {
  /** Asks for one: the system's dialog in Electron, our own list of folders elsewhere. */
  pick: () => void;
  open: (path: string) => void;
}

/** Opens folders; at the start the one that the app was started with, else the latest one, else the sample corpus. */
export function useOpening(options: { onOpened: () => Promise<void>; pickFolder: () => void }): Opening {
  const { link, info, settings } = useHost();
  const session = useSessionActions();
  const { onOpened } = options;
  const pickHere = useRef(options.pickFolder);
  pickHere.current = options.pickFolder;

  const open = useCallback(
    async (path: string) => {
      await session.openProject(path);
      if (session.store.getState().status === 'ready') await onOpened();
    },
    [session, onOpened],
  );
  const pick = useCallback(async () => {
    if (info.host !== 'electron') return pickHere.current();
    try {
      const path = await link.call('host.pickFolder', { title: 'Open a folder of articles' }, Number.POSITIVE_INFINITY);
      if (path !== null) await open(path);
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), { look: 'warning' });
    }
  }, [link, info, open]);

  const begun = useRef(false);
  useEffect(() => {
    const first = info.open ?? settings.recent[0]?.path ?? info.samples;
    if (begun.current || first === null || session.store.getState().status !== 'none') return;
    begun.current = true;
    void open(first);
  }, [info, settings, open, session]);

  return { pick: () => void pick(), open: (path) => void open(path) };
}
