import { act, type ReactNode, StrictMode, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Action, currentActions, useActionRegistry, useActions } from './actions.ts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let root: Root;
let done: string[];

beforeEach(() => {
  root = createRoot(document.createElement('div'));
  done = [];
});
afterEach(async () => {
  await act(async () => root.unmount());
  expect(currentActions()).toEqual([]);
});

const show = (what: ReactNode) => act(async () => root.render(what));
const action = (id: string, fields: Partial<Action> = {}): Action => ({
  id,
  name: id,
  group: 'Test',
  run: () => done.push(id),
  ...fields,
});
/** What the keyboard does: the first action that has the key and can be done. */
const press = (key: string) =>
  currentActions()
    .find((one) => one.keys?.includes(key) && (one.enabled?.() ?? true))
    ?.run();
const ids = () => currentActions().map(({ id }) => id);

function Screen({ actions, children }: { actions: Action[]; children?: ReactNode }) {
  useActions(actions);
  return children;
}

describe.each([
  ['as shipped', (what: ReactNode) => what],
  ['in StrictMode', (what: ReactNode) => <StrictMode>{what}</StrictMode>],
])('%s', (_, wrap) => {
  test('actions are on offer while their screen is, each once', async () => {
    await show(wrap(<Screen actions={[action('a'), action('b')]} />));
    expect(ids()).toEqual(['a', 'b']);
    await show(wrap(null));
    expect(ids()).toEqual([]);
  });

  test('the newest closure is run, though what is on offer stays the same object', async () => {
    let add: (by: number) => void = () => {};
    function Counter() {
      const [count, setCount] = useState(0);
      add = (by) => setCount((now) => now + by);
      useActions([action('count', { enabled: () => count < 2, run: () => done.push(String(count)) })]);
      return null;
    }
    await show(wrap(<Counter />));
    const before = useActionRegistry.getState();
    const [held] = currentActions();
    await act(async () => add(1));
    held?.run();
    expect(done).toEqual(['1']);
    expect(held?.enabled?.()).toBe(true);
    await act(async () => add(1));
    expect(held?.enabled?.()).toBe(false);
    expect(useActionRegistry.getState()).toBe(before);
  });

  test('an inner screen takes over a key, whether it comes with the outer one or later, and gives it back', async () => {
    const inner = <Screen actions={[action('inner', { keys: ['J'] })]} />;
    const outer = (inside: ReactNode) => <Screen actions={[action('outer', { keys: ['J'] })]}>{inside}</Screen>;
    await show(wrap(outer(inner)));
    press('J');
    await show(wrap(outer(null)));
    press('J');
    await show(wrap(outer(inner)));
    press('J');
    expect(done).toEqual(['inner', 'outer', 'inner']);
  });

  test('an outer screen whose actions change does not take the key from the inner one', async () => {
    const both = (name: string, more: Action[] = []) => (
      <Screen actions={[action('outer', { name, keys: ['J'] }), ...more]}>
        <Screen actions={[action('inner', { keys: ['J'] })]} />
      </Screen>
    );
    await show(wrap(both('Old')));
    await show(wrap(both('New', [action('more')])));
    press('J');
    expect(done).toEqual(['inner']);
    expect(ids()).toEqual(['inner', 'outer', 'more']);
    expect(currentActions()[1]?.name).toBe('New');
  });

  test('a key that the inner screen cannot use now is the outer one’s', async () => {
    let selected = true;
    await show(
      wrap(
        <Screen actions={[action('outer', { keys: ['J'] })]}>
          <Screen actions={[action('inner', { keys: ['J'], enabled: () => selected })]} />
        </Screen>,
      ),
    );
    press('J');
    selected = false;
    press('J');
    expect(done).toEqual(['inner', 'outer']);
  });

  test('what is shown follows: names, keys, headings, what is hidden', async () => {
    const changes: Partial<Action>[] = [
      { name: 'Other' },
      { keys: ['K'] },
      { group: 'Elsewhere' },
      { hidden: true },
      { whileTyping: true },
    ];
    await show(wrap(<Screen actions={[action('a')]} />));
    for (const change of changes) {
      await show(wrap(<Screen actions={[action('a', change)]} />));
      expect(currentActions()).toMatchObject([change]);
    }
  });

  test('an action that is gone does nothing and is not enabled, should somebody still hold it', async () => {
    await show(wrap(<Screen actions={[action('a'), action('b')]} />));
    const held = currentActions()[1]!;
    await show(wrap(<Screen actions={[action('a')]} />));
    held.run();
    expect(done).toEqual([]);
    expect(held.enabled?.()).toBe(false);
  });
});
