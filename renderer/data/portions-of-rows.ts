import type { Table } from 'dexie';

/** Dexie tells which rows a write touched as long as they are fewer than 50; then lists follow row by row. */
const rowsAPut = 49;

/** Puts rows within a transaction in such portions that lists follow row by row instead of being read again. */
export async function putRows<T>(table: Table<T>, rows: readonly T[]): Promise<void> {
  for (let i = 0; i < rows.length; i += rowsAPut) await table.bulkPut(rows.slice(i, i + rowsAPut));
}
