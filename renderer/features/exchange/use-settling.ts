import { useMemo } from 'react';
import type { Edit } from '#shared/changes/change.ts';
import { added, changed } from '#shared/changes/edits.ts';
import type { FieldConflict } from '#shared/contract/contract.ts';
import type { Settlement } from '#shared/model/settlement.ts';
import type { QuoteSelector, Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { Stance } from '#shared/model/stance.ts';
import { anchor } from '#shared/text/anchoring.ts';
import { type Act, useAct } from '../../data/act.ts';
import { mostAtOnce, moveSpan, setLayer } from '../../data/gestures.ts';
import { useSessionActions } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { Refusal } from '../../data/refusal.ts';
import { dropOrphan, settle } from '../../data/review-gestures.ts';
import type { Session } from '../../data/session.ts';
import { plural } from '../../ui/format.ts';
import { toast } from '../../ui/toasts.ts';
import { isPlace, isRemoval, type Matter } from './matters.ts';

type MatterAbout<A extends Matter['about']> = Extract<Matter, { about: A }>;

/** What a person can do about a matter; each is one gesture, which one undo takes back. False: it was refused. */
export interface Settling {
  /** Which side's value holds. */
  field(matter: MatterAbout<'field'>, choice: 'kept' | 'other'): Promise<boolean>;
  /** The two are one, under the name of `keep`. */
  merge(matter: MatterAbout<'speakers' | 'targets'>, keep: string): Promise<boolean>;
  /** The two are two. */
  apart(matter: MatterAbout<'speakers' | 'targets'>): Promise<boolean>;
  /** What the codebook does not know is left as it is, or taken as something that it knows. */
  keep(matter: MatterAbout<'codebook'>): Promise<boolean>;
  takeAs(matter: MatterAbout<'codebook'>, to: string): Promise<boolean>;
  /** What the registry does not have any more is in it again, or is another entry that all its spans go to. */
  bringBack(matter: MatterAbout<'missing'>): Promise<boolean>;
  nameInstead(matter: MatterAbout<'missing'>, to: string): Promise<boolean>;
  drop(matter: MatterAbout<'orphan'>, reason: string): Promise<boolean>;
}

/** @param onTaken what the codebook does not know is to be looked for again */
export function useSettling(onTaken: () => void): Settling {
  const session = useSessionActions();
  const act = useAct();
  return useMemo(() => settlingOf(session, act, onTaken), [session, act, onTaken]);
}

function settlingOf(session: Session, act: Act, onTaken: () => void): Settling {
  const settled = (id: string, matter: Settlement['matter'], choice: Settlement['choice']): Edit[] => {
    const { project, live } = session.store.getState();
    const before = live?.settlements.get()?.find((one) => one.id === id);
    const annotator = project?.annotator.id ?? '';
    return settle({ id, matter, choice, reason: null, annotator, at: new Date().toISOString() }, before);
  };
  const commit = (edits: readonly Edit[]) => session.commit(edits, { gesture: newId('g') });
  const done = async (work: () => Promise<unknown>) =>
    (await act.trying(async () => (await work()) ?? true)) !== undefined;

  return {
    field: ({ conflicts }, choice) =>
      done(async () => {
        const notes = conflicts.flatMap(({ id }) => settled(id, 'field', choice));
        const edits = isPlace(conflicts)
          ? await placeEdits(session, conflicts, choice)
          : choice === 'kept'
            ? []
            : isRemoval(conflicts)
              ? await returning(session, conflicts)
              : await valueEdits(session, conflicts);
        await commit([...edits, ...notes]);
      }),
    merge: ({ about, pair }, keep) =>
      done(async () => {
        const [kept, dropped] = pair.a.id === keep ? [pair.a, pair.b] : [pair.b, pair.a];
        await (about === 'speakers'
          ? session.mergeSpeakers(kept.id, dropped.id)
          : session.mergeTargets(kept.id, dropped.id));
        const what =
          kept.name === dropped.name ? `There is one ${kept.name} now` : `${dropped.name} is now ${kept.name}`;
        toast(`${what}. One undo takes it back.`);
      }),
    apart: ({ id, about }) => done(() => commit(settled(id, about, 'apart'))),
    keep: ({ id }) => done(() => commit(settled(id, 'codebook', 'kept'))),
    takeAs: ({ unknown }, to) =>
      done(async () => {
        const spans: Span[] = [];
        await session.lookThroughSpans((span) => {
          const uses =
            unknown.what === 'layer'
              ? span.layer === unknown.id
              : span.stances.some(({ value }) => value === unknown.id);
          if (uses && span.origin !== 'suggested') spans.push(span);
          return spans.length < mostAtOnce;
        });
        const at = new Date().toISOString();
        await commit(
          spans.flatMap((span) => {
            if (unknown.what === 'layer') return setLayer(span, to, at);
            const stances = span.stances.map((one) => (one.value === unknown.id ? { ...one, value: to } : one));
            return changed('span', span, { stances, updatedAt: at }) ?? [];
          }),
        );
        toast(`${plural(spans.length, 'span')} changed. One undo takes it back.`);
        onTaken();
      }),
    bringBack: ({ missing: { what, was } }) =>
      done(async () => {
        if (was === null) throw new Refusal('conflict', 'No journal here says what it was.');
        await commit([what === 'speaker' ? added('speaker', was as Speaker) : added('target', was)]);
      }),
    nameInstead: ({ missing: { what, id, was } }, to) =>
      done(async () => {
        if (was !== null) {
          // Back first, so that undo has something to go back to: spans that name nobody are never made.
          await commit([what === 'speaker' ? added('speaker', was as Speaker) : added('target', was)]);
          await (what === 'speaker' ? session.mergeSpeakers(to, id) : session.mergeTargets(to, id));
          onTaken();
          toast(`All spans of ${was.name} have followed. One undo takes it back.`);
          return;
        }
        const at = new Date().toISOString();
        const edits: Edit[] = [];
        await session.lookThroughSpans((span) => {
          const edit =
            what === 'speaker'
              ? span.speaker === id && changed('span', span, { speaker: to, updatedAt: at })
              : span.stances.some(({ target }) => target === id) &&
                changed('span', span, { stances: toward(span.stances, id, to), updatedAt: at });
          if (edit && span.origin !== 'suggested') edits.push(edit);
          return edits.length < mostAtOnce;
        });
        await commit(edits);
        toast(`${plural(edits.length, 'span')} changed.`);
        onTaken();
      }),
    drop: ({ orphan }, reason) =>
      done(async () => {
        const { project } = session.store.getState();
        const annotator = project?.annotator.id ?? '';
        await commit(dropOrphan(orphan.span, { reason, annotator, at: new Date().toISOString() }));
      }),
  };
}

/** The stances with another target in the place of one; one that is there already is there once. */
function toward(stances: readonly Stance[], from: string, to: string): Stance[] {
  const renamed = stances.map((one) => (one.target === from ? { ...one, target: to } : one));
  return [...new Map(renamed.map((one) => [`${one.value} ${one.target}`, one])).values()];
}

/** Adds what was removed again, as whoever changed it has it. */
async function returning(session: Session, conflicts: readonly FieldConflict[]): Promise<Edit[]> {
  return Promise.all(
    conflicts.map(async ({ kind, record, lost }) => {
      if ((await session.readRecord(kind, record)) !== undefined)
        throw new Refusal('conflict', 'It is there again already.');
      return added(kind, lost.value as never);
    }),
  );
}

/** Sets the fields to the values that do not hold. */
async function valueEdits(session: Session, conflicts: readonly FieldConflict[]): Promise<Edit[]> {
  const edits = await Promise.all(
    conflicts.map(async ({ kind, record: id, field, lost }) => {
      const record = await session.readRecord(kind, id);
      if (record === undefined) throw new Refusal('conflict', 'What this was about is not there any more.');
      return changed(kind, record, { [field]: lost.value } as Partial<typeof record>);
    }),
  );
  return edits.filter((edit) => edit !== undefined);
}

/**
 * Puts a span where the words of one side stand. Two people who moved different ends of it have left a place that neither
 * meant, so that the words decide.
 */
async function placeEdits(
  session: Session,
  conflicts: readonly FieldConflict[],
  choice: 'kept' | 'other',
): Promise<Edit[]> {
  const first = conflicts[0];
  const span = first && (await session.readRecord('span', first.record));
  if (first === undefined || span === undefined)
    throw new Refusal('conflict', 'The mark that this was about is not there any more.');
  const sideOf = <T>(field: string): T | undefined => {
    const conflict = conflicts.find((one) => one.field === field);
    return conflict && ((choice === 'kept' ? conflict.holds.value : conflict.lost.value) as T);
  };
  const article = await session.readArticle(span.article);
  const quote = sideOf<QuoteSelector>('quote') ?? span.quote;
  const start = sideOf<number>('start') ?? span.start;
  const found = anchor(article.text, { start, end: sideOf<number>('end') ?? start + quote.exact.length, quote });
  if (found.how === 'orphan')
    throw new Refusal('conflict', 'The words of that side are not in the text any more. Open the mark in the reader.');
  return moveSpan(span, article, found, new Date().toISOString());
}
