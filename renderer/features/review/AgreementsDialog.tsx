import { useMemo, useState } from 'react';
import { groupBy } from '#shared/model/groups.ts';
import { caseSubject, type Names } from '#shared/review/words.ts';
import { casesAtOnce } from '../../data/review-gestures.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { plural } from '../../ui/format.ts';
import { Progress } from '../../ui/Progress.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import styles from './AgreementsDialog.module.css';
import type { QueuedCase } from './queue.ts';
import type { TakeAgreed } from './use-take-agreed.ts';

type Row = { id: string } & ({ article: string; count: number } | { queued: QueuedCase });

/** What would be taken, article by article, before it is. */
export function AgreementsDialog(props: {
  cases: readonly QueuedCase[];
  isOpen: boolean;
  onClose: () => void;
  names: Names;
  titleOf: (article: string) => string;
  taking: TakeAgreed['taking'];
  onTake: () => void;
}) {
  const { cases, names, titleOf, taking } = props;
  const [active, setActive] = useState<string>();
  const groups = useMemo(() => groupBy(cases, ({ case: one }) => one.article), [cases]);
  const rows = useMemo(
    () =>
      [...groups].flatMap(([article, group]): Row[] => [
        { id: `article ${article}`, article, count: group.length },
        ...group.map((queued) => ({ id: queued.case.id, queued })),
      ]),
    [groups],
  );
  return (
    <Dialog
      title="Take all agreements"
      isOpen={props.isOpen}
      onClose={props.onClose}
      width={640}
      locked={taking !== null}
    >
      <p>
        In {plural(cases.length, 'case')} of {plural(groups.size, 'article')} all sides marked the same passage and say
        the same of it. Taking them makes each a decided one. Undo takes{' '}
        {cases.length > casesAtOnce ? `${casesAtOnce} of them back at a time` : 'them all back'}.
      </p>
      <div className={styles.list}>
        <VirtualList
          label="Agreements"
          rows={rows}
          rowHeight={30}
          idOf={(row) => row.id}
          activeId={active}
          onActive={setActive}
          onOpen={() => {}}
          renderRow={(row) =>
            'queued' in row ? (
              <div className={styles.case}>
                <span dir="auto">{row.queued.case.spans[0]?.span.quote.exact.replace(/\s+/g, ' ')}</span>
                <small dir="auto">{caseSubject(row.queued.case, names)}</small>
              </div>
            ) : (
              <div className={styles.article}>
                <b dir="auto">{titleOf(row.article)}</b>
                <small>{plural(row.count, 'agreement')}</small>
              </div>
            )
          }
          empty="There is nothing to take."
        />
      </div>
      <DialogButtons>
        {taking !== null && (
          <Progress
            label="Taking agreements"
            words={`${taking.done.toLocaleString('en')} of ${taking.total.toLocaleString('en')}`}
            value={taking.done}
            max={taking.total}
          />
        )}
        <Button onPress={props.onClose} isDisabled={taking !== null}>
          Cancel
        </Button>
        <Button look="primary" autoFocus onPress={props.onTake} isDisabled={taking !== null || cases.length === 0}>
          Take {cases.length.toLocaleString('en')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
