import { type Codebook, isAttributed, stanceOf } from '#shared/codebook/codebook.ts';
import type { Span } from '#shared/model/span.ts';
import { useById, useSpeakers, useTargets } from '../data/hooks.ts';
import { Scale } from '../ui/Scale.tsx';
import styles from './History.module.css';

/** What a mark said at some time. */
export function SpanThen({ span, codebook }: { span: Span; codebook: Codebook }) {
  const speakers = useById(useSpeakers());
  const targets = useById(useTargets());
  const layer = codebook.layers.find(({ id }) => id === span.layer);
  const mode = codebook.modes.find(({ id }) => id === span.mode);
  const speaker =
    span.speaker === null ? 'No speaker' : (speakers?.get(span.speaker)?.name ?? 'A speaker since removed');
  return (
    <>
      <q className={styles.quote} dir="auto">
        {span.quote.exact}
      </q>
      {isAttributed(codebook, span.layer) && (
        <p>
          <b dir="auto">{speaker}</b>
          {span.mention && <small> named “{span.mention.text}”</small>}
        </p>
      )}
      {span.stances.map((stance) => {
        const value = stanceOf(codebook, stance.value);
        return (
          <p key={`${stance.target} ${stance.value}`} className={styles.stance}>
            <Scale scores={codebook.stances.map(({ score }) => score)} at={value?.score} />
            <span>
              {value?.verb ?? stance.value}{' '}
              {stance.target === null ? 'no target' : (targets?.get(stance.target)?.name ?? 'a target since removed')}
            </span>
          </p>
        );
      })}
      <p className={styles.rest}>{[layer?.name ?? span.layer, mode?.name.toLowerCase()].filter(Boolean).join(' · ')}</p>
      {span.note && (
        <p className={styles.rest} dir="auto">
          {span.note}
        </p>
      )}
    </>
  );
}
