import { afterEach, beforeEach, expect, test } from 'vitest';
import { create, type StoreApi } from 'zustand';
import { changed } from '#shared/changes/edits.ts';
import type { Range } from '#shared/model/range.ts';
import type { Span } from '#shared/model/span.ts';
import { emptyModel, fewestLabels } from '#shared/suggest/stance/learn.ts';
import { deleteSpan, setAssistance } from './gestures.ts';
import { newId } from './ids.ts';
import { type LearnedState, nothingLearned, startLearning } from './learning.ts';
import { createSession, type Session } from './session.ts';
import { FakeMain } from './testing/fake-main.ts';
import { mark, removeDatabase, until } from './testing/harness.ts';

let main: FakeMain;
let session: Session;
let store: StoreApi<LearnedState>;
let stop: () => void;

beforeEach(async () => {
  main = new FakeMain();
  const link = main.link();
  session = createSession(link);
  store = create<LearnedState>(nothingLearned);
  const end = startLearning(session, store, { idle: () => Promise.resolve(4), settle: 5 });
  stop = () => {
    end();
    link.close();
  };
});
afterEach(async () => {
  stop();
  session.dispose();
  await removeDatabase(main);
});

const learned = () => store.getState();
const settled = (labels: number) =>
  until(`it has learned from ${labels} labels`, () => learned().labels === labels && !learned().busy);

/** Marks a statement and gives it a stance; answers the span as it is then. */
async function label(article: string, value: string, range?: Range): Promise<Span> {
  const span = await mark(session, article, range);
  const fields = { stances: [{ target: null, value }], updatedAt: new Date().toISOString() };
  await session.commit([changed('span', span, fields)!]);
  return { ...span, ...fields };
}

test('nothing is learned in an empty folder, and it says so at once', async () => {
  expect(learned().standing).toBeUndefined();
  await session.openProject('/corpus');
  await settled(0);
  expect(learned()).toMatchObject({ standing: 'none', labels: 0, check: null });
});

test('every label is learned from as it is made, changed and removed', async () => {
  await session.openProject('/corpus');
  const one = await label('a_1', 'support');
  await label('a_2', 'oppose');
  await settled(2);
  expect([...learned().model.stances.classes.keys()].sort()).toEqual(['oppose', 'support']);
  expect(learned().standing).toBe('few');
  expect(learned().check).toMatchObject({ labels: 2, articles: 2, folds: 2 });

  await session.commit(deleteSpan(one));
  await settled(1);
  expect([...learned().model.stances.classes.keys()]).toEqual(['oppose']);
  await session.undo();
  await settled(2);
});

test('what is forgotten is not learned from until it is changed, and can be learned again', async () => {
  await session.openProject('/corpus');
  await label('a_1', 'support');
  await settled(1);
  const me = session.store.getState().project!.annotator.id;
  const now = new Date(Date.now() + 1000).toISOString();
  await session.commit(setAssistance(undefined, me, { learnsFrom: now }, now), { gesture: newId('g') });
  await settled(0);
  expect(learned().standing).toBe('none');
  const span = await label('a_2', 'oppose');
  const later = changed('span', span, { note: 'x', updatedAt: new Date(Date.now() + 2000).toISOString() });
  await session.commit([later!]);
  await settled(1);
  expect([...learned().model.stances.classes.keys()]).toEqual(['oppose']);
  await session.undo();
  await session.undo();
  await session.undo();
  await session.undo();
  await settled(1);
  expect([...learned().model.stances.classes.keys()]).toEqual(['support']);
});

test('what was learned in one folder is not known in the next', async () => {
  await session.openProject('/corpus');
  await label('a_1', 'support');
  await settled(1);
  await session.closeProject();
  expect(learned()).toMatchObject({ labels: 0, standing: undefined, trainedAt: null });
  expect(learned().model).toEqual(emptyModel());
});

test('with enough labels that the words tell, stances are predicted', async () => {
  await session.openProject('/corpus');
  for (let i = 0; i < fewestLabels; i++) {
    const value = i % 3 === 0 ? 'oppose' : 'support';
    const range = value === 'oppose' ? { start: 77, end: 92 } : { start: 31, end: 50 };
    await label(`a_${i % 6}`, value, range);
  }
  await settled(fewestLabels);
  expect(learned().standing).toBe('good');
  expect(learned().check!.accuracy).toBeGreaterThan(learned().check!.baseline);
});
