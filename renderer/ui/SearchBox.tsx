import type { Ref } from 'react';
import styles from './SearchBox.module.css';

/** A box that filters what stands below it; Escape empties it. */
export function SearchBox(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  box?: Ref<HTMLInputElement>;
}) {
  return (
    <input
      ref={props.box}
      type="search"
      className={styles.box}
      aria-label={props.label}
      placeholder={props.placeholder}
      spellCheck={false}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onChange('');
      }}
    />
  );
}
