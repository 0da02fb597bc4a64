import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { FormFailure, Hint } from '../../ui/FileDialog.tsx';
import styles from './Adding.module.css';
import { fileOf, type Pasted, pastedFrom, proposedTitle } from './pasted.ts';

/**
 * Shows what is about to become an article, before anything is written; begun with nothing, it waits for a text to be
 * pasted.
 * @param props.onAdd writes the file; answers why it was not written, or null
 */
export function PasteDialog(props: {
  pasted: Pasted;
  onAdd: (file: { name: string; content: string }) => Promise<string | null>;
  onClose: () => void;
}) {
  const [pasted, setPasted] = useState(props.pasted);
  const [title, setTitle] = useState<string>();
  const [keep, setKeep] = useState<'page' | 'text'>('page');
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const asPage = pasted.html !== null && keep === 'page';
  const empty = pasted.text.trim() === '';
  const shownTitle = title ?? proposedTitle(pasted.text);

  const add = async () => {
    setBusy(true);
    const kept = asPage ? pasted : { ...pasted, html: null };
    const why = await props.onAdd(fileOf(kept, shownTitle.trim(), new Date()));
    setBusy(false);
    setFailure(why);
    if (why === null) props.onClose();
  };

  return (
    <Dialog title="New article from the clipboard" isOpen onClose={props.onClose} width={620}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!empty && !busy) void add();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
        }}
      >
        {failure !== null && <FormFailure>{failure}</FormFailure>}
        <label className={styles.field}>
          <span>Title</span>
          <input
            value={shownTitle}
            dir="auto"
            maxLength={500}
            autoFocus={!empty}
            onChange={(event) => setTitle(event.target.value)}
          />
        </label>
        {pasted.html !== null && (
          <Choice label="Keep as" value={keep} onChange={setKeep}>
            {[
              ['page', 'Web page', 'with its headings and lists'],
              ['text', 'Plain text', ''],
            ]}
          </Choice>
        )}
        <label className={styles.field}>
          <span>Text</span>
          <textarea
            value={pasted.text}
            dir="auto"
            rows={12}
            readOnly={asPage}
            placeholder="Paste the article here."
            spellCheck={false}
            autoFocus={empty}
            onChange={(event) => setPasted({ text: event.target.value, html: null })}
            onPaste={(event) => {
              const all = pastedFrom(event.clipboardData);
              if (!empty || all === null) return;
              event.preventDefault();
              setPasted(all);
            }}
          />
        </label>
        <Hint>It becomes a file in the folder “Pasted” of this corpus.</Hint>
        <DialogButtons>
          <Button look="plain" onPress={props.onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" isDisabled={empty || busy}>
            Add article
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
