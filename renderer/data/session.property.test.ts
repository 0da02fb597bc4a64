import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Edit } from '#shared/changes/change.ts';
import { added, changed } from '#shared/changes/edits.ts';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import { type SpanRow, spanOf } from './db.ts';
import { addStance, createSpeaker, deleteSpan, deleteSpeaker, setNote, setSpeaker } from './gestures.ts';
import { readAllRows } from './read-records.ts';
import { Refusal } from './refusal.ts';
import { FakeMain } from './testing/fake-main.ts';
import {
  allSaved,
  countedTallies,
  databaseRecords,
  foreignChange,
  inStep,
  mark,
  openWindow,
  removeDatabase,
  talliesIn,
  type Window,
  withDb,
} from './testing/harness.ts';

/** What can happen; numbers choose among what is there. */
const happening = fc.oneof(
  fc.record({ what: fc.constant('mark' as const), pick: fc.nat(2) }),
  fc.record({
    what: fc.constantFrom('name', 'note', 'stance', 'delete', 'merge', 'drop-speaker') as fc.Arbitrary<'name'>,
    pick: fc.nat(),
  }),
  fc.record({ what: fc.constantFrom('undo', 'redo') as fc.Arbitrary<'undo'>, pick: fc.nat(1) }),
  fc.record({
    what: fc.constantFrom('reload', 'lose', 'drop', 'fill', 'empty') as fc.Arbitrary<'reload'>,
    pick: fc.nat(1),
  }),
  fc.record({ what: fc.constant('colleague' as const), pick: fc.nat() }),
) as fc.Arbitrary<{ what: string; pick: number }>;

const now = () => new Date().toISOString();

/** Two windows of one browser work on a folder in which a colleague works too, and things happen to them. */
class World {
  readonly main = new FakeMain();
  #windows: Window[] = [];
  #turn = 0;

  async start(): Promise<void> {
    this.#windows = [await openWindow(this.main), await openWindow(this.main)];
  }

  async happens({ what, pick }: { what: string; pick: number }): Promise<void> {
    const { session } = this.#windows[this.#turn++ % 2]!;
    const one = <T>(list: T[]): T | undefined => list[pick % list.length];
    const spans = () => withDb(this.main, async (db) => ((await readAllRows(db, 'span')) as SpanRow[]).map(spanOf));
    const speakers = () => withDb(this.main, (db) => readAllRows(db, 'speaker'));
    const unlessRefused = async (work: Promise<unknown>) => {
      try {
        await work;
      } catch (error) {
        // Another window or the colleague was quicker: refused whole, which is as it should be.
        if (!(error instanceof Refusal)) throw error;
      }
    };
    const commit = (edits: Edit[]) => unlessRefused(session.commit(edits));
    const withSpan = async (make: (span: Span) => Promise<Edit[]> | Edit[]) => {
      const span = one(await spans());
      if (span) await commit(await make(span));
    };
    switch (what) {
      case 'mark':
        return unlessRefused(mark(session, `a_${pick}`));
      case 'name':
        return withSpan(async (span) => {
          const known = pick % 3 === 0 ? one(await speakers()) : undefined;
          if (known) return setSpeaker(span, known.id, now());
          const { speaker, edits } = createSpeaker({ name: `Speaker ${pick}` });
          return [...edits, ...setSpeaker(span, speaker.id, now())];
        });
      case 'note':
        return withSpan((span) => setNote(span, `note ${pick}`, now()));
      case 'stance':
        return withSpan((span) => addStance(span, { target: null, value: `v${pick % 5}` }, now()));
      case 'delete':
        return withSpan(deleteSpan);
      case 'drop-speaker': {
        const speaker = one(await speakers());
        if (speaker) await commit(deleteSpeaker(speaker));
        return;
      }
      case 'merge': {
        const [keep, drop] = await speakers();
        if (keep && drop) await unlessRefused(session.mergeSpeakers(keep.id, drop.id));
        return;
      }
      case 'undo':
      case 'redo':
        await (pick === 0 ? session.undo() : session.redo());
        return;
      case 'reload':
        this.#windows[pick]!.close();
        this.#windows[pick] = await openWindow(this.main);
        return;
      case 'lose':
        for (const window of this.#windows) window.close();
        // What no journal has cannot come back from one: the database is lost only once it is in step.
        if (this.#healthy) {
          await this.#settle();
          await removeDatabase(this.main);
        }
        await this.start();
        return;
      case 'drop':
        this.#windows[pick]!.link.drop();
        return;
      case 'fill':
        this.main.failAppends('disk-full');
        this.#healthy = false;
        return;
      case 'empty':
        this.main.failAppends(null);
        this.#healthy = true;
        return;
      case 'colleague': {
        const last = [...this.main.journals.values()]
          .flat()
          .map(({ at }) => at)
          .sort();
        // As late as the latest of ours, or from before, as a journal that comes on a stick.
        const at = last[pick % (last.length || 1)] ?? '2026-01-01T00:00:00.000Z+0000';
        const speaker = [...this.main.records().values()].find((record): record is Speaker => 'affiliation' in record);
        const edit = speaker
          ? changed('speaker', speaker, { role: `role ${pick}` })
          : added('speaker', createSpeaker({ name: `Theirs ${pick}` }).speaker);
        if (edit)
          this.main.append(
            'bob-there',
            foreignChange('bob', `${at.slice(0, 25)}${(pick % 1000).toString(36).padStart(4, '0')}`, [edit]),
          );
      }
    }
  }

  #healthy = true;

  async #settle(): Promise<void> {
    const window = await openWindow(this.main);
    await allSaved(window.session);
    await inStep(this.main);
    window.close();
  }

  /** Everything is well again: the database is what the journals say, in every window and after a rebuild. */
  async ends(): Promise<void> {
    this.main.failAppends(null);
    for (const { session } of this.#windows) await session.retry();
    await inStep(this.main);
    const check = async () => {
      const records = await withDb(this.main, databaseRecords);
      expect(records).toEqual(this.main.records());
      const tallies = await withDb(this.main, talliesIn);
      expect(tallies.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(countedTallies(records));
    };
    await check();
    for (const window of this.#windows) window.close();
    await removeDatabase(this.main);
    const fresh = await openWindow(this.main);
    await check();
    const lines = [...this.main.journals.values()].flat();
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    fresh.close();
  }

  async clear(): Promise<void> {
    for (const window of this.#windows) window.close();
    await removeDatabase(this.main);
    localStorage.clear();
    expect(this.main.bugs).toEqual([]);
  }
}

test('whatever is done and whatever happens, the database is in the end what the journals say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 16 }), async (happenings) => {
      const world = new World();
      try {
        await world.start();
        for (const one of happenings) await world.happens(one);
        await world.ends();
      } finally {
        await world.clear();
      }
    }),
    { numRuns: 25, interruptAfterTimeLimit: 4_000, markInterruptAsFailure: false },
  );
}, 60_000);
