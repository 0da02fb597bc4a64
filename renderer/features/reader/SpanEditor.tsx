import { type ReactNode, useEffect, useRef, useState } from 'react';
import { isAttributed } from '#shared/codebook/codebook.ts';
import type { Stance } from '#shared/model/stance.ts';
import { searchNames } from '#shared/registry/search.ts';
import { type Chip, Chips } from '../../ui/Chips.tsx';
import { createId, creating, speakerPicks } from '../../ui/entry-picks.ts';
import { Keys } from '../../ui/Keys.tsx';
import { PickBox, type PickBoxHandle } from '../../ui/PickBox.tsx';
import type { PlacedSpan } from './place-spans.ts';
import card from './SpanCard.module.css';
import { type CardContext, CardHead } from './SpanCard.tsx';
import styles from './SpanEditor.module.css';

export type EditorField = 'speaker' | 'target' | 'note';

/** A wish that one of the card's boxes has the keyboard; `index` is the stance whose target is meant. */
export interface FocusRequest {
  field: EditorField;
  index: number;
  request: number;
}

/** What the selected span's card can do; each is one change. */
export interface SpanEditing {
  setSpeaker(id: string | null): void;
  createSpeaker(name: string): void;
  clearMention(): void;
  setStance(index: number, value: string): void;
  setTarget(index: number, target: string): void;
  createTarget(index: number, name: string): void;
  removeStance(index: number): void;
  addStance(): void;
  setMode(mode: string): void;
  setLayer(layer: string): void;
  setNote(note: string | null): void;
  remove(): void;
  /** Back to the text. */
  leave(): void;
}

/** The selected span's card, open for editing: everything by keyboard, every change saved as it is made. */
export function SpanEditor(props: {
  placed: PlacedSpan;
  context: CardContext;
  /** The stance row that number keys act on; one past the last while a new one is being added. */
  stanceIndex: number;
  focus: FocusRequest | undefined;
  recentSpeakers: ReadonlySet<string>;
  edit: SpanEditing;
  /** What is said about it. */
  discussion: ReactNode;
  /** What else can be done with it. */
  tools: ReactNode;
}) {
  const { placed, context, stanceIndex, focus, recentSpeakers, edit } = props;
  const { span } = placed;
  const { codebook } = context;
  const attributed = isAttributed(codebook, span.layer);
  const speakerBox = useRef<PickBoxHandle>(null);
  const targetBoxes = useRef<(PickBoxHandle | null)[]>([]);
  const noteBox = useRef<HTMLTextAreaElement>(null);

  // A request is obeyed once, as soon as its box is there: the target's comes with the stance that is being saved.
  const obeyed = useRef(0);
  useEffect(() => {
    if (!focus || focus.request === obeyed.current) return;
    const targetBox = targetBoxes.current[focus.index];
    const box = { speaker: speakerBox.current, target: targetBox, note: noteBox.current }[focus.field];
    if (!box) return;
    obeyed.current = focus.request;
    box.focus({ preventScroll: true });
  });

  const stanceChips = codebook.stances.map(
    (value, place): Chip => ({
      id: value.id,
      text: `${place + 1} ${value.sign}`,
      name: value.name,
      title: `${value.name} (${place + 1})`,
      score: value.score,
    }),
  );
  const speakers = [...context.speakers.values()];
  const speaker = span.speaker === null ? undefined : context.speakers.get(span.speaker);
  const rows: (Stance | null)[] = stanceIndex >= span.stances.length ? [...span.stances, null] : span.stances;

  return (
    <section className={`${card.card} ${styles.editor}`} aria-label="Selected span">
      <CardHead placed={placed} context={context} />
      {attributed && (
        <>
          <Row label="Speaker">
            <PickBox
              label="Speaker"
              value={speaker?.name ?? ''}
              placeholder="Type a name"
              handle={speakerBox}
              search={(typed) => speakerPicks(typed, speakers, recentSpeakers)}
              onPick={(id, typed) => (id === createId ? edit.createSpeaker(typed.trim()) : edit.setSpeaker(id))}
              onClear={() => edit.setSpeaker(null)}
              onLeave={edit.leave}
            />
          </Row>
          <Row label="Named">
            {span.mention ? (
              <span className={styles.mention}>
                <span dir="auto">{span.mention.text}</span>
                <button
                  type="button"
                  className={styles.remove}
                  aria-label="Forget the words that name the speaker"
                  onClick={edit.clearMention}
                >
                  ✕
                </button>
              </span>
            ) : (
              <span className={styles.hint}>
                select the words, then <Keys keys="M" />
              </span>
            )}
          </Row>
          {rows.map((stance, index) => {
            const target = stance?.target == null ? undefined : context.targets.get(stance.target);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a stance has no identity but its place
              <div key={index} className={styles.stance}>
                <Row label={index === 0 ? 'Stance' : 'and'}>
                  <Chips
                    label="Stance"
                    chips={stanceChips}
                    chosen={stance?.value}
                    onChoose={(value) => edit.setStance(index, value)}
                  >
                    {stance && (
                      <button
                        type="button"
                        className={styles.remove}
                        aria-label="Remove this stance"
                        onClick={() => edit.removeStance(index)}
                      >
                        ✕
                      </button>
                    )}
                  </Chips>
                </Row>
                {stance && (
                  <Row label="Toward">
                    <PickBox
                      label="Target"
                      value={target?.name ?? ''}
                      placeholder="Type a target"
                      handle={(box) => {
                        targetBoxes.current[index] = box;
                      }}
                      search={(typed) => {
                        const all = [...context.targets.values()];
                        return [
                          ...searchNames(all, typed)
                            .slice(0, 8)
                            .map(({ id, name }) => ({ id, name })),
                          ...creating(typed, all),
                        ];
                      }}
                      onPick={(id, typed) =>
                        id === createId ? edit.createTarget(index, typed.trim()) : edit.setTarget(index, id)
                      }
                      onLeave={edit.leave}
                    />
                  </Row>
                )}
              </div>
            );
          })}
          <Row label="Said">
            <Chips label="Mode" chips={codebook.modes.map(chipOf)} chosen={span.mode} onChoose={edit.setMode} />
          </Row>
        </>
      )}
      <Row label="Layer">
        <Chips label="Layer" chips={codebook.layers.map(chipOf)} chosen={span.layer} onChoose={edit.setLayer} />
      </Row>
      <NoteField key={span.id} note={span.note} onChange={edit.setNote} onLeave={edit.leave} box={noteBox} />
      {props.discussion}
      <footer className={card.keys}>
        {attributed && (
          <button type="button" onClick={edit.addStance}>
            <Keys keys="T" /> another target
          </button>
        )}
        <button type="button" onClick={() => noteBox.current?.focus()}>
          <Keys keys="N" /> note
        </button>
        <button type="button" onClick={edit.remove}>
          <Keys keys="Delete" /> remove
        </button>
        {props.tools}
      </footer>
    </section>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <span>{label}</span>
      {children}
    </div>
  );
}

function NoteField(props: {
  note: string | null;
  onChange: (note: string | null) => void;
  onLeave: () => void;
  box: React.RefObject<HTMLTextAreaElement | null>;
}) {
  const [typed, setTyped] = useState<string | undefined>();
  const value = typed ?? props.note ?? '';
  const save = () => {
    if (typed !== undefined && typed.trim() !== (props.note ?? '')) props.onChange(typed.trim() || null);
    setTyped(undefined);
  };
  return (
    <textarea
      ref={props.box}
      className={styles.note}
      aria-label="Note"
      placeholder="Note"
      rows={Math.min(8, Math.max(1, value.split('\n').length))}
      value={value}
      dir="auto"
      onChange={(event) => setTyped(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
          event.preventDefault();
          save();
          props.onLeave();
        } else if (event.key === 'Escape') {
          event.stopPropagation();
          setTyped(undefined);
          props.onLeave();
        }
      }}
    />
  );
}

const chipOf = ({ id, name, definition }: { id: string; name: string; definition: string }): Chip => ({
  id,
  text: name.toLowerCase(),
  title: definition,
});
