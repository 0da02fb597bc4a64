import type { ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { added } from '#shared/changes/edits.ts';
import { createSpeaker, setSpeaker } from './gestures.ts';
import {
  SessionProvider,
  useEntries,
  useEntry,
  useOwnSpansIn,
  useReading,
  useSession,
  useSpanCounts,
  useSpansOf,
  useSpeakers,
  useUndoable,
  useUses,
} from './hooks.ts';
import { createSession, type Session } from './session.ts';
import { FakeMain } from './testing/fake-main.ts';
import { entry, mark, removeDatabase, until } from './testing/harness.ts';

const articlesOfOne = ['a_1'];

let main: FakeMain;
let session: Session;
let root: Root;
let stop: () => void;

beforeEach(() => {
  main = new FakeMain();
  const link = main.link();
  session = createSession(link);
  root = createRoot(document.createElement('div'));
  stop = () => link.close();
});
afterEach(async () => {
  root.unmount();
  session.dispose();
  stop();
  await removeDatabase(main);
});

/** Renders a component that reads; what it read in each rendering, in order. */
function reading<T>(read: () => T): T[] {
  const seen: T[] = [];
  function Reader(): ReactNode {
    seen.push(read());
    return null;
  }
  root.render(
    <SessionProvider session={session}>
      <Reader />
    </SessionProvider>,
  );
  return seen;
}

test('a list is undefined while it is read and empty when there is nothing, then follows', async () => {
  const seen = reading(() => useSpansOf('a_1'));
  await until('it has been rendered', () => seen.length > 0);
  expect(seen[0]).toBeUndefined();
  await session.openProject('/corpus');
  await until('it is empty', () => seen.at(-1)?.length === 0);
  const later = await mark(session, 'a_1', { start: 31, end: 50 });
  const outer = await mark(session, 'a_1', { start: 10, end: 60 });
  const inner = await mark(session, 'a_1', { start: 10, end: 14 });
  await mark(session, 'a_2');
  await until('all are shown', () => seen.at(-1)?.length === 3);
  expect(seen.at(-1)).toEqual([outer, inner, later]);
  expect(seen.at(-1)?.[0]).not.toHaveProperty('targets');
});

test('counts, uses, readings and what can be undone follow the marks', async () => {
  await session.openProject('/corpus');
  const seen = reading(() => ({
    counts: useSpanCounts(['statement'])?.get('a_1'),
    uses: useUses('speaker'),
    speakers: useSpeakers(),
    reading: useReading('a_1'),
    undoable: useUndoable(),
    name: useSession((state) => state.project?.annotator.name),
  }));
  await until('nothing is read', () => seen.at(-1)?.reading === null);
  expect(seen.at(-1)).toMatchObject({ counts: undefined, undoable: { undo: false, redo: false }, name: 'Ann Analyst' });
  const span = await mark(session);
  await mark(session);
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  await session.commit([...edits, ...setSpeaker(span, speaker.id, new Date().toISOString())]);
  await until('all is read', () => seen.at(-1)?.counts?.unattributed === 1 && seen.at(-1)?.speakers?.length === 1);
  await until('the use is counted', () => seen.at(-1)?.uses?.get(speaker.id) === 1);
  expect(seen.at(-1)).toMatchObject({
    counts: { spans: 2, own: 2, unattributed: 1 },
    speakers: [speaker],
    reading: { status: 'in-progress' },
    undoable: { undo: true, redo: false },
  });
  await session.undo();
  await until('it can be redone', () => seen.at(-1)?.undoable.redo === true);
});

test('what was adjudicated is nobody’s own: not counted as the adjudicator’s marks, nor listed among them', async () => {
  await session.openProject('/corpus');
  const span = await mark(session);
  const me = session.store.getState().project!.annotator.id;
  const seen = reading(() => ({
    counts: useSpanCounts()?.get('a_1'),
    own: useOwnSpansIn(me, articlesOfOne)?.spans,
    uses: useUses('speaker'),
  }));
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  const decided = { ...span, id: 's_decided', origin: 'adjudicated' as const, basedOn: [span.id], speaker: speaker.id };
  await session.commit([...edits, added('span', decided)]);
  await until('all is read', () => seen.at(-1)?.uses?.get(speaker.id) === 1 && seen.at(-1)?.own !== undefined);
  expect(seen.at(-1)?.counts).toEqual({ spans: 1, own: 1, unattributed: 1 });
  expect(seen.at(-1)?.own?.map(({ id }) => id)).toEqual([span.id]);
  expect((await session.readSpansBy(me, ['a_1']))?.map(({ id }) => id)).toEqual([span.id]);
});

test('annotated articles whose file is gone are listed as missing once the folder has been read', async () => {
  main.entries = [entry('a_1'), entry('d_2', { path: 'copy.txt', duplicateOf: 'a_1.txt' })];
  await session.openProject('/corpus');
  await mark(session, 'a_1');
  await mark(session, 'a_gone');
  const seen = reading(() => ({ entries: useEntries(), gone: useEntry('a_gone') }));
  await until('three are listed', () => seen.at(-1)?.entries?.length === 3);
  expect(seen.at(-1)?.entries).toMatchObject([
    { id: 'a_1', article: 'a_1', missing: false },
    { id: 'd_2', article: 'a_1', missing: false },
    { id: 'a_gone', path: 'a_gone.txt', missing: true, failure: { code: 'missing' } },
  ]);
  expect(seen.at(-1)?.gone?.meta.title).toBe('Title of a_gone');
});

test('another folder’s lists take the place of the first one’s', async () => {
  await session.openProject('/corpus');
  await mark(session, 'a_1');
  const seen = reading(() => useSpansOf('a_1'));
  await until('it is shown', () => seen.at(-1)?.length === 1);
  await session.closeProject();
  await until('nothing is shown', () => seen.at(-1) === undefined);
  await session.openProject('/corpus');
  await until('it is shown again', () => seen.at(-1)?.length === 1);
});
