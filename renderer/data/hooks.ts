import {
  createContext,
  createElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react';
import { useStore } from 'zustand';
import type { Annotator } from '#shared/model/annotator.ts';
import { type Article, type Entry, type Meta, noMeta } from '#shared/model/article.ts';
import { type Assistance, defaultAssistance } from '#shared/model/assistance.ts';
import type { BlockRole } from '#shared/model/block-role.ts';
import type { Comment } from '#shared/model/comment.ts';
import type { Decision } from '#shared/model/decision.ts';
import { addTo } from '#shared/model/groups.ts';
import type { Metadata } from '#shared/model/metadata.ts';
import type { Reading } from '#shared/model/reading.ts';
import { readingId } from '#shared/model/reading.ts';
import type { Rejection } from '#shared/model/rejection.ts';
import type { SavedSearch } from '#shared/model/saved-search.ts';
import type { Settlement } from '#shared/model/settlement.ts';
import type { Source } from '#shared/model/source.ts';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { Target } from '#shared/model/target.ts';
import type { Transfer } from '#shared/model/transfer.ts';
import { adjudicated } from '#shared/review/side.ts';
import { type Correct, correctedRows, createCorrect } from './corrected.ts';
import type { LiveRows } from './live-rows.ts';
import type { LiveTables } from './live-tables.ts';
import { readTextKey } from './record-writer.ts';
import type { Session, SessionActions, SessionState } from './session.ts';
import { stacks } from './undo-stacks.ts';

/*
 * How screens read. A list is undefined while it is being read for the first time, and empty when there is nothing.
 */

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children?: ReactNode }) {
  return createElement(SessionContext.Provider, { value: session }, children);
}

/** The session itself, for what is done in handlers: `commit`, `mark`, `undo`, `gesture`. */
export function useSessionActions(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('No SessionProvider around this component');
  return session;
}

/** A part of the session's state; the selector must answer the same value for the same state. */
export function useSession<T>(selector: (state: SessionState & SessionActions) => T): T {
  return useStore(useSessionActions().store, selector);
}

const nobody = () => () => {};
const nothing = () => undefined;

/** Follows one of the live lists; undefined too while no folder is open or `choose` answers undefined. */
export function useLive<T>(
  choose: (live: LiveTables) => Pick<LiveRows<T>, 'get' | 'subscribe'> | undefined,
): readonly T[] | undefined {
  const live = useSession((state) => state.live);
  const list = live === null ? undefined : choose(live);
  return useSyncExternalStore(list?.subscribe ?? nobody, list?.get ?? nothing);
}

/** A row of the library: the catalogue's entry, or an annotated article whose file is not in the folder any more. */
export type LibraryEntry = Entry & {
  missing: boolean;
  /** The article that the row opens and whose spans and status it shows: its own, or that of its original. */
  article: string;
  /** What its file says of it, where people have corrected that. */
  asRead?: Meta;
};

/**
 * All articles and unreadable files by path, with their corrected details; annotated articles whose file is gone stand
 * among them, with a failure.
 */
export function useEntries(): readonly LibraryEntry[] | undefined {
  const entries = useLive((live) => live.entries);
  const articles = useLive((live) => live.articles);
  const told = useSession((state) => state.scan?.phase === 'done' || state.live?.entries.isComplete() === true);
  const metadata = useMetadata();
  return useMemo(
    () => entries && correctedEntries(libraryEntries(entries, told ? (articles ?? none) : none), metadata ?? none),
    [entries, articles, told, metadata],
  );
}

const none: readonly never[] = [];

/** Several screens ask for the same, and for a hundred thousand articles it is made once. */
const libraryEntries = remembered(
  (entries: readonly Entry[], articles: readonly Article[]): readonly LibraryEntry[] => {
    const ids = new Map<string, string>();
    // Only what has copies is looked for by path.
    if (entries.some(({ duplicateOf }) => duplicateOf !== null)) for (const { path, id } of entries) ids.set(path, id);
    const rows = entries.map((entry) =>
      libraryEntry(entry, entry.duplicateOf === null ? entry.id : (ids.get(entry.duplicateOf) ?? entry.id)),
    );
    if (articles.length === 0) return rows;
    const there = new Set(entries.flatMap((entry) => (entry.duplicateOf === null ? [entry.id] : [])));
    return [...rows, ...articles.filter((article) => !there.has(article.id)).map(missingEntry)];
  },
);

const correctedEntries = remembered(correctedRows<LibraryEntry>);

/** The same answer for the same two arguments as the last time. */
function remembered<A, B, T>(make: (a: A, b: B) => T): (a: A, b: B) => T {
  let last: { a: A; b: B; made: T } | undefined;
  return (a, b) => {
    if (last?.a !== a || last.b !== b) last = { a, b, made: make(a, b) };
    return last.made;
  };
}

/** The same row for the same entry, so that what screens keep by row stays good. */
const madeEntries = new WeakMap<Entry, LibraryEntry>();
function libraryEntry(entry: Entry, article: string): LibraryEntry {
  const known = madeEntries.get(entry);
  if (known?.article === article) return known;
  const made = { ...entry, missing: false, article };
  madeEntries.set(entry, made);
  return made;
}

const missingEntry = ({ id, path, sourceSha256, textSha256, title }: Article): LibraryEntry => ({
  id,
  path,
  bytes: 0,
  sourceSha256,
  textSha256,
  length: 0,
  meta: { ...noMeta, title },
  duplicateOf: null,
  failure: {
    code: 'missing',
    message: `The file is not in the folder any more: ${path}. Its marks are kept; put the file back to see them in place.`,
  },
  notices: [],
  missing: true,
  article: id,
});

/** One article's row of the catalogue; null when there is none. */
export function useEntry(id: string | undefined): LibraryEntry | null | undefined {
  const entries = useEntries();
  return useMemo(() => entries && (entries.find((entry) => entry.id === id) ?? null), [entries, id]);
}

/** An article's spans in text order: by start, then the longest first. */
export const useSpansOf = (article: string | undefined): readonly Span[] | undefined =>
  useLive((live) => (article === undefined ? undefined : live.spansOf(article)));

/** All spans of a speaker, article by article. */
export const useSpansOfSpeaker = (speaker: string | undefined): readonly Span[] | undefined =>
  useLive((live) => (speaker === undefined ? undefined : live.spansOfSpeaker(speaker)));

/** All spans with a stance toward a target, article by article. */
export const useSpansOfTarget = (target: string | undefined): readonly Span[] | undefined =>
  useLive((live) => (target === undefined ? undefined : live.spansOfTarget(target)));

/**
 * An annotator's own spans in some articles, and whether those of one article have been read yet. Articles that were
 * asked for before stay in the list.
 */
export function useOwnSpansIn(
  annotator: string,
  articles: readonly string[],
): { spans: readonly Span[]; covers: (article: string) => boolean } | undefined {
  const live = useSession((state) => state.live);
  const own = useMemo(() => live?.ownSpansIn(annotator), [live, annotator]);
  useEffect(() => own?.want(articles), [own, articles]);
  const spans = useSyncExternalStore(own?.rows.subscribe ?? nobody, own?.rows.get ?? nothing);
  return useMemo(() => own && spans && { spans, covers: own.covers }, [own, spans]);
}

/** Everybody's spans in all articles, article by article: for what compares them. */
export const useAllSpans = (): readonly Span[] | undefined => useLive((live) => live.allSpans());

/** The registry by name. */
export const useSpeakers = (): readonly Speaker[] | undefined => useLive((live) => live.speakers);
/** The targets by name. */
export const useTargets = (): readonly Target[] | undefined => useLive((live) => live.targets);
/** Everybody who has annotated here, by name. */
export const useAnnotators = (): readonly Annotator[] | undefined => useLive((live) => live.annotators);
/** Everybody's reading of every article. */
export const useReadings = (): readonly Reading[] | undefined => useLive((live) => live.readings);
/** Everybody’s “no” to what was suggested, in all articles. */
export const useRejections = (): readonly Rejection[] | undefined => useLive((live) => live.rejections);

/** What adjudicators have decided, by article. */
export const useDecisions = (): readonly Decision[] | undefined => useLive((live) => live.decisions);
/** All threads' comments, by article and in the order in which they were written. */
export const useComments = (): readonly Comment[] | undefined => useLive((live) => live.comments);
/** What was chosen in matters that came up when work was put together. */
export const useSettlements = (): readonly Settlement[] | undefined => useLive((live) => live.settlements);
/** The bundles that were sent and taken in, the latest last. */
export const useTransfers = (): readonly Transfer[] | undefined => useLive((live) => live.transfers);

/** What people have corrected of what was read about articles. */
export const useMetadata = (): readonly Metadata[] | undefined => useLive((live) => live.metadata);
/** What people have said about blocks of texts, by article. */
export const useBlockRoles = (): readonly BlockRole[] | undefined => useLive((live) => live.blockRoles);
/** What makes articles what people have said of them; undefined while that is being read. */
export function useCorrect(): Correct | undefined {
  const metadata = useMetadata();
  const roles = useBlockRoles();
  return useMemo(() => metadata && roles && correctOf(metadata, roles), [metadata, roles]);
}

const correctOf = remembered((metadata: readonly Metadata[], roles: readonly BlockRole[]) =>
  createCorrect({ metadata, roles }),
);

/** How people want files to be read. */
export const useSources = (): readonly Source[] | undefined => useLive((live) => live.sources);
/** Searches kept under a name, by name. */
export const useSavedSearches = (): readonly SavedSearch[] | undefined => useLive((live) => live.searches);

/** What this annotator lets the app suggest in this folder; undefined while it is being read. */
export function useAssistance(): Assistance | undefined {
  const all = useLive((live) => live.assistance);
  const me = useSession((state) => state.project?.annotator.id);
  return useMemo(
    () =>
      me === undefined || all === undefined
        ? undefined
        : (all.find(({ id }) => id === me) ?? { id: me, updatedAt: new Date(0).toISOString(), ...defaultAssistance }),
    [all, me],
  );
}

/** The bindings of annotated articles to their files. */
export const useArticleRecords = (): readonly Article[] | undefined => useLive((live) => live.articles);

/** An article's binding to its file; null when it has never been annotated. */
export function useArticleRecord(id: string | undefined): Article | null | undefined {
  const articles = useArticleRecords();
  return useMemo(() => articles && (articles.find((article) => article.id === id) ?? null), [articles, id]);
}

/** Records by id, for looking names up. */
export function useById<T extends { id: string }>(
  records: readonly T[] | undefined,
): ReadonlyMap<string, T> | undefined {
  return useMemo(() => records && new Map(records.map((record) => [record.id, record])), [records]);
}

/** This annotator's reading of an article; null: unread. */
export function useReading(article: string | undefined): Reading | null | undefined {
  const readings = useReadings();
  const me = useSession((state) => state.project?.annotator.id);
  return useMemo(() => {
    if (readings === undefined || article === undefined || me === undefined) return undefined;
    const id = readingId(article, me);
    return readings.find((reading) => reading.id === id) ?? null;
  }, [readings, article, me]);
}

export interface SpanCounts {
  /** By everybody; what was adjudicated repeats what they marked, and is left out. */
  spans: number;
  /** By this annotator. */
  own: number;
  /** Without a speaker, in a layer that has speakers. */
  unattributed: number;
}

/**
 * How many spans each article has. Follows sums that every write keeps in step, so that the size of the dataset does
 * not matter.
 * @param attributed the layers whose spans have a speaker; all when left out
 */
export function useSpanCounts(attributed?: readonly string[]): ReadonlyMap<string, SpanCounts> | undefined {
  const tallies = useLive((live) => live.tallies('article'));
  const me = useSession((state) => state.project?.annotator.id);
  const layers = attributed?.join('\n');
  return useMemo(() => {
    if (tallies === undefined) return undefined;
    const withSpeakers = layers === undefined ? undefined : new Set(layers.split('\n'));
    const counts = new Map<string, SpanCounts>();
    for (const { key, annotator, layer, spans, unattributed } of tallies) {
      if (annotator === adjudicated) continue;
      const count = counts.get(key) ?? { spans: 0, own: 0, unattributed: 0 };
      count.spans += spans;
      if (annotator === me) count.own += spans;
      if (withSpeakers?.has(layer ?? '') ?? true) count.unattributed += unattributed;
      counts.set(key, count);
    }
    return counts;
  }, [tallies, me, layers]);
}

/**
 * Articles with marks of this annotator that have to be looked at, and how many those are: the text was changed since, or
 * they were carried over from another article. An article whose file is not there, or cannot be read, is none.
 */
export function useMarksToLookAt(): ReadonlyMap<string, number> | undefined {
  const tallies = useLive((live) => live.tallies('text'));
  const entries = useEntries();
  const me = useSession((state) => state.project?.annotator.id);
  // Made once for all that is told of a large folder's articles, bit by bit.
  const marked = useMemo(() => {
    if (tallies === undefined) return undefined;
    const texts = new Map<string, { textSha256: string; look: boolean; spans: number }[]>();
    for (const { key, annotator, spans } of tallies) {
      if (annotator !== me) continue;
      const { article, textSha256, look } = readTextKey(key);
      addTo(texts, article, { textSha256, look, spans });
    }
    return texts;
  }, [tallies, me]);
  return useMemo(() => {
    if (marked === undefined || entries === undefined) return undefined;
    const counts = new Map<string, number>();
    if (marked.size === 0) return counts;
    for (const { id, failure, textSha256: now } of entries) {
      if (failure !== null || now === null) continue;
      for (const { textSha256, look, spans } of marked.get(id) ?? [])
        if (now !== textSha256 || look) counts.set(id, (counts.get(id) ?? 0) + spans);
    }
    return counts;
  }, [marked, entries]);
}

/** How many spans use each speaker, or each target; who is not in it is not used. */
export function useUses(about: 'speaker' | 'target'): ReadonlyMap<string, number> | undefined {
  const tallies = useLive((live) => live.tallies(about));
  return useMemo(() => tallies && new Map(tallies.map(({ key, spans }) => [key, spans])), [tallies]);
}

/** Whether there is something to undo and to redo. */
export function useUndoable(): { undo: boolean; redo: boolean } {
  const history = useLive((live) => live.history);
  return useMemo(() => {
    const { done, undone } = stacks((history ?? []).map((row) => row.change));
    return { undo: done.length > 0, redo: undone.length > 0 };
  }, [history]);
}
