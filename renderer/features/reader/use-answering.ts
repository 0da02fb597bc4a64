import { type RefObject, useEffect, useMemo, useState } from 'react';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Range } from '#shared/model/range.ts';
import type { Correction } from '#shared/review/corrections.ts';
import { isOwnOf } from '#shared/review/side.ts';
import type { Thread } from '#shared/review/threads.ts';
import { useAct } from '../../data/act.ts';
import { newId } from '../../data/ids.ts';
import { acceptCorrection, answerCorrection } from '../../data/review-answers.ts';
import { type Discussion, useDiscussion } from '../../discuss/use-discussion.ts';
import type { TextViewHandle } from '../../editor/TextView.tsx';
import { nextPlace, openPlaces, type PlacedCorrection } from './placed-corrections.ts';
import type { Marking } from './use-marking.ts';
import { useNextArticle } from './use-next-article.ts';
import type { Reading } from './use-reading.ts';

/** What is being written beside what is selected. */
export type Writing =
  /** `thread` undefined: a new one. */
  | { what: 'comment'; thread: Thread | undefined }
  /** Why it stays. */
  | { what: 'stays'; about: Correction | Thread };

/** What others say about the article's marks, what they decided, and answering it. */
export interface Answering {
  discussion: Discussion;
  byId: ReadonlyMap<string, PlacedCorrection>;
  /** The correction whose card is selected. */
  selected: PlacedCorrection | undefined;
  /** How many places of the article wait for an answer. */
  open: number;
  /** What can be answered now: the selected correction, the selected mark's, or being asked to look at it again. */
  answerable: Correction | Thread | undefined;
  /** The marks that what is selected is about. */
  about: readonly string[];
  writing: Writing | null;
  write(writing: Writing | null): void;
  /** Begins a comment on what is selected, or a reply. */
  comment(): void;
  send(text: string): Promise<boolean>;
  /** Makes what was decided one's own, or says that the mark was changed as asked. */
  accept(about?: Correction | Thread): void;
  /** To the next place that waits for an answer, in this article or the next that has one. */
  next(): void;
}

export const isCorrection = (one: Correction | Thread): one is Correction => 'decision' in one;

export function useAnswering(options: {
  article: ArticleText;
  reading: Reading;
  corrections: readonly PlacedCorrection[];
  /** How many corrections are not shown, because somebody else's spans alone are. */
  hidden: number;
  onShowAll: () => void;
  marking: () => Marking;
  view: RefObject<TextViewHandle | null>;
  goTo: (next: (Range & { id: string }) | undefined) => void;
  onOpen: (article: string, at?: string) => void;
}): Answering {
  const { article, reading, corrections, marking, view, goTo } = options;
  const act = useAct();
  const discussion = useDiscussion(article.id);
  const { threads, me } = discussion;
  const [writing, write] = useState<Writing | null>(null);
  const byId = useMemo(() => new Map(corrections.map((one) => [one.id, one])), [corrections]);
  const selected = reading.selectedId === null ? undefined : byId.get(reading.selectedId);
  const span = reading.selected?.span;
  const nextArticle = useNextArticle(article.id, options.onOpen);

  // What is being written belongs to what is selected; it is kept, and there again with its key.
  // biome-ignore lint/correctness/useExhaustiveDependencies: closed with the selection
  useEffect(() => write(null), [reading.selectedId]);

  const places = useMemo(
    () =>
      openPlaces(corrections, threads.asking(me), (id) => {
        const placed = reading.byId.get(id);
        return placed && { start: placed.start, end: placed.end, own: isOwnOf(placed.span, me) };
      }),
    [corrections, threads, me, reading.byId],
  );

  const about = useMemo(() => {
    if (span) return [span.id];
    if (!selected) return [];
    const { mine, adjudicated, decision } = selected.correction;
    return mine ? [mine.id] : [...decision.judged.map((one) => one.span), ...adjudicated.map(({ id }) => id)];
  }, [span, selected]);
  const discussed = useMemo(() => threads.ofCase({ spans: about.map((id) => ({ span: { id } })) }), [threads, about]);
  const answerable =
    selected?.correction ??
    corrections.find(({ correction }) => span && correction.mine?.id === span.id)?.correction ??
    discussed.find(({ requests }) => requests.some(({ asks }) => asks === me));

  const goOn = (from: string | null) => {
    const caret = view.current?.caret() ?? 0;
    const left = places.filter(({ id }) => id !== from);
    const next = nextPlace(left, { selected: null, caret: from === null ? caret : (placeOf(from)?.start ?? caret) });
    if (next) goTo(next);
    else reading.select(null);
    view.current?.focus();
  };
  const placeOf = (id: string) => places.find((place) => place.id === id);
  const commit = (edits: Parameters<typeof act>[0]) => act(edits, { gesture: newId('g') });

  return {
    discussion,
    byId,
    selected,
    open: places.length + options.hidden,
    answerable,
    about,
    writing,
    write(next) {
      write(next);
      if (next === null) view.current?.focus();
    },
    comment() {
      if (about.length > 0) write({ what: 'comment', thread: discussed.at(-1) });
    },
    async send(text) {
      if (writing === null) return true;
      write(null);
      view.current?.focus();
      if (writing.what === 'comment') return discussion.say(text, writing.thread ?? about);
      if (!isCorrection(writing.about)) return discussion.answer(writing.about, 'kept', text);
      const saying = { author: me, answer: 'kept' as const, text, at: new Date().toISOString() };
      return commit(answerCorrection(writing.about, saying).edits);
    },
    accept(one = answerable) {
      if (one === undefined || discussion.readOnly) return;
      const from = reading.selectedId;
      if (!isCorrection(one)) {
        void discussion.answer(one, 'accepted', '');
        return;
      }
      const { annotator, at, binding, reading: own } = marking();
      const edits = acceptCorrection(one, { annotator, at, text: article, binding, reading: own });
      if (selected) goOn(from);
      void commit(edits).then((done) => !done && reading.select(from));
    },
    next() {
      if (options.hidden > 0) return options.onShowAll();
      const caret = view.current?.caret() ?? 0;
      const next = nextPlace(places, { selected: reading.selectedId, caret });
      if (next) goTo(next);
      else void nextArticle().then((found) => !found && places[0] && goTo(places[0]));
    },
  };
}
