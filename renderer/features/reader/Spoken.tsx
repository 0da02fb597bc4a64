import { type RefObject, useEffect, useRef, useState } from 'react';
import styles from './Reader.module.css';

/**
 * Tells a screen reader what a step of the walk has come to; nothing of it is to be seen.
 * @param props.selected what is selected
 * @param props.walkedTo what the last step went to: other ways of selecting are seen by whoever takes them
 */
export function Spoken(props: { selected: string | null; walkedTo: RefObject<string | null>; words: () => string }) {
  const { selected, walkedTo } = props;
  const words = useRef(props.words);
  words.current = props.words;
  const [said, say] = useState('');
  useEffect(() => say(selected !== null && selected === walkedTo.current ? words.current() : ''), [selected, walkedTo]);
  return (
    <p className={styles.spoken} aria-live="polite">
      {said}
    </p>
  );
}
