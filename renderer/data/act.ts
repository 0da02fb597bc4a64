import { createContext, useContext, useMemo } from 'react';
import { create } from 'zustand';
import type { Edit } from '#shared/changes/change.ts';
import type { CommitOptions } from './commit.ts';
import { useSessionActions } from './hooks.ts';
import { Refusal } from './refusal.ts';

/** Who tells the person that something was not done, and why. */
export const ReportContext = createContext<(message: string) => void>((message) => console.error(message));

/** How many things are being done that IndexedDB does not have yet. */
export const useUnderWay = create<{ count: number }>(() => ({ count: 0 }));
const underWay = (by: 1 | -1) => useUnderWay.setState(({ count }) => ({ count: count + by }));

export interface Act {
  /** Commits edits; false when they were refused, which the person is then told. */
  (edits: readonly Edit[], options?: CommitOptions): Promise<boolean>;
  /** The same for anything else that may be refused; undefined when it was. */
  trying<T>(work: () => Promise<T>): Promise<T | undefined>;
}

/** Doing things from event handlers: what is refused is told to the person instead of thrown. */
export function useAct(): Act {
  const session = useSessionActions();
  const report = useContext(ReportContext);
  return useMemo(() => {
    const trying = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
      underWay(1);
      try {
        return await work();
      } catch (error) {
        report(error instanceof Error ? error.message : String(error));
        if (!(error instanceof Refusal)) console.error(error);
        return undefined;
      } finally {
        underWay(-1);
      }
    };
    const act = async (edits: readonly Edit[], options?: CommitOptions) =>
      (await trying(async () => (await session.commit(edits, options)) ?? true)) !== undefined;
    return Object.assign(act, { trying });
  }, [session, report]);
}
