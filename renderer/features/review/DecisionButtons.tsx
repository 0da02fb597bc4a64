import type { ShownSide } from '#shared/review/words.ts';
import { Keys } from '../../ui/Keys.tsx';
import styles from './CasePanel.module.css';
import { letterOf } from './decision-keys.ts';
import type { Taken } from './use-deciding.ts';

/** One key a decision; the one that was made stands out. */
export function DecisionButtons(props: {
  /** The sides that marked something, in the order shown. */
  sides: readonly ShownSide[];
  taken: Taken | null;
  disabled: boolean;
  onTake: (sides: readonly ShownSide[]) => void;
  /** Null: the article’s text is not there. */
  onMerge: (() => void) | null;
  onNone: () => void;
  onLater: () => void;
}) {
  const { sides, taken, disabled } = props;
  const button = (key: string | undefined, name: string, on: boolean, run: (() => void) | null, take = false) => (
    <button
      key={name}
      type="button"
      aria-label={take ? `Take ${name}` : name}
      aria-pressed={on}
      data-take={take || undefined}
      disabled={disabled || run === null}
      onClick={() => run?.()}
    >
      {key !== undefined && <Keys keys={key} />}
      <span>{name}</span>
    </button>
  );
  const takes = (side: ShownSide) => taken?.how === 'take' && taken.sides.includes(side.id);
  return (
    <fieldset className={styles.decisions} aria-label="Decision">
      <div>
        {sides.map((side) =>
          button(
            letterOf(side.number),
            side.name,
            takes(side) && taken?.sides.length === 1,
            () => props.onTake([side]),
            true,
          ),
        )}
      </div>
      <div>
        {sides.length > 1 &&
          button('2', sides.length > 2 ? 'all' : 'both', taken?.how === 'take' && taken.sides.length > 1, () =>
            props.onTake(sides),
          )}
        {button('E', 'edit', taken?.how === 'merge', props.onMerge)}
        {button('X', 'none', taken?.how === 'none', props.onNone)}
        {button('L', 'later', taken?.how === 'later', props.onLater)}
      </div>
    </fieldset>
  );
}
