import { useEffect, useRef, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { Span } from '#shared/model/span.ts';
import { isOwnOf } from '#shared/review/side.ts';
import { useAnnotatorNames } from '../data/annotator-names.ts';
import type { HistoryStep } from '../data/describe-history.ts';
import { useSession } from '../data/hooks.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { shortMoment } from '../ui/format.ts';
import styles from './History.module.css';
import { SpanThen } from './SpanThen.tsx';
import { useRestore, useSpanHistory } from './use-span-history.ts';

/** A mark whose history can be looked at. */
export interface HistoryOf {
  id: string;
  /** What tells it from the others: whose it is. */
  name: string;
}

/** Who did what to a mark, and when; what it was at each step, to be brought back. */
export function HistoryDialog(props: {
  /** Of several, one is shown at a time; none: the dialog is closed. */
  spans: readonly HistoryOf[];
  codebook: Codebook;
  onClose: () => void;
}) {
  const { spans, codebook, onClose } = props;
  const [chosen, choose] = useState<string>();
  const current = spans.find(({ id }) => id === chosen) ?? spans[0];
  return (
    <Dialog title="History of this mark" isOpen={current !== undefined} onClose={onClose} width={760}>
      {spans.length > 1 && (
        <fieldset className={styles.marks} aria-label="Whose mark">
          {spans.map(({ id, name }) => (
            <button key={id} type="button" aria-pressed={id === current?.id} onClick={() => choose(id)}>
              {name}
            </button>
          ))}
        </fieldset>
      )}
      {current && <History key={current.id} span={current.id} codebook={codebook} onClose={onClose} />}
    </Dialog>
  );
}

function History({ span, codebook, onClose }: { span: string; codebook: Codebook; onClose: () => void }) {
  const { steps, failure, now } = useSpanHistory(span, codebook);
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const restore = useRestore();
  const namesOf = useAnnotatorNames();
  const list = useRef<HTMLDivElement>(null);
  const [at, goTo] = useState<string>();
  // What was restored is the newest step, and is then what is looked at.
  const newest = steps?.[0]?.id;
  useEffect(() => goTo(newest), [newest]);
  const step = steps?.find(({ id }) => id === at) ?? steps?.[0];
  const any = now ?? steps?.find(({ span }) => span !== null)?.span ?? undefined;
  const why = any && whyNot(any, me, readOnly, (id) => namesOf(id).name);

  if (failure !== null)
    return (
      <p role="alert" className={styles.failed}>
        The journal could not be read: {failure}
      </p>
    );
  return (
    <>
      <div className={styles.both} aria-busy={steps === undefined}>
        <ListBox
          aria-label="Steps, the latest first"
          className={styles.steps ?? ''}
          ref={list}
          autoFocus
          selectionMode="single"
          selectionBehavior="replace"
          disallowEmptySelection
          selectedKeys={step ? [step.id] : []}
          onSelectionChange={(keys) => keys !== 'all' && goTo([...keys][0] as string | undefined)}
          items={steps ?? []}
          renderEmptyState={() => (steps ? <p>The journal does not know this mark.</p> : null)}
        >
          {(one: HistoryStep) => (
            <ListBoxItem id={one.id} className={styles.step ?? ''} textValue={`${one.who} ${one.what}`}>
              <span>
                <b dir="auto">{one.who}</b> {one.what}
              </span>
              <small>
                <time dateTime={one.at}>{shortMoment(one.at)}</time>
                {one.how === 'undo' && ' · by undo'}
                {one.how === 'import' && ' · taken in from a colleague’s file'}
              </small>
            </ListBoxItem>
          )}
        </ListBox>
        <section className={styles.then} aria-label="The mark at this step">
          {step && (step.span ? <SpanThen span={step.span} codebook={codebook} /> : <p>It was not there.</p>)}
        </section>
      </div>
      <DialogButtons>
        {why && <p className={styles.why}>{why}</p>}
        {step?.span && why === null && (
          <Button
            isDisabled={step === steps?.[0]}
            onPress={() => {
              // The button rests once it has done its work, and must not take the keyboard with it.
              if (step.span) void restore(step.span).then(() => list.current?.focus());
            }}
          >
            Restore this
          </Button>
        )}
        <Button look="primary" onPress={onClose}>
          Close
        </Button>
      </DialogButtons>
    </>
  );
}

/** Why a mark cannot be brought back to what it was; null: it can. */
function whyNot(span: Span, me: string, readOnly: boolean, whoIs: (id: string) => string): string | null {
  if (span.origin === 'adjudicated') return 'What a review settled on is changed by deciding the case anew.';
  if (!isOwnOf(span, me)) return `This mark is ${whoIs(span.annotator)}’s, and is not yours to change.`;
  return readOnly ? 'This folder is open for reading only.' : null;
}
