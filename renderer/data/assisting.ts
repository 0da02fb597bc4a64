import { useEffect, useMemo, useRef } from 'react';
import type { Assistance } from '#shared/model/assistance.ts';
import { useAct } from './act.ts';
import { setAssistance } from './gestures.ts';
import { useAssistance, useSessionActions } from './hooks.ts';
import { newId } from './ids.ts';
import { createTurns } from './turns.ts';

/**
 * Changes what this annotator lets the app suggest in this folder; false when that was refused, which they are then told.
 * Changes that share a gesture are undone together.
 */
export type Assist = (fields: Partial<Omit<Assistance, 'id' | 'updatedAt'>>, gesture?: string) => Promise<boolean>;

/** What is suggested, undefined while it is being read, and how to change it: one change after the other, however fast. */
export function useAssisting(): { assistance: Assistance | undefined; assist: Assist } {
  const assistance = useAssistance();
  const session = useSessionActions();
  const act = useAct();
  /** What was written last, until the list that screens follow has it. */
  const written = useRef<Assistance>(undefined);
  useEffect(() => {
    if (assistance?.updatedAt === written.current?.updatedAt) written.current = undefined;
  }, [assistance]);
  const assist = useMemo(() => {
    const inTurn = createTurns();
    const write = async (fields: Parameters<Assist>[0], gesture: string): Promise<true> => {
      const { live, project } = session.store.getState();
      const me = project?.annotator.id ?? '';
      const now = written.current?.id === me ? written.current : live?.assistance.get()?.find(({ id }) => id === me);
      const edits = setAssistance(now, me, fields, new Date().toISOString());
      if (edits.length === 0) return true;
      await session.commit(edits, { gesture });
      written.current = { ...now, ...(edits[0]?.after as Assistance) };
      return true;
    };
    return async (fields: Parameters<Assist>[0], gesture = newId('g')) =>
      (await act.trying(() => inTurn(() => write(fields, gesture)))) !== undefined;
  }, [session, act]);
  return { assistance, assist };
}
