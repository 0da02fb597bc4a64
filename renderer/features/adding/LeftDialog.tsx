import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { plural } from '../../ui/format.ts';
import styles from './Adding.module.css';

/** So many are listed; nobody reads more of them. */
const most = 200;

/** What of dropped files was not added, and why. */
export function LeftDialog(props: {
  added: number;
  left: readonly { what: string; reason: string }[];
  onClose: () => void;
}) {
  const { added, left } = props;
  return (
    <Dialog title={`${plural(left.length, 'file')} not added`} isOpen onClose={props.onClose} width={560}>
      <p>{added > 0 ? `${plural(added, 'file')} came into the folder “Added”.` : 'Nothing was added.'}</p>
      <ul className={styles.left}>
        {left.slice(0, most).map(({ what, reason }) => (
          <li key={`${what}\n${reason}`}>
            <b dir="auto">{what}</b>: {reason}
          </li>
        ))}
        {left.length > most && <li>{plural(left.length - most, 'more file')}.</li>}
      </ul>
      <DialogButtons>
        <Button look="primary" onPress={props.onClose} autoFocus>
          Done
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
