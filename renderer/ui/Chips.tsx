import type { ReactNode } from 'react';
import styles from './Chips.module.css';

export interface Chip {
  id: string;
  /** What stands on it; `name` is what it is called where that is only a sign. */
  text: string;
  name?: string;
  title?: string;
  /** Colours it on the stance scale when it is the chosen one. */
  score?: number;
}

/** A few choices in a row, of which one is chosen. */
export function Chips(props: {
  label: string;
  chips: readonly Chip[];
  chosen: string | null | undefined;
  onChoose: (id: string) => void;
  /** Stands after the last one. */
  children?: ReactNode;
}) {
  return (
    <fieldset className={styles.chips} aria-label={props.label}>
      {props.chips.map(({ id, text, name, title, score }) => (
        <button
          key={id}
          type="button"
          title={title}
          aria-label={name}
          aria-pressed={id === props.chosen}
          data-score={score}
          onClick={() => props.onChoose(id)}
        >
          {text}
        </button>
      ))}
      {props.children}
    </fieldset>
  );
}
