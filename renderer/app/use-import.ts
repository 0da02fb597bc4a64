import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../data/hooks.ts';
import { useHost } from '../data/host.ts';
import { toast } from '../ui/toasts.ts';

/** How the files end that can be taken in. */
export const importEndings = ['.rapporteur', '.jsonl'] as const;
export const importTitle = 'Open a colleague’s file';

/** A colleague's files on their way in: asked for, then shown before anything is written. */
export interface Importing {
  /** The files that are shown now; null: none. */
  paths: readonly string[] | null;
  /** Asks for files: the system's dialog in Electron, our own list elsewhere. */
  pick: () => void;
  take: (paths: readonly string[]) => void;
  close: () => void;
}

/** @param list shows our own list of files, where the system has none to show */
export function useImport(list: () => void): Importing {
  const { link, info } = useHost();
  const ready = useSession((state) => state.status === 'ready');
  const [wanted, setWanted] = useState<readonly string[] | null>(null);
  const given = info.import;
  useEffect(() => {
    if (given !== null) setWanted([given]);
  }, [given]);
  // What was given from outside waits until a folder is open to take it into.
  const paths = ready ? wanted : null;
  const pick = async () => {
    if (info.host !== 'electron') return list();
    try {
      const args = { title: importTitle, name: 'Bundles, journals and JSONL', endings: [...importEndings] };
      const picked = await link.call('host.pickFiles', args, Number.POSITIVE_INFINITY);
      if (picked !== null && picked.length > 0) setWanted(picked);
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), { look: 'warning' });
    }
  };
  return {
    paths,
    pick: () => void pick(),
    take: setWanted,
    close: useCallback(() => setWanted(null), []),
  };
}
