import type { ReactNode } from 'react';
import { stanceOf } from '#shared/codebook/codebook.ts';
import type { Stance } from '#shared/model/stance.ts';
import { Scale } from '../../ui/Scale.tsx';
import card from './SpanCard.module.css';
import type { CardContext } from './SpanCard.tsx';

/** Where the speaker stands toward what, on a card, with what else there is to say of it. */
export function StanceLine({
  stance,
  context: { codebook, targets },
  children,
}: {
  stance: Stance;
  context: CardContext;
  children?: ReactNode;
}) {
  const value = stanceOf(codebook, stance.value);
  const target = stance.target === null ? undefined : targets.get(stance.target);
  return (
    <span className={card.stance}>
      <Scale scores={codebook.stances.map(({ score }) => score)} at={value?.score} />
      <span>
        <em>{value?.verb ?? stance.value}</em>{' '}
        {target ? target.name : <span className={card.nobody}>no target yet</span>}
        {children}
      </span>
    </span>
  );
}
