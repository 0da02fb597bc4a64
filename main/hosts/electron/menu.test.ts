import type { MenuItemConstructorOptions } from 'electron';
import { expect, it } from 'vitest';
import { type MenuActions, type MenuState, menuTemplate } from './menu.ts';

const state: MenuState = {
  mac: false,
  recent: [
    { path: '/news/r&d', name: 'r&d' },
    { path: '/a/x', name: 'x' },
    { path: '/b/x', name: 'x' },
  ],
  theme: 'dark',
  samples: true,
  developer: false,
};

function build(given: Partial<MenuState> = {}) {
  const done: unknown[][] = [];
  const actions: MenuActions = {
    newWindow: () => done.push(['new']),
    send: (...args) => done.push(args),
    openLogs: () => done.push(['logs']),
  };
  const items: MenuItemConstructorOptions[] = [];
  const walk = (list: readonly MenuItemConstructorOptions[]) => {
    for (const item of list) {
      items.push(item);
      if (Array.isArray(item.submenu)) walk(item.submenu);
    }
  };
  walk(menuTemplate({ ...state, ...given }, actions));
  const click = (label: string) => (items.find((item) => item.label === label)?.click as (() => void) | undefined)?.();
  return { items, done, click };
}

it('opens recent folders by path, tells those of one name apart, and shows an ampersand as one', () => {
  const { items, done, click } = build();
  expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['r&&d', 'x (/a/x)', 'x (/b/x)']));
  click('x (/b/x)');
  expect(done).toEqual([['open-folder', '/b/x']]);
});

it('has nothing to open when there is no recent folder', () => {
  expect(build({ recent: [] }).items.find(({ label }) => label === 'Open Recent')?.enabled).toBe(false);
});

it('sends the page what it can do and leaves it the keys that it handles itself', () => {
  const { items, done, click } = build();
  const exchange = ['Search All Texts…', 'Export…', 'Bundle for a Colleague…', 'Open a Colleague’s File…'];
  for (const label of ['Undo', 'Redo', ...exchange, 'Light', 'Keyboard Shortcuts', 'Open Folder…', 'New Window'])
    click(label);
  expect(done.map(([action]) => action)).toEqual([
    'undo',
    'redo',
    'search',
    'export',
    'bundle',
    'import',
    'theme-light',
    'shortcuts',
    'open-folder',
    'new',
  ]);
  for (const { label, accelerator, registerAccelerator } of items)
    if (accelerator && ['Undo', 'Redo', ...exchange].includes(label ?? '')) expect(registerAccelerator).toBe(false);
});

it('marks the theme in use and gives no key to two items', () => {
  for (const mac of [true, false]) {
    const { items } = build({ mac });
    expect(items.filter(({ checked }) => checked).map(({ label }) => label)).toEqual(['Dark']);
    const keys = items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

it('offers developer tools in a checkout only', () => {
  const tools = (developer: boolean) => build({ developer }).items.some(({ role }) => role === 'toggleDevTools');
  expect([tools(true), tools(false)]).toEqual([true, false]);
});
