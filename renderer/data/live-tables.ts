import type { Edit } from '#shared/changes/change.ts';
import { apply, check } from '#shared/changes/edits.ts';
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
import { isOwnOf } from '#shared/review/side.ts';
import { compareSpans } from '#shared/text/order.ts';
import { sortKey } from '#shared/text/sort-key.ts';
import { type GestureRow, type ProjectDb, type SpanRow, spanOf, type TallyRow, targetsOf } from './db.ts';
import type { EntryRows } from './entries.ts';
import { latestSpans } from './latest-spans.ts';
import { type LiveRows, liveRows } from './live-rows.ts';
import { readAllRows, readSpanRows, readTallies } from './read-records.ts';
import type { Refused } from './record-writer.ts';

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byId = (a: { id: string }, b: { id: string }) => order(a.id, b.id);

/** As people sort; a key is made once a row, because there may be a hundred thousand. */
function byText<T extends { id: string }>(textOf: (item: T) => string): (a: T, b: T) => number {
  const keys = new WeakMap<T, string>();
  const keyOf = (item: T) => {
    const known = keys.get(item);
    if (known !== undefined) return known;
    const key = sortKey(textOf(item));
    keys.set(item, key);
    return key;
  };
  return (a, b) => order(keyOf(a), keyOf(b)) || byId(a, b);
}

/** The lists that screens read, each made when it is first asked for and shared by all who ask. */
export interface LiveTables {
  /** The catalogue by path, as main tells it. */
  entries: EntryRows;
  speakers: LiveRows<Speaker>;
  targets: LiveRows<Target>;
  annotators: LiveRows<Annotator>;
  readings: LiveRows<Reading>;
  articles: LiveRows<Article>;
  rejections: LiveRows<Rejection>;
  assistance: LiveRows<Assistance>;
  /** By article. */
  decisions: LiveRows<Decision>;
  /** By article, and in each in the order in which they were written. */
  comments: LiveRows<Comment>;
  settlements: LiveRows<Settlement>;
  /** The latest last. */
  transfers: LiveRows<Transfer>;
  metadata: LiveRows<Metadata>;
  /** By article. */
  blockRoles: LiveRows<BlockRole>;
  sources: LiveRows<Source>;
  searches: LiveRows<SavedSearch>;
  /** This writer's own changes, in their order, for undo. */
  history: LiveRows<GestureRow>;
  tallies(about: TallyRow['about']): LiveRows<TallyRow>;
  /** In text order. */
  spansOf(article: string): LiveRows<Span>;
  spansOfSpeaker(speaker: string): LiveRows<Span>;
  spansOfTarget(target: string): LiveRows<Span>;
  /** What an annotator has marked last, as far back as `mostLatest` says, and what they mark now; article by article. */
  latestSpansBy(annotator: string): LiveRows<Span>;
  /** An annotator's own in those articles that somebody has asked for. */
  ownSpansIn(annotator: string): SpansIn;
  /** Everybody's, article by article. */
  allSpans(): LiveRows<Span>;
  /** Shows edits that the database could not take. */
  force(edits: readonly Edit[]): void;
  /** What speaks against edits, as far as the lists know the records. */
  check(edits: readonly Edit[]): Refused[];
}

/** A list that grows with what is asked for: reading all of an annotator's spans takes long where there are many. */
export interface SpansIn {
  rows: LiveRows<Span>;
  /** Whether the spans of an article that was asked for have been read. */
  covers(article: string): boolean;
  want(articles: readonly string[]): void;
}

/** No id has a `*`. */
const allSpansKey = 'all *';
/** How many lists of spans are kept. */
const listsKept = 12;

/** @param entries the catalogue, which is not in the database */
export function createLiveTables(
  db: ProjectDb,
  entries: LiveTables['entries'],
  onTrouble: (error: unknown) => void,
): LiveTables {
  const whole = <K extends Exclude<Kind, 'span'>>(
    kind: K,
    compare: (a: RecordOf[K], b: RecordOf[K]) => number,
  ): LiveRows<RecordOf[K]> =>
    liveRows<RecordOf[K], RecordOf[K]>({
      db,
      table: db.tableOf(kind),
      load: () => readAllRows(db, kind),
      holds: () => true,
      read: (row) => row,
      idOf: (row) => row.id,
      compare,
      onTrouble,
    });
  const listed = <K extends Exclude<Kind, 'span'>>(kind: K, textOf: (row: RecordOf[K]) => string) =>
    whole(kind, byText(textOf));

  const kept = new Map<string, LiveRows<Span>>();
  const spans = (
    key: string,
    load: () => PromiseLike<SpanRow[]>,
    holds: (row: SpanRow) => boolean,
    compare: (a: Span, b: Span) => number,
  ): LiveRows<Span> => {
    const known = kept.get(key);
    if (known !== undefined) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const list = liveRows<SpanRow, Span>({
      db,
      table: db.spans,
      load,
      holds,
      read: spanOf,
      idOf: (span) => span.id,
      compare,
      onTrouble,
    });
    kept.set(key, list);
    // Whoever still listens to a list that is dropped here keeps it; it is only not found again.
    for (const oldest of kept.keys()) {
      if (kept.size <= listsKept) break;
      if (oldest !== allSpansKey) kept.delete(oldest);
    }
    return list;
  };
  const by = (index: 'article' | 'speaker' | 'targets', value: string) => () => readSpanRows(db, index, [value]);
  /** Tells lists of the same annotator apart. */
  let lists = 0;
  const tallies = new Map<TallyRow['about'], LiveRows<TallyRow>>();
  const acrossArticles = (a: Span, b: Span) =>
    a.article < b.article ? -1 : a.article > b.article ? 1 : compareSpans(a, b);

  const tables: LiveTables = {
    entries,
    speakers: listed('speaker', (speaker) => speaker.name),
    targets: listed('target', (target) => target.name),
    annotators: listed('annotator', (annotator) => annotator.name),
    readings: whole('reading', byId),
    articles: listed('article', (article) => article.path),
    rejections: listed('rejection', (rejection) => rejection.article),
    assistance: whole('assistance', byId),
    decisions: listed('decision', (decision) => decision.article),
    comments: listed('comment', (comment) => `${comment.article} ${comment.createdAt}`),
    settlements: whole('settlement', byId),
    transfers: listed('transfer', (transfer) => transfer.at),
    metadata: whole('metadata', byId),
    blockRoles: listed('blockRole', (role) => `${role.article} ${role.updatedAt}`),
    sources: whole('source', byId),
    searches: listed('search', (search) => search.name),
    history: liveRows<GestureRow, GestureRow>({
      db,
      table: db.gestures,
      load: () => db.gestures.toArray(),
      holds: () => true,
      read: (row) => row,
      idOf: (row) => row.id,
      compare: (a, b) => order(a.at, b.at) || byId(a, b),
      onTrouble,
    }),
    tallies(about) {
      let list = tallies.get(about);
      if (list === undefined) {
        list = liveRows<TallyRow, TallyRow>({
          db,
          table: db.tallies,
          load: () => readTallies(db, about),
          holds: (row) => row.about === about,
          read: (row) => row,
          idOf: (row) => row.id,
          compare: byId,
          onTrouble,
        });
        tallies.set(about, list);
      }
      return list;
    },
    spansOf: (article) =>
      spans(`article ${article}`, by('article', article), (row) => row.article === article, compareSpans),
    spansOfSpeaker: (speaker) =>
      spans(`speaker ${speaker}`, by('speaker', speaker), (row) => row.speaker === speaker, acrossArticles),
    spansOfTarget: (target) =>
      spans(`target ${target}`, by('targets', target), (row) => row.targets.includes(target), acrossArticles),
    latestSpansBy(annotator) {
      const holds = (row: SpanRow) => isOwnOf(row, annotator);
      return spans(`annotator ${annotator}`, () => latestSpans(db, holds), holds, acrossArticles);
    },
    ownSpansIn(annotator) {
      const wanted = new Set<string>();
      const read = new Set<string>();
      const rows = spans(
        `annotator ${annotator} ${++lists}`,
        async () => {
          const now = [...wanted];
          const found = await readSpanRows(db, 'article', now);
          for (const article of now) read.add(article);
          return found.filter((row) => isOwnOf(row, annotator));
        },
        (row) => isOwnOf(row, annotator) && wanted.has(row.article),
        acrossArticles,
      );
      return {
        rows,
        covers: (article) => read.has(article),
        want(articles) {
          const before = wanted.size;
          for (const article of articles) wanted.add(article);
          if (wanted.size > before) rows.reread();
        },
      };
    },
    allSpans: () =>
      spans(
        allSpansKey,
        async () => (await readAllRows(db, 'span')) as SpanRow[],
        () => true,
        acrossArticles,
      ),
    check(edits) {
      return edits.flatMap((edit) => {
        const lists: LiveRows<AnyRecord>[] = edit.kind === 'span' ? [...kept.values()] : [tables[listNames[edit.kind]]];
        const record = lists.map((list) => list.find(edit.id)).find((row) => row !== undefined);
        // A record that no list holds may still be there.
        if (record === undefined && edit.before !== undefined) return [];
        const objections = check(record, edit);
        return objections.length > 0 ? [{ edit, objections }] : [];
      });
    },
    force(edits) {
      for (const edit of edits) {
        if (edit.kind === 'span') {
          for (const [key, list] of kept) forceSpan(list, key, edit);
        } else {
          const list = tables[listNames[edit.kind]] as LiveRows<AnyRecord>;
          list.force(edit.id, apply(list.find(edit.id), edit));
        }
      }
    },
  };
  return tables;
}

const listNames = {
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
} as const satisfies Record<Exclude<Kind, 'span'>, keyof LiveTables>;

function forceSpan(list: LiveRows<Span>, key: string, edit: Edit) {
  const after = apply(list.find(edit.id), edit) as Span | undefined;
  const [about, id] = key.split(' ') as [string, string];
  const holds =
    after !== undefined &&
    (about === 'all'
      ? true
      : about === 'article'
        ? after.article === id
        : about === 'speaker'
          ? after.speaker === id
          : about === 'annotator'
            ? isOwnOf(after, id)
            : targetsOf(after).includes(id));
  list.force(edit.id, holds ? after : undefined);
}
