import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Span } from '#shared/model/span.ts';
import { FakeMain } from './testing/fake-main.ts';
import {
  allSaved,
  databaseRecords,
  inStep,
  mark,
  openWindow,
  removeDatabase,
  until,
  type Window,
  withDb,
} from './testing/harness.ts';

let main: FakeMain;
const windows: Window[] = [];
const open = async (...args: Parameters<typeof openWindow> extends [unknown, ...infer R] ? R : never) => {
  const window = await openWindow(main, ...args);
  windows.push(window);
  return window;
};

beforeEach(() => {
  main = new FakeMain();
});
afterEach(async () => {
  for (const window of windows.splice(0)) await window.close();
  await removeDatabase(main);
  expect(main.bugs).toEqual([]);
});

test('a mark is in the database at once and in the journal soon after', async () => {
  const { session } = await open();
  expect(session.store.getState().status).toBe('ready');
  const span = await mark(session);
  expect((await withDb(main, (db) => db.spans.get(span.id)))?.quote.exact).toBe('we support the pact');
  await allSaved(session);
  await inStep(main);
  expect(main.records().get(`span ${span.id}`)).toEqual(span);
  expect(await withDb(main, databaseRecords)).toEqual(main.records());
  expect([...main.records().keys()].map((key) => key.split(' ')[0]).sort()).toEqual([
    'annotator',
    'article',
    'reading',
    'span',
  ]);
});
