import type { Ref } from 'react';
import styles from './SearchBox.module.css';

/** A box that filters the list after it; Escape empties it, Enter and the arrow down go to the list. */
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
        if (event.key === 'Enter' || event.key === 'ArrowDown') {
          event.preventDefault();
          focusListAfter(event.currentTarget);
        }
      }}
    />
  );
}

function focusListAfter(box: HTMLElement): void {
  const lists = [...document.querySelectorAll<HTMLElement>('[role="listbox"]')];
  lists.find((list) => box.compareDocumentPosition(list) & Node.DOCUMENT_POSITION_FOLLOWING)?.focus();
}
