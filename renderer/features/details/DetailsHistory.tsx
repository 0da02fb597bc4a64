import { useState } from 'react';
import { isoOf } from '#shared/changes/clock.ts';
import type { HistoryEntry } from '#shared/contract/contract.ts';
import type { Metadata } from '#shared/model/metadata.ts';
import { metaFields } from '#shared/model/metadata.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { shortMoment } from '../../ui/format.ts';
import styles from './Details.module.css';
import { labels, shownValue } from './fields.ts';
import { readDeadline, useAskedOfMain } from './use-asked-of-main.ts';

/** Who has corrected what of an article, asked for when it is opened. */
export function DetailsHistory({ article }: { article: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.history} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Who corrected what</summary>
      {open && <Steps article={article} />}
    </details>
  );
}

function Steps({ article }: { article: string }) {
  const namesOf = useAnnotatorNames();
  const { answer, failure } = useAskedOfMain(article, (link, id) =>
    link.call('journal.history', { kind: 'metadata', id }, readDeadline),
  );
  if (failure !== undefined) return <p role="alert">{failure}</p>;
  return (
    <ul>
      {[...(answer?.entries ?? [])].reverse().map((entry, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one change may hold several edits, and the list never changes
        <li key={`${entry.change} ${i}`} dir="auto">
          {namesOf(entry.by).name}, {shortMoment(isoOf(entry.at))}
          {entry.origin === 'undo' && ' (undone)'}: {stepWords(entry)}
        </li>
      ))}
    </ul>
  );
}

/** What an edit did to the details: “Title: Harbour plan; Outlet: as in the file”. */
export function stepWords({ edit }: Pick<HistoryEntry, 'edit'>): string {
  const before = (edit.before ?? {}) as Partial<Metadata>;
  const after = (edit.after ?? {}) as Partial<Metadata>;
  return metaFields
    .filter((field) => (before[field] ?? null) !== (after[field] ?? null))
    .map((field) => {
      const value = after[field] ?? null;
      const words = value === null ? 'as in the file' : value === '' ? 'none' : shownValue(field, value);
      return `${labels[field]}: ${words}`;
    })
    .join('; ');
}
