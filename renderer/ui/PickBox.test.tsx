import { act, createRef, StrictMode, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cdp, userEvent } from 'vitest/browser';
import { type Pick, PickBox, type PickBoxHandle } from './PickBox.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const names = ['Itsunori Onodera', 'Kang Kyung-wha', 'Moon Jae-in', 'Kim Jong-un', 'Kim Yong-chol', '小野寺'];

let host: HTMLElement;
let root: Root;
let told: string[];
const handle = createRef<PickBoxHandle>();

beforeEach(() => {
  document.documentElement.style.setProperty('--accent-soft', 'rgb(200, 220, 255)');
  host = document.createElement('div');
  host.style.cssText = 'width:300px';
  document.body.append(host);
  root = createRoot(host);
  told = [];
});
afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
});

/** Those that begin with what was typed before those that hold it; what is new can be created. */
function search(typed: string): Pick[] {
  const low = typed.trim().toLowerCase();
  const found = names.filter((name) => name.toLowerCase().includes(low));
  const best = found.sort((a, b) => a.toLowerCase().indexOf(low) - b.toLowerCase().indexOf(low));
  const isNew = low !== '' && !names.some((name) => name.toLowerCase() === low);
  return [
    ...best.map((name) => ({ id: name, name })),
    ...(isNew ? [{ id: 'create', name: `Create “${typed.trim()}”`, create: true }] : []),
  ];
}

function Form({ start }: { start: string }) {
  const [value, setValue] = useState(start);
  return (
    <>
      <PickBox
        label="Speaker"
        value={value}
        placeholder="Type a name"
        search={search}
        onPick={(id, typed) => {
          told.push(`pick ${id}, typed ${typed}`);
          setValue(id === 'create' ? typed : id);
        }}
        onLeave={(how) => told.push(`leave by ${how}`)}
        onClear={() => {
          told.push('clear');
          setValue('');
        }}
        handle={handle}
      />
      <button type="button" style={{ position: 'fixed', top: 500, left: 0 }}>
        Next
      </button>
    </>
  );
}

const show = async (start = '') => {
  await act(async () =>
    root.render(
      <StrictMode>
        <Form start={start} />
      </StrictMode>,
    ),
  );
  await act(async () => handle.current?.focus());
};
const type = (typed: string) => act(async () => userEvent.keyboard(typed));
const box = () => host.querySelector('input')!;
const items = () => [...host.querySelectorAll<HTMLElement>('[role="menuitem"]')];
const listed = () => items().map((item) => item.textContent);
const focused = () => items().find((item) => item.hasAttribute('data-focused'))?.textContent;
/** The item that looks as if Enter takes it. */
const marked = () =>
  items()
    .filter((item) => getComputedStyle(item).backgroundColor !== 'rgba(0, 0, 0, 0)')
    .map((item) => item.textContent)
    .join();
/** The item that assistive technology is told of. */
const spoken = () => document.getElementById(box().getAttribute('aria-activedescendant') ?? '')?.textContent;

describe('typing', () => {
  test('nothing is listed before', async () => {
    await show('Moon Jae-in');
    expect(listed()).toEqual([]);
    expect(box().value).toBe('Moon Jae-in');
    expect(box().selectionEnd).toBe('Moon Jae-in'.length);
    expect(box().selectionStart).toBe(0);
  });

  test('lists what fits, best first, and takes the first with Enter', async () => {
    await show();
    await type('k');
    expect(listed()).toEqual(['Kang Kyung-wha', 'Kim Jong-un', 'Kim Yong-chol', 'Create “k”']);
    await type('i');
    expect(listed()).toEqual(['Kim Jong-un', 'Kim Yong-chol', 'Create “ki”']);
    await type('{Enter}');
    expect(told).toEqual(['pick Kim Jong-un, typed ki']);
    expect(box().value).toBe('Kim Jong-un');
    expect(listed()).toEqual([]);
  });

  test('a single letter and Enter, as fast as keys come', async () => {
    await show('Moon Jae-in');
    await type('i{Enter}');
    expect(told).toEqual(['pick Itsunori Onodera, typed i']);
  });

  test('replaces the value, which is selected when the box is entered', async () => {
    await show('Moon Jae-in');
    await type('ka{Enter}');
    expect(told).toEqual(['pick Kang Kyung-wha, typed ka']);
    expect(box().value).toBe('Kang Kyung-wha');
  });

  test('Enter takes the first after a correction', async () => {
    await show();
    await type('kix{Backspace}');
    expect(marked()).toBe('Kim Jong-un');
    await type('{Enter}');
    expect(told).toEqual(['pick Kim Jong-un, typed ki']);
  });

  test('Enter takes the first of what was pasted', async () => {
    await show();
    await act(async () => document.execCommand('insertText', false, 'moon'));
    await type('{Enter}');
    expect(told).toEqual(['pick Moon Jae-in, typed moon']);
  });

  test('Enter takes the first after the caret has been moved', async () => {
    await show();
    await type('ki{ArrowLeft}{Enter}');
    expect(told).toEqual(['pick Kim Jong-un, typed ki']);
  });
});

describe('the list', () => {
  test('arrows move in it, and Enter takes what they are on', async () => {
    await show();
    await type('ki');
    expect(focused()).toBe('Kim Jong-un');
    await type('{ArrowDown}');
    expect(focused()).toBe('Kim Yong-chol');
    // So as not to talk over the letter just typed, a screen reader is told after half a second.
    await act(async () => new Promise((then) => setTimeout(then, 550)));
    expect(spoken()).toBe('Kim Yong-chol');
    expect(document.activeElement).toBe(box());
    await type('{ArrowDown}{ArrowUp}{Enter}');
    expect(told).toEqual(['pick Kim Yong-chol, typed ki']);
  });

  test('an arrow down opens it without typing; Enter takes what it is on and never clears', async () => {
    await show('Moon Jae-in');
    await type('{ArrowDown}');
    expect(listed()).toEqual(names);
    expect(box().value).toBe('Moon Jae-in');
    await type('{ArrowDown}');
    const on = focused();
    expect(names).toContain(on);
    await type('{Enter}');
    expect(told).toEqual([`pick ${on}, typed `]);
    expect(box().value).toBe(on);
  });

  test('Enter in a list that was only opened leaves, and changes nothing', async () => {
    await show('Moon Jae-in');
    await type('{ArrowDown}{Enter}');
    expect(told).toEqual(['leave by enter']);
    expect(listed()).toEqual([]);
    expect(box().value).toBe('Moon Jae-in');
  });

  test('an emptied box lists all, and Enter takes the one that was walked to', async () => {
    await show('Moon Jae-in');
    await type('{Backspace}{ArrowDown}{ArrowDown}');
    const on = focused();
    await type('{Enter}');
    expect(names).toContain(on);
    expect(told).toEqual([`pick ${on}, typed `]);
  });

  test('a click takes one', async () => {
    await show();
    await type('ki');
    await act(async () => userEvent.click(items()[1]!));
    expect(told).toEqual(['pick Kim Yong-chol, typed ki']);
    expect(box().value).toBe('Kim Yong-chol');
    expect(listed()).toEqual([]);
  });

  test('what is not there yet is created, with the name as it was typed', async () => {
    await show();
    await type('Yun B');
    expect(listed()).toEqual(['Create “Yun B”']);
    await type('{Enter}');
    expect(told).toEqual(['pick create, typed Yun B']);
  });

  test('creating is the last entry where there are others', async () => {
    await show();
    await type('ki{ArrowUp}');
    expect(focused()).toBe('Create “ki”');
    await type('{Enter}');
    expect(told).toEqual(['pick create, typed ki']);
  });

  test('opens upwards where there is no room below', async () => {
    host.style.cssText = 'position:fixed;bottom:20px;width:300px';
    await show();
    await type('k');
    await act(
      async () => new Promise<void>((then) => requestAnimationFrame(() => requestAnimationFrame(() => then()))),
    );
    const list = host.querySelector('[role="menu"]')!.getBoundingClientRect();
    expect(list.top).toBeGreaterThan(0);
    expect(list.bottom).toBeLessThanOrEqual(box().getBoundingClientRect().top);
  });
});

describe('leaving', () => {
  test('Escape gives the old value back, and the key goes no further', async () => {
    await show('Moon Jae-in');
    const outside: string[] = [];
    const listen = (event: KeyboardEvent) => event.key === 'Escape' && outside.push(event.key);
    document.body.addEventListener('keydown', listen);
    await type('ki{ArrowDown}{Escape}');
    document.body.removeEventListener('keydown', listen);
    expect(told).toEqual(['leave by escape']);
    expect(box().value).toBe('Moon Jae-in');
    expect(listed()).toEqual([]);
    expect(outside).toEqual([]);
  });

  test('Enter on what is unchanged leaves', async () => {
    await show('Moon Jae-in');
    await type('{Enter}');
    expect(told).toEqual(['leave by enter']);
  });

  test('Enter on a box that was emptied clears the value', async () => {
    await show('Moon Jae-in');
    await type('{Backspace}{Enter}');
    expect(told).toEqual(['clear']);
    expect(box().value).toBe('');
    await type('{Enter}');
    expect(told).toEqual(['clear', 'leave by enter']);
  });

  test('blanks alone clear, too, and create nothing', async () => {
    await show('Moon Jae-in');
    await type('  {Enter}');
    expect(told).toEqual(['clear']);
  });

  test('what was typed is forgotten when the box is left', async () => {
    await show('Moon Jae-in');
    await type('ki{Tab}');
    expect(document.activeElement?.textContent).toBe('Next');
    expect(box().value).toBe('Moon Jae-in');
    expect(listed()).toEqual([]);
    expect(told).toEqual([]);
  });

  test('what was typed is forgotten when something else is clicked', async () => {
    await show('Moon Jae-in');
    await type('ki');
    await act(async () => userEvent.click(host.querySelector('button')!));
    expect(box().value).toBe('Moon Jae-in');
    expect(told).toEqual([]);
  });
});

describe('an input method', () => {
  const session = () => cdp() as unknown as { send(method: string, params: object): Promise<void> };
  const compose = (text: string) =>
    act(async () =>
      session().send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
    );
  const commit = (text: string) => act(async () => session().send('Input.insertText', { text }));

  test('lists while composing; Enter and Escape are the input method’s until the words are there', async () => {
    await show('Moon Jae-in');
    await compose('小野');
    expect(listed()).toEqual(['小野寺', 'Create “小野”']);
    await type('{Enter}');
    expect(told).toEqual([]);
    await compose('小野');
    await type('{Escape}');
    expect(told).toEqual([]);
    await compose('小野');
    await commit('小野寺');
    expect(box().value).toBe('小野寺');
    await type('{Enter}');
    expect(told).toEqual(['pick 小野寺, typed 小野寺']);
  });
});
