import type { Change } from '#shared/changes/change.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Article } from '#shared/model/article.ts';
import type { Mode } from '#shared/model/mode.ts';
import type { Range } from '#shared/model/range.ts';
import { type ReadingStatus, readingId } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import { spanOf } from './db.ts';
import type { GestureInProgress } from './gesture-in-progress.ts';
import { markSpan, mergeSpeakers, mergeTargets, setReadingStatus } from './gestures.ts';
import { newId } from './ids.ts';
import { readRecord, readSpanRows } from './read-records.ts';
import { Refusal } from './refusal.ts';
import type { Writing } from './writing.ts';

/** The gestures that must read the database to know their edits; the others a screen makes of what it shows. */
export interface GestureActions {
  /**
   * Marks a passage and binds the article, as `markSpan` in `gestures.ts`, in a new gesture that stays open: naming the
   * speaker and the stance belongs to it.
   * @throws Refusal as `commit`
   */
  mark(passage: { article: ArticleText; path: string; range: Range; layer: string; mode: Mode | null }): Promise<Span>;
  /** @throws Refusal as `commit` */
  setStatus(article: string, status: ReadingStatus): Promise<void>;
  /** Makes two entries of the registry one, every span following, as one change. @throws Refusal as `commit` */
  mergeSpeakers(keep: string, drop: string): Promise<Change | null>;
  mergeTargets(keep: string, drop: string): Promise<Change | null>;
}

export function createGestureActions(context: {
  writing: Writing;
  gesture: Pick<GestureInProgress, 'begin'>;
}): GestureActions {
  const { gesture } = context;
  const { writable, annotator: annotatorNow, roundDatabase, commit, reading } = context.writing;
  return {
    async mark(passage) {
      const here = writable();
      const annotator = annotatorNow().id;
      const at = new Date().toISOString();
      const id = readingId(passage.article.id, annotator);
      const known = roundDatabase()
        ? {
            binding: here.live.articles.get()?.find((row: Article) => row.id === passage.article.id),
            reading: here.live.readings.get()?.find((row) => row.id === id),
          }
        : await reading(async ({ db }) => ({
            binding: await readRecord(db, 'article', passage.article.id),
            reading: await readRecord(db, 'reading', id),
          }));
      const { span, edits } = markSpan({ ...passage, annotator, at, ...known });
      await commit(edits, { gesture: gesture.begin() });
      return span;
    },
    async setStatus(article, status) {
      const annotator = annotatorNow().id;
      const known = await reading(async ({ db }) => readRecord(db, 'reading', readingId(article, annotator)));
      await commit(setReadingStatus(known, { article, annotator, status, at: new Date().toISOString() }), {
        gesture: newId('g'),
      });
    },
    async mergeSpeakers(keepId, dropId) {
      const { keep, drop, spans } = await reading(async ({ db }) => ({
        keep: await readRecord(db, 'speaker', keepId),
        drop: await readRecord(db, 'speaker', dropId),
        spans: await readSpanRows(db, 'speaker', [dropId]),
      }));
      if (!keep || !drop) throw new Refusal('conflict', 'One of the two speakers is not in the registry any more.');
      return commit(mergeSpeakers(keep, drop, spans.map(spanOf), new Date().toISOString()), { gesture: newId('g') });
    },
    async mergeTargets(keepId, dropId) {
      const { keep, drop, spans } = await reading(async ({ db }) => ({
        keep: await readRecord(db, 'target', keepId),
        drop: await readRecord(db, 'target', dropId),
        spans: await readSpanRows(db, 'targets', [dropId]),
      }));
      if (!keep || !drop) throw new Refusal('conflict', 'One of the two targets is not in the list any more.');
      return commit(mergeTargets(keep, drop, spans.map(spanOf), new Date().toISOString()), { gesture: newId('g') });
    },
  };
}
