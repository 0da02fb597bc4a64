import { useState } from 'react';
import type { SavedSearch } from '#shared/model/saved-search.ts';
import { useAct } from '../../data/act.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { useSavedSearches, useSession, useSessionActions } from '../../data/hooks.ts';
import { Keys } from '../../ui/Keys.tsx';
import { toast } from '../../ui/toasts.ts';
import styles from './Search.module.css';
import { changeSearch, deleteSearch, longestName, saveSearch } from './saved-searches.ts';

export type Naming = 'new' | SavedSearch | null;

/** The searches that somebody kept, beside the field; a click runs one. */
export function SavedSearches(props: {
  /** What would be saved now; undefined: nothing that can be. */
  query: string | undefined;
  asked: string | undefined;
  /**
   * Whose name is being typed: a search's, that of what would be saved, or none. The screen has it, so that the key
   * that saves opens the box before the next letter comes; an effect would be late for it.
   */
  naming: Naming;
  onNaming: (naming: Naming) => void;
  onRun: (query: string) => void;
  /** The keyboard goes back to the list or the field. */
  onLeave: () => void;
}) {
  const { query, asked, naming, onNaming } = props;
  const act = useAct();
  const session = useSessionActions();
  const searches = useSavedSearches();
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const namesOf = useAnnotatorNames();

  const now = () => new Date().toISOString();
  const name = async (text: string) => {
    onNaming(null);
    props.onLeave();
    if (naming === 'new' && query !== undefined) await act(saveSearch({ name: text, query, annotator: me, at: now() }));
    else if (naming !== null && naming !== 'new') await act(changeSearch(naming, { name: text }, now()));
  };
  const drop = async (search: SavedSearch) => {
    if (!(await act(deleteSearch(search)))) return;
    toast(`Deleted the search “${search.name}”.`, {
      action: { name: 'Undo', run: () => void act.trying(() => session.undo()) },
    });
  };
  const leave = () => {
    onNaming(null);
    props.onLeave();
  };

  return (
    <nav className={styles.saved} aria-label="Saved searches">
      <div className={styles.savedHead}>
        <h2>Saved searches</h2>
        <button
          type="button"
          disabled={query === undefined || readOnly}
          onClick={() => onNaming('new')}
          title={readOnly ? 'This folder is open for reading only' : 'Keep this search'}
        >
          Save <Keys keys="S" />
        </button>
      </div>
      {naming === 'new' && <NameBox label="Name of the search" value={query ?? ''} onName={name} onLeave={leave} />}
      <ul>
        {(searches ?? []).map((search) => (
          <li key={search.id} data-current={search.query === asked || undefined}>
            {naming !== null && naming !== 'new' && naming.id === search.id ? (
              <NameBox label="New name" value={search.name} onName={name} onLeave={leave} />
            ) : (
              <>
                <button
                  type="button"
                  className={styles.savedRun}
                  onClick={() => props.onRun(search.query)}
                  title={`${search.query}\n${namesOf(search.annotator).name}`}
                >
                  <span dir="auto">{search.name}</span>
                  {search.query !== search.name && <small dir="auto">{search.query}</small>}
                </button>
                {!readOnly && (
                  <span className={styles.savedTools}>
                    <button type="button" aria-label={`Rename ${search.name}`} onClick={() => onNaming(search)}>
                      ✎
                    </button>
                    <button type="button" aria-label={`Delete ${search.name}`} onClick={() => void drop(search)}>
                      ✕
                    </button>
                  </span>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
      {searches?.length === 0 && naming === null && (
        <p className={styles.savedNone}>A search that you keep stands here, for everybody who works in this folder.</p>
      )}
    </nav>
  );
}

/** A name to be typed: Enter takes it, Escape and leaving the box do not. */
function NameBox(props: { label: string; value: string; onName: (name: string) => void; onLeave: () => void }) {
  const [typed, setTyped] = useState(props.value);
  return (
    <input
      ref={selectAll}
      className={styles.nameBox}
      aria-label={props.label}
      value={typed}
      maxLength={longestName}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') props.onName(typed);
        else if (event.key === 'Escape') props.onLeave();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onBlur={props.onLeave}
    />
  );
}

const selectAll = (box: HTMLInputElement | null) => {
  if (box === null || document.activeElement === box) return;
  box.focus();
  box.select();
};
