import Database from 'libsql';
import type { Change, Edit } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import { type AnyRecord, type Kind, kinds } from '#shared/model/kinds.ts';
import type { Span } from '#shared/model/span.ts';
import { sideOf } from '#shared/review/side.ts';
import { whyInvalid } from '../journal/fold.ts';
import type { Mark, Marks } from '../journal/marks.ts';
import { inPieces, rowInserter, storable, type Value } from './insert-rows.ts';
import { recordsSchema, recordsVersion } from './schema.ts';

/** A change and where it stands. */
export interface Placed {
  writer: string;
  n: number;
  change: Change;
}

/** An edit and its place among all edits, in the order of which they are applied. */
interface Step {
  at: string;
  writer: string;
  line: number;
  part: number;
  what: 'add' | 'change' | 'remove';
  /** JSON. */
  after: string | null;
  /** The same as a value, where it is at hand. */
  value?: AnyRecord;
}

/** How far a journal has come of which nothing was taken in. */
export const none: Mark = { n: -1, count: 0, sum: 0 };

interface FoldRow extends Pick<Step, 'at' | 'writer' | 'line' | 'part'> {
  n: number;
  kind: Kind;
  id: string;
  state: number;
  single: number;
  json: string | null;
}

/**
 * The records of all changes that were taken in, in whatever order they came: each is what its edits make in the order
 * of the clocks. One connection writes.
 */
export class RecordStore {
  readonly #db: Database.Database;
  readonly #insertFold;
  readonly #insertEdit;
  readonly #insertSpan;
  readonly #insertStance;
  #next = 1;

  /**
   * Opens the database, or makes it anew when it is of another version.
   * @throws what the database throws, also when it is damaged
   */
  constructor(path: string) {
    this.#db = new Database(path);
    const db = this.#db;
    try {
      db.exec('PRAGMA journal_mode=WAL');
      db.exec('PRAGMA synchronous=NORMAL');
      db.exec('PRAGMA busy_timeout=10000');
      db.exec('PRAGMA cache_size=-32768');
      db.exec('PRAGMA wal_autocheckpoint=4000');
      if (!isOfThisVersion(db)) this.#make();
      this.#insertFold = rowInserter(db, 'fold', foldColumns);
      this.#insertEdit = rowInserter(db, 'edit', ['record', 'at', 'writer', 'line', 'part', 'what', 'after']);
      this.#insertSpan = rowInserter(db, 'span', spanColumns);
      this.#insertStance = rowInserter(db, 'stance', ['span', 'article', 'target', 'value']);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  #make(): void {
    const db = this.#db;
    const there = db.prepare("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')").all() as {
      type: string;
      name: string;
    }[];
    this.#inTransaction(() => {
      for (const { type, name } of there) if (!name.startsWith('sqlite_')) db.exec(`DROP ${type} "${name}"`);
      db.exec(recordsSchema);
      db.prepare('INSERT INTO made VALUES (?, ?)').run([recordsVersion, kinds.join(' ')]);
    });
  }

  /** Forgets everything. */
  clear(): void {
    this.#inTransaction(() => {
      for (const table of ['fold', 'edit', 'header', 'span', 'stance', 'position'])
        this.#db.exec(`DELETE FROM ${table}`);
    });
  }

  /** How far each journal has been taken in. */
  marks(): Marks {
    const rows = this.#db.prepare('SELECT writer, n, count, sum FROM position').all() as {
      writer: string;
      n: number;
      count: number;
      sum: number;
    }[];
    return Object.fromEntries(rows.map(({ writer, n, count, sum }) => [writer, { n, count, sum }]));
  }

  /**
   * Takes in changes of one journal, and how far it has come with them; both, or neither.
   * @param from how far it had come before; false, and nothing is done, when another program has come further meanwhile
   */
  take(writer: string, changes: readonly Placed[], from: Mark, to: Mark): boolean {
    return this.#inTransaction(() => {
      const { n, count, sum } = this.marks()[writer] ?? none;
      if (n !== from.n || count !== from.count || sum !== from.sum) return false;
      this.#next = Number(one(this.#db, 'SELECT coalesce(max(n), 0) + 1 FROM fold'));
      this.#takeSteps(stepsOf(changes));
      this.#db.prepare('INSERT OR REPLACE INTO position VALUES (?, ?, ?, ?)').run([writer, to.n, to.count, to.sum]);
      return true;
    });
  }

  /** Sets whose journals they are; of two of one id the first counts. */
  setHeaders(annotators: readonly Annotator[]): void {
    const wanted = new Map<string, string>();
    for (const annotator of annotators)
      if (!wanted.has(annotator.id)) wanted.set(annotator.id, JSON.stringify(annotator));
    const rows = this.#db.prepare('SELECT id, json FROM header').all() as { id: string; json: string }[];
    if (rows.length === wanted.size && rows.every(({ id, json }) => wanted.get(id) === json)) return;
    this.#inTransaction(() => {
      this.#db.exec('DELETE FROM header');
      const insert = this.#db.prepare('INSERT INTO header VALUES (?, ?)');
      for (const [id, json] of wanted) insert.run([storable(id), json]);
    });
  }

  close(): void {
    this.#db.close();
  }

  #inTransaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #takeSteps(touched: Map<string, { kind: Kind; id: string; steps: Step[] }>): void {
    const known = this.#rowsOf([...touched.values()]);
    const folds: Value[][] = [];
    const edits: Value[][] = [];
    const spans: Span[] = [];
    const replaced: number[] = [];
    const replacedSpans: string[] = [];
    for (const [key, { kind, id, steps }] of touched) {
      const before = known.get(key);
      const n = before?.n ?? this.#next++;
      steps.sort(inOrder);
      const single = before === undefined && steps.length === 1 && steps[0]?.what === 'add';
      if (before?.single === 1) edits.push(editRow(n, { ...placeOf(before), what: 'add', after: before.json }));
      if (!single) edits.push(...steps.map((step) => editRow(n, step)));
      const late = before !== undefined && inOrder(steps[0] as Step, before) < 0;
      const { record, last } = late
        ? fold(undefined, kind, id, [...this.#stepsOf(before), ...steps].sort(inOrder))
        : fold(parse(before?.json), kind, id, steps);
      const fault = record === undefined ? null : whyInvalid(kind, id, record);
      const state = record === undefined ? 1 : fault === null ? 0 : 2;
      const valid = state === 0 ? (record as AnyRecord) : null;
      folds.push([
        ...[n, storable(kind), storable(id), articleOf(kind, valid), textOf(valid, 'annotator')],
        ...[last.at, last.writer, last.line, last.part, state, single ? 1 : 0],
        ...[fault && storable(fault), record === undefined ? null : single ? last.after : JSON.stringify(record)],
      ]);
      if (before !== undefined) replaced.push(n);
      if (kind !== 'span') continue;
      if (before?.state === 0) replacedSpans.push(storable(id));
      if (valid !== null) spans.push(valid as Span);
    }
    const db = this.#db;
    inPieces(replaced, (piece, marks) => db.prepare(`DELETE FROM fold WHERE n IN (${marks})`).run([...piece]));
    inPieces(replacedSpans, (piece, marks) => {
      db.prepare(`DELETE FROM span WHERE id IN (${marks})`).run([...piece]);
      db.prepare(`DELETE FROM stance WHERE span IN (${marks})`).run([...piece]);
    });
    this.#insertFold(folds);
    this.#insertEdit(edits);
    this.#insertSpan(spans.map(spanRow));
    this.#insertStance(spans.flatMap(stanceRows));
  }

  #rowsOf(records: readonly { kind: Kind; id: string }[]): Map<string, FoldRow> {
    const rows = new Map<string, FoldRow>();
    if (this.#next === 1) return rows;
    for (const kind of new Set(records.map((record) => record.kind))) {
      const ids = records.filter((record) => record.kind === kind).map(({ id }) => storable(id));
      inPieces(ids, (piece, marks) => {
        const found = this.#db
          .prepare(
            `SELECT n, kind, id, at, writer, line, part, state, single, json FROM fold WHERE kind = ? AND id IN (${marks})`,
          )
          .all(kind, ...piece) as FoldRow[];
        for (const row of found) rows.set(`${kind} ${row.id}`, row);
      });
    }
    return rows;
  }

  /** The edits of a record that were taken in before. */
  #stepsOf(row: FoldRow): Step[] {
    if (row.single === 1) return [{ ...placeOf(row), what: 'add', after: row.json }];
    return this.#db
      .prepare('SELECT at, writer, line, part, what, after FROM edit WHERE record = ?')
      .all(row.n) as Step[];
  }
}

const foldColumns = [
  ...['n', 'kind', 'id', 'article', 'annotator', 'at', 'writer', 'line', 'part', 'state', 'single', 'fault', 'json'],
];
const spanColumns = [
  ...['id', 'article', 'side', 'layer', 'speaker', 'mode', 'origin', 'status', 'start', '"end"', 'text_sha256'],
  'noted',
];

function isOfThisVersion(db: Database.Database): boolean {
  const made = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'made'").all();
  if (made.length === 0) return false;
  const [row] = db.prepare('SELECT version, kinds FROM made').all() as { version: number; kinds: string }[];
  return row?.version === recordsVersion && row.kinds === kinds.join(' ');
}

const one = (db: Database.Database, sql: string): unknown => (db.prepare(sql).raw().all()[0] as unknown[])[0];

/** The edits by record; kinds that this version does not know are passed over. */
function stepsOf(changes: readonly Placed[]) {
  const touched = new Map<string, { kind: Kind; id: string; steps: Step[] }>();
  for (const { writer, n, change } of changes) {
    for (const [part, { kind, id, before, after }] of change.edits.entries()) {
      if (!knownKinds.has(kind)) continue;
      const key = `${kind} ${storable(id)}`;
      const record = touched.get(key) ?? { kind, id, steps: [] };
      touched.set(key, record);
      record.steps.push({
        ...{ at: storable(change.at), writer: storable(writer), line: n, part },
        what: after === undefined ? 'remove' : before === undefined ? 'add' : 'change',
        after: after === undefined ? null : JSON.stringify(after),
        ...(after === undefined ? {} : { value: after as AnyRecord }),
      });
    }
  }
  return touched;
}

const knownKinds: ReadonlySet<string> = new Set(kinds);

/** What edits, in their order, make of a record. */
function fold(from: AnyRecord | undefined, kind: Kind, id: string, steps: readonly Step[]) {
  let record = from;
  for (const { what, after, value } of steps)
    record = apply(record, {
      ...{ kind, id },
      ...(what === 'add' ? {} : { before: {} }),
      ...(after === null ? {} : { after: value ?? parse(after) }),
    } as Edit);
  return { record, last: steps.at(-1) as Step };
}

const parse = (json: string | null | undefined): AnyRecord | undefined =>
  json === null || json === undefined ? undefined : (JSON.parse(json) as AnyRecord);

const placeOf = ({ at, writer, line, part }: FoldRow) => ({ at, writer, line, part });
const editRow = (n: number, { at, writer, line, part, what, after }: Step): Value[] => [
  ...[n, at, writer, line, part, what, after],
];

type Place = Pick<Step, 'at' | 'writer' | 'line' | 'part'>;
const inOrder = (a: Place, b: Place): number =>
  compare(a.at, b.at) || compare(a.writer, b.writer) || a.line - b.line || a.part - b.part;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function textOf(record: AnyRecord | null, field: string): string | null {
  const value = (record as unknown as Record<string, unknown> | null)?.[field];
  return typeof value === 'string' ? storable(value) : null;
}

/** The article that a record is about; a binding and corrected details have its id for their own. */
const articleOf = (kind: Kind, record: AnyRecord | null): string | null =>
  textOf(record, kind === 'article' || kind === 'metadata' ? 'id' : 'article');

const orNull = (text: string | null): string | null => (text === null ? null : storable(text));

const spanRow = (span: Span): Value[] => [
  ...[storable(span.id), storable(span.article), storable(sideOf(span) ?? span.annotator), storable(span.layer)],
  ...[orNull(span.speaker), span.mode, span.origin, span.status, span.start, span.end, storable(span.textSha256)],
  span.note !== null && span.note.trim() !== '' ? 1 : 0,
];

const stanceRows = ({ id, article, stances }: Span): Value[][] =>
  stances.map(({ target, value }) => [storable(id), storable(article), orNull(target), storable(value)]);
