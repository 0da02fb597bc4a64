import type { ShownSide } from '#shared/review/words.ts';
import { Lane } from './Lane.tsx';
import styles from './SidesPicker.module.css';

/** Whose work is compared: any two or more. */
export function SidesPicker(props: {
  /** Everybody with spans, those that are compared with their number. */
  candidates: readonly { id: string; name: string; shown: ShownSide | undefined }[];
  blind: boolean;
  onToggle: (id: string) => void;
  onBlind: () => void;
}) {
  const { candidates, blind } = props;
  const chosen = candidates.filter(({ shown }) => shown !== undefined).length;
  return (
    <div className={styles.bar}>
      <fieldset className={styles.sides} aria-label="Whose work is compared" data-blind={blind || undefined}>
        {blind ? (
          <span className={styles.hidden}>Names are hidden</span>
        ) : (
          candidates.map(({ id, name, shown }) => (
            <button
              key={id}
              type="button"
              title={name}
              aria-pressed={shown !== undefined}
              // Fewer than two cannot be compared.
              disabled={shown !== undefined && chosen <= 2}
              onClick={() => props.onToggle(id)}
            >
              {shown && <Lane side={shown} />}
              <span>{name}</span>
            </button>
          ))
        )}
      </fieldset>
      <button
        type="button"
        className={styles.blind}
        aria-pressed={blind}
        title="Hides whose work is whose, and shuffles the order from case to case (Shift B)"
        onClick={props.onBlind}
      >
        Blind
      </button>
    </div>
  );
}
