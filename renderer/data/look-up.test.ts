import { afterEach, beforeEach, expect, it } from 'vitest';
import { newSpan } from './gestures.ts';
import { FakeMain } from './testing/fake-main.ts';
import {
  articleText,
  foreignChange,
  inStep,
  mark,
  openWindow,
  removeDatabase,
  type Window,
} from './testing/harness.ts';

let main: FakeMain;
let window: Window;
beforeEach(async () => {
  main = new FakeMain();
  main.snapshotPage = 2000;
  main.sincePage = 2000;
  window = await openWindow(main);
});
afterEach(async () => {
  window.close();
  await removeDatabase(main);
});

it('reads a record as it is, without what only the database needs, and nothing that is not there', async () => {
  const span = await mark(window.session);
  expect(await window.session.readRecord('span', span.id)).toEqual(span);
  expect(await window.session.readRecord('span', 'none')).toBeUndefined();
});

it('goes through all spans once, in portions, until it has seen enough', async () => {
  const article = { ...articleText('a_1'), path: 'a_1.txt', title: null };
  const quote = { exact: 'we', prefix: '', suffix: '' };
  const at = '2024-11-18T09:00:00.000Z';
  const how = { layer: 'statement', mode: null, annotator: 'jw', at };
  const spans = Array.from({ length: 2345 }, (_, start) => newSpan(article, { start, end: start + 2, quote }, how));
  main.append(
    'jw-1',
    foreignChange(
      'jw',
      `${at}+0000`,
      spans.map((span) => ({ kind: 'span', id: span.id, after: span })),
    ),
  );
  await inStep(main);
  const seen: string[] = [];
  await window.session.lookThroughSpans(({ id }) => void seen.push(id));
  expect(seen.length).toBe(2345);
  expect(new Set(seen)).toEqual(new Set(spans.map(({ id }) => id)));
  let looked = 0;
  await window.session.lookThroughSpans(() => ++looked < 1200);
  expect(looked).toBe(1200);
});

it('finds nothing once the folder is closed', async () => {
  await mark(window.session);
  await window.session.closeProject();
  await window.session.lookThroughSpans(() => expect.unreachable());
});
