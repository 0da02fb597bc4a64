import styles from './InContext.module.css';

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Words in the middle of what surrounds them, on one line: what is before them ends there, what is after begins. */
export function InContext(props: { before: string; words: string; after: string; className?: string | undefined }) {
  const { before, words, after, className } = props;
  return (
    <div className={`${styles.context} ${className ?? ''}`} dir={rightToLeft.test(words) ? 'rtl' : 'ltr'}>
      <span className={styles.before}>
        <span>{before}</span>
      </span>
      <span className={styles.after}>
        <mark>{words}</mark>
        {after}
      </span>
    </div>
  );
}
