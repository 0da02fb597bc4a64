import { keyNames } from '../../ui/Keys.tsx';
import styles from './Reader.module.css';
import type { Suggestions } from './use-suggestions.ts';

/** How many suggestions wait in the article, and the switch that does without them. */
export function SuggestionSwitch(props: { suggestions: Suggestions; onSwitch: (on: boolean) => void }) {
  const { state, answered, waiting } = props.suggestions;
  if (state === 'hidden') return null;
  const on = state !== 'off';
  return (
    <button
      type="button"
      className={styles.suggestions}
      aria-pressed={on}
      data-counted={(state === 'on' && answered) || undefined}
      title={
        on
          ? `Switch suggestions off (G), to annotate without them. Accept all that are sure: ${keyNames('Shift+Enter')}`
          : 'Switch suggestions on (G)'
      }
      onClick={() => props.onSwitch(!on)}
    >
      <span className={styles.prefix}>Suggestions: </span>
      {state === 'broken'
        ? 'not possible'
        : !on
          ? 'off'
          : answered
            ? `${waiting.length === 0 ? 'none' : waiting.length.toLocaleString('en')} waiting`
            : 'on'}
    </button>
  );
}
