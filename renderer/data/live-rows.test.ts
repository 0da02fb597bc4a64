import { Dexie, type ObservabilitySet } from 'dexie';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Speaker } from '#shared/model/speaker.ts';
import { databaseName, ProjectDb } from './db.ts';
import { createEntryList } from './entries.ts';
import { createSpeaker } from './gestures.ts';
import { newId } from './ids.ts';
import { createLiveTables } from './live-tables.ts';
import { until } from './testing/harness.ts';

async function withDatabases(work: (one: ProjectDb, two: ProjectDb) => Promise<void>): Promise<void> {
  const id = newId('g');
  const [one, two] = [new ProjectDb(id), new ProjectDb(id)];
  try {
    await Promise.all([one.open(), two.open()]);
    await work(one, two);
  } finally {
    one.close();
    two.close();
    await Dexie.delete(databaseName(id));
  }
}

const unexpected = (error: unknown) => expect.unreachable(String(error));
const speaker = (i: number, name: string): Speaker => ({ ...createSpeaker({ name }).speaker, id: `p_${i}` });
const byName = (a: Speaker, b: Speaker) =>
  new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare(a.name, b.name) || (a.id < b.id ? -1 : 1);

test('a live list is what the table holds, in order, whatever another connection writes', async () => {
  await withDatabases(async (one, two) => {
    const list = createLiveTables(one, createEntryList().rows, unexpected).speakers;
    const seen: (readonly Speaker[])[] = [];
    const stop = list.subscribe(() => seen.push(list.get()!));
    expect(list.get()).toBeUndefined();
    await until('it is read', () => list.get() !== undefined);
    expect(list.get()).toEqual([]);

    const id = fc.nat(39);
    const step = fc.oneof(
      fc.record({ puts: fc.array(fc.tuple(id, fc.constantFrom('Ann', 'bob', 'Çelik', 'Zoë')), { maxLength: 4 }) }),
      fc.record({ deletes: fc.array(id, { maxLength: 4 }) }),
      // So many that Dexie does not tell which.
      fc.record({ puts: fc.constant(Array.from({ length: 60 }, (_, i): [number, string] => [i, `Name ${i % 7}`])) }),
      fc.record({ clear: fc.constant(true) }),
    ) as fc.Arbitrary<{ puts?: [number, string][]; deletes?: number[]; clear?: true }>;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        for (const { puts, deletes, clear } of steps) {
          await two.transaction('rw', two.speakers, async () => {
            if (puts?.length) await two.speakers.bulkPut(puts.map(([i, name]) => speaker(i, name)));
            if (deletes?.length) await two.speakers.bulkDelete(deletes.map((i) => `p_${i}`));
            if (clear) await two.speakers.clear();
          });
        }
        const rows = (await two.speakers.toArray()).sort(byName);
        await until('the list is the same', () => JSON.stringify(list.get()) === JSON.stringify(rows));
      }),
      { numRuns: 25 },
    );
    for (const rows of seen) expect([...rows].sort(byName)).toEqual(rows);
    stop();
  });
});

test('a list follows what another window wrote, which Dexie tells over a broadcast channel', async () => {
  await withDatabases(async (one) => {
    const list = createLiveTables(one, createEntryList().rows, unexpected).speakers;
    let told: ObservabilitySet | undefined;
    const catchParts = (parts: ObservabilitySet) => {
      if (Object.keys(parts).some((part) => part.startsWith(`idb://${one.name}/speakers/`))) told ??= parts;
    };
    Dexie.on.storagemutated.subscribe(catchParts);
    await one.speakers.put(speaker(1, 'Ann'));
    Dexie.on.storagemutated.unsubscribe(catchParts);
    const stop = list.subscribe(() => {});
    await until('it is read', () => list.get()?.length === 1);

    // As another window does it: the row is written, and word of it comes over the channel.
    const transaction = one.backendDB().transaction('speakers', 'readwrite');
    transaction.objectStore('speakers').put(speaker(1, 'Bea'));
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    const channel = new BroadcastChannel('x-storagemutated-1');
    channel.postMessage(told);
    await until('the new name is there', () => list.get()?.[0]?.name === 'Bea');
    channel.close();
    stop();
  });
});

test('a list that is looked at again has not missed what happened meanwhile', async () => {
  await withDatabases(async (one) => {
    const list = createLiveTables(one, createEntryList().rows, unexpected).speakers;
    list.subscribe(() => {})();
    const stop = list.subscribe(() => {});
    await one.speakers.put(speaker(1, 'Ann'));
    await until('it is there', () => list.get()?.length === 1);
    stop();
    await one.speakers.put(speaker(2, 'Bob'));
    const again = list.subscribe(() => {});
    await until('both are there', () => list.get()?.length === 2);
    again();
  });
});
