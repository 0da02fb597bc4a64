import { Dexie } from 'dexie';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Edit } from '#shared/changes/change.ts';
import { added, changed, removed } from '#shared/changes/edits.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import { databaseName, readMeta, rowOf, schema } from './db.ts';
import { addStance, createSpeaker, createTarget, deleteSpan, setNote, setSpeaker } from './gestures.ts';
import { PackWriter } from './pack-writer.ts';
import { readAllRows, readSpanRows } from './read-records.ts';
import { Refusal } from './refusal.ts';
import { setReviewStatus } from './review-gestures.ts';
import type { Session } from './session.ts';
import { FakeMain } from './testing/fake-main.ts';
import {
  allSaved,
  articleText,
  countedTallies,
  databaseRecords,
  entry,
  foreignChange,
  hang,
  inStep,
  mark,
  openWindow,
  recordHere,
  removeDatabase,
  talliesIn,
  until,
  type Window,
  withDb,
} from './testing/harness.ts';

const now = () => new Date().toISOString();

let main: FakeMain;
const windows: Window[] = [];
const browsers = new Set<string>();

async function open(times: Parameters<typeof openWindow>[1] = {}, browser = ''): Promise<Window> {
  const window = await openWindow(main, times, browser);
  windows.push(window);
  browsers.add(browser);
  return window;
}

function close(window: Window): void {
  windows.splice(windows.indexOf(window), 1);
  window.close();
}

const state = (session: Session) => session.store.getState();

/** The records in the database are those of the journals, and the tallies are right. */
async function expectInStep(browser = ''): Promise<void> {
  await inStep(main, browser);
  const records = await withDb(main, databaseRecords, browser);
  expect(records).toEqual(main.records());
  const tallies = await withDb(main, talliesIn, browser);
  expect(tallies.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(countedTallies(records));
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const outcome = await work.then(
    () => 'done',
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(Refusal);
  return outcome as Refusal;
}

const isRefusal = (outcome: unknown): outcome is Refusal => outcome instanceof Refusal;

beforeEach(() => {
  main = new FakeMain();
});
afterEach(async () => {
  for (const window of windows.splice(0)) window.close();
  for (const browser of browsers) await removeDatabase(main, browser);
  browsers.clear();
  localStorage.clear();
  expect(main.bugs).toEqual([]);
});

test('a mark is in the database at once and in the journal soon after, with what it is bound to', async () => {
  const { session } = await open();
  expect(state(session).status).toBe('ready');
  const span = await mark(session);
  expect((await recordHere(main, 'span', span.id))?.quote.exact).toBe('we support the pact');
  await allSaved(session);
  expect(main.records().get(`span ${span.id}`)).toEqual(span);
  await expectInStep();
  expect([...main.records().keys()].sort()).toEqual([
    'annotator ann',
    'article a_1',
    'reading a_1:ann',
    `span ${span.id}`,
  ]);
  await mark(session);
  await allSaved(session);
  expect(main.journals.get('ann-here')?.[1]?.edits).toHaveLength(1);
});

test('while the disk is full marks wait in the outbox, over a restart, and are then sent once and in order', async () => {
  main.failAppends('disk-full', 'The disk is full: free some space.');
  const first = await open();
  await mark(first.session);
  const second = await mark(first.session);
  await until('the failure is told', () => state(first.session).saved.failure !== null);
  expect(state(first.session).saved).toMatchObject({
    unsaved: 2,
    failure: { code: 'disk-full', message: 'The disk is full: free some space.' },
  });
  expect(state(first.session).saved.since).toBeGreaterThan(Date.now() - 60_000);
  close(first);

  main.failAppends(null);
  const { session } = await open();
  await allSaved(session);
  const lines = main.journals.get('ann-here') ?? [];
  expect(lines).toHaveLength(2);
  expect(lines[1]?.edits).toContainEqual(added('span', second));
  expect(lines[0]?.at.localeCompare(lines[1]?.at ?? '')).toBe(-1);
  await expectInStep();
});

test('a journal that can be written again gets what waits at once, without the pause after a failure', async () => {
  main.failAppends('disk-full');
  const { session } = await open();
  await mark(session);
  await until(
    'several attempts have failed',
    () => main.calls.filter(({ call }) => call === 'journal.append').length > 2,
  );
  main.emit('journal.health', { ok: false, failure: { code: 'disk-full', message: 'Full.' } });
  main.failAppends(null);
  // The third pause would last two seconds.
  const began = performance.now();
  main.emit('journal.health', { ok: true, failure: null });
  await allSaved(session);
  expect(performance.now() - began).toBeLessThan(1500);
});

test('an acknowledgement that never came back does no harm: the change is sent again and written once', async () => {
  const { session, link } = await open();
  let cut = true;
  main.after = (call) => {
    if (call === 'journal.append' && cut) {
      cut = false;
      link.drop();
    }
  };
  await mark(session);
  await allSaved(session);
  expect(main.journals.get('ann-here')).toHaveLength(1);
  expect(cut).toBe(false);
  await expectInStep();
});

test('a change that the journal will never take does not keep the others waiting, and is told', async () => {
  const { session } = await open();
  const poison = await mark(session, 'a_1', { start: 0, end: 9 });
  await allSaved(session);
  main.before = (call, args) => {
    if (call === 'journal.append' && JSON.stringify(args).includes('poison')) {
      throw new Failure('bad-arguments', 'The note is not allowed.');
    }
  };
  await session.commit(setNote(poison, 'poison', now()));
  const good = await mark(session, 'a_2');
  await until('the good one is in the journal', () => main.records().has(`span ${good.id}`));
  await until('the other is told', () => state(session).saved.failure !== null);
  await until('what is saved is counted', () => state(session).saved.unsaved === 1);
  expect(state(session).saved).toMatchObject({ unsaved: 1, failure: { message: 'The note is not allowed.' } });
});

test('a change that is larger than any journal takes is refused at once, and nothing of it is written', async () => {
  const { session } = await open();
  const span = await mark(session);
  await allSaved(session);
  const refusal = await refusalOf(session.commit(setNote(span, 'ü'.repeat(2_200_000), now())));
  expect(refusal).toMatchObject({ why: 'too-large', message: expect.stringContaining('4 MB') });
  await session.commit(setNote(span, 'x'.repeat(4_100_000), now()));
  await allSaved(session);
  await expectInStep();
});

test('one that waits all the same is never sent, keeps no others waiting, and late changes still take their places', async () => {
  const first = await open();
  const [span, other] = [await mark(first.session), await mark(first.session, 'a_2')];
  await allSaved(first.session);
  const at = new Date(Date.now() + 1000).toISOString();
  const huge = foreignChange('ann', `${at}+0000`, setNote(span, 'x'.repeat(5_000_000), at));
  await withDb(main, (db) => db.outbox.add({ id: huge.id, change: huge }));
  close(first);

  const { session } = await open();
  const good = await mark(session, 'a_3');
  await until('the good one is in the journal', () => main.records().has(`span ${good.id}`));
  await until('the other is told', () => state(session).saved.failure !== null);
  expect(state(session).saved).toMatchObject({ unsaved: 1, failure: { code: 'bad-arguments' } });
  const sent = main.calls.filter(({ call }) => call === 'journal.append').length;
  await session.commit(setNote(other, 'ours', now()));
  await until('it is in the journal', () => JSON.stringify([...main.records().values()]).includes('"ours"'));
  const late = '2020-01-01T00:00:00.000Z';
  main.append('ben-there', foreignChange('ben', `${late}+0000`, setNote(other, 'late', late)));
  await until('no doubt is left', async () => (await withDb(main, (db) => readMeta(db, 'doubtful'))).length === 0);
  expect((await recordHere(main, 'span', other.id))?.note).toBe('ours');
  expect(main.calls.filter(({ call }) => call === 'journal.append').length).toBe(sent + 1);
});

test('an edit of what is not so any more is refused, and nothing of the commit is written', async () => {
  const { session } = await open();
  const span = await mark(session);
  await session.commit(setNote(span, 'first', now()));
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  const refusal = await refusalOf(session.commit([...edits, ...setNote(span, 'second', now())]));
  expect(refusal.why).toBe('conflict');
  expect(refusal.message).toContain('changed in the meantime');
  expect(refusal.refused[0]?.objections).toEqual([{ why: 'stale', fields: ['note', 'updatedAt'] }]);
  expect(await recordHere(main, 'speaker', speaker.id)).toBeUndefined();
  await allSaved(session);
  expect(main.journals.get('ann-here')).toHaveLength(2);
  expect(await session.commit([])).toBeNull();
});

test('an invalid record is refused, whatever the screen made of it', async () => {
  const { session } = await open();
  const { speaker } = createSpeaker({ name: 'Ko' });
  const refusal = await refusalOf(session.commit([added('speaker', { ...speaker, name: '' })]));
  expect(refusal.refused[0]?.objections[0]?.why).toBe('invalid');
});

test('a registry entry cannot be removed while it is used, nor used once it is removed', async () => {
  const { session } = await open();
  const span = await mark(session);
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  await session.commit([...edits, ...setSpeaker(span, speaker.id, now())]);
  expect((await refusalOf(session.commit([removed('speaker', speaker)]))).message).toBe('Ko is still used by 1 span.');
  const named = (await recordHere(main, 'span', span.id))!;
  await session.commit([...deleteSpan(named), removed('speaker', speaker)]);
  const other = await mark(session, 'a_2');
  const refusal = await refusalOf(session.commit(setSpeaker(other, speaker.id, now())));
  expect(refusal.message).toContain('not in the registry');
});

test('hundreds of spans by somebody who is new are one change', async () => {
  const { session } = await open();
  const span = await mark(session);
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  const { target, edits: targetEdits } = createTarget({ name: 'Pact' });
  const spans = Array.from({ length: 300 }, (_, i) => ({
    ...span,
    id: `s_many_${i}`,
    speaker: speaker.id,
    stances: [{ target: target.id, value: 'support' }],
  }));
  await session.commit([...edits, ...targetEdits, ...spans.map((one) => added('span', one))]);
  expect(state(session).degraded).toBeNull();
  expect(await withDb(main, (db) => readSpanRows(db, 'speaker', [speaker.id]))).toHaveLength(300);
  await session.undo();
  expect(await withDb(main, (db) => readAllRows(db, 'span'))).toHaveLength(1);
  await allSaved(session);
  await expectInStep();
});

test('a folder that is open for reading only refuses changes in words', async () => {
  main.readOnly = true;
  const { session } = await open();
  expect(await refusalOf(mark(session))).toMatchObject({ why: 'read-only' });
  expect(isRefusal(await session.undo())).toBe(true);
});

test('what one gesture did is undone and redone as one, across articles and over a restart', async () => {
  const first = await open();
  const { session } = first;
  const span = await mark(session, 'a_1');
  session.gesture.resume();
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  await session.commit([...edits, ...setSpeaker(span, speaker.id, now())]);
  session.gesture.end();
  await mark(session, 'a_2');
  close(first);

  const { session: later } = await open();
  expect(await later.undo()).toMatchObject({ description: 'Marked “we support the pact”', article: 'a_2' });
  const undone = await later.undo();
  expect(undone).toMatchObject({ description: 'Marked “we support the pact”', article: 'a_1' });
  expect(await withDb(main, (db) => readAllRows(db, 'span'))).toHaveLength(0);
  expect(await withDb(main, (db) => readAllRows(db, 'speaker'))).toHaveLength(0);
  // The binding of the article to its file is no part of what was done.
  expect(await withDb(main, (db) => readAllRows(db, 'article'))).toHaveLength(2);
  expect(await later.undo()).toBeNull();
  expect(await later.redo()).toMatchObject({ article: 'a_1' });
  expect((await recordHere(main, 'span', span.id))?.speaker).toBe(speaker.id);
  expect(await later.redo()).toMatchObject({ article: 'a_2' });
  expect(await later.redo()).toBeNull();
  expect(await later.undo()).toMatchObject({ article: 'a_2' });
  await mark(later, 'a_3');
  expect(await later.redo()).toBeNull();
  await allSaved(later);
  await expectInStep();
});

test('undo that is asked for faster than it can be done takes one step each time', async () => {
  const { session } = await open();
  for (let i = 0; i < 4; i++) await mark(session, `a_${i}`);
  const undone = await Promise.all([0, 1, 2, 3, 4].map(() => session.undo()));
  expect(undone).toMatchObject([3, 2, 1, 0].map((i) => ({ article: `a_${i}` })).concat([null as never]));
  const redone = await Promise.all([session.redo(), session.redo()]);
  expect(redone).toMatchObject([{ article: 'a_0' }, { article: 'a_1' }]);
  await allSaved(session);
  await expectInStep();
});

test('undo is refused in words where a colleague has changed the same, and the next undo goes on before it', async () => {
  const { session } = await open();
  await mark(session, 'a_1');
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  await session.commit(edits);
  const { speaker: other, edits: otherEdits } = createSpeaker({ name: 'Lee' });
  await session.commit(otherEdits);
  await session.commit([changed('speaker', speaker, { role: 'minister' }) as Edit]);
  await allSaved(session);
  const at = '2099-01-01T00:00:00.000Z+0000';
  main.append(
    'bob-there',
    foreignChange('bob', at, [changed('speaker', { ...speaker, role: 'minister' }, { role: 'envoy' }) as Edit]),
  );
  await until('the change has come', async () => (await recordHere(main, 'speaker', speaker.id))?.role === 'envoy');
  const refusal = await session.undo();
  expect(isRefusal(refusal) && refusal.message).toContain('cannot be undone');
  expect(await session.undo()).toMatchObject({ description: 'Added speaker Lee' });
  expect(await recordHere(main, 'speaker', other.id)).toBeUndefined();
});

test('undo leaves a speaker in the registry whom somebody else has used since', async () => {
  const { session } = await open();
  const span = await mark(session);
  session.gesture.begin();
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  await session.commit([...edits, ...setSpeaker(span, speaker.id, now())]);
  await allSaved(session);
  const theirs = { ...span, id: 's_theirs', annotator: 'bob', speaker: speaker.id };
  main.append('bob-there', foreignChange('bob', '2099-01-01T00:00:00.000Z+0000', [added('span', theirs)]));
  await until('their span is here', async () => (await recordHere(main, 'span', 's_theirs')) !== undefined);
  await session.undo();
  expect(await recordHere(main, 'speaker', speaker.id)).toBeDefined();
  expect((await recordHere(main, 'span', span.id))?.speaker).toBeNull();
});

test('merging speakers takes every span along, unites the names, and is one step to undo', async () => {
  const { session } = await open();
  const keep = createSpeaker({ name: 'Antony Blinken', aliases: ['Tony Blinken'] });
  const drop = createSpeaker({
    name: 'Blinken',
    aliases: ['the Secretary', 'Tony Blinken'],
    role: 'Secretary of State',
  });
  await session.commit([...keep.edits, ...drop.edits]);
  for (const article of ['a_1', 'a_2']) {
    await session.commit(setSpeaker(await mark(session, article), drop.speaker.id, now()), { gesture: 'g_other' });
  }
  await session.mergeSpeakers(keep.speaker.id, drop.speaker.id);
  const merged = await withDb(main, (db) => readAllRows(db, 'speaker'));
  expect(merged).toMatchObject([
    { aliases: ['Tony Blinken', 'Blinken', 'the Secretary'], role: 'Secretary of State' },
  ] satisfies Partial<Speaker>[]);
  expect(await withDb(main, (db) => readSpanRows(db, 'speaker', [keep.speaker.id]))).toHaveLength(2);
  expect(await session.undo()).toMatchObject({ description: 'Merged speaker Blinken', article: null });
  expect(await withDb(main, (db) => readSpanRows(db, 'speaker', [drop.speaker.id]))).toHaveLength(2);
  await allSaved(session);
  await expectInStep();
});

test('a database that is gone is made again from the journal, and says so; undo still works', async () => {
  const first = await open();
  const span = await mark(first.session, 'a_1');
  const target = createTarget({ name: 'the pact' });
  await first.session.commit([
    ...target.edits,
    ...addStance(span, { target: target.target.id, value: 'support' }, now()),
  ]);
  for (let i = 2; i < 8; i++) await mark(first.session, `a_${i}`);
  await allSaved(first.session);
  close(first);
  await removeDatabase(main);

  const { session } = await open();
  expect(state(session).rebuilt).toEqual({ why: 'lost', spans: 7, articles: 7 });
  await expectInStep();
  expect(await session.undo()).toMatchObject({ article: 'a_7' });
  await allSaved(session);
  await expectInStep();
});

test('a folder that colleagues have annotated is loaded at its first opening, and is kept afterwards', async () => {
  const other = new FakeMain();
  other.writer = 'bob-there';
  other.annotator = { id: 'bob', name: 'Bob', initials: 'B' };
  const theirs = await openWindow(other);
  await mark(theirs.session);
  await allSaved(theirs.session);
  theirs.close();
  await removeDatabase(other);

  main.journals = other.journals;
  const first = await open();
  expect(state(first.session).rebuilt).toEqual({ why: 'first', spans: 1, articles: 1 });
  await expectInStep();
  expect(await first.session.undo()).toBeNull();
  close(first);
  const { session } = await open();
  expect(state(session).rebuilt).toBeNull();
});

test('a rebuild that was cut short is begun again, and nothing of it stays', async () => {
  const first = await open();
  for (let i = 0; i < 6; i++) await mark(first.session, `a_${i}`);
  const stray = { ...(await mark(first.session)), id: 's_stray' };
  await allSaved(first.session);
  close(first);
  await removeDatabase(main);
  main.before = (call, args) => {
    if (call === 'journal.snapshot' && (args as { cursor: string | null }).cursor === '8') {
      throw new Failure('folder-gone', 'The folder is gone.');
    }
  };
  const cut = await open();
  expect(state(cut.session)).toMatchObject({ status: 'failed', failure: { message: 'The folder is gone.' } });
  close(cut);
  main.before = () => {};
  // As far as it had come.
  await withDb(main, async (db) => {
    const packs = new PackWriter(db);
    await packs.add('span', [rowOf('span', stray)]);
    await packs.end();
  });
  const { session } = await open();
  expect(state(session)).toMatchObject({ status: 'ready', rebuilt: { why: 'lost', spans: 7 } });
  await expectInStep();
});

test.each([
  ['schema', { schema: schema + 1, engine: 1 }],
  ['Chromium', { schema, engine: 9999 }],
])('what a newer %s wrote is thrown away and made again, its outbox rescued', async (_, gate) => {
  main.failAppends('disk-full');
  const first = await open();
  const span = await mark(first.session);
  close(first);
  await withDb(main, (db) => db.meta.put({ key: 'gate', value: gate }));

  // Still full: what was rescued from the deleted database must not be lost either.
  const second = await open();
  expect(state(second.session)).toMatchObject({ status: 'ready', rebuilt: { why: 'older' } });
  expect((await recordHere(main, 'span', span.id))?.id).toBe(span.id);
  expect(state(second.session).saved.unsaved).toBe(1);
  close(second);

  main.failAppends(null);
  const { session } = await open();
  await allSaved(session);
  expect(main.journals.get('ann-here')).toHaveLength(1);
  await expectInStep();
});

test('a database with a higher native version and other tables is replaced as well', async () => {
  const first = await open();
  await mark(first.session);
  await allSaved(first.session);
  close(first);
  await removeDatabase(main);
  const foreign = new Dexie(databaseName(main.id));
  foreign.version(9).stores({ spans: '++number', meta: 'key' });
  await foreign.open();
  await foreign.table('meta').put({ key: 'gate', value: { schema: 9, engine: 1 } });
  foreign.close();
  const { session } = await open();
  expect(state(session)).toMatchObject({ status: 'ready', rebuilt: { why: 'older', spans: 1 } });
  await mark(session);
  await allSaved(session);
  await expectInStep();
});

test('a newer window takes the database over: the old one writes nothing more', async () => {
  const { session } = await open();
  const span = await mark(session);
  await allSaved(session);
  const newer = new Dexie(databaseName(main.id));
  newer.version(schema + 1).stores({ spans: 'id, article, speaker, *targets, note' });
  await newer.open();
  expect(state(session).superseded).toBe(true);
  expect(await refusalOf(mark(session))).toMatchObject({ why: 'superseded' });
  expect(await refusalOf(session.commit(setNote(span, 'x', now())))).toMatchObject({ why: 'superseded' });
  expect(await newer.table('spans').count()).toBe(1);
  newer.close();
});

test('two windows on one database show each other’s marks, and each mark is sent once', async () => {
  const [one, two] = [await open(), await open()];
  const lists = [one, two].map(({ session }) => state(session).live!.spansOf('a_1'));
  const stops = lists.map((list) => list.subscribe(() => {}));
  await Promise.all([0, 1, 2, 3].map((i) => mark((i % 2 ? one : two).session, 'a_1', { start: i, end: i + 5 })));
  await until('both show all', () => lists.every((list) => list.get()?.length === 4));
  await allSaved(one.session);
  await allSaved(two.session);
  expect(main.journals.get('ann-here')).toHaveLength(4);
  await expectInStep();
  for (const stop of stops) stop();
});

test('when the window that sends loses its connection another one sends for it', async () => {
  const one = await open();
  const two = await open();
  one.link.close();
  await mark(one.session);
  await until('it is in the journal', () => main.journals.size > 0);
  await allSaved(two.session);
  expect(main.journals.get('ann-here')).toHaveLength(1);
});

test('two browsers on one folder have each other’s marks, in whatever order acknowledgements and events come', async () => {
  const [one, two] = [await open(), await open({}, '-other')];
  const work = async (session: Session, offset: number) => {
    for (let i = 0; i < 6; i++) await mark(session, 'a_1', { start: offset + i, end: offset + i + 3 });
  };
  await Promise.all([work(one.session, 0), work(two.session, 20)]);
  await allSaved(one.session);
  await allSaved(two.session);
  expect(main.journals.get('ann-here')).toHaveLength(12);
  await expectInStep();
  await expectInStep('-other');
  // The same person at the same writer: what was done in one browser can be undone in the other.
  await until('the history has come', async () => (await withDb(main, (db) => db.gestures.count(), '-other')) === 12);
  for (let i = 0; i < 12; i++) expect(await two.session.undo()).toMatchObject({ article: 'a_1' });
  expect(await two.session.undo()).toBeNull();
});

test('lines that were missed are asked for when a later one comes', async () => {
  const { session } = await open();
  const at = (second: number) => `2026-01-01T00:00:0${second}.000Z+0000`;
  const speakers = [1, 2, 3].map((i) => createSpeaker({ name: `Speaker ${i}` }).speaker);
  const changes = speakers.map((speaker, i) => foreignChange('bob', at(i + 1), [added('speaker', speaker)]));
  main.journals.set('bob-there', changes.slice(0, 2));
  main.append('bob-there', changes[2]!);
  await inStep(main);
  expect(await withDb(main, (db) => readAllRows(db, 'speaker'))).toHaveLength(3);
  expect(state(session).status).toBe('ready');
});

test('a change that comes late takes its place in clock order', async () => {
  const { session } = await open();
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  await session.commit(edits);
  await session.commit([changed('speaker', speaker, { role: 'minister' }) as Edit]);
  await allSaved(session);
  const early = main.journals.get('ann-here')?.[0]?.at ?? '';
  const between = `${early.slice(0, 25)}${'zzzz'}`;
  main.append(
    'bob-there',
    foreignChange('bob', between, [
      changed('speaker', speaker, { role: 'envoy', country: 'KR' }) as Edit,
      added('speaker', { ...speaker, id: 'p_theirs' }),
    ]),
  );
  await expectInStep();
  expect(await recordHere(main, 'speaker', speaker.id)).toMatchObject({ role: 'minister', country: 'KR' });
});

test('a colleague’s journal that comes in many batches is not put in order after each', async () => {
  const { session } = await open();
  await mark(session);
  await allSaved(session);
  const speakers = Array.from({ length: 30 }, (_, i) => createSpeaker({ name: `Colleague ${i}` }).speaker);
  const at = (i: number) => `2020-01-01T00:00:00.${String(i).padStart(3, '0')}Z+0000`;
  const snapshots = () => main.calls.filter(({ call }) => call === 'journal.snapshot').length;
  const before = snapshots();
  speakers.forEach((speaker, i) => {
    const role = (role: string, n: number) =>
      main.append('bob-there', foreignChange('bob', at(3 * i + n), [changed('speaker', speaker, { role }) as Edit]));
    main.append('bob-there', foreignChange('bob', at(3 * i), [added('speaker', speaker)]));
    role('the later one', 2);
    role('the earlier one', 1);
  });
  await expectInStep();
  await until('no doubt is left', async () => (await withDb(main, (db) => readMeta(db, 'doubtful'))).length === 0);
  const roles = await withDb(main, (db) => readAllRows(db, 'speaker'));
  expect(roles.filter(({ role }) => role === 'the later one')).toHaveLength(30);
  expect(snapshots() - before).toBeGreaterThan(0);
  expect(snapshots() - before).toBeLessThan(15);
});

test('what came with a file takes its place among what was done here, and is nothing that undo takes back', async () => {
  const { session } = await open();
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  const span = await mark(session);
  await session.commit(edits);
  await session.commit([changed('speaker', speaker, { role: 'minister' }) as Edit]);
  await allSaved(session);
  // Some earlier than everything here, one between two changes of the same speaker, one later.
  const early = main.journals.get('ann-here')?.[1]?.at ?? '';
  const imported = (at: string, edits: Edit[]) =>
    main.append('ann-here', { ...foreignChange('bob', at, edits), origin: 'import' });
  const theirs = { ...span, id: 's_theirs', annotator: 'bob' };
  const later = new Date(Date.now() + 1000).toISOString();
  imported('1970-01-01T00:00:00.000Z+0000', [added('annotator', { id: 'bob', name: 'Bob', initials: 'B' })]);
  imported('2020-01-01T00:00:00.000Z+0000', [added('span', theirs)]);
  imported(`${early.slice(0, 25)}zzzz`, [changed('speaker', speaker, { role: 'envoy', country: 'KR' }) as Edit]);
  imported('2020-01-01T00:00:01.000Z+0000', [removed('span', span)]);
  imported(`${later}+0000`, setNote(theirs, 'looked again', later));
  await expectInStep();
  expect(await recordHere(main, 'speaker', speaker.id)).toMatchObject({ role: 'minister', country: 'KR' });
  expect(await recordHere(main, 'span', 's_theirs')).toMatchObject({ note: 'looked again' });

  await session.undo();
  await allSaved(session);
  expect(await recordHere(main, 'speaker', speaker.id)).toMatchObject({ role: null, country: 'KR' });
  expect(await withDb(main, (db) => db.gestures.filter(({ change }) => change.origin === 'import').count())).toBe(0);
  await expectInStep();
});

test('what there is to know about the folder follows main; what was there stays the same object', async () => {
  const { session } = await open();
  const torn = { code: 'journal-torn', message: 'A line is incomplete.' } as const;
  const gone = { code: 'journal-damaged', message: 'A journal has gone.' } as const;
  main.emit('journal.notices', { notices: [torn] });
  await until('it is told', () => state(session).notices.length === 1);
  const [first] = state(session).notices;
  main.emit('journal.notices', { notices: [gone, torn] });
  await until('both are told', () => state(session).notices.length === 2);
  expect(state(session).notices[1]).toBe(first);
  main.emit('journal.notices', { notices: [] });
  await until('it is over', () => state(session).notices.length === 0);
});

test('a lock of another window that makes the database anew does not lose what comes meanwhile', async () => {
  const { session } = await open();
  await mark(session);
  await allSaved(session);
  await withDb(main, (db) => db.meta.put({ key: 'complete', value: false }));
  expect(await refusalOf(mark(session, 'a_2'))).toMatchObject({ why: 'loading' });
  const { edits } = createSpeaker({ name: 'Ko' });
  main.append('bob-there', foreignChange('bob', '2026-01-01T00:00:00.000Z+0000', edits));
  const second = await open();
  expect(state(second.session).rebuilt).toMatchObject({ spans: 1 });
  await expectInStep();
  expect(state(session).degraded).toBeNull();
  await mark(session, 'a_2');
  await allSaved(session);
  await expectInStep();
});

test('a journal that was put back to an older state gets our latest marks again', async () => {
  const first = await open();
  await mark(first.session, 'a_1');
  await allSaved(first.session);
  const backup = structuredClone(main.journals);
  const lost = await mark(first.session, 'a_2');
  await allSaved(first.session);
  close(first);
  main.journals = backup;

  const { session } = await open();
  expect(state(session).rebuilt).toEqual({ why: 'replaced', spans: 2, articles: 2 });
  expect(main.records().get(`span ${lost.id}`)).toEqual(lost);
  await expectInStep();
});

test('a lost connection comes back by itself, with what others did meanwhile', async () => {
  const { session, link } = await open();
  await mark(session);
  await allSaved(session);
  link.drop();
  expect(state(session).link).toBe('lost');
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  main.append('bob-there', foreignChange('bob', '2026-01-01T00:00:00.000Z+0000', edits));
  const mine = await mark(session, 'a_2');
  await until('it is open again', () => state(session).link === 'open');
  await allSaved(session);
  await inStep(main);
  expect(await recordHere(main, 'speaker', speaker.id)).toEqual(speaker);
  expect(main.records().has(`span ${mine.id}`)).toBe(true);
});

test('a database that does not answer does not keep marks from the journal, and is taken up again', async () => {
  const { session } = await open({ operation: 150, recovery: 60_000 });
  const list = state(session).live!.spansOf('a_1');
  const stop = list.subscribe(() => {});
  const before = await mark(session);
  await allSaved(session);
  await until('it is shown', () => list.get()?.length === 1);

  const release = await hang(main);
  const { edits } = createSpeaker({ name: 'Ko' });
  expect(await session.commit(edits)).toMatchObject({ origin: 'user' });
  expect(state(session).degraded).toMatchObject({ code: 'timeout' });
  const after = await mark(session, 'a_1', { start: 0, end: 9 });
  expect(list.get()?.map((span) => span.id)).toEqual([after.id, before.id]);
  await until('the journal has both', () => main.journals.get('ann-here')?.length === 3);
  expect(isRefusal(await session.undo())).toBe(true);
  stop();

  await release();
  await session.retry();
  expect(state(session).degraded).toBeNull();
  await expectInStep();
  expect(await session.undo()).toMatchObject({ article: 'a_1' });
});

test('with neither database nor journal marks stay in memory and aside, and are sent by the next window', async () => {
  const first = await open({ operation: 150, recovery: 60_000 });
  const release = await hang(main);
  main.failAppends('disk-full');
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  await first.session.commit(edits);
  await until('the failure is told', () => state(first.session).saved.failure !== null);
  expect(state(first.session).saved).toMatchObject({ unsaved: 1, failure: { code: 'disk-full' } });
  close(first);
  await release();
  main.failAppends(null);
  const { session } = await open();
  await allSaved(session);
  await expectInStep();
  expect(main.records().get(`speaker ${speaker.id}`)).toEqual(speaker);
  expect(localStorage.length).toBe(0);
});

test('without the database, too, a change that the journal will never take keeps no others waiting', async () => {
  const { session } = await open({ operation: 150, recovery: 60_000 });
  const release = await hang(main);
  main.before = (call, args) => {
    if (call === 'journal.append' && JSON.stringify(args).includes('Poison'))
      throw new Failure('bad-arguments', 'The name is not allowed.');
  };
  await session.commit(createSpeaker({ name: 'Poison' }).edits);
  const { speaker, edits } = createSpeaker({ name: 'Ko' });
  await session.commit(edits);
  await until('the good one is in the journal', () => main.records().has(`speaker ${speaker.id}`));
  expect(state(session).saved).toMatchObject({ unsaved: 1, failure: { message: 'The name is not allowed.' } });
  await release();
  await session.retry();
  await until(
    'the other is still told',
    () => state(session).saved.unsaved === 1 && state(session).saved.failure !== null,
  );
});

test('the catalogue comes in batches, follows the folder, and forgets files that are gone', async () => {
  main.entries = Array.from({ length: 120 }, (_, i) => entry(`a_${String(i).padStart(3, '0')}`));
  const first = await open();
  const rows = state(first.session).live!.entries;
  const stop = rows.subscribe(() => {});
  await until('all are listed', () => rows.get()?.length === 120);
  expect(rows.get()?.[7]?.id).toBe('a_007');
  main.emit('corpus.entries', { entries: [entry('a_007', { path: 'zzz.txt' })], gone: ['a_000'] });
  await until('the list follows', () => rows.get()?.length === 119 && rows.get()?.at(-1)?.id === 'a_007');
  stop();
  close(first);
  main.entries = main.entries.slice(100);
  const { session } = await open();
  await until('the scan is done', () => state(session).scan?.phase === 'done');
  const again = state(session).live!.entries;
  await until('rows of gone files are not there', () => again.get()?.length === 20);
});

test('texts are read once, again when the file has changed, and failures are not kept', async () => {
  main.entries = [entry('a_1')];
  const { session } = await open();
  await until('the scan is done', () => state(session).scan?.phase === 'done');
  await expect(session.readArticle('a_1')).rejects.toThrow('There is no such article.');
  main.texts.set('a_1', 'One');
  expect((await session.readArticle('a_1')).text).toBe('One');
  main.texts.set('a_1', 'Two');
  expect((await session.readArticle('a_1')).text).toBe('One');
  main.emit('corpus.entries', { entries: [entry('a_1', { textSha256: 'other' })], gone: [] });
  await until('the new text is read', async () => (await session.readArticle('a_1')).text === 'Two');
});

test('opening another folder lets the first one go', async () => {
  const { session } = await open();
  const span = await mark(session);
  await allSaved(session);
  await session.closeProject();
  expect(state(session)).toMatchObject({ status: 'none', project: null, live: null });
  expect(await refusalOf(session.commit(setNote(span, 'x', now())))).toMatchObject({ why: 'closed' });
  await session.openProject('/corpus');
  expect(state(session)).toMatchObject({ status: 'ready', rebuilt: null });
  main.before = (call) => {
    if (call === 'project.open') throw new Failure('not-a-folder', '/other is no folder.');
  };
  await session.openProject('/other');
  expect(state(session)).toMatchObject({
    status: 'failed',
    failure: { message: '/other is no folder.' },
    project: null,
  });
});

test('how things were looked at is known before a folder is shown', async () => {
  const { session } = await open();
  await session.writeView('article', 'a_1');
  await session.closeProject();
  const shown: unknown[] = [];
  session.store.subscribe(({ status }) => status === 'ready' && shown.push('the folder'));
  await session.openProject('/corpus', undefined, async () => {
    shown.push(await session.readView('article'));
  });
  expect(shown.slice(0, 2)).toEqual(['a_1', 'the folder']);
});

test('marking an article as done is not taken back by marking on, and survives being told twice', async () => {
  const { session } = await open();
  await session.setStatus('a_1', 'done');
  await mark(session, 'a_1');
  expect(await withDb(main, (db) => readAllRows(db, 'reading'))).toMatchObject([{ status: 'done' }]);
  // A screen that has not seen the binding yet marks as if it were the first mark.
  const { markSpan } = await import('./gestures.ts');
  const again = markSpan({
    article: articleText('a_1'),
    path: 'moved.txt',
    range: { start: 0, end: 3 },
    layer: 'statement',
    mode: null,
    annotator: 'ann',
    at: now(),
    binding: undefined,
    reading: undefined,
  });
  await session.commit(again.edits);
  expect(await withDb(main, (db) => readAllRows(db, 'article'))).toMatchObject([{ path: 'moved.txt' }]);
  expect(await withDb(main, (db) => readAllRows(db, 'reading'))).toMatchObject([{ status: 'done' }]);
  await allSaved(session);
  await expectInStep();
});

test('what a reviewer answered is not taken back by marking on; submitting again is the annotator’s own', async () => {
  const { session } = await open();
  await mark(session, 'a_1');
  const readings = () => withDb(main, (db) => readAllRows(db, 'reading'));
  for (const status of ['changes-requested', 'accepted'] as const) {
    await session.setStatus('a_1', 'done');
    const [reading] = await readings();
    await session.commit(
      setReviewStatus(reading, { article: 'a_1', annotator: 'ann', status, by: 'reviewer', at: now() }),
    );
    await mark(session, 'a_1');
    // A screen that has not seen the reading yet begins it.
    await session.commit([
      added('reading', { id: 'a_1:ann', article: 'a_1', annotator: 'ann', status: 'in-progress', updatedAt: now() }),
    ]);
    expect(await readings()).toMatchObject([{ status, by: 'reviewer' }]);
  }
  await session.commit([
    added('reading', { id: 'a_1:ann', article: 'a_1', annotator: 'ann', status: 'done', updatedAt: now() }),
  ]);
  expect(await readings()).toMatchObject([{ status: 'done', by: null }]);
  expect(await session.undo()).toMatchObject({ description: 'Submitted the article' });
  expect(await readings()).toMatchObject([{ status: 'accepted', by: 'reviewer' }]);
  await allSaved(session);
  await expectInStep();
});

test('what this machine remembers of a view is kept, and a new name of the annotator is told to the journal', async () => {
  const first = await open();
  await first.session.writeView('caret a_1', { offset: 12 });
  await mark(first.session);
  first.session.annotatorChanged({ id: 'ann', name: 'Ann B. Analyst', initials: 'AA' });
  await mark(first.session);
  await allSaved(first.session);
  expect(main.records().get('annotator ann')).toMatchObject({ name: 'Ann B. Analyst' });
  await expectInStep();
  close(first);
  const { session } = await open();
  expect(await session.readView('caret a_1')).toEqual({ offset: 12 });
  expect(await session.readView('caret a_2')).toBeUndefined();
});

test('a name that is told while the folder is being opened is the one that marks carry', async () => {
  const { session } = await open();
  const named = { id: 'ann', name: 'Ann B. Analyst', initials: 'AA' };
  // Main has told of the folder under the name before.
  const unsubscribe = session.store.subscribe(({ status }) => {
    if (status !== 'opening') return;
    unsubscribe();
    session.annotatorChanged(named);
  });
  await session.openProject('/corpus');
  expect(state(session).project?.annotator).toEqual(named);
  await mark(session);
  await allSaved(session);
  expect(main.records().get('annotator ann')).toEqual(named);
});
