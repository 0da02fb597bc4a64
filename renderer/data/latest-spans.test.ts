import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { databaseName, ProjectDb, type SpanRow } from './db.ts';
import { newId } from './ids.ts';
import { latestSpans } from './latest-spans.ts';

test('what was made last is found first, as far back as is wanted and no further', async () => {
  const id = newId('g');
  const db = new ProjectDb(id);
  try {
    const rows = Array.from({ length: 2500 }, (_, i) => ({
      id: `s_${String(i).padStart(5, '0')}`,
      article: 'a_1',
      annotator: i % 2 === 0 ? 'ann' : 'ben',
      speaker: null,
      targets: [],
    }));
    await db.spans.bulkPut(rows as unknown as SpanRow[]);
    const isAnn = (row: SpanRow) => row.annotator === 'ann';
    const numbers = async (most: { kept: number; looked: number }) =>
      (await latestSpans(db, isAnn, most)).map((row) => Number(row.id.slice(2))).sort((a, b) => a - b);
    expect(await numbers({ kept: 3, looked: 5000 })).toEqual([2494, 2496, 2498]);
    expect(await numbers({ kept: 5000, looked: 10 })).toEqual([2490, 2492, 2494, 2496, 2498]);
    expect(await numbers({ kept: 5000, looked: 5000 })).toHaveLength(1250);
  } finally {
    db.close();
    await Dexie.delete(databaseName(id));
  }
});
