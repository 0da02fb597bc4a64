import type { ReactNode } from 'react';
import type { Range } from '#shared/model/range.ts';
import type { Span } from '#shared/model/span.ts';
import type { Case } from '#shared/review/case.ts';
import type { Thread } from '#shared/review/threads.ts';
import { caseHeading, type Names, reopenedWords, type ShownSide, sameWords, sideName } from '#shared/review/words.ts';
import discuss from '../../discuss/Discuss.module.css';
import { Threads } from '../../discuss/Threads.tsx';
import { useDiscussion } from '../../discuss/use-discussion.ts';
import { WordsForm } from '../../discuss/WordsForm.tsx';
import { shortMoment } from '../../ui/format.ts';
import { Keys } from '../../ui/Keys.tsx';
import { AskAgainForm } from './AskAgainForm.tsx';
import styles from './CasePanel.module.css';
import { DecisionButtons } from './DecisionButtons.tsx';
import { letterOf } from './decision-keys.ts';
import type { QueuedCase } from './queue.ts';
import { useReview } from './review-context.ts';
import { SideCard } from './SideCard.tsx';
import { takenOf } from './use-deciding.ts';

/** What is being asked for in the panel; null: nothing. */
export type Asking = 'none' | 'comment' | 'again' | null;

/** The case that is looked at: what differs, what each side says, the decision, and what was said about it. */
export function CasePanel(props: {
  /** Where the case stands in the list. */
  kicker: string;
  queued: QueuedCase;
  /** The case at its places in the text that is shown. */
  one: Case;
  names: Names;
  /** What the decision made, if it was decided. */
  stands: readonly Span[];
  /** What was said about the spans of the case. */
  threads: readonly Thread[];
  asking: Asking;
  onAsking: (asking: Asking) => void;
  /** In place of the cards and the buttons: the span that is being made. */
  editor: ReactNode;
  onTake: (sides: readonly ShownSide[]) => void;
  /** Null: the article’s text is not there. */
  onMerge: (() => void) | null;
  onNone: (reason: string) => void;
  onLater: () => void;
  onWithdraw: () => void;
  onComment: (words: string) => void;
  onAskAgain: (sides: readonly string[], reason: string) => void;
  onHistory: () => void;
}) {
  const { queued, one, names, asking, onAsking, editor } = props;
  const { deciding, personOf, blind, me } = useReview();
  const discussion = useDiscussion(one.article);
  const { decision, changes } = queued;
  const differs = new Set(one.differences);
  const shown = names.sides.filter(({ id }) => one.missing.includes(id) || one.spans.some(({ side }) => side === id));
  const marked = names.sides.filter(({ id }) => one.spans.some(({ side }) => side === id));
  const done = () => onAsking(null);
  return (
    <section className={styles.panel} aria-label="Case">
      <p className={styles.kicker}>{props.kicker}</p>
      <div aria-live="polite">
        <h3 className={styles.heading}>{caseHeading(one, names)}</h3>
        <p className={styles.same}>{sameWords(one, names)}</p>
      </div>
      {changes !== null && (
        <p className={styles.reopened}>
          <b>Open again.</b> Since it was decided, {reopenedWords(changes, (side) => sideName(side, names))}.
        </p>
      )}
      {editor ?? (
        <>
          <div className={styles.cards} data-many={shown.length > 2 || undefined}>
            {shown.map((side) => (
              <SideCard
                key={side.id}
                side={side}
                sided={one.spans.find((sided) => sided.side === side.id)}
                differs={differs}
                common={commonOf(one)}
                names={names}
                letter={letterOf(side.number)}
              />
            ))}
          </div>
          <DecisionButtons
            sides={marked}
            taken={decision === null || changes !== null ? null : takenOf(decision)}
            disabled={deciding.readOnly}
            onTake={props.onTake}
            onMerge={props.onMerge}
            onNone={() => onAsking('none')}
            onLater={props.onLater}
          />
          {deciding.readOnly && (
            <p className={styles.readOnly}>This folder is open for reading only: look, but nothing is decided.</p>
          )}
        </>
      )}
      {asking === 'none' && (
        <WordsForm
          label="Why none of these stands"
          placeholder="Why does none of these stand?"
          button="None of these"
          short
          onSend={(reason) => {
            done();
            props.onNone(reason);
          }}
          onCancel={done}
        />
      )}
      {decision !== null && editor === null && (
        <p className={styles.decided}>
          <span>
            {changes === null ? 'Decided' : 'Was decided'} by{' '}
            {blind ? 'an adjudicator' : personOf(decision.adjudicator)},{' '}
            <time dateTime={decision.at}>{shortMoment(decision.at)}</time>
            {decision.reason && (
              <q className={styles.reason} dir="auto">
                {decision.reason}
              </q>
            )}
          </span>
          <button type="button" disabled={deciding.readOnly} onClick={props.onWithdraw}>
            Take the decision back
          </button>
        </p>
      )}
      {decision?.verdict === 'merge' && editor === null && (
        <div className={styles.cards}>
          {props.stands.map((span) => (
            <SideCard
              key={span.id}
              side={null}
              sided={{ span, side: span.annotator, start: span.start, end: span.end }}
              differs={nothing}
              common={null}
              names={names}
              letter={undefined}
            />
          ))}
        </div>
      )}
      <Threads
        threads={props.threads}
        whoIs={(id) => (names.sides.some((side) => side.id === id) ? sideName(id, names) : personOf(id))}
        own={deciding.readOnly || blind ? null : { me, change: discussion.change, remove: discussion.remove }}
      />
      {!deciding.readOnly && asking === null && (
        <p className={`${discuss.below} ${styles.say}`}>
          <button type="button" onClick={() => onAsking('comment')}>
            <Keys keys="R" /> {props.threads.length > 0 ? 'reply' : 'comment'}
          </button>
          <button type="button" onClick={() => onAsking('again')}>
            <Keys keys="S" /> ask to look again
          </button>
          {!blind && (
            <button type="button" onClick={props.onHistory}>
              <Keys keys="H" /> history
            </button>
          )}
        </p>
      )}
      {asking === 'comment' && (
        <WordsForm
          label="Comment"
          placeholder={props.threads.length > 0 ? 'Reply' : 'Say something about this case'}
          button="Send"
          draft={`case ${one.id}`}
          onSend={(words) => {
            done();
            props.onComment(words);
          }}
          onCancel={done}
        />
      )}
      {asking === 'again' && (
        <AskAgainForm
          sides={shown.filter(({ id }) => blind || id !== me)}
          first={marked}
          onSend={(sides, reason) => {
            done();
            props.onAskAgain(sides, reason);
          }}
          onCancel={done}
        />
      )}
    </section>
  );
}

const nothing: ReadonlySet<never> = new Set();

/** What all sides of a case have in common, where they differ in their boundaries; null where they do not. */
function commonOf({ differences, spans }: Case): Range | null {
  if (!differences.includes('boundary')) return null;
  const start = Math.max(...spans.map((sided) => sided.start));
  const end = Math.min(...spans.map((sided) => sided.end));
  return { start, end: Math.max(start, end) };
}
