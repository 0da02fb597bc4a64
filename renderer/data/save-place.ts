import { useEffect, useState } from 'react';
import { useHost } from './host.ts';

/** Where a file that is about to be written goes. */
export interface SavePlace {
  /** What a box shows and takes where there is no system dialog to ask: a proposal, then what was typed. */
  box: { value: string; onType: (path: string) => void } | null;
  /** The path to write: asked for with the system's dialog, or the checked path of the box; null: changed their mind. */
  pick(): Promise<string | null>;
}

/** @param onFailure is told why there is no proposal */
export function useSavePlace(name: string, onFailure: (message: string) => void): SavePlace {
  const { link, info } = useHost();
  const [proposed, setProposed] = useState('');
  const [typed, setTyped] = useState<string>();
  const boxed = info.host !== 'electron';

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when the name differs, whoever is told of a failure
  useEffect(() => {
    if (!boxed) return;
    let live = true;
    link
      .call('host.pickSave', { name, path: null })
      .then((path) => live && path !== null && setProposed(path))
      .catch((error: unknown) => live && onFailure(error instanceof Error ? error.message : String(error)));
    return () => {
      live = false;
    };
  }, [link, name, boxed]);

  const value = typed ?? proposed;
  return {
    box: boxed ? { value, onType: setTyped } : null,
    pick: () => link.call('host.pickSave', { name, path: boxed ? value : null }, Number.POSITIVE_INFINITY),
  };
}
