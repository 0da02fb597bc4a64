import type { Reading } from '#shared/model/reading.ts';
import { plural } from '../../ui/format.ts';
import { Keys } from '../../ui/Keys.tsx';
import { statusWords } from '../../ui/StatusDot.tsx';
import styles from './Reader.module.css';

/** A reviewer's answer to the article, and how much of it waits for the annotator. */
export function Answered(props: {
  reading: Reading | undefined;
  /** How many places wait for an answer. */
  open: number;
  whoIs: (id: string) => string;
  onNext: () => void;
  onSubmit: () => void;
}) {
  const { reading, open, whoIs } = props;
  const requested = reading?.status === 'changes-requested';
  if (!requested && reading?.status !== 'accepted' && open === 0) return null;
  const byOther = reading?.by != null || requested;
  return (
    <p className={styles.answered} data-requested={requested || undefined}>
      {byOther && <span>{statusWords(reading, whoIs)}</span>}
      {open > 0 && (
        <button type="button" onClick={props.onNext}>
          {plural(open, 'correction or question', 'corrections and questions')} open: next <Keys keys="L" />
        </button>
      )}
      {requested && (
        <button type="button" onClick={props.onSubmit}>
          submit again <Keys keys="Shift+D" />
        </button>
      )}
    </p>
  );
}
