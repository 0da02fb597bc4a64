import { type ReactNode, useRef } from 'react';
import { isAttributed } from '#shared/codebook/codebook.ts';
import { modes } from '#shared/model/mode.ts';
import type { Stance } from '#shared/model/stance.ts';
import { searchNames } from '#shared/registry/search.ts';
import type { Case, Sided } from '#shared/review/case.ts';
import { type Names, ordered } from '#shared/review/words.ts';
import { Button } from '../../ui/Button.tsx';
import { type Chip, Chips } from '../../ui/Chips.tsx';
import { createId, creating, speakerPicks } from '../../ui/entry-picks.ts';
import { Keys } from '../../ui/Keys.tsx';
import { PickBox } from '../../ui/PickBox.tsx';
import { type Draft, type DraftField, differingFields, fieldOf, hasField, withoutStance, withStance } from './draft.ts';
import { Lane } from './Lane.tsx';
import styles from './MergeEditor.module.css';

/** Makes the span that is to stand of what the sides marked: each field from one of them, or changed. */
export function MergeEditor(props: {
  of: Case;
  draft: Draft;
  /** The words that the draft covers. */
  words: string;
  names: Names;
  onDraft: (draft: Draft) => void;
  /** Makes an entry of the registry for a name and answers its id. */
  onNewSpeaker: (name: string) => Promise<string | undefined>;
  onNewTarget: (name: string) => Promise<string | undefined>;
  onSave: () => void;
  onCancel: () => void;
  /** Back to the text. */
  onLeave: () => void;
}) {
  const { of, draft, words, names, onDraft, onLeave } = props;
  const { codebook } = names;
  const newest = useRef(draft);
  newest.current = draft;
  const differing = differingFields(of);
  const attributed = isAttributed(codebook, draft.layer);
  const speakers = [...names.speakers.values()];
  const targets = [...names.targets.values()];
  const recent = new Set(of.spans.flatMap(({ span }) => span.speaker ?? []));
  const change = (fields: Partial<Draft>) => onDraft({ ...newest.current, ...fields });
  const sidesFor = (field: DraftField) =>
    differing.has(field) ? <FromSides field={field} draft={draft} of={of} names={names} onTake={change} /> : null;
  const stanceChips = codebook.stances.map(
    (value, place): Chip => ({
      id: value.id,
      text: `${place + 1} ${value.sign}`,
      name: value.name,
      title: `${value.name} (${place + 1})`,
      score: value.score,
    }),
  );
  const rows: (Stance | null)[] = draft.stances.length === 0 ? [null] : draft.stances;

  return (
    <section className={styles.editor} aria-label="Merge with edits">
      <Row label="Words" sides={sidesFor('boundary')}>
        <q className={styles.words} dir="auto">
          {words}
        </q>
        <p className={styles.hint}>
          Select words in the text, then <Keys keys="B" />, or move an edge: <Keys keys="[" /> <Keys keys="]" />{' '}
          <Keys keys="{" /> <Keys keys="}" />
        </p>
      </Row>
      <Row label="Layer" sides={sidesFor('layer')}>
        <Chips
          label="Layer"
          chips={codebook.layers.map(chipOf)}
          chosen={draft.layer}
          onChoose={(layer) => change({ layer })}
        />
      </Row>
      {attributed && (
        <>
          <Row label="Speaker" sides={sidesFor('speaker')}>
            <PickBox
              label="Speaker"
              value={(draft.speaker !== null && names.speakers.get(draft.speaker)?.name) || ''}
              placeholder="Type a name"
              search={(typed) => speakerPicks(typed, speakers, recent)}
              onPick={(id, typed) => {
                onLeave();
                if (id !== createId) return change({ speaker: id });
                void props.onNewSpeaker(typed.trim()).then((made) => made !== undefined && change({ speaker: made }));
              }}
              onClear={() => change({ speaker: null })}
              onLeave={onLeave}
            />
          </Row>
          <Row label="Stance" sides={sidesFor('stances')}>
            {rows.map((stance, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a stance has no identity but its place
              <div key={index} className={styles.stance}>
                <Chips
                  label="Stance"
                  chips={stanceChips}
                  chosen={stance?.value}
                  onChoose={(value) => onDraft(withStance(newest.current, index, { value }))}
                >
                  {stance && (
                    <button
                      type="button"
                      className={styles.remove}
                      aria-label="Remove this stance"
                      onClick={() => onDraft(withoutStance(newest.current, index))}
                    >
                      ✕
                    </button>
                  )}
                </Chips>
                {stance && (
                  <PickBox
                    label="Target"
                    value={(stance.target !== null && names.targets.get(stance.target)?.name) || ''}
                    placeholder="Type a target"
                    search={(typed) => [
                      ...searchNames(targets, typed)
                        .slice(0, 8)
                        .map(({ id, name }) => ({ id, name })),
                      ...creating(typed, targets),
                    ]}
                    onPick={(id, typed) => {
                      onLeave();
                      const take = (target: string) => onDraft(withStance(newest.current, index, { target }));
                      if (id !== createId) return take(id);
                      void props.onNewTarget(typed.trim()).then((made) => made !== undefined && take(made));
                    }}
                    onLeave={onLeave}
                  />
                )}
              </div>
            ))}
            {draft.stances.length > 0 && (
              <button
                type="button"
                className={styles.add}
                onClick={() =>
                  onDraft(withStance(newest.current, draft.stances.length, { value: codebook.stances[0]?.id ?? '' }))
                }
              >
                another stance
              </button>
            )}
          </Row>
          <Row label="Said" sides={sidesFor('mode')}>
            <Chips
              label="Mode"
              chips={codebook.modes.map(chipOf)}
              chosen={draft.mode}
              onChoose={(id) => change({ mode: modes.find((mode) => mode === id) ?? null })}
            />
          </Row>
        </>
      )}
      <div className={styles.buttons}>
        <Button look="primary" onPress={props.onSave}>
          Take this <Keys keys="Enter" />
        </Button>
        <Button onPress={props.onCancel}>
          Back <Keys keys="Escape" />
        </Button>
      </div>
    </section>
  );
}

/** One button a side: the field as that side has it. */
function FromSides(props: {
  field: DraftField;
  draft: Draft;
  of: Case;
  names: Names;
  onTake: (fields: Partial<Draft>) => void;
}) {
  const { field, draft, of, names, onTake } = props;
  const take = (sided: Sided) => onTake(fieldOf(sided, field));
  return (
    <span className={styles.from}>
      {ordered(of, names).map((sided) => {
        const side = names.sides.find(({ id }) => id === sided.side);
        if (!side) return null;
        return (
          <button
            key={sided.side}
            type="button"
            aria-pressed={hasField(draft, sided, field)}
            aria-label={`As ${side.name}`}
            title={`As ${side.name}`}
            onClick={() => take(sided)}
          >
            <Lane side={side} /> {side.short}
          </button>
        );
      })}
    </span>
  );
}

function Row({ label, sides, children }: { label: string; sides: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <div className={styles.label}>
        <span>{label}</span>
        {sides}
      </div>
      <div>{children}</div>
    </div>
  );
}

const chipOf = ({ id, name, definition }: { id: string; name: string; definition: string }): Chip => ({
  id,
  text: name.toLowerCase(),
  title: definition,
});
