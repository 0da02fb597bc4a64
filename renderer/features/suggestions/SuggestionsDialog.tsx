import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack, Switch } from 'react-aria-components';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { Assistance } from '#shared/model/assistance.ts';
import { atThreshold } from '#shared/suggest/stance/learn.ts';
import { type Assist, useAssisting } from '../../data/assisting.ts';
import { useSession } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { type LearnedState, useLearned } from '../../data/learning.ts';
import { useActions } from '../../ui/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { plural } from '../../ui/format.ts';
import { Scale } from '../../ui/Scale.tsx';
import styles from './Suggestions.module.css';
import { amountInWords, percent, standingInWords, timeInWords } from './words.ts';

/** What is suggested in this folder, what was learned from one's own labels, and how to have it forgotten. */
export function SuggestionsDialog({ codebook }: { codebook: Codebook }) {
  const [shown, setShown] = useState<'no' | 'yes' | 'asking'>('no');
  const project = useSession((state) => state.project);
  const { assistance, assist } = useAssisting();
  const learned = useLearned();
  const readOnly = project?.readOnly ?? true;

  useActions([
    {
      id: 'suggestions.show',
      name: 'Suggestions: what was learned…',
      group: 'Suggestions',
      enabled: () => project !== null,
      run: () => setShown('yes'),
    },
    {
      id: 'suggestions.forget',
      name: 'Suggestions: forget what was learned…',
      group: 'Suggestions',
      enabled: () => project !== null && !readOnly && learned.labels + learned.names > 0,
      run: () => setShown('asking'),
    },
  ]);
  useEffect(() => {
    if (project === null) setShown('no');
  }, [project]);

  return (
    <Dialog title="Suggestions" isOpen={shown !== 'no'} onClose={() => setShown('no')} width={580}>
      {assistance === undefined ? (
        <p className={styles.words}>Your settings are being read.</p>
      ) : (
        <Settings
          assistance={assistance}
          assist={assist}
          learned={learned}
          codebook={codebook}
          readOnly={readOnly}
          asking={shown === 'asking'}
          onAsking={(asking) => setShown(asking ? 'asking' : 'yes')}
        />
      )}
      <DialogButtons>
        <Button look="primary" onPress={() => setShown('no')}>
          Done
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

interface SettingsProps {
  assistance: Assistance;
  assist: Assist;
  learned: LearnedState;
  codebook: Codebook;
  readOnly: boolean;
  /** Whether it is being asked if what was learned shall be forgotten. */
  asking: boolean;
  onAsking: (asking: boolean) => void;
}

function Settings(props: SettingsProps) {
  const { assistance, assist, learned, codebook, readOnly } = props;
  return (
    <>
      {readOnly && (
        <p className={styles.words}>This folder is open for reading only, so nothing can be changed here.</p>
      )}
      <Choice
        name="Suggest statements, their speakers and stances"
        isSelected={assistance.on}
        isDisabled={readOnly}
        onChange={(on) => void assist({ on })}
      >
        Off for annotating without any help. Holds for you in this folder; the journal keeps when it was on.
      </Choice>
      <Choice
        name="Single quotation marks count"
        isSelected={assistance.singleMarks}
        isDisabled={readOnly || !assistance.on}
        onChange={(singleMarks) => void assist({ singleMarks })}
      >
        For outlets that put what is said in ‘single marks’; in most news these stand around terms and in headlines.
      </Choice>
      <h3 className={styles.heading}>Learned from your labels</h3>
      <p className={styles.words} role="status">
        {standingInWords(learned, codebook)}
      </p>
      <Report learned={learned} codebook={codebook} />
      <Threshold assistance={assistance} assist={assist} learned={learned} readOnly={readOnly} />
      <Forget {...props} />
    </>
  );
}

function Choice(props: {
  name: string;
  isSelected: boolean;
  isDisabled: boolean;
  onChange: (selected: boolean) => void;
  children: ReactNode;
}) {
  const { name, children, ...rest } = props;
  return (
    <Switch {...rest} className={styles.choice ?? ''} aria-label={name}>
      <span className={styles.switch} aria-hidden="true" />
      <span>
        {name}
        <small>{children}</small>
      </span>
    </Switch>
  );
}

/** For each value of the scale its labels, and how many of them would have been found. */
function Report({ learned, codebook }: { learned: LearnedState; codebook: Codebook }) {
  const { model, labels, standing } = learned;
  if (labels === 0) return null;
  // What too few labels give by chance is not shown.
  const check = standing === 'good' || standing === 'no-better' ? learned.check : null;
  const scores = codebook.stances.map(({ score }) => score);
  const right = new Map(check?.values.map((row) => [row.value, row.right]));
  const known = new Set(codebook.stances.map(({ id }) => id));
  const others = [...model.stances.classes.keys()].filter((value) => !known.has(value));
  const rows = [
    ...codebook.stances.map(({ id, name, score }) => ({ id, name, score })),
    ...others.map((id) => ({ id, name: id, score: undefined })),
  ].map((row) => ({ ...row, labels: model.stances.classes.get(row.id)?.labels ?? 0 }));
  const most = Math.max(...rows.map((row) => row.labels));
  return (
    <table className={styles.values}>
      <caption>
        {plural(labels, 'stance')}
        {check !== null && ` in ${plural(check.articles, 'article')}`}, {plural(learned.names, 'named speaker')}
      </caption>
      <thead>
        <tr>
          <th scope="col">Stance</th>
          <th scope="col">Labels</th>
          <th scope="col">{check !== null && 'Found'}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Scale scores={scores} at={row.score} /> {row.name}
            </th>
            <td>
              <span className={styles.bar} data-score={row.score} style={{ width: `${(row.labels / most) * 150}px` }} />
              {row.labels.toLocaleString('en')}
            </td>
            <td>{check !== null && row.labels > 0 && Math.round(right.get(row.id) ?? 0).toLocaleString('en')}</td>
          </tr>
        ))}
      </tbody>
      {check !== null && (
        <tfoot>
          <tr>
            <td colSpan={3}>
              {learned.busy || learned.trainedAt === null
                ? 'Your labels have changed and are being checked again.'
                : `Checked ${timeInWords(learned.trainedAt)}, ${check.folds} times, each time on articles it had not learned from.`}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

function Threshold(props: { assistance: Assistance; assist: Assist; learned: LearnedState; readOnly: boolean }) {
  const { assistance, assist, learned, readOnly } = props;
  const [moved, setMoved] = useState<number>();
  // Moving it, however often, while the dialog is open is one thing to undo.
  const [gesture] = useState(() => newId('g'));
  const threshold = moved ?? assistance.threshold;
  const { check } = learned;
  const told = check !== null && learned.standing === 'good' ? atThreshold(check, threshold) : undefined;
  return (
    <>
      <Slider
        className={styles.threshold ?? ''}
        minValue={0}
        maxValue={1}
        step={0.05}
        value={threshold}
        isDisabled={readOnly}
        formatOptions={{ style: 'percent' }}
        onChange={setMoved}
        onChangeEnd={(threshold) => void assist({ threshold }, gesture)}
      >
        <Label>Suggest a learned stance from this certainty on</Label>
        <SliderOutput className={styles.number ?? ''} />
        <SliderTrack className={styles.track ?? ''}>
          <span className={styles.filled} style={{ width: percent(threshold) }} />
          <SliderThumb className={styles.thumb ?? ''} />
        </SliderTrack>
      </Slider>
      <p className={styles.told}>
        {told === undefined || check === null
          ? ' '
          : told.spoken === 0
            ? `It would have been silent on all ${plural(check.labels, 'label')}.`
            : `It would have spoken on ${told.spoken.toLocaleString('en')} of ${plural(check.labels, 'label')} and been right on ${told.right.toLocaleString('en')}.`}
      </p>
    </>
  );
}

function Forget({ assistance, assist, learned, readOnly, asking, onAsking }: SettingsProps) {
  const [done, setDone] = useState<string>();
  // The button that was pressed goes away, and the keyboard must stay in the dialog.
  const said = useRef<HTMLParagraphElement>(null);
  const wasAsking = useRef(asking);
  useEffect(() => {
    if (wasAsking.current && !asking) said.current?.focus();
    wasAsking.current = asking;
  }, [asking]);
  const forget = async () => {
    const amount = amountInWords(learned);
    const learnsFrom = new Date().toISOString();
    if (await assist({ learnsFrom })) setDone(`Forgotten: ${amount}. Your labels stay.`);
    onAsking(false);
  };
  const relearn = async () => {
    if (!(await assist({ learnsFrom: null }))) return;
    setDone('All your labels are learned from again.');
    said.current?.focus();
  };
  if (asking && !readOnly) {
    return (
      <div className={styles.question} role="alertdialog" aria-label="Forget what was learned?">
        <p>
          Forget {amountInWords(learned)}? Your labels stay; from now on only those that you make or change are learned
          from.
        </p>
        <Button look="plain" autoFocus onPress={() => onAsking(false)}>
          Keep
        </Button>
        <Button look="danger" onPress={() => void forget()}>
          Forget
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.forget}>
      <p role="status" ref={said} tabIndex={-1}>
        {done ??
          (assistance.learnsFrom === null
            ? 'All that it knows stands in this folder’s journal.'
            : `Learns only from labels since ${timeInWords(assistance.learnsFrom)}.`)}
      </p>
      {assistance.learnsFrom !== null && (
        <Button isDisabled={readOnly} onPress={() => void relearn()}>
          Learn from all again
        </Button>
      )}
      {(assistance.learnsFrom === null || learned.labels + learned.names > 0) && (
        <Button isDisabled={readOnly || learned.labels + learned.names === 0} onPress={() => onAsking(true)}>
          Forget what was learned…
        </Button>
      )}
    </div>
  );
}
