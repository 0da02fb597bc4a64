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
  const box = useRef<HTMLInputElement>(null);
  const typing = typed !== undefined;
  const picks = typing ? search(typed) : [];

  useImperativeHandle(handle, () => ({
    focus(options) {
      box.current?.focus(options);
      box.current?.select();
    },
  }));

  const take = (id: string) => {
    const text = typed ?? '';
    setTyped(undefined);
    onPick(id, text);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setTyped(undefined);
      onLeave?.('escape');
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      if (!typing) {
        event.preventDefault();
        onLeave?.('enter');
      } else if (typed.trim() === '') {
        event.preventDefault();
        setTyped(undefined);
        if (value !== '') onClear?.();
        else onLeave?.('enter');
      }
    } else if (event.key === 'ArrowDown' && !typing) {
      setTyped('');
    }
  };

  return (
    <div className={styles.box}>
      <Autocomplete inputValue={typed ?? value} onInputChange={setTyped}>
        <TextField aria-label={label} className={styles.field ?? ''} onKeyDown={onKeyDown as never}>
          <Input
            ref={box}
            className={styles.input ?? ''}
            placeholder={placeholder}
            spellCheck={false}
            autoComplete="off"
            onBlur={() => {
              // The list is walked by a virtual focus, which blurs the box for the screen reader but not for the keyboard.
              if (document.activeElement !== box.current) setTyped(undefined);
            }}
          />
        </TextField>
        {typing && picks.length > 0 && (
          <div className={styles.list} ref={placeList}>
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

/** Opens the list upwards where there is no room below the box. */
function placeList(list: HTMLDivElement | null): void {
  if (!list) return;
  const { bottom } = list.getBoundingClientRect();
  list.toggleAttribute('data-above', bottom > window.innerHeight - 30);
}
