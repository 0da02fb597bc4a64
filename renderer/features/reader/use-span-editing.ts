import { useMemo, useRef } from 'react';
import type { Edit } from '#shared/changes/change.ts';
import { apply, changed } from '#shared/changes/edits.ts';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { AnyRecord } from '#shared/model/kinds.ts';
import type { Range } from '#shared/model/range.ts';
import { modes, type Span } from '#shared/model/span.ts';
import { modeOf } from '#shared/text/mode.ts';
import { quotationsIn } from '#shared/text/quotations.ts';
import { useAct } from '../../data/act.ts';
import * as gestures from '../../data/gestures.ts';
import { useArticleRecord, useEntry, useReading, useSession, useSessionActions } from '../../data/hooks.ts';
import type { SpanEditing } from './SpanEditor.tsx';
import type { Reading } from './use-reading.ts';

export interface MarkEditing extends SpanEditing {
  /** Marks the range (or the selected span's range again) on a layer; the card opens at the speaker. */
  mark(range: Range, layer: string): void;
  setMention(range: Range): void;
  setCue(range: Range): void;
  /** Moves the selected span's boundaries to what they become; undefined leaves them. */
  move(become: (now: Range) => Range | undefined): void;
  /** A span like the selected one, as the annotator's own. */
  copy(): void;
  nextMode(): void;
  toggleDone(): void;
}

const now = () => new Date().toISOString();

/**
 * What can be done to the open article and its selected span, each one change. A colleague's span is never changed: it
 * can only be copied.
 */
export function useSpanEditing(options: {
  article: ArticleText;
  codebook: Codebook;
  reading: Reading;
  me: string;
  focusText: () => void;
}): MarkEditing {
  const session = useSessionActions();
  const act = useAct();
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const quotations = useMemo(() => quotationsIn(options.article.text), [options.article]);
  const binding = useArticleRecord(options.article.id);
  const status = useReading(options.article.id);
  const entry = useEntry(options.article.id);
  const ahead = useRef<{ span: Span; saving: number; row: Span | undefined }>(undefined);
  const latest = useRef({ ...options, quotations, binding, status, entry, readOnly });
  latest.current = { ...options, quotations, binding, status, entry, readOnly };

  return useMemo(() => {
    /** The selected span if it is the annotator's own, with what is being saved of it already in place. */
    const own = (): Span | undefined => {
      const { reading, me, readOnly } = latest.current;
      const row = reading.selected?.span;
      if (row === undefined || row.annotator !== me || readOnly) return undefined;
      const { current } = ahead;
      const holds = current?.span.id === row.id && (current.saving > 0 || current.row === row);
      return holds ? current.span : row;
    };
    /** Keys may come faster than the list of spans follows: each change builds on the one before, saved or not. */
    const change = (edits: (span: Span) => Edit[]) => {
      const span = own();
      if (!span) return;
      const made = edits(span);
      const after = made
        .filter((edit) => edit.kind === 'span' && edit.id === span.id)
        .reduce<AnyRecord | undefined>(apply, span) as Span;
      const saving = ahead.current?.span.id === span.id ? ahead.current.saving + 1 : 1;
      ahead.current = { span: after, saving, row: undefined };
      void act(made).then((done) => {
        const { current } = ahead;
        if (current?.span.id !== span.id) return;
        current.saving--;
        current.row = latest.current.reading.selected?.span;
        if (!done) ahead.current = undefined;
      });
    };
    const isAttributed = (layer: string) =>
      latest.current.codebook.layers.find((candidate) => candidate.id === layer)?.attributed ?? true;
    const mark = (range: Range, layer: string): Promise<Span | undefined> => {
      const { article, quotations, binding, entry } = latest.current;
      return act.trying(() =>
        session.mark({
          article,
          path: entry?.path ?? binding?.path ?? '',
          range: { start: range.start, end: range.end },
          layer,
          mode: isAttributed(layer) ? modeOf(article.text, quotations, range) : null,
        }),
      );
    };

    return {
      async mark(range, layer) {
        const { reading } = latest.current;
        reading.select(null);
        session.gesture.begin();
        const span = await mark(range, layer);
        if (!span) return;
        reading.selectMarked(span);
        if (isAttributed(layer)) reading.askFor('speaker');
      },
      async copy() {
        const { reading, me, article } = latest.current;
        const original = reading.selected;
        if (!original || original.span.annotator === me) return;
        session.gesture.begin();
        const span = await mark(original, original.span.layer);
        if (!span) return;
        const { speaker, mode, stances, labels, mention, cue } = original.span;
        const sameText = original.span.textSha256 === article.textSha256;
        const copied = { speaker, mode, stances, labels, ...(sameText ? { mention, cue } : {}) };
        const edit = changed('span', span, copied);
        if (edit) await act([edit]);
        session.gesture.end();
        reading.select(span.id);
      },
      move: (become) =>
        change((span) => {
          const { article, reading } = latest.current;
          // Where a span from an earlier state of the file stands now is known to the reading only.
          const placed = span.textSha256 === article.textSha256 ? span : reading.selected;
          const range = placed && become(placed);
          return range ? gestures.moveSpan(span, article, { start: range.start, end: range.end }, now()) : [];
        }),
      setMention: (range) => change((span) => gestures.setMention(span, latest.current.article, range, now())),
      setCue: (range) => change((span) => gestures.setCue(span, latest.current.article, range, now())),
      clearMention: () => change((span) => gestures.setMention(span, latest.current.article, null, now())),
      setSpeaker(id) {
        change((span) => gestures.setSpeaker(span, id, now()));
        latest.current.focusText();
      },
      createSpeaker(name) {
        const { speaker, edits } = gestures.createSpeaker({ name });
        change((span) => [...edits, ...gestures.setSpeaker(span, speaker.id, now())]);
        latest.current.focusText();
      },
      setStance(index, value) {
        change((span) =>
          span.stances[index] === undefined
            ? gestures.addStance(span, { target: null, value }, now())
            : gestures.changeStance(span, index, { value }, now()),
        );
        const at = Math.min(index, (own()?.stances.length ?? 0) - 1);
        if (at >= 0 && own()?.stances[at]?.target === null) latest.current.reading.askFor('target', at);
      },
      setTarget(index, target) {
        change((span) => gestures.changeStance(span, index, { target }, now()));
        latest.current.focusText();
      },
      createTarget(index, name) {
        const { target, edits } = gestures.createTarget({ name });
        change((span) => [...edits, ...gestures.changeStance(span, index, { target: target.id }, now())]);
        latest.current.focusText();
      },
      removeStance(index) {
        change((span) => gestures.removeStance(span, index, now()));
        latest.current.reading.setStanceIndex(0);
      },
      addStance() {
        const span = own();
        if (span) latest.current.reading.setStanceIndex(span.stances.length);
      },
      setMode: (id) => change((span) => gestures.setMode(span, modes.find((mode) => mode === id) ?? null, now())),
      nextMode: () =>
        change((span) => {
          const at = span.mode === null ? -1 : modes.indexOf(span.mode);
          return gestures.setMode(span, modes[(at + 1) % modes.length] ?? null, now());
        }),
      setLayer: (layer) => change((span) => gestures.setLayer(span, layer, now())),
      setNote: (note) => change((span) => gestures.setNote(span, note, now())),
      remove() {
        const span = own();
        if (!span) return;
        const { reading } = latest.current;
        const at = reading.placed.findIndex((one) => one.span.id === span.id);
        const next = reading.placed[at + 1] ?? reading.placed[at - 1];
        void act(gestures.deleteSpan(span)).then((done) => done && reading.select(next?.span.id ?? null));
        latest.current.focusText();
      },
      toggleDone() {
        const { status, article } = latest.current;
        void act.trying(() => session.setStatus(article.id, status?.status === 'done' ? 'in-progress' : 'done'));
      },
      leave: () => latest.current.focusText(),
    };
  }, [act, session]);
}
