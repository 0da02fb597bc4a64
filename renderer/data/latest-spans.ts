import type { ProjectDb, SpanRow } from './db.ts';

/** How many rows are read at a time, so that the window stays quick. */
const portion = 1000;

export interface Most {
  /** So many rows are answered, and so many looked at. */
  kept: number;
  looked: number;
}

/** Beyond this a window would be at it for minutes, and what is older says little that the newer does not. */
export const mostLatest: Most = { kept: 20_000, looked: 100_000 };

/** The rows made last that hold, as far back as `most` says: later ids sort after earlier ones. In no order. */
export async function latestSpans(
  db: ProjectDb,
  holds: (row: SpanRow) => boolean,
  most: Most = mostLatest,
): Promise<SpanRow[]> {
  const kept: SpanRow[] = [];
  let before: string | undefined;
  for (let looked = 0; looked < most.looked; ) {
    const from = before === undefined ? db.spans.orderBy('id') : db.spans.where('id').below(before);
    const rows = await from
      .reverse()
      .limit(Math.min(portion, most.looked - looked))
      .toArray();
    for (const row of rows) {
      if (!holds(row)) continue;
      kept.push(row);
      if (kept.length === most.kept) return kept;
    }
    looked += rows.length;
    before = rows.at(-1)?.id;
    if (rows.length < portion) return kept;
  }
  return kept;
}
