import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry } from '#shared/model/article.ts';
import { createEntryList, pauseFor } from './entries.ts';
import { entry, until } from './testing/harness.ts';

const named = (id: number, name: string): Entry => entry(`a_${id}`, { path: `${name}.txt` });

test('the list is what was told last of each row, by path with numbers by their value', async () => {
  const batch = fc.record({
    entries: fc.array(fc.tuple(fc.nat(9), fc.constantFrom('b', 'B', 'a10', 'a9', 'é', 'd/c')), { maxLength: 6 }),
    gone: fc.array(fc.nat(9), { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { maxLength: 8 }), async (batches) => {
      const list = createEntryList();
      const model = new Map<string, Entry>();
      for (const { entries, gone } of batches) {
        const told = { entries: entries.map(([id, name]) => named(id, name)), gone: gone.map((id) => `a_${id}`) };
        list.add(told);
        for (const id of told.gone) model.delete(id);
        for (const one of told.entries) model.set(one.id, one);
      }
      list.finish(Number.POSITIVE_INFINITY);
      const rows = list.rows.get() ?? [];
      expect(new Set(rows)).toEqual(new Set(model.values()));
      expect(rows).toHaveLength(model.size);
      const places = rows.map(({ path }) => ['a9', 'a10', 'b', 'd/c', 'e'].indexOf(plain(path)));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      for (const one of rows) expect(list.rows.find(one.id)).toBe(one);
    }),
    { numRuns: 60 },
  );
});

const plain = (path: string) => path.replace('.txt', '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

test('the first batch is told at once, those after it together; a stopped list tells nothing', async () => {
  const list = createEntryList();
  const lengths: number[] = [];
  list.rows.subscribe(() => lengths.push(list.rows.get()?.length ?? -1));
  expect(list.rows.get()).toBeUndefined();
  for (let i = 0; i < 100; i++) list.add({ entries: [named(i, `t${i}`)], gone: [] });
  expect(lengths).toEqual([1]);
  await until('the rest is told', () => lengths.at(-1) === 100);
  expect(lengths).toEqual([1, 100]);
  list.add({ entries: [named(100, 't100')], gone: [] });
  list.stop();
  list.finish(101);
  expect(lengths).toEqual([1, 100]);
});

test('a longer list is told less often, and never less than once a second', () => {
  expect(pauseFor(0)).toBeLessThan(100);
  expect(pauseFor(10_000)).toBeLessThan(pauseFor(50_000));
  expect(pauseFor(1_000_000)).toBe(1000);
});

test('what was not told again by the end of a scan goes, unless fewer were told than there are files', () => {
  const list = createEntryList();
  list.add({ entries: [named(1, 'one'), named(2, 'two')], gone: [] });
  list.finish(2);
  list.finish(0);
  expect(list.rows.get()).toHaveLength(2);
  const before = list.rows.get();
  list.again();
  list.add({ entries: [named(2, 'two')], gone: [] });
  list.finish(2);
  expect(list.rows.get()).toBe(before);
  list.again();
  list.add({ entries: [named(2, 'two')], gone: [] });
  list.finish(1);
  expect(list.rows.get()?.map(({ id }) => id)).toEqual(['a_2']);
});

test('a folder without articles has an empty list once it has been read', () => {
  const list = createEntryList();
  list.finish(0);
  expect(list.rows.get()).toEqual([]);
});
