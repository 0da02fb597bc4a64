import type { EventData } from '#shared/contract/contract.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogButtons } from '../../ui/Dialog.tsx';
import { Progress } from '../../ui/Progress.tsx';

export type ExchangeProgress = EventData<'exchange.progress'>;

/** How far a file is that is written or read; without `onCancel` it cannot be stopped any more. */
export function WorkingOn(props: {
  first: ExchangeProgress['phase'];
  progress: ExchangeProgress | null;
  onCancel?: (() => void) | undefined;
}) {
  const { progress } = props;
  const words = phases[progress?.phase ?? props.first];
  return (
    <>
      <Progress
        label={words}
        words={
          progress && progress.total > 0
            ? `${words}, ${progress.done.toLocaleString('en')} of ${progress.total.toLocaleString('en')}`
            : words
        }
        value={progress?.done ?? 0}
        max={progress?.total ?? 0}
      />
      {props.onCancel && (
        <DialogButtons>
          <Button onPress={props.onCancel} autoFocus>
            Cancel
          </Button>
        </DialogButtons>
      )}
    </>
  );
}

const phases: Record<ExchangeProgress['phase'], string> = {
  writing: 'Writing',
  checking: 'Reading the file again',
  reading: 'Reading',
  placing: 'Finding the places of the spans',
  saving: 'Taking in',
};
