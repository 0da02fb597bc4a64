import { randomUUID } from 'node:crypto';
import type { Change, Edit } from '#shared/changes/change.ts';
import { createClock, isoOf } from '#shared/changes/clock.ts';
import { added, changed } from '#shared/changes/edits.ts';
import type { ImportResult, Journaled } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Article } from '#shared/model/article.ts';
import type { Span } from '#shared/model/span.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Incoming } from '../incoming.ts';
import { roughLength } from './adapt-changes.ts';
import { bringArticle } from './bring-article.ts';
import type { Match } from './match-articles.ts';
import type { Plan } from './plan-import.ts';

/** So much goes into the journal, and to windows, at a time. */
const mostEdits = 500;
const mostBytes = 1024 * 1024;

export interface TakingIn {
  journal: Pick<Journal, 'append' | 'articles'>;
  /** The real path of the folder. */
  root: string;
  annotator: Annotator;
  now: () => number;
  /** Whether articles that came along are written into the folder. */
  texts: boolean;
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
  /** Gets what was written, once it is all on the disk or nothing more can be written. */
  onWritten(changes: Journaled[]): void;
}

/**
 * Writes what was planned: the changes, as they are but for their origin, then the files of articles, then, in changes of
 * the annotator's own, where articles are in this folder and that the bundles have been received. What is interrupted
 * goes on when the same files are taken in again.
 * @returns what was written, and what was left, each with its reason
 * @throws Failure when the journal cannot be written, or `cancelled`; what was written before stays and is told
 */
export async function takeIn(
  plan: Plan,
  incoming: readonly Incoming[],
  options: TakingIn,
): Promise<Pick<ImportResult, 'changes' | 'articles' | 'left'>> {
  const { journal, root, annotator, signal, onProgress, onWritten } = options;
  const written: Journaled[] = [];
  const write = async (changes: readonly Change[]) => {
    const acks = await journal.append(changes);
    for (const [i, { writer, n, fresh }] of acks.entries())
      if (fresh) written.push({ writer, n, change: changes[i] as Change });
  };
  try {
    let done = 0;
    for (const portion of portionsOf(plan.changes.map((change) => ({ ...change, origin: 'import' as const })))) {
      if (signal.aborted)
        throw new Failure('cancelled', 'Taking in was stopped. Take the same files in again to go on.');
      await write(portion);
      done += portion.length;
      onProgress(done, plan.changes.length);
    }
    const taken = written.length;

    const left: ImportResult['left'] = [];
    const places = new Map<string, string>();
    for (const { id, state, theirs, file } of options.texts ? plan.matches.values() : []) {
      if (state !== 'brought' || file === null) continue;
      if (signal.aborted)
        throw new Failure('cancelled', 'Taking in was stopped. Take the same files in again to go on.');
      const brought = await bringArticle(root, file);
      if ('path' in brought) places.set(id, brought.path);
      else left.push({ what: theirs.title ?? (theirs.path || theirs.id), reason: brought.reason });
    }

    const edits = [
      ...bindings(plan, places, journal.articles()),
      ...receipts(plan, incoming, annotator, options.now()),
    ];
    if (edits.length > 0) {
      const clock = createClock(options.now);
      clock.observe(plan.latest);
      for (const { at } of plan.changes.slice(-1)) clock.observe(at);
      const gesture = `g_${randomUUID()}`;
      await write(
        edits.map((edit) => {
          const at = clock.tick();
          const own = edit.kind === 'transfer' ? ({ ...edit, after: { ...edit.after, at: isoOf(at) } } as Edit) : edit;
          return { id: `c_${randomUUID()}`, at, by: annotator.id, origin: 'import', gesture, edits: [own] };
        }),
      );
    }
    return { changes: taken, articles: places.size, left };
  } finally {
    for (const portion of portionsOf(written, ({ change }) => change)) onWritten(portion);
  }
}

function* portionsOf<T>(
  items: readonly T[],
  changeOf: (item: T) => Change = (item) => item as unknown as Change,
): Generator<T[]> {
  let portion: T[] = [];
  let edits = 0;
  let bytes = 0;
  for (const item of items) {
    const change = changeOf(item);
    const size = roughLength(change);
    if (portion.length > 0 && (edits + change.edits.length > mostEdits || bytes + size > mostBytes)) {
      yield portion;
      [portion, edits, bytes] = [[], 0, 0];
    }
    portion.push(item);
    edits += change.edits.length;
    bytes += size;
  }
  if (portion.length > 0) yield portion;
}

/** Where the articles are that something was taken in for, unless the journals know that. */
function* bindings(
  plan: Plan,
  brought: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, Article>,
): Generator<Edit> {
  const used = new Set(
    plan.outcomes.flatMap(({ kind, after }) =>
      kind === 'span' && after !== undefined ? [(after as Span).article] : [],
    ),
  );
  for (const match of plan.matches.values()) {
    const before = known.get(match.id);
    const article = articleHere(match, brought.get(match.id));
    if (article === null) continue;
    if (before === undefined) {
      if (used.has(match.id) || brought.has(match.id)) yield added('article', article);
    } else if (brought.has(match.id)) {
      const edit = changed('article', before, article);
      if (edit !== undefined) yield edit;
    }
  }
}

function articleHere({ id, theirs, entry }: Match, path: string | undefined): Article | null {
  if (path !== undefined) return { ...theirs, id, path };
  if (entry === null || entry.sourceSha256 === null || entry.textSha256 === null) return null;
  const { sourceSha256, textSha256, length, meta } = entry;
  return { id, path: entry.path, sourceSha256, textSha256, length, title: meta.title };
}

/** That the bundles have been received; not for one that the journals speak of already. */
function* receipts(plan: Plan, incoming: readonly Incoming[], own: Annotator, now: number): Generator<Edit> {
  for (const { id, name, annotators } of incoming) {
    if (id === null || plan.records.transfer.has(id)) continue;
    yield added('transfer', {
      ...{ id, direction: 'received', file: name, annotators: annotators.map((one) => one.id), positions: null },
      ...{ annotator: own.id, at: new Date(now).toISOString() },
    });
  }
}
