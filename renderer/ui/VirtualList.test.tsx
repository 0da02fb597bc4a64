import { act, StrictMode, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { VirtualList } from './VirtualList.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let host: HTMLElement;
let root: Root;
let opened: string[];

beforeEach(() => {
  host = document.createElement('div');
  host.style.cssText = 'position:fixed;inset:0;width:400px;height:400px;display:flex;flex-direction:column';
  document.body.append(host);
  root = createRoot(host);
  opened = [];
});
afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
});

const rowsTo = (count: number) => Array.from({ length: count }, (_, at) => `row ${at}`);

function List({ rows, start }: { rows: readonly string[]; start?: string | undefined }) {
  const [active, setActive] = useState(start);
  return (
    <VirtualList
      label="Rows"
      rows={rows}
      rowHeight={40}
      idOf={(row) => row}
      activeId={active}
      onActive={setActive}
      onOpen={(id) => opened.push(id)}
      renderRow={(row, { active }) => <span data-active={active}>{row}</span>}
      empty="Nothing here."
    />
  );
}

const show = async (rows: readonly string[], start?: string) => {
  await act(async () =>
    root.render(
      <StrictMode>
        <List rows={rows} start={start} />
      </StrictMode>,
    ),
  );
  await settled();
};
/** Scrolling is told of in the next frame. */
const settled = () =>
  act(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise((then) => requestAnimationFrame(then));
  });
const keys = async (typed: string) => {
  await act(async () => userEvent.keyboard(typed));
  await settled();
};
const list = () => host.querySelector<HTMLElement>('[role="listbox"]')!;
const options = () => [...host.querySelectorAll<HTMLElement>('[role="option"]')];
/** The active row as assistive technology finds it, and only if it is wholly in sight. */
function activeInSight(): string | undefined {
  const id = list().getAttribute('aria-activedescendant');
  const row = id === null ? null : document.getElementById(id);
  if (!row) return undefined;
  const [box, frame] = [row.getBoundingClientRect(), list().getBoundingClientRect()];
  expect(row.getAttribute('aria-selected')).toBe('true');
  expect(options().filter((option) => option.getAttribute('aria-selected') === 'true')).toEqual([row]);
  expect(host.querySelectorAll('[data-active="true"]')).toHaveLength(1);
  return box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1 ? (row.textContent ?? '') : undefined;
}

test('of ten thousand rows only those in sight are in the page, and the scroll bar is as long as all', async () => {
  await show(rowsTo(10_000));
  expect(options().length).toBeGreaterThanOrEqual(10);
  expect(options().length).toBeLessThan(40);
  expect(list().scrollHeight).toBe(400_000);
  expect(options()[0]?.getAttribute('aria-setsize')).toBe('10000');
  list().scrollTop = 200_000;
  await settled();
  expect(options().length).toBeLessThan(60);
  const shown = options().find((option) => option.textContent === 'row 5000')!;
  expect(shown.getBoundingClientRect().top).toBeCloseTo(list().getBoundingClientRect().top, 0);
  expect(shown.getAttribute('aria-posinset')).toBe('5001');
});

test('Tab stops once; the keys move the active row and keep it in sight', async () => {
  await show(rowsTo(10_000));
  await keys('{Tab}');
  expect(document.activeElement).toBe(list());
  expect(list().hasAttribute('aria-activedescendant')).toBe(false);
  const walk: [string, string][] = [
    ['{ArrowDown}', 'row 0'],
    ['{ArrowDown}{ArrowDown}', 'row 2'],
    ['{ArrowUp}', 'row 1'],
    ['{ArrowUp}{ArrowUp}{ArrowUp}', 'row 0'],
    ['{PageDown}', 'row 9'],
    ['{PageDown}', 'row 18'],
    ['{PageUp}', 'row 9'],
    ['{End}', 'row 9999'],
    ['{ArrowDown}', 'row 9999'],
    ['{PageDown}', 'row 9999'],
    ['{ArrowUp}', 'row 9998'],
    ['{Home}', 'row 0'],
    ['{PageUp}', 'row 0'],
  ];
  for (const [typed, wanted] of walk) {
    await keys(typed);
    expect(activeInSight(), typed).toBe(wanted);
  }
  expect(document.activeElement).toBe(list());
  expect(opened).toEqual([]);
});

test('Enter opens the active row, and nothing when there is none or it is not listed', async () => {
  await show(rowsTo(50));
  list().focus();
  await keys('{Enter}');
  expect(opened).toEqual([]);
  await keys('{End}{ArrowUp}{Enter}');
  expect(opened).toEqual(['row 48']);
  await show(rowsTo(10));
  expect(list().hasAttribute('aria-activedescendant')).toBe(false);
  await keys('{Enter}');
  expect(opened).toEqual(['row 48']);
  await keys('{ArrowDown}{Enter}');
  expect(opened).toEqual(['row 48', 'row 0']);
});

test('keys held with Ctrl, Alt or Meta are left to others', async () => {
  await show(rowsTo(50), 'row 3');
  list().focus();
  await keys('{Alt>}{ArrowDown}{/Alt}{Control>}{ArrowDown}{Enter}{/Control}');
  const id = list().getAttribute('aria-activedescendant');
  expect(id && document.getElementById(id)?.textContent).toBe('row 3');
  expect(opened).toEqual([]);
});

test('a click makes a row active and opens it; the keys go on from there', async () => {
  await show(rowsTo(50));
  const row = options().find((option) => option.textContent === 'row 4')!;
  await act(async () => userEvent.click(row));
  expect(opened).toEqual(['row 4']);
  expect(activeInSight()).toBe('row 4');
  await keys('{ArrowDown}');
  expect(activeInSight()).toBe('row 5');
});

test('the active row is in sight from the beginning, and stays so when the rows are arranged anew', async () => {
  await show(rowsTo(10_000), 'row 5000');
  expect(activeInSight()).toBe('row 5000');
  await show(rowsTo(10_000).reverse());
  expect(activeInSight()).toBe('row 5000');
  await show(rowsTo(10_000).filter((row) => row.endsWith('00')));
  expect(activeInSight()).toBe('row 5000');
});

test('scrolled away, the active row is still there for assistive technology, and any key brings it back', async () => {
  await show(rowsTo(10_000), 'row 0');
  list().focus();
  list().scrollTop = 200_000;
  await settled();
  const id = list().getAttribute('aria-activedescendant');
  expect(id && document.getElementById(id)?.textContent).toBe('row 0');
  expect(activeInSight()).toBeUndefined();
  await keys('{Home}');
  expect(activeInSight()).toBe('row 0');
});

test('an empty list says so; rows that come later are shown and walked', async () => {
  await show([]);
  expect(host.textContent).toBe('Nothing here.');
  await show(rowsTo(10_000));
  expect(options().length).toBeGreaterThanOrEqual(10);
  list().focus();
  await keys('{End}');
  expect(activeInSight()).toBe('row 9999');
  await show([]);
  expect(host.textContent).toBe('Nothing here.');
});
