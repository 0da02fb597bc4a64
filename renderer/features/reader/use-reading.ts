import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ArticleText } from '#shared/contract/contract.ts';
import { compareSpans } from '#shared/text/order.ts';
import { useSessionActions, useSpansOf } from '../../data/hooks.ts';
import { type PlacedSpan, placeSpans } from './place-spans.ts';
import type { EditorField, FocusRequest } from './SpanEditor.tsx';
import { useAhead } from './use-ahead.ts';
import { type Shown, visibleSpans } from './visible-spans.ts';

export type { Shown } from './visible-spans.ts';

/**
 * What a person is doing with one article: which spans are shown, which one is selected, what its card asks for. The
 * text's own selection stays in the editor.
 * @param told adjudicated spans that are told of by a correction
 */
export function useReading(article: ArticleText, shown: Shown, told: ReadonlySet<string>) {
  const session = useSessionActions();
  const kept = useSpansOf(article.id);
  const ahead = useAhead(kept);
  const { rows } = ahead;
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [stanceIndex, setStanceIndex] = useState(0);
  const [focus, setFocus] = useState<FocusRequest>();

  // What is selected stays in sight, e.g. a mark of one's own while a colleague's are looked at. Where all are shown,
  // selecting one changes nothing of where they stand.
  const keptInSight = shown === 'everyone' ? null : selectedId;
  const { placed, orphans } = useMemo(() => {
    const visible = visibleSpans(rows ?? [], shown, { kept: keptInSight, told });
    const both = placeSpans(article, visible);
    both.placed.sort((a, b) => compareSpans({ ...a, id: a.span.id }, { ...b, id: b.span.id }));
    return both;
  }, [rows, article, shown, keptInSight, told]);
  /** What the database has: only that is painted, so that no mark is ever seen that a crash could lose. */
  const painted = useMemo(() => {
    if (kept === rows) return placed;
    const visible = visibleSpans(kept ?? [], shown, { kept: keptInSight, told });
    return placeSpans(article, visible).placed;
  }, [kept, rows, placed, article, shown, keptInSight, told]);
  const byId = useMemo(() => new Map(placed.map((one) => [one.span.id, one])), [placed]);

  const current = useRef<string | null>(null);
  const show = useCallback((id: string | null) => {
    current.current = id;
    setSelectedId(id);
    setStanceIndex(0);
    setFocus(undefined);
  }, []);
  /** Selecting another span, or none, ends the gesture that marking began; so does leaving the article. */
  const select = useCallback(
    (id: string | null) => {
      if (current.current !== id) session.gesture.end();
      show(id);
    },
    [session, show],
  );
  useEffect(() => () => session.gesture.end(), [session]);
  // What a card was to ask for belongs to the text that was marked: a card that comes back in another one takes no focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each text once
  useEffect(() => setFocus(undefined), [article.textSha256]);
  const requests = useRef(0);
  const askFor = useCallback(
    (field: EditorField, index = 0) => setFocus({ field, index, request: ++requests.current }),
    [],
  );
  return {
    ahead,
    placed,
    painted,
    orphans,
    byId,
    /** Whether the spans are known; until then there seem to be none. */
    loaded: rows !== undefined,
    /** What is selected: a span, a suggestion or a correction. */
    selectedId,
    /** The selected span. */
    selected: (selectedId === null ? undefined : byId.get(selectedId)) as PlacedSpan | undefined,
    select,
    /** Selects a span that has just been marked: naming its speaker and stance belongs to the same gesture. */
    selectMarked: show,
    stanceIndex,
    setStanceIndex,
    focus,
    askFor,
  };
}

export type Reading = ReturnType<typeof useReading>;
