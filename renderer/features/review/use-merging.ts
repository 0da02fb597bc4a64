import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Case } from '#shared/review/case.ts';
import { type Names, ordered } from '#shared/review/words.ts';
import { snap } from '#shared/text/expand.ts';
import { nudged } from '../../editor/nudge.ts';
import type { TextViewHandle } from '../../editor/TextView.tsx';
import { type Draft, draftOf, withStance } from './draft.ts';

/** Making one span of what the sides of a case marked. */
export interface Merging {
  /** What is being made; null: nothing. */
  draft: Draft | null;
  /** Whether the text is there that it takes, or comes. */
  possible: boolean;
  /** Where the text is still to come, as soon as it has, unless another case is looked at by then. */
  begin(): void;
  change(draft: Draft): void;
  /** The draft covers the words that are selected in the text. */
  takeSelection(): void;
  nudge(edge: 'start' | 'end', by: 1 | -1): void;
  /** Sets the value of the first stance. */
  setStance(value: string): void;
  save(): void;
  cancel(): void;
}

export function useMerging(options: {
  /** The case at its places in the text. */
  one: Case | undefined;
  names: Names;
  article: ArticleText | undefined;
  /** The article cannot be shown. */
  failed: boolean;
  view: RefObject<TextViewHandle | null>;
  onSave: (draft: Draft) => void;
}): Merging {
  const { one, names, article, failed, view } = options;
  const [made, setMade] = useState<{ of: string; draft: Draft } | null>(null);
  const draft = made !== null && made.of === one?.id ? made.draft : null;
  /** The case for which making waits for its text. */
  const [awaiting, setAwaiting] = useState<string | null>(null);
  // Keys that follow each other at once each change what the one before has left.
  const latest = useRef(draft);
  latest.current = draft;
  // What was begun for another case is not found again when one comes back to it.
  useEffect(() => {
    setMade((before) => (before?.of === one?.id ? before : null));
    setAwaiting((before) => (before === one?.id ? before : null));
  }, [one?.id]);

  const change = (next: Draft) => {
    if (one === undefined) return;
    latest.current = next;
    setMade({ of: one.id, draft: next });
  };
  const begin = () => {
    const first = one && ordered(one, names)[0];
    if (!first || failed) return;
    setAwaiting(article ? null : one.id);
    if (!article) return;
    change(draftOf(first));
    view.current?.focus();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the text that has come begins what waits for it
  useEffect(() => {
    if (article && awaiting !== null && awaiting === one?.id) begin();
  }, [article, awaiting, one?.id]);
  return {
    draft,
    possible: !failed,
    begin,
    change,
    takeSelection() {
      const range = view.current?.selection();
      if (!range || !article || !latest.current) return;
      const { start, end } = snap(article.text, range);
      if (end > start) change({ ...latest.current, start, end });
    },
    nudge(edge, by) {
      const range = article && latest.current && nudged(article, latest.current, edge, by);
      if (range && latest.current) change({ ...latest.current, ...range });
    },
    setStance(value) {
      if (latest.current) change(withStance(latest.current, 0, { value }));
    },
    save() {
      if (!latest.current) return;
      options.onSave(latest.current);
      setMade(null);
    },
    cancel: () => setMade(null),
  };
}
