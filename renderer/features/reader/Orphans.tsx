import type { Span } from '#shared/model/span.ts';
import { plural } from '../../ui/format.ts';
import styles from './Reader.module.css';
import type { CardContext } from './SpanCard.tsx';

/** Spans whose words are no longer in the text, because the file was changed after they were marked: kept, and said. */
export function Orphans({ spans, context }: { spans: readonly Span[]; context: CardContext }) {
  if (spans.length === 0) return null;
  return (
    <details className={styles.orphans} open>
      <summary>
        The file has changed: the words of {plural(spans.length, 'span')} are no longer in it. They are kept, and come
        back with the words.
      </summary>
      <ul>
        {spans.map((span) => (
          <li key={span.id}>
            <b>{(span.speaker !== null && context.speakers.get(span.speaker)?.name) || 'No speaker yet'}</b>
            <q dir="auto">{span.quote.exact}</q>
          </li>
        ))}
      </ul>
    </details>
  );
}
