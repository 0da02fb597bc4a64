import type { EventData } from '#shared/contract/contract.ts';
import { sameJson } from '#shared/model/json.ts';
import type { Link, LinkState } from './connect.ts';
import type { Current } from './current.ts';
import { settleDoubts } from './load.ts';
import { take } from './opened.ts';
import type { Opening, OpeningState } from './opening.ts';
import type { Saving } from './saving.ts';
import type { StatePart } from './state-part.ts';
import type { Texts } from './texts.ts';

/** Where the reading of the folder is. */
export type Scan = EventData<'corpus.progress'>;
/** How far main is with the journals. */
export type JournalsProgress = EventData<'journal.progress'>;

export interface MainState {
  scan: Scan | null;
  /** While main reads the journals, or puts together what is in them, for longer than a moment. */
  journals: JournalsProgress | null;
  link: LinkState;
}

/**
 * Milliseconds without further changes after which what they made doubtful is settled: that reads all records, and a
 * colleague's whole journal comes in many batches.
 */
const quiet = 150;

/** Brings what main tells by itself to where it belongs, and reconnects when the link is there again. Returns what stops it. */
export function followMain(context: {
  link: Link;
  current: Current;
  saving: Saving;
  texts: Texts;
  opening: Pick<Opening, 'reconnect'>;
  state: Pick<StatePart<MainState & Pick<OpeningState, 'reachable' | 'unreachable' | 'notices'>>, 'get' | 'set'>;
}): () => void {
  const { link, current, saving, texts, opening, state } = context;

  let settling: ReturnType<typeof setTimeout> | undefined;
  const offs = [
    link.on(
      'corpus.progress',
      current.told((here, scan) => {
        if (scan.phase === 'done') here.entries.finish(scan.found);
        state.set({ scan });
      }),
    ),
    link.on(
      'corpus.entries',
      current.told((here, batch) => {
        for (const { id } of batch.entries) texts.forget(id);
        here.entries.add(batch);
      }),
    ),
    link.on(
      'journal.changes',
      current.told((here, { changes }) => {
        void here.inOrder(() => take(here.context, changes));
        clearTimeout(settling);
        settling = setTimeout(() => void here.inOrder(async () => void (await settleDoubts(here.context))), quiet);
      }),
    ),
    // Told while the folder is being opened, too, for which the others wait.
    link.on('journal.progress', (journals) =>
      state.set({ journals: journals.done < journals.total ? journals : null }),
    ),
    link.on(
      'journal.notices',
      current.told((_, { notices }) => {
        // Those that were there stay the same objects: one that was closed stays closed.
        const before = state.get().notices;
        state.set({ notices: notices.map((next) => before.find((one) => sameJson(one, next)) ?? next) });
      }),
    ),
    link.on(
      'journal.health',
      current.told((here, { ok, failure }) => {
        saving.journal(ok ? null : failure);
        if (ok) saving.kick(here);
      }),
    ),
    link.on(
      'project.reachable',
      current.told((here, { reachable, message }) => {
        state.set({ reachable, unreachable: message });
        if (reachable) saving.kick(here);
      }),
    ),
    link.onState((now) => {
      state.set({ link: now });
      if (now === 'open' && current.get() !== undefined) void opening.reconnect();
    }),
  ];
  return () => {
    clearTimeout(settling);
    for (const off of offs) off();
  };
}
