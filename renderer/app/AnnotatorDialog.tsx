import { useEffect, useRef, useState } from 'react';
import { initialsOf } from '#shared/model/annotator.ts';
import { useHost } from '../data/host.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { toast } from '../ui/toasts.ts';
import styles from './AnnotatorDialog.module.css';

/**
 * The name that one's annotations carry. It can change; the id behind it does not. `first`: asked for the first time,
 * with the name of the person's account as a proposal, which holds until they answer.
 */
export function AnnotatorDialog({ isOpen, ...rest }: { isOpen: boolean; first: boolean; onClose: () => void }) {
  const title = rest.first ? 'Who are you?' : 'Who is annotating';
  return (
    <Dialog title={title} isOpen={isOpen} onClose={rest.onClose} width={420}>
      <NameForm {...rest} />
    </Dialog>
  );
}

function NameForm({ first, onClose }: { first: boolean; onClose: () => void }) {
  const { settings, changeSettings } = useHost();
  const [name, setName] = useState(settings.annotator.name);
  const [initials, setInitials] = useState(settings.annotator.initials);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.select(), []);

  const save = async () => {
    try {
      await changeSettings({ annotator: { name: name.trim(), initials: initials.trim() || initialsOf(name) } });
      onClose();
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), { look: 'warning' });
    }
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') void save();
      }}
    >
      {first && (
        <p className={styles.welcome}>
          Welcome to Rapporteur. Your name and initials stand beside everything you mark, so that it is known whose it
          is once you exchange work with colleagues.
        </p>
      )}
      <label>
        Name
        <input
          ref={box}
          value={name}
          required
          maxLength={200}
          onChange={(event) => {
            if (initials === initialsOf(name)) setInitials(initialsOf(event.target.value));
            setName(event.target.value);
          }}
        />
      </label>
      <label>
        Initials
        <input value={initials} maxLength={8} onChange={(event) => setInitials(event.target.value)} />
      </label>
      {first ? (
        <p>They go along with your marks when you send them, and can be changed at any time.</p>
      ) : (
        <p>
          Your annotations are kept under <code>{settings.annotator.id}</code>, which never changes, so that a new
          spelling of your name does not make you a second person.
        </p>
      )}
      <DialogButtons>
        <Button look="plain" onPress={onClose}>
          {first ? 'Later' : 'Cancel'}
        </Button>
        <Button look="primary" type="submit">
          {first ? 'Begin' : 'Save'}
        </Button>
      </DialogButtons>
    </form>
  );
}
