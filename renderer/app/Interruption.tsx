import { Button } from '../ui/Button.tsx';
import styles from './Interruption.module.css';

const words = {
  refused: [
    'This page is not connected',
    'Rapporteur does not know this window. Open the address that it printed when it was started; the part after # is the key.',
  ],
  slow: ['Connecting', 'Rapporteur’s own services have not answered yet.'],
  superseded: [
    'This folder is open in a newer window',
    'Another window of Rapporteur, of a newer version, has taken over this folder’s database. Everything marked here is saved. Reload this window to go on in it.',
  ],
  blocked: [
    'An older window holds this folder',
    'Another window of Rapporteur, of an older version, keeps this folder’s database. Close that window; this one goes on by itself.',
  ],
} as const;

/** What fills the window when nothing can be done in it, and what the person can do about that. */
export function Interruption({ why }: { why: keyof typeof words }) {
  const [title, text] = words[why];
  return (
    <main className={styles.page} role="alert">
      <h1>{title}</h1>
      <p>{text}</p>
      {why === 'superseded' && <Button onPress={() => location.reload()}>Reload</Button>}
    </main>
  );
}
