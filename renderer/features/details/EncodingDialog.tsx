import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { fileSource } from '#shared/model/source.ts';
import { useAct } from '../../data/act.ts';
import { useById, useSession, useSources } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { chooseEncoding } from '../../data/source-gestures.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { toast } from '../../ui/toasts.ts';
import styles from './Details.module.css';
import { readDeadline, useAskedOfMain } from './use-asked-of-main.ts';

const guessed = 'as guessed';

/** Lets a person say in which encoding a file was written, by what it would read like. */
export function EncodingDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const { answer, failure } = useAskedOfMain(path, (link) => link.call('corpus.encodings', { path }, readDeadline));
  const source = useById(useSources())?.get(fileSource(path));
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const act = useAct();
  const [picked, setPicked] = useState<string>();
  const chosen = picked ?? source?.encoding ?? guessed;

  const save = async () => {
    const encoding = chosen === guessed ? null : chosen;
    const edits = chooseEncoding(path, encoding, { before: source, annotator: me, at: new Date().toISOString() });
    if (edits.length > 0 && !(await act(edits, { gesture: newId('g') }))) return;
    onClose();
    if (edits.length > 0)
      toast(encoding === null ? 'The file is read as guessed again.' : `The file is read as ${encoding} now.`);
  };

  return (
    <Dialog title="Encoding of the file" isOpen onClose={onClose} width={620}>
      <p className={styles.path} title={path}>
        {path}
      </p>
      <p className={styles.hint}>
        The file does not say how its letters are written. Choose what reads right; marks are found again by their
        words.
      </p>
      {failure !== undefined && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      {answer === undefined && failure === undefined && <p className={styles.empty}>The file is being read.</p>}
      {answer !== undefined && (
        <RadioGroup value={chosen} onChange={setPicked} isDisabled={readOnly}>
          <Label className={styles.heading}>Read it as</Label>
          <div className={styles.samples}>
            <Radio value={guessed} className={styles.sample ?? ''}>
              <b>As guessed</b>
              <small>the app finds it out by itself, anew whenever the file changes</small>
            </Radio>
            {answer.encodings.map(({ name, label, sample }) => (
              <Radio key={name} value={name} className={styles.sample ?? ''}>
                <b>{label}</b>
                {label !== name && <small>{name}</small>}
                <q dir="auto">{sample}</q>
              </Radio>
            ))}
          </div>
        </RadioGroup>
      )}
      <DialogButtons>
        <Button look="plain" onPress={onClose}>
          Cancel
        </Button>
        <Button look="primary" isDisabled={readOnly || answer === undefined} onPress={() => void save()}>
          Read it so
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
