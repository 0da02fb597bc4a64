import { useEffect, useState } from 'react';
import type { Link } from '../../data/connect.ts';
import { useSessionActions } from '../../data/hooks.ts';

/** What main answers: undefined until it has; why it cannot. */
export interface AskedOfMain<T> {
  answer?: T;
  failure?: string;
}

/** Asks main for what a dialog shows of one file, once for each path. */
export function useAskedOfMain<T>(path: string, ask: (link: Link, path: string) => Promise<T>): AskedOfMain<T> {
  const { link } = useSessionActions();
  const [state, setState] = useState<AskedOfMain<T>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: the file is all that a question differs by
  useEffect(() => {
    let live = true;
    ask(link, path).then(
      (answer) => live && setState({ answer }),
      (error: unknown) => live && setState({ failure: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      live = false;
    };
  }, [link, path]);
  return state;
}

/** Milliseconds that main may take to read a large file. */
export const readDeadline = 60_000;
