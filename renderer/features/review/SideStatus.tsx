import type { Reading, ReadingStatus } from '#shared/model/reading.ts';
import type { ShownSide } from '#shared/review/words.ts';
import { plural, shortMoment } from '../../ui/format.ts';
import { statusNames } from '../../ui/StatusDot.tsx';
import styles from './ArticlePane.module.css';
import { Lane } from './Lane.tsx';
import { useReview } from './review-context.ts';

/** A side's line, how far they have come with the article, and the reviewer's answer to it. */
export function SideStatus(props: {
  side: ShownSide;
  article: string;
  worked: boolean;
  spans: number;
  reading: Reading | undefined;
}) {
  const { side, article, worked, reading } = props;
  const { deciding, me, blind, personOf } = useReview();
  const status = reading?.status ?? (props.spans > 0 ? 'in-progress' : 'unread');
  const answered = status === 'changes-requested' || status === 'accepted';
  const by =
    answered && reading?.by ? `${blind ? '' : `${personOf(reading.by)}, `}${shortMoment(reading.updatedAt)}` : '';
  const answer = (to: ReadingStatus, name: string) => (
    <button
      type="button"
      aria-pressed={status === to}
      disabled={deciding.readOnly}
      onClick={() => void deciding.setStatus(article, side.id, reading, status === to ? 'done' : to)}
    >
      {name}
    </button>
  );
  return (
    <div className={styles.side}>
      <Lane side={side} />
      <b>{side.name}</b>
      <span className={styles.status} data-status={status}>
        {worked ? statusNames[status] : 'Has not worked on this article'}
        {by && <small> {by}</small>}
      </span>
      <span className={styles.count}>{plural(props.spans, 'span')}</span>
      {worked && (blind || side.id !== me) && (
        <fieldset className={styles.answers} aria-label={`Answer to ${side.name}`}>
          {answer('accepted', 'Accept')}
          {answer('changes-requested', 'Request changes')}
        </fieldset>
      )}
    </div>
  );
}
