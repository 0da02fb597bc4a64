import type Database from 'libsql';

export type Value = string | number | null;

/** Rows that go into one statement; what is left over goes in smaller ones. */
const sizes = [64, 8, 1];

/**
 * Inserts rows into a table, many with one statement, which takes half the time of one by one.
 * @throws what the database throws
 */
export function rowInserter(db: Database.Database, table: string, columns: readonly string[]) {
  const row = `(${columns.map(() => '?').join(',')})`;
  const statements = sizes.map((size) => ({
    size,
    statement: db.prepare(
      `INSERT INTO ${table}(${columns.join(',')}) VALUES ${Array.from({ length: size }, () => row).join(',')}`,
    ),
  }));
  return (rows: readonly (readonly Value[])[]): void => {
    let at = 0;
    for (const { size, statement } of statements)
      for (; rows.length - at >= size; at += size) statement.run(rows.slice(at, at + size).flat());
  };
}

/** Calls `each` with so many placeholders as there are values, a few hundred at a time. */
export function inPieces<T>(values: readonly T[], each: (piece: readonly T[], placeholders: string) => void): void {
  for (let at = 0; at < values.length; at += pieceLength) {
    const piece = values.slice(at, at + pieceLength);
    each(piece, piece.map(() => '?').join(','));
  }
}

const pieceLength = 200;

/**
 * Text as the database can hold it: libsql ends it at a NUL and replaces half characters, so that what has any is
 * kept in another form, which nothing else has.
 */
export const storable = (text: string): string =>
  text.includes('\u0000') || text.startsWith('\u0001') || halfCharacter.test(text)
    ? `\u0001${JSON.stringify(text)}`
    : text;

const halfCharacter = /\p{Surrogate}/u;
