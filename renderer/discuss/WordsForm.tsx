import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../ui/Button.tsx';
import { Keys } from '../ui/Keys.tsx';
import styles from './Discuss.module.css';
import { forgetDraft, useDraft } from './drafts.ts';

/**
 * A box for a comment, a reason, an answer. Ctrl+Enter sends; Enter does where it is `short`, and begins a new line
 * elsewhere. Escape leaves the box; what was typed is there again if there is a `draft` to keep it under.
 */
export function WordsForm(props: {
  label: string;
  placeholder: string;
  button: string;
  /** False: it could not be sent, and is not forgotten. */
  onSend: (words: string) => unknown;
  onCancel: () => void;
  /** What the words are for, while they are not sent. */
  draft?: string;
  /** What stands in the box at first. */
  words?: string;
  short?: boolean;
  /** Stands above the box. */
  children?: ReactNode;
}) {
  const { short = false } = props;
  const [words, write] = useDraft(props.draft ?? null, props.words);
  const box = useRef<HTMLTextAreaElement>(null);
  // The box comes when its key is pressed, to be typed into, and nothing moves for it; afterwards one is where one was.
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus({ preventScroll: true });
    box.current?.setSelectionRange(box.current.value.length, box.current.value.length);
    return () => {
      if (document.activeElement === document.body && before instanceof HTMLElement)
        before.focus({ preventScroll: true });
    };
  }, []);
  const ready = words.trim() !== '';
  const send = () => {
    if (!ready) return;
    const { draft } = props;
    const sent = props.onSend(words.trim());
    if (draft !== undefined) void Promise.resolve(sent).then((did) => did !== false && forgetDraft(draft));
  };
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
        ref={box}
        aria-label={props.label}
        placeholder={props.placeholder}
        dir="auto"
        maxLength={20_000}
        rows={Math.min(8, Math.max(2, words.split('\n').length))}
        value={words}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            props.onCancel();
          } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            if (!event.ctrlKey && !event.metaKey && (!short || event.shiftKey)) return;
            event.preventDefault();
            send();
          }
        }}
      />
      <div className={styles.formButtons}>
        <Button look="primary" type="submit" isDisabled={!ready}>
          {props.button} <Keys keys={short ? 'Enter' : 'Mod+Enter'} />
        </Button>
        <Button look="plain" onPress={props.onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
