import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import { isOwnOf } from '#shared/review/side.ts';
import { withLearned } from '#shared/suggest/stance/with-learned.ts';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import { rejectedPassages, settledPassages, waitingAmong } from '#shared/suggest/waiting.ts';
import { useAssistance, useRejections, useSession, useSpeakers, useTargets } from '../../data/hooks.ts';
import { useLearned } from '../../data/learning.ts';
import { useSuggesting } from '../../suggest/context.ts';
import type { Asked } from '../../suggest/suggester.ts';
import { isDoubtful } from '../../suggest/walk.ts';
import type { Reading, Shown } from './use-reading.ts';

/** How long a decision that is saved may not show in the lists before the lists are believed. */
const patience = 1000;
/** So many statements in single marks are no accident. */
const manySingle = 3;
const nothing: readonly Suggestion[] = [];

export interface Suggestions {
  /** `hidden`: nothing is suggested here now, whatever the switch says; `broken`: it cannot be. */
  state: 'on' | 'off' | 'hidden' | 'broken';
  /** Whether it is known what waits. */
  answered: boolean;
  /** What waits for a decision, in text order. */
  waiting: readonly Suggestion[];
  /** The same with those whose decision is being saved: they are shown until it is. */
  shown: readonly Suggestion[];
  shownById: ReadonlyMap<string, Suggestion>;
  /** Whether the article seems to quote in single marks, where these do not count. */
  quotesInSingleMarks: boolean;
  /** The one that is selected. */
  selected: Suggestion | undefined;
  /** These are decided: they do not wait any more, unless saving that was refused. */
  decided(ids: readonly string[], saving: Promise<boolean>): void;
}

/** How a text is to be asked about; undefined while nothing is suggested or not all is known that it takes. */
export function useAsking(codebook: Codebook, shown: Shown): ((article: ArticleText) => Asked) | undefined {
  const speakers = useSpeakers();
  const targets = useTargets();
  const assistance = useAssistance();
  const hidden = useHidden(shown);
  const singleMarks = assistance?.singleMarks ?? false;
  const on = (assistance?.on ?? false) && !hidden;
  return useMemo(() => {
    if (!on || speakers === undefined || targets === undefined) return undefined;
    return (article) => ({ article, singleMarks, known: { speakers, targets, codebook } });
  }, [on, singleMarks, speakers, targets, codebook]);
}

/** Where nothing can be marked, or a colleague's spans alone are looked at, nothing is suggested. */
function useHidden(shown: Shown): boolean {
  const project = useSession((state) => state.project);
  return (project?.readOnly ?? true) || (shown !== 'everyone' && shown.annotator !== project?.annotator.id);
}

/** What is suggested for the open article and not decided by this annotator: neither marked nor rejected. */
export function useSuggestions(options: {
  article: ArticleText;
  asking: ReturnType<typeof useAsking>;
  reading: Reading;
  me: string;
  shown: Shown;
}): Suggestions {
  const { article, asking, reading, me, shown } = options;
  const assistance = useAssistance();
  const on = assistance?.on;
  const hidden = useHidden(shown);
  const { asked, suggestions: found, broken } = useAnswer(article, asking);
  const quotesInSingleMarks = useQuotesInSingleMarks(article, asked, found);
  const suggestions = useTaught(article, found, asked, assistance?.threshold);
  const rejections = useRejections();

  const rejected = useMemo(
    () =>
      rejections &&
      rejectedPassages(
        article,
        rejections.filter((one) => one.article === article.id && one.annotator === me && one.layer === 'statement'),
      ),
    [rejections, article, me],
  );
  const { placed, loaded } = reading;
  const left = useMemo(() => {
    if (!loaded || rejected === undefined || suggestions === undefined) return nothing;
    const own = placed.filter(({ span }) => isOwnOf(span, me));
    const settled = settledPassages(article.textSha256, own, 'statement');
    return waitingAmong(suggestions, settled, rejected);
  }, [suggestions, loaded, placed, rejected, article, me]);

  const { among, decided } = useDecided(left);
  const shownById = useMemo(() => new Map(left.map((one) => [one.id, one])), [left]);
  const selected = reading.selectedId === null ? undefined : shownById.get(reading.selectedId);
  return {
    state: hidden || on === undefined ? 'hidden' : !on ? 'off' : broken ? 'broken' : 'on',
    answered: loaded && rejected !== undefined && suggestions !== undefined,
    waiting: among,
    shown: left,
    shownById,
    quotesInSingleMarks,
    selected: selected && among.includes(selected) ? selected : undefined,
    decided,
  };
}

/** The engine's answer; while the registry or the switch has changed and a new one is awaited, the one before. */
function useAnswer(article: ArticleText, asking: ReturnType<typeof useAsking>) {
  const { suggester } = useSuggesting();
  const asked = useMemo(() => asking?.(article), [asking, article]);
  const latest = useRef<{ article: ArticleText; suggestions: readonly Suggestion[] }>(undefined);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [failed, setFailed] = useState<ArticleText>();
  const here = asked && suggester.peek(asked);
  if (here !== undefined) latest.current = { article, suggestions: here };

  useEffect(() => {
    if (asked === undefined || suggester.peek(asked) !== undefined) return;
    let live = true;
    suggester.suggest(asked).then(
      // At once, so that it comes with the frame that shows the article.
      () => live && flushSync(redraw),
      () => live && setFailed(article),
    );
    return () => {
      live = false;
    };
  }, [suggester, asked, article]);

  const known = latest.current?.article === article ? latest.current.suggestions : undefined;
  return { asked, suggestions: asked && known, broken: failed === article };
}

/**
 * Whether the engine would find statements in single marks if they counted. Asked only where it has found none in
 * quotation marks, so that most articles are read once.
 */
function useQuotesInSingleMarks(
  article: ArticleText,
  asked: Asked | undefined,
  found: readonly Suggestion[] | undefined,
): boolean {
  const { suggester } = useSuggesting();
  const [quoting, setQuoting] = useState<ArticleText>();
  const may =
    asked !== undefined &&
    !asked.singleMarks &&
    found !== undefined &&
    !found.some(isSureQuotation) &&
    hasSingleMarks(asked);
  useEffect(() => {
    if (!may) return;
    let live = true;
    suggester.suggest({ ...asked, singleMarks: true }).then(
      (single) => live && single.filter(isSureQuotation).length >= manySingle && setQuoting(article),
      // The suggester has told of it; this article only is not asked about.
      () => {},
    );
    return () => {
      live = false;
    };
  }, [suggester, asked, may, article]);
  return may && quoting === article;
}

const isSureQuotation = (one: Suggestion) => !isDoubtful(one) && (one.mode === 'direct' || one.mode === 'mixed');
const hasSingleMarks = ({ article }: Asked) => /[‘’‚‛']/.test(article.text);

/**
 * The engine's answer with what this annotator's labels add. On the page: predicting takes less than handing what was
 * learned to the worker would.
 */
function useTaught(
  article: ArticleText,
  found: readonly Suggestion[] | undefined,
  asked: Asked | undefined,
  threshold: number | undefined,
): readonly Suggestion[] | undefined {
  const learned = useLearned();
  const known = asked?.known;
  return useMemo(() => {
    if (found === undefined || known === undefined || threshold === undefined) return found;
    const { codebook, targets } = known;
    return withLearned(found, learned, threshold, { article: article.id, text: article.text, codebook, targets });
  }, [found, known, threshold, learned, article]);
}

/** Keys may come faster than saving: what is decided waits no more at once, and waits again if that could not be saved. */
function useDecided(left: readonly Suggestion[]) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const back = useCallback((ids: readonly string[]) => {
    setHidden((now) => (ids.some((id) => now.has(id)) ? new Set([...now].filter((id) => !ids.includes(id))) : now));
  }, []);
  const decided = useCallback(
    (ids: readonly string[], saving: Promise<boolean>) => {
      setHidden((now) => new Set([...now, ...ids]));
      void saving.then((saved) => (saved ? setTimeout(() => back(ids), patience) : back(ids)));
    },
    [back],
  );
  // Once the lists know of a decision, undoing it must show.
  useEffect(() => {
    const there = new Set(left.map(({ id }) => id));
    const known = [...hidden].filter((id) => !there.has(id));
    if (known.length > 0) back(known);
  }, [left, hidden, back]);
  const among = useMemo(() => (hidden.size === 0 ? left : left.filter(({ id }) => !hidden.has(id))), [left, hidden]);
  return { among, decided };
}
