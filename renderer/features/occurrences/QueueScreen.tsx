import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import { mostAtOnce } from '../../data/gestures.ts';
import { useById, useEntries, useSession } from '../../data/hooks.ts';
import { useActions } from '../../ui/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { plural } from '../../ui/format.ts';
import { Keys } from '../../ui/Keys.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { toast } from '../../ui/toasts.ts';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { MarkedAs } from './MarkedAs.tsx';
import styles from './Occurrences.module.css';
import type { OccurrencesWindow } from './OccurrencesPage.tsx';
import { PlaceRow } from './PlaceRow.tsx';
import { countRows, nextOpen, type QueueRow, type SearchedBy, theRest } from './queue.ts';
import { useQueue } from './use-queue.ts';
import { type Search, useSearch } from './use-search.ts';

/** The search, and the list of what it finds. */
export function QueueScreen(
  props: Omit<OccurrencesWindow, 'onBack'> & {
    like: Span;
    by: SearchedBy;
    phrases: string[];
    speaker: Speaker | undefined;
    attributed: boolean;
  },
) {
  const { like, by, phrases, speaker } = props;
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const entries = useById(useEntries());
  const [again, setAgain] = useState(0);
  const names = by === 'names';
  const search = useSearch(
    { phrases, wholeWords: true, foldCase: !names, statements: names, first: like.article },
    again,
  );
  const home = entries?.get(like.article)?.meta.title ?? entries?.get(like.article)?.path;
  const reason = names
    ? `names ${speaker?.name ?? ''}`
    : `the same words as ${quoted(like.quote.exact)}${home ? ` in “${home}”` : ''}`;
  const queue = useQueue({ found: search.found, like, by, attributed: props.attributed, reason });
  const elsewhere = queue.rows?.some((one) => names || !isHome(one, like)) ?? false;
  // Where the words stand nowhere else there is no list, and nothing in it to decide on: the span may be a colleague’s.
  const rows = useMemo(() => (elsewhere ? (queue.rows ?? []) : []), [queue.rows, elsewhere]);
  const counts = useMemo(() => countRows(rows), [rows]);
  const all = useMemo(() => theRest(rows), [rows]);
  const rest = all.slice(0, mostAtOnce);
  const [chosen, setActive] = useState<string>();
  const [asking, setAsking] = useState(false);
  // Until the person moves, the first place to decide on has the keyboard.
  const active = chosen ?? nextOpen(rows, undefined) ?? rows[0]?.id;
  const row = rows.find((one) => one.id === active);

  const canDecide = () => !readOnly && row?.state === 'open';
  const decide = (how: (row: QueueRow) => Promise<boolean>) => {
    if (!row || !canDecide()) return;
    setActive(nextOpen(rows, row.id) ?? row.id);
    void how(row);
  };
  const accept = () => decide((one) => queue.accept([one]));
  const reject = () => decide(queue.reject);
  const open = () => {
    if (!row) return;
    const { start, end } = row.passage;
    props.onOpen(row.article.id, row.span === null ? { range: { start, end } } : { span: row.span });
  };
  const step = (by: number) => {
    const at = rows.findIndex((one) => one.id === active);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) setActive(next.id);
  };
  const canAcceptRest = () => !readOnly && rest.length > 0 && search.phase !== 'searching';
  const acceptRest = async () => {
    setAsking(false);
    if (await queue.accept(rest)) toast(`${plural(rest.length, 'place')} marked. Undo takes them all back at once.`);
  };

  useActions([
    {
      id: 'occurrences.next',
      name: 'Next place',
      group: 'Occurrences',
      keys: ['J'],
      repeats: true,
      run: () => step(1),
    },
    {
      id: 'occurrences.previous',
      name: 'Previous place',
      group: 'Occurrences',
      keys: ['K'],
      repeats: true,
      run: () => step(-1),
    },
    {
      id: 'occurrences.accept',
      name: 'Mark this place too',
      group: 'Occurrences',
      keys: ['Enter'],
      enabled: canDecide,
      run: accept,
    },
    {
      id: 'occurrences.reject',
      name: 'Reject this place: it is not offered again',
      group: 'Occurrences',
      keys: ['Backspace', 'Delete'],
      enabled: canDecide,
      run: reject,
    },
    {
      id: 'occurrences.rest',
      name: 'Mark the rest…',
      group: 'Occurrences',
      keys: ['Shift+Enter'],
      enabled: canAcceptRest,
      run: () => setAsking(true),
    },
    {
      id: 'occurrences.open',
      name: 'Open the place in its article',
      group: 'Occurrences',
      keys: ['O'],
      enabled: () => row !== undefined,
      run: open,
    },
  ]);
  // On a list these keys are its own, so they come from there.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const run = { Enter: accept, Backspace: reject, Delete: reject }[event.key];
    if (!run) return;
    event.preventDefault();
    if (!event.repeat) run();
  };

  const restName = all.length > rest.length ? 'Mark the next' : 'Mark the rest';
  const empty = search.phase !== 'searching' && queue.rows !== undefined && !elsewhere;
  return (
    <>
      <div className={styles.state}>
        <SearchState search={search} onAgain={() => setAgain(again + 1)} />
        {rows.length > 0 && (
          <p className={styles.counts}>
            {plural(counts.places, 'place')} in {plural(counts.articles, 'article')} ·{' '}
            {counts.marked.toLocaleString('en')} marked · {counts.open.toLocaleString('en')} open
          </p>
        )}
        {readOnly && (
          <p className={styles.notice}>This folder is open for reading only: look, but nothing is marked.</p>
        )}
        <Button look="primary" isDisabled={!canAcceptRest()} onPress={() => setAsking(true)}>
          {restName}
          {rest.length > 0 && ` (${rest.length.toLocaleString('en')})`} <Keys keys="Shift+Enter" />
        </Button>
      </div>
      {search.result?.complete === false && (
        <p className={styles.notice} role="status">
          There are more than {search.result.places.toLocaleString('en')} places. The search ended after{' '}
          {search.result.articles.toLocaleString('en')} of {plural(search.total, 'article')}; longer words find fewer.
        </p>
      )}
      {empty ? (
        <Nowhere by={by} search={search} />
      ) : (
        <VirtualList
          label="Places"
          first
          rows={rows}
          rowHeight={44}
          idOf={(one) => one.id}
          activeId={active}
          onActive={setActive}
          onOpen={() => {}}
          onKeyDown={onKeyDown}
          renderRow={(one, { active }) => (
            <PlaceRow row={one} active={active} meta={entries?.get(one.article.id)?.meta} />
          )}
          empty={search.phase === 'searching' ? 'Searching the texts of the folder …' : ''}
        />
      )}
      {!empty && (
        <MarkedAs
          row={row}
          like={like}
          by={by}
          codebook={props.codebook}
          speaker={speaker}
          attributed={props.attributed}
          buttons={
            <>
              <Button isDisabled={!canDecide()} onPress={accept}>
                Mark <Keys keys="Enter" />
              </Button>
              <Button isDisabled={!canDecide()} onPress={reject}>
                Reject <Keys keys="Backspace" />
              </Button>
              <Button look="plain" onPress={open}>
                Open <Keys keys="O" />
              </Button>
            </>
          }
        />
      )}
      <Dialog title={restName} isOpen={asking} onClose={() => setAsking(false)} width={440}>
        <p>
          {plural(rest.length, 'place')} in {plural(new Set(rest.map((one) => one.article.id)).size, 'article')} will be
          marked like {quoted(like.quote.exact)}. One undo takes them all back.
          {all.length > rest.length && ` ${(all.length - rest.length).toLocaleString('en')} are left for another time.`}
        </p>
        <DialogButtons>
          <Button onPress={() => setAsking(false)}>Cancel</Button>
          <Button look="primary" autoFocus onPress={() => void acceptRest()}>
            Mark {rest.length.toLocaleString('en')}
          </Button>
        </DialogButtons>
      </Dialog>
    </>
  );
}

function SearchState({ search, onAgain }: { search: Search; onAgain: () => void }): ReactNode {
  const againButton = <Button onPress={onAgain}>Search again</Button>;
  if (search.phase === 'searching')
    return (
      <div className={styles.searching}>
        <Progress
          label="Searching"
          words={
            search.total === 0
              ? 'Searching'
              : `${search.done.toLocaleString('en')} of ${plural(search.total, 'article')}`
          }
          value={search.done}
          max={search.total}
        />
        <Button onPress={search.stop}>Stop</Button>
      </div>
    );
  if (search.phase === 'stopped')
    return (
      <div className={styles.searching}>
        <p>
          Stopped after {search.done.toLocaleString('en')} of {plural(search.total, 'article')}.
        </p>
        {againButton}
      </div>
    );
  if (search.phase === 'failed')
    return (
      <div className={styles.searching} role="alert">
        <p className={styles.failed}>The search ended: {search.failure}</p>
        {againButton}
      </div>
    );
  return <p className={styles.searching}>{plural(search.result?.articles ?? 0, 'article')} searched.</p>;
}

function Nowhere({ by, search }: { by: SearchedBy; search: Search }) {
  return (
    <div className={styles.empty}>
      <p>
        {by === 'words'
          ? 'These words stand nowhere else in the folder.'
          : 'No text names them by the names and aliases of the registry.'}
      </p>
      <p>
        {search.phase !== 'done' && 'Not all articles were searched. '}
        {by === 'words'
          ? 'Capitals, accents and the kind of quotation marks make no difference; other forms of a word do. Places that you rejected before are not listed.'
          : 'Add aliases on the Speakers screen to find more. Places that you rejected before are not listed.'}
      </p>
    </div>
  );
}

/** Whether a place is the one that was searched from. */
const isHome = ({ article, passage }: QueueRow, like: Span) =>
  article.id === like.article && passage.start === like.start && passage.end === like.end;

const quoted = (words: string) => {
  const flat = words.replace(/\s+/g, ' ');
  const characters = Array.from(flat);
  return characters.length > 60 ? `“${characters.slice(0, 60).join('').trimEnd()}…”` : `“${flat}”`;
};
