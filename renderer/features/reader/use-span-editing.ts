import { useContext, useMemo, useRef } from 'react';
import type { Edit } from '#shared/changes/change.ts';
import { added, apply, squash } from '#shared/changes/edits.ts';
import { type Codebook, isAttributed } from '#shared/codebook/codebook.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { AnyRecord } from '#shared/model/kinds.ts';
import { modes } from '#shared/model/mode.ts';
import type { Range } from '#shared/model/range.ts';
import type { ReadingStatus } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import { isOwnOf } from '#shared/review/side.ts';
import { modeOf } from '#shared/text/mode.ts';
import { quotationsIn } from '#shared/text/quotations.ts';
import { ReportContext, useAct } from '../../data/act.ts';
import * as gestures from '../../data/gestures.ts';
import { useReading, useSession, useSessionActions } from '../../data/hooks.ts';
import type { SpanEditing } from './SpanEditor.tsx';
import type { Marking } from './use-marking.ts';
import type { Reading, Shown } from './use-reading.ts';
import type { SuggestionEditing } from './use-suggestion-editing.ts';

export interface MarkEditing extends SpanEditing {
  /** Marks the range (or the selected span's range again) on a layer; the card opens at the speaker. */
  mark(range: Range, layer: string): void;
  /** Makes the selected suggestion a span that stays selected, on a layer and at a range of the person's own. */
  take(corrected?: { range?: Range; layer?: string }): void;
  setMention(range: Range): void;
  setCue(range: Range): void;
  /** Moves the selected span's boundaries to what they become; undefined leaves them. */
  move(become: (now: Range) => Range | undefined): void;
  /** A span like the selected one, as the annotator's own. */
  copy(): void;
  nextMode(): void;
  toggleDone(): void;
}

/** Submitted, and not sent back. */
const isHandedIn = (status: ReadingStatus | undefined) => status === 'done' || status === 'accepted';
const now = () => new Date().toISOString();

/**
 * What can be done to the open article and its selected span, each one change. A colleague's span is never changed: it
 * can only be copied. A suggestion that is changed is accepted with the change, in one gesture.
 */
export function useSpanEditing(options: {
  article: ArticleText;
  codebook: Codebook;
  marking: () => Marking;
  reading: Reading;
  deciding: SuggestionEditing;
  me: string;
  focusText: () => void;
  shown: Shown;
  onShown: (shown: Shown) => void;
}): MarkEditing {
  const session = useSessionActions();
  const act = useAct();
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const quotations = useMemo(() => quotationsIn(options.article.text), [options.article]);
  const status = useReading(options.article.id);
  const report = useContext(ReportContext);
  const latest = useRef({ ...options, quotations, status, readOnly });
  latest.current = { ...options, quotations, status, readOnly };

  return useMemo(() => {
    /** The selected span if it is the annotator's own, with what is being saved of it already in place. */
    const own = (): Span | undefined => {
      const { reading, me, readOnly } = latest.current;
      const span = reading.selected?.span;
      return span === undefined || !isOwnOf(span, me) || readOnly ? undefined : reading.ahead.newest(span);
    };
    /** Begins a gesture with a new span, and shows it as the selected one before it is saved. */
    const begin = (span: Span, edits: readonly Edit[]): Promise<boolean> => {
      const { reading } = latest.current;
      reading.select(null);
      session.gesture.begin();
      const saving = act(edits);
      reading.ahead.show(span, saving);
      reading.selectMarked(span.id);
      void saving.then((saved) => !saved && reading.select(null));
      return saving;
    };
    /**
     * Keys may come faster than saving: each change builds on the one before, and is shown at once. Answers the span as
     * it is then; undefined when none could be changed.
     * @param named whom the change names, so that nobody else is put into the registry for a suggestion
     */
    const change = (edits: (span: Span) => Edit[], named?: null): Span | undefined => {
      const { reading, deciding } = latest.current;
      const span = own();
      const draft = span === undefined ? deciding.draft(named) : undefined;
      const before = span ?? draft?.span;
      if (before === undefined) return undefined;
      const made = edits(before);
      const after = made
        .filter((edit) => edit.kind === 'span' && edit.id === before.id)
        .reduce<AnyRecord | undefined>(apply, before) as Span;
      if (draft) draft.saved(begin(after, squash([...draft.edits, ...made])));
      else reading.ahead.show(after, act(made));
      return after;
    };
    /** Marks a range, with what is known of it already, and shows it as the selected span before it is saved. */
    const mark = (range: Range, layer: string, known: Partial<Span> = {}) => {
      const { article, codebook, quotations, marking, reading, me, readOnly, shown, onShown } = latest.current;
      if (readOnly) return report('This folder is open for reading only, so nothing in it can be marked.');
      const twin = reading.placed.find(
        (one) =>
          isOwnOf(one.span, me) && one.span.layer === layer && one.start === range.start && one.end === range.end,
      );
      if (twin) return reading.select(twin.span.id);
      const { span, edits } = gestures.markSpan({
        ...marking(),
        range: { start: range.start, end: range.end },
        layer,
        mode: isAttributed(codebook, layer) ? modeOf(article.text, quotations, range) : null,
      });
      const full = { ...span, ...known };
      void begin(
        full,
        edits.map((edit) => (edit.kind === 'span' ? added('span', full) : edit)),
      );
      if (shown !== 'everyone' && shown.annotator !== me) onShown('everyone');
    };

    return {
      mark(range, layer) {
        mark(range, layer);
        if (isAttributed(latest.current.codebook, layer)) latest.current.reading.askFor('speaker');
      },
      take({ range, layer } = {}) {
        if (own()) return;
        change((span) => {
          const at = now();
          const moved = range ? gestures.moveSpan(span, latest.current.article, range, at) : [];
          return [...moved, ...(layer === undefined ? [] : gestures.setLayer(span, layer, at))];
        });
      },
      copy() {
        const { reading, me, article } = latest.current;
        const original = reading.selected;
        if (!original || isOwnOf(original.span, me)) return;
        const { speaker, mode, stances, labels, mention, cue } = original.span;
        const sameText = original.span.textSha256 === article.textSha256;
        mark(original, original.span.layer, { speaker, mode, stances, labels, ...(sameText ? { mention, cue } : {}) });
        session.gesture.end();
      },
      move: (become) =>
        void change((span) => {
          const { article, reading } = latest.current;
          // Where a span from an earlier state of the file stands now is known to the reading only.
          const placed = span.textSha256 === article.textSha256 ? span : reading.selected;
          const range = placed && become(placed);
          return range ? gestures.moveSpan(span, article, { start: range.start, end: range.end }, now()) : [];
        }),
      setMention: (range) => void change((span) => gestures.setMention(span, latest.current.article, range, now())),
      setCue: (range) => void change((span) => gestures.setCue(span, latest.current.article, range, now())),
      clearMention: () => void change((span) => gestures.setMention(span, latest.current.article, null, now())),
      setSpeaker(id) {
        change((span) => gestures.setSpeaker(span, id, now()), null);
        latest.current.focusText();
      },
      createSpeaker(name) {
        const { speaker, edits } = gestures.createSpeaker({ name });
        change((span) => [...edits, ...gestures.setSpeaker(span, speaker.id, now())], null);
        latest.current.focusText();
      },
      setStance(index, value) {
        const span = change((span) =>
          span.stances[index] === undefined
            ? gestures.addStance(span, { target: null, value }, now())
            : gestures.changeStance(span, index, { value }, now()),
        );
        const at = Math.min(index, (span?.stances.length ?? 0) - 1);
        if (at >= 0 && span?.stances[at]?.target === null) latest.current.reading.askFor('target', at);
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
        const span = own() ?? change(() => []);
        if (span) latest.current.reading.setStanceIndex(span.stances.length);
      },
      setMode: (id) => void change((span) => gestures.setMode(span, modes.find((mode) => mode === id) ?? null, now())),
      nextMode: () =>
        void change((span) => {
          const at = span.mode === null ? -1 : modes.indexOf(span.mode);
          return gestures.setMode(span, modes[(at + 1) % modes.length] ?? null, now());
        }),
      setLayer: (layer) => void change((span) => gestures.setLayer(span, layer, now())),
      setNote: (note) => void change((span) => gestures.setNote(span, note, now())),
      remove() {
        const span = own();
        if (!span) return;
        const { reading } = latest.current;
        const at = reading.placed.findIndex((one) => one.span.id === span.id);
        const next = reading.placed[at + 1] ?? reading.placed[at - 1];
        reading.ahead.drop(span.id);
        reading.select(next?.span.id ?? null);
        void act(gestures.deleteOwnSpan(span, latest.current.article, now()));
        latest.current.focusText();
      },
      toggleDone() {
        const { status, article } = latest.current;
        void act.trying(() => session.setStatus(article.id, isHandedIn(status?.status) ? 'in-progress' : 'done'));
      },
      leave: () => latest.current.focusText(),
    };
  }, [act, session, report]);
}
