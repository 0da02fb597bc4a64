import { useState } from 'react';
import type { ShownSide } from '#shared/review/words.ts';
import { WordsForm } from '../../discuss/WordsForm.tsx';
import styles from './CasePanel.module.css';
import { Lane } from './Lane.tsx';

/** Asks one or more of the sides to look again, with a reason. */
export function AskAgainForm(props: {
  sides: readonly ShownSide[];
  /** Those who are asked unless the person chooses others. */
  first: readonly ShownSide[];
  onSend: (sides: readonly string[], reason: string) => void;
  onCancel: () => void;
}) {
  const { sides } = props;
  const [asked, setAsked] = useState<ReadonlySet<string>>(() => new Set(firstOf(sides, props.first)));
  const toggle = (id: string) => {
    const next = new Set(asked);
    if (!next.delete(id)) next.add(id);
    if (next.size > 0) setAsked(next);
  };
  return (
    <WordsForm
      label="Why to look again"
      placeholder="Please look again: why?"
      button="Ask"
      onSend={(reason) => props.onSend([...asked], reason)}
      onCancel={props.onCancel}
    >
      <fieldset className={styles.asked} aria-label="Who is asked">
        {sides.map((side) => (
          <button key={side.id} type="button" aria-pressed={asked.has(side.id)} onClick={() => toggle(side.id)}>
            <Lane side={side} /> {side.name}
          </button>
        ))}
      </fieldset>
    </WordsForm>
  );
}

/** Of those who can be asked the ones that are asked first; all where it is none of them. */
function firstOf(sides: readonly ShownSide[], first: readonly ShownSide[]): string[] {
  const both = sides.filter(({ id }) => first.some((side) => side.id === id));
  return (both.length > 0 ? both : sides).map(({ id }) => id);
}
