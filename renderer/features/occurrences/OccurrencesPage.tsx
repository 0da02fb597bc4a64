import { useMemo, useState } from 'react';
import { type Codebook, isAttributed } from '#shared/codebook/codebook.ts';
import { longestPhrase, mostPhrases } from '#shared/contract/contract.ts';
import type { Range } from '#shared/model/range.ts';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import { foldWords } from '#shared/text/occurrences.ts';
import { useById, useSpansOf, useSpeakers } from '../../data/hooks.ts';
import { useActions } from '../../ui/actions.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Occurrences.module.css';
import { QueueScreen } from './QueueScreen.tsx';
import type { SearchedBy } from './queue.ts';

/** What the window does for the screen. */
export interface OccurrencesWindow {
  codebook: Codebook;
  /** Opens an article at a span, or with a passage selected. */
  onOpen: (article: string, at: { span: string } | { range: Range }) => void;
  /** Back to the span that was searched from. */
  onBack: () => void;
}

/** Everywhere that the words of a span stand, or the names of its speaker: to be marked alike, one by one or at once. */
export function OccurrencesPage(props: OccurrencesWindow & { articleId: string; spanId: string }) {
  const spans = useSpansOf(props.articleId);
  const speakers = useById(useSpeakers());
  const [by, setBy] = useState<SearchedBy>('words');
  const span = spans?.find((one) => one.id === props.spanId);
  const speaker = span?.speaker ? speakers?.get(span.speaker) : undefined;
  const searched = speaker === undefined ? 'words' : by;
  const phrases = usePhrases(span, searched === 'names' ? speaker : undefined);

  useActions([
    { id: 'occurrences.back', name: 'Back to the article', group: 'Occurrences', keys: ['Escape'], run: props.onBack },
    {
      id: 'occurrences.by',
      name: 'Search for the same words, or for the speaker’s names',
      group: 'Occurrences',
      keys: ['N'],
      enabled: () => speaker !== undefined,
      run: () => setBy(by === 'words' ? 'names' : 'words'),
    },
  ]);

  if (spans === undefined || speakers === undefined) return <main className={styles.page} />;
  if (span === undefined)
    return (
      <Nothing title="The mark is not there any more" onBack={props.onBack}>
        It was taken back or removed, here or in another window.
      </Nothing>
    );
  const why = whyNot(phrases);
  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.heading} title={phrases.join('\n')}>
          {searched === 'names' ? (
            <>
              Where <b dir="auto">{speaker?.name}</b> is named
            </>
          ) : (
            <>
              All occurrences of <b dir="auto">“{span.quote.exact.replace(/\s+/g, ' ')}”</b>
            </>
          )}
        </h1>
        {speaker && (
          <fieldset className={styles.by} aria-label="Search for">
            <button type="button" aria-pressed={searched === 'words'} onClick={() => setBy('words')}>
              The same words
            </button>
            <button type="button" aria-pressed={searched === 'names'} onClick={() => setBy('names')} title="N">
              The speaker’s names
            </button>
          </fieldset>
        )}
        <Button look="plain" onPress={props.onBack}>
          Back to the article
        </Button>
      </header>
      {why === null ? (
        <QueueScreen
          key={searched}
          {...props}
          like={span}
          by={searched}
          phrases={phrases}
          speaker={speaker}
          attributed={isAttributed(props.codebook, span.layer)}
        />
      ) : (
        <p className={styles.empty}>{why}</p>
      )}
    </main>
  );
}

function usePhrases(span: Span | undefined, speaker: Speaker | undefined): string[] {
  const words = span?.quote.exact;
  return useMemo(() => {
    const all = speaker ? [speaker.name, ...speaker.aliases] : words === undefined ? [] : [words];
    return all.filter((phrase) => foldWords(phrase) !== '').slice(0, mostPhrases);
  }, [words, speaker]);
}

function whyNot(phrases: readonly string[]): string | null {
  if (phrases.length === 0) return 'The mark holds no words to search for.';
  if (phrases.some((phrase) => phrase.length > longestPhrase))
    return `The mark is too long to be searched for: at most ${longestPhrase.toLocaleString('en')} characters. Make it shorter, or search for the speaker’s names.`;
  return null;
}

function Nothing(props: { title: string; children: string; onBack: () => void }) {
  return (
    <main className={styles.page}>
      <div className={styles.empty}>
        <h1 className={styles.heading}>{props.title}</h1>
        <p>{props.children}</p>
        <Button onPress={props.onBack}>Back to the article</Button>
      </div>
    </main>
  );
}
