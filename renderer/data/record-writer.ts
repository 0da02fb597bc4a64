import type { Table } from 'dexie';
import type { Change, Edit } from '#shared/changes/change.ts';
import { apply, check, type Objection } from '#shared/changes/edits.ts';
import { addTo } from '#shared/model/groups.ts';
import { type AnyRecord, type Kind, kinds, type RecordOf } from '#shared/model/kinds.ts';
import type { Span } from '#shared/model/span.ts';
import { sideOf } from '#shared/review/side.ts';
import {
  type PackName,
  type ProjectDb,
  readMeta,
  recordOf,
  rowOf,
  type StampRow,
  type TallyRow,
  targetsOf,
  writeMeta,
} from './db.ts';
import { type Found, findPacked, type Packed, takeOut, tallyPack } from './packs.ts';
import { putRows } from './portions-of-rows.ts';
import { readRecords, readSpanRows } from './read-records.ts';

/** One edit that cannot be applied, and why. */
export interface Refused {
  edit: Edit;
  objections: Objection[];
}

const keyOf = (kind: Kind, id: string) => `${kind} ${id}`;

/** The kind and id that a key of the stamps table stands for. */
export function partsOf(key: string): { kind: Kind; id: string } {
  const blank = key.indexOf(' ');
  return { kind: key.slice(0, blank) as Kind, id: key.slice(blank + 1) };
}

/**
 * Writes changes to the records within one Dexie transaction: reads all that they touch, applies them in memory, then
 * writes what differs together with stamps and tallies. Journals are folded in clock order; a change that comes later
 * than that is applied as well as can be, and its records are noted as doubtful, to be read from the journal again.
 */
export class RecordWriter {
  readonly #db: ProjectDb;
  readonly #before: Map<string, AnyRecord | undefined>;
  readonly #now: Map<string, AnyRecord | undefined>;
  /** Where those stand that are in packs. */
  readonly #packed: Map<string, Found<Packed>>;
  readonly #stamps: Map<string, string>;
  readonly #baseline: string;
  readonly #stamped = new Map<string, StampRow>();
  /** The change that set a stamp here: its further edits of the same record are in order. */
  readonly #stampers = new Map<string, Change>();
  readonly #doubtful = new Set<string>();

  private constructor(
    db: ProjectDb,
    records: Map<string, AnyRecord | undefined>,
    packed: Map<string, Found<Packed>>,
    stamps: Map<string, string>,
    baseline: string,
  ) {
    this.#db = db;
    this.#before = records;
    this.#now = new Map(records);
    this.#packed = packed;
    this.#stamps = stamps;
    this.#baseline = baseline;
  }

  /** Reads what the edits touch. */
  static async load(db: ProjectDb, edits: readonly Edit[]): Promise<RecordWriter> {
    const ids = new Map<Kind, Set<string>>();
    for (const edit of edits) {
      if (!kinds.includes(edit.kind)) continue;
      const ofKind = ids.get(edit.kind) ?? new Set();
      ids.set(edit.kind, ofKind.add(edit.id));
    }
    const records = new Map<string, AnyRecord | undefined>();
    const others = new Map<Kind, string[]>();
    for (const [kind, ofKind] of ids) {
      const wanted = [...ofKind];
      const rows = await db.tableOf(kind).bulkGet(wanted);
      wanted.forEach((id, i) => {
        const row = rows[i];
        records.set(keyOf(kind, id), row === undefined ? undefined : recordOf(kind, row as never));
        if (row === undefined) addTo(others, kind, id);
      });
    }
    const packed = new Map<string, Found<Packed>>();
    const find = await findPacked(db, others);
    for (const [kind, ofKind] of others) {
      for (const id of ofKind) {
        const found = find(kind, id);
        if (found === undefined) continue;
        packed.set(keyOf(kind, id), found);
        records.set(keyOf(kind, id), recordOf(kind, found.row as never));
      }
    }
    const stamps = new Map<string, string>();
    for (const row of await db.stamps.bulkGet([...records.keys()])) if (row) stamps.set(row.key, row.at);
    return new RecordWriter(db, records, packed, stamps, await readMeta(db, 'baseline'));
  }

  get<K extends Kind>(kind: K, id: string): RecordOf[K] | undefined {
    return this.#now.get(keyOf(kind, id)) as RecordOf[K] | undefined;
  }

  /** Whether this record's fate is known here, because an edit touches it. */
  touches(kind: Kind, id: string): boolean {
    return this.#now.has(keyOf(kind, id));
  }

  /** What speaks against each of the edits, one after the other; changes nothing. */
  check(edits: readonly Edit[]): Refused[] {
    const now = new Map(this.#now);
    const refused: Refused[] = [];
    for (const edit of edits) {
      const key = keyOf(edit.kind, edit.id);
      const objections = check(now.get(key), edit);
      if (objections.length > 0) refused.push({ edit, objections });
      else now.set(key, apply(now.get(key), edit));
    }
    return refused;
  }

  apply(change: Change): void {
    for (const edit of change.edits) {
      if (!kinds.includes(edit.kind)) continue;
      const key = keyOf(edit.kind, edit.id);
      const stamp = this.#stamps.get(key);
      // Two clocks may have given the same instant: which of the two came first only the journal knows.
      const late = (stamp ?? this.#baseline) >= change.at && this.#stampers.get(key) !== change;
      if (late) this.#doubtful.add(key);
      else {
        this.#stamps.set(key, change.at);
        this.#stampers.set(key, change);
        this.#stamped.set(key, { key, at: change.at });
      }
      // What is known to have been overtaken must not be seen; without a stamp it most likely has not been.
      if (late && stamp !== undefined) continue;
      this.#now.set(key, apply(this.#now.get(key), edit));
    }
  }

  /** Replaces a record by what the journal says it is; undefined: it is not there. */
  set(kind: Kind, id: string, record: AnyRecord | undefined): void {
    this.#now.set(keyOf(kind, id), record);
  }

  /** Marks records as doubtful whatever their stamps say. */
  doubt(edits: readonly Edit[]): void {
    for (const edit of edits) this.#doubtful.add(keyOf(edit.kind, edit.id));
  }

  /** Spans as they were and as they are, where they differ. */
  *#changedSpans(): Generator<[before: Span | undefined, after: Span | undefined]> {
    for (const [key, after] of this.#now) {
      const before = this.#before.get(key);
      if (key.startsWith('span ') && before !== after) yield [before as Span | undefined, after as Span | undefined];
    }
  }

  /** The speakers and targets that spans refer to and may not have referred to before. */
  #newReferences(): { speakers: Set<string>; targets: Set<string> } {
    const speakers = new Set<string>();
    const targets = new Set<string>();
    for (const [before, after] of this.#changedSpans()) {
      if (after === undefined) continue;
      if (after.speaker !== null && after.speaker !== before?.speaker) speakers.add(after.speaker);
      for (const target of targetsOf(after)) targets.add(target);
    }
    return { speakers, targets };
  }

  /**
   * Those that are not there. The database is asked once for all: Dexie loses its transaction after a hundred awaits in
   * a row that ask it nothing.
   */
  async #missing(kind: 'speaker' | 'target', ids: ReadonlySet<string>): Promise<Set<string>> {
    const missing = new Set([...ids].filter((id) => this.touches(kind, id) && this.get(kind, id) === undefined));
    const others = [...ids].filter((id) => !this.touches(kind, id));
    if (others.length === 0) return missing;
    const there = await readRecords(this.#db, kind, others);
    others.forEach((id, i) => {
      if (there[i] === undefined) missing.add(id);
    });
    return missing;
  }

  /**
   * What refers to a speaker or target that is not there, or takes away one that is used; only what the edits bring
   * about, not what was so before.
   */
  async danglers(): Promise<Refused[]> {
    const refused: Refused[] = [];
    const { speakers, targets } = this.#newReferences();
    const missing = {
      speaker: await this.#missing('speaker', speakers),
      target: await this.#missing('target', targets),
    };
    for (const [before, after] of this.#changedSpans()) {
      if (after === undefined) continue;
      const edit = { kind: 'span', id: after.id, after } as Edit;
      if (after.speaker !== null && after.speaker !== before?.speaker && missing.speaker.has(after.speaker)) {
        refused.push({
          edit,
          objections: [{ why: 'invalid', message: 'The speaker is not in the registry any more.' }],
        });
      }
      const known = new Set(before && targetsOf(before));
      for (const target of targetsOf(after)) {
        if (!known.has(target) && missing.target.has(target)) {
          refused.push({
            edit,
            objections: [{ why: 'invalid', message: 'The target is not in the registry any more.' }],
          });
        }
      }
    }
    for (const [key, after] of this.#now) {
      const before = this.#before.get(key);
      const { kind, id } = partsOf(key);
      if (before === undefined || after !== undefined || (kind !== 'speaker' && kind !== 'target')) continue;
      const uses = await this.usesLeft(kind, id);
      if (uses > 0) {
        const message = `${(before as { name: string }).name} is still used by ${uses} ${uses === 1 ? 'span' : 'spans'}.`;
        refused.push({ edit: { kind, id, before } as Edit, objections: [{ why: 'invalid', message }] });
      }
    }
    return refused;
  }

  /** How many spans use a speaker or target once the edits are applied. */
  async usesLeft(kind: 'speaker' | 'target', id: string): Promise<number> {
    const users = await readSpanRows(this.#db, kind === 'speaker' ? 'speaker' : 'targets', [id]);
    const uses = (span: Span) => (kind === 'speaker' ? span.speaker === id : targetsOf(span).includes(id));
    let count = 0;
    for (const span of users) if (!this.touches('span', span.id)) count++;
    for (const [key, record] of this.#now) {
      if (key.startsWith('span ') && record !== undefined && uses(record as Span)) count++;
    }
    return count;
  }

  /** Writes records, stamps, tallies and doubts. */
  async save(): Promise<void> {
    const db = this.#db;
    const puts = new Map<Kind, AnyRecord[]>();
    const deletes = new Map<Kind, string[]>();
    const leaving: (Found<Packed> & { id: string })[] = [];
    for (const [key, after] of this.#now) {
      if (after === this.#before.get(key)) continue;
      const { kind, id } = partsOf(key);
      const packed = this.#packed.get(key);
      if (packed !== undefined) leaving.push({ ...packed, id });
      if (after === undefined) addTo(deletes, kind, id);
      else addTo(puts, kind, rowOf(kind, after));
    }
    await takeOut(db, leaving);
    for (const [kind, rows] of puts) await putRows(db.tableOf(kind) as Table<AnyRecord>, rows);
    for (const [kind, ids] of deletes) await db.tableOf(kind).bulkDelete(ids);
    if (this.#stamped.size > 0) await db.stamps.bulkPut([...this.#stamped.values()]);
    await adjustTallies(db, talliesOf(this.#changedSpans()));
    if (this.#doubtful.size > 0) {
      const known = await readMeta(db, 'doubtful');
      const all = [...new Set([...known, ...this.#doubtful])];
      if (all.length > known.length) await writeMeta(db, 'doubtful', all);
    }
  }
}

/** The text that a span was marked in: its article, the text's SHA-256, and whether the span waits to be looked at. */
const textKey = ({ article, textSha256, look }: Span) => `${article} ${textSha256}${look ? ' look' : ''}`;

export function readTextKey(key: string): { article: string; textSha256: string; look: boolean } {
  const [article = '', textSha256 = '', look] = key.split(' ');
  return { article, textSha256, look: look !== undefined };
}

/** What the change of these spans adds to each tally. */
export function talliesOf(changes: Iterable<[before: Span | undefined, after: Span | undefined]>): TallyRow[] {
  const tallies = new Tallies();
  for (const [before, after] of changes) {
    if (before !== undefined) tallies.count(before, -1);
    if (after !== undefined) tallies.count(after, 1);
  }
  return tallies.rows();
}

/**
 * Counts spans. A suggestion is not yet anybody's annotation; what was adjudicated belongs to no annotator, and is
 * counted for the side `adjudicated`.
 */
export class Tallies {
  readonly #tallies = new Map<string, TallyRow>();

  count(span: Span, sign: 1 | -1): void {
    const side = sideOf(span);
    if (side === null) return;
    const { article, layer, speaker } = span;
    const text = textKey(span);
    this.#add(`article ${article} ${side} ${layer}`, 'article', article, side, layer, span, sign);
    this.#add(`text ${text} ${side}`, 'text', text, side, null, span, sign);
    if (speaker !== null) this.#add(`speaker ${speaker}`, 'speaker', speaker, null, null, span, sign);
    for (const target of targetsOf(span)) this.#add(`target ${target}`, 'target', target, null, null, span, sign);
    for (const value of new Set(span.stances.map((stance) => stance.value)))
      this.#add(`stance ${value}`, 'stance', value, null, null, span, sign);
  }

  #add(
    id: string,
    about: TallyRow['about'],
    key: string,
    annotator: string | null,
    layer: string | null,
    span: Span,
    sign: 1 | -1,
  ): void {
    let tally = this.#tallies.get(id);
    if (tally === undefined) {
      tally = { id, about, key, annotator, layer, spans: 0, unattributed: 0 };
      this.#tallies.set(id, tally);
    }
    tally.spans += sign;
    if (span.speaker === null) tally.unattributed += sign;
  }

  /** Those that do not come to nothing. */
  rows(): TallyRow[] {
    return [...this.#tallies.values()].filter((tally) => tally.spans !== 0 || tally.unattributed !== 0);
  }
}

async function adjustTallies(db: ProjectDb, differences: TallyRow[]): Promise<void> {
  if (differences.length === 0) return;
  const rows = await db.tallies.bulkGet(differences.map((tally) => tally.id));
  const others = differences.filter((_, i) => rows[i] === undefined);
  const wanted = new Map<PackName, string[]>();
  for (const { about, id } of others) addTo(wanted, tallyPack(about), id);
  const find = await findPacked(db, wanted);
  await takeOut(
    db,
    others.flatMap(({ about, id }) => {
      const found = find(tallyPack(about), id);
      return found === undefined ? [] : [{ ...found, id }];
    }),
  );
  const adjusted = differences.map((tally, i) => {
    const before = rows[i] ?? (find(tallyPack(tally.about), tally.id)?.row as TallyRow | undefined);
    return {
      ...tally,
      spans: tally.spans + (before?.spans ?? 0),
      unattributed: tally.unattributed + (before?.unattributed ?? 0),
    };
  });
  await putRows(
    db.tallies,
    adjusted.filter((tally) => tally.spans > 0),
  );
  const empty = adjusted.filter((tally) => tally.spans <= 0).map((tally) => tally.id);
  if (empty.length > 0) await db.tallies.bulkDelete(empty);
}
