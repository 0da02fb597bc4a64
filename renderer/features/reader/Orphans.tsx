import { useEffect, useRef, useState } from 'react';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Range } from '#shared/model/range.ts';
import type { Span } from '#shared/model/span.ts';
import { orphanMatter } from '#shared/review/matters.ts';
import { snap } from '#shared/text/expand.ts';
import { useAct } from '../../data/act.ts';
import { useSession, useSettlements } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { dropOrphan, placeOrphan } from '../../data/review-gestures.ts';
import { WordsForm } from '../../discuss/WordsForm.tsx';
import { useActions } from '../../ui/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { plural } from '../../ui/format.ts';
import { Keys } from '../../ui/Keys.tsx';
import { toast } from '../../ui/toasts.ts';
import styles from './Reader.module.css';
import type { CardContext } from './SpanCard.tsx';
import type { ChangedText } from './use-changed-text.ts';

/**
 * Spans whose words are no longer in the text, because the file was changed after they were marked: kept, said, and given
 * a place by whoever selects the words that they belong to, or dropped with a reason.
 */
export function Orphans(props: {
  spans: readonly Span[];
  context: CardContext;
  article: ArticleText;
  /** The words that are selected now. */
  selection: () => Range | null | undefined;
  /** Where the words of one's own spans probably stand now. */
  likely: ChangedText['byId'];
  /** The span that somebody came for. */
  wanted: string | undefined;
}) {
  const { spans, context, article } = props;
  const act = useAct();
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const current = spans.find(({ id }) => id === props.wanted) ?? spans[0];
  const item = useRef<HTMLLIElement>(null);
  const wanted = current !== undefined && current.id === props.wanted;
  useEffect(() => {
    if (wanted) item.current?.scrollIntoView({ block: 'nearest' });
  }, [wanted]);

  const place = (span: Span) => {
    const selected = props.selection();
    const range = selected && selected.end > selected.start ? snap(article.text, selected) : undefined;
    if (range === undefined) return toast('Select the words that it belongs to, then place it.');
    void act(placeOrphan(span, article, range, new Date().toISOString()), { gesture: newId('g') });
  };
  const likelyOf = (span: Span): Range | null => {
    const known = props.likely.get(span.id);
    return known?.how === 'orphan' ? known.likely : null;
  };
  const placeLikely = (span: Span, range: Range) =>
    void act(placeOrphan(span, article, range, new Date().toISOString()), { gesture: newId('g') });
  const [dropping, setDropping] = useState<string>();
  const settlements = useSettlements();
  const drop = (span: Span, reason: string) => {
    setDropping(undefined);
    const before = settlements?.find(({ id }) => id === orphanMatter(span.id));
    const edits = dropOrphan(span, { reason, annotator: context.me, at: new Date().toISOString(), before });
    return act(edits, { gesture: newId('g') });
  };
  useActions([
    {
      id: 'reader.drop',
      name: 'Drop the span without a place, with a reason…',
      group: 'Boundaries',
      enabled: () => current !== undefined && !readOnly,
      run: () => setDropping(current?.id),
    },
    {
      id: 'reader.place-likely',
      name: 'Place the span without a place where its words probably stand',
      group: 'Boundaries',
      keys: ['Shift+L'],
      enabled: () => current !== undefined && likelyOf(current) !== null && !readOnly,
      run: () => current && placeLikely(current, likelyOf(current) as Range),
    },
    {
      id: 'reader.place',
      name: 'Place the span without a place at the selected words',
      group: 'Boundaries',
      keys: ['Shift+P'],
      enabled: () => current !== undefined && !readOnly,
      run: () => current && place(current),
    },
  ]);

  if (spans.length === 0) return null;
  return (
    <details className={styles.orphans} open>
      <summary>
        The file has changed: the words of {plural(spans.length, 'span')} are no longer in it. They are kept, and come
        back with the words.
      </summary>
      <ul>
        {spans.map((span) => (
          <li key={span.id} ref={span === current ? item : undefined}>
            <b>{(span.speaker !== null && context.speakers.get(span.speaker)?.name) || 'No speaker yet'}</b>
            <q dir="auto">{span.quote.exact}</q>
            {likelyOf(span) && (
              <p className={styles.likely}>
                Probably now: <q dir="auto">{wordsAt(article, likelyOf(span))}</q>
              </p>
            )}
            {!readOnly && dropping !== span.id && (
              // The words stay selected: pressing takes the focus, not the selection.
              <p className={styles.orphanKeys}>
                {likelyOf(span) && (
                  <Button look="plain" onPress={() => placeLikely(span, likelyOf(span) as Range)}>
                    Place it there {span === current && <Keys keys="Shift+L" />}
                  </Button>
                )}
                <Button look="plain" preventFocusOnPress onPress={() => place(span)}>
                  Place it at the selected words {span === current && <Keys keys="Shift+P" />}
                </Button>
                <Button look="plain" onPress={() => setDropping(span.id)}>
                  Drop it…
                </Button>
              </p>
            )}
            {dropping === span.id && (
              <WordsForm
                label="Why it is dropped"
                placeholder="Why? For instance: the sentence was taken out of the article"
                button="Drop it"
                short
                draft={`drop ${span.id}`}
                onSend={(reason) => drop(span, reason)}
                onCancel={() => setDropping(undefined)}
              />
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The words of a passage on a line or two. */
function wordsAt({ text }: ArticleText, range: Range | null): string {
  const words = range === null ? '' : text.slice(range.start, range.end).replaceAll(/\s+/g, ' ');
  return words.length <= longestShown ? words : `${words.slice(0, longestShown).trimEnd()}…`;
}

const longestShown = 280;
