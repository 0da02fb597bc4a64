import Papa from 'papaparse';
import { Failure } from '#shared/contract/failure.ts';
import type { SourceFile } from '../format.ts';
import { namesAny } from './columns.ts';
import { charactersOf, type Row, type Table } from './rows.ts';

/** A cell longer than this is one whose quotation mark was never closed; in characters. */
const longestRow = 16_000_000;
/** With more such rows the file is not what it seems, and each costs a look at all that follows. */
const mostUnclosed = 100;
const mostColumns = 2000;

/** The rows of comma-separated values (RFC 4180) and their like; what parts the cells is found out. */
export function openCsv(file: SourceFile): Table {
  const { pieces, ...told } = charactersOf(file);
  const source = new Source(pieces);
  const sign = /^sep=(.)\r?\n/i.exec(source.peek(16));
  if (sign) source.skip(sign[0].length);
  const sample = source.peek(200_000);
  if (sample.trim() === '') throw new Failure('unsupported', 'The file is empty.');
  const records = recordsOf(source, sign?.[1] ?? delimiterOf(sample, file.path), sample, sign ? 2 : 1);
  const first = records.next();
  if (first.done) throw new Failure('unsupported', 'The table has no rows.');
  const head = first.value;
  const headed = 'cells' in head && isHead(head.cells.slice(0, mostColumns));
  const heads = headsOf('cells' in head ? head.cells : [], headed);
  return { heads, rows: rowsOf(records, headed ? null : head, heads), ...told, quiet: false, alone: false };
}

type Record = { readonly line: number } & (
  | { readonly cells: readonly string[]; readonly mixedUp: boolean }
  | { readonly fault: string }
);

function* rowsOf(records: Iterable<Record>, first: Record | null, heads: readonly string[]): Generator<Row> {
  let number = 0;
  function rowOf(record: Record): Row {
    const place = { number: ++number, line: record.line };
    if ('fault' in record) return { ...place, fault: record.fault };
    const cells = new Map(heads.map((head, at) => [head, record.cells[at] ?? '']));
    const more =
      record.cells.length > heads.length && record.cells.slice(heads.length).some((cell) => cell.trim() !== '');
    const notice = more
      ? `Line ${record.line.toLocaleString('en')} of the table has more cells than there are columns; a quotation mark may be missing.`
      : record.mixedUp
        ? `From line ${record.line.toLocaleString('en')} of the table on a cell has quotation marks that are not doubled; it may have taken in what follows it.`
        : null;
    return { ...place, cells, own: null, notice };
  }
  if (first !== null) yield rowOf(first);
  for (const record of records) yield rowOf(record);
}

/** A first row is the heads unless it holds what only rows do: a sentence, a date, an address, none of the names there are. */
function isHead(cells: readonly string[]): boolean {
  if (cells.some((cell) => cell.length > 150)) return false;
  if (cells.some(namesAny)) return true;
  return !cells.some((cell) =>
    /^https?:|^\d{4}-\d{2}-\d{2}|^\d+[/.]\d+[/.]\d+|\S\s+\S.*[.!?]["”]?$|。["”]?$/.test(cell.trim()),
  );
}

function headsOf(cells: readonly string[], headed: boolean): string[] {
  const seen = new Map<string, number>();
  return cells.slice(0, mostColumns).map((cell, at) => {
    const name = (headed ? cell.replace(/\s+/g, ' ').trim().slice(0, 200) : '') || `Column ${at + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

function delimiterOf(sample: string, path: string): string {
  const line = sample.slice(0, sample.search(/[\r\n]|$/));
  if (/\.tsv$/i.test(path) && line.includes('\t')) return '\t';
  // The last row of a sample is cut.
  const { meta } = Papa.parse(sample, { preview: 20, delimitersToGuess: [',', '\t', ';', '|'] });
  return line.includes(meta.delimiter)
    ? meta.delimiter
    : ([',', ';', '\t', '|'].find((sign) => line.includes(sign)) ?? ',');
}

/** The characters that are not taken yet. */
class Source {
  private text = '';
  private readonly rest: Iterator<string>;
  ended = false;

  constructor(pieces: Iterable<string>) {
    this.rest = pieces[Symbol.iterator]();
  }

  /** As many characters as there are, up to `length` and a piece more; they stay to be taken. */
  peek(length: number): string {
    while (!this.ended && this.text.length < length) {
      const next = this.rest.next();
      if (next.done) this.ended = true;
      else this.text += next.value;
    }
    return this.text;
  }

  skip(length: number): void {
    this.text = this.text.slice(length);
  }
}

function* recordsOf(source: Source, delimiter: string, sample: string, firstLine: number): Generator<Record, void> {
  const newline = lineEndOf(sample);
  let line = firstLine;
  let wanted = 1 << 20;
  let unclosed = 0;
  for (;;) {
    const text = source.peek(wanted);
    if (text === '') return;
    const found: { cells: string[]; end: number; open: boolean; mixedUp: boolean }[] = [];
    Papa.parse<string[]>(text, {
      delimiter,
      newline,
      step: ({ data, errors, meta }) => {
        const codes = errors.map(({ code }) => code);
        const open = codes.includes('MissingQuotes');
        found.push({ cells: data, end: meta.cursor, open, mixedUp: codes.includes('InvalidQuotes') });
      },
    });
    const last = found.at(-1);
    const whole = source.ended && last?.open === false ? found : found.slice(0, -1);
    for (const { cells, mixedUp } of whole) {
      const lines = cells.reduce((sum, cell) => sum + lineEnds(cell), 1);
      if (cells.length > 1 || cells[0]!.trim() !== '') yield { line, cells, mixedUp };
      line += lines;
    }
    source.skip(source.ended && last?.open === false ? text.length : (whole.at(-1)?.end ?? 0));
    if (source.ended && last?.open === false) return;
    if (whole.length > 0 && !source.ended) {
      wanted = 1 << 20;
      continue;
    }
    if (!source.ended && wanted < longestRow) {
      wanted *= 2;
      continue;
    }
    // The row's quotation mark is never closed: it is passed over up to its line's end.
    const rest = source.peek(1);
    const end = rest.indexOf('\n');
    if (++unclosed > mostUnclosed)
      throw new Failure(
        'damaged',
        `From line ${line.toLocaleString('en')} on the table cannot be read: its quotation marks do not close. Export it again.`,
      );
    yield { line, fault: 'has a quotation mark that is never closed' };
    line++;
    if (end < 0) return;
    source.skip(end + 1);
    wanted = 1 << 20;
  }
}

/** What ends the first row; cells in quotation marks may have other line ends than rows. */
function lineEndOf(sample: string): '\r\n' | '\n' | '\r' {
  let quoted = false;
  for (let at = 0; at < sample.length; at++) {
    const sign = sample[at];
    if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === '\n') return '\n';
    else if (!quoted && sign === '\r') return sample[at + 1] === '\n' ? '\r\n' : '\r';
  }
  return '\n';
}

function lineEnds(cell: string): number {
  let count = 0;
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++;
  return count;
}
