import { useEffect, useMemo, useState } from 'react';
import { type Codebook, stanceOf } from '#shared/codebook/codebook.ts';
import type { HistoryEntry } from '#shared/contract/contract.ts';
import type { Span } from '#shared/model/span.ts';
import { useAct } from '../data/act.ts';
import { useAnnotatorNames } from '../data/annotator-names.ts';
import { type HistoryStep, historySteps } from '../data/describe-history.ts';
import { useById, useSession, useSessionActions, useSpeakers, useTargets } from '../data/hooks.ts';
import { newId } from '../data/ids.ts';
import { restoreSpan } from '../data/restore.ts';
import { toast } from '../ui/toasts.ts';

/** What the journal tells, with why it cannot, when it cannot. */
export interface Told {
  entries: readonly HistoryEntry[] | undefined;
  failure: string | null;
}

/** Asks the journal, and again whenever everything has been saved; undefined: nothing is asked. */
export function useJournal(ask: (() => Promise<{ entries: HistoryEntry[] }>) | undefined): Told {
  const saved = useSession((state) => state.saved.unsaved === 0);
  const [told, tell] = useState<Told>({ entries: undefined, failure: null });
  useEffect(() => {
    if (ask === undefined || !saved) return;
    let live = true;
    ask().then(
      ({ entries }) => live && tell({ entries, failure: null }),
      (error) => {
        console.error('The journal could not be asked', error);
        if (live) tell({ entries: undefined, failure: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      live = false;
    };
  }, [ask, saved]);
  return told;
}

/** A span's history, the latest step first, and what the span is now. */
export interface SpanHistory {
  steps: readonly HistoryStep[] | undefined;
  failure: string | null;
  /** Undefined: it was removed, or its history is not read yet. */
  now: Span | undefined;
}

/** How long the journal may take to be gone through, in milliseconds. */
const patience = 120_000;

export function useSpanHistory(span: string, codebook: Codebook): SpanHistory {
  const session = useSessionActions();
  const speakers = useById(useSpeakers());
  const targets = useById(useTargets());
  const annotators = useAnnotatorNames();
  const ask = useMemo(
    () => () => session.link.call('journal.history', { kind: 'span' as const, id: span }, patience),
    [session, span],
  );
  const { entries, failure } = useJournal(ask);
  const steps = useMemo(
    () =>
      entries &&
      historySteps(entries, {
        speaker: (id) => speakers?.get(id)?.name,
        target: (id) => targets?.get(id)?.name,
        stance: (value) => stanceOf(codebook, value)?.name,
        annotator: (id) => annotators(id).name,
      }),
    [entries, speakers, targets, annotators, codebook],
  );
  return { steps, failure, now: (entries?.at(-1)?.after ?? undefined) as Span | undefined };
}

/** Brings a span back to what it was; false: that was refused, which the person is told. */
export function useRestore(): (then: Span) => Promise<boolean> {
  const session = useSessionActions();
  const act = useAct();
  const speakers = useById(useSpeakers());
  const targets = useById(useTargets());
  return async (then) => {
    const done = await act.trying(async () => {
      const now = await session.readRecord('span', then.id);
      const registered = { speakers: speakers ?? new Map(), targets: targets ?? new Map() };
      const { edits, lost } = restoreSpan(then, { now, registered, at: new Date().toISOString() });
      if (edits.length === 0) return true;
      const saved = await act(edits, { gesture: newId('g') });
      if (saved && lost.length > 0)
        toast(`Brought back without its ${lost.join(' and ')}, which the registry does not have any more.`);
      return saved;
    });
    return done ?? false;
  };
}
