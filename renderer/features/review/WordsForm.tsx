import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Keys } from '../../ui/Keys.tsx';
import styles from './CasePanel.module.css';

/** A box for a reason, a reply, a question: Enter sends, Shift+Enter begins a new line, Escape leaves it. */
export function WordsForm(props: {
  label: string;
  placeholder: string;
  button: string;
  onSend: (words: string) => void;
  onCancel: () => void;
  /** Stands above the box. */
  children?: ReactNode;
}) {
  const [words, setWords] = useState('');
  const ready = words.trim() !== '';
  const send = () => ready && props.onSend(words.trim());
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {props.children}
      <textarea
        // biome-ignore lint/a11y/noAutofocus: the box comes when its key is pressed, to be typed into
        autoFocus
        aria-label={props.label}
        placeholder={props.placeholder}
        dir="auto"
        rows={Math.min(8, Math.max(2, words.split('\n').length))}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            props.onCancel();
          } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      <div className={styles.formButtons}>
        <Button look="primary" type="submit" isDisabled={!ready}>
          {props.button} <Keys keys="Enter" />
        </Button>
        <Button look="plain" onPress={props.onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
