import { Dexie } from 'dexie';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Edit } from '#shared/changes/change.ts';
import { added, removed } from '#shared/changes/edits.ts';
import type { Span } from '#shared/model/span.ts';
import { databaseName, ProjectDb, rowOf, type SpanRow, spanOf, targetsOf, writeMeta } from './db.ts';
import { newSpan, setNote } from './gestures.ts';
import { newId } from './ids.ts';
import { latestSpans } from './latest-spans.ts';
import { PackWriter } from './pack-writer.ts';
import { readAllRows, readRecords, readSpanRows } from './read-records.ts';
import { RecordWriter } from './record-writer.ts';
import { articleText } from './testing/harness.ts';

async function withDatabase(work: (db: ProjectDb) => Promise<void>): Promise<void> {
  const id = newId('g');
  const db = new ProjectDb(id);
  try {
    await work(db);
  } finally {
    db.close();
    await Dexie.delete(databaseName(id));
  }
}

/** Spans of ten articles, five speakers and three targets; long enough for several packs. */
const spanAt = (i: number): Span => {
  const article = { ...articleText(`a_${i % 10}`), path: 'a.txt', title: null };
  const range = { start: i, end: i + 5, quote: { exact: 'x'.repeat(400), prefix: '“日本”', suffix: '' } };
  const at = '2026-01-05T10:00:00.000Z';
  const span = newSpan(article, range, { layer: 'statement', mode: null, annotator: i % 2 ? 'ann' : 'ben', at });
  const stances = i % 3 === 0 ? [] : [{ target: `t_${i % 3}`, value: 'support' }];
  return { ...span, id: `s_${String(i).padStart(5, '0')}`, speaker: i % 6 === 5 ? null : `p_${i % 6}`, stances };
};

async function load(db: ProjectDb, spans: readonly Span[]): Promise<void> {
  const packs = new PackWriter(db);
  for (let i = 0; i < spans.length; i += 70) {
    const rows = spans.slice(i, i + 70).map((span) => rowOf('span', span));
    await packs.add('span', rows);
  }
  await packs.end();
}

const commit = (db: ProjectDb, edits: Edit[]) =>
  db.transaction('rw', db.changeTables, async () => {
    const writer = await RecordWriter.load(db, edits);
    expect(writer.check(edits)).toEqual([]);
    writer.apply({ id: newId('c'), at: `${Date.now()}`, by: 'ann', origin: 'user', gesture: 'g', edits });
    await writer.save();
  });

const sorted = (spans: readonly Span[]) => [...spans].sort((a, b) => (a.id < b.id ? -1 : 1));
const read = (rows: readonly SpanRow[]) => sorted(rows.map(spanOf));

/** All that can be asked of spans answers as if they stood in one list. */
async function expectSpans(db: ProjectDb, model: ReadonlyMap<string, Span>): Promise<void> {
  const spans = sorted([...model.values()]);
  const where = (holds: (span: Span) => boolean) => spans.filter(holds);
  expect(read((await readAllRows(db, 'span')) as SpanRow[])).toEqual(spans);
  expect(read(await readSpanRows(db, 'article', ['a_3', 'a_4']))).toEqual(
    where(({ article }) => article === 'a_3' || article === 'a_4'),
  );
  expect(read(await readSpanRows(db, 'speaker', ['p_1']))).toEqual(where(({ speaker }) => speaker === 'p_1'));
  expect(read(await readSpanRows(db, 'targets', ['t_1', 't_2']))).toEqual(where((span) => targetsOf(span).length > 0));
  const ids = ['s_00000', 's_00007', 's_00299', 's_none'];
  expect(await readRecords(db, 'span', ids)).toEqual(ids.map((id) => model.get(id)));
  const isAnn = ({ annotator }: Span) => annotator === 'ann';
  const latest = await latestSpans(db, isAnn, { kept: 20, looked: 1000 });
  expect(read(latest)).toEqual(where(isAnn).slice(-20));
}

test('what was loaded in bulk and changed since is read as if every span were a row of its own', async () => {
  const first = Array.from({ length: 300 }, (_, i) => spanAt(i));
  const change = fc.record({ what: fc.constantFrom('note', 'name', 'remove', 'add'), pick: fc.nat(399) });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(change, { minLength: 1, maxLength: 8 }), { maxLength: 3 }), async (changes) => {
      await withDatabase(async (db) => {
        const model = new Map(first.map((span) => [span.id, span]));
        await load(db, first);
        expect(await db.packs.count()).toBeGreaterThan(3);
        for (const some of changes) {
          const edits = new Map<string, Edit>();
          for (const { what, pick } of some) {
            const fresh = spanAt(pick);
            const span = model.get(fresh.id);
            if (span === undefined) edits.set(fresh.id, added('span', fresh));
            else if (what === 'remove') edits.set(span.id, removed('span', span));
            else for (const edit of setNote(span, newId('g'), '2026-02-05T10:00:00.000Z')) edits.set(span.id, edit);
          }
          await commit(db, [...edits.values()]);
          for (const { id, before, after } of edits.values()) {
            if (after === undefined) model.delete(id);
            else model.set(id, { ...(before && model.get(id)), ...after } as Span);
          }
        }
        await expectSpans(db, model);
      });
    }),
    { numRuns: 8, interruptAfterTimeLimit: 1500, markInterruptAsFailure: false },
  );
});

test('a pack that has lost all its rows, and a database without any, answer nothing', async () => {
  await withDatabase(async (db) => {
    await expectSpans(db, new Map());
    const spans = [spanAt(1), spanAt(2)];
    await load(db, spans);
    await commit(
      db,
      spans.map((span) => removed('span', span)),
    );
    await expectSpans(db, new Map());
    await writeMeta(db, 'buckets', 0);
    await commit(db, [added('span', spanAt(1))]);
    await expectSpans(db, new Map([[spanAt(1).id, spanAt(1)]]));
  });
});
