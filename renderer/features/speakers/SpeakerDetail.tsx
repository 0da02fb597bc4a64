import { type ReactNode, useState } from 'react';
import { type Speaker, speakerKinds } from '#shared/model/speaker.ts';
import { searchSpeakers } from '#shared/registry/search.ts';
import { useAct } from '../../data/act.ts';
import { changeSpeaker, deleteSpeaker } from '../../data/gestures.ts';
import { useArticleRecords, useById, useEntries, useSessionActions, useSpansOfSpeaker } from '../../data/hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { Chips } from '../../ui/Chips.tsx';
import { plural } from '../../ui/format.ts';
import { PickBox } from '../../ui/PickBox.tsx';
import { toast } from '../../ui/toasts.ts';
import styles from './Speakers.module.css';

/** One speaker: every field to correct in place, duplicates to merge, and what they said. */
export function SpeakerDetail(props: {
  speaker: Speaker;
  others: Speaker[];
  readOnly: boolean;
  onMerged: (into: string) => void;
  onDeleted: () => void;
  onOpenSpan: (article: string, span: string) => void;
}) {
  const { speaker, others, readOnly } = props;
  const act = useAct();
  const session = useSessionActions();
  const spans = useSpansOfSpeaker(speaker.id);
  const records = useById(useArticleRecords());
  const entries = useById(useEntries());
  const titleOf = (article: string) => {
    const entry = entries?.get(article);
    return entry?.meta.title ?? entry?.path ?? records?.get(article)?.title ?? article;
  };
  const set = (fields: Partial<Speaker>) => void act(changeSpeaker(speaker, fields));

  const merge = async (keepId: string) => {
    const keep = others.find((other) => other.id === keepId);
    if (!keep) return;
    const done = await act.trying(() => session.mergeSpeakers(keep.id, speaker.id));
    if (!done) return;
    props.onMerged(keep.id);
    toast(
      `${speaker.name} is now ${keep.name}; ${plural(spans?.length ?? 0, 'span')} followed. One undo takes it back.`,
    );
  };

  return (
    <section className={styles.detail} aria-label={speaker.name}>
      <h1 dir="auto">{speaker.name}</h1>
      <fieldset className={styles.fields} disabled={readOnly}>
        <Field label="Name" value={speaker.name} onChange={(name) => name !== '' && set({ name })} />
        <Field
          label="Also called"
          value={speaker.aliases.join('; ')}
          hint="Separate with a semicolon"
          onChange={(text) =>
            set({
              aliases: [
                ...new Set(
                  text
                    .split(/[;\n]/)
                    .map((part) => part.trim())
                    .filter(Boolean),
                ),
              ],
            })
          }
        />
        <Row label="Kind">
          <Chips
            label="Kind"
            chips={speakerKinds.map((kind) => ({ id: kind, text: kind }))}
            chosen={speaker.kind}
            onChoose={(id) => set({ kind: speakerKinds.find((kind) => kind === id) ?? speaker.kind })}
          />
        </Row>
        <Field label="Role" value={speaker.role ?? ''} onChange={(role) => set({ role: role || null })} />
        <Field
          label="Affiliation"
          value={speaker.affiliation ?? ''}
          onChange={(affiliation) => set({ affiliation: affiliation || null })}
        />
        <Field
          label="Country"
          value={speaker.country ?? ''}
          hint="Two letters: KR, JP, DE"
          onChange={(country) =>
            set({ country: /^[a-z]{2}$/i.test(country) ? country.toUpperCase() : country || null })
          }
        />
        <Field label="Note" value={speaker.note ?? ''} onChange={(note) => set({ note: note || null })} />
        <Row label="Same as">
          <PickBox
            label="Merge into"
            value=""
            placeholder="Merge into another speaker"
            search={(typed) =>
              searchSpeakers(others, typed).map((other) => ({
                id: other.id,
                name: other.name,
                detail: [other.role, other.affiliation, other.country].filter(Boolean).join(' · '),
              }))
            }
            onPick={(id) => void merge(id)}
          />
        </Row>
      </fieldset>
      <h2>{plural(spans?.length ?? 0, 'span')}</h2>
      {spans?.length === 0 && !readOnly && (
        <Button
          look="danger"
          onPress={async () => {
            if (await act(deleteSpeaker(speaker))) props.onDeleted();
          }}
        >
          Remove from the registry
        </Button>
      )}
      <ul className={styles.quotes}>
        {(spans ?? []).slice(0, 300).map((span) => (
          <li key={span.id}>
            <button type="button" onClick={() => props.onOpenSpan(span.article, span.id)}>
              <q dir="auto">{span.quote.exact}</q>
              <small>{titleOf(span.article)}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Field(props: { label: string; value: string; hint?: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState<string | undefined>();
  const leave = () => {
    if (typed !== undefined && typed.trim() !== props.value) props.onChange(typed.trim());
    setTyped(undefined);
  };
  return (
    <Row label={props.label}>
      <input
        aria-label={props.label}
        value={typed ?? props.value}
        placeholder={props.hint ?? '—'}
        spellCheck={false}
        dir="auto"
        onChange={(event) => setTyped(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Enter') leave();
          if (event.key === 'Escape') setTyped(undefined);
        }}
      />
    </Row>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <span>{label}</span>
      {children}
    </div>
  );
}
