import { Failure } from '#shared/contract/failure.ts';
import { decode } from '../decode.ts';
import type { SourceFile } from '../format.ts';
import { guessColumns, namesText, signature } from './columns.ts';
import { type Characters, fewRows, type Row, streamed, type Table } from './rows.ts';

/** A whole file of JSON takes several times its size; of lines, one at a time is read. In bytes. */
const longestJson = 64 * 1024 * 1024;
const longestLine = 64 * 1024 * 1024;
const mostColumns = 500;
const deepest = 4;

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a JSON or JSON Lines file holds as a table; null for one that holds no objects like articles. */
export function openJson(file: SourceFile): Table | null {
  const { lines, start, ...told } = linesOf(file);
  if (start === null) throw new Failure('unsupported', 'The file is empty.');
  const byLine = /\.(?:jsonl|ndjson)$/i.test(file.path);
  // A line that is an object by itself tells lines from one value, whatever the file is called.
  const first = parsed(start.text);
  const isLines = isObject(first) && (byLine || isObject(parsed(second(lines())?.text ?? '')));
  if (isLines || (byLine && first === undefined && !/^\s*\[/.test(start.text))) {
    if (isObject(first) && isOthers(first)) return null;
    return fromLines(lines, told);
  }
  return fromValue(file, told);
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/** The lines that are not empty, each time from the first. */
function linesOf(file: SourceFile): Characters & { readonly lines: () => Iterable<Line>; readonly start: Line | null } {
  const { buffer, name } = streamed(file);
  if (name === 'utf-8') {
    const encoding = { name, sure: true, chosen: file.how.encoding !== null };
    const lines = () => utf8Lines(buffer);
    return { lines, start: [...first(lines())][0] ?? null, notices: [], encoding };
  }
  const { text, ...told } = decode(file.bytes, () => null, file.how.encoding);
  const lines = () => textLines(text);
  return { lines, start: [...first(lines())][0] ?? null, ...told };
}

function* first<T>(all: Iterable<T>): Generator<T> {
  for (const one of all) {
    yield one;
    return;
  }
}

function second(all: Iterable<Line>): Line | null {
  let at = 0;
  for (const line of all) if (at++ === 1) return line;
  return null;
}

function* utf8Lines(buffer: Buffer): Generator<Line> {
  let from = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? 3 : 0;
  for (let number = 1; from < buffer.length; number++) {
    const feed = buffer.indexOf(10, from);
    const end = feed < 0 ? buffer.length : feed;
    const text = end - from > longestLine ? '' : buffer.toString('utf8', from, end);
    if (text.trim() !== '') yield { number, text };
    from = end + 1;
  }
}

function* textLines(text: string): Generator<Line> {
  let from = 0;
  for (let number = 1; from < text.length; number++) {
    const feed = text.indexOf('\n', from);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(from, end).replace(/^\uFEFF/, '');
    if (line.trim() !== '') yield { number, text: line };
    from = end + 1;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromLines(lines: () => Iterable<Line>, told: Characters): Table {
  const heads = new Set<string>();
  let seen = 0;
  for (const { text } of lines()) {
    const value = parsed(text);
    if (isObject(value)) for (const head of cellsOf(value).keys()) if (heads.size < mostColumns) heads.add(head);
    if (++seen >= fewRows) break;
  }
  return { heads: [...heads], rows: rowsOfLines(lines()), ...told, quiet: false, alone: false };
}

function* rowsOfLines(lines: Iterable<Line>): Generator<Row> {
  let number = 0;
  for (const { number: line, text } of lines) {
    const place = { number: ++number, line };
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      yield { ...place, fault: 'is not JSON' };
      continue;
    }
    if (!isObject(value)) yield { ...place, fault: 'is no object with fields' };
    else yield { ...place, cells: cellsOf(value), own: value, notice: null };
  }
}

function fromValue(file: SourceFile, told: Characters): Table | null {
  if (file.bytes.length > longestJson)
    throw new Failure(
      'too-large',
      `The file is one value of JSON of ${Math.round(file.bytes.length / 1024 / 1024)} MB; up to 64 MB are read. Save it as JSON Lines (.jsonl), an article a line.`,
    );
  const { text } = decode(file.bytes, () => null, file.how.encoding);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Failure(
      'damaged',
      `The file is not JSON: ${(error as Error).message.slice(0, 200)}. What cannot be read of it is not shown.`,
    );
  }
  if (isObject(value) && isOthers(value)) return null;
  const list = listsIn(value)
    .map((objects) => asTable(objects, told))
    .find((table) => isOfArticles(table, file));
  if (list !== undefined) return list;
  if (isObject(value) && isArticle(value)) return { ...asTable([value], told), alone: true };
  return null;
}

/** Lists of objects in a value, the longest first: the value itself, or what its fields hold. */
function listsIn(value: unknown): Json[][] {
  const found: Json[][] = [];
  let level: unknown[] = [value];
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    const below: unknown[] = [];
    for (const each of level) {
      if (Array.isArray(each)) {
        const objects = each.filter(isObject);
        if (objects.length > 0 && objects.length * 2 > each.length) found.push(objects);
      } else if (isObject(each)) below.push(...Object.values(each).slice(0, mostColumns));
    }
    level = below;
  }
  return found.sort((a, b) => b.length - a.length);
}

function asTable(objects: readonly Json[], told: Characters): Table {
  const heads = new Set<string>();
  for (const object of objects.slice(0, fewRows))
    for (const head of cellsOf(object).keys()) if (heads.size < mostColumns) heads.add(head);
  return {
    heads: [...heads],
    rows: { [Symbol.iterator]: () => rowsOfObjects(objects) },
    ...told,
    quiet: true,
    alone: false,
  };
}

function* rowsOfObjects(objects: readonly Json[]): Generator<Row> {
  for (const [at, object] of objects.entries())
    yield { number: at + 1, line: null, cells: cellsOf(object), own: object, notice: null };
}

/** Of JSON, which is also what programs keep their settings in, only what reads like articles is a table of them. */
function isOfArticles({ heads, rows }: Table, { how }: SourceFile): boolean {
  if (how.columns[signature(heads)] !== undefined) return true;
  const some: string[][] = [];
  for (const row of rows) {
    if ('cells' in row) some.push(heads.map((head) => row.cells.get(head) ?? ''));
    if (some.length >= fewRows) break;
  }
  const columns = guessColumns(heads, some);
  if (columns === null) return false;
  const at = heads.indexOf(columns.text);
  const length = some.reduce((sum, row) => sum + (row[at]?.length ?? 0), 0) / Math.max(1, some.length);
  const known = [columns.title, columns.published, columns.outlet, columns.url, columns.id].filter(
    (each) => each !== null,
  );
  return known.length > 0 && length >= (namesText(columns.text) ? 60 : 200);
}

/** One object by itself is an article if it has a text by name and says something of it. */
function isArticle(value: Json): boolean {
  const cells = cellsOf(value);
  const columns = guessColumns([...cells.keys()], [[...cells.values()]]);
  return (
    columns !== null &&
    namesText(columns.text) &&
    (cells.get(columns.text)?.length ?? 0) >= 200 &&
    (columns.title !== null || columns.published !== null || columns.url !== null)
  );
}

/** What Rapporteur itself writes besides articles. */
const isOthers = ({ schema, format }: Json) =>
  [schema, format].some(
    (name) => typeof name === 'string' && name.startsWith('rapporteur') && name !== 'rapporteur.article/1',
  );

/** An object's values as cells, those of inner objects under `outer.inner`. */
export function cellsOf(object: Json): Map<string, string> {
  const cells = new Map<string, string>();
  const add = (value: unknown, name: string, depth: number) => {
    if (cells.size >= mostColumns) return;
    if (typeof value === 'string') cells.set(name, value);
    else if (typeof value === 'number' || typeof value === 'boolean') cells.set(name, String(value));
    else if (Array.isArray(value)) {
      const words = value.map(wordsOf).filter((part) => part !== '');
      // Paragraphs, or names.
      if (words.length > 0) cells.set(name, words.join(words.some((part) => part.length > 80) ? '\n\n' : ', '));
    } else if (isObject(value) && depth < deepest)
      for (const [inner, own] of Object.entries(value)) add(own, name === '' ? inner : `${name}.${inner}`, depth + 1);
  };
  add(object, '', 0);
  return cells;
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!isObject(value)) return '';
  const told = ['name', 'text', 'title', 'value'].map((key) => value[key]).find((each) => typeof each === 'string');
  return typeof told === 'string' ? told : '';
}
