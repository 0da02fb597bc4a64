import { Dexie, type Table } from 'dexie';
import type { Change } from '#shared/changes/change.ts';
import type { Positions } from '#shared/contract/contract.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Article } from '#shared/model/article.ts';
import type { Assistance } from '#shared/model/assistance.ts';
import type { BlockRole } from '#shared/model/block-role.ts';
import type { Comment } from '#shared/model/comment.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { AnyRecord, Kind, RecordOf } from '#shared/model/kinds.ts';
import type { Metadata } from '#shared/model/metadata.ts';
import type { Reading } from '#shared/model/reading.ts';
import type { Rejection } from '#shared/model/rejection.ts';
import type { SavedSearch } from '#shared/model/saved-search.ts';
import type { Settlement } from '#shared/model/settlement.ts';
import type { Source } from '#shared/model/source.ts';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { Target } from '#shared/model/target.ts';
import type { Transfer } from '#shared/model/transfer.ts';
import { bulkDeadline, Overdue, operationDeadline, within } from './deadline.ts';

/** A span as IndexedDB keeps it: with the targets of its stances, because an index cannot look inside objects in a list. */
export type SpanRow = Span & { targets: string[] };

/** How many spans an article (by annotator and layer), a speaker, a target or a stance has; kept in step by every write. */
export interface TallyRow {
  id: string;
  about: 'article' | 'speaker' | 'target' | 'stance' | 'text';
  /** An id or a stance’s value; about texts see `textKey`. */
  key: string;
  annotator: string | null;
  layer: string | null;
  spans: number;
  /** Spans without a speaker. */
  unattributed: number;
}

/** What rows stand together in packs: those of a kind, or tallies about something. */
export type PackName = Kind | `tally ${TallyRow['about']}`;

/** Rows that were loaded in bulk and have not been changed since; see `packs.ts`. */
export interface PackRow {
  name: PackName;
  n: number;
  /** No id in it comes after this one. */
  last: string;
  /** A list of them: JSON in UTF-8. */
  rows: Uint8Array;
}

/** Where to look for what is in packs: hashes of references, each before the number of a pack. */
export interface ReferencesRow {
  bucket: number;
  entries: Uint32Array;
}

/** A change that the journal has not acknowledged. `refused`: main will never take it, and why. */
export interface OutboxRow {
  seq?: number;
  id: string;
  change: Change;
  refused?: string;
}

/** A change of this writer's own, for undo. */
export interface GestureRow {
  id: string;
  at: string;
  gesture: string;
  change: Change;
}

export const gestureRow = (change: Change): GestureRow => ({
  id: change.id,
  at: change.at,
  gesture: change.gesture,
  change,
});

export interface MetaRow {
  key: string;
  value: unknown;
}

/** What this machine remembers of how things were looked at; never part of the journal. */
export interface ViewRow {
  key: string;
  value: unknown;
}

/** Where statements were found in a text, by its SHA-256; made again by reading the text, never part of the journal. */
export interface PassagesRow {
  text: string;
  /** Of what found them. */
  version: string;
  /** Starts and ends in turn, in UTF-16 code units. */
  ranges: Uint32Array;
}

/** When a record was last touched, in clock order: tells a change that comes late from one that comes in order. */
export interface StampRow {
  key: string;
  at: string;
}

/**
 * Raise it with every change of the tables or of what stands in them, together with Dexie's version below. There are no
 * upgrades: a database of another schema is thrown away and made again from the journal.
 */
export const schema = 8;

/** What did not answer, where `within` says so. */
export const databaseNoun = 'This folder’s database';

export const databaseName = (projectId: string): string => `rapporteur-${projectId}`;

export class ProjectDb extends Dexie {
  declare spans: Table<SpanRow, string>;
  declare speakers: Table<Speaker, string>;
  declare targets: Table<Target, string>;
  declare articles: Table<Article, string>;
  declare readings: Table<Reading, string>;
  declare annotators: Table<Annotator, string>;
  declare rejections: Table<Rejection, string>;
  declare assistance: Table<Assistance, string>;
  declare decisions: Table<Decision, string>;
  declare comments: Table<Comment, string>;
  declare settlements: Table<Settlement, string>;
  declare transfers: Table<Transfer, string>;
  declare metadata: Table<Metadata, string>;
  declare blockRoles: Table<BlockRole, string>;
  declare sources: Table<Source, string>;
  declare searches: Table<SavedSearch, string>;
  declare tallies: Table<TallyRow, string>;
  declare packs: Table<PackRow, [PackName, number]>;
  declare references: Table<ReferencesRow, number>;
  declare stamps: Table<StampRow, string>;
  declare outbox: Table<OutboxRow, number, OutboxRow>;
  declare gestures: Table<GestureRow, string>;
  declare meta: Table<MetaRow, string>;
  declare view: Table<ViewRow, string>;
  declare passages: Table<PassagesRow, string>;

  constructor(projectId: string) {
    // The cache would show rows before they are committed, and take them back when they are not.
    super(databaseName(projectId), { cache: 'disabled', chromeTransactionDurability: 'relaxed' });
    this.version(schema).stores({
      // Only what is asked for: each entry of an index takes as long to write as a row.
      spans: 'id, article, speaker, *targets',
      speakers: 'id',
      targets: 'id',
      articles: 'id',
      readings: 'id',
      annotators: 'id',
      rejections: 'id',
      assistance: 'id',
      decisions: 'id',
      comments: 'id',
      settlements: 'id',
      transfers: 'id',
      metadata: 'id',
      blockRoles: 'id',
      sources: 'id',
      searches: 'id',
      tallies: 'id, about',
      packs: '[name+n], [name+last]',
      references: 'bucket',
      stamps: 'key',
      outbox: '++seq, &id',
      gestures: 'id, at',
      meta: 'key',
      view: 'key',
      passages: 'text',
    });
  }

  /** The tables that hold records, one a kind. */
  get recordTables(): Table[] {
    return (Object.values(tableNames) as (keyof ProjectDb)[]).map((name) => this[name] as Table);
  }

  /** Where records stand that were loaded in bulk. */
  get packTables(): Table[] {
    return [this.packs, this.references];
  }

  /** The tables that a change may touch, and what is written along with it. */
  get changeTables(): Table[] {
    return [...this.recordTables, ...this.packTables, this.tallies, this.stamps, this.gestures, this.outbox, this.meta];
  }

  tableOf<K extends Kind>(kind: K): Table<RecordOf[K], string> {
    return this[tableNames[kind]] as unknown as Table<RecordOf[K], string>;
  }
}

const tableNames = {
  span: 'spans',
  speaker: 'speakers',
  target: 'targets',
  article: 'articles',
  reading: 'readings',
  annotator: 'annotators',
  rejection: 'rejections',
  assistance: 'assistance',
  decision: 'decisions',
  comment: 'comments',
  settlement: 'settlements',
  transfer: 'transfers',
  metadata: 'metadata',
  blockRole: 'blockRoles',
  source: 'sources',
  search: 'searches',
} as const satisfies Record<Kind, keyof ProjectDb>;

export const rowOf = (kind: Kind, record: AnyRecord): AnyRecord =>
  kind === 'span' ? withTargets(record as Span) : record;

/** The record that a row keeps, without what only the database needs. */
export const recordOf = <K extends Kind>(kind: K, row: RecordOf[K]): RecordOf[K] =>
  (kind === 'span' ? spanOf(row as SpanRow) : row) as RecordOf[K];

const withTargets = (span: Span): SpanRow => ({
  ...span,
  targets: targetsOf(span),
});

/** The targets that a span's stances name, each once. */
export const targetsOf = (span: Span): string[] => [
  ...new Set(span.stances.flatMap(({ target }) => (target === null ? [] : [target]))),
];

export function spanOf({ targets: _, ...span }: SpanRow): Span {
  return span;
}

type Defaults = Omit<MetaValues, 'gate'>;

interface MetaValues {
  /** Which schema, and which Chromium, wrote this database last. */
  gate: { schema: number; engine: number };
  /** The journals have been taken in as far as this. */
  positions: Positions;
  /** Everything has been loaded once; false while a rebuild is under way. */
  complete: boolean;
  /** How many rows the references of packs were dealt to; 0: nothing is in packs. */
  buckets: number;
  /** The latest instant of the clock. */
  clock: string;
  /** Records without a stamp may have been touched as late as this. */
  baseline: string;
  /** Records that a late change touched: they are read from the journal again once it has everything of ours. */
  doubtful: string[];
  /** The annotator as they last signed a change. */
  signed: Annotator | null;
}

const defaults: Defaults = {
  positions: {},
  complete: false,
  buckets: 0,
  clock: '',
  baseline: '',
  doubtful: [],
  signed: null,
};

export async function readMeta<K extends keyof Defaults>(db: ProjectDb, key: K): Promise<Defaults[K]> {
  return ((await db.meta.get(key))?.value as Defaults[K] | undefined) ?? defaults[key];
}

export const writeMeta = <K extends keyof MetaValues>(db: ProjectDb, key: K, value: MetaValues[K]) =>
  db.meta.put({ key, value });

export interface DbEvents {
  /** Another window has a newer version of the app, or deletes the database: this window must not write any more. */
  superseded(): void;
  /** An older window holds the database and keeps it from being opened. */
  blocked(): void;
}

/** How a database was found: as it was left, not there, written by another version, or not to be opened. */
export type Found = 'kept' | 'new' | 'older' | 'damaged';

/** Chromium's milestone: an older one empties or misreads what a newer one wrote. 0 where it is not to be known. */
export const engineMilestone = (): number => Number(/Chrom(?:e|ium)\/(\d+)/.exec(navigator.userAgent)?.[1] ?? 0);

/**
 * Opens a project's database behind our own gate. What another schema or a newer Chromium wrote, and what cannot be
 * opened, is deleted, because the journal has it; the changes in its outbox are handed to `rescue` first.
 * @throws Failure `timeout` when the database does not open in time; Dexie's error when not even a new one opens.
 */
export async function openProjectDb(
  projectId: string,
  on: DbEvents,
  rescue: (changes: unknown[]) => Promise<void>,
): Promise<{ db: ProjectDb; found: Found }> {
  const first = newDb(projectId, on);
  let found: Found;
  try {
    found = await within(operationDeadline, passGate(first), databaseNoun);
    if (found === 'kept' || found === 'new') return { db: first, found };
  } catch (error) {
    first.close({ disableAutoOpen: true });
    if (error instanceof Overdue) throw error;
    found = 'damaged';
  }
  await rescue(await outboxOf(projectId, first));
  first.close({ disableAutoOpen: true });
  await within(bulkDeadline, Dexie.delete(databaseName(projectId)), 'Deleting an outdated database');
  const second = newDb(projectId, on);
  await within(operationDeadline, passGate(second), databaseNoun);
  return { db: second, found };
}

function newDb(projectId: string, on: DbEvents): ProjectDb {
  const db = new ProjectDb(projectId);
  db.on('versionchange', () => {
    db.close({ disableAutoOpen: true });
    on.superseded();
    // Keeps Dexie's own listener from closing it in the way that opens it again at the next call.
    return false;
  });
  db.on('blocked', () => on.blocked());
  return db;
}

async function passGate(db: ProjectDb): Promise<Found> {
  await db.open();
  const engine = engineMilestone();
  return db.transaction('rw', db.meta, async () => {
    const gate = (await db.meta.get('gate'))?.value as Partial<MetaValues['gate']> | undefined;
    if (gate !== undefined && (gate.schema !== schema || !(Number(gate.engine) <= engine))) return 'older';
    if (gate === undefined && (await db.meta.count()) > 0) return 'older';
    await writeMeta(db, 'gate', { schema, engine });
    return gate === undefined ? 'new' : 'kept';
  });
}

/** Reads the outbox of a database whatever its schema; a database that cannot be read has none to give. */
async function outboxOf(projectId: string, opened: ProjectDb): Promise<unknown[]> {
  opened.close({ disableAutoOpen: true });
  const raw = new Dexie(databaseName(projectId));
  try {
    await within(operationDeadline, raw.open(), databaseNoun);
    if (!raw.tables.some((table) => table.name === 'outbox')) return [];
    const rows = await within(bulkDeadline, raw.table('outbox').toArray(), databaseNoun);
    return rows.map((row) => (row as { change?: unknown } | null)?.change);
  } catch (error) {
    console.error('The outbox of an outdated database could not be read', error);
    return [];
  } finally {
    raw.close({ disableAutoOpen: true });
  }
}
