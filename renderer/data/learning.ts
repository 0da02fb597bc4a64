import { create, type StoreApi } from 'zustand';
import type { Span } from '#shared/model/span.ts';
import { type Label, labelsIn, type StanceLabel, teaches } from '#shared/suggest/stance/labels.ts';
import {
  type CrossValidation,
  crossValidating,
  emptyModel,
  type Learned,
  labelCount,
  learn,
  type Standing,
  standingOf,
  unlearn,
} from '#shared/suggest/stance/learn.ts';
import type { LiveTables } from './live-tables.ts';
import type { Session } from './session.ts';

/** What was learned from this annotator's own labels in the open folder. */
export interface LearnedState extends Learned {
  /** The stances that were learned from. */
  labels: number;
  /** The named speakers that were learned from. */
  names: number;
  /** Whether stances are predicted, or why not; undefined until the labels have been read and checked once. */
  standing: Standing | undefined;
  /** When the check was done; null before the first. */
  trainedAt: string | null;
  /** Labels have changed since the check, or it is being done. */
  busy: boolean;
}

/** The state before any label has been read. */
export const nothingLearned = (): LearnedState => ({
  model: emptyModel(),
  check: null,
  labels: 0,
  names: 0,
  standing: undefined,
  trainedAt: null,
  busy: true,
});

/**
 * What was learned, for screens. A new state comes with every change; the model in it is brought up to date in place.
 * Predicting takes a tenth of a millisecond, so that it can be done where suggestions are shown.
 */
export const useLearned = create<LearnedState>(nothingLearned);

/** How learning shares the window's time; the tests make it shorter. */
export interface LearningTimes {
  /** Resolves when the window has nothing else to do, or has waited long, with how many milliseconds may be used. */
  idle(): Promise<number>;
  /** Milliseconds after a change before the labels are checked anew. */
  settle: number;
}

/** Milliseconds that are used even in a window that is never idle. */
const leastSlice = 4;

const times: LearningTimes = {
  idle: () =>
    new Promise((resolve) => {
      requestIdleCallback((deadline) => resolve(Math.max(leastSlice, deadline.timeRemaining())), { timeout: 1000 });
    }),
  settle: 1500,
};

/** A check that took long is not done again at once: it may take a tenth of the time at most. */
const share = 10;
/** The same labels are always dealt to the same folds. */
const seed = 1;

/**
 * Learns from what this annotator has marked last in whatever folder is open (`mostLatest`), in the background, and
 * follows every change of it.
 * Returns what ends that.
 */
export function startLearning(
  session: Pick<Session, 'store'>,
  store: Pick<StoreApi<LearnedState>, 'getState' | 'setState'> = useLearned,
  { idle, settle }: LearningTimes = times,
): () => void {
  let stop = () => {};
  let followed: { live: LiveTables; annotator: string } | null = null;

  const follow = () => {
    const { live, status, project } = session.store.getState();
    const annotator = project?.annotator.id;
    const next = live !== null && status === 'ready' && annotator !== undefined ? { live, annotator } : null;
    if (next?.live === followed?.live && next?.annotator === followed?.annotator) return;
    stop();
    followed = next;
    store.setState(nothingLearned(), true);
    stop = next === null ? () => {} : learnFrom(next);
  };

  function learnFrom({ live, annotator }: { live: LiveTables; annotator: string }): () => void {
    const { model } = store.getState();
    const spans = live.latestSpansBy(annotator);
    /** What was learned of each span. */
    const known = new Map<string, { span: Span; labels: readonly Label[] }>();
    let since: string | null | undefined;
    let names = 0;
    /** Counts the changes that have been noted; work for an earlier one is not finished. */
    let version = 0;
    let working = false;
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastCheck = 0;

    const note = () => {
      if (spans.get() === undefined || live.assistance.get() === undefined) return;
      version++;
      void update();
    };

    /** Brings the counts up to date. */
    async function update() {
      if (working) return;
      working = true;
      try {
        let done = -1;
        while (done !== version && !ended) {
          done = version;
          await compare();
        }
        if (ended) return;
        clearTimeout(timer);
        if (labelCount(model) === 0) {
          publish({ check: null, standing: 'none', trainedAt: new Date().toISOString(), busy: false });
          return;
        }
        publish({ busy: true });
        // The first check is waited for; those after it are not to take the time of whoever annotates.
        const pause = store.getState().trainedAt === null ? 0 : Math.max(settle, lastCheck * share);
        timer = setTimeout(() => void validate(), pause);
      } finally {
        working = false;
      }
    }

    async function compare() {
      let until = performance.now() + (await idle());
      const now = spans.get() ?? [];
      const from = live.assistance.get()?.find(({ id }) => id === annotator)?.learnsFrom ?? null;
      const moved = since !== from;
      since = from;
      const gone = new Set(known.keys());
      for (const span of now) {
        gone.delete(span.id);
        if (!moved && known.get(span.id)?.span === span) continue;
        take(span.id, span, teaches(span, { annotator, since: from }) ? labelsIn(span) : []);
        if (performance.now() < until) continue;
        until = performance.now() + (await idle());
        if (ended) return;
      }
      for (const id of gone) take(id, undefined, []);
    }

    function take(id: string, span: Span | undefined, labels: readonly Label[]) {
      for (const label of known.get(id)?.labels ?? []) {
        unlearn(model, label);
        if (label.about === 'speaker') names--;
      }
      for (const label of labels) {
        learn(model, label);
        if (label.about === 'speaker') names++;
      }
      if (span === undefined) known.delete(id);
      else known.set(id, { span, labels });
    }

    /** Checks what the labels are good for, and begins again later when they change meanwhile. */
    async function validate() {
      const of = version;
      const labels = [...known.values()].flatMap((one) => one.labels).filter(isStance);
      const work = crossValidating(labels, seed);
      let took = 0;
      for (let step: IteratorResult<undefined, CrossValidation | null> | undefined; ; ) {
        const slice = await idle();
        const began = performance.now();
        do {
          if (ended || of !== version) return;
          step = work.next();
        } while (!step.done && performance.now() - began < slice);
        took += performance.now() - began;
        if (!step.done) continue;
        lastCheck = took;
        const check = step.value;
        publish({ check, standing: standingOf({ model, check }), trainedAt: new Date().toISOString(), busy: false });
        return;
      }
    }

    function publish(fields: Partial<LearnedState>) {
      store.setState({ labels: labelCount(model), names, ...fields });
    }

    const ends = [spans.subscribe(note), live.assistance.subscribe(note)];
    note();
    return () => {
      ended = true;
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }

  const unfollow = session.store.subscribe(follow);
  follow();
  return () => {
    unfollow();
    stop();
  };
}

const isStance = (label: Label): label is StanceLabel => label.about === 'stance';
