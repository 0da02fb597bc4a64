import { useMemo, useState } from 'react';
import type { FoundArticle } from '#shared/contract/contract.ts';
import { readingId } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import { useAct } from '../../data/act.ts';
import { rejectPassage } from '../../data/gestures.ts';
import { useArticleRecords, useById, useOwnSpansIn, useReadings, useRejections, useSession } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { acceptOccurrences } from '../../data/occurrence-gestures.ts';
import { type QueueRow, rowsOf, type SearchedBy, toMark } from './queue.ts';

export interface Queue {
  /** Undefined while what was decided before is being read. */
  rows: readonly QueueRow[] | undefined;
  /** Marks places, all in one gesture; false when that was refused, which the person is then told. */
  accept(rows: readonly QueueRow[]): Promise<boolean>;
  reject(row: QueueRow): Promise<boolean>;
}

/** The places found for a span, with what has been decided on each, and deciding. */
export function useQueue(options: {
  found: readonly FoundArticle[];
  like: Span;
  by: SearchedBy;
  attributed: boolean;
  reason: string;
}): Queue {
  const { found, like, by } = options;
  const act = useAct();
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const articles = useMemo(() => found.map(({ article }) => article.id), [found]);
  const own = useOwnSpansIn(me, articles);
  const all = useRejections();
  const rejections = useMemo(() => all?.filter((one) => one.annotator === me), [all, me]);
  const bindings = useById(useArticleRecords());
  const readings = useById(useReadings());
  const [before, setBefore] = useState<ReadonlySet<string>>();
  if (before === undefined && rejections !== undefined) setBefore(new Set(rejections.map((one) => one.id)));

  const rows = useMemo(
    () =>
      own &&
      rejections &&
      before &&
      // What has been decided in an article is known before its places are listed.
      rowsOf(
        found.filter(({ article }) => own.covers(article.id)),
        { by, layer: like.layer, spans: own.spans, rejections, before },
      ),
    [found, by, like.layer, own, rejections, before],
  );

  return {
    rows,
    accept: async (chosen) => {
      const ids = new Set(chosen.map((row) => row.article.id));
      const { edits } = acceptOccurrences({
        occurrences: chosen.map((row) => toMark(row, by)),
        like,
        by,
        attributed: options.attributed,
        reason: options.reason,
        annotator: me,
        at: new Date().toISOString(),
        bindings: bindings ?? new Map(),
        readings: new Map(
          [...ids].flatMap((id) => {
            const reading = readings?.get(readingId(id, me));
            return reading ? [[reading.id, reading] as const] : [];
          }),
        ),
      });
      // A gesture of its own, whatever was being done in an article before.
      return act(edits, { gesture: newId('g') });
    },
    reject: async ({ article, passage }) => {
      const by = { layer: like.layer, annotator: me, of: 'occurrence', at: new Date().toISOString() } as const;
      return act([rejectPassage(article, passage, by)], { gesture: newId('g') });
    },
  };
}
