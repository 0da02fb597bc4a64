import { useContext, useMemo, useRef } from 'react';
import type { Edit } from '#shared/changes/change.ts';
import { added, apply } from '#shared/changes/edits.ts';
import { type Codebook, isAttributed } from '#shared/codebook/codebook.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { AnyRecord } from '#shared/model/kinds.ts';
import type { Range } from '#shared/model/range.ts';
import { modes, type Span } from '#shared/model/span.ts';
import { modeOf } from '#shared/text/mode.ts';
import { quotationsIn } from '#shared/text/quotations.ts';
import { ReportContext, useAct } from '../../data/act.ts';
import * as gestures from '../../data/gestures.ts';
import { useArticleRecord, useEntry, useReading, useSession, useSessionActions } from '../../data/hooks.ts';
import type { SpanEditing } from './SpanEditor.tsx';
import type { Reading, Shown } from './use-reading.ts';

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
  shown: Shown;
  onShown: (shown: Shown) => void;
}): MarkEditing {
  const session = useSessionActions();
  const act = useAct();
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const quotations = useMemo(() => quotationsIn(options.article.text), [options.article]);
  const binding = useArticleRecord(options.article.id);
  const status = useReading(options.article.id);
  const entry = useEntry(options.article.id);
  const report = useContext(ReportContext);
  const latest = useRef({ ...options, quotations, binding, status, entry, readOnly });
  latest.current = { ...options, quotations, binding, status, entry, readOnly };

  return useMemo(() => {
    /** The selected span if it is the annotator's own, with what is being saved of it already in place. */
    const own = (): Span | undefined => {
      const { reading, me, readOnly } = latest.current;
      const span = reading.selected?.span;
      return span === undefined || span.annotator !== me || readOnly ? undefined : reading.ahead.newest(span);
    };
    /** Keys may come faster than saving: each change builds on the one before, and is shown at once. */
    const change = (edits: (span: Span) => Edit[]) => {
      const span = own();
      if (!span) return;
      const made = edits(span);
      const after = made
        .filter((edit) => edit.kind === 'span' && edit.id === span.id)
        .reduce<AnyRecord | undefined>(apply, span) as Span;
      latest.current.reading.ahead.show(after, act(made));
    };
    /** Marks a range, with what is known of it already, and shows it as the selected span before it is saved. */
    const mark = (range: Range, layer: string, known: Partial<Span> = {}) => {
      const { article, codebook, quotations, binding, entry, status, reading, me, readOnly, shown, onShown } =
        latest.current;
      if (readOnly) return report('This folder is open for reading only, so nothing in it can be marked.');
      const twin = reading.placed.find(
        (one) =>
          one.span.annotator === me && one.span.layer === layer && one.start === range.start && one.end === range.end,
      );
      if (twin) return reading.select(twin.span.id);
      const { span, edits } = gestures.markSpan({
        article,
        path: entry?.path ?? binding?.path ?? '',
        range: { start: range.start, end: range.end },
        layer,
        mode: isAttributed(codebook, layer) ? modeOf(article.text, quotations, range) : null,
        annotator: me,
        at: now(),
        binding: binding ?? undefined,
        reading: status ?? undefined,
      });
      const full = { ...span, ...known };
      reading.select(null);
      session.gesture.begin();
      const saving = act(edits.map((edit) => (edit.kind === 'span' ? added('span', full) : edit)));
      reading.ahead.show(full, saving);
      reading.selectMarked(span.id);
      if (shown !== 'everyone' && shown.annotator !== me) onShown('everyone');
      void saving.then((saved) => !saved && reading.select(null));
    };

    return {
      mark(range, layer) {
        mark(range, layer);
        if (isAttributed(latest.current.codebook, layer)) latest.current.reading.askFor('speaker');
      },
      copy() {
        const { reading, me, article } = latest.current;
        const original = reading.selected;
        if (!original || original.span.annotator === me) return;
        const { speaker, mode, stances, labels, mention, cue } = original.span;
        const sameText = original.span.textSha256 === article.textSha256;
        mark(original, original.span.layer, { speaker, mode, stances, labels, ...(sameText ? { mention, cue } : {}) });
        session.gesture.end();
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
        reading.ahead.drop(span.id);
        reading.select(next?.span.id ?? null);
        void act(gestures.deleteSpan(span));
        latest.current.focusText();
      },
      toggleDone() {
        const { status, article } = latest.current;
        void act.trying(() => session.setStatus(article.id, status?.status === 'done' ? 'in-progress' : 'done'));
      },
      leave: () => latest.current.focusText(),
    };
  }, [act, session, report]);
}
