import { useMemo, useState } from 'react';
import { added } from '#shared/changes/edits.ts';
import type { BlockRole } from '#shared/model/block-role.ts';
import { useAct } from '../../data/act.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { forgetLine } from '../../data/block-role-gestures.ts';
import { useBlockRoles, useEntries, useSession } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { plural, shortMoment } from '../../ui/format.ts';
import styles from './Details.module.css';
import { type TaughtLine, taughtList } from './taught-list.ts';

/** So many lines are listed; nobody reads more of them. */
const most = 500;

/** What people have said is page furniture or body, line by line, and how to take it back. */
export function LinesDialog({ onClose }: { onClose: () => void }) {
  const roles = useBlockRoles();
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const act = useAct();
  /** Taken back in this dialog: shown until it is closed, so that it can be brought back where it stood. */
  const [taken, setTaken] = useState<ReadonlyMap<string, readonly BlockRole[]>>(new Map());
  const listed = useMemo(() => taughtList([...(roles ?? []), ...[...taken.values()].flat()]), [roles, taken]);

  const takeBack = async (line: TaughtLine) => {
    const { all } = line;
    const edits =
      line.line === null
        ? all.map((one) => ({ kind: 'blockRole' as const, id: one.id, before: one }))
        : forgetLine(line.line, all);
    if (await act(edits, { gesture: newId('g') })) setTaken((now) => new Map([...now, [line.key, all]]));
  };
  const bringBack = async (line: TaughtLine) => {
    const back = taken.get(line.key) ?? [];
    if (
      !(await act(
        back.map((one) => added('blockRole', one)),
        { gesture: newId('g') },
      ))
    )
      return;
    setTaken((now) => new Map([...now].filter(([key]) => key !== line.key)));
  };

  return (
    <Dialog title="Lines the folder was taught" isOpen onClose={onClose} width={680}>
      <p className={styles.hint}>
        What was said of a line holds for every line of the folder that is the same but for case, figures and blanks; a
        word in an article itself comes before that. Long paragraphs, and what was said for one article only, hold
        there.
      </p>
      {roles === undefined ? (
        <p className={styles.empty}>They are being read.</p>
      ) : listed.length === 0 ? (
        <p className={styles.empty}>
          Nothing yet. In an article, Shift V folds the block at the caret away as page furniture, or takes it back as
          body.
        </p>
      ) : (
        <ul className={styles.lines} aria-label="Lines">
          {listed.slice(0, most).map((line) => (
            <Line
              key={line.key}
              line={line}
              isTaken={taken.has(line.key)}
              readOnly={readOnly}
              onTakeBack={() => void takeBack(line)}
              onBringBack={() => void bringBack(line)}
            />
          ))}
        </ul>
      )}
      {listed.length > most && (
        <p className={styles.hint}>
          The latest {most} of {plural(listed.length, 'line')}.
        </p>
      )}
      <DialogButtons>
        <Button look="primary" onPress={onClose} autoFocus>
          Done
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function Line(props: {
  line: TaughtLine;
  isTaken: boolean;
  readOnly: boolean;
  onTakeBack: () => void;
  onBringBack: () => void;
}) {
  const { line, isTaken } = props;
  const { latest } = line;
  const namesOf = useAnnotatorNames();
  const entries = useEntries();
  const title = useMemo(() => {
    const entry = line.line === null ? entries?.find(({ article }) => article === latest.article) : undefined;
    return entry && (entry.meta.title ?? entry.path);
  }, [entries, line, latest]);
  return (
    <li className={styles.line} style={isTaken ? { opacity: 0.6 } : undefined}>
      <div>
        <q dir="auto" title={latest.quote.exact}>
          {latest.quote.exact}
        </q>
        <small>
          {namesOf(latest.annotator).name}, {shortMoment(latest.updatedAt)}
          {line.line === null && ` · only in ${title === undefined ? 'one article' : `“${title}”`}`}
        </small>
      </div>
      <span>{isTaken ? 'taken back' : latest.role === 'boilerplate' ? 'page furniture' : 'body'}</span>
      <Button look="plain" isDisabled={props.readOnly} onPress={isTaken ? props.onBringBack : props.onTakeBack}>
        {isTaken ? 'Bring back' : 'Take back'}
      </Button>
    </li>
  );
}
