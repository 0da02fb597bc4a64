import { useMemo } from 'react';
import { isoOf } from '#shared/changes/clock.ts';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { Span } from '#shared/model/span.ts';
import { spanSchema } from '#shared/model/span.ts';
import { isOwnOf } from '#shared/review/side.ts';
import { useAnnotatorNames } from '../data/annotator-names.ts';
import { useSession, useSessionActions, useSpansOf } from '../data/hooks.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogButtons } from '../ui/Dialog.tsx';
import { shortMoment } from '../ui/format.ts';
import styles from './History.module.css';
import { SpanThen } from './SpanThen.tsx';
import { useJournal, useRestore } from './use-span-history.ts';

/** An annotator's own marks that were removed from an article, to be brought back. */
export function DeletedMarks(props: {
  article: string;
  isOpen: boolean;
  codebook: Codebook;
  onClose: () => void;
  /** Told of the mark that has come back. */
  onRestored: (span: string) => void;
}) {
  return (
    <Dialog title="Deleted marks of this article" isOpen={props.isOpen} onClose={props.onClose} width={620}>
      <Deleted {...props} />
    </Dialog>
  );
}

function Deleted({ article, codebook, onClose, onRestored }: Parameters<typeof DeletedMarks>[0]) {
  const session = useSessionActions();
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const there = useSpansOf(article);
  const namesOf = useAnnotatorNames();
  const restore = useRestore();
  const ask = useMemo(() => () => session.link.call('journal.removals', { article }, 120_000), [session, article]);
  const { entries, failure } = useJournal(ask);
  const marks = useMemo(() => {
    const ids = new Set(there?.map(({ id }) => id));
    return entries?.flatMap(({ edit, at, by }) => {
      const span = ownSpan(edit.before, me);
      return span === undefined || ids.has(span.id) ? [] : [{ span, at: isoOf(at), by }];
    });
  }, [entries, there, me]);
  return (
    <>
      {failure !== null && (
        <p role="alert" className={styles.failed}>
          The journal could not be read: {failure}
        </p>
      )}
      {marks?.length === 0 && <p>You have removed no mark from this article, or have brought all of them back.</p>}
      <ol className={styles.deleted} aria-label="Deleted marks, the latest first">
        {marks?.map(({ span, at, by }) => (
          <li key={span.id}>
            <SpanThen span={span} codebook={codebook} />
            <footer>
              <small>
                removed by {by === me ? 'you' : namesOf(by).name}, <time dateTime={at}>{shortMoment(at)}</time>
              </small>
              <Button
                isDisabled={readOnly}
                onPress={() => void restore(span).then((done) => done && onRestored(span.id))}
              >
                Restore
              </Button>
            </footer>
          </li>
        ))}
      </ol>
      <DialogButtons>
        <Button look="primary" onPress={onClose}>
          Close
        </Button>
      </DialogButtons>
    </>
  );
}

/** The span that was removed, if it was this annotator's own; what older versions left half said is no span. */
function ownSpan(before: unknown, me: string): Span | undefined {
  const { success, data } = spanSchema.safeParse(before);
  return success && isOwnOf(data, me) && data.origin !== 'suggested' ? data : undefined;
}
