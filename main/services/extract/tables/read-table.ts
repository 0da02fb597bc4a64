import type { TablePreview } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Columns } from '#shared/model/source.ts';
import { SeenIds } from '../../exchange/jsonl-articles.ts';
import type { How, Piece, SourceFile } from '../format.ts';
import { articleOfRow, type DayOrder, dayOrderOf, ownArticle } from './article.ts';
import { guessColumns, signature } from './columns.ts';
import { openCsv } from './csv.ts';
import { openJson } from './json.ts';
import { fewRows, type Row, type Table } from './rows.ts';

/** A table of more rows is read up to here. */
const mostRows = 500_000;

/**
 * The articles of a table (CSV, TSV, JSON, JSON Lines), one for each row that has a text; what the columns are is as the
 * person chose for these heads, else guessed. A row that cannot be read is told of and passed over. JSON that holds no
 * articles gives none.
 * @throws Failure where no column is like a text, or the rest cannot be read
 */
export function* readTable(file: SourceFile): Generator<Piece> {
  const table = open(file);
  if (table === null) return;
  const { columns, rows, order } = understood(table, file.how);
  if (columns === null) {
    if (table.quiet) return;
    throw noText(table.heads);
  }
  const names = new Names();
  const passed = new Passed();
  // What is passed over is told with the last article, when it is all known.
  let held: Piece | null = null;
  try {
    for (const row of rows) {
      if (row.number > mostRows)
        throw new Failure(
          'too-large',
          `The table has more than ${mostRows.toLocaleString('en')} rows; the rest is not read. Make several files of it.`,
        );
      const read = pieceOf(row, columns, order, names, passed);
      if (read === null) continue;
      const piece = { ...read, encoding: table.encoding };
      if (held !== null) yield held;
      held = held === null ? { ...piece, notices: [...table.notices, ...piece.notices] } : piece;
    }
  } catch (error) {
    if (held !== null) yield told(held, passed);
    throw error;
  }
  if (held !== null) yield table.alone ? { ...told(held, passed), part: null, source: null } : told(held, passed);
  else if (!table.quiet)
    throw new Failure(
      'unsupported',
      `The table has no row with a text in its column “${columns.text}”. ${askForColumns}`,
    );
}

/** The first rows of a table as they would be read, for a person to say what its columns are. Null: it is no table. */
export function previewTable(bytes: Uint8Array, path: string, how: How): TablePreview | null {
  const table = open({ bytes, path, how });
  if (table === null) return null;
  const { columns, rows, chosen } = understood(table, how);
  const shown: string[][] = [];
  let count = 0;
  try {
    for (const row of rows) {
      if (row.number > mostRows) break;
      count++;
      if (shown.length < 50 && 'cells' in row)
        shown.push(table.heads.map((head) => shortened(row.cells.get(head) ?? '')));
    }
  } catch (error) {
    // What comes before a damaged place is still a table.
    if (!(error instanceof Failure) || count === 0) throw error;
  }
  return { signature: signature(table.heads), columns: [...table.heads], rows: shown, count, mapping: columns, chosen };
}

const open = (file: SourceFile): Table | null =>
  /\.(?:json|jsonl|ndjson)$/i.test(file.path) ? openJson(file) : openCsv(file);

const shortened = (cell: string) => {
  const line = cell.slice(0, 400).replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
};

/** The table with its columns known: a few rows are looked at, and given again before the rest. */
function understood({ heads, rows }: Table, how: How) {
  const iterator = rows[Symbol.iterator]();
  const ahead: Row[] = [];
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    ahead.push(next.value);
    if (ahead.length >= fewRows) break;
  }
  const cells = ahead.flatMap((row) => ('cells' in row ? [row.cells] : []));
  const mine = how.columns[signature(heads)];
  const chosen = mine !== undefined && heads.includes(mine.text);
  const guessed = guessColumns(
    heads,
    cells.map((row) => heads.map((head) => row.get(head) ?? '')),
  );
  const columns: Columns | null = chosen ? mine : guessed;
  const day = columns?.published ?? null;
  const order: DayOrder = day === null ? null : dayOrderOf(cells.map((row) => row.get(day) ?? ''));
  function* all(): Generator<Row> {
    yield* ahead;
    for (let next = iterator.next(); !next.done; next = iterator.next()) yield next.value;
  }
  return { columns, chosen, order, rows: all() };
}

function pieceOf(row: Row, columns: Columns, order: DayOrder, names: Names, passed: Passed): Piece | null {
  if ('fault' in row) {
    passed.add(row, row.fault);
    return null;
  }
  const own = row.own === null ? null : ownArticle(row.own);
  const article = own ?? articleOfRow(row.cells, columns, order);
  if (article === null) {
    passed.empty++;
    return null;
  }
  return {
    part: names.nameOf(columns.id === null ? null : row.cells.get(columns.id), row.number),
    source: JSON.stringify(row.own ?? Object.fromEntries(row.cells)),
    ...article,
    notices: row.notice === null ? article.notices : [...article.notices, row.notice],
  };
}

/** Names of parts, none twice. */
class Names {
  private readonly seen = new SeenIds();

  nameOf(id: string | undefined | null, number: number): string {
    const safe = safeName(id ?? '');
    if (safe === '') return this.unique(String(number), number);
    return this.unique(safe, number);
  }

  private unique(name: string, number: number): string {
    if (this.seen.add(name)) return name;
    for (let again = 2; ; again++) {
      const other = `${name} (row ${number}${again === 2 ? '' : `, ${again}`})`;
      if (this.seen.add(other)) return other;
    }
  }
}

/** An id as a part of a path: without what leads elsewhere, no longer than a file's name. */
function safeName(id: string): string {
  const name = id
    .normalize('NFC')
    .replace(/[/\\\p{C}]+/gu, '_')
    .replace(/\s+/g, ' ')
    .trim();
  const short = [...name].slice(0, 150).join('').trim();
  return /^\.{1,2}$/.test(short) ? '' : short;
}

/** Rows that are no articles. */
class Passed {
  empty = 0;
  private faults = 0;
  private readonly few: string[] = [];

  add({ number, line }: Row, fault: string): void {
    this.faults++;
    if (this.few.length < 5)
      this.few.push(
        `${line === null ? `row ${number.toLocaleString('en')}` : `line ${line.toLocaleString('en')}`} ${fault}`,
      );
  }

  notices(): string[] {
    const empty =
      this.empty === 0
        ? []
        : [
            this.empty === 1
              ? 'One row of the table has no text and was passed over.'
              : `${this.empty.toLocaleString('en')} rows of the table have no text and were passed over.`,
          ];
    const more = this.faults - this.few.length;
    const faults =
      this.faults === 0
        ? []
        : [
            `Rows of the table that cannot be read: ${this.few.join('; ')}${more > 0 ? `; and ${more.toLocaleString('en')} more` : ''}.`,
          ];
    return [...faults, ...empty];
  }
}

const told = (piece: Piece, passed: Passed): Piece => ({ ...piece, notices: [...piece.notices, ...passed.notices()] });

const askForColumns = 'Open “Columns of the table…” and say which column is the text.';

function noText(heads: readonly string[]): Failure {
  if (heads.length === 0)
    return new Failure(
      'damaged',
      'None of its first lines is a JSON object with fields, as the lines of such a file are. Export it again.',
    );
  const few = heads.slice(0, 8).map((head) => `“${head.slice(0, 40)}”`);
  return new Failure(
    'unsupported',
    `No column of the table looks like the text of articles (${few.join(', ')}${heads.length > 8 ? ', …' : ''}). ${askForColumns}`,
  );
}
