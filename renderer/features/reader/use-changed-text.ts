import { useEffect, useMemo, useState } from 'react';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Span } from '#shared/model/span.ts';
import { isOwnOf } from '#shared/review/side.ts';
import { wordDiff } from '#shared/text/word-diff.ts';
import { isToLookAt, marksToLookAt, type ToLookAt } from '../../data/changed-text.ts';
import { useSessionActions } from '../../data/hooks.ts';

export interface ChangedText {
  /** This annotator's marks that wait to be looked at, in text order; those without a place come first. */
  readonly marks: readonly ToLookAt[];
  readonly byId: ReadonlyMap<string, ToLookAt>;
  /** The text that they were marked in; null: it is not known, or there is no such text. */
  readonly earlier: string | null;
}

/** What of an annotator's marks has to be looked at, because the text was changed or they were carried over. */
export function useChangedText(article: ArticleText, spans: readonly Span[] | undefined, me: string): ChangedText {
  const own = useMemo(
    () => (spans ?? []).filter((span) => isOwnOf(span, me) && isToLookAt(span, article)),
    [spans, article, me],
  );
  const version = own.find(({ textSha256 }) => textSha256 !== article.textSha256)?.textSha256;
  const earlier = useEarlier(article.id, version);
  const diff = useMemo(() => (earlier === null ? null : wordDiff(earlier, article.text)), [earlier, article.text]);
  return useMemo(() => {
    const marks = marksToLookAt(own, article, diff).sort(
      (a, b) => Number(a.place !== null) - Number(b.place !== null) || startOf(a) - startOf(b),
    );
    return { marks, byId: new Map(marks.map((one) => [one.span.id, one])), earlier };
  }, [own, article, diff, earlier]);
}

const startOf = ({ place, span }: ToLookAt) => place?.start ?? span.start;

function useEarlier(article: string, textSha256: string | undefined): string | null {
  const session = useSessionActions();
  const [known, setKnown] = useState<{ textSha256: string; text: string | null }>();
  useEffect(() => {
    if (textSha256 === undefined) return;
    let live = true;
    session.link
      .call('corpus.earlier', { id: article, textSha256 })
      .then(({ text }) => live && setKnown({ textSha256, text }))
      // Without it marks are found again by their words alone.
      .catch((error) => console.error('The earlier text could not be had', error));
    return () => {
      live = false;
    };
  }, [session, article, textSha256]);
  return known !== undefined && known.textSha256 === textSha256 ? known.text : null;
}
