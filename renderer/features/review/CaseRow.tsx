import { alsoDiffers, caseSubject, caseTitle, type Names, reopenedWords, sideName } from '#shared/review/words.ts';
import styles from './Queue.module.css';
import type { QueuedCase } from './queue.ts';

/** A case in the list: what differs, who speaks, in which article. */
export function CaseRow({
  row,
  active,
  names,
  title,
}: {
  row: QueuedCase;
  active: boolean;
  names: Names;
  title: string;
}) {
  const { case: one, changes, later, list } = row;
  const reopened = changes && reopenedWords(changes, (side) => sideName(side, names));
  // Whose words they are is what differs then, and stands in the title.
  const subject = one.differences[0] === 'speaker' ? '' : caseSubject(one, names);
  return (
    <div className={styles.row} data-active={active || undefined}>
      <b className={styles.what} title={alsoDiffers(one)}>
        {one.differences.length === 0 ? quoteOf(row) : caseTitle(one, names)}
        {one.differences.length > 1 && <i> +{one.differences.length - 1}</i>}
      </b>
      <span className={styles.subject} dir="auto">
        {subject}
      </span>
      <small className={styles.where} dir="auto" data-reopened={reopened !== null || undefined}>
        {reopened !== null ? `Open again: ${reopened}` : later && list === 'open' ? `Later · ${title}` : title}
      </small>
    </div>
  );
}

/** What agrees is told apart by its words only. */
const quoteOf = ({ case: one }: QueuedCase): string => one.spans[0]!.span.quote.exact.replace(/\s+/g, ' ').slice(0, 80);
