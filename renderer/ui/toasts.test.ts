import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dismiss, toast, useToasts } from './toasts.ts';

const texts = () => useToasts.getState().toasts.map(({ text }) => text);

beforeEach(() => {
  vi.useFakeTimers();
  useToasts.setState({ toasts: [] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a message goes after five seconds, each for itself', () => {
  toast('one');
  vi.advanceTimersByTime(3000);
  toast('two');
  vi.advanceTimersByTime(1999);
  expect(texts()).toEqual(['one', 'two']);
  vi.advanceTimersByTime(1);
  expect(texts()).toEqual(['two']);
  vi.advanceTimersByTime(3000);
  expect(texts()).toEqual([]);
});

test('a warning stays until it is closed', () => {
  toast('careful', { look: 'warning' });
  vi.advanceTimersByTime(1e7);
  const [shown] = useToasts.getState().toasts;
  expect(shown).toMatchObject({ text: 'careful', look: 'warning' });
  dismiss(shown?.id ?? -1);
  expect(texts()).toEqual([]);
});

test('of many messages the newest three are shown', () => {
  for (const text of ['1', '2', '3', '4', '5']) toast(text);
  expect(texts()).toEqual(['3', '4', '5']);
});

test('messages never push a warning away, nor warnings the message that is said last', () => {
  toast('careful', { look: 'warning' });
  for (const text of ['1', '2', '3', '4']) toast(text);
  expect(texts()).toEqual(['careful', '3', '4']);
  for (const text of ['a', 'b', 'c']) toast(text, { look: 'warning' });
  expect(texts()).toEqual(['careful', 'a', 'b', 'c']);
  toast('last');
  expect(texts()).toEqual(['careful', 'a', 'b', 'c', 'last']);
});

test('the same warning again is not a second one, and does what the newest does', () => {
  const runs: string[] = [];
  for (const way of ['old', 'new'])
    toast('not saved', { look: 'warning', action: { name: 'Try again', run: () => runs.push(way) } });
  toast('same words');
  toast('same words');
  expect(texts()).toEqual(['not saved', 'same words', 'same words']);
  useToasts.getState().toasts[0]?.action?.run();
  expect(runs).toEqual(['new']);
});

test('closing what is gone already changes nothing', () => {
  toast('one');
  const id = useToasts.getState().toasts[0]?.id ?? -1;
  dismiss(id);
  toast('two');
  dismiss(id);
  expect(texts()).toEqual(['two']);
});
