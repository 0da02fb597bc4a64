import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import { isDoubtful } from '../../suggest/walk.ts';
import { createId, pickOf, speakerPicks } from '../../ui/entry-picks.ts';
import { Keys } from '../../ui/Keys.tsx';
import { PickBox, type PickBoxHandle } from '../../ui/PickBox.tsx';
import card from './SpanCard.module.css';
import type { CardContext } from './SpanCard.tsx';
import type { FocusRequest, SpanEditing } from './SpanEditor.tsx';
import { StanceLine } from './StanceLine.tsx';
import styles from './SuggestionCard.module.css';
import { choiceWords, proposalDetails } from './suggestion-words.ts';
import type { SuggestionEditing } from './use-suggestion-editing.ts';

/** What is suggested for a passage, in the margin: who, how and why; quieter than any span's card. */
export function SuggestionCard(props: {
  suggestion: Suggestion;
  /** The words of the clause that the suggested ones are part of. */
  clause: string | undefined;
  context: CardContext;
  selected: boolean;
  compact: boolean;
  focus: FocusRequest | undefined;
  recentSpeakers: ReadonlySet<string>;
  onSelect: () => void;
  deciding: SuggestionEditing;
  onClause: () => void;
  edit: SpanEditing;
}) {
  const { suggestion, clause, context, selected, compact, deciding } = props;
  const look = `${card.card} ${styles.card}`;
  const doubtful = isDoubtful(suggestion) || undefined;
  const body = (
    <>
      <Head suggestion={suggestion} context={context} />
      {!compact && <Words suggestion={suggestion} />}
      {!compact && <Stances suggestion={suggestion} context={context} reasons={selected} />}
    </>
  );
  if (!selected) {
    return (
      <button
        type="button"
        className={look}
        data-suggestion
        data-doubtful={doubtful}
        aria-description={doubtful ? 'suggested, unsure' : 'suggested'}
        onClick={props.onSelect}
      >
        {body}
      </button>
    );
  }
  return (
    <section className={look} data-suggestion data-selected data-doubtful={doubtful} aria-label="Selected suggestion">
      {body}
      <ul className={styles.reasons} aria-label="Why">
        {suggestion.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
        {doubtful && <li>unsure: this may be no statement</li>}
      </ul>
      <SpeakerBox {...props} />
      <footer className={`${card.keys} ${styles.keys}`}>
        <Key keys="Enter" name={suggestion.speaker.how === 'choice' ? 'choose' : 'accept'} run={deciding.accept} />
        <Key keys="Backspace" name="reject" run={deciding.reject} />
        <span>
          <Keys keys="Tab" /> next
        </span>
        {clause !== undefined && (
          <button type="button" className={styles.clause} onClick={props.onClause} title={clause}>
            <Keys keys="X" /> whole clause: “<span dir="auto">{clause}</span>”
          </button>
        )}
      </footer>
    </section>
  );
}

function Key({ keys, name, run }: { keys: string; name: string; run: () => void }) {
  return (
    <button type="button" onClick={run}>
      <Keys keys={keys} /> {name}
    </button>
  );
}

function Head({ suggestion, context }: { suggestion: Suggestion; context: CardContext }) {
  const { speaker } = suggestion;
  const known = speaker.how === 'known' ? context.speakers.get(speaker.id) : undefined;
  let name: ReactNode = <b className={styles.nobody}>Speaker not named</b>;
  let details = '';
  if (speaker.how === 'known') {
    name = <b dir="auto">{known?.name ?? speaker.name}</b>;
    details = known ? [known.role ?? known.affiliation, known.country].filter(Boolean).join(' · ') : '';
  } else if (speaker.how === 'new') {
    name = <b dir="auto">{speaker.proposal.name}</b>;
    details = proposalDetails(speaker.proposal);
  } else if (speaker.how === 'choice') {
    name = <b dir="auto">{choiceWords(speaker.among.map((one) => one.name))}</b>;
  }
  return (
    <span className={`${card.head} ${styles.head}`}>
      {name}
      {details && (
        <span className={card.who} dir="auto" title={details}>
          {details}
        </span>
      )}
      {speaker.how === 'new' && (
        <i className={styles.new} title="Comes into the registry when you accept">
          new
        </i>
      )}
    </span>
  );
}

/** The words that name the speaker and those that say they spoke, as they stand, and how the statement is given. */
function Words({ suggestion }: { suggestion: Suggestion }) {
  const { mention, cue, mode } = suggestion;
  const words = [mention, cue].filter((one) => one !== null).sort((a, b) => a.start - b.start);
  if (words.length === 0 && mode === null) return <span className={styles.words}>a term or a title</span>;
  return (
    <span className={styles.words}>
      {words.length > 0 && <q dir="auto">{words.map(({ text }) => text).join(' … ')}</q>}
      {words.length > 0 && mode && ' · '}
      {mode}
    </span>
  );
}

function Stances(props: { suggestion: Suggestion; context: CardContext; reasons: boolean }) {
  const { suggestion, context, reasons } = props;
  return suggestion.stances.map((stance) => (
    <StanceLine key={`${stance.target} ${stance.value}`} stance={stance} context={context}>
      {reasons ? (
        <span className={styles.because}>{stance.reason}</span>
      ) : (
        stance.cue && <span className={styles.seen}> “{stance.cue.text}”</span>
      )}
    </StanceLine>
  ));
}

/** Names another speaker, or one of those among whom there is a choice; naming one accepts. Nothing until it is asked for. */
function SpeakerBox({ suggestion, context, focus, recentSpeakers, edit }: Parameters<typeof SuggestionCard>[0]) {
  const box = useRef<PickBoxHandle>(null);
  const asked = focus?.field === 'speaker' ? focus.request : undefined;
  useEffect(() => {
    if (asked !== undefined) box.current?.browse({ preventScroll: true });
  }, [asked]);
  const [left, setLeft] = useState<number>();
  if (asked === undefined || asked === left) return null;

  const { speaker } = suggestion;
  const speakers = [...context.speakers.values()];
  const candidates = speaker.how === 'choice' ? speaker.among : [];
  return (
    <div className={styles.speaker}>
      <PickBox
        label="Speaker"
        value=""
        placeholder="Type a name"
        handle={box}
        search={(typed) =>
          typed.trim() === '' && candidates.length > 0
            ? candidates.map(({ id, name }) => pickOf(context.speakers.get(id) ?? { ...blank, id, name }))
            : speakerPicks(typed, speakers, recentSpeakers)
        }
        onPick={(id, typed) => (id === createId ? edit.createSpeaker(typed.trim()) : edit.setSpeaker(id))}
        onLeave={() => {
          setLeft(asked);
          edit.leave();
        }}
      />
    </div>
  );
}

const blank = { kind: 'person' as const, aliases: [], role: null, affiliation: null, country: null, note: null };
