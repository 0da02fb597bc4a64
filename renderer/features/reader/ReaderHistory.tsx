import { useState } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import { sideOf } from '#shared/review/side.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { DeletedMarks } from '../../discuss/DeletedMarks.tsx';
import { HistoryDialog, type HistoryOf } from '../../discuss/HistoryDialog.tsx';
import { useActions } from '../../ui/actions.ts';
import type { PlacedCorrection } from './placed-corrections.ts';
import type { Reading } from './use-reading.ts';

const none: readonly HistoryOf[] = [];

/** The history of what is selected, and the marks that were removed; with their keys. */
export function ReaderHistory(props: {
  article: string;
  codebook: Codebook;
  reading: Reading;
  correction: PlacedCorrection | undefined;
  /** To a mark that has come back. */
  onRestored: (span: string) => void;
}) {
  const { article, codebook, reading, correction } = props;
  const [shown, show] = useState<readonly HistoryOf[] | 'deleted'>(none);
  const namesOf = useAnnotatorNames();
  const { selected } = reading;
  const selectedSpans = selected
    ? [selected.span]
    : correction
      ? [correction.correction.mine, ...correction.correction.adjudicated].filter((span) => span !== null)
      : [];
  useActions([
    {
      id: 'reader.history',
      name: 'History of this mark…',
      group: 'Discussion',
      keys: ['H'],
      enabled: () => selectedSpans.length > 0,
      run: () =>
        show(selectedSpans.map((span) => ({ id: span.id, name: namesOf(sideOf(span) ?? span.annotator).name }))),
    },
    {
      id: 'reader.deleted',
      name: 'Deleted marks of this article…',
      group: 'Discussion',
      run: () => show('deleted'),
    },
  ]);
  const close = () => show(none);
  return (
    <>
      <HistoryDialog spans={shown === 'deleted' ? none : shown} codebook={codebook} onClose={close} />
      <DeletedMarks
        article={article}
        isOpen={shown === 'deleted'}
        codebook={codebook}
        onClose={close}
        onRestored={(span) => {
          close();
          props.onRestored(span);
        }}
      />
    </>
  );
}
