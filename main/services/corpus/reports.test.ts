import { expect, test, vi } from 'vitest';
import type { Report } from '../store/protocol.ts';
import { Reports } from './reports.ts';

/** A store that takes a message only when it is told to. */
function slowStore() {
  const messages: (readonly Report[])[] = [];
  const waiting: { resolve(): void; reject(error: Error): void }[] = [];
  const send = (reports: readonly Report[]) =>
    new Promise<void>((resolve, reject) => {
      messages.push(reports);
      waiting.push({ resolve, reject });
    });
  return {
    ...{ messages, send },
    paths: () => messages.flat().map(({ path }) => path),
    take: () => waiting.shift()?.resolve(),
    fail: (error: Error) => waiting.shift()?.reject(error),
    underway: () => waiting.length,
  };
}

const report = (n: number, characters = 1): Report => ({
  path: String(n),
  articles: { bytes: new Uint8Array(new SharedArrayBuffer(0)), from: 0, to: 0, pack: 1, characters },
  end: { kind: 'gone' },
});
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('reading goes on while the store stands still, until a thousand reports wait', async () => {
  const store = slowStore();
  const reports = new Reports(store.send);
  let added = 0;
  const adding = (async () => {
    for (; added < 3000; added++) await reports.add(report(added));
  })();
  while (store.underway() < 3) await turn();
  for (let i = 0; i < 20; i++) await turn();
  expect(store.underway()).toBe(3);
  const sent = store.paths().length;
  expect(added - sent).toBeGreaterThan(900);
  expect(added - sent).toBeLessThanOrEqual(1000);
  const taking = setInterval(store.take);
  await adding;
  await reports.end();
  clearInterval(taking);
  expect(store.paths()).toEqual(Array.from({ length: 3000 }, (_, n) => String(n)));
  expect(Math.max(...store.messages.map(({ length }) => length))).toBe(100);
});

test('texts that wait are few as well where they are long', async () => {
  const store = slowStore();
  const reports = new Reports(store.send);
  let added = 0;
  const adding = (async () => {
    for (; added < 60; added++) await reports.add(report(added, 900_000));
  })();
  for (let i = 0; i < 100; i++) await turn();
  expect(added).toBeLessThan(20);
  expect(store.messages.every(({ length }) => length <= 2)).toBe(true);
  const taking = setInterval(store.take);
  await adding;
  await reports.end();
  clearInterval(taking);
  expect(store.paths()).toHaveLength(60);
});

test('what was read is sent after a while though no more comes, and at the end', async () => {
  vi.useFakeTimers();
  try {
    const store = slowStore();
    const reports = new Reports(store.send);
    await reports.add(report(0));
    expect(store.paths()).toEqual([]);
    await vi.advanceTimersByTimeAsync(250);
    expect(store.paths()).toEqual(['0']);
    await reports.add(report(1));
    const ended = reports.end();
    expect(store.paths()).toEqual(['0', '1']);
    store.take();
    store.take();
    await ended;
  } finally {
    vi.useRealTimers();
  }
});

test('nothing more is sent after a failure, which whoever adds or waits is told', async () => {
  const store = slowStore();
  const reports = new Reports(store.send);
  for (let n = 0; n < 10; n++) await reports.add(report(n));
  store.fail(new Error('full'));
  await turn();
  await expect(reports.add(report(10))).rejects.toThrow('full');
  await expect(reports.end()).rejects.toThrow('full');
  expect(store.messages).toHaveLength(1);
});

test('who waits for room is told of a failure', async () => {
  const store = slowStore();
  const reports = new Reports(store.send);
  const adding = (async () => {
    for (let n = 0; n < 3000; n++) await reports.add(report(n));
  })();
  while (store.underway() < 3) await turn();
  for (let i = 0; i < 20; i++) await turn();
  store.fail(new Error('full'));
  await expect(adding).rejects.toThrow('full');
});
