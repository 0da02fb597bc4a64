import { useMemo, useRef, useState } from 'react';
import type { Speaker } from '#shared/model/speaker.ts';
import { foldText } from '#shared/text/fold.ts';
import { useSession, useSpeakers, useUses } from '../../data/hooks.ts';
import { useActions } from '../../ui/actions.ts';
import { plural } from '../../ui/format.ts';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { SpeakerDetail } from './SpeakerDetail.tsx';
import styles from './Speakers.module.css';

/** The registry: everyone who says something, the names they go by, and every statement of theirs. */
export function SpeakersPage(props: {
  selectedId: string | undefined;
  onSelect: (id: string | undefined) => void;
  onOpenSpan: (article: string, span: string) => void;
}) {
  const speakers = useSpeakers();
  const counts = useUses('speaker');
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const [words, setWords] = useState('');
  const field = useRef<HTMLInputElement>(null);

  const rows = useMemo(() => {
    const typed = foldText(words).split(/\s+/).filter(Boolean);
    return (speakers ?? [])
      .filter((speaker) => typed.every((word) => haystack(speaker).includes(word)))
      .sort((a, b) => (counts?.get(b.id) ?? 0) - (counts?.get(a.id) ?? 0) || a.name.localeCompare(b.name, 'en'));
  }, [speakers, counts, words]);
  const selected = speakers?.find((speaker) => speaker.id === props.selectedId);

  useActions([
    {
      id: 'speakers.filter',
      name: 'Filter speakers',
      group: 'Speakers',
      keys: ['/'],
      run: () => field.current?.focus(),
    },
  ]);

  if (speakers === undefined) return <main className={styles.page} />;
  return (
    <main className={styles.page}>
      <div className={styles.list}>
        <div className={styles.filter}>
          <SearchBox
            box={field}
            label="Filter speakers"
            placeholder={`Filter ${plural(speakers.length, 'speaker')} by name, alias, role`}
            value={words}
            onChange={setWords}
          />
        </div>
        <VirtualList
          label="Speakers"
          first
          rows={rows}
          rowHeight={52}
          idOf={(row) => row.id}
          activeId={props.selectedId}
          onActive={props.onSelect}
          onOpen={props.onSelect}
          renderRow={(row, { active }) => (
            <div className={styles.row} data-active={active || undefined}>
              <b dir="auto">{row.name}</b>
              <span className={styles.count}>{counts?.get(row.id) ?? 0}</span>
              <small>{[row.role, row.affiliation, row.country].filter(Boolean).join(' · ') || row.kind}</small>
            </div>
          )}
          empty={
            speakers.length === 0 ? (
              <p>
                Nobody yet. Speakers come here as you name them:
                <br />
                mark a quote and type who said it.
              </p>
            ) : (
              <p>No speaker fits “{words}”.</p>
            )
          }
        />
      </div>
      {selected ? (
        <SpeakerDetail
          key={selected.id}
          speaker={selected}
          others={speakers.filter((speaker) => speaker.id !== selected.id)}
          readOnly={readOnly}
          onMerged={props.onSelect}
          onDeleted={() => props.onSelect(undefined)}
          onOpenSpan={props.onOpenSpan}
        />
      ) : (
        <p className={styles.none}>
          {speakers.length > 0 && 'Choose a speaker to see and correct what is known of them.'}
        </p>
      )}
    </main>
  );
}

const haystack = (speaker: Speaker) =>
  foldText(
    [speaker.name, ...speaker.aliases, speaker.role, speaker.affiliation, speaker.country].filter(Boolean).join('\n'),
  );
