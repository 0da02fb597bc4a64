import { shortDate } from '../../ui/format.ts';
import { InContext } from '../../ui/InContext.tsx';
import type { Row } from './hits.ts';
import styles from './Search.module.css';

/** One place: the words in what surrounds them, and whose they are; or an article, where no words were asked for. */
export function PlaceRow({ row, active }: { row: Extract<Row, { kind: 'place' }>; active: boolean }) {
  const { place, first, left } = row;
  const { about, hit } = place;
  const date = about.published ? shortDate(about.published) : '';
  return (
    <div
      className={styles.row}
      data-active={active || undefined}
      data-first={first || undefined}
      data-aside={hit?.aside || undefined}
      data-article={hit === null || undefined}
    >
      {hit === null ? (
        <span className={styles.onlyTitle} dir="auto">
          {about.title}
        </span>
      ) : (
        <>
          <InContext
            before={oneLine(hit.before)}
            words={oneLine(hit.words)}
            after={oneLine(hit.after)}
            className={styles.context}
          />
          <span className={styles.title} dir="auto" title={about.title}>
            {about.title}
            {left > 0 && <small> · {left.toLocaleString('en')} more, not listed</small>}
          </span>
        </>
      )}
      <span className={styles.outlet}>{about.outlet ?? '—'}</span>
      <span className={styles.date}>{date || '—'}</span>
    </div>
  );
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ');
