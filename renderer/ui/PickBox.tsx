import { type KeyboardEvent, type ReactNode, type Ref, useImperativeHandle, useRef, useState } from 'react';
import { Autocomplete, Input, Menu, MenuItem, TextField } from 'react-aria-components';
import styles from './PickBox.module.css';

export interface Pick {
  id: string;
  name: string;
  detail?: ReactNode;
  /** Shown apart, after the others: create what was typed. */
  create?: boolean;
}

export interface PickBoxHandle {
  focus(options?: FocusOptions): void;
  /** Has the keyboard and lists what can be picked without anything typed. */
  browse(options?: FocusOptions): void;
}

/**
 * A box to type part of a name into: the best picks are listed as one types, Enter takes the first, and what is not
 * there yet is created in the same box. Escape gives the old value back.
 */
export function PickBox(props: {
  label: string;
  value: string;
  placeholder: string;
  /** Picks for the typed text, best first. */
  search: (typed: string) => Pick[];
  onPick: (id: string, typed: string) => void;
  /** Escape, or Enter on an unchanged value. */
  onLeave?: (how: 'escape' | 'enter') => void;
  /** The box was emptied and left with Enter. */
  onClear?: () => void;
  handle?: Ref<PickBoxHandle>;
}) {
  const { label, value, placeholder, search, onPick, onLeave, onClear, handle } = props;
  const [typed, setTyped] = useState<string | undefined>();
  const [browsing, setBrowsing] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const walked = useRef(false);
  const typing = typed !== undefined;
  const picks = typing || browsing ? search(typed ?? '') : [];

  useImperativeHandle(handle, () => ({
    focus(options) {
      box.current?.focus(options);
      box.current?.select();
    },
    browse(options) {
      box.current?.focus(options);
      walked.current = false;
      setBrowsing(true);
    },
  }));

  const close = () => {
    setTyped(undefined);
    setBrowsing(false);
  };
  const take = (id: string) => {
    close();
    onPick(id, typed ?? '');
  };
  const onEnter = (list: HTMLElement) => {
    const on = list.querySelector('[role="menuitem"][data-focused]')?.getAttribute('data-key') ?? undefined;
    const blank = !typed?.trim();
    const picked = blank ? (walked.current ? on : undefined) : (on ?? picks[0]?.id);
    if (picked !== undefined) return take(picked);
    if (!blank) return;
    close();
    if (typing && value !== '' && onClear) onClear();
    else onLeave?.('enter');
  };

  // On the way down: the list would take Enter only when it shows a focus, which deleting and pasting take away.
  const onKeyDownCapture = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== box.current || event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      close();
      onLeave?.('escape');
    } else if (event.key === 'Enter') onEnter(event.currentTarget);
    else if (event.key === 'ArrowDown' && !typing && !browsing) {
      walked.current = false;
      setBrowsing(true);
    } else {
      if (/^(Arrow(Up|Down)|Page|Home|End)/.test(event.key)) walked.current = true;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.box} onKeyDownCapture={onKeyDownCapture}>
      <Autocomplete
        inputValue={typed ?? value}
        onInputChange={(text) => {
          walked.current = false;
          setTyped(text);
        }}
      >
        <TextField aria-label={label} className={styles.field ?? ''}>
          <Input
            ref={box}
            className={styles.input ?? ''}
            placeholder={placeholder}
            spellCheck={false}
            autoComplete="off"
            onBlur={() => {
              // The list is walked by a virtual focus, which blurs the box for the screen reader but not for the keyboard.
              if (document.activeElement !== box.current) close();
            }}
          />
        </TextField>
        {picks.length > 0 && (
          <div className={styles.list} ref={placeList} data-first={typed?.trim() ? true : undefined}>
            <Menu aria-label={label} items={picks} className={styles.menu ?? ''} onAction={(key) => take(String(key))}>
              {(pick) => (
                <MenuItem
                  id={pick.id}
                  textValue={pick.name}
                  className={pick.create ? `${styles.item} ${styles.create}` : `${styles.item}`}
                >
                  <span className={styles.name}>{pick.name}</span>
                  {pick.detail !== undefined && <span className={styles.detail}>{pick.detail}</span>}
                </MenuItem>
              )}
            </Menu>
          </div>
        )}
      </Autocomplete>
    </div>
  );
}

/** Opens the list upwards where there is no room below the box but above; its rows come after itself. */
function placeList(list: HTMLDivElement | null): (() => void) | undefined {
  const box = list?.parentElement;
  if (!list || !box) return undefined;
  const observer = new ResizeObserver(() => {
    const { top, bottom } = box.getBoundingClientRect();
    const below = window.innerHeight - 30 - bottom;
    list.toggleAttribute('data-above', list.offsetHeight > below && top > below);
  });
  observer.observe(list);
  return () => observer.disconnect();
}
