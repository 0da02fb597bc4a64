import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { DialogButtons } from './Dialog.tsx';
import styles from './FileDialog.module.css';
import { plural } from './format.ts';

/*
 * What dialogs that write or take in a file are made of: a form with what went wrong before, the file's place, and what
 * came of it.
 */

/** The choices before a file is written; `failure` says why the last try came to nothing. */
export function FileForm(props: { failure: string | null; onSubmit: () => void; children: ReactNode }) {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      {props.failure && <FormFailure>{props.failure}</FormFailure>}
      {props.children}
    </form>
  );
}

export function FormFailure({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className={styles.failure}>
      {children}
    </p>
  );
}

export const Warning = ({ children }: { children: ReactNode }) => <p className={styles.failure}>{children}</p>;
export const Hint = ({ children }: { children: ReactNode }) => <p className={styles.hint}>{children}</p>;
export const Checked = ({ children, role }: { children: ReactNode; role?: 'status' }) => (
  <p className={styles.checked} role={role}>
    {children}
  </p>
);

/** The box for the file's path where there is no system dialog to ask; null: there is one. */
export function FileBox({ box }: { box: { value: string; onType: (path: string) => void } | null }) {
  if (box === null) return null;
  return (
    <label className={styles.place}>
      <span>File</span>
      <input value={box.value} onChange={(event) => box.onType(event.target.value)} spellCheck={false} />
    </label>
  );
}

/** What could not come along, or should be known, each with its reason. */
export function Left({ left }: { left: readonly { what: string; reason: string }[] }) {
  if (left.length === 0) return null;
  return (
    <details className={styles.left} open={left.length <= 3}>
      <summary>{plural(left.length, 'thing')} to know</summary>
      <ul>
        {left.map((item) => (
          <li key={`${item.what}${item.reason}`}>
            {item.what}: {item.reason}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A file that was written: what and where, then what else is to be said of it. `onReveal` shows it in its folder. */
export function FileWritten(props: {
  words: string;
  path: string;
  onReveal: (() => void) | undefined;
  onClose: () => void;
  children?: ReactNode;
}) {
  return (
    <>
      <p className={styles.result} role="status">
        {props.words}
        <br />
        <code>{props.path}</code>
      </p>
      {props.children}
      <DialogButtons>
        {props.onReveal && (
          <Button look="plain" onPress={props.onReveal}>
            Show in folder
          </Button>
        )}
        <Button look="primary" onPress={props.onClose} autoFocus>
          Done
        </Button>
      </DialogButtons>
    </>
  );
}
