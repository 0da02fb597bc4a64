import { useState } from 'react';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Range } from '#shared/model/range.ts';
import { useAct } from '../../data/act.ts';
import { confirmFound, confirmMark, type ToLookAt } from '../../data/changed-text.ts';
import { useSession } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { useActions } from '../../ui/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { plural } from '../../ui/format.ts';
import { Keys } from '../../ui/Keys.tsx';
import { WordDiff } from '../../ui/WordDiff.tsx';
import styles from './ChangedTextNote.module.css';
import type { ChangedText } from './use-changed-text.ts';

/**
 * Says above a text that it is another than the one that was marked, or that marks were carried over to it, and leads
 * through the marks until each was looked at.
 */
export function ChangedTextNote(props: {
  article: ArticleText;
  changed: ChangedText;
  selectedId: string | null;
  /** Selects a mark and shows it. */
  goTo: (mark: Range & { id: string }) => void;
}) {
  const { article, changed, selectedId, goTo } = props;
  const { marks, earlier } = changed;
  const act = useAct();
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const [compared, setCompared] = useState(false);
  const found = marks.filter((one) => one.place !== null);
  const selected = selectedId === null ? undefined : changed.byId.get(selectedId);
  const now = () => new Date().toISOString();

  const next = () => {
    const at = found.findIndex(({ span }) => span.id === selectedId);
    const one = found[(at + 1) % Math.max(1, found.length)];
    if (one?.place) goTo({ id: one.span.id, ...one.place });
  };
  const keep = async (one: ToLookAt | undefined) => {
    if (!one?.place) return;
    const after = found[found.indexOf(one) + 1] ?? found[0];
    if (!(await act(confirmMark(one.span, article, one.place, now()), { gesture: newId('g') }))) return;
    if (after?.place && after !== one) goTo({ id: after.span.id, ...after.place });
  };
  const keepAll = async () => {
    const gesture = newId('g');
    for (const edits of confirmFound(marks, article, now())) if (!(await act(edits, { gesture }))) return;
  };
  const some = found.length > 0 && !readOnly;
  useActions([
    {
      id: 'reader.changed-next',
      name: 'Go to the next mark that waits to be looked at',
      group: 'Boundaries',
      keys: ['Shift+C'],
      enabled: () => found.length > 0,
      run: next,
    },
    {
      id: 'reader.changed-keep',
      name: 'Keep the mark where its words were found',
      group: 'Boundaries',
      keys: ['Shift+Y'],
      enabled: () => selected !== undefined && selected.place !== null && !readOnly,
      run: () => void keep(selected),
    },
    {
      id: 'reader.changed-keep-all',
      name: 'Keep all marks whose words were found',
      group: 'Boundaries',
      enabled: () => some,
      run: () => void keepAll(),
    },
    {
      id: 'reader.changed-compare',
      name: 'Show what was changed in the text since it was marked',
      group: 'Boundaries',
      enabled: () => earlier !== null,
      run: () => setCompared(true),
    },
  ]);

  if (marks.length === 0) return null;
  return (
    <section className={styles.changed} aria-label="Marks to look at">
      <p>{inWords(marks)}</p>
      {!readOnly && (
        <p className={styles.changedKeys}>
          {found.length > 0 && (
            <>
              <Button look="plain" onPress={next}>
                Look at the next <Keys keys="Shift+C" />
              </Button>
              {selected?.place && (
                <Button look="plain" onPress={() => void keep(selected)}>
                  Keep it here <Keys keys="Shift+Y" />
                </Button>
              )}
              <Button look="plain" onPress={() => void keepAll()}>
                Keep {found.length === 1 ? 'the one that was found' : `all ${found.length} that were found`}
              </Button>
            </>
          )}
          {earlier !== null && (
            <Button look="plain" onPress={() => setCompared(true)}>
              What was changed
            </Button>
          )}
        </p>
      )}
      <Dialog title="What was changed" isOpen={compared} onClose={() => setCompared(false)} width={820}>
        <div className={styles.compared}>
          <WordDiff before={earlier ?? ''} after={article.text} language={article.meta.language} />
        </div>
        <DialogButtons>
          <Button onPress={() => setCompared(false)}>Close</Button>
        </DialogButtons>
      </Dialog>
    </section>
  );
}

/** Why marks wait, and how many of which kind. */
export function inWords(marks: readonly ToLookAt[]): string {
  const count = (how: ToLookAt['how']) => marks.filter((one) => one.how === how).length;
  const [exact, moved, orphans, carried] = [count('exact'), count('moved'), count('orphan'), count('carried')];
  const parts = [
    ...(exact > 0
      ? [`${exact === 1 ? 'one stands' : `${exact} stand`} where ${exact === 1 ? 'it' : 'they'} stood`]
      : []),
    ...(moved > 0
      ? [`${moved === 1 ? 'one has' : `${moved} have`} moved with ${moved === 1 ? 'its' : 'their'} words`]
      : []),
    ...(orphans > 0 ? [`${orphans === 1 ? 'one has lost its' : `${orphans} have lost their`} words`] : []),
  ];
  const said = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : parts.join('');
  const own = exact + moved + orphans;
  return [
    ...(own > 0 ? [`The text was changed since you marked it. Of your ${plural(own, 'mark')}, ${said}.`] : []),
    ...(carried > 0
      ? [
          `${plural(carried, 'mark')} ${carried === 1 ? 'was' : 'were'} carried over from another article; see whether ${carried === 1 ? 'it fits' : 'they fit'} here.`,
        ]
      : []),
  ].join(' ');
}
