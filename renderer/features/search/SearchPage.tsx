import { type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { Range } from '#shared/model/range.ts';
import { parse } from '#shared/search/parse.ts';
import { titleOf } from '../../data/entry-words.ts';
import { useById, useEntries, useLive, useSession } from '../../data/hooks.ts';
import { useHost } from '../../data/host.ts';
import { beginWalk } from '../../data/places-walk.ts';
import { useActions } from '../../ui/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Keys } from '../../ui/Keys.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { GroupRow } from './GroupRow.tsx';
import {
  type About,
  countFound,
  type Grouping,
  groupings,
  type Order,
  type Place,
  placesOf,
  rowsOf,
  sortPlaces,
} from './hits.ts';
import { PlaceRow } from './PlaceRow.tsx';
import { QueryField } from './QueryField.tsx';
import { type Naming, SavedSearches } from './SavedSearches.tsx';
import styles from './Search.module.css';
import { SearchHelp } from './SearchHelp.tsx';
import { SearchStatus } from './SearchStatus.tsx';
import {
  arrangeBy,
  fold,
  folderIs,
  orderBy,
  refreshSearch,
  restAfter,
  runSearch,
  searchIn,
  stopSearch,
  useSearchState,
} from './search-state.ts';
import { useSpeakersOfPlaces } from './use-speakers-of-places.ts';

/** Milliseconds after the last letter until a query runs by itself, and until what is wrong with it is said. */
const pauses = { run: 700, say: 450 };

/** Everything that is known, asked in one line: the places of words in their context, or articles by what is known of them. */
export function SearchPage(props: {
  codebook: Codebook;
  /** Counts the wishes to type a query. */
  typing: number;
  /** Opens an article, with a passage selected where one was found. */
  onOpen: (article: string, at?: { range: Range }) => void;
}) {
  const { codebook, onOpen } = props;
  const { link } = useHost();
  const project = useSession((state) => state.project?.id);
  searchIn(project);
  const search = useSearchState();
  const { typed, asked, arrangement, active, found } = search;
  const box = useRef<HTMLInputElement>(null);
  const statusId = useId();
  const [naming, setNaming] = useState<Naming>(null);

  const parsed = useMemo(() => (typed.trim() === '' ? null : parse(typed, codebook)), [typed, codebook]);
  const problem = parsed?.ok === false ? parsed.problem : null;
  const said = useSettled(problem, typed);
  const runnable = parsed?.ok === true ? typed.trim() : undefined;
  const run = useCallback((query: string) => runSearch(link, query), [link]);

  // A query that can be understood runs by itself when the person stops typing.
  useEffect(() => {
    if (runnable === undefined || runnable === asked?.trim()) return;
    const timer = setTimeout(() => run(typed), pauses.run);
    return () => clearTimeout(timer);
  }, [runnable, asked, typed, run]);

  // What is found follows the folder: while it is read for the first time, and when its files change.
  const entries = useLive((live) => live.entries);
  const reading = useIsReading();
  useEffect(() => folderIs(entries, reading), [entries, reading]);
  const outdated = search.phase === 'done' && search.outdated;
  const rest = restAfter(search.took);
  useEffect(() => {
    if (!outdated) return;
    const timer = setTimeout(() => refreshSearch(link), rest);
    return () => clearTimeout(timer);
  }, [outdated, rest, link]);

  const { rows, listed, counts } = useRows();

  const focusBox = useCallback(() => {
    box.current?.focus();
    box.current?.select();
  }, []);
  // Whoever comes back to a list goes on in it; who asks for the search, or has found nothing yet, types.
  const wish = useRef(props.typing);
  const any = rows.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once when the screen comes, then with each wish
  useEffect(() => {
    if (!any || wish.current !== props.typing) focusBox();
    wish.current = props.typing;
  }, [props.typing]);
  const focusList = useCallback(() => {
    const list = document.querySelector<HTMLElement>('[role="listbox"][aria-label="Places found"]');
    (list ?? box.current)?.focus();
  }, []);

  /** Enter was pressed before there was a list: the keyboard goes there as soon as there is one, unless more is typed. */
  const toList = useRef(false);
  useEffect(() => {
    if (!any || search.stale || !toList.current) return;
    toList.current = false;
    focusList();
  }, [any, search.stale, focusList]);

  const at = rows.findIndex((row) => row.id === active);
  const row = rows[at];
  const setActive = (id: string) => useSearchState.setState({ active: id });
  const step = (by: number) => {
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) setActive(next.id);
  };
  const open = (id: string) => {
    const wanted = rows.find((one) => one.id === id);
    if (wanted?.kind === 'group') fold(wanted.id, !wanted.folded);
    else if (wanted) show(wanted.place);
  };
  const show = ({ article, hit }: Place) =>
    onOpen(article, hit === null ? undefined : { range: { start: hit.start, end: hit.end } });
  const places = listed.filter(({ hit }) => hit !== null);
  const mark = () => {
    if (places.length === 0 || project === undefined || asked === undefined) return;
    // From the row on which the person is, in the order of the list, and round to its beginning.
    const from = Math.max(0, row?.kind === 'place' ? places.indexOf(row.place) : 0);
    const order = [...places.slice(from), ...places.slice(0, from)];
    beginWalk({
      project,
      name: asked.trim(),
      places: order.flatMap(({ article, hit }) => (hit ? [{ article, start: hit.start, end: hit.end }] : [])),
    });
    if (order[0]) show(order[0]);
  };
  const group = (grouping: Grouping) => arrangeBy({ grouping });
  const foldAll = () => {
    const heads = rows.filter((one) => one.kind === 'group');
    const wanted = heads.some((head) => !head.folded);
    for (const head of heads) fold(head.id, wanted);
  };
  const toggleHelp = () => useSearchState.setState({ help: !search.help });

  useActions([
    { id: 'search.type', name: 'Type a query', group: 'Search', keys: ['/'], run: focusBox },
    { id: 'search.help', name: 'What can be asked for', group: 'Search', keys: ['H'], run: toggleHelp },
    { id: 'search.next', name: 'Next place', group: 'Search', keys: ['J'], repeats: true, run: () => step(1) },
    { id: 'search.previous', name: 'Previous place', group: 'Search', keys: ['K'], repeats: true, run: () => step(-1) },
    ...columns.map(([order, name, key]) => ({
      id: `search.sort.${order}`,
      name: `Sort the places by ${name}`,
      group: 'Search',
      keys: [key],
      enabled: () => any,
      run: () => orderBy(order),
    })),
    {
      id: 'search.group',
      name: 'Group the places by the next: outlet, date, speaker, not at all',
      group: 'Search',
      keys: ['G'],
      enabled: () => any,
      run: () => group(groupings[(groupings.indexOf(arrangement.grouping) + 1) % groupings.length] ?? 'none'),
    },
    {
      id: 'search.fold',
      name: 'Fold or unfold all groups',
      group: 'Search',
      keys: ['Shift+G'],
      enabled: () => arrangement.grouping !== 'none',
      run: foldAll,
    },
    {
      id: 'search.furniture',
      name: 'Show or hide places in page furniture',
      group: 'Search',
      keys: ['F'],
      enabled: () => counts.aside > 0,
      run: () => arrangeBy({ furniture: !arrangement.furniture }),
    },
    {
      id: 'search.mark',
      name: 'Go through these places and mark them…',
      group: 'Search',
      keys: ['M'],
      enabled: () => places.length > 0,
      run: mark,
    },
    {
      id: 'search.save',
      name: 'Save this search…',
      group: 'Search',
      keys: ['S'],
      enabled: () => runnable !== undefined,
      run: () => setNaming('new'),
    },
    {
      id: 'search.stop',
      name: 'Stop searching',
      group: 'Search',
      keys: ['Escape'],
      enabled: () => search.phase === 'searching',
      run: () => stopSearch(link),
    },
  ]);
  /** On the list: the arrows that fold. */
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || row?.kind !== 'group') return;
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    fold(row.id, event.key === 'ArrowLeft');
  };

  return (
    <main className={styles.page}>
      <SavedSearches
        query={runnable}
        asked={asked}
        naming={naming}
        onNaming={setNaming}
        onRun={(query) => {
          toList.current = true;
          run(query);
        }}
        onLeave={focusList}
      />
      <div className={styles.main}>
        <header className={styles.head}>
          <div className={styles.ask}>
            <QueryField
              box={box}
              value={typed}
              problem={said}
              describedBy={statusId}
              onChange={(query) => {
                toList.current = false;
                useSearchState.setState({ typed: query });
              }}
              onRun={() => {
                if (runnable === undefined) return;
                toList.current = true;
                run(typed);
              }}
              onDown={focusList}
            />
            <Button onPress={toggleHelp} aria-expanded={search.help}>
              What can be asked <Keys keys="H" />
            </Button>
          </div>
          <SearchStatus
            id={statusId}
            search={search}
            reading={reading}
            problem={said}
            onStop={() => stopSearch(link)}
            onAgain={() => asked !== undefined && run(asked)}
          />
        </header>
        {search.help && (
          <SearchHelp
            onTake={(example) => {
              useSearchState.setState(({ typed }) => ({
                typed: typed.trim() === '' ? example : `${typed.trim()} ${example}`,
              }));
              box.current?.focus();
            }}
          />
        )}
        {found.length > 0 && (
          <div className={styles.tools}>
            <fieldset className={styles.switch} aria-label="Group by">
              {groupings.map((grouping) => (
                <button
                  key={grouping}
                  type="button"
                  aria-pressed={arrangement.grouping === grouping}
                  onClick={() => group(grouping)}
                >
                  {groupNames[grouping]}
                </button>
              ))}
            </fieldset>
            {counts.aside > 0 && (
              <button
                type="button"
                className={styles.toggle}
                aria-pressed={arrangement.furniture}
                onClick={() => arrangeBy({ furniture: !arrangement.furniture })}
              >
                {counts.aside.toLocaleString('en')} in page furniture: {arrangement.furniture ? 'shown' : 'hidden'}
              </button>
            )}
            <Button look="primary" isDisabled={places.length === 0} onPress={mark}>
              Mark these… <Keys keys="M" />
            </Button>
          </div>
        )}
        {found.length > 0 && (
          <div className={styles.columns} data-articles={places.length === 0 || undefined}>
            {places.length > 0 && (
              <div>
                <SortButton order="left" />
                <SortButton order="right" />
              </div>
            )}
            <SortButton order="article" />
            <SortButton order="outlet" />
            <SortButton order="date" />
          </div>
        )}
        <div className={styles.list} data-stale={search.stale || undefined}>
          <VirtualList
            key={`${arrangement.order} ${arrangement.descending} ${arrangement.grouping} ${search.stale ? '' : asked}`}
            label="Places found"
            first
            rows={rows}
            rowHeight={30}
            idOf={(one) => one.id}
            activeId={active}
            onActive={setActive}
            onOpen={open}
            onKeyDown={onKeyDown}
            offset={{ start: search.offset, keep: (offset) => useSearchState.setState({ offset }) }}
            renderRow={(one, state) =>
              one.kind === 'group' ? <GroupRow row={one} {...state} /> : <PlaceRow row={one} {...state} />
            }
            empty={<Nothing furniture={counts.aside} />}
          />
        </div>
      </div>
    </main>
  );
}

const columns: readonly (readonly [Order, string, string])[] = [
  ['left', 'the words to the left', 'L'],
  ['right', 'the words to the right', 'R'],
  ['article', 'article', 'A'],
  ['outlet', 'outlet', 'O'],
  ['date', 'date', 'D'],
];
const headings: Record<Order, string> = {
  left: 'Left',
  right: 'Words and right',
  article: 'Article',
  outlet: 'Outlet',
  date: 'Date',
};
const groupNames: Record<Grouping, string> = {
  none: 'Not grouped',
  outlet: 'By outlet',
  date: 'By date',
  speaker: 'By speaker',
};

function SortButton({ order }: { order: Order }) {
  const { order: now, descending } = useSearchState((state) => state.arrangement);
  return (
    <button
      type="button"
      data-column={order}
      aria-label={`Sort by ${columns.find(([one]) => one === order)?.[1]}`}
      aria-pressed={now === order}
      onClick={() => orderBy(order)}
    >
      {headings[order]}
      {now === order && (descending ? ' ↓' : ' ↑')}
    </button>
  );
}

/** The rows of the list as it is arranged now. */
function useRows() {
  const found = useSearchState((state) => state.found);
  const { order, descending, grouping, furniture } = useSearchState((state) => state.arrangement);
  const folded = useSearchState((state) => state.folded);
  const entries = useById(useEntries());
  const speakerOf = useSpeakersOfPlaces(found, grouping === 'speaker');

  const places = useMemo(() => {
    const aboutOf = (article: string): About => {
      const entry = entries?.get(article);
      return entry
        ? { title: titleOf(entry), outlet: entry.meta.outlet, published: entry.meta.published }
        : { title: article, outlet: null, published: null };
    };
    return placesOf(found, aboutOf, furniture);
  }, [found, entries, furniture]);
  const sorted = useMemo(() => sortPlaces(places, order, descending), [places, order, descending]);
  const spoken = useMemo(
    () =>
      speakerOf === undefined
        ? sorted
        : sorted.map((place) => ({
            ...place,
            speaker: place.hit && speakerOf(place.article, place.hit.start, place.hit.end),
          })),
    [sorted, speakerOf],
  );
  const left = useMemo(
    () => new Map(found.flatMap((one) => (one.left > 0 ? [[one.article, one.left] as const] : []))),
    [found],
  );
  const rows = useMemo(() => rowsOf(spoken, grouping, folded, left), [spoken, grouping, folded, left]);
  const counts = useMemo(() => countFound(found), [found]);
  return { rows, listed: spoken, counts };
}

/** Whether files of the folder are being read, so that there may be more to find. */
const useIsReading = () => useSession(({ scan }) => scan !== null && scan.phase !== 'done' && scan.phase !== 'failed');

/** What is wrong with the query, once the person has paused; gone as soon as it is right. */
function useSettled<T>(problem: T | null, typed: string): T | null {
  const [said, setSaid] = useState<T | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each letter begins the pause anew
  useEffect(() => {
    if (problem === null) return setSaid(null);
    const timer = setTimeout(() => setSaid(problem), pauses.say);
    return () => clearTimeout(timer);
  }, [problem, typed]);
  // What was wrong in another state of the query says nothing of this one.
  return problem === null ? null : said;
}

/** What stands where places would: nothing asked yet, on the way, not found, or only in furniture. */
function Nothing({ furniture }: { furniture: number }) {
  const phase = useSearchState((state) => state.phase);
  const reading = useIsReading();
  if (furniture > 0)
    return (
      <>
        <p>All places are in page furniture.</p>
        <p>
          <Button look="plain" onPress={() => arrangeBy({ furniture: true })}>
            Show them
          </Button>
        </p>
      </>
    );
  if (phase === 'searching') return <p>Searching …</p>;
  if (phase === 'failed') return <p>Nothing can be shown.</p>;
  if (phase === 'nothing')
    return (
      <p>
        Words find places in the texts; fields find articles and what is marked in them.
        <br />
        Both together narrow each other down.
      </p>
    );
  return (
    <>
      <p>No article holds what was asked for.</p>
      {reading && <p>The folder is still being read; what comes is searched as well.</p>}
    </>
  );
}
