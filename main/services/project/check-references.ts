import type { Kind } from '#shared/model/kinds.ts';
import type { Records } from '../journal/fold.ts';

/** A record that points at one which is not there. */
export interface Dangling {
  kind: Kind;
  id: string;
  message: string;
}

/**
 * Finds records that point at others which are not there: speakers and targets that spans name, what a decision made,
 * the question that an answer belongs to. What a person removed is missed only where something still has to show it, so
 * of a decision's spans and of threads only those that no journal ever had. Spans that were judged or talked about may
 * be missing: whoever sent only a part of the work has sent them to nobody.
 * @param wasThere whether any journal has ever had this record
 */
export async function findDangling(
  records: Records,
  wasThere: (kind: Kind, id: string) => Promise<boolean>,
): Promise<Dangling[]> {
  const found: Dangling[] = [];
  for (const { id, speaker, stances } of records.span.values()) {
    const named: [Kind, string][] = [
      ...(speaker === null ? [] : [['speaker', speaker] as [Kind, string]]),
      ...stances.flatMap(({ target }) => (target === null ? [] : [['target', target] as [Kind, string]])),
    ];
    for (const [kind, other] of named) {
      if (records[kind].has(other)) continue;
      const why = (await wasThere(kind, other)) ? 'which was removed' : 'which is in no journal';
      found.push({ kind: 'span', id, message: `It names the ${kind} ${other}, ${why}.` });
    }
  }
  for (const { id, spans } of records.decision.values())
    for (const span of spans)
      if (!records.span.has(span) && !(await wasThere('span', span)))
        found.push({ kind: 'decision', id, message: `It made the span ${span}, which is in no journal.` });
  for (const { id, thread } of records.comment.values())
    if (!records.comment.has(thread) && !(await wasThere('comment', thread)))
      found.push({ kind: 'comment', id, message: `It answers the comment ${thread}, which is in no journal.` });
  return found;
}
