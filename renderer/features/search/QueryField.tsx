import { type KeyboardEvent, type Ref, useState } from 'react';
import type { Problem } from '#shared/search/tree.ts';
import styles from './Search.module.css';

/**
 * Where the query is typed. The place that keeps it from being understood is underlined; what is wrong with it stands
 * below, once the person has stopped typing for a moment.
 */
export function QueryField(props: {
  box: Ref<HTMLInputElement>;
  value: string;
  problem: Problem | null;
  describedBy: string;
  onChange: (query: string) => void;
  onRun: () => void;
  onDown: () => void;
}) {
  const { value, problem } = props;
  const [scrolled, setScrolled] = useState(0);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const run = { Enter: props.onRun, ArrowDown: props.onDown }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  };
  const end = problem && Math.max(problem.end, problem.start + 1);
  return (
    <div className={styles.field}>
      <input
        ref={props.box}
        type="search"
        aria-label="Search all texts"
        aria-invalid={problem !== null || undefined}
        aria-describedby={props.describedBy}
        placeholder="Words, “phrases”, and fields: pressure speaker:kono date:2018"
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => props.onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
      />
      {problem && end !== null && (
        <div className={styles.underlined} aria-hidden="true">
          <span style={{ transform: `translateX(${-scrolled}px)` }}>
            {value.slice(0, problem.start)}
            <u>{value.slice(problem.start, end).padEnd(1, '\u00a0')}</u>
          </span>
        </div>
      )}
    </div>
  );
}
