import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change, Edit } from '#shared/changes/change.ts';
import { kinds } from '#shared/model/kinds.ts';
import { spanWith, speakerWith } from '#shared/model/testing.ts';
import { applyChange, noRecords, whyInvalid } from '../journal/fold.ts';
import { storable } from './insert-rows.ts';
import { none, type Placed, RecordStore } from './store.ts';

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-records-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const newPath = () => join(folder, `${++count}.sqlite`);

const ids = ['s_1', 's_2', 's_\u0000\ud800'];
const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ id: fc.constantFrom(...ids), text: fc.constantFrom('a', '“é”', 'x\u0000\ud800y'), n: fc.nat(2) }).map(
    ({ id, text, n }): Edit => ({
      ...{ kind: 'span', id },
      after: spanWith({
        ...{ id, note: n === 0 ? null : text, speaker: text, origin: n === 2 ? 'adjudicated' : 'manual' },
        stances: Array.from({ length: n }, () => ({ target: n === 1 ? null : text, value: 'oppose' })),
      }),
    }),
  ),
  fc
    .record({ id: fc.constantFrom(...ids), note: fc.constantFrom('one', 'two', null, 7) })
    .map(({ id, note }): Edit => ({ kind: 'span', id, before: { note: 'x' }, after: { note: note as string } })),
  fc.constantFrom(...ids).map((id): Edit => ({ kind: 'span', id, before: spanWith({ id }) })),
  fc.constantFrom(...ids).map((id): Edit => ({ kind: 'speaker', id, after: speakerWith('Kono', { id }) })),
  fc.constantFrom(...ids).map((id): Edit => ({ kind: 'speaker', id, before: { name: 'Kono' }, after: { name: '' } })),
  fc.constantFrom('mk', 'jp').map((id): Edit => ({ kind: 'annotator', id, after: { id, name: 'N', initials: 'N' } })),
  fc.constant({ kind: 'later', id: 's_1', after: { id: 's_1' } } as unknown as Edit),
);

const history: fc.Arbitrary<Placed[]> = fc
  .array(
    fc.record({
      writer: fc.constantFrom('mk-1', 'jp-2'),
      at: fc.nat(9).map((at) => `2026-11-22T08:00:00.00${at}Z+0000`),
      edits: fc.array(edits, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((all) =>
    all.map(({ writer, at, edits }, i): Placed => {
      const change = { id: `c${i}`, at, by: 'mk', origin: 'user', gesture: 'g', edits } satisfies Change;
      return { writer, n: i + 1, change };
    }),
  );

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const headers = [
  { id: 'mk', name: 'Mina Kask', initials: 'MK' },
  { id: 'zz', name: 'Zoe Zell', initials: 'ZZ' },
];

/** What the journals' own fold makes of it. */
function folded(changes: readonly Placed[]) {
  const records = noRecords();
  const sorted = [...changes].sort(
    (a, b) => compare(a.change.at, b.change.at) || compare(a.writer, b.writer) || a.n - b.n,
  );
  for (const { change } of sorted) applyChange(records, change);
  const invalid: string[] = [];
  for (const kind of kinds)
    for (const [id, record] of records[kind]) {
      const fault = whyInvalid(kind, id, record);
      if (fault === null) continue;
      invalid.push(storable(fault));
      records[kind].delete(id);
    }
  for (const header of headers) if (!records.annotator.has(header.id)) records.annotator.set(header.id, header);
  const rows = kinds.flatMap((kind) =>
    [...records[kind]].map(([id, record]) => ({ kind, id: storable(id), json: JSON.stringify(record) })),
  );
  const spans = [...records.span.values()];
  return {
    records: rows.sort((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id)),
    invalid: invalid.sort(),
    spans: spans
      .map(({ id, note, origin }) => ({
        ...{ id: storable(id), side: origin === 'adjudicated' ? 'adjudicated' : 'mk' },
        noted: note === null ? 0 : 1,
      }))
      .sort((a, b) => compare(a.id, b.id)),
    stances: spans
      .flatMap(({ id, stances }) => stances.map(({ target }) => `${storable(id)} ${target && storable(target)}`))
      .sort(),
  };
}

function stored(path: string) {
  const db = new Database(path);
  try {
    const all = (sql: string) => db.prepare(sql).all() as never[];
    const records = all('SELECT kind, id, json FROM record') as { kind: string; id: string; json: string }[];
    return {
      records: records.sort((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id)),
      invalid: all('SELECT fault FROM fold WHERE state = 2')
        .map(({ fault }) => fault)
        .sort(),
      spans: (all('SELECT id, side, noted FROM span') as { id: string }[]).sort((a, b) => compare(a.id, b.id)),
      stances: all('SELECT span, target FROM stance')
        .map(({ span, target }) => `${span} ${target}`)
        .sort(),
    };
  } finally {
    db.close();
  }
}

describe('the store of records', () => {
  it('is what the journals come to, in whatever order their changes arrive', { timeout: 20_000 }, () => {
    const store = new RecordStore(newPath());
    const path = join(folder, `${count}.sqlite`);
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat(1000)), fc.nat(4), (changes, order, batch) => {
        store.clear();
        store.setHeaders(headers);
        const arriving = changes
          .map((change) => ({ change, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ change }) => change);
        let from = none;
        for (let at = 0; at < arriving.length; at += batch + 1) {
          const to = { n: at, count: at + 1, sum: at };
          expect(store.take('mk-1', arriving.slice(at, at + batch + 1), from, to)).toBe(true);
          from = to;
        }
        expect(stored(path)).toEqual(folded(changes));
      }),
      { numRuns: 60 },
    );
    store.close();
  });

  it('keeps how far it has come together with what it took in, and all of it when it is opened again', () => {
    const path = newPath();
    const change = (n: number): Placed => ({
      ...{ writer: 'mk-1', n },
      change: {
        ...{ id: `c${n}`, at: `2026-11-22T08:00:00.00${n}Z+0000`, by: 'mk', origin: 'user', gesture: 'g' },
        edits: [
          {
            kind: 'speaker',
            id: 'p_1',
            ...(n > 1 ? { before: { name: 'x' } } : {}),
            after: speakerWith(`P${n}`, { id: 'p_1' }),
          },
        ],
      },
    });
    const first = new RecordStore(path);
    const half = { n: 3, count: 2, sum: 4_000_000_000 };
    expect(first.take('mk-1', [change(1), change(3)], none, half)).toBe(true);
    expect(() => first.take('mk-1', [{ ...change(4), n: null as never }], half, none)).toThrow();
    expect(first.take('mk-1', [change(4)], none, half)).toBe(false);
    first.close();
    const again = new RecordStore(path);
    expect(again.marks()).toEqual({ 'mk-1': half });
    again.take('mk-1', [change(2)], half, { n: 3, count: 3, sum: 5 });
    expect(stored(path).records.map(({ json }) => JSON.parse(json))).toEqual([speakerWith('P3', { id: 'p_1' })]);
    again.close();
  });

  it('makes a database of another version anew', () => {
    const path = newPath();
    const other = new Database(path);
    other.exec('CREATE TABLE made(version INTEGER, kinds TEXT); CREATE VIEW record AS SELECT 1; CREATE TABLE fold(x)');
    other.prepare('INSERT INTO made VALUES (1, ?)').run(kinds.join(' '));
    other.close();
    const store = new RecordStore(path);
    store.take('mk-1', [], none, { n: 1, count: 0, sum: 0 });
    store.close();
    expect(stored(path)).toEqual({ records: [], invalid: [], spans: [], stances: [] });
  });
});
